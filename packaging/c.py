"""libpresign-VERSION-TARGET: headers, both libraries, the files for pkg-config and CMake, licences."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

from archive import tar_gz, zipped
from components import third_party_licenses
from cross import Toolchain
from project import DIST, LICENSES, ROOT, VERSION, run

if TYPE_CHECKING:
    from pathlib import Path

    from targets import Target

CRATE = "presign-c"


def install(target: Target, stage: Path, *prefixes: str) -> None:
    """Build libpresign for a target, and install it below a folder as `make install` does."""
    toolchain = Toolchain(target, portable=True)
    variables = toolchain.environment()
    tools = {name: variables[name] for name in ("AR", "CC", "LD", "NM", "OBJCOPY")}
    if toolchain.zig:
        # gcc adds its own unwinder, zig only a named one.
        tools["LDFLAGS"] = "-lunwind"
    release = f"{variables['CARGO_TARGET_DIR']}/{target.triple}/release"
    cargo = f"{sys.executable} packaging/cross.py cargo {target.triple} --portable --"
    run(
        "make",
        "install-libpresign",
        f"C_CARGO={cargo}",
        f"C_RELEASE={release}",
        f"C_SYSTEM={'Windows' if target.windows else 'Linux'}",
        f"DESTDIR={stage}",
        *prefixes,
        env=tools,
    )


def add_licenses(folder: Path, crate: str, target: Target) -> None:
    """Add presign's own licences and those of what is linked into it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in LICENSES:
        shutil.copyfile(ROOT / name, folder / name)
    text = third_party_licenses(crate, [target.triple])
    (folder / "THIRD-PARTY-LICENSES.txt").write_text(text, encoding="utf-8")


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the packages of those targets that have one."""
    return [
        package for target in targets if target.archive for package in _build(target, work / target.triple)
    ]


def _build(target: Target, work: Path) -> list[Path]:
    """Make the archive of a target."""
    work.mkdir()
    folder = work / f"libpresign-{VERSION}-{target.triple}"
    install(target, work, f"PREFIX=/{folder.name}")
    # So that the folder may be anywhere.
    description = folder / "lib" / "pkgconfig" / "presign.pc"
    description.write_text(
        re.sub("^prefix=.*$", "prefix=${pcfiledir}/../..", description.read_text(), flags=re.MULTILINE)
    )
    add_licenses(folder / "share" / "doc" / "presign", CRATE, target)
    archive = DIST / f"{folder.name}.{target.archive}"
    (zipped if target.archive == "zip" else tar_gz)(folder, archive)
    return [archive]
