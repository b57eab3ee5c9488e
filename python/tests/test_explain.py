"""Why a storage refuses a link. What was signed, and what the storage computed, is that of worked cases."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import presign
import pytest
from conftest import ACCESS_KEY, SECRET_KEY
from test_vectors import vectors

CASES = {
    version: next(
        parameter.values[0]
        for parameter in vectors(version)
        if parameter.values[0]["key"] == "a b" and parameter.values[0]["method"] == "GET"
    )
    for version in ("v4", "v2")
}
HEADERS = next(
    p.values[0] for p in vectors("v4") if p.values[0]["headers"] and not p.values[0]["session_token"]
)
TEMPORARY = next(p.values[0] for p in vectors("v4") if p.values[0]["session_token"])


def body(code: str = "SignatureDoesNotMatch", message: str = "", **texts: str) -> str:
    """Write an answer as storages do."""
    more = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items())
    return f"<?xml version='1.0'?>\n<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>"


def explain(case: dict[str, Any], response: Any = None, **options: Any) -> presign.Explanation:
    """Explain a case, with the secret, method, headers and time that are right unless they are given."""
    options = {
        "secret": (case["secret_key"], case["session_token"]),
        "url": case["url"],
        "method": case["method"],
        "headers": case["headers"],
        "at": case["sign_at"],
    } | options
    found = presign.explain(response=response, **options)
    assert case["secret_key"] not in f"{found!r} {found.ours} {found.theirs} {found.sentence}"
    return found


@pytest.mark.parametrize(
    ("old", "new", "cause", "words"),
    [
        ("GET\n", "HEAD\n", "method", '"HEAD"'),
        ("a%20b", "a%2520b", "path-encoding", "%2520"),
        ("/mybucket/a", "/mybucket//a", "path-normalised", "slash"),
        ("/mybucket/", "/base/mybucket/", "path", '"/base"'),
        ("gcore.lu", "gcore.lu:8443", "host-port", ":8443"),
        ("s-dt2.cloud.gcore.lu", "internal", "host", "internal"),
        ("&X-Amz-SignedHeaders=host", "&X-Amz-SignedHeaders=host&utm=1", "query-added", '"utm"'),
        ("X-Amz-Expires=3600", "X-Amz-Expires=3601", "query-changed", "X-Amz-Expires"),
    ],
)
def test_beside_the_storages_text(old: str, new: str, cause: str, words: str) -> None:
    """A storage that saw something else, and says what: str or bytes."""
    case = CASES["v4"]
    seen = case["canonical_request"].replace(old, new)
    assert seen != case["canonical_request"]
    response = body(CanonicalRequest=seen, StringToSign=case["string_to_sign"].replace("d", "e"))
    for given in (response, response.encode()):
        found = explain(case, given)
        assert (found.cause, words in found.sentence) == (cause, True), found
        assert found.ours == case["canonical_request"]
        assert found.theirs == seen
        assert found.our_string_to_sign == case["string_to_sign"]
        assert found.their_string_to_sign == case["string_to_sign"].replace("d", "e")


def test_version_2() -> None:
    """Its string to sign is all there is."""
    case = CASES["v2"]
    seen = case["string_to_sign"].replace("GET", "PUT")
    found = explain(case, body(StringToSign=seen))
    assert (found.cause, found.ours, found.theirs) == ("method", case["string_to_sign"], seen)
    assert (found.our_string_to_sign, found.their_string_to_sign) == (None, None)


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_without_a_storage(version: str) -> None:
    """The usual slips are tried until one fits."""
    case = CASES[version]
    assert explain(case).cause == "as-signed"
    assert explain(case, method="PUT").cause == "method"
    assert explain(case, secret="another").cause == "secret-key"
    assert explain(case, at=case["sign_at"] + case["expires_in"]).cause == "expired"
    assert explain(case, url=case["url"].replace("a%20b", "a%2520b")).cause == "path-encoding"
    assert explain(case, url=case["url"].replace("Signature=", "Signature=0")).cause == "signature"
    assert explain(case, url=case["url"] + "&acl").cause == "query-added"


def test_what_the_link_says_itself() -> None:
    """Clock, region, headers that are missing, a link that a shell cut."""
    case = CASES["v4"]
    assert explain(case, at=case["sign_at"] - 901).cause == "clock"
    assert explain(case, region="eu-west-1").cause == "region"
    assert explain(HEADERS, headers=None).cause == "header-missing"
    found = explain(case, url=case["url"].partition("&")[0])
    assert (found.cause, found.ours, found.theirs) == ("unreadable", None, None)
    assert "unless it is quoted" in found.sentence
    assert explain(case, endpoint="other.example").cause == "host"


@pytest.mark.parametrize(
    ("response", "cause"),
    [
        (body("AccessDenied", "Request has expired"), "expired"),
        (body("InvalidAccessKeyId"), "access-key"),
        (body("InvalidToken"), "token"),
        (body("InvalidRequest", "Please use AWS4-HMAC-SHA256."), "version-2"),
        (body("AuthorizationQueryParametersError", "the region is wrong", Region="eu-west-1"), "region"),
        (body("NoSuchKey"), "denied"),
    ],
)
def test_by_the_code(response: str, cause: str) -> None:
    """Where it says all by itself."""
    assert explain(CASES["v4"], response).cause == cause


@pytest.mark.parametrize("response", ["", "403 Forbidden", "<html/>", "<Error/>", b"\xff", b"", "\ud800"])
def test_what_is_no_answer(response: str | bytes) -> None:
    """An error of the caller's, before anything is computed."""
    with pytest.raises(presign.PresignError, match=r"^response: the (answer|response) is "):
        explain(CASES["v4"], response)
    with pytest.raises(presign.PresignError, match=r"^response: the (answer|response) is "):
        presign.Verifier({}).explain("GET", "", response=response)
    with pytest.raises(TypeError):
        explain(CASES["v4"], bytearray(b"<Error/>"))


