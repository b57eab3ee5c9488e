"""Installs libpresign once, and builds the examples with it by every tool that users have."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest
from toolchain import BINDINGS, ROOT, Installed, make, run

if TYPE_CHECKING:
    from pathlib import Path

# Last, since its modules have short names.
sys.path.append(str(ROOT / "packaging"))

EXAMPLES = ("one_link", "upload_link", "many_links", "check_link")
BUILDS = ("pkg-config shared", "pkg-config static", "cmake shared", "cmake static")


@dataclasses.dataclass(frozen=True)
class Examples:
    """The examples of one language, built by one tool."""

    build: str
    programs: dict[str, Path]
    env: dict[str, str]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install into a new prefix."""
    prefix = tmp_path_factory.mktemp("installed")
    make("install", f"PREFIX={prefix}")
    return Installed(prefix)


@pytest.fixture(scope="session")
def moved(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Copy the installed tree to another folder, where CMake must find it too."""
    prefix = tmp_path_factory.mktemp("moved") / "tree"
    shutil.copytree(installed.prefix, prefix, symlinks=True)
    return Installed(prefix)


@pytest.fixture(scope="session")
def by_cmake(moved: Installed, version: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a user's CMake project, and return the folder of its programs."""
    folder = tmp_path_factory.mktemp("cmake")
    run(
        *("cmake", "-S", ROOT / "tests/packaging/consumer", "-B", folder),
        *(f"-DCMAKE_PREFIX_PATH={moved.prefix}", f"-DBINDINGS={BINDINGS}", f"-DWANTED_VERSION={version}"),
    )
    run("cmake", "--build", folder, "--parallel", "2")
    return folder


@pytest.fixture(
    scope="session", params=[f"{language}, {build}" for build in BUILDS for language in ("c", "cpp")]
)
def examples(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Examples:
    """Build the examples of one language by one tool."""
    language, build = str(request.param).split(", ")
    tool, kind = build.split()
    if tool == "cmake":
        folder: Path = request.getfixturevalue("by_cmake")
        target = "presign" if kind == "shared" else "static"
        return Examples(build, {name: folder / f"{target}-{language}-{name}" for name in EXAMPLES}, {})
    installed: Installed = request.getfixturevalue("installed")
    folder = tmp_path_factory.mktemp("examples")
    programs = {
        name: installed.compile(
            folder / name,
            language,
            BINDINGS / language / "examples" / f"{name}.{language}",
            static=kind == "static",
        )
        for name in EXAMPLES
    }
    return Examples(build, programs, {"LD_LIBRARY_PATH": str(installed.lib)} if kind == "shared" else {})


@pytest.fixture(scope="session")
def version() -> str:
    """Read the version from Cargo.toml."""
    lines = (ROOT / "Cargo.toml").read_text().split("[workspace.package]")[1].splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version"))


@pytest.fixture(scope="session")
def soname() -> str:
    """Return the name under which programs load the library; its number is the ABI's."""
    return f"libpresign.so.{(BINDINGS / 'c/abi-version').read_text().strip()}"


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    """Read the vectors of Signature Version 4."""
    loaded: dict[str, Any] = json.loads((ROOT / "tests/vectors/sigv4.json").read_text(encoding="utf-8"))
    return loaded
