"""A link ends when it says; the storage refuses it from then on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import only
import pytest
from differences import versions

if TYPE_CHECKING:
    from conftest import StoredObject
    from links import Links
    from storage import Storage

REFUSED = (403, "AccessDenied")


def test_alive_although_signed_an_hour_ago(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The control: an old signing time alone is no reason to refuse."""
    life = ("--sign-at", str(int(time.time()) - 3600), "--expires-in", "3700")
    assert storage.send("GET", links("GET", stored.bucket, stored.key, *life)).body == stored.body


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_refused_a_minute_after_its_end(
    storage: Storage, links: Links, stored: StoredObject, method: str
) -> None:
    """The end holds for every method, and nothing happens to the object."""
    life = ("--sign-at", str(int(time.time()) - 3600), "--expires-in", "3540")
    answer = storage.send(
        method,
        links(method, stored.bucket, stored.key, *life),
        body=b"too late" if method == "PUT" else None,
    )
    # An answer to HEAD has no body, so it cannot name the error.
    assert answer.verdict == ((403, "") if method == "HEAD" else REFUSED)
    alive = storage.send("GET", links("GET", stored.bucket, stored.key))
    assert alive.body == stored.body


@only.swift
def test_swift_says_why(storage: Storage, links: Links, stored: StoredObject) -> None:
    """Swift tells an expired link from other refusals; RGW does not."""
    life = ("--sign-at", str(int(time.time()) - 60), "--expires-in", "30")
    answer = storage.send("GET", links("GET", stored.bucket, stored.key, *life))
    assert (answer.verdict, answer.element("Message")) == (REFUSED, "Request has expired")


def test_an_end_in_the_past(storage: Storage, links: Links, stored: StoredObject) -> None:
    """`--expires-at` is the moment itself, whenever it was signed."""
    now = int(time.time())
    life = ("--sign-at", str(now - 60), "--expires-at", str(now - 30))
    answer = storage.send("GET", links("GET", stored.bucket, stored.key, *life))
    assert answer.verdict == REFUSED


# All versions at once, so that there is one wait for a storage.
@only.v4
def test_refused_after_two_seconds(storage: Storage, links: Links, stored: StoredObject) -> None:
    """No clock is moved here: the link works, two seconds pass, the link is dead."""
    # Signing times are whole seconds: begin with a new one, so as to have nearly all of the two.
    time.sleep(1 - time.time() % 1)
    begin = int(time.time())
    made = [
        links.of(version=version)("GET", stored.bucket, stored.key, "--expires-in", "2")
        for version in versions(storage.name)
    ]
    assert [storage.send("GET", link).body for link in made] == [stored.body] * len(made)
    # One second more, because storages differ on the last one.
    time.sleep(begin + 3.1 - time.time())
    assert [storage.send("GET", link).verdict for link in made] == [REFUSED] * len(made)
