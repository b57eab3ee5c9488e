"""Makes the packages that users install, into target/dist.

    dist.py [--kinds "c wheel"] [--targets "x86_64-unknown-linux-gnu"]

Without options: every kind of package for every target of the table in targets.py.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import time
from typing import TYPE_CHECKING

import c
import command
import deb
import go
import java
import npm
import sdist
import wasm
import wheel
from cross import setup
from project import DIST, TARGET, VERSION
from sbom import bill_of_materials
from targets import TARGETS, Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Each makes its packages of some targets in a folder of its own, and returns the files.
KINDS: dict[str, Callable[[list[Target], Path], list[Path]]] = {
    "c": c.build,
    "command": command.build,
    "deb": deb.build,
    "wheel": wheel.build,
    "sdist": sdist.build,
    "npm": npm.build,
    "wasm": wasm.build,
    "go": go.build,
    "java": java.build,
}
CRATES: dict[str, Callable[[Target], str | None]] = {
    c.CRATE: lambda target: target.archive,
    command.CRATE: lambda target: target.command,
    wheel.CRATE: lambda target: target.wheel,
    npm.CRATE: lambda target: target.npm or (target.triple if target.wasm else None),
}


def write_bill_of_materials() -> None:
    """List what is linked into the packages, for all targets of the table."""
    crates = {
        crate: [target.triple for target in TARGETS.values() if made(target)]
        for crate, made in CRATES.items()
    }
    (DIST / f"presign-{VERSION}.cdx.json").write_text(bill_of_materials(crates), encoding="utf-8")


def write_checksums() -> None:
    """Write SHA256SUMS of all that is in the folder, for `sha256sum --check`."""
    files = sorted(path for path in DIST.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(DIST)}\n" for path in files]
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Make the packages that are asked for, and the two lists of all that is there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--targets", nargs="+", default=list(TARGETS), choices=TARGETS)
    given = parser.parse_args()
    targets = [TARGETS[triple] for triple in given.targets]
    targets = [target for target in targets if any(made(target) for made in CRATES.values())]
    for target in targets:
        setup(target)
    DIST.mkdir(parents=True, exist_ok=True)
    for kind in given.kinds:
        start = time.monotonic()
        folder = TARGET / "dist-work" / kind
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for package in KINDS[kind](targets, folder):
            print(f"{package.relative_to(DIST)}: {package.stat().st_size / 1e6:.2f} MB", flush=True)
        print(f"{kind}: {time.monotonic() - start:.0f} s", flush=True)
    write_bill_of_materials()
    write_checksums()


if __name__ == "__main__":
    main()
