"""All storages that the tests can run on, by name, and those that they run on now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import minio
import rgw
import swift_s3api
import versitygw

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

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
