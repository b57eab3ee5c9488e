"""The policy that `presign policy` prints limits links to client addresses."""

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
    """Set the policy that the command prints."""
    document = run_presign("policy", f"s3://{bucket}/{pattern}", *options, env={})
    storage.client().put_bucket_policy(Bucket=bucket, Policy=document)


def test_a_link_works_only_from_an_allowed_address(
    storage: Storage, links: Links, run_presign: Callable[..., str], bucket: str
) -> None:
    """The same link works from one address only; with a versionId the policy needs another action."""
    put_policy(storage, run_presign, bucket, "photos/*", "--allow-ip", INSIDE)
    key = "photos/ü 😀.jpg"
    version_id = storage.client().head_object(Bucket=bucket, Key=key)["VersionId"]
    for options in ((), ("--query", f"versionId={version_id}")):
        link = links("GET", bucket, key, *options)
        inside = storage.send("GET", link, source=INSIDE)
        assert (inside.status, inside.body) == (200, BODY)
        outside = storage.send("GET", link, source=OUTSIDE)
        assert outside.verdict == (403, "AccessDenied")
        # The response to an expired link is AccessDenied too, but without the bucket's name.
        assert outside.element("BucketName") == bucket
    # An object that the policy does not name is accessible from that address.
    assert storage.send("GET", links("GET", bucket, "free.txt"), source=OUTSIDE).body == BODY


def test_all_addresses_of_the_networks_are_allowed(
    storage: Storage, links: Links, run_presign: Callable[..., str], bucket: str
) -> None:
    """Addresses of the networks are allowed, and the addresses next to them are not."""
    options = ("--allow-ip", "127.0.1.0/24", "--allow-ip", "2001:db8::/32", "--allow-ip", "127.0.2.8/31")
    put_policy(storage, run_presign, bucket, "", *options)
    link = links("GET", bucket, "free.txt")
    answers = {
        source: storage.send("GET", link, source=source).status
        for source in ("127.0.0.255", "127.0.1.0", "127.0.1.255", "127.0.2.7", "127.0.2.8", "127.0.2.9")
    }
    assert list(answers.values()) == [403, 200, 200, 403, 200, 200], answers


def test_a_policy_limits_only_its_actions(
    storage: Storage, links: Links, run_presign: Callable[..., str], bucket: str
) -> None:
    """A policy about uploads does not limit downloads."""
    put_policy(storage, run_presign, bucket, "", "--allow-ip", INSIDE, "--action", "s3:PutObject")
    assert storage.send("GET", links("GET", bucket, "free.txt"), source=OUTSIDE).status == 200
    upload = links("PUT", bucket, "new.txt")
    assert storage.send("PUT", upload, body=b"", source=OUTSIDE).verdict == (403, "AccessDenied")
    assert storage.send("PUT", upload, body=b"", source=INSIDE).status == 200


def test_the_owner_keeps_the_policy(
    storage: Storage, links: Links, run_presign: Callable[..., str], bucket: str
) -> None:
    """The owner can remove a policy that denies the owner access to all objects."""
    put_policy(storage, run_presign, bucket, "", "--allow-ip", "203.0.113.0/24", "--action", "s3:*")
    link = links("GET", bucket, "free.txt")
    assert storage.send("GET", link).verdict == (403, "AccessDenied")
    assert "203.0.113.0/24" in storage.client().get_bucket_policy(Bucket=bucket)["Policy"]
    storage.client().delete_bucket_policy(Bucket=bucket)
    assert storage.send("GET", link).body == BODY
