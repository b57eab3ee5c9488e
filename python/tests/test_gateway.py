"""The program on the page about a verifier in front of a storage forwards signed headers only."""

from __future__ import annotations

import re
import types
from urllib.parse import parse_qsl, unquote, urlsplit

import presign
import pytest
from botocore.config import Config
from botocore.session import Session
from conftest import ACCESS_KEY, ROOT, SECRET_KEY

PAGE = ROOT / "docs" / "verifier-before-a-storage.md"
KEY = "a dir//../b+c%2F.txt"


@pytest.fixture(scope="module")
def program() -> types.ModuleType:
    """Run the page's program."""
    (source,) = re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    module = types.ModuleType("gateway")
    exec(compile(source, str(PAGE), "exec"), module.__dict__)
    return module


def target(operation: str, **params: str) -> str:
    """Sign a URL with botocore, and return the request as a server gets it."""
    client = Session().create_client(
        "s3",
        region_name="us-east-1",
        endpoint_url="https://files.example",
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    url: str = client.generate_presigned_url(operation, {"Bucket": "photos", "Key": KEY, **params})
    return url.removeprefix("https://files.example")


def test_a_download_keeps_its_object_its_version_and_its_overrides(program: types.ModuleType) -> None:
    """Path and query of the forwarded request name the same object, version and overrides."""
    link = target("get_object", VersionId="V1", ResponseContentType="a/b")
    headers = [("Host", "files.example"), ("Range", "bytes=0-1"), ("X-HTTP-Method-Override", "DELETE")]
    method, url, sent = program.forward("GET", link, headers)
    asked = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(asked.query) if not name.startswith("X-Amz-")]
    assert (method, asked.netloc, unquote(asked.path)) == ("GET", "127.0.0.1:7480", f"/photos/{KEY}")
    assert sorted(query) == [("response-content-type", "a/b"), ("versionId", "V1")]
    assert sent == {"range": "bytes=0-1"}


def test_an_upload_keeps_its_signed_headers(program: types.ModuleType) -> None:
    """Of the unsigned headers, only those known to be harmless are forwarded."""
    link = target("put_object", ContentType="text/plain", ACL="private")
    headers = [
        ("Host", "files.example"),
        ("Content-Type", "text/plain"),
        ("X-Amz-Acl", "private"),
        ("Content-Length", "3"),
        ("Cache-Control", "no-store"),
        ("Cookie", "a=b"),
    ]
    _, url, sent = program.forward("PUT", link, headers)
    assert sent == {"content-type": "text/plain", "x-amz-acl": "private", "content-length": "3"}
    assert presign.inspect(url).signed_headers == ["content-type", "x-amz-acl"]


@pytest.mark.parametrize(
    "name", ["x_amz_copy_source", "X-Goog-Meta-A", "x-minio-force-delete", "content_type"]
)
def test_a_header_in_disguise_never_arrives(program: types.ModuleType, name: str) -> None:
    """A header whose name reads as a signed one is neither forwarded nor accepted."""
    link = target("put_object", ContentType="text/plain")
    headers = [("Host", "files.example"), ("Content-Type", "text/plain"), (name, "/other/private")]
    with pytest.raises(presign.Refused) as caught:
        program.forward("PUT", link, headers)
    assert caught.value.reason in ("header-not-signed", "repeated-header")
