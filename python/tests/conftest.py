"""Fixtures of the wheel's tests. `make test-python` installs the wheel before it runs them."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import presign
import pytest
import rgw as ceph_rgw
from hypothesis import settings
from random_run import seed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["seed"]

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
# The directories of cargo and pip, because the tests get another home directory.
HOME = os.environ.get("HOME", "/")
ACCESS_KEY, SECRET_KEY = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
# The time of an example depends on the machine.
settings.register_profile("presign", deadline=None, print_blob=True)
settings.load_profile("presign")


def pytest_configure() -> None:
    """Refuse to test any presign other than the installed wheel."""
    # Mutation tests have a changed copy of the package.
    installed = Path(os.environ.get("PRESIGN_TEST_PACKAGE", sysconfig.get_path("platlib")))
    if installed not in Path(presign.__file__).parents:
        pytest.exit(f"the wheel is not installed: {presign.__file__}", returncode=4)


@pytest.fixture
def cases() -> int:
    """Return the number of random requests per test, which PRESIGN_TEST_CASES sets."""
    return int(os.environ.get("PRESIGN_TEST_CASES", "5000"))


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide the machine's settings from the tests and from the programs that they start."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def signer() -> presign.Signer:
    """Make a signer with AWS's example keys."""
    return presign.Signer(ACCESS_KEY, SECRET_KEY)


@pytest.fixture(scope="session")
def native() -> Path:
    """Return the path of the command's release build, which `make test-python` builds."""
    binary = TARGET / "release" / "presign"
    assert binary.exists(), f"{binary} is missing: cargo build --release -p presign-cli"
    return binary


@pytest.fixture(scope="session")
def entry_point() -> Path:
    """Return the path of the command that the wheel has installed."""
    return Path(sysconfig.get_path("scripts")) / "presign"


@pytest.fixture(scope="session")
def rgw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ceph_rgw.Rgw]:
    """Run a Ceph RGW for the whole session."""
    with ceph_rgw.running(tmp_path_factory.mktemp("rgw")) as storage:
        yield storage


def python(program: str, *arguments: str, **options: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a separate interpreter, and return its result without checking it."""
    return subprocess.run(
        [
            sys.executable,
            *(f"-X{name}={value}" for name, value in options.items()),
            "-c",
            program,
            *arguments,
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
