"""A bucket policy on `aws:SourceIp` binds links, too: the same link works here and not there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import only
import pytest

if TYPE_CHECKING:
    from links import Links
    from storage import Storage

pytestmark = only.rgw

INSIDE, OUTSIDE = "127.0.0.1", "127.0.0.2"


@pytest.fixture
def guarded_bucket(storage: Storage, new_bucket: str) -> str:
    """Make a bucket that is read from one address alone."""
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        # No more than reading: a ban on everything would lock the owner out of the policy itself.
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{new_bucket}/*",
        "Condition": {"NotIpAddress": {"aws:SourceIp": f"{INSIDE}/32"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    storage.client().put_object(Bucket=new_bucket, Key="k", Body=b"for the inside")
    storage.client().put_bucket_policy(Bucket=new_bucket, Policy=policy)
    return new_bucket


def test_inside_and_outside(storage: Storage, links: Links, guarded_bucket: str) -> None:
    """One link, two addresses."""
    link = links("GET", guarded_bucket, "k")
    inside = storage.send("GET", link, source=INSIDE)
    assert (inside.status, inside.body) == (200, b"for the inside")

    outside = storage.send("GET", link, source=OUTSIDE)
    assert outside.verdict == (403, "AccessDenied")
    # An expired link reads AccessDenied as well, but without the bucket's name.
    assert outside.element("BucketName") == guarded_bucket


def test_without_a_policy(storage: Storage, links: Links, new_bucket: str) -> None:
    """The control: it is the policy that refuses, not the address."""
    storage.client().put_object(Bucket=new_bucket, Key="k", Body=b"for all")
    assert storage.send("GET", links("GET", new_bucket, "k"), source=OUTSIDE).body == b"for all"
