"""presign.hpp: its programs pass in every way that C++ is built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from toolchain import BINDINGS, COMPILERS, run

if TYPE_CHECKING:
    from pathlib import Path

    from toolchain import Installed

TESTS = BINDINGS / "cpp/tests"
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g"]
WARNINGS = ["-Wshadow", "-Wconversion", "-Wsign-conversion", "-Wold-style-cast", "-Wnon-virtual-dtor"]
WAYS = {
    "throwing, sanitized": ("throwing", SANITIZERS),
    "throwing, optimized": ("throwing", ["-O2", *WARNINGS]),
    "throwing, C++20": ("throwing", ["-std=c++20"]),
    "no_throw, sanitized": ("no_throw", SANITIZERS),
    "no_throw, no exceptions": ("no_throw", ["-fno-exceptions", "-fno-rtti", "-O2", *WARNINGS]),
    "no_throw, no exceptions, sanitized": ("no_throw", ["-fno-exceptions", *SANITIZERS]),
}


@pytest.mark.parametrize("way", WAYS)
def test_program(installed: Installed, tmp_path: Path, way: str) -> None:
    """Each program checks itself, and ends with 0."""
    name, flags = WAYS[way]
    program = installed.compile(tmp_path / name, "cpp", *flags, TESTS / f"{name}.cpp")
    run(program, env={"LD_LIBRARY_PATH": str(installed.lib)})


@pytest.mark.parametrize("flags", [[], ["-fno-exceptions"]], ids=["alike", "one without exceptions"])
def test_two_translation_units(installed: Installed, tmp_path: Path, flags: list[str]) -> None:
    """Both include the header, and link together."""
    objects = []
    for unit, its_flags in (("two_units_a", []), ("two_units_b", flags)):
        objects.append(tmp_path / f"{unit}.o")
        cflags = installed.pkg_config("--cflags", "presign")
        run(*COMPILERS["cpp"], *its_flags, "-c", TESTS / f"{unit}.cpp", "-o", objects[-1], *cflags)
    program = installed.compile(tmp_path / "two_units", "cpp", *objects)
    run(program, env={"LD_LIBRARY_PATH": str(installed.lib)})


def test_the_programs_expect_what_the_vectors_say(vectors: dict[str, Any]) -> None:
    """The URL in the programs' header is not our own output."""
    case = next(case for case in vectors["cases"] if case["name"] == "aws documentation")
    lines = (TESTS / "given.hpp").read_text().split("documented_url =")[1].split(";")[0].splitlines()
    assert "".join(line.strip().strip('"') for line in lines) == case["url"]
