"""What every Python test shares: the command `presign` and a clean environment to run it in."""

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
    """Run the command with these arguments; the keys come from the environment."""

    def __call__(self, *arguments: str, env: Mapping[str, str], stdin: str = "") -> str:
        """Return all that the command printed."""


class Presign(Protocol):
    """Run the command with these arguments; the keys come from the environment."""

    def __call__(self, *arguments: str, env: Mapping[str, str]) -> str:
        """Return the line that the command printed."""


@pytest.fixture(scope="session")
def presign_binary() -> Path:
    """Name the release build of the command; `make test` has made it."""
    binary = TARGET / "release" / "presign"
    assert binary.exists(), f"{binary} is missing: cargo build --release -p presign-cli"
    return binary


@pytest.fixture(scope="session")
def run_presign(presign_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the command in an environment that holds what the test gives it and nothing else."""
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
    """Run the command where it must print exactly one line."""

    def one_line(*arguments: str, env: Mapping[str, str]) -> str:
        line = run_presign(*arguments, env=env)
        assert line.endswith("\n")
        assert "\n" not in line[:-1]
        return line[:-1]

    return one_line
