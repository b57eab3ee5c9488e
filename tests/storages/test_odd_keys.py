"""Unusual keys are stored by links, listed unchanged, and read by links of both versions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from differences import keeps, versions
from odd_keys import odd_keys

if TYPE_CHECKING:
    import wire
    from links import Links
    from storage import Storage

KEYS = odd_keys()


def _body(key: str) -> bytes:
    """Return a body that identifies the key."""
    return hashlib.sha256(key.encode()).digest()


@pytest.fixture(scope="module")
def put_answers(storage: Storage, links: Links) -> dict[str, wire.Answer]:
    """Store every key by a link of this version, in a bucket for this version."""
    storage.client().create_bucket(Bucket=f"odd-{links.version}")
    return {
        key: storage.send("PUT", links("PUT", f"odd-{links.version}", key), body=_body(key))
        for key in KEYS
        if keeps(storage.name, key)
    }


def test_there_are_enough_keys() -> None:
    """A list without the keys of the vectors would prove little."""
    assert len(KEYS) > 80


def test_keys_are_listed_unchanged(
    storage: Storage, links: Links, put_answers: dict[str, wire.Answer]
) -> None:
    """The storage stored each object with its exact key."""
    good = dict.fromkeys(put_answers, (200, ""))
    assert {key: answer.verdict for key, answer in put_answers.items()} == good
    assert storage.keys_in(f"odd-{links.version}") == set(put_answers)


@pytest.mark.usefixtures("put_answers")
@pytest.mark.parametrize("key", KEYS, ids=lambda key: ascii(key)[1:40])
def test_links_of_each_version_read_the_object(storage: Storage, links: Links, key: str) -> None:
    """A link of each version that the storage accepts returns the object's body."""
    for version in versions(storage.name):
        answer = storage.send("GET", links.of(version=version)("GET", f"odd-{links.version}", key))
        assert (answer.verdict, answer.body) == ((200, ""), _body(key))
