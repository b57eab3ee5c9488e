"""presign-VERSION-TARGET: the command, its manual pages and completions, licences."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archive import tar_gz, zipped
from c import add_licenses
from cross import Toolchain
from project import DIST, VERSION, run

if TYPE_CHECKING:
    from targets import Target

CRATE = "presign-cli"


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the packages of those targets that have one."""
    return [
        package for target in targets if target.command for package in _build(target, work / target.triple)
    ]


def _build(target: Target, work: Path) -> list[Path]:
    """Make the archive of a target; the program needs no other file."""
    work.mkdir()
    name = str(target.command)
    cross = [sys.executable, "packaging/cross.py"]
    run(*cross, "cargo", target.triple, "--portable", "--", "build", "--release", "--locked", "-p", CRATE)
    variables = Toolchain(target, portable=True).environment()
    built = Path(variables["CARGO_TARGET_DIR"]) / target.triple / "release" / name
    folder = work / f"presign-{VERSION}-{target.triple}"
    folder.mkdir(parents=True)
    program = work / name
    run(variables["STRIP"], "-o", program, built)
    if target.windows:
        shutil.copyfile(program, folder / name)
    else:
        runs = shlex.join([*cross, "run", target.triple, "--", os.fspath(program)])
        run(
            "make",
            "install-command",
            f"COMMAND={program}",
            f"COMMAND_RUNS={runs}",
            f"DESTDIR={work}",
            f"PREFIX=/{folder.name}",
        )
    add_licenses(folder if target.windows else folder / "share" / "doc" / "presign", CRATE, target)
    archive = DIST / f"{folder.name}.{'zip' if target.windows else 'tar.gz'}"
    (zipped if target.windows else tar_gz)(folder, archive)
    return [archive]
