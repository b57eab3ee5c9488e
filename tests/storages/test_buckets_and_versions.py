"""Links to a bucket, and to one version of an object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from links import Links
    from storage import Storage


def _listed(body: bytes) -> list[str]:
    return [key.decode() for key in re.findall(rb"<Key>([^<]*)</Key>", body)]


def test_a_link_to_a_bucket_lists_its_objects(storage: Storage, links: Links, new_bucket: str) -> None:
    """The response has the keys, limited by the signed parameters."""
    for key in ("a", "b/1", "b/2"):
        storage.client().put_object(Bucket=new_bucket, Key=key, Body=b"x")
    answer = storage.send("GET", links("GET", new_bucket, "", "--query", "list-type=2"))
    assert answer.status == 200
    assert _listed(answer.body) == ["a", "b/1", "b/2"]

    inside = ("--query", "list-type=2", "--query", "prefix=b/", "--query", "max-keys=1")
    assert _listed(storage.send("GET", links("GET", new_bucket, "", *inside)).body) == ["b/1"]


def test_links_create_and_delete_a_bucket(storage: Storage, links: Links, new_bucket: str) -> None:
    """PUT, HEAD and DELETE work on buckets."""
    name = f"{new_bucket}-2"
    assert storage.send("PUT", links("PUT", name, ""), body=b"").status == 200
    assert storage.send("HEAD", links("HEAD", name, "")).status == 200
    assert storage.send("DELETE", links("DELETE", name, "")).status == 204
    assert storage.send("GET", links("GET", name, "", "--query", "list-type=2")).verdict == (
        404,
        "NoSuchBucket",
    )


def test_version_id_selects_a_version(storage: Storage, links: Links, new_bucket: str) -> None:
    """A link with `versionId` returns that version and not the newest."""
    enabled = {"Status": "Enabled"}
    storage.client().put_bucket_versioning(Bucket=new_bucket, VersioningConfiguration=enabled)
    put = links("PUT", new_bucket, "k")
    older, newer = (storage.send("PUT", put, body=body) for body in (b"older", b"newer"))
    assert (older.status, newer.status) == (200, 200)

    def version(put_answer_id: str) -> bytes:
        link = links("GET", new_bucket, "k", "--query", f"versionId={put_answer_id}")
        return storage.send("GET", link).body

    assert storage.send("GET", links("GET", new_bucket, "k")).body == b"newer"
    assert version(older.headers["x-amz-version-id"]) == b"older"
    assert version(newer.headers["x-amz-version-id"]) == b"newer"
