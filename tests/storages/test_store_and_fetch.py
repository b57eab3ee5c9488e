"""The holder of a link uploads, downloads or deletes one object, or reads its headers."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import time
from typing import TYPE_CHECKING

import daemons
import only
import pytest
from links import item

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import StoredObject
    from links import Links
    from storage import Storage

KEY = "dir/a file.bin"
BODY = bytes(range(255, -1, -1)) * 3
DAY = 86_400


def test_links_of_each_method_work(storage: Storage, links: Links, new_bucket: str) -> None:
    """An object is uploaded, downloaded and deleted by links."""
    stored = storage.send("PUT", links("PUT", new_bucket, KEY), body=BODY)
    assert stored.status == 200
    assert stored.headers["etag"] == f'"{hashlib.md5(BODY).hexdigest()}"'
    assert storage.keys_in(new_bucket) == {KEY}

    download = links("GET", new_bucket, KEY)
    fetched = storage.send("GET", download)
    assert fetched.status == 200
    assert fetched.body == BODY

    seen = storage.send("HEAD", links("HEAD", new_bucket, KEY))
    assert seen.status == 200
    assert seen.headers["content-length"] == str(len(BODY))

    deleted = storage.send("DELETE", links("DELETE", new_bucket, KEY))
    assert deleted.status == 204
    assert storage.keys_in(new_bucket) == set()
    assert storage.send("GET", download).verdict == (404, "NoSuchKey")


@only.v4
def test_a_signed_range_is_returned(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The response is the signed range of the object."""
    link = links("GET", stored.bucket, stored.key, "--header", "Range: bytes=100-299")
    answer = storage.send("GET", link, headers={"Range": "bytes=100-299"})
    assert answer.status == 206
    assert answer.headers["content-range"] == f"bytes 100-299/{len(stored.body)}"
    assert answer.body == stored.body[100:300]


def test_an_unsigned_range_is_returned(storage: Storage, links: Links, stored: StoredObject) -> None:
    """A client chooses the range if the link signs none, as players do to seek."""
    answer = storage.send("GET", links("GET", stored.bucket, stored.key), headers={"Range": "bytes=-10"})
    assert answer.status == 206
    assert answer.body == stored.body[-10:]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("content-disposition", "attachment"),
        ("content-disposition", 'attachment; filename="my file (1) & more; 100%.txt"'),
        ("content-disposition", "attachment; filename*=UTF-8''%E2%82%AC%20rates.txt"),
        ("content-type", "text/plain; charset=utf-8"),
        ("cache-control", "max-age=60, must-revalidate"),
        ("content-language", "de-AT, en"),
    ],
)
def test_the_link_sets_response_headers(
    storage: Storage, links: Links, stored: StoredObject, name: str, value: str
) -> None:
    """The signed parameters set headers of the response."""
    link = links("GET", stored.bucket, stored.key, "--query", f"response-{name}={value}")
    answer = storage.send("GET", link)
    assert answer.status == 200
    assert answer.headers[name] == value
    assert answer.body == stored.body


def test_a_signed_content_md5_allows_one_body(storage: Storage, links: Links, new_bucket: str) -> None:
    """The link accepts only the body with this digest."""
    md5 = base64.b64encode(hashlib.md5(BODY).digest()).decode()
    link = links("PUT", new_bucket, KEY, "--header", f"Content-MD5: {md5}")
    assert storage.send("PUT", link, body=BODY).verdict == (403, "SignatureDoesNotMatch")
    wrong = storage.send("PUT", link, body=BODY[1:] + b"!", headers={"Content-MD5": md5})
    assert wrong.verdict == (400, "BadDigest")
    assert storage.send("PUT", link, body=BODY, headers={"Content-MD5": md5}).status == 200
    assert storage.send("GET", links("GET", new_bucket, KEY)).body == BODY


@only.v4
def test_version_4_links_may_be_valid_for_a_week(
    storage: Storage, links: Links, stored: StoredObject
) -> None:
    """A week is the longest lifetime with version 4."""
    link = links("GET", stored.bucket, stored.key, "--expires-in", "7d")
    assert item(link, "X-Amz-Expires") == str(7 * DAY)
    assert storage.send("GET", link).body == stored.body


@only.v2
def test_version_2_links_may_be_valid_for_a_year(
    storage: Storage, links: Links, stored: StoredObject
) -> None:
    """Version 2 does not limit the lifetime."""
    expires_at = str(int(time.time()) + 365 * DAY)
    link = links("GET", stored.bucket, stored.key, "--expires-at", expires_at)
    assert item(link, "Expires") == expires_at
    assert storage.send("GET", link).body == stored.body


def test_a_stable_link_works(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The signing time may be rounded down by up to a day."""
    link = links("GET", stored.bucket, stored.key, "--expires-in", "60", "--stable-for", "1d")
    if links.version == "v4":
        assert item(link, "X-Amz-Date").endswith("T000000Z")
        assert item(link, "X-Amz-Expires") == str(DAY + 60)
    else:
        assert int(item(link, "Expires")) % DAY == 60
    assert storage.send("GET", link).body == stored.body


def test_curl_downloads_a_link(tmp_path: Path, links: Links, stored: StoredObject) -> None:
    """The command line has no option that changes how it reads the link."""
    curl = daemons.program("curl", install="apt-get install -y curl")
    file = tmp_path / "file"
    link = links("GET", stored.bucket, stored.key)
    subprocess.run([curl, "--fail", "--silent", "--show-error", "--output", file, link], check=True)
    assert file.read_bytes() == stored.body
