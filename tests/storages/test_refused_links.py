"""A storage refuses a link if any signed part was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import only
import pytest
from differences import UNKNOWN_ACCESS_KEY
from links import changed, item, rewritten

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import StoredObject
    from links import Links
    from rgw import Rgw
    from storage import Storage

    Forgery = Callable[[str], str]

MISMATCH = (403, "SignatureDoesNotMatch")
HOUR = ("--expires-in", "3600")


def _other(name: str, alter: Callable[[str], str]) -> Forgery:
    """Return a change that edits the value of a query parameter."""
    return lambda link: changed(link, name, alter(item(link, name)))


def _first_character(text: str) -> str:
    return ("1" if text[0] != "1" else "0") + text[1:]


def _second_earlier_or_later(date: str) -> str:
    return date[:-2] + ("1Z" if date[-2] != "1" else "0Z")


def _next_second(timestamp: str) -> str:
    return str(int(timestamp) + 1)


def _key(link: str) -> str:
    return rewritten(link, "photo%20one.jpg", "photo%20two.jpg")


def _added(pair: str) -> Forgery:
    return lambda link: f"{link}&{pair}"


V4_FORGERIES: dict[str, Forgery] = {
    "signature": _other("X-Amz-Signature", _first_character),
    "signature in upper case": _other("X-Amz-Signature", str.upper),
    "key": _key,
    "expires": _other("X-Amz-Expires", _next_second),
    "date": _other("X-Amz-Date", _second_earlier_or_later),
    "signed headers": _other("X-Amz-SignedHeaders", lambda _: "date%3Bhost"),
    "disposition": _other("response-content-disposition", lambda _: "attachment"),
    "disposition removed": lambda link: rewritten(link, "&response-content-disposition=inline", ""),
    "added parameter": _added("x=1"),
    "added response header": _added("response-content-type=text%2Fhtml"),
    "added version": _added("versionId=null"),
}
V2_FORGERIES: dict[str, Forgery] = {
    "signature": _other("Signature", _first_character),
    "key": _key,
    "expires": _other("Expires", _next_second),
    "disposition": _other("response-content-disposition", lambda _: "attachment"),
    "disposition removed": lambda link: rewritten(link, "response-content-disposition=inline&", ""),
    "added response header": _added("response-content-type=text%2Fhtml"),
    "added version": _added("versionId=null"),
}
FORGERIES = [
    *(pytest.param("v4", forge, id=f"v4-{name}") for name, forge in V4_FORGERIES.items()),
    *(pytest.param("v2", forge, id=f"v2-{name}") for name, forge in V2_FORGERIES.items()),
]


@pytest.fixture
def good_link(storage: Storage, links: Links, stored: StoredObject) -> str:
    """Make a link that works unless it is changed."""
    query = ("--query", "response-content-disposition=inline")
    storage.client().put_object(Bucket=stored.bucket, Key="dir/photo two.jpg", Body=b"not for you")
    link = links("GET", stored.bucket, stored.key, *query, *HOUR)
    assert storage.send("GET", link).body == stored.body
    return link


@pytest.mark.parametrize(("version", "forge"), FORGERIES, indirect=["version"])
def test_a_changed_link_is_refused(storage: Storage, good_link: str, forge: Forgery) -> None:
    """The storage computes another signature."""
    forged = forge(good_link)
    assert forged != good_link
    assert storage.send("GET", forged).verdict == MISMATCH


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD"])
def test_another_method_is_refused(
    storage: Storage, links: Links, stored: StoredObject, good_link: str, method: str
) -> None:
    """A link for GET is refused with PUT, DELETE and HEAD."""
    answer = storage.send(method, good_link, body=b"overwritten" if method == "PUT" else None)
    assert answer.verdict == ((403, "") if method == "HEAD" else MISMATCH)
    again = storage.send("GET", links("GET", stored.bucket, stored.key))
    assert again.body == stored.body


def test_a_link_for_put_is_refused_with_get(storage: Storage, links: Links, stored: StoredObject) -> None:
    """A link for an upload does not download."""
    link = links("PUT", stored.bucket, stored.key)
    assert storage.send("GET", link).verdict == MISMATCH


def test_another_secret_key_is_refused(storage: Storage, links: Links, stored: StoredObject) -> None:
    """A link that is signed with another secret key is refused."""
    keys = {**storage.keys, "AWS_SECRET_ACCESS_KEY": "wrong"}
    answer = storage.send("GET", links.of(keys=keys)("GET", stored.bucket, stored.key))
    assert answer.verdict == MISMATCH


def test_an_unknown_access_key_is_refused(storage: Storage, links: Links, stored: StoredObject) -> None:
    """Some storages' error codes say that the key is unknown."""
    keys = {**storage.keys, "AWS_ACCESS_KEY_ID": "nobody:nowhere"}
    answer = storage.send("GET", links.of(keys=keys)("GET", stored.bucket, stored.key))
    assert answer.verdict == UNKNOWN_ACCESS_KEY[storage.name]


