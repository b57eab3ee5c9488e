"""Memory use does not grow with the number of signed URLs."""

from __future__ import annotations

import gc
import resource
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import presign
import pyarrow as pa
import pytest

LINKS = 1_000_000
# The memory that allocators may keep. A block has 16 bytes or more: one leaked per URL is 16 MB
# for a million URLs, and 1.6 MB for a tenth of that.
SLACK_BYTES = 1_200_000


def resident() -> int:
    """Return the bytes of memory that this process has now, not at its peak."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def one_by_one(signer: presign.Signer, count: int) -> None:
    """Sign URLs with all methods that allocate."""
    for i in range(count // 4):
        signer.get("bucket", "photos/image.jpg")
        signer.put("bucket", "ü", content_type="text/plain", headers={"x-amz-meta-a": "b"}, sign_at=i * 60)
        signer.get("bucket", "k", query=[("a", "b")], filename="Übersicht.pdf", stable_for=300)
        signer.presign_request("GET", "bucket", "key", expires_in=60)


def refused(signer: presign.Signer, count: int) -> None:
    """Make invalid calls, which fail early or late."""
    for _ in range(count // 2):
        with suppress(presign.PresignError):
            signer.get("bucket", "key", expires_in=-1)
        with suppress(presign.PresignError):
            signer.presign_many("GET", "bucket", ["a", "b", ""])


def in_batches(signer: presign.Signer, count: int) -> None:
    """Sign batches."""
    keys = [f"photos/image-{i}.jpg" for i in range(1000)]
    for i in range(count // 1000):
        signer.presign_many("GET", "bucket", keys, threads=1 + i % 2)


def in_columns(signer: presign.Signer, count: int) -> None:
    """Sign columns, which Arrow's capsules carry in and out; not all that are exported are read."""
    keys = pa.array([f"photos/image-{i}.jpg" for i in range(1000)])
    for _ in range(count // 4000):
        for column in (keys, keys.dictionary_encode()):
            array: Any = signer.presign_arrow("GET", "bucket", column)
            array.__arrow_c_array__()
            pa.array(array, pa.utf8())
            stream: Any = signer.presign_arrow("GET", "bucket", pa.chunked_array([column]))
            stream.__arrow_c_stream__()
            pa.chunked_array(stream)


def signers(_: presign.Signer, count: int) -> None:
    """Make signers, and sign one URL with each."""
    for i in range(count):
        presign.Signer("access", f"secret{i}", session_token="token").get("bucket", "key")


@pytest.mark.parametrize(
    ("make", "count"),
    [
        (one_by_one, LINKS),
        (in_batches, LINKS),
        (in_columns, LINKS),
        (refused, LINKS // 10),
        (signers, LINKS // 10),
    ],
)
def test_the_process_does_not_grow(signer: presign.Signer, make: object, count: int) -> None:
    """After the first tenth, which warms up, the memory of the process does not grow."""
    assert callable(make)
    make(signer, count // 10)
    gc.collect()
    before = resident()
    make(signer, count)
    gc.collect()
    assert resident() - before < SLACK_BYTES


def test_python_has_no_more_blocks(signer: presign.Signer) -> None:
    """After 20 000 URLs and as many errors Python has no more allocated blocks than before."""
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
