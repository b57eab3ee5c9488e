"""A service that makes links for months does not grow."""

from __future__ import annotations

import gc
import resource
import tracemalloc
from contextlib import suppress
from pathlib import Path

import presign
import pytest

LINKS = 1_000_000
# What the allocators may keep for themselves. A block is 16 bytes or more: one lost with each link is 16 MB
# of a million links, and 1.6 MB of a tenth of that.
SLACK_BYTES = 1_200_000


def resident() -> int:
    """Return the bytes of memory that this process has, now rather than at its peak."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def one_by_one(signer: presign.Signer, count: int) -> None:
    """Make links in all the ways that allocate."""
    for i in range(count // 4):
        signer.get("bucket", "photos/image.jpg")
        signer.put("bucket", "ü", content_type="text/plain", headers={"x-amz-meta-a": "b"}, sign_at=i * 60)
        signer.get("bucket", "k", query=[("a", "b")], filename="Übersicht.pdf", stable_for=300)
        signer.presign_request("GET", "bucket", "key", expires_in=60)


def refused(signer: presign.Signer, count: int) -> None:
    """Break rules, early and late."""
    for _ in range(count // 2):
        with suppress(presign.PresignError):
            signer.get("bucket", "key", expires_in=-1)
        with suppress(presign.PresignError):
            signer.presign_many("GET", "bucket", ["a", "b", ""])


def in_batches(signer: presign.Signer, count: int) -> None:
    """Make links by the page."""
    keys = [f"photos/image-{i}.jpg" for i in range(1000)]
    for i in range(count // 1000):
        signer.presign_many("GET", "bucket", keys, threads=1 + i % 2)


def signers(_: presign.Signer, count: int) -> None:
    """Make signers, and a link of each."""
    for i in range(count):
        presign.Signer("access", f"secret{i}", session_token="token").get("bucket", "key")


@pytest.mark.parametrize(
    ("make", "count"),
    [(one_by_one, LINKS), (in_batches, LINKS), (refused, LINKS // 10), (signers, LINKS // 10)],
)
def test_no_growth(signer: presign.Signer, make: object, count: int) -> None:
    """After the first tenth, which warms up, the rest takes no more of the process's memory."""
    assert callable(make)
    make(signer, count // 10)
    gc.collect()
    before = resident()
    make(signer, count)
    gc.collect()
    assert resident() - before < SLACK_BYTES


def test_python_s_own_count(signer: presign.Signer) -> None:
    """Blocks that Python allocated: none is left of 20 000 links and as many errors."""
    for make in (one_by_one, in_batches, refused):
        make(signer, 2000)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for make in (one_by_one, in_batches, refused):
            make(signer, 20_000)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 20_000, after - before
