"""Runs the tests of a package on each mutant that cargo-mutants lists, with one build for all of them.

cargo-mutants builds anew for each mutant, which takes hours. This program writes all mutants into one copy of
the sources, each behind a switch (switches.py, mutation.rs), builds the tests once, and starts them with one
mutant chosen. A mutant that the compiler refuses is not viable: it is taken out, and the build is repeated. A
test program that does not reach a mutant is not started for it.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from listing import listed
from mutant import Mutant
from programs import FIXED, PACKAGES, Package, Program
from switches import Written, with_switches

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Tests of the sources' text, of the processor's time, and of a hundred million links.
LEFT_OUT = {"layers", "linear_time", "hundred_million"}
# A program of their own have tests that replace the allocator or start their own program again.
ALONE = re.compile(rb"global_allocator|current_exe")
SHARED = re.compile(rb"^mod (naive|random|vectors|explaining|verifying);$", re.MULTILINE)
MEMORY = 4 << 30
QUICK = 0.3
CAUGHT, MISSED, TIMEOUT, UNVIABLE, OWN_BUILD, UNREACHED, EQUIVALENT = (
    "caught", "missed", "timeout", "unviable", "own build", "not reached", "equivalent",
)  # fmt: skip


def named(mutants: list[Mutant]) -> dict[tuple[str, str], set[int]]:
    """Return the mutants by their file and each of the names that equivalent.toml may have for them."""
    by_name: dict[tuple[str, str], set[int]] = defaultdict(set)
    for mutant in sorted(mutants, key=lambda one: one.start):
        line = (ROOT / mutant.file).read_text(encoding="utf-8").splitlines()[mutant.start[0] - 1].strip()
        change = mutant.name.split(": ", 1)[1].strip()
        by_name[mutant.file, change].add(mutant.number)
        by_name[mutant.file, f"{change} @ {line}"].add(mutant.number)
        in_line = len(by_name[mutant.file, f"{change} @ {line}"])
        by_name[mutant.file, f"{change} @ {line} #{in_line}"].add(mutant.number)
    return by_name


def equivalent(package: Package, mutants: list[Mutant], *, all_there: bool) -> tuple[set[int], set[int]]:
    """Return the mutants that equivalent.toml lists, on which no test runs, and those that a pattern covers.

    If all mutants of the package are there, the file may list no others of it.
    """
    by_name = named(mutants)
    found: set[int] = set()
    covered: set[int] = set()
    for group in tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8")).get("group", []):
        for file, changes in group.get("files", {}).items():
            for change in changes if file.startswith(package.sources) else ():
                if all_there and (file, change) not in by_name:
                    sys.exit(f"equivalent.toml: {file} has no mutant {change!r}")
                found |= by_name[file, change]
        for file, patterns in group.get("patterns", {}).items():
            for pattern in patterns if file.startswith(package.sources) else ():
                fitting = [
                    numbers
                    for (of, name), numbers in by_name.items()
                    if of == file and re.fullmatch(pattern, name)
                ]
                if all_there and not fitting:
                    sys.exit(f"equivalent.toml: {file} has no mutant that fits {pattern!r}")
                covered |= set().union(*fitting)
    return found, covered


def write(path: Path, text: bytes) -> None:
    """Write a file unless it has this text already, so that nothing is built anew without need."""
    if not path.exists() or path.read_bytes() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


class Tree:
    """The copy of the sources that has all mutants."""

    def __init__(self, package: Package, folder: Path, mutants: list[Mutant], before: dict[str, str]) -> None:
        self.package = package
        self.folder = folder
        self.mutants = {mutant.number: mutant for mutant in mutants}
        self.unviable = {mutant.number for mutant in mutants if before.get(mutant.name) == UNVIABLE}
        self.own_build: set[int] = set()
        self.files: dict[str, Written] = {}
        self.merged: set[str] = set()
        names = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout
        for name in names.splitlines():
            if (ROOT / name).is_symlink() or not (ROOT / name).exists() or name.startswith("tests/mutation/"):
                continue
            if not name.startswith(package.sources):
                self.write_other(name, (ROOT / name).read_bytes())
        modules = "".join(f"mod {module};\n" for module in sorted(self.merged))
        write(folder / "tests/merged/main.rs", f"#![allow(missing_docs)]\n{modules}".encode())
        for name in names.splitlines():
            if name.startswith(package.sources):
                self.write_file(name)

    def write_other(self, name: str, text: bytes) -> None:
        """Write a file without mutants. Most tests become modules of one program, which is built sooner."""
        path = Path(name)
        if name.startswith("tests/") and path.suffix == ".rs":
            if len(path.parts) == 3:  # what several tests include
                write(self.folder / "tests/merged" / Path(*path.parts[1:]), text)
                if path.name == "mod.rs":
                    self.merged.add(path.parts[1])
            elif path.stem in LEFT_OUT:
                return
            elif not ALONE.search(text):
                write(self.folder / "tests/merged" / path.name, SHARED.sub(rb"use crate::\1;", text))
                self.merged.add(path.stem)
                return
        elif name.startswith("tests/") and len(path.parts) == 3:  # what `include_str!` reads
            write(self.folder / "tests/merged" / Path(*path.parts[1:]), text)
        write(self.folder / name, text)

    def write_file(self, name: str) -> None:
        """Write a source file with a switch for each viable mutant."""
        source = (ROOT / name).read_bytes()
        mutants = [
            one for one in self.mutants.values() if one.file == name and one.number not in self.unviable
        ]
        if mutants:
            written = with_switches(source, mutants)
            self.own_build.update(one.number for one in written.left_out)
            self.unviable |= written.unviable
            self.files[name] = written
            source = written.text
        if name == f"{self.package.sources}lib.rs":
            source += b"\n#[allow(missing_docs)]\npub mod mutation;\n"
            count = f"const MUTANTS: usize = {len(self.mutants) + 1};\n".encode()
            write(
                self.folder / self.package.sources / "mutation.rs",
                (HERE / "mutation.rs").read_bytes() + count,
            )
        write(self.folder / name, source)

    def build(self) -> list[Program]:
        """Build the tests, without the mutants that the compiler refuses."""
        while True:
            # Not the folder of other builds: cargo would take the copy for the original.
            build = self.folder.parent / "build"
            environment = os.environ | {"CARGO_TARGET_DIR": str(build)}
            command = self.package.test_command()
            done = subprocess.run(
                command, cwd=self.folder, env=environment, check=False, stdout=subprocess.PIPE, text=True
            )
            messages = [json.loads(line) for line in done.stdout.splitlines()]
            if done.returncode == 0:
                return self.package.programs(messages, self.folder, build)
            refused = self.refused(messages)
            if not refused:
                sys.exit("the compiler refuses the tests, and not for a mutant")
            print(f"{len(refused)} mutants are not viable", flush=True)
            self.unviable |= refused
            for name in {self.mutants[number].file for number in refused}:
                self.write_file(name)

    def refused(self, messages: list[dict[str, Any]]) -> set[int]:
        """Return the mutants that the compiler's errors are about."""
        found: set[int] = set()
        for message in messages:
            if message["reason"] != "compiler-message" or message["message"]["level"] != "error":
                continue
            text = message["message"]
            spans = sorted(text["spans"], key=lambda span: not span["is_primary"])
            about = {
                number
                for span in spans
                if span["file_name"] in self.files
                and (number := self.files[span["file_name"]].mutant_at(span["byte_start"], span["byte_end"]))
            }
            if spans and not about:
                print(text["rendered"], file=sys.stderr)
            found |= about
        return found


