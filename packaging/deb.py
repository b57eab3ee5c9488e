"""The Debian packages libpresign1, which programs load, and libpresign-dev, with which they are compiled."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import c
from project import DESCRIPTION, DIST, ROOT, VERSION, cargo_package, epoch, output, run

if TYPE_CHECKING:
    from pathlib import Path

    from targets import Target

# It is linked for this version (targets.py).
LIBC = "libc6 (>= 2.17)"


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the packages of those targets that have one."""
    return [package for target in targets if target.deb for package in _build(target, work / target.triple)]


def _build(target: Target, work: Path) -> list[Path]:
    """Make both packages of a target."""
    work.mkdir()
    multiarch = output("dpkg-architecture", "-qDEB_HOST_MULTIARCH", f"-a{target.deb}").strip()
    stage, lib = work / "stage", f"usr/lib/{multiarch}"
    c.install(target, stage, "PREFIX=/usr", f"LIBDIR=/{lib}")
    abi = (ROOT / "bindings/c/abi-version").read_text(encoding="utf-8").strip()
    library, development = f"libpresign{abi}", "libpresign-dev"
    loaded = [path for path in (stage / lib).iterdir() if path.name.startswith("libpresign.so.")]
    for path in loaded:
        destination = work / library / lib / path.name
        destination.parent.mkdir(parents=True, exist_ok=True)
        path.rename(destination)
    stage.rename(work / development)
    return [
        _pack(work / library, target, "libs", f"Depends: {LIBC}", "shared library"),
        _pack(
            work / development,
            target,
            "libdevel",
            f"Depends: {library} (= {VERSION})",
            "headers, static library, files for pkg-config and CMake",
        ),
    ]


def _pack(folder: Path, target: Target, section: str, relations: str, part: str) -> Path:
    """Add the description and the licences, and make the package."""
    documents = folder / "usr" / "share" / "doc" / folder.name
    c.add_licenses(documents, c.CRATE, target)
    shutil.copyfile(ROOT / "packaging" / "licenses" / "debian-copyright", documents / "copyright")
    lines = [
        f"Package: {folder.name}",
        f"Version: {VERSION}",
        f"Architecture: {target.deb}",
        "Multi-Arch: same",
        f"Section: {section}",
        "Priority: optional",
        # There is no public address yet.
        f"Maintainer: {cargo_package()['authors'][0]} <presign@example.com>",
        relations,
        f"Description: {DESCRIPTION}",
        f" This package has the {part}.",
    ]
    control = folder / "DEBIAN"
    control.mkdir()
    (control / "control").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if section == "libs":
        # The loader's cache knows the library at once.
        (control / "triggers").write_text("activate-noawait ldconfig\n", encoding="utf-8")
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (epoch(), epoch()), follow_symlinks=False)
    os.utime(folder, (epoch(), epoch()))
    archive = DIST / f"{folder.name}_{VERSION}_{target.deb}.deb"
    run(
        *("dpkg-deb", "--root-owner-group", "-Zxz", "--build", folder, archive),
        env={"SOURCE_DATE_EPOCH": str(epoch())},
    )
    return archive
