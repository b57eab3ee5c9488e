"""All storages that the tests can run on, by name, and those that they run on now."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import minio
import rgw
import swift_s3api
import versitygw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from storage import Storage

# Each starts a storage with its data in a folder, and stops it at the end.
ALL: dict[str, Callable[[Path], AbstractContextManager[Storage]]] = {
    "rgw": rgw.running,
    "swift": swift_s3api.running,
    "minio": minio.running,
    "versitygw": versitygw.running,
}

# `make test` runs on those that come in packages or are soon built, `make test-storages` on the others.
CHOSEN = os.environ.get("PRESIGN_TEST_STORAGES", "rgw swift versitygw").split()
assert set(CHOSEN) <= set(ALL), f"PRESIGN_TEST_STORAGES={' '.join(CHOSEN)}: the storages are {' '.join(ALL)}"


@contextlib.contextmanager
def temporary(name: str) -> Iterator[Storage]:
    """Run a storage outside of pytest, with its data in a folder that is removed afterwards."""
    # Storages need extended attributes, which a file system in memory may lack.
    with (
        tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as folder,
        ALL[name](Path(folder)) as storage,
    ):
        yield storage
