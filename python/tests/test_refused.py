"""`Refused` has AWS's code, status and message."""

from __future__ import annotations

import re
from typing import Any

import presign
import pytest
from conftest import ACCESS_KEY, ROOT, SECRET_KEY
from test_verify import KEYS, NOW, by_botocore

# A change of a URL, and the resulting refusal: AWS's code and status (the Amazon S3 error list).
PARAMETERS = ("AuthorizationQueryParametersError", 400)
ROWS_4: list[tuple[str, str, str, tuple[str, int]]] = [
    ("/b/", "/%b/", "invalid-url", ("InvalidURI", 400)),
    ("/b/", "/b/\ud800", "invalid-url", ("InvalidURI", 400)),
    ("/b/", "/b/" + "k" * 16384, "url-too-long", ("RequestHeaderSectionTooLarge", 400)),
    ("files.", "other.", "wrong-endpoint", ("InvalidRequest", 400)),
    ("X-Amz-", "x-", "not-signed", ("AccessDenied", 403)),
    ("&X-Amz-Date", "&Signature=a&X-Amz-Date", "two-signatures", ("InvalidArgument", 400)),
    ("&X-Amz-Expires", "&x", "missing-parameter", PARAMETERS),
    ("&X-Amz-Date", "&X-Amz-Date=1&X-Amz-Date", "repeated-parameter", PARAMETERS),
    ("HMAC-SHA256", "HMAC-SHA1", "algorithm", PARAMETERS),
    ("aws4_request", "aws4", "credential", PARAMETERS),
    ("%2F20130524", "%2F20130523", "credential-date", PARAMETERS),
    ("us-east-1", "us-east-2", "region", PARAMETERS),
    ("%2Fs3%2F", "%2Fsqs%2F", "service", PARAMETERS),
    ("T000000Z", "T250000Z", "date", PARAMETERS),
    ("Expires=3600", "Expires=0", "expires", PARAMETERS),
    ("Expires=3600", "Expires=604801", "lifetime-too-long", PARAMETERS),
    ("Headers=host", "Headers=Host", "signed-headers", PARAMETERS),
    ("Headers=host", "Headers=range", "header-not-signed", ("AccessDenied", 403)),
    ("Headers=host", "Headers=host%3Brange", "header-missing", ("SignatureDoesNotMatch", 403)),
    ("Headers=host", "Headers=accept%3Bhost", "repeated-header", ("SignatureDoesNotMatch", 403)),
    ("20130524T0", "20130524T1", "not-yet-valid", ("AccessDenied", 403)),
    ("20130524", "20130523", "expired", ("AccessDenied", 403)),
    (ACCESS_KEY, "AKIA00000000000000000", "unknown-access-key", ("InvalidAccessKeyId", 403)),
    ("&X-Amz-Date", "&X-Amz-Security-Token=a&X-Amz-Date", "token", ("InvalidToken", 400)),
    ("dir/", "Dir/", "signature", ("SignatureDoesNotMatch", 403)),
]
ROWS_2: list[tuple[str, str, str, tuple[str, int]]] = [
    ("Signature=", "S=", "missing-parameter-v2", ("AccessDenied", 403)),
    ("Expires=", "Expires=x", "expires-v2", ("AccessDenied", 403)),
    ("?", "?restore&", "disputed-parameter", ("InvalidRequest", 400)),
    ("Expires=1369357200", "Expires=1369353600", "expired", ("AccessDenied", 403)),
    ("?", "?acl&", "signature", ("SignatureDoesNotMatch", 403)),
]


def check(url: str, expected: str, answer: tuple[str, int], **options: Any) -> None:
    """Check code, status and reason of the refusal, and that no text contains the signature."""
    verifier = presign.Verifier(KEYS, endpoint="files.example", region="us-east-1", **options)
    with pytest.raises(presign.Refused) as caught:
        verifier.verify("GET", url, [("Accept", "a"), ("accept", "b")], at=NOW)
    refused = caught.value
    assert (refused.reason, (refused.code, refused.status)) == (expected, answer)
    assert str(refused).startswith(f"{refused.code}: {refused.message}")
    assert str(refused).endswith(f"({refused.detail})" if refused.detail else refused.message)
    signature = re.findall(r"Signature=([^&]{9,})", url)
    assert not any(text in str(refused) for text in [SECRET_KEY, *signature])


@pytest.mark.parametrize(("old", "new", "expected", "answer"), ROWS_4, ids=[row[2] for row in ROWS_4])
def test_version_4_refusals(
    old: str, new: str, expected: str, answer: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each change of a version 4 request is refused with its reason."""
    url = by_botocore("v4", monkeypatch)
    changed = url.replace(old, new)
    assert changed != url
    check(changed, expected, answer)


@pytest.mark.parametrize(("old", "new", "expected", "answer"), ROWS_2, ids=[row[2] for row in ROWS_2])
def test_version_2_refusals(
    old: str, new: str, expected: str, answer: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each change of a version 2 request is refused with its reason."""
    url = by_botocore("v2", monkeypatch)
    changed = url.replace(old, new)
    assert changed != url
    check(changed, expected, answer)


def test_every_reason_is_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables above have every reason of the core, except those listed here."""
    check(by_botocore("v2", monkeypatch), "version-2", ("InvalidRequest", 400), version_2=False)
    source = (ROOT / "src" / "received" / "refusal" / "name.rs").read_text(encoding="utf-8")
    names = set(re.findall(r'Self::\w+ => "([a-z0-9-]+)"', source))
    assert len(names) == 31
    assert {row[2] for row in ROWS_4 + ROWS_2} == names - {"version-2", "clock", "bad-request", "bucket"}


def test_refused_is_not_a_value_error() -> None:
    """`Refused` is not caught with errors of arguments."""
    assert not issubclass(presign.Refused, (presign.PresignError, ValueError))
    assert (presign.Refused("x").code, presign.Refused("x").status) == ("", 0)
