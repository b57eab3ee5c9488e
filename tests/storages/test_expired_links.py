"""A storage refuses a link from its expiry on."""

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


def test_a_link_signed_an_hour_ago_works_until_it_expires(
    storage: Storage, links: Links, stored: StoredObject
) -> None:
    """An old signing time alone is not a reason to refuse."""
    expiry = ("--sign-at", str(int(time.time()) - 3600), "--expires-in", "3700")
    assert storage.send("GET", links("GET", stored.bucket, stored.key, *expiry)).body == stored.body


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_a_link_is_refused_a_minute_after_its_expiry(
    storage: Storage, links: Links, stored: StoredObject, method: str
) -> None:
    """Every method is refused, and the object is unchanged."""
    expiry = ("--sign-at", str(int(time.time()) - 3600), "--expires-in", "3540")
    answer = storage.send(
        method,
        links(method, stored.bucket, stored.key, *expiry),
        body=b"too late" if method == "PUT" else None,
    )
    # A response to HEAD has no body, so it has no error code.
    assert answer.verdict == ((403, "") if method == "HEAD" else REFUSED)
    unchanged = storage.send("GET", links("GET", stored.bucket, stored.key))
    assert unchanged.body == stored.body


@only.swift
def test_swift_reports_that_a_link_has_expired(storage: Storage, links: Links, stored: StoredObject) -> None:
    """Swift's message says that the link has expired; RGW's does not."""
    expiry = ("--sign-at", str(int(time.time()) - 60), "--expires-in", "30")
    answer = storage.send("GET", links("GET", stored.bucket, stored.key, *expiry))
    assert (answer.verdict, answer.element("Message")) == (REFUSED, "Request has expired")


def test_expires_at_is_the_expiry(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The expiry is the value of `--expires-at`, whatever the signing time is."""
    now = int(time.time())
    expiry = ("--sign-at", str(now - 60), "--expires-at", str(now - 30))
    answer = storage.send("GET", links("GET", stored.bucket, stored.key, *expiry))
    assert answer.verdict == REFUSED


# Both versions in one test, so that there is one wait per storage.
@only.v4
def test_a_link_of_two_seconds_is_refused_after_them(
    storage: Storage, links: Links, stored: StoredObject
) -> None:
    """With the real clock, a link works, two seconds pass, and it is refused."""
    # A signing time is a whole second, so the test begins with a new one.
    time.sleep(1 - time.time() % 1)
    begin = int(time.time())
    made = [
        links.of(version=version)("GET", stored.bucket, stored.key, "--expires-in", "2")
        for version in versions(storage.name)
    ]
    assert [storage.send("GET", link).body for link in made] == [stored.body] * len(made)
    # One second more, because storages differ by one second on when a link expires.
    time.sleep(begin + 3.1 - time.time())
    assert [storage.send("GET", link).verdict for link in made] == [REFUSED] * len(made)
