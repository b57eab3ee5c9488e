"""Runs compilers, build tools and the installed libpresign."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BINDINGS = ROOT / "bindings"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()

APT_PACKAGES = {
    "cmake": "cmake",
    "g++": "g++",
    "gcc": "gcc",
    "ldconfig": "libc-bin",
    "luajit": "luajit",
    "make": "make",
    "perl": "perl libffi-platypus-perl",
    "php": "php-cli",
    "pkg-config": "pkg-config",
    "readelf": "binutils",
    "ruby": "ruby",
}
STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic"]
COMPILERS = {"c": ["gcc", "-std=c99", *STRICT], "cpp": ["g++", "-std=c++17", *STRICT]}

# Settings of the `make` that runs the tests, or of the user's shell, must not change these installs.
_NOT_INHERITED = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PREFIX", "DESTDIR", "LIBDIR", "INCLUDEDIR")


def result(
    *command: str | Path, env: dict[str, str] | None = None, umask: int = -1
) -> subprocess.CompletedProcess[str]:
    """Run a command and return its result without checking it."""
    name = str(command[0])
    if "/" not in name and shutil.which(name) is None:
        pytest.fail(f"{name} is missing: apt-get install {APT_PACKAGES[name]}")
    inherited = {key: value for key, value in os.environ.items() if key not in _NOT_INHERITED}
    # The programs' input and output in the tests is UTF-8.
    return subprocess.run(
        [*command],
        env=inherited | {"LC_ALL": "C.UTF-8"} | (env or {}),
        capture_output=True,
        encoding="utf-8",
        check=False,
        umask=umask,
    )


def run(*command: str | Path, env: dict[str, str] | None = None, umask: int = -1) -> str:
    """Run a command that must succeed, and return its output."""
    done = result(*command, env=env, umask=umask)
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def make(*arguments: str, umask: int = -1) -> str:
    """Run the Makefile with the tests' target directory."""
    return run("make", "-C", ROOT, *arguments, env={"CARGO_TARGET_DIR": str(TARGET)}, umask=umask)


def needed(program: Path) -> list[str]:
    """List the shared libraries that a program loads."""
    lines = run("readelf", "--dynamic", "--wide", program).splitlines()
    return [line.split("[")[1].rstrip("]") for line in lines if "(NEEDED)" in line]


@dataclasses.dataclass(frozen=True)
class Installed:
    """A prefix into which `make install` installed."""

    prefix: Path

    @property
    def lib(self) -> Path:
        """Return the folder of the libraries."""
        return self.prefix / "lib"

    def pkg_config(self, *arguments: str) -> list[str]:
        """Run pkg-config with this prefix only."""
        return run("pkg-config", *arguments, env={"PKG_CONFIG_LIBDIR": str(self.lib / "pkgconfig")}).split()

    def compile(self, program: Path, language: str, *arguments: str | Path, static: bool = False) -> Path:
        """Build a program as a user of pkg-config does; a `static` program loads no library at run time."""
        flags = self.pkg_config("--cflags", "--libs", *(["--static"] if static else []), "presign")
        run(*COMPILERS[language], *arguments, "-o", program, *(["-static"] if static else []), *flags)
        return program
