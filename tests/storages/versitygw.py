"""A throw-away Versity S3 Gateway on loopback: an S3 server before a folder."""

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

ACCESS_KEY, SECRET_KEY = "VERSITYACCESSKEY0001", "versity/secret+key/00000000000000000001"


@contextlib.contextmanager
def running(folder: Path) -> Iterator[storage.Storage]:
    """Start a gateway with its data in this folder; stop it at the end."""
    server = daemons.built("versitygw")
    daemons.check_attributes(folder)
    port = daemons.free_ports()
    (folder / "data").mkdir()
    (folder / "versions").mkdir()
    keys = {"ROOT_ACCESS_KEY": ACCESS_KEY, "ROOT_SECRET_KEY": SECRET_KEY}
    listen = ("--port", f"{LOOPBACK}:{port}", "--region", storage.REGION)
    names = ("--virtual-domain", f"{storage.Storage.dns_name}:{port}")
    data = ("posix", "--versioning-dir", str(folder / "versions"), str(folder / "data"))
    with daemons.Daemons(folder, {"PATH": os.environ["PATH"], **keys}) as processes:
        processes.start("versitygw", server, *listen, *names, *data)
        processes.wait_for_http(port)
        yield storage.Storage("versitygw", port, ACCESS_KEY, SECRET_KEY)