@only.rgw
def test_the_access_key_of_another_user_is_refused(storage: Rgw, links: Links, good_link: str) -> None:
    """The signature is valid only with its signer's access key."""
    name = "X-Amz-Credential" if links.version == "v4" else "AWSAccessKeyId"
    signer = item(good_link, name).replace(storage.access_key, storage.stranger_access_key)
    forged = changed(good_link, name, signer)
    assert storage.send("GET", forged).verdict == MISMATCH


@only.rgw
@only.v4
@pytest.mark.parametrize(
    "scope", ["20130524%2Fus-east-1%2Fs3", "{day}%2Fus-west-2%2Fs3", "{day}%2Fus-east-1%2Fsqs"]
)
def test_another_scope_is_refused(storage: Storage, good_link: str, scope: str) -> None:
    """RGW derives the signing key from the link's scope."""
    access_key, day, *_, last = item(good_link, "X-Amz-Credential").split("%2F")
    forged = f"{access_key}%2F{scope.format(day=day)}%2F{last}"
    assert storage.send("GET", changed(good_link, "X-Amz-Credential", forged)).verdict == MISMATCH


@only.v4
def test_another_host_is_refused(storage: Storage, good_link: str) -> None:
    """The same path on another host of the storage is refused."""
    name = f"http://{storage.dns_name}:{storage.port}"
    assert storage.send("GET", rewritten(good_link, storage.endpoint, name)).verdict == MISMATCH


@pytest.mark.parametrize(
    "sent",
    [{}, {"Content-Type": ""}, {"Content-Type": "text/html"}, {"Content-Type": "image/png; charset=utf-8"}],
    ids=str,
)
def test_another_content_type_is_refused(
    storage: Storage, links: Links, new_bucket: str, sent: dict[str, str]
) -> None:
    """The signed header must be sent unchanged."""
    link = links("PUT", new_bucket, "k", "--header", "Content-Type: image/png")
    assert storage.send("PUT", link, body=b"x", headers=sent).verdict == MISMATCH
    assert storage.keys_in(new_bucket) == set()


def test_another_metadata_value_is_refused(storage: Storage, links: Links, new_bucket: str) -> None:
    """`x-amz-` headers are signed in both versions."""
    link = links("PUT", new_bucket, "k", "--header", "x-amz-meta-color: blue")
    assert storage.send("PUT", link, body=b"x", headers={"x-amz-meta-color": "red"}).verdict == MISMATCH
    assert storage.send("PUT", link, body=b"x", headers={"x-amz-meta-color": "blue"}).status == 200


@only.v2
def test_version_2_accepts_an_added_parameter(storage: Storage, stored: StoredObject, good_link: str) -> None:
    """As documented, a parameter that version 2 does not sign can be added."""
    assert storage.send("GET", f"{good_link}&x=1").body == stored.body


@only.v4
def test_another_range_is_refused(storage: Storage, links: Links, stored: StoredObject) -> None:
    """A link for a range of bytes is refused for another range."""
    link = links("GET", stored.bucket, stored.key, "--header", "Range: bytes=0-1")
    assert storage.send("GET", link, headers={"Range": "bytes=0-2"}).verdict == MISMATCH
