"""A throw-away MinIO on loopback: one server with one folder."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import daemons
import storage
from wire import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACCESS_KEY, SECRET_KEY = "MINIOACCESSKEY000001", "minio/secret+key/0000000000000000000001"
SETTINGS = {
    "MINIO_ROOT_USER": ACCESS_KEY,
    "MINIO_ROOT_PASSWORD": SECRET_KEY,
    "MINIO_DOMAIN": storage.Storage.dns_name,
    # MinIO checks the region of a link only where its own is set.
    "MINIO_SITE_REGION": storage.REGION,
    # Neither a console, which listens on a port of its own, nor a look for a newer version.
    "MINIO_BROWSER": "off",
    "MINIO_UPDATE": "off",
    "MINIO_CALLHOME_ENABLE": "off",
}


@contextlib.contextmanager
def running(folder: Path) -> Iterator[storage.Storage]:
    """Start a MinIO with its data in this folder; stop it at the end."""
    server = daemons.built("minio")
    port = daemons.free_ports()
    # MinIO keeps certificates in the home folder, which is the test's own.
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"], **SETTINGS}
    with daemons.Daemons(folder, environment) as processes:
        processes.start("minio", server, "server", "--address", f"{LOOPBACK}:{port}", str(folder / "data"))
        processes.wait_for_http(port)
        yield storage.Storage("minio", port, ACCESS_KEY, SECRET_KEY)
