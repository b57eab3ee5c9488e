"""Finds the packages of a target, and unpacks them."""

from __future__ import annotations

import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from project import DIST, VERSION
from targets import TARGETS, Target

if TYPE_CHECKING:
    from pathlib import Path

# What `make test` builds and tries; the rest is built by `make dist`.
HOST = "x86_64-unknown-linux-gnu"
HOST_KINDS = ("archive",)


def marks(kind: str, target: Target) -> list[pytest.MarkDecorator]:
    """Return the mark of a test of a kind of package of a target."""
    return [pytest.mark.host] if target.triple == HOST and kind in HOST_KINDS else []


def having(field: str, *, part: str = "") -> list[object]:
    """Return the targets with a kind of package as parameters; those of this machine have the mark `host`."""
    return [
        pytest.param(target, id=target.triple, marks=marks(field, target))
        for target in TARGETS.values()
        if getattr(target, field) and part in target.triple
    ]


def package(pattern: str) -> Path:
    """Return the one package with a name like this."""
    found = list(DIST.glob(pattern))
    assert len(found) == 1, f"{DIST} must have one {pattern}, and has {found}: make dist"
    return found[0]


def archive(target: Target) -> Path:
    """Return the archive with libpresign."""
    return package(f"libpresign-{VERSION}-{target.triple}.*")


def command_archive(target: Target) -> Path:
    """Return the archive with the command."""
    return package(f"presign-{VERSION}-{target.triple}.*")


def wheel(target: Target) -> Path:
    """Return the wheel; manylinux2014 has a second name."""
    return package(f"presign_rs-{VERSION}-cp311-abi3-{target.wheel}*.whl")


def npm(target: Target) -> Path:
    """Return the npm package with the library."""
    return package(f"presign-{target.npm}-{VERSION}.tgz")


def unpack(path: Path, folder: Path) -> Path:
    """Unpack an archive, and return the folder that is in it, if it is one."""
    folder.mkdir(parents=True, exist_ok=True)
    if path.suffix in (".zip", ".whl"):
        with zipfile.ZipFile(path) as opened:
            opened.extractall(folder)
    else:
        with tarfile.open(path) as opened:
            opened.extractall(folder, filter="tar")
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 else folder
