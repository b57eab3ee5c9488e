"""Rules that Swift checks and RGW does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import only
import pytest
from links import changed, item

if TYPE_CHECKING:
    from conftest import StoredObject
    from links import Links
    from storage import Storage

pytestmark = [only.swift, only.v4]

BAD_PARAMETER = (400, "AuthorizationQueryParametersError")


def test_another_region_is_refused(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The scope's region must be the storage's."""
    link = links("GET", stored.bucket, stored.key, "--region", "eu-west-1")
    assert storage.send("GET", link).verdict == BAD_PARAMETER
    link = links("GET", stored.bucket, stored.key, "--region", storage.client().meta.region_name)
    assert storage.send("GET", link).body == stored.body


def test_another_day_in_the_scope_is_refused(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The scope's day must be that of the signing time."""
    link = links("GET", stored.bucket, stored.key)
    credential = item(link, "X-Amz-Credential")
    day = item(link, "X-Amz-Date")[:8]
    forged = changed(link, "X-Amz-Credential", credential.replace(f"%2F{day}%2F", "%2F20130524%2F"))
    assert storage.send("GET", forged).verdict == BAD_PARAMETER


@pytest.mark.parametrize("lifetime", ["-1", "604801", "soon", ""])
def test_an_invalid_lifetime_is_refused(
    storage: Storage, links: Links, stored: StoredObject, lifetime: str
) -> None:
    """The command makes no such link, and Swift refuses it before it checks the signature."""
    link = changed(links("GET", stored.bucket, stored.key), "X-Amz-Expires", lifetime)
    assert storage.send("GET", link).verdict == BAD_PARAMETER


def test_an_unsigned_amz_header_is_refused(storage: Storage, links: Links, new_bucket: str) -> None:
    """The client must not add an `x-amz-` header that the link does not sign."""
    link = links("PUT", new_bucket, "k")
    answer = storage.send("PUT", link, body=b"x", headers={"x-amz-meta-color": "blue"})
    assert answer.verdict == (403, "AccessDenied")
    assert answer.element("Message").startswith(
        "There were headers present in the request which were not signed"
    )
    assert storage.keys_in(new_bucket) == set()
    assert storage.send("PUT", link, body=b"x").status == 200
