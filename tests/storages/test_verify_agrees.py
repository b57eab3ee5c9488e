"""`presign verify` lets in what a real Ceph RGW lets in, and refuses what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import only
import pytest
from forgeries import TABLE, Row
from verifying import verify

if TYPE_CHECKING:
    from pathlib import Path

    from links import Links
    from storage import Storage

LEAST_ROWS = 60
REFUSED = (400, 403)


def test_the_table_is_long_enough() -> None:
    """Issue 6 asks for sixty requests."""
    assert len(TABLE) >= LEAST_ROWS


@only.rgw
@pytest.mark.parametrize(
    ("version", "row"), TABLE, ids=[f"{version}-{row.name}" for version, row in TABLE], indirect=["version"]
)
def test_ceph_decides_the_same(
    storage: Storage, links: Links, row: Row, new_bucket: str, presign_binary: Path
) -> None:
    """One request to both."""
    storage.client().put_object(Bucket=new_bucket, Key=row.key, Body=b"body")
    made = links.of(keys={**storage.keys, **row.keys})(row.method, new_bucket, row.key, *row.options)
    link = row.change(made)
    method = row.sent_with or row.method
    answer = storage.send(method, link, body=b"x" if method in ("PUT", "POST") else None, headers=row.headers)
    ours = verify(presign_binary, link, method, row.headers, storage)
    let_in = answer.status not in REFUSED
    told = f"{link}\nCeph: {answer.verdict}\nours: {ours}"
    assert (ours["valid"] == let_in) != bool(row.decided), told
    if not let_in and not ours["valid"] and method != "HEAD":
        assert (ours["code"] == answer.element("Code")) != bool(row.code), told
