"""Lists the mutants of a package: what cargo-mutants lists, and those of functions that it passes over."""

import json
import re
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from mutant import Mutant

# cargo-mutants passes over unsafe functions, and over all that is in a macro, as the exports of the C library
# are (bindings/c/src/boundary.rs).
UNSAFE = re.compile(rb"\bunsafe(?= fn )")
EXPORT = re.compile(rb"^export! \{", re.MULTILINE)
FALLIBLE = re.compile(rb"^fallible_export! \{", re.MULTILINE)


def visible(source: bytes) -> bytes:
    """Return `source` with safe functions for unsafe ones, and modules for the macros that define exports.

    The result is only read by cargo-mutants and by a parser. Every byte that is left is where it was.
    """
    source = UNSAFE.sub(lambda found: b" " * len(found[0]), source)
    return FALLIBLE.sub(b"mod fallible     {", EXPORT.sub(b"mod e   {", source))


def as_defined(mutant: Mutant) -> Mutant:
    """Return a mutant of a module that `visible` made as one of the macro."""
    name = mutant.name.replace(" e::", " ").replace(" fallible::", " ")
    if " fallible::" in mutant.name and mutant.replacement == "()":  # The body returns a result.
        return replace(mutant, name=f"{name.removesuffix('()')}Ok(())", replacement="Ok(())")
    return replace(mutant, name=name)


def listed(root: Path, package: str, diff: Path | None) -> list[Mutant]:
    """Return the mutants of a package, or of the lines that a diff adds."""
    files = subprocess.run(["git", "ls-files"], cwd=root, check=True, capture_output=True, text=True).stdout
    command = ["cargo", "mutants", "--list", "--json", "--package", package]
    if diff:
        command += ["--in-diff", str(diff.resolve())]
    with tempfile.TemporaryDirectory() as folder:
        for name in files.splitlines():
            source, copy = root / name, Path(folder, name)
            if source.suffix in (".rs", ".toml", ".lock") and source.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(visible(source.read_bytes()))
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    found = enumerate(json.loads(done.stdout or "[]"), 1)
    return [as_defined(Mutant.from_json(number, one)) for number, one in found]
