"""What is linked into a package besides presign's own code: crates, and what the compilers add.

components.py CRATE TARGET...    prints THIRD-PARTY-LICENSES.txt for packages of a crate of the workspace
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from project import LICENSES, ROOT, output

_LICENSE_FILE = re.compile(r"(licen[sc]e|copying|copyright|notice|unlicense)", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Component:
    """Code of others in a package, with the texts of its licences."""

    name: str
    version: str
    license: str
    texts: tuple[str, ...]
    checksum: str = ""
    repository: str = ""


def _runtime(name: str, license_: str, file: str) -> Component:
    text = (ROOT / "packaging" / "licenses" / file).read_text(encoding="utf-8").strip()
    return Component(name, "", license_, (text,))


# What compilers and linkers add, by the part of a target's name that says so; zig links for Linux.
_ADDED = (
    ("", _runtime("Rust's standard library", "MIT OR Apache-2.0", "rust.txt")),
    ("linux", _runtime("LLVM's libunwind", "Apache-2.0 WITH LLVM-exception", "libunwind.txt")),
    ("linux", _runtime("Zig's compiler-rt", "MIT", "zig.txt")),
    ("musl", _runtime("musl", "MIT", "musl.txt")),
    ("windows-gnu", _runtime("mingw-w64", "ZPL-2.1", "mingw-w64.txt")),
    ("windows-gnu", _runtime("GCC's libgcc", "GPL-3.0-or-later WITH GCC-exception-3.1", "gcc.txt")),
)


def added_by_compilers(target: str) -> list[Component]:
    """Return what is linked into every package of a target besides crates."""
    return [component for part, component in _ADDED if part in target]


@dataclasses.dataclass(frozen=True)
class Linked:
    """The crates of a package, and which of them uses which; `None` is the package's own code."""

    components: frozenset[Component]
    uses: frozenset[tuple[Component | None, Component]]


@functools.cache
def _metadata() -> dict[tuple[str, str], dict[str, Any]]:
    """Return cargo's description of every crate in Cargo.lock, by name and version."""
    described = json.loads(output("cargo", "metadata", "--locked", "--format-version", "1"))
    return {(package["name"], package["version"]): package for package in described["packages"]}


@functools.cache
def _checksums() -> dict[tuple[str, str], str]:
    """Return the SHA-256 of every crate's archive."""
    locked = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    return {(crate["name"], crate["version"]): crate.get("checksum", "") for crate in locked}


def _texts(package: dict[str, Any]) -> tuple[str, ...]:
    """Return the texts of a crate's licences."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and _LICENSE_FILE.match(path.name))
    # Where the caller may choose, MIT's is the shortest.
    mit = [path for path in files if "MIT" in path.name.upper()]
    if mit and " AND " not in package["license"]:
        files = mit
    if files:
        return tuple(path.read_text(encoding="utf-8").strip() for path in files)
    # Some crates leave the file in their repository, and name the licence alone.
    authors = ", ".join(package["authors"])
    for name in LICENSES:
        if name.removeprefix("LICENSE-").lower() in package["license"].lower():
            text = (ROOT / name).read_text(encoding="utf-8").strip()
            return (re.sub(r"(?m)^Copyright .*$", f"Copyright (c) {authors}", text),)
    message = f"{package['name']} {package['version']} has no text of its licence, {package['license']}"
    raise ValueError(message)


@functools.cache
def _component(name: str, version: str) -> Component | None:
    """Describe a crate; presign's own are `None`."""
    package = _metadata()[name, version]
    if package["source"] is None:
        return None
    license_ = package["license"].replace("/", " OR ")
    return Component(
        name, version, license_, _texts(package), _checksums()[name, version], package["repository"] or ""
    )


@functools.cache
def linked_into(crate: str, target: str) -> Linked:
    """Return the crates that are linked into a crate of the workspace; macros run in the compiler only."""
    lines = output(
        *("cargo", "tree", "--locked", "-p", crate, "--target", target, "-e", "normal,no-proc-macro"),
        *("--no-dedupe", "--prefix", "depth", "-f", " {p}"),
    ).splitlines()
    components, uses = set(), set()
    above: list[Component | None] = []
    for line in lines:
        depth, name, version, *_ = line.split()
        component = _component(name, version.removeprefix("v"))
        del above[int(depth) :]
        if component is not None:
            components.add(component)
            uses.add((above[-1] if above else None, component))
        above.append(component)
    return Linked(frozenset(components), frozenset(uses))


def third_party_licenses(crate: str, targets: list[str]) -> str:
    """Return what packages of a crate say about the code of others: each text once, below its names."""
    components = {component for target in targets for component in linked_into(crate, target).components}
    names_by_text: dict[str, set[str]] = {}
    added = {component for target in targets for component in added_by_compilers(target)}
    for component in components | added:
        for text in component.texts:
            title = f"{component.name} {component.version}".strip()
            names_by_text.setdefault(text, set()).add(f"{title} ({component.license})")
    parts = ["presign is linked with the code of others. Its parts, and the texts of their licences:"]
    for text, names in sorted(names_by_text.items(), key=lambda item: sorted(item[1])):
        parts += ["=" * 80, "\n".join(sorted(names)), "-" * 80, text]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(third_party_licenses(sys.argv[1], sys.argv[2:]))
