"""Runs a temporary OpenStack Swift with s3api, on loopback, without root. It is stricter than Ceph RGW."""

from __future__ import annotations

import contextlib
import os
import pwd
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import daemons
import storage
from wire import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTALL = "pip install -r tests/requirements.txt"

# The access key is account:user, so it contains a colon, which the query must escape.
ACCOUNT, USER, SECRET_KEY = "presign", "tester", "swift/secret+key/0000000000000000000001"
RINGS = ("account", "container", "object")

# symlink must come after versioned_writes, or a GET from a versioned bucket is empty.
PIPELINE = "catch_errors cache s3api tempauth copy slo dlo versioned_writes symlink proxy-server"
FILTERS: dict[str, dict[str, object]] = {
    "catch_errors": {},
    # No server listens on that port: Swift runs without its cache.
    "cache": {"use": "egg:swift#memcache", "memcache_servers": f"{LOOPBACK}:1"},
    "s3api": {"s3_acl": "false", "location": storage.REGION, "storage_domain": storage.Storage.dns_name},
    "tempauth": {f"user_{ACCOUNT}_{USER}": f"{SECRET_KEY} .admin"},
    "copy": {},
    "slo": {},
    "dlo": {},
    "versioned_writes": {"allow_versioned_writes": "true", "allow_object_versioning": "true"},
    "symlink": {},
}


def _common(folder: Path, port: int) -> dict[str, object]:
    return {
        "bind_ip": LOOPBACK,
        "bind_port": port,
        # One process per server, so that a kill leaves no children.
        "workers": 0,
        "user": pwd.getpwuid(os.getuid()).pw_name,
        "swift_dir": folder,
    }


def _server(folder: Path, name: str, port: int) -> str:
    disk: dict[str, object] = {
        "devices": folder / "disks",
        "mount_check": "false",
        "disable_fallocate": "true",
        "fallocate_reserve": 0,
    }
    app = f"{name}-server"
    return daemons.ini(
        {
            "DEFAULT": _common(folder, port) | disk,
            "pipeline:main": {"pipeline": app},
            f"app:{app}": {"use": f"egg:swift#{name}"},
        }
    )


def _proxy(folder: Path, port: int) -> str:
    filters = {
        f"filter:{name}": {"use": f"egg:swift#{name}"} | settings for name, settings in FILTERS.items()
    }
    return daemons.ini(
        {
            "DEFAULT": _common(folder, port),
            "pipeline:main": {"pipeline": PIPELINE},
            **filters,
            "app:proxy-server": {"use": "egg:swift#proxy", "account_autocreate": "true"},
        }
    )


@contextlib.contextmanager
def running(folder: Path) -> Iterator[storage.Storage]:
    """Run a Swift with its data in this folder."""
    daemons.check_attributes(folder)
    scripts = str(Path(sys.executable).parent)
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    servers = [*RINGS, "proxy"]
    programs = {name: daemons.program(f"swift-{name}-server", install=INSTALL, path=path) for name in servers}
    builder = daemons.program("swift-ring-builder", install=INSTALL, path=path)
    port = daemons.free_ports()
    (folder / "disks" / "disk").mkdir(parents=True)
    hashes = {"swift_hash_path_prefix": "before", "swift_hash_path_suffix": "after"}
    policy = {"name": "default", "default": "yes"}
    (folder / "swift.conf").write_text(daemons.ini({"swift-hash": hashes, "storage-policy:0": policy}))
    with daemons.Daemons(folder, dict(os.environ)) as swift:
        for number, name in enumerate(RINGS, port + 1):
            (folder / f"{name}.conf").write_text(_server(folder, name, number))
            ring = str(folder / f"{name}.builder")
            swift.call(builder, ring, "create", "4", "1", "1")
            swift.call(builder, ring, "add", f"r1z1-{LOOPBACK}:{number}/disk", "1")
            swift.call(builder, ring, "rebalance")
        (folder / "proxy.conf").write_text(_proxy(folder, port))
        for name, server in programs.items():
            swift.start(name, server, str(folder / f"{name}.conf"), "-v")
        for number in range(port, port + len(servers)):
            swift.wait_for_http(number)
        yield storage.Storage("swift", port, f"{ACCOUNT}:{USER}", SECRET_KEY)
