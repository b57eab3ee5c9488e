"""What every package is made of: the version, the description, and the time of the commit."""

from __future__ import annotations

import functools
import os
import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
DIST = TARGET / "dist"
LICENSES = ("LICENSE-MIT", "LICENSE-APACHE")


@functools.cache
def cargo_package() -> dict[str, Any]:
    """Read what all crates have in common, which is where every other package has it from."""
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    package: dict[str, Any] = manifest["workspace"]["package"]
    return package


VERSION = str(cargo_package()["version"])
DESCRIPTION = str(cargo_package()["description"])


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a command that must succeed; its output goes to the terminal."""
    subprocess.run(command, env=os.environ | (env or {}), cwd=cwd, check=True)


def output(*command: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Run a command that must succeed, and return what it prints."""
    done = subprocess.run(
        command, env=os.environ | (env or {}), cwd=cwd, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return done.stdout


@functools.cache
def epoch() -> int:
    """Return the time of the commit in Unix seconds, which all files in archives have."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return int(given) if given else int(output("git", "log", "-1", "--format=%ct"))
