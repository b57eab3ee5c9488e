"""The packages whose mutants are run, and the test programs of each."""

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The same random cases for each mutant, few of them, and no search for a smaller case that fails too.
FIXED = {
    "PRESIGN_TEST_CASES": "60",
    "PROPTEST_RNG_SEED": "20261130",
    "PROPTEST_MAX_SHRINK_ITERS": "0",
    "RUST_BACKTRACE": "0",
}
PROFILE = ["--locked", "--profile", "mutants"]
# This test of bindings/c/tests/library compiles the C programs, links them with the shared library, and runs
# them once.
C_PROGRAMS = "programs::programs_pass_as_c99_with_the_shared_library"
# valgrind also finds memory that is not freed; that test's file explains the options.
VALGRIND = ["valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full"]
VALGRIND += ["--errors-for-leak-kinds=definite,indirect"]
# The threads of `sharing` take long in valgrind; `surroundings`, while it records what it reaches, ends there
# with one of its own signals.
NOT_IN_VALGRIND = {"sharing", "surroundings"}
# The test builds the library in cargo's default profile. These settings are those of the profile for mutants.
LIKE_MUTANTS = {
    "CARGO_PROFILE_DEV_DEBUG": "false",
    "CARGO_PROFILE_DEV_OPT_LEVEL": "1",
}


@dataclass
class Program:
    """A test program or one of its modules, the mutants that it reaches, and its processor time."""

    name: str
    command: list[str]
    folder: str
    environment: dict[str, str]
    seconds: float = 0.0
    reached: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Package:
    """A package with mutants: the folder of its sources, and which of cargo's targets have its tests."""

    name: str
    sources: str
    targets: tuple[str, ...]
    has_c_programs: bool = False

    def test_command(self) -> list[str]:
        """Return the command that builds the tests."""
        command = ["cargo", "test", *PROFILE, "--package", self.name, *self.targets]
        return [*command, "--no-run", "--message-format", "json"]

    def programs(self, messages: list[dict[str, Any]], tree: Path, build: Path) -> list[Program]:
        """Return the test programs, of which cargo built those in Rust, as its messages say."""
        found = list(rust_programs(messages))
        if self.has_c_programs:
            found += c_programs(self.name, tree, build)
        return found


PACKAGES = {
    package.name: package
    for package in (
        Package("presign", "src/", ("--lib", "--tests")),
        Package("presign-c", "bindings/c/src/", ("--lib",), has_c_programs=True),
    )
}


def rust_programs(messages: list[dict[str, Any]]) -> Iterator[Program]:
    """Return the test programs that cargo has built, one for each module of tests."""
    for message in messages:
        if (
            message["reason"] != "compiler-artifact"
            or not message["executable"]
            or not message["profile"]["test"]
        ):
            continue
        name = message["target"]["name"]
        folder = str(Path(message["manifest_path"]).parent)
        done = subprocess.run(
            [message["executable"], "--list", "--format", "terse"],
            cwd=folder, env=os.environ | FIXED, check=True, capture_output=True, text=True,
        )  # fmt: skip
        modules: dict[str, list[str]] = defaultdict(list)
        for test in re.findall("^(.*): test$", done.stdout, re.MULTILINE):
            modules[test.rpartition("::")[0]].append(test)
        for module, tests in modules.items():
            yield Program(
                f"{Path(folder).name}-{name}-{module}",
                [message["executable"], "--exact", *tests],
                folder,
                {"CARGO_MANIFEST_DIR": folder},
            )


def c_programs(package: str, tree: Path, build: Path) -> list[Program]:
    """Compile the C programs, linked with the library that has all mutants, and return them."""
    environment = os.environ | FIXED | LIKE_MUTANTS | {"CARGO_TARGET_DIR": str(build)}
    test = [
        "cargo",
        "test",
        "--locked",
        "--package",
        package,
        "--test",
        "library",
        "--",
        "--exact",
        C_PROGRAMS,
    ]
    subprocess.run(test, cwd=tree, env=environment, check=True)
    # Where that test keeps the programs and the library.
    binaries, library = build / "tmp/programs-c99", build / "tmp/libraries-c99"
    return [
        # Threads of `sharing` sign at least once, and for no further second.
        Program(f"{name}-{path.name}", [*tool, str(path), "0"], str(tree), {"LD_LIBRARY_PATH": str(library)})
        for name, tool in (("c", []), ("valgrind", VALGRIND))
        for path in sorted(binaries.iterdir())
        if not tool or path.name not in NOT_IN_VALGRIND
    ]
