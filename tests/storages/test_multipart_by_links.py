"""Multipart uploads by links, for clients without keys."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from links import Links
    from storage import Storage

# The smallest size that S3 allows for all parts but the last.
SMALLEST_PART = 5 * 2**20
KEY = "big/file.bin"


@pytest.fixture(params=["uploads", "uploads="])
def upload_id(storage: Storage, links: Links, new_bucket: str, request: pytest.FixtureRequest) -> str:
    """Create an upload by a link."""
    answer = storage.send("POST", links("POST", new_bucket, KEY, "--query", request.param), body=b"")
    assert answer.verdict == (200, "")
    upload_id = answer.element("UploadId")
    assert upload_id
    return upload_id


def _part(upload_id: str, number: int) -> tuple[str, ...]:
    return ("--query", f"partNumber={number}", "--query", f"uploadId={upload_id}")


def test_an_upload_of_two_parts_is_stored(
    storage: Storage, links: Links, new_bucket: str, upload_id: str
) -> None:
    """Create an upload, send two parts, complete it, and read the object."""
    parts = [os.urandom(SMALLEST_PART), b"the rest"]
    listed = ""
    for number, part in enumerate(parts, 1):
        answer = storage.send("PUT", links("PUT", new_bucket, KEY, *_part(upload_id, number)), body=part)
        assert answer.verdict == (200, "")
        listed += f"<Part><PartNumber>{number}</PartNumber><ETag>{answer.headers['etag']}</ETag></Part>"

    document = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
    complete = links("POST", new_bucket, KEY, "--query", f"uploadId={upload_id}")
    assert storage.send("POST", complete, body=document).verdict == (200, "")

    fetched = storage.send("GET", links("GET", new_bucket, KEY))
    assert fetched.status == 200
    assert fetched.body == b"".join(parts)


def test_an_aborted_upload_is_removed(
    storage: Storage, links: Links, new_bucket: str, upload_id: str
) -> None:
    """An aborted upload and its parts are removed."""
    send_part = links("PUT", new_bucket, KEY, *_part(upload_id, 1))
    assert storage.send("PUT", send_part, body=b"part").status == 200

    abort = links("DELETE", new_bucket, KEY, "--query", f"uploadId={upload_id}")
    assert storage.send("DELETE", abort).status == 204
    assert storage.send("PUT", send_part, body=b"part").verdict == (404, "NoSuchUpload")
    assert storage.keys_in(new_bucket) == set()


def test_a_link_for_one_part_sends_no_other(
    storage: Storage, links: Links, new_bucket: str, upload_id: str
) -> None:
    """A link for part 1 is refused for part 2."""
    link = links("PUT", new_bucket, KEY, *_part(upload_id, 1))
    forged = link.replace("partNumber=1", "partNumber=2")
    assert forged != link
    assert storage.send("PUT", forged, body=b"part").verdict == (403, "SignatureDoesNotMatch")
