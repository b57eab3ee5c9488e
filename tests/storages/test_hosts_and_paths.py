"""The bucket of a link in the path, in the host, as the host, and below a base path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import only
import pytest
from wire import target_of

if TYPE_CHECKING:
    from conftest import StoredObject
    from links import Links
    from storage import Storage

PATH = "/dir/photo%20one.jpg?"


@pytest.mark.parametrize("style", ["path", "auto"])
def test_path_style_has_the_bucket_in_the_path(
    storage: Storage, links: Links, stored: StoredObject, style: str
) -> None:
    """Path style is the default with an endpoint."""
    link = links("GET", stored.bucket, stored.key, "--addressing-style", style)
    authority, target = target_of(link)
    assert authority == f"127.0.0.1:{storage.port}"
    assert target.startswith(f"/{stored.bucket}{PATH}")
    assert storage.send("GET", link).body == stored.body


def test_virtual_host_style_has_the_bucket_in_the_host(
    storage: Storage, links: Links, stored: StoredObject
) -> None:
    """The bucket is the first part of the host."""
    endpoint = f"http://{storage.dns_name}:{storage.port}"
    link = links("GET", stored.bucket, stored.key, "--addressing-style", "virtual", endpoint=endpoint)
    authority, target = target_of(link)
    assert authority == f"{stored.bucket}.{storage.dns_name}:{storage.port}"
    assert target.startswith(PATH)
    assert storage.send("GET", link).body == stored.body


def test_the_path_of_a_bucket_in_virtual_host_style_is_a_slash(
    storage: Storage, links: Links, stored: StoredObject
) -> None:
    """The bucket is the path `/` on its host."""
    endpoint = f"http://{storage.dns_name}:{storage.port}"
    style = ("--addressing-style", "virtual", "--query", "list-type=2", "--query", "prefix=dir/photo one")
    link = links("GET", stored.bucket, "", *style, endpoint=endpoint)
    assert target_of(link)[1].startswith("/?")
    answer = storage.send("GET", link)
    assert answer.verdict == (200, "")
    assert answer.element("Key") == stored.key


# RGW reads any other host as a bucket; Swift would look it up in the DNS.
@only.rgw
def test_cname_style_has_the_bucket_as_the_host(storage: Storage, links: Links) -> None:
    """The host is the bucket's name."""
    bucket = f"files.{links.version}.cdn.example"
    storage.client().create_bucket(Bucket=bucket)
    endpoint = f"http://{bucket}:{storage.port}"
    style = ("--addressing-style", "cname")
    put = links("PUT", bucket, "dir/photo one.jpg", *style, endpoint=endpoint)
    authority, target = target_of(put)
    assert authority == f"{bucket}:{storage.port}"
    assert target.startswith(PATH)
    assert storage.send("PUT", put, body=b"picture").status == 200
    assert storage.keys_in(bucket) == {"dir/photo one.jpg"}
    get = links("GET", bucket, "dir/photo one.jpg", *style, endpoint=endpoint)
    assert storage.send("GET", get).body == b"picture"


# The storage reads the base path as the bucket, and the link's bucket as the first part of the key. Version 4
# signs the whole path, so such a link works; version 2 signs bucket and key only.
@only.v4
def test_the_base_path_is_signed(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The endpoint's base path is sent and signed unchanged."""
    folder, _, name = stored.key.partition("/")
    link = links("GET", folder, name, endpoint=f"{storage.endpoint}/{stored.bucket}/")
    assert target_of(link)[1].startswith(f"/{stored.bucket}{PATH}")
    assert storage.send("GET", link).body == stored.body
