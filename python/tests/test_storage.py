"""A real Ceph RGW accepts the wheel's URLs."""

from __future__ import annotations

import os
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import presign
import pytest
from werkzeug.http import parse_options_header

if TYPE_CHECKING:
    from typing import Literal

    from rgw import Rgw

KEY = "dir/a file+ü.bin"
BODY = bytes(range(256)) * 3
SMALLEST_PART = 5 * 2**20


@pytest.fixture(params=["v4", "v2"])
def signer(rgw: Rgw, request: pytest.FixtureRequest) -> presign.Signer:
    """Sign with the owner's keys, in each version."""
    version: Literal["v4", "v2"] = request.param
    return presign.Signer(rgw.access_key, rgw.secret_key, endpoint=rgw.endpoint, version=version)


@pytest.fixture
def bucket(rgw: Rgw) -> str:
    """Make an empty bucket."""
    name = f"bucket-{uuid.uuid4().hex}"
    rgw.client().create_bucket(Bucket=name)
    return name


def test_put_get_head_delete(rgw: Rgw, signer: presign.Signer, bucket: str) -> None:
    """An object is uploaded, read and deleted with URLs."""
    assert rgw.send("PUT", signer.put(bucket, KEY), body=BODY).status == 200
    assert rgw.keys_in(bucket) == {KEY}
    assert rgw.send("GET", signer.get(bucket, KEY)).body == BODY
    seen = rgw.send("HEAD", signer.head(bucket, KEY))
    assert (seen.status, seen.headers["content-length"]) == (200, str(len(BODY)))
    assert rgw.send("HEAD", signer.get(bucket, KEY)).status == 403
    assert rgw.send("DELETE", signer.delete(bucket, KEY)).status == 204
    assert rgw.keys_in(bucket) == set()


def test_signed_headers_must_be_sent(rgw: Rgw, signer: presign.Signer, bucket: str) -> None:
    """`presign_request` returns the headers without which the storage refuses the URL."""
    made = signer.presign_request(
        "PUT", bucket, KEY, content_type="text/plain", headers={"x-amz-meta-colour": "  red "}
    )
    assert rgw.send(made.method, made.url, body=BODY).verdict == (403, "SignatureDoesNotMatch")
    assert rgw.send(made.method, made.url, body=BODY, headers=made.headers).status == 200
    kept = rgw.send("GET", signer.get(bucket, KEY, response_content_type="image/png"))
    assert (kept.headers["x-amz-meta-colour"], kept.headers["content-type"]) == ("red", "image/png")


def test_a_multipart_upload(rgw: Rgw, signer: presign.Signer, bucket: str) -> None:
    """Every step of a multipart upload is a URL."""
    begun = rgw.send("POST", signer.presign("POST", bucket, KEY, query={"uploads": ""}), body=b"")
    upload = begun.element("UploadId")
    parts = [os.urandom(SMALLEST_PART), b"the rest"]
    listed = ""
    for number, part in enumerate(parts, 1):
        link = signer.put(bucket, KEY, query=[("partNumber", str(number)), ("uploadId", upload)])
        etag = rgw.send("PUT", link, body=part).headers["etag"]
        listed += f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"
    complete = signer.presign("POST", bucket, KEY, query={"uploadId": upload})
    document = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
    assert rgw.send("POST", complete, body=document).verdict == (200, "")
    assert rgw.send("GET", signer.get(bucket, KEY)).body == b"".join(parts)


def test_version_id_selects_an_older_version(rgw: Rgw, signer: presign.Signer, bucket: str) -> None:
    """`version_id` downloads an older version."""
    rgw.client().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    older, _ = (rgw.send("PUT", signer.put(bucket, KEY), body=body) for body in (b"older", b"newer"))
    assert rgw.send("GET", signer.get(bucket, KEY)).body == b"newer"
    link = signer.get(bucket, KEY, version_id=older.headers["x-amz-version-id"])
    assert rgw.send("GET", link).body == b"older"


def test_an_expired_url_is_refused(rgw: Rgw, signer: presign.Signer, bucket: str) -> None:
    """A URL works until its expiry; then the storage refuses it."""
    rgw.client().put_object(Bucket=bucket, Key=KEY, Body=BODY)
    an_hour_ago = int(time.time()) - 3600
    alive = signer.get(bucket, KEY, sign_at=an_hour_ago, expires_in=3660)
    expired = signer.get(bucket, KEY, sign_at=an_hour_ago, expires_at=an_hour_ago + 3540)
    assert rgw.send("GET", alive).body == BODY
    assert rgw.send("GET", expired).verdict == (403, "AccessDenied")


def test_a_batch_of_difficult_keys(rgw: Rgw, signer: presign.Signer, bucket: str) -> None:
    """Difficult keys, signed in one call, are downloaded by a common client."""
    keys = [*"ab+", "a b", "ü/文件😀.txt", "%2F", "a%20b", "a&b=c?d#e", "'\"<>\\`{|}", "~", "a//b", "x/"]
    for number, key in enumerate(keys):
        rgw.client().put_object(Bucket=bucket, Key=key, Body=str(number).encode())
    links = signer.presign_many("GET", bucket, keys, threads=2)

    def fetch(link: str) -> bytes:
        with urllib.request.urlopen(link, timeout=30) as answer:
            return bytes(answer.read())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fetch, links)) == [str(number).encode() for number in range(len(keys))]


@pytest.mark.parametrize(
    "name", ["plain name.txt", "Übersicht.pdf", "报告 (1).pdf", "😀.gif", 'say "hi".txt', "100 % + \\ ;.txt"]
)
def test_filename_reaches_the_response(rgw: Rgw, signer: presign.Signer, bucket: str, name: str) -> None:
    """The name in the storage's response, as werkzeug reads it, is the requested one."""
    rgw.client().put_object(Bucket=bucket, Key=KEY, Body=BODY)
    answer = rgw.send("GET", signer.get(bucket, KEY, filename=name))
    assert answer.body == BODY
    kind, options = parse_options_header(answer.headers["content-disposition"])
    assert (kind, options) == ("attachment", {"filename": name})
