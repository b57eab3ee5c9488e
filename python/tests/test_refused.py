"""`Refused` has the reason of the refusal, and AWS's code, status and message."""

from __future__ import annotations

import re
from typing import Any

import presign
import pytest
from conftest import ACCESS_KEY, ROOT, SECRET_KEY
from test_verify import KEYS, NOW, by_botocore

# A reason, and the change of a valid URL that is refused for it. The core's tests check the code and status
# of each reason.
ROWS_4 = [
    ("invalid-url", ("/b/", "/%b/")),
    ("invalid-url", ("/b/", "/b/\ud800")),
    ("url-too-long", ("/b/", "/b/" + "k" * 16384)),
    ("wrong-endpoint", ("files.", "other.")),
    ("not-signed", ("X-Amz-", "x-")),
    ("two-signatures", ("&X-Amz-Date", "&Signature=a&X-Amz-Date")),
    ("missing-parameter", ("&X-Amz-Expires", "&x")),
    ("repeated-parameter", ("&X-Amz-Date", "&X-Amz-Date=1&X-Amz-Date")),
    ("algorithm", ("HMAC-SHA256", "HMAC-SHA1")),
    ("credential", ("aws4_request", "aws4")),
    ("credential-date", ("%2F20130524", "%2F20130523")),
    ("region", ("us-east-1", "us-east-2")),
    ("service", ("%2Fs3%2F", "%2Fsqs%2F")),
    ("date", ("T000000Z", "T250000Z")),
    ("expires", ("Expires=3600", "Expires=0")),
    ("lifetime-too-long", ("Expires=3600", "Expires=604801")),
    ("signed-headers", ("Headers=host", "Headers=Host")),
    ("header-not-signed", ("Headers=host", "Headers=range")),
    ("header-missing", ("Headers=host", "Headers=host%3Brange")),
    ("repeated-header", ("Headers=host", "Headers=accept%3Bhost")),
    ("not-yet-valid", ("20130524T0", "20130524T1")),
    ("expired", ("20130524", "20130523")),
    ("unknown-access-key", (ACCESS_KEY, "AKIA00000000000000000")),
    ("token", ("&X-Amz-Date", "&X-Amz-Security-Token=a&X-Amz-Date")),
    ("signature", ("dir/", "Dir/")),
]
ROWS_2 = [
    ("missing-parameter-v2", ("Signature=", "S=")),
    ("expires-v2", ("Expires=", "Expires=x")),
    ("disputed-parameter", ("?", "?restore&")),
    ("expired", ("Expires=1369357200", "Expires=1369353600")),
    ("signature", ("?", "?acl&")),
]


def refused(url: str, **options: Any) -> presign.Refused:
    """Return the refusal of a URL, after checking that no text of it contains a secret."""
    verifier = presign.Verifier(KEYS, endpoint="files.example", region="us-east-1", **options)
    with pytest.raises(presign.Refused) as caught:
        verifier.verify("GET", url, [("Accept", "a"), ("accept", "b")], at=NOW)
    text = str(caught.value)
    signature = re.findall(r"Signature=([^&]{9,})", url)
    assert not any(secret in text for secret in [SECRET_KEY, *signature])
    return caught.value


def check(version: str, reason: str, change: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Change a URL of botocore, and check the reason of the refusal."""
    url = by_botocore(version, monkeypatch)
    changed = url.replace(*change)
    assert changed != url
    assert refused(changed).reason == reason


@pytest.mark.parametrize(("reason", "change"), ROWS_4, ids=[row[0] for row in ROWS_4])
def test_version_4_refusals(reason: str, change: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change of a version 4 request is refused with its reason."""
    check("v4", reason, change, monkeypatch)


@pytest.mark.parametrize(("reason", "change"), ROWS_2, ids=[row[0] for row in ROWS_2])
def test_version_2_refusals(reason: str, change: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change of a version 2 request is refused with its reason."""
    check("v2", reason, change, monkeypatch)


def test_a_refusal_has_awss_code_status_and_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error response needs AWS's code, status and message; a log also the detail."""
    expired = refused(by_botocore("v2", monkeypatch).replace("Expires=1369357200", "Expires=1369353600"))
    assert (expired.code, expired.status, expired.message) == ("AccessDenied", 403, "Request has expired")
    region = refused(by_botocore("v4", monkeypatch).replace("us-east-1", "us-east-2"))
    assert (region.code, region.status) == ("AuthorizationQueryParametersError", 400)
    for one in (expired, region):
        assert str(one) == f"{one.code}: {one.message}" + (f" ({one.detail})" if one.detail else "")
    assert "us-east-2" in region.detail


def test_every_reason_is_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables above have every reason of presign.h, except those listed here."""
    assert refused(by_botocore("v2", monkeypatch), version_2=False).reason == "version-2"
    header = (ROOT / "include" / "presign.h").read_text(encoding="utf-8")
    constants = re.findall(r"#define PRESIGN_REASON_(\w+) ", header)
    names = {name.lower().replace("_", "-") for name in constants}
    assert len(names) == 31
    assert {row[0] for row in ROWS_4 + ROWS_2} == names - {"version-2", "clock", "bad-request", "bucket"}


def test_refused_is_not_a_value_error() -> None:
    """`Refused` is not caught with errors of arguments."""
    assert not issubclass(presign.Refused, (presign.PresignError, ValueError))
    assert (presign.Refused("x").code, presign.Refused("x").status) == ("", 0)
