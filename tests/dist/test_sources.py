"""What is made of the sources: the same bytes each time, and a source distribution that pip builds."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import packages
import programs
from conftest import ROOT, run
from project import VERSION
from targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

GNU = "x86_64-unknown-linux-gnu"


def tools(**more: str) -> dict[str, str]:
    """Return the variables that rustup, cargo and zig need."""
    return {"HOME": os.environ["HOME"]} | more


def test_the_same_commit_has_the_same_bytes(tmp_path: Path) -> None:
    """A clone in another folder, built in another folder, gives the archive that is in target/dist."""
    clone = tmp_path / "clone"
    run("git", "clone", "--quiet", ROOT, clone)
    (clone / ".venv").symlink_to(ROOT / ".venv")
    target = tmp_path / "target"
    run(
        *(sys.executable, "packaging/dist.py", "--kinds", "c", "--targets", GNU),
        env=tools(CARGO_TARGET_DIR=str(target)),
        cwd=clone,
    )
    first = packages.archive(TARGETS[GNU])
    second = target / "dist" / first.name
    assert second.read_bytes() == first.read_bytes()


def test_pip_builds_the_source_distribution(case: dict[str, Any], tmp_path: Path) -> None:
    """With Rust, in an empty environment."""
    sdist = packages.package(f"presign_rs-{VERSION}.tar.gz")
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv/bin/python"
    env = tools(CARGO_TARGET_DIR=str(tmp_path / "target"))
    run(python, "-m", "pip", "install", sdist, env=env, cwd=tmp_path)
    assert run(python, "-c", programs.python(case), cwd=tmp_path) == case["url"] + "\n"
