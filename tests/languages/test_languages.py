"""The same requests, right and wrong, have the same URLs and the same errors in every language."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from cases import cases
from random_run import fail_if_any

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
COUNT = int(os.environ.get("PRESIGN_TEST_CASES", "20000"))


def programs(folder: Path) -> dict[str, list[str | Path]]:
    """Return the command of each language's program; C's is compiled first."""
    in_c = folder / "answers"
    library = TARGET / "release" / "libpresign" / "libpresign.a"
    compiler: list[str | Path] = [
        "cc",
        "-std=c99",
        "-O1",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-I",
        ROOT / "include",
    ]
    subprocess.run(
        [*compiler, HERE / "answers.c", library, "-lpthread", "-ldl", "-lm", "-o", in_c], check=True
    )
    return {
        "Rust": [TARGET / "release" / "examples" / "answers"],
        "C": [in_c],
        "Python": [sys.executable, HERE / "answers.py"],
        "Node": ["node", HERE / "answers.js"],
        "Go": [os.environ.get("GO", "go"), "-C", ROOT / "bindings" / "go" / "peers", "run", "./answers"],
    }


def answers(command: list[str | Path], lines: list[str]) -> list[str]:
    """Let a program answer all requests."""
    text = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    answered = done.stdout.split("\n")[:-1]
    assert len(answered) == len(lines), command
    return answered


def differences(line: str, answered: Mapping[str, str]) -> str | None:
    """Compare the URL, or the kind of the error, with Rust's. Sentences have each language's own names."""
    compared = {language: answer.split("\t")[:2] for language, answer in answered.items()}
    if all(answer == compared["Rust"] for answer in compared.values()):
        return None
    return "\n".join([line, *(f"{language}: {answer}" for language, answer in answered.items())])


def test_every_language_gives_the_same_url_or_the_same_error(seed: int, tmp_path: Path) -> None:
    """Random requests, of which many are wrong in one place."""
    lines = [case.line() for case in cases(Random(seed), COUNT)]
    by_language = {language: answers(command, lines) for language, command in programs(tmp_path).items()}
    problems = []
    for index, line in enumerate(lines):
        problem = differences(line, {language: given[index] for language, given in by_language.items()})
        problems += [problem] if problem else []
    fail_if_any(problems, len(lines), seed)
    kinds = Counter(answer.split("\t")[1] for answer in by_language["Rust"] if answer.startswith("error"))
    # Both sides of the rules were tried.
    assert sum(kinds.values()) > COUNT / 10
    assert sum(kinds.values()) < COUNT * 9 / 10
    assert len(kinds) > 8, kinds
