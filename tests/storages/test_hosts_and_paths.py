"""Where a link points: the bucket in the path, in the host's name, as the host's name, below a base path."""

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
def test_path_style(storage: Storage, links: Links, stored: StoredObject, style: str) -> None:
    """Bucket in the path, as is the rule with an endpoint of one's own."""
    link = links("GET", stored.bucket, stored.key, "--addressing-style", style)
    authority, target = target_of(link)
    assert authority == f"127.0.0.1:{storage.port}"
    assert target.startswith(f"/{stored.bucket}{PATH}")
    assert storage.send("GET", link).body == stored.body


def test_virtual_host_style(storage: Storage, links: Links, stored: StoredObject) -> None:
    """Bucket in the host's name."""
    endpoint = f"http://{storage.dns_name}:{storage.port}"
    link = links("GET", stored.bucket, stored.key, "--addressing-style", "virtual", endpoint=endpoint)
    authority, target = target_of(link)
    assert authority == f"{stored.bucket}.{storage.dns_name}:{storage.port}"
    assert target.startswith(PATH)
    assert storage.send("GET", link).body == stored.body


def test_virtual_host_style_of_a_bucket(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The bucket itself is `/` on its host."""
    endpoint = f"http://{storage.dns_name}:{storage.port}"
    style = ("--addressing-style", "virtual", "--query", "list-type=2", "--query", "prefix=dir/photo one")
    link = links("GET", stored.bucket, "", *style, endpoint=endpoint)
    assert target_of(link)[1].startswith("/?")
    answer = storage.send("GET", link)
    assert answer.verdict == (200, "")
    assert answer.element("Key") == stored.key


# RGW takes any foreign host's name as a bucket; Swift would ask the DNS.
@only.rgw
def test_cname_style(storage: Storage, links: Links) -> None:
    """The host's name is the bucket."""
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


# To the storage a base path is the bucket, and the link's bucket is the begin of the key. Version 4 signs the
# whole path, so such a link is good; version 2 signs bucket and key alone.
@only.v4
def test_base_path(storage: Storage, links: Links, stored: StoredObject) -> None:
    """The endpoint's base path is sent and signed as it stands."""
    folder, _, name = stored.key.partition("/")
    link = links("GET", folder, name, endpoint=f"{storage.endpoint}/{stored.bucket}/")
    assert target_of(link)[1].startswith(f"/{stored.bucket}{PATH}")
    assert storage.send("GET", link).body == stored.body
