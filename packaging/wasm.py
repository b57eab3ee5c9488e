"""The npm package presign-wasm, for browsers, Deno and Workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import npm
from components import third_party_licenses
from project import DIST, output, run

if TYPE_CHECKING:
    from pathlib import Path

    from targets import Target


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the package, if WebAssembly is one of the targets."""
    packages = []
    for target in targets:
        if not target.wasm:
            continue
        folder = work / "presign-wasm"
        run("make", "wasm", f"WASM_PACKAGE={folder}")
        licenses = third_party_licenses(npm.CRATE, [target.triple])
        (folder / "THIRD-PARTY-LICENSES.txt").write_text(licenses, encoding="utf-8")
        name = output("npm", "pack", "--silent", "--pack-destination", DIST, cwd=folder).strip()
        packages.append(DIST / name)
    return packages
