"""The test programs of presign.hpp pass with every set of compiler options."""

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
BUILDS = {
    "throwing, sanitized": ("throwing", SANITIZERS),
    "throwing, optimized": ("throwing", ["-O2", *WARNINGS]),
    "throwing, C++20": ("throwing", ["-std=c++20"]),
    "allocations": ("allocations", ["-O2", *WARNINGS]),
    "cpp20, sanitized": ("cpp20", ["-std=c++20", *SANITIZERS]),
    "cpp20, optimized": ("cpp20", ["-std=c++20", "-O2", *WARNINGS]),
    "no_throw, sanitized": ("no_throw", SANITIZERS),
    "no_throw, C++20": ("no_throw", ["-std=c++20", "-fno-exceptions", *WARNINGS]),
    "no_throw, no exceptions": ("no_throw", ["-fno-exceptions", "-fno-rtti", "-O2", *WARNINGS]),
    "no_throw, no exceptions, sanitized": ("no_throw", ["-fno-exceptions", *SANITIZERS]),
}


@pytest.mark.parametrize("build", BUILDS)
def test_the_programs_pass(installed: Installed, tmp_path: Path, build: str) -> None:
    """Each program checks itself and exits with 0."""
    name, flags = BUILDS[build]
    program = installed.compile(tmp_path / name, "cpp", *flags, TESTS / f"{name}.cpp")
    run(program, env={"LD_LIBRARY_PATH": str(installed.lib)})


@pytest.mark.parametrize("flags", [[], ["-fno-exceptions"]], ids=["same options", "one without exceptions"])
def test_two_translation_units_link_together(installed: Installed, tmp_path: Path, flags: list[str]) -> None:
    """Two translation units that include the header link together."""
    objects = []
    for unit, unit_flags in (("two_units_a", []), ("two_units_b", flags)):
        objects.append(tmp_path / f"{unit}.o")
        cflags = installed.pkg_config("--cflags", "presign")
        run(*COMPILERS["cpp"], *unit_flags, "-c", TESTS / f"{unit}.cpp", "-o", objects[-1], *cflags)
    program = installed.compile(tmp_path / "two_units", "cpp", *objects)
    run(program, env={"LD_LIBRARY_PATH": str(installed.lib)})


@pytest.mark.parametrize(
    ("name", "case_name"),
    [
        ("documented_url", "aws documentation"),
        ("upload_url", "put, content type and acl"),
        ("head_url", "head"),
    ],
)
def test_the_programs_expect_the_urls_of_the_vectors(
    vectors: dict[str, Any], name: str, case_name: str
) -> None:
    """The URLs that the programs expect are those of the vectors."""
    case = next(case for case in vectors["cases"] if case["name"] == case_name)
    lines = (TESTS / "given.hpp").read_text().split(f"{name} =")[1].split(";")[0].splitlines()
    assert "".join(line.strip().strip('"') for line in lines) == case["url"]