def test_values_are_shown_only_if_asked_for() -> None:
    """A header's value and the token; never in the repr or the sentence."""
    value = next(iter(HEADERS["headers"].values()))
    for case, hidden in ((HEADERS, value), (TEMPORARY, TEMPORARY["session_token"])):
        response = body(CanonicalRequest=case["canonical_request"], StringToSign=case["string_to_sign"])
        masked, shown = explain(case, response), explain(case, response, show_values=True)
        assert (shown.ours, shown.theirs) == (case["canonical_request"],) * 2
        for text in (masked.ours, masked.theirs, masked.sentence, repr(masked), repr(shown), shown.sentence):
            assert text
            assert hidden not in text


def test_with_a_verifiers_secrets() -> None:
    """The secret is that of the link's access key; a server explains its own refusals."""
    case = CASES["v4"]
    verifier = presign.Verifier({ACCESS_KEY: SECRET_KEY}, region="us-east-1")
    target = case["url"].removeprefix("https://s-dt2.cloud.gcore.lu")
    for url, host in ((case["url"], None), (target, "s-dt2.cloud.gcore.lu")):
        assert verifier.explain("GET", url, host=host, at=case["sign_at"]).cause == "as-signed"
        assert verifier.explain("PUT", url, host=host, at=case["sign_at"]).cause == "method"
    assert verifier.explain("GET", target, {"host": "x"}, at=case["sign_at"]).cause != "as-signed"
    found = verifier.explain("GET", case["url"].replace(ACCESS_KEY, "A" * 200), at=case["sign_at"])
    assert (found.cause, found.ours) == ("access-key", None)
    assert f'"{"A" * 80}"' in found.sentence
    assert verifier.explain("GET", "https://h/").cause == "unreadable"
    response = body(
        CanonicalRequest=case["canonical_request"].replace("gcore.lu", "gcore.lu:80"), StringToSign="x"
    )
    assert verifier.explain("GET", case["url"], response=response).cause == "host-port"
