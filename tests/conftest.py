"""Fixtures of all Python tests: the command `presign`, run in a clean environment."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")


class Run(Protocol):
    """Runs the command with arguments; the keys are in the environment."""

    def __call__(self, *arguments: str, env: Mapping[str, str], stdin: str = "") -> str:
        """Return the command's output."""


class Presign(Protocol):
    """Runs the command with arguments; the keys are in the environment."""

    def __call__(self, *arguments: str, env: Mapping[str, str]) -> str:
        """Return the command's one line of output."""


@pytest.fixture(scope="session")
def presign_binary() -> Path:
    """Return the path of the command's release build, which `make test` builds."""
    binary = TARGET / "release" / "presign"
    assert binary.exists(), f"{binary} is missing: cargo build --release -p presign-cli"
    return binary


@pytest.fixture(scope="session")
def run_presign(presign_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that runs the command with only the test's environment variables."""
    home = tmp_path_factory.mktemp("home")

    def run(*arguments: str, env: Mapping[str, str], stdin: str = "") -> str:
        done = subprocess.run(
            [presign_binary, *arguments],
            env={"HOME": str(home), **env},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"presign {arguments}: exit {done.returncode}: {done.stderr}"
        return done.stdout

    return run


@pytest.fixture(scope="session")
def presign(run_presign: Run) -> Presign:
    """Return a function that runs the command and checks that it prints exactly one line."""

    def one_line(*arguments: str, env: Mapping[str, str]) -> str:
        line = run_presign(*arguments, env=env)
        assert line.endswith("\n")
        assert "\n" not in line[:-1]
        return line[:-1]

    return one_line