def start(program: Program, environment: dict[str, str], seconds: int) -> tuple[int, float]:
    """Run a test program, with so much processor time; return its status and the time that it took."""
    limits = ["prlimit", f"--cpu={seconds}:{seconds + 2}", f"--as={MEMORY}", "--core=0"]
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            [*limits, *program.command],
            cwd=program.folder,
            stdout=output,
            stderr=output,
            env=os.environ | FIXED | program.environment | environment,
        )
        timer = threading.Timer(60 + 20 * seconds, child.kill)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        if environment.get("PRESIGN_MUTANT") == "0" and child.returncode:
            output.seek(0)
            sys.exit(f"{program.name} fails without a mutant:\n{output.read().decode()}")
    return child.returncode, usage.ru_utime + usage.ru_stime


def record(program: Program, folder: Path) -> None:
    """Find out what a test program reaches, and how long it takes."""
    reached = folder / f"reached-{program.name}"
    reached.unlink(missing_ok=True)
    code, _ = start(program, {"PRESIGN_MUTANTS_REACHED": str(reached)}, 600)
    if code:
        sys.exit(f"{program.name} fails while it records what it reaches")
    _, program.seconds = start(program, {"PRESIGN_MUTANT": "0"}, 600)
    program.reached = set(map(int, reached.read_text().split())) if reached.exists() else set()
    print(f"{program.name}: {len(program.reached)} mutants, {program.seconds:.1f} s", flush=True)


class Judge:
    """Runs the programs on mutants; those first that caught most of the same file in the least time."""

    def __init__(self, programs: list[Program]) -> None:
        self.programs = programs
        self.caught: dict[tuple[str, str], int] = defaultdict(int)

    def judge(self, mutant: Mutant) -> str:
        """Return how the tests did."""
        reaching = [program for program in self.programs if mutant.number in program.reached]
        if not reaching:
            return UNREACHED
        reaching.sort(key=lambda one: one.seconds / (1 + 4 * self.caught[mutant.file, one.name]))
        for program in reaching:
            code, _ = start(
                program, {"PRESIGN_MUTANT": str(mutant.number)}, max(4, int(10 * program.seconds))
            )
            if code:
                self.caught[mutant.file, program.name] += 1
                return TIMEOUT if code in (-9, -24) else CAUGHT
        return MISSED


