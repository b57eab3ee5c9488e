"""`explain` names the cause of a refusal. The texts are those of worked cases."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

import presign
import pytest
from conftest import ACCESS_KEY, ROOT, SECRET_KEY
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
    """Return an error response in the format of storages."""
    more = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items())
    return f"<?xml version='1.0'?>\n<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>"


def explain(case: dict[str, Any], response: Any = None, **options: Any) -> presign.Explanation:
    """Explain a case, with the correct secret, method, headers and time unless they are given."""
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
def test_a_difference_from_the_storages_text_is_named(old: str, new: str, cause: str, words: str) -> None:
    """A difference from the storage's canonical request is named, for a response of str or bytes."""
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


def test_version_2_compares_strings_to_sign() -> None:
    """With version 2 the storage's string to sign is compared."""
    case = CASES["v2"]
    seen = case["string_to_sign"].replace("GET", "PUT")
    found = explain(case, body(StringToSign=seen))
    assert (found.cause, found.ours, found.theirs) == ("method", case["string_to_sign"], seen)
    assert (found.our_string_to_sign, found.their_string_to_sign) == (None, None)


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_common_mistakes_are_found_without_the_storages_text(version: str) -> None:
    """Without the storage's text, common mistakes are tried until one explains the signature."""
    case = CASES[version]
    assert explain(case).cause == "as-signed"
    assert explain(case, method="PUT").cause == "method"
    assert explain(case, secret="another").cause == "secret-key"
    assert explain(case, at=case["sign_at"] + case["expires_in"]).cause == "expired"
    assert explain(case, url=case["url"].replace("a%20b", "a%2520b")).cause == "path-encoding"
    assert explain(case, url=case["url"].replace("Signature=", "Signature=0")).cause == "signature"
    assert explain(case, url=case["url"] + "&acl").cause == "query-added"


def test_the_verifiers_checks_name_the_cause() -> None:
    """The verifier's own checks name the cause: clock, region, missing headers, a truncated URL."""
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
def test_the_error_code_names_the_cause(response: str, cause: str) -> None:
    """The error code alone names the cause."""
    assert explain(CASES["v4"], response).cause == cause


ANSWERS = json.loads((ROOT / "tests" / "answers" / "answers.json").read_text(encoding="utf-8"))["answers"]


@pytest.mark.parametrize("answer", ANSWERS, ids=[answer["storage"] for answer in ANSWERS])
def test_recorded_answers_of_storages_name_their_cause(answer: dict[str, Any]) -> None:
    """What storages really answered names the cause, as bytes and as str; the code is always shown."""
    case = TEMPORARY if answer["link"] == "v4-token" else CASES[answer["link"]]
    for response in (answer["response"], answer["response"].encode()):
        found = explain(case, response)
        if answer["cause"] != "as-signed":
            assert found.cause == answer["cause"], found
        assert "the storage answered " in found.sentence
        assert "another secret" not in found.sentence


def test_a_whole_http_response_is_read() -> None:
    """The output of curl -i is read; a proxy's page is a PresignError that names it."""
    case = CASES["v4"]
    head = "HTTP/2 403 \r\ncontent-type: application/xml\r\n\r\n"
    assert explain(case, head + body("ExpiredRequest", "Request has expired")).cause == "expired"
    page = "<html><head><title>502 Bad Gateway</title></head><body>caf\xe9</body></html>"
    with pytest.raises(presign.PresignError, match=r'HTML page with the title "502 Bad Gateway"'):
        explain(case, page.encode("latin-1"))
    with pytest.raises(presign.PresignError, match=r"longer than 1048576 bytes"):
        explain(case, b"x" * (10 << 20))


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_a_copied_link_is_recognised(version: str) -> None:
    """HTML escaping, a second percent-encoding, a line break and punctuation are named."""
    case = CASES[version]
    url = case["url"]
    for text, word in (
        (url.replace("&", "&amp;"), "&amp;"),
        (url.replace("%", "%25"), "second percent-encoding"),
        (f"{url[:30]}\r\n{url[30:]}", "line break"),
        (f"<{url}>.", "punctuation"),
    ):
        found = explain(case, url=text)
        assert (found.cause, word in found.sentence) == ("url-text", True), found


def test_a_link_of_another_kind_is_named() -> None:
    """Inspect, verify and explain name CloudFront; only verify answers like a server."""
    url = "https://d1.cloudfront.net/i.jpg?Expires=1767290400&Signature=nitf&Key-Pair-Id=K2JCJMDEHXQW5F"
    with pytest.raises(presign.Refused, match="CloudFront") as unread:
        presign.inspect(url)
    assert "AccessDenied" not in str(unread.value)
    verifier = presign.Verifier({ACCESS_KEY: SECRET_KEY})
    with pytest.raises(presign.Refused, match=r"^AccessDenied: .*CloudFront") as refused:
        verifier.verify("GET", url)
    assert (refused.value.status, refused.value.reason) == (403, "not-signed")
    for found in (presign.explain(url, "secret"), verifier.explain("GET", url)):
        assert (found.cause, "CloudFront" in found.sentence) == ("other-kind", True), found


@pytest.mark.parametrize("response", ["", "403 Forbidden", "<html/>", "<Error/>", b"\xff", b"", "\ud800"])
def test_a_response_that_is_no_s3_error_is_refused(response: str | bytes) -> None:
    """A response that is not an S3 error response is a PresignError."""
    with pytest.raises(presign.PresignError, match=r"^response: "):
        explain(CASES["v4"], response)
    with pytest.raises(presign.PresignError, match=r"^response: "):
        presign.Verifier({}).explain("GET", "", response=response)
    with pytest.raises(TypeError):
        explain(CASES["v4"], bytearray(b"<Error/>"))


def test_values_are_shown_only_if_asked_for() -> None:
    """Header values and the token are shown only with show_values, and never in the repr or the sentence."""
    value = next(iter(HEADERS["headers"].values()))
    for case, hidden in ((HEADERS, value), (TEMPORARY, TEMPORARY["session_token"])):
        response = body(CanonicalRequest=case["canonical_request"], StringToSign=case["string_to_sign"])
        masked, shown = explain(case, response), explain(case, response, show_values=True)
        assert (shown.ours, shown.theirs) == (case["canonical_request"],) * 2
        for text in (masked.ours, masked.theirs, masked.sentence, repr(masked), repr(shown), shown.sentence):
            assert text
            assert hidden not in text


def test_verifier_explain_uses_the_verifiers_secrets() -> None:
    """Verifier.explain uses the secret of the URL's access key, also for the verifier's own refusals."""
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
