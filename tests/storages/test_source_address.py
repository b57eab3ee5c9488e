"""The policy that `presign policy` prints binds links: the same link works from here and not from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import only
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from links import Links
    from storage import Storage

pytestmark = only.rgw

INSIDE, OUTSIDE = "127.0.0.1", "127.0.0.2"
BODY = b"for the inside"


@pytest.fixture
def bucket(storage: Storage, new_bucket: str) -> str:
    """Make a bucket with versions and two objects."""
    client = storage.client()
    client.put_bucket_versioning(Bucket=new_bucket, VersioningConfiguration={"Status": "Enabled"})
    for key in ("photos/ü 😀.jpg", "free.txt"):
        client.put_object(Bucket=new_bucket, Key=key, Body=BODY)
    return new_bucket


def put_policy(
    storage: Storage, run_presign: Callable[..., str], bucket: str, pattern: str, *options: str
) -> None:
    """Put what the command prints into place, as it is."""
    document = run_presign("policy", f"s3://{bucket}/{pattern}", *options, env={})
    storage.client().put_bucket_policy(Bucket=bucket, Policy=document)


def test_inside_and_outside(
    storage: Storage, links: Links, run_presign: Callable[..., str], bucket: str
) -> None:
    """One link, two addresses; with a versionId it is another action on the storage's side."""
    put_policy(storage, run_presign, bucket, "photos/*", "--allow-ip", INSIDE)
    key = "photos/ü 😀.jpg"
    version_id = storage.client().head_object(Bucket=bucket, Key=key)["VersionId"]
    for options in ((), ("--query", f"versionId={version_id}")):
        link = links("GET", bucket, key, *options)
        inside = storage.send("GET", link, source=INSIDE)
        assert (inside.status, inside.body) == (200, BODY)
        outside = storage.send("GET", link, source=OUTSIDE)
        assert outside.verdict == (403, "AccessDenied")
        # An expired link reads AccessDenied as well, but without the bucket's name.
        assert outside.element("BucketName") == bucket
    # The control: it is the policy that refuses, not the address.
    assert storage.send("GET", links("GET", bucket, "free.txt"), source=OUTSIDE).body == BODY


def test_a_network(storage: Storage, links: Links, run_presign: Callable[..., str], bucket: str) -> None:
    """Each of the networks lets in, and no address beside them."""
    options = ("--allow-ip", "127.0.1.0/24", "--allow-ip", "2001:db8::/32", "--allow-ip", "127.0.2.8/31")
    put_policy(storage, run_presign, bucket, "", *options)
    link = links("GET", bucket, "free.txt")
    answers = {
        source: storage.send("GET", link, source=source).status
        for source in ("127.0.0.255", "127.0.1.0", "127.0.1.255", "127.0.2.7", "127.0.2.8", "127.0.2.9")
    }
    assert list(answers.values()) == [403, 200, 200, 403, 200, 200], answers


def test_only_what_was_asked_for(
    storage: Storage, links: Links, run_presign: Callable[..., str], bucket: str
) -> None:
    """A policy about uploads leaves downloads alone."""
    put_policy(storage, run_presign, bucket, "", "--allow-ip", INSIDE, "--action", "s3:PutObject")
    assert storage.send("GET", links("GET", bucket, "free.txt"), source=OUTSIDE).status == 200
    upload = links("PUT", bucket, "new.txt")
    assert storage.send("PUT", upload, body=b"", source=OUTSIDE).verdict == (403, "AccessDenied")
    assert storage.send("PUT", upload, body=b"", source=INSIDE).status == 200


def test_the_owner_keeps_the_policy(
    storage: Storage, links: Links, run_presign: Callable[..., str], bucket: str
) -> None:
    """Locked out of all objects by a slip, the owner can still take the policy away."""
    put_policy(storage, run_presign, bucket, "", "--allow-ip", "203.0.113.0/24", "--action", "s3:*")
    link = links("GET", bucket, "free.txt")
    assert storage.send("GET", link).verdict == (403, "AccessDenied")
    assert "203.0.113.0/24" in storage.client().get_bucket_policy(Bucket=bucket)["Policy"]
    storage.client().delete_bucket_policy(Bucket=bucket)
    assert storage.send("GET", link).body == BODY
