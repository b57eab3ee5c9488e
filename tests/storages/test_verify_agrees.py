"""`presign verify` accepts and refuses the same requests as a real Ceph RGW."""

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
    """A table without rows would prove nothing."""
    assert len(TABLE) >= LEAST_ROWS


@only.rgw
@pytest.mark.parametrize(
    ("version", "row"), TABLE, ids=[f"{version}-{row.name}" for version, row in TABLE], indirect=["version"]
)
def test_ceph_decides_the_same(
    storage: Storage, links: Links, row: Row, new_bucket: str, presign_binary: Path
) -> None:
    """RGW and the command decide the same, except where the row explains why not."""
    storage.client().put_object(Bucket=new_bucket, Key=row.key, Body=b"body")
    made = links.of(keys={**storage.keys, **row.keys})(row.method, new_bucket, row.key, *row.options)
    link = row.change(made)
    method = row.sent_with or row.method
    answer = storage.send(method, link, body=b"x" if method in ("PUT", "POST") else None, headers=row.headers)
    ours = verify(presign_binary, link, method, row.headers, storage)
    accepted = answer.status not in REFUSED
    shown = f"{link}\nCeph: {answer.verdict}\nours: {ours}"
    assert (ours["valid"] == accepted) != bool(row.decided), shown
    if not accepted and not ours["valid"] and method != "HEAD":
        assert (ours["code"] == answer.element("Code")) != bool(row.code), shown
