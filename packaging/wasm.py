"""The npm package presign-wasm, for browsers, Deno and Workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        name = output("npm", "pack", "--silent", "--pack-destination", DIST, cwd=folder).strip()
        packages.append(DIST / name)
    return packages
