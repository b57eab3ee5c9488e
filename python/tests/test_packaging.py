"""`make wheel` and `pip install ./python` in an environment without other packages."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import HOME, ROOT, TARGET

if TYPE_CHECKING:
    from pathlib import Path

# The first steps of a user, for a new interpreter.
FIRST_STEPS = """
import presign, sys
assert presign.__file__.startswith(sys.prefix), presign.__file__
signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    region="s-dt2", endpoint="https://s-dt2.cloud.gcore.lu")
print(presign.__version__, signer.get("example-bucket", "image.jpg", sign_at=1369353600, expires_in=604800))
"""
# The signature of that URL, from tests/vectors/sigv4.json: "path style, longest lifetime".
SIGNATURE = "5cb3d796479036743e9d2cbc977afbfd00fcc43846d7c5af15ed2592d8208b2b"


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> str:
    """Run a command that must succeed."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    done = subprocess.run(
        command,
        env=inherited | {"HOME": HOME} | (env or {}),
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def version() -> str:
    """Read the version from Cargo.toml."""
    return str(tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"])


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    run("make", "-C", ROOT, "wheel", f"WHEELS={folder}", env={"CARGO_TARGET_DIR": str(TARGET)})
    (built,) = folder.iterdir()
    return built


@pytest.fixture(params=["the wheel", "the sources"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Install into a fresh virtual environment, and return its folder."""
    what = request.getfixturevalue("wheel") if request.param == "the wheel" else ROOT / "python"
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    pip = [
        str(tmp_path / "venv/bin/python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
    ]
    run(*pip, what, env={"CARGO_TARGET_DIR": str(TARGET)})
    return tmp_path / "venv"


def test_the_installed_package_works(home: Path, tmp_path: Path, version: str) -> None:
    """The installed package can be imported, signs, has the command, and installs nothing else."""
    said = run(home / "bin/python", "-c", FIRST_STEPS, cwd=tmp_path).split()
    assert said[0] == version
    assert said[1].endswith(f"X-Amz-Signature={SIGNATURE}")
    keys = {"AWS_ACCESS_KEY_ID": "access", "AWS_SECRET_ACCESS_KEY": "secret"}
    assert run(home / "bin/presign", "--version") == f"presign {version}\n"
    assert run(home / "bin/presign", "s3://bkt/k", env=keys).startswith(
        "https://bkt.s3.us-east-1.amazonaws.com/k?"
    )
    listed = run(home / "bin/python", "-m", "pip", "--disable-pip-version-check", "list", "--format=freeze")
    names = {line.partition("=")[0].split(" ")[0] for line in listed.splitlines()}
    assert names - {"pip", "setuptools"} == {"presign-rs"}


def test_the_wheel_has_only_the_package(wheel: Path, version: str) -> None:
    """The wheel has one module for every CPython from 3.11 on, types and licences, no sources or tests."""
    assert wheel.name.startswith(f"presign_rs-{version}-cp311-abi3-")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        info = f"presign_rs-{version}.dist-info"
        metadata = archive.read(f"{info}/METADATA").decode()
    package = {name for name in names if not name.startswith(info)}
    wanted = {"__init__.py", "_command.py", "_presign.abi3.so", "_presign.pyi", "py.typed"}
    assert {f"presign/{name}" for name in wanted} <= package
    assert all(name.startswith("presign/") and "test" not in name for name in package)
    assert {f"{info}/licenses/LICENSE-{name}" for name in ("APACHE", "MIT")} <= names
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert "\n# presign for Python\n" in metadata


def test_import_time(capsys: pytest.CaptureFixture[str]) -> None:
    """The import time is printed but not checked, because it depends on load; no other module is imported."""
    program = "import sys; before = set(sys.modules); import presign; print(*set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    last = [line for line in done.stderr.splitlines() if line.endswith("| presign")][-1]
    with capsys.disabled():
        print(f"\nimport presign: {int(last.split('|')[1]) / 1000:.1f} ms")
    assert set(done.stdout.split()) == {"presign", "presign._presign"}
