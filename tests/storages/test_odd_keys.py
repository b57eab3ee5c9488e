"""Odd keys are stored by links, listed under their exact names and read back by links of both versions."""

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
    """Give each key its own body, so that no two can be mixed up."""
    return hashlib.sha256(key.encode()).digest()


@pytest.fixture(scope="module")
def put_answers(storage: Storage, links: Links) -> dict[str, wire.Answer]:
    """Store every key by a link of this version; name the bucket after the version."""
    storage.client().create_bucket(Bucket=f"odd-{links.version}")
    return {
        key: storage.send("PUT", links("PUT", f"odd-{links.version}", key), body=_body(key))
        for key in KEYS
        if keeps(storage.name, key)
    }


def test_there_are_enough() -> None:
    """The vectors did not vanish."""
    assert len(KEYS) > 80


def test_listed_under_their_exact_names(
    storage: Storage, links: Links, put_answers: dict[str, wire.Answer]
) -> None:
    """The storage understood each name as it was meant."""
    good = dict.fromkeys(put_answers, (200, ""))
    assert {key: answer.verdict for key, answer in put_answers.items()} == good
    assert storage.keys_in(f"odd-{links.version}") == set(put_answers)


@pytest.mark.usefixtures("put_answers")
@pytest.mark.parametrize("key", KEYS, ids=lambda key: ascii(key)[1:40])
def test_read_back(storage: Storage, links: Links, key: str) -> None:
    """Links of each version that the storage takes find what was stored."""
    for version in versions(storage.name):
        answer = storage.send("GET", links.of(version=version)("GET", f"odd-{links.version}", key))
        assert (answer.verdict, answer.body) == ((200, ""), _body(key))
