"""Requests that storages refuse, each with the cause that `presign explain` has to name for it.

`record_answers.py` sends them to every storage and keeps the answers as they come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forgeries import added, edited, other, same, swapped, without

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forgeries import Change

BUCKET, KEY, BODY = "photos", "dir/photo one.jpg", b"a photo"
ELSEWHERE = "another-bucket"
ANOTHER_SECRET_KEY = "another/secret+key/0000000000000000000001"
UNKNOWN_ACCESS_KEY = "UNKNOWNACCESSKEY0001"
HOUR, DAY = 3600, 86_400
# The only address that the bucket's policy allows. No test sends requests from it.
INSIDE = "203.0.113.1"
POLICY = "policy"

PNG, GIF = {"Content-Type": "image/png"}, {"Content-Type": "image/gif"}
DISPOSITION = ("--query", "response-content-disposition=inline")
# The sent request alone does not show what was signed: only that the signature is another.
CHANGED = "secret-key"


@dataclass(frozen=True)
class Scenario:
    """One refused request: how its link is made, then altered, then sent."""

    name: str
    # What `explain` must say of the request and the storage's answer.
    cause: str
    # What it must say where it knows the request as it was sent, and not as it was signed.
    cause_as_sent: str = ""
    version: str = "v4"
    method: str = "GET"
    options: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    bucket: str = BUCKET
    key: str = KEY
    # Seconds between now and the signing time.
    sign_offset: int = 0
    change: Change = same
    method_sent: str = ""
    headers_sent: Mapping[str, str] | None = None

    def as_signed(self, link: str) -> Request:
        """Give the request that the link is for."""
        return Request(self.method, link, dict(self.headers))

    def as_sent(self, link: str) -> Request:
        """Give the request that the storage gets."""
        headers = self.headers if self.headers_sent is None else self.headers_sent
        return Request(self.method_sent or self.method, self.change(link), dict(headers))


@dataclass(frozen=True)
class Request:
    """What a storage gets, or ought to get."""

    method: str
    url: str
    headers: Mapping[str, str]


def _cut(link: str) -> str:
    """Cut a link as a shell does without quotes."""
    return link.partition("&")[0]


def _unsigned(link: str) -> str:
    """Take the whole query away."""
    return link.partition("?")[0]


def _elsewhere(link: str) -> str:
    """Give the storage another of its names."""
    return swapped("http://127.0.0.1:", "http://s3.localhost:")(link)


KEYS = [
    Scenario("wrong-secret-key", "secret-key", keys={"AWS_SECRET_ACCESS_KEY": ANOTHER_SECRET_KEY}),
    Scenario("unknown-access-key", "access-key", keys={"AWS_ACCESS_KEY_ID": UNKNOWN_ACCESS_KEY}),
    Scenario("unknown-session-token", "token", keys={"AWS_SESSION_TOKEN": "an/unknown+token=="}),
]
TIMES = [
    Scenario("expired", "expired", sign_offset=-2 * HOUR),
    Scenario("signed-in-the-future", "clock", sign_offset=DAY),
    # The command makes no such link; storages look at the lifetime before the signature.
    Scenario("expires-too-long", "limits", change=other("X-Amz-Expires", "604801")),
]
PARAMETERS = [
    Scenario("wrong-region", "region", options=("--region", "eu-central-1")),
    Scenario("unknown-algorithm", "limits", change=other("X-Amz-Algorithm", "AWS4-HMAC-SHA512")),
    Scenario("malformed-date", "unreadable", change=edited("X-Amz-Date", lambda date: date[:-1])),
    Scenario("malformed-credential", "unreadable", change=swapped("%2Faws4_request", "")),
    Scenario("malformed-expires", "unreadable", change=other("X-Amz-Expires", "soon")),
    Scenario("signature-cut", "signature", change=edited("X-Amz-Signature", lambda digits: digits[:-1])),
    Scenario("signature-missing", "unreadable", change=without("X-Amz-Signature")),
    Scenario("cut-at-the-first-ampersand", "unreadable", change=_cut),
    Scenario("not-signed", "unreadable", change=_unsigned),
    Scenario("two-signatures", "limits", headers_sent={"Authorization": "Basic dXNlcjpwYXNzd29yZA=="}),
]
CHANGES = [
    Scenario("another-method", "method", method_sent="DELETE"),
    # The answer to HEAD has no body.
    Scenario("another-method-head", "method", method_sent="HEAD"),
    Scenario("another-host", "host", change=_elsewhere),
    Scenario("another-bucket", "path", CHANGED, change=swapped(f"/{BUCKET}/", f"/{ELSEWHERE}/")),
    Scenario("another-key", "path", CHANGED, change=swapped("one.jpg", "two.jpg")),
    Scenario("path-encoded-twice", "path-encoding", change=swapped("photo%20one", "photo%2520one")),
    Scenario("query-added", "query-added", change=added("response-cache-control=no-store")),
    Scenario(
        *("query-removed", "query-removed", CHANGED),
        options=DISPOSITION,
        change=without("response-content-disposition"),
    ),
    Scenario(
        *("query-changed", "query-changed", CHANGED),
        options=DISPOSITION,
        change=other("response-content-disposition", "attachment"),
    ),
    Scenario("header-missing", "header-missing", method="PUT", headers=PNG, headers_sent={}),
    Scenario("header-changed", "header-value", method="PUT", headers=PNG, headers_sent=GIF),
    Scenario(
        "header-not-signed", "header-not-signed", method="PUT", headers_sent={"x-amz-meta-color": "red"}
    ),
]
VERSION_2 = [
    # The link is good; whether the storage takes version 2 is what this asks.
    Scenario("version-2", "version-2", version="v2"),
    Scenario("version-2-expired", "expired", version="v2", sign_offset=-2 * HOUR),
    Scenario(
        *("version-2-wrong-secret-key", "secret-key"),
        version="v2",
        keys={"AWS_SECRET_ACCESS_KEY": ANOTHER_SECRET_KEY},
    ),
    Scenario("version-2-another-method", "method", version="v2", method_sent="DELETE"),
    Scenario("version-2-query-added", "query-added", version="v2", change=added("versionId=null")),
]
GOOD_LINKS = [
    Scenario("denied-by-policy", "denied", key=f"{POLICY}/photo.jpg"),
    Scenario("no-such-bucket", "addressing", bucket="no-such-bucket"),
    Scenario("no-such-key", "denied", key="no-such-key"),
]
SCENARIOS = [*KEYS, *TIMES, *PARAMETERS, *CHANGES, *VERSION_2, *GOOD_LINKS]
