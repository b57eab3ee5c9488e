"""The packages for this machine, unpacked or installed into an empty folder; `make test` tries one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import packages
import programs
import pytest
from conftest import ROOT, run
from targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

GNU = TARGETS["x86_64-unknown-linux-gnu"]


@pytest.mark.host
@pytest.mark.parametrize("static", [False, True], ids=["shared", "static"])
def test_a_c_program_is_built_with_the_unpacked_library(
    case: dict[str, Any], settings: dict[str, str], tmp_path: Path, *, static: bool
) -> None:
    """pkg-config finds it wherever it was unpacked."""
    folder = packages.unpack(packages.archive(GNU), tmp_path / "somewhere")
    where = {"PKG_CONFIG_LIBDIR": str(folder / "lib/pkgconfig")}
    flags = run(
        "pkg-config", "--cflags", "--libs", *(["--static"] if static else []), "presign", env=where
    ).split()
    program, source = tmp_path / "one_link", ROOT / "bindings/c/examples/one_link.c"
    run("cc", "-o", program, source, *(["-static"] if static else []), *flags)
    shared = {} if static else {"LD_LIBRARY_PATH": str(folder / "lib")}
    assert run(program, *programs.c(case), env=settings | shared) == case["url"] + "\n"


def test_the_wheel_installs_without_a_network(
    case: dict[str, Any], settings: dict[str, str], tmp_path: Path
) -> None:
    """In an empty environment, with no package index; it has the command."""
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv/bin/python"
    run(python, "-m", "pip", "install", "--no-index", packages.wheel(GNU), cwd=tmp_path)
    assert run(python, "-c", programs.python(case), cwd=tmp_path) == case["url"] + "\n"
    printed = run(tmp_path / "venv/bin/presign", *programs.command(case), env=settings)
    assert printed == case["url"] + "\n"
