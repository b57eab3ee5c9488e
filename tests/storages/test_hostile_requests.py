"""`presign verify` refuses changed requests that a real Ceph RGW executes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import only
import pytest
from botocore.auth import HmacV1QueryAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hostile import LOCKED, NEW, OLD, PRIVATE_BODY, PRIVATE_KEY, TABLE, UPLOADED, VERSIONED, Row, Victim
from storage import REGION
from verifying import verify

if TYPE_CHECKING:
    from pathlib import Path

    from links import Links
    from storage import Storage

LEAST_ROWS = 120


def _a_version(storage: Storage, bucket: str, key: str) -> str:
    """Store two versions of an object; return the older one's identifier."""
    client = storage.client()
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version: str = client.put_object(Bucket=bucket, Key=key, Body=OLD)["VersionId"]
    client.put_object(Bucket=bucket, Key=key, Body=NEW)
    return version


def _a_locked_version(storage: Storage, bucket: str, key: str) -> str:
    """Store an object that is locked for a day; return its version's identifier."""
    version: str = storage.client().put_object(
        Bucket=bucket,
        Key=key,
        Body=OLD,
        ObjectLockMode="GOVERNANCE",
        ObjectLockRetainUntilDate=dt.datetime.now(dt.UTC) + dt.timedelta(days=1),
    )["VersionId"]
    return version


def _victim(storage: Storage, row: Row) -> Victim:
    """Make a bucket with the objects that a row needs."""
    bucket, key = f"bucket-{uuid.uuid4().hex}", "dir/target"
    client, version = storage.client(), ""
    client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=row.bucket == LOCKED)
    client.put_object(Bucket=bucket, Key=PRIVATE_KEY, Body=PRIVATE_BODY)
    if row.bucket == VERSIONED:
        version = _a_version(storage, bucket, key)
    elif row.bucket == LOCKED:
        version = _a_locked_version(storage, bucket, key)
    return Victim(storage, bucket, "" if row.is_bucket else key, version)


def _signed_by_botocore(storage: Storage, version: str, method: str, path: str) -> str:
    """Return botocore's link for a path that presign does not write."""
    credentials = Credentials(storage.access_key, storage.secret_key)
    request = AWSRequest(method=method, url=storage.endpoint + path)
    if version == "v4":
        S3SigV4QueryAuth(credentials, "s3", REGION, expires=3600).add_auth(request)
    else:
        HmacV1QueryAuth(credentials, expires=3600).add_auth(request)
    return str(request.url)


def _link(links: Links, victim: Victim, row: Row) -> str:
    """Return the changed link of a row."""
    if row.path:
        return _signed_by_botocore(victim.storage, links.version, row.method, victim.fill(row.path))
    options = [victim.fill(option) for option in row.options]
    link = links(row.method, victim.bucket, victim.key, *options)
    return victim.fill(row.change(link))


def test_the_table_is_long_enough() -> None:
    """A table without rows would prove nothing."""
    assert len(TABLE) >= LEAST_ROWS


@only.rgw
@pytest.mark.parametrize(
    ("version", "row"), TABLE, ids=[f"{version}-{row.name}" for version, row in TABLE], indirect=["version"]
)
def test_a_changed_request_is_refused(storage: Storage, links: Links, row: Row, presign_binary: Path) -> None:
    """If the row has an effect, the test first checks that RGW executes the request with this effect."""
    victim = _victim(storage, row)
    link = _link(links, victim, row)
    headers = {name: victim.fill(value) for name, value in row.headers.items()}
    shown = f"{row.method} {link}\n{headers}"
    if row.effect is not None:
        answer = storage.send(
            row.method, link, body=UPLOADED if row.method == "PUT" else None, headers=headers
        )
        assert answer.status in (200, 204), f"{shown}\n{answer}"
        assert row.effect(victim, answer), f"{shown}\n{answer}"
    ours = verify(presign_binary, link, row.method, headers, storage)
    assert not ours["valid"], shown
    assert row.code in ("", ours["code"]), f"{shown}\n{ours}"
