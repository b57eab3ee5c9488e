"""moto's server, which many test-suites use, accepts the links of presign.boto3."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING

import boto3
import presign.boto3
import pytest
from moto.server import ThreadedMotoServer
from serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def endpoint() -> Iterator[str]:
    """Run moto's server."""
    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


def test_links_upload_and_download(endpoint: str) -> None:
    """An object is uploaded, read and listed with links."""
    s3 = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    s3.create_bucket(Bucket="bucket")
    links = presign.boto3.Client(s3)
    key = {"Bucket": "bucket", "Key": "a b+ü.txt"}

    def send(method: str, url: str, data: bytes | None = None) -> bytes:
        # Without a type, urllib sends that of a form, whose body moto reads as fields.
        request = urllib.request.Request(url, data, {"Content-Type": "text/plain"}, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())

    send("PUT", links.generate_presigned_url("put_object", key), b"text")
    assert send("GET", links.generate_presigned_url("get_object", key)) == b"text"
    assert b"<Key>" in send("GET", links.generate_presigned_url("list_objects_v2", {"Bucket": "bucket"}))
    assert b"bucket" in send("GET", links.generate_presigned_url("list_buckets"))
