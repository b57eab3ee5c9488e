"""The npm packages: presign, and one with the library for each platform."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from components import third_party_licenses
from cross import Toolchain
from project import DIST, LICENSES, ROOT, run

if TYPE_CHECKING:
    from targets import Target

CRATE = "presign-node"
PACKAGE = ROOT / "bindings" / "node"


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the packages of all targets at once, because presign depends on each of them."""
    targets = [target for target in targets if target.npm]
    if not targets:
        return []
    libraries = []
    for target in targets:
        library = _library(target, work)
        libraries.append(f"{target.triple}={library}")
    licenses = third_party_licenses(CRATE, [target.triple for target in targets])
    for name in LICENSES:
        shutil.copyfile(ROOT / name, PACKAGE / name)
    file = PACKAGE / "THIRD-PARTY-LICENSES.txt"
    file.write_text(licenses, encoding="utf-8")
    # The tools with which the package itself is developed.
    run("make", "bindings/node/node_modules/.installed")
    try:
        run("node", PACKAGE / "tools" / "packages.mjs", work / "packages", *libraries)
    finally:
        file.unlink()
    return [package.rename(DIST / package.name) for package in sorted((work / "packages").glob("*.tgz"))]


def _library(target: Target, work: Path) -> Path:
    """Build the library of a target, without the symbols that only a debugger needs."""
    toolchain = Toolchain(target, portable=True, shared=True)
    variables = toolchain.environment()
    run(*toolchain.command(["build", "--release", "--locked", "-p", CRATE]), env=variables)
    built = Path(variables["CARGO_TARGET_DIR"]) / target.triple / "release" / "libpresign_node.so"
    library = work / f"{target.triple}.node"
    run(variables["STRIP"], "-o", library, built)
    return library