def table(package: Package, mutants: list[Mutant], outcomes: dict[str, str]) -> str:
    """Count the outcomes of each module, a line each."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant in mutants:
        if mutant.name in outcomes:
            parts = Path(mutant.file).relative_to(package.sources).with_suffix("").parts
            counts["/".join(parts[:2])][outcomes[mutant.name]] += 1
            counts["all"][outcomes[mutant.name]] += 1
    lines = [f"{'module':34}  judged  caught  missed      %  equiv.  unviable  own build"]
    for module, count in sorted(counts.items()):
        caught = count[CAUGHT] + count[TIMEOUT]
        missed = count[MISSED] + count[UNREACHED]
        share = 100 * caught / max(1, caught + missed)
        lines.append(
            f"{module:34}  {caught + missed:6}  {caught:6}  {missed:6}  {share:5.1f}"
            f"  {count[EQUIVALENT]:6}  {count[UNVIABLE]:6}  {count[OWN_BUILD]:6}"
        )
    return "\n".join(lines)


def parsed() -> argparse.Namespace:
    """Read the command's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "files", nargs="*", help="beginnings of names of source files, in order; default: all"
    )
    parser.add_argument("--package", choices=PACKAGES, default="presign")
    parser.add_argument("--quick", action="store_true", help="only tests that take less than 0.3 seconds")
    parser.add_argument("--again", action="store_true", help="only mutants that were not caught before")
    parser.add_argument("--in-diff", type=Path, help="only in lines that a diff adds; fail if one is missed")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


class Run:
    """One run over mutants, and its results in a file, beside those of earlier runs."""

    def __init__(self, mutants: list[Mutant], results: Path) -> None:
        self.mutants = mutants
        self.results = results
        before: dict[str, str] = json.loads(results.read_text()) if results.exists() else {}
        names = {mutant.name for mutant in mutants}
        self.outcomes = {name: outcome for name, outcome in before.items() if name in names}

    def assign(self, numbers: set[int], outcome: str) -> None:
        """Record one outcome for several mutants."""
        self.outcomes |= {mutant.name: outcome for mutant in self.mutants if mutant.number in numbers}
        self.results.write_text(json.dumps(dict(self.outcomes), indent=1))

    def chosen(self, files: list[str], *, again: bool) -> list[Mutant]:
        """Return the mutants to run: those of each file, in this order."""
        finished = {UNVIABLE, OWN_BUILD, EQUIVALENT} | ({CAUGHT, TIMEOUT} if again else set())
        begins = files or [""]
        todo = [
            mutant
            for mutant in self.mutants
            if self.outcomes.get(mutant.name) not in finished and mutant.file.startswith(tuple(begins))
        ]
        return sorted(todo, key=lambda one: [one.file.startswith(begin) for begin in begins].index(True))

    def judge(self, todo: list[Mutant], covered: set[int], judge: Judge, jobs: int) -> None:
        """Run the tests on each of these mutants. Those of `covered` that are missed are equivalent."""
        began = time.monotonic()

        def run(mutant: Mutant) -> None:
            outcome = judge.judge(mutant)
            if outcome == MISSED and mutant.number in covered:
                outcome = EQUIVALENT
            self.outcomes[mutant.name] = outcome
            if outcome in (MISSED, UNREACHED):
                print(f"{outcome.upper()} {mutant.name}", flush=True)

        with ThreadPoolExecutor(jobs) as pool:
            for count, _ in enumerate(pool.map(run, todo), 1):
                if count % 50 == 0 or count == len(todo):
                    self.assign(set(), "")
                    print(f"{count} of {len(todo)}, {time.monotonic() - began:.0f} s", flush=True)

    def missed(self) -> list[str]:
        """Return the names of the mutants that no test noticed."""
        return [name for name, outcome in self.outcomes.items() if outcome in (MISSED, UNREACHED)]


def main() -> None:
    """Judge the mutants of the files whose names begin with the arguments, or all."""
    arguments = parsed()
    package = PACKAGES[arguments.package]
    folder = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "mutation" / package.name
    folder.mkdir(parents=True, exist_ok=True)
    mutants = listed(ROOT, package.name, arguments.in_diff)
    if not mutants:
        print("no mutants")
        return
    run = Run(mutants, folder / ("changed.json" if arguments.in_diff else "outcomes.json"))
    tree = Tree(package, folder / "tree", mutants, run.outcomes)
    found = tree.build()
    run.assign(tree.own_build, OWN_BUILD)
    run.assign(tree.unviable, UNVIABLE)
    found_equivalent, covered = equivalent(package, mutants, all_there=not arguments.in_diff)
    run.assign(found_equivalent, EQUIVALENT)
    with ThreadPoolExecutor(arguments.jobs) as pool:
        list(pool.map(lambda program: record(program, folder), found))
    judge = Judge([program for program in found if not arguments.quick or program.seconds < QUICK])
    run.judge(run.chosen(arguments.files, again=arguments.again), covered, judge, arguments.jobs)
    print(table(package, mutants, run.outcomes))
    if arguments.in_diff and run.missed():
        sys.exit(1)


if __name__ == "__main__":
    main()
