"""The packages in target/dist, and what each must print."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from roots import Kind, Root, made

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def case() -> dict[str, Any]:
    """Return the case of the vectors that every package signs."""
    vectors = json.loads((ROOT / "tests/vectors/sigv4.json").read_text(encoding="utf-8"))
    (found,) = [case for case in vectors["cases"] if case["name"] == "path style, longest lifetime"]
    keys = {name: vectors[name] for name in ("access_key", "secret_key")}
    return {**found, **keys}


@pytest.fixture(scope="session")
def settings(case: dict[str, Any]) -> dict[str, str]:
    """Return the environment variables from which the command and the examples in C read keys and region."""
    return {
        "AWS_ACCESS_KEY_ID": case["access_key"],
        "AWS_SECRET_ACCESS_KEY": case["secret_key"],
        "AWS_REGION": case["region"],
        "AWS_ENDPOINT_URL": case["endpoint"],
    }


@pytest.fixture
def root(tmp_path: Path) -> Callable[..., Root]:
    """Return a function that gives a clean root, which the test may change; a second one needs a name."""

    def one(kind: Kind, name: str = "root") -> Root:
        made(kind)
        fresh = Root(kind, tmp_path / f"{name}-{kind.name}")
        fresh.prepare()
        return fresh

    return one


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    """Run a command with this machine's search path and no variables but these, and return what it prints."""
    done = subprocess.run(
        command,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"} | (env or {}),
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout
