"""A repeated query parameter can be signed with version 4, but these storages read only the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import only
import pytest
from links import rewritten

if TYPE_CHECKING:
    from conftest import StoredObject
    from links import Links
    from storage import Storage

PAIRS = [("x=1", "x=2"), ("x=1", "x=1"), ("response-content-type=a/b", "response-content-type=c/d")]


@only.v4
@pytest.mark.parametrize("pair", PAIRS, ids="&".join)
def test_version_4_links_with_a_repeated_name_are_refused(
    storage: Storage, links: Links, stored: StoredObject, pair: tuple[str, str]
) -> None:
    """Both values are signed and one is read: docs/limits.md warns of such links."""
    first, second = pair
    link = links("GET", stored.bucket, stored.key, "--query", first, "--query", second)
    assert storage.send("GET", link).verdict == (403, "SignatureDoesNotMatch")
    # With one value the link works.
    link = links("GET", stored.bucket, stored.key, "--query", second)
    assert storage.send("GET", link).body == stored.body


@only.v2
def test_version_2_links_may_repeat_unsigned_names(
    storage: Storage, links: Links, stored: StoredObject
) -> None:
    """A name that version 2 does not sign may be repeated."""
    link = links("GET", stored.bucket, stored.key, "--query", "x=1", "--query", "x=2")
    assert storage.send("GET", link).body == stored.body


def test_a_second_value_does_not_replace_the_signed_one(
    storage: Storage, links: Links, stored: StoredObject
) -> None:
    """With a second value before or after it, the storage uses the signed value or refuses."""
    signed, added = "response-content-type=a%2Fb", "response-content-type=c%2Fd"
    link = links("GET", stored.bucket, stored.key, "--query", "response-content-type=a/b")
    before = storage.send("GET", rewritten(link, signed, f"{added}&{signed}"))
    assert (before.status, before.headers["content-type"]) == (200, "a/b")
    after = storage.send("GET", f"{link}&{added}")
    assert after.verdict == (403, "SignatureDoesNotMatch")
