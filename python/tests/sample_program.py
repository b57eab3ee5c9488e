"""A program that uses the whole package. mypy checks it, and test_stub.py runs it."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from typing import TYPE_CHECKING, assert_type

import presign

if TYPE_CHECKING:
    from collections.abc import Callable

signer = presign.Signer(
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    session_token="token",
    region="s-dt2",
    endpoint="https://s-dt2.cloud.gcore.lu",
    addressing="path",
    version="v4",
    max_expires_in=dt.timedelta(days=7),
    credentials_expire_at=dt.datetime(9999, 1, 1, tzinfo=dt.UTC),
)
assert_type(signer.region, str)
assert_type(signer.get("bucket", "key", expires_in=60, filename="Übersicht.pdf"), str)
assert_type(signer.put("bucket", "key", expires_in=dt.timedelta(hours=1), content_type="text/plain"), str)
assert_type(signer.head("bucket", "key", query=OrderedDict(a="b"), version_id="v1"), str)
assert_type(signer.delete("bucket", "key", query=[("a", "b"), ("a", "c")], stable_for=300), str)
assert_type(
    signer.presign("POST", "bucket", "", query={"delete": ""}, headers=(("x-amz-acl", "private"),)), str
)
assert_type(signer.presign_many("GET", "bucket", (f"{i}.jpg" for i in range(3)), threads=0), list[str])
assert_type(
    signer.presign_many(
        "GET",
        ["bucket", "another"],
        ["key", "key"],
        expires_in=[60, None],
        filename=("a.jpg", None),
        query={"a": ["b", None], "c": "d"},
        disposition="inline",
    ),
    list[str],
)
assert_type(signer.presign_many("PUT", None, ["s3://b/k"], part_number=[1], upload_id="id"), list[str])
request = signer.presign_request("PUT", "bucket", "key", headers={"x-amz-acl": "private"}, sign_at=0)
assert_type(request, presign.PresignedRequest)
assert_type((request.url, request.method, request.expires_at), tuple[str, str, int])
assert_type(request.headers, dict[str, str])
assert_type(request.as_dict(), dict[str, object])
try:
    signer.presign_many("GET", "bucket", ["key", ""])
except presign.ObjectKeyError as error:
    assert_type((error.code, error.index), tuple[int, int | None])
    print(f"code {error.code}, index {error.index}: {error}")

SECRET = presign.Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", session_token="token")
assert_type(SECRET, presign.Secret)
verifier = presign.Verifier(
    {signer.access_key: SECRET},
    endpoint="s-dt2.cloud.gcore.lu",
    addressing="auto",
    region="s-dt2",
    clock_skew=dt.timedelta(minutes=1),
    max_expires_in=3600,
    required_headers=("host",),
    head_for_get=True,
)
url = signer.get("bucket", "key")
verified = verifier.verify("GET", url, {"accept": "*/*"}, at=dt.datetime.now(dt.UTC))
assert_type(verified, presign.Verified)
assert_type((verified.bucket, verified.key, verified.expires_at), tuple[str, str, int])
assert_type((verified.region, verified.signed_at), tuple[str | None, int | None])
try:
    presign.Verifier(lambda _: None).verify("GET", "/bucket/key", [("Host", "h.example")])
except presign.Refused as verdict:
    assert_type((verdict.code, verdict.status), tuple[str, int])
    assert_type((verdict.message, verdict.reason, verdict.detail), tuple[str, str, str])
    print(f"{verdict.status} {verdict.code}: {verdict.reason}")
inspection = presign.inspect(url, endpoint="s-dt2.cloud.gcore.lu")
assert_type(inspection.warnings, dict[str, str])
assert_type((inspection.query, inspection.lifetime), tuple[list[tuple[str, str]], int | None])
explanation = presign.explain(url, SECRET, b"<Error><Code>NoSuchKey</Code></Error>", show_values=True)
assert_type((explanation.cause, explanation.ours), tuple[str, str | None])
assert_type(verifier.explain("GET", url, response="<Error><Code>a</Code></Error>"), presign.Explanation)
PAIRS: dict[str, tuple[str, str]] = {"access": ("secret", "token")}
FUNCTIONS: list[Callable[[str], str | None]] = [{"access": "secret"}.get]
verifiers = [presign.Verifier(PAIRS), *(presign.Verifier(function) for function in FUNCTIONS)]
assert_type(verifiers, list[presign.Verifier])

REFUSED: list[Callable[[], object]] = [
    lambda: signer.get("bucket", None),  # type: ignore[arg-type]
    lambda: signer.get(b"bucket", "key"),  # type: ignore[arg-type]
    lambda: signer.get("bucket", "key", expires_in=1.5),  # type: ignore[arg-type]
    lambda: signer.get("bucket", "key", query=[("a", 1)]),  # type: ignore[list-item]
    lambda: signer.get("bucket", "key", None, 60),  # type: ignore[call-arg]
    lambda: signer.presign_many("GET", "bucket", b"keys"),  # type: ignore[arg-type]
    lambda: signer.presign_many("GET", "bucket", ["key"], sign_at=[1]),  # type: ignore[arg-type]
    lambda: signer.get("bucket", "key", version_id=["1"]),  # type: ignore[arg-type]
    lambda: signer.get("bucket", "key", disposition="show"),  # type: ignore[arg-type]
    lambda: presign.Signer("access", "secret", version="v5"),  # type: ignore[arg-type]
    lambda: presign.Verifier({signer.access_key: b"secret"}).verify("GET", url),  # type: ignore[dict-item]
    lambda: presign.Verifier("secret"),  # type: ignore[arg-type]
    lambda: presign.Verifier({}, head_for_get=None),  # type: ignore[arg-type]
    lambda: verifier.verify("GET", url, "accept"),  # type: ignore[arg-type]
    lambda: verifier.verify("GET", url, None, "host"),  # type: ignore[call-arg]
    lambda: presign.inspect(url.encode()),  # type: ignore[arg-type]
    lambda: presign.explain(url, None),  # type: ignore[arg-type]
]
refused = 0
for call in REFUSED:
    try:
        call()
    except (TypeError, presign.PresignError):
        refused += 1
print(f"{refused} refused")
