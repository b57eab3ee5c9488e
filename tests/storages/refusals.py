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
# The only address that the bucket's policy lets in; nobody asks from it.
INSIDE = "203.0.113.1"
POLICY = "policy"

TYPE = ("--header", "Content-Type: image/png")
AS_SIGNED = {"Content-Type": "image/png"}
DISPOSITION = ("--query", "response-content-disposition=inline")


@dataclass(frozen=True)
class Scenario:
    """One refused request: how its link is made, then altered, then sent."""

    name: str
    # What `explain` must say of the request as it was sent, and the storage's answer to it.
    cause: str
    method: str = "GET"
    options: tuple[str, ...] = ()
    version: str = "v4"
    keys: Mapping[str, str] = field(default_factory=dict)
    bucket: str = BUCKET
    key: str = KEY
    # Seconds between now and the signing time.
    signed: int = 0
    change: Change = same
    sent_with: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> str:
        """The method of the request."""
        return self.sent_with or self.method


def _cut(link: str) -> str:
    """Cut a link as a shell does without quotes."""
    return link.partition("&")[0]


SCENARIOS = [
    # Keys.
    Scenario("wrong-secret-key", "secret-key", keys={"AWS_SECRET_ACCESS_KEY": ANOTHER_SECRET_KEY}),
    Scenario("unknown-access-key", "access-key", keys={"AWS_ACCESS_KEY_ID": UNKNOWN_ACCESS_KEY}),
    Scenario("unknown-session-token", "token", keys={"AWS_SESSION_TOKEN": "an/unknown+token=="}),
    # Time.
    Scenario("expired", "expired", signed=-2 * HOUR),
    Scenario("signed-in-the-future", "clock", signed=DAY),
    # Below the command's own limit, so the parameter is altered; storages look at it before the signature.
    Scenario("expires-too-long", "limits", change=other("X-Amz-Expires", "604801")),
    Scenario("expires-negative", "limits", change=other("X-Amz-Expires", "-1")),
    # The scope and the form of the parameters.
    Scenario("wrong-region", "region", options=("--region", "eu-central-1")),
    Scenario("malformed-date", "limits", change=edited("X-Amz-Date", lambda date: date[:-1])),
    Scenario("malformed-credential", "limits", change=swapped("%2Faws4_request", "")),
    Scenario("unknown-algorithm", "limits", change=other("X-Amz-Algorithm", "AWS4-HMAC-SHA512")),
    Scenario("signature-missing", "unreadable", change=without("X-Amz-Signature")),
    Scenario("cut-at-the-first-ampersand", "unreadable", change=_cut),
    Scenario("not-signed", "unreadable", change=lambda link: link.partition("?")[0]),
    # What was signed, and what was sent.
    Scenario("signature-cut", "signature", change=edited("X-Amz-Signature", lambda digits: digits[:-1])),
    Scenario("wrong-method", "method", sent_with="DELETE"),
    Scenario("wrong-method-head", "method", sent_with="HEAD"),
    Scenario("another-bucket", "path", change=swapped(f"/{BUCKET}/", f"/{ELSEWHERE}/")),
    Scenario("another-key", "path", change=swapped("one.jpg", "two.jpg")),
    Scenario("path-encoded-twice", "path-encoding", change=swapped("photo%20one", "photo%2520one")),
    Scenario("query-added", "query-added", change=added("response-cache-control=no-store")),
    Scenario(
        "query-removed", "query-removed", options=DISPOSITION, change=without("response-content-disposition")
    ),
    Scenario(
        "query-changed",
        "query-changed",
        options=DISPOSITION,
        change=other("response-content-disposition", "attachment"),
    ),
    Scenario("header-missing", "header-missing", method="PUT", options=TYPE),
    Scenario(
        "header-changed",
        "header-value",
        method="PUT",
        options=TYPE,
        headers={"Content-Type": "image/gif"},
    ),
    Scenario("header-not-signed", "header-not-signed", method="PUT", headers={"x-amz-meta-color": "red"}),
    Scenario("another-host", "host", headers={"Host": "files.example"}),
    Scenario(
        "two-signatures",
        "limits",
        headers={"Authorization": "Basic dXNlcjpwYXNzd29yZA=="},
    ),
    # Version 2.
    Scenario("version-2", "version-2", version="v2"),
    Scenario("version-2-expired", "expired", version="v2", signed=-2 * HOUR),
    Scenario(
        "version-2-wrong-secret-key",
        "secret-key",
        version="v2",
        keys={"AWS_SECRET_ACCESS_KEY": ANOTHER_SECRET_KEY},
    ),
    Scenario("version-2-wrong-method", "method", version="v2", sent_with="DELETE"),
    Scenario("version-2-query-added", "query-added", version="v2", change=added("versionId=null")),
    # The link is good.
    Scenario("denied-by-policy", "denied", key=f"{POLICY}/photo.jpg"),
    Scenario("no-such-bucket", "denied", bucket="no-such-bucket"),
    Scenario("no-such-key", "denied", key="no-such-key"),
]
