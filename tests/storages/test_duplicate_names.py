"""A query name given twice: legal to sign with version 4, but these storages look at the last alone."""

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
def test_version_4(storage: Storage, links: Links, stored: StoredObject, pair: tuple[str, str]) -> None:
    """Two values are signed, one is looked at: docs/limits.md warns of such links."""
    first, second = pair
    link = links("GET", stored.bucket, stored.key, "--query", first, "--query", second)
    assert storage.send("GET", link).verdict == (403, "SignatureDoesNotMatch")
    # The control: it is the second value that is too much.
    link = links("GET", stored.bucket, stored.key, "--query", second)
    assert storage.send("GET", link).body == stored.body


@only.v2
def test_version_2(storage: Storage, links: Links, stored: StoredObject) -> None:
    """Names that version 2 does not sign may come twice."""
    link = links("GET", stored.bucket, stored.key, "--query", "x=1", "--query", "x=2")
    assert storage.send("GET", link).body == stored.body


def test_a_forger_wins_nothing(storage: Storage, links: Links, stored: StoredObject) -> None:
    """Whichever place a second value takes, what is obeyed is what was signed."""
    signed, added = "response-content-type=a%2Fb", "response-content-type=c%2Fd"
    link = links("GET", stored.bucket, stored.key, "--query", "response-content-type=a/b")
    before = storage.send("GET", rewritten(link, signed, f"{added}&{signed}"))
    assert (before.status, before.headers["content-type"]) == (200, "a/b")
    after = storage.send("GET", f"{link}&{added}")
    assert after.verdict == (403, "SignatureDoesNotMatch")
