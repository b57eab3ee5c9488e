"""Runs the commands of a page's `console` blocks in one shell, and compares what they print."""

from __future__ import annotations

import doctest
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from blocks import Block

# Stands before the output of each command.
MARK = "\x1e"


@dataclass(frozen=True)
class Command:
    """A command as it is shown, and what it prints."""

    line: int
    text: str
    shown: str


def commands(block: Block) -> list[Command]:
    """Return the commands of a block: a line after `$ `, with those that a backslash adds."""
    found: list[Command] = []
    lines = iter(enumerate(block.text.splitlines(), start=block.line + 1))
    for number, line in lines:
        if not line.startswith("$ "):
            assert found, f"line {number}: a console block begins with a command"
            last = found.pop()
            found.append(Command(last.line, last.text, f"{last.shown}{line}\n"))
            continue
        text = line[2:]
        while text.endswith("\\"):
            text += f"\n{next(lines)[1].removeprefix('> ')}"
        found.append(Command(number, text, ""))
    return found


def run(page: Path, console: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Run a page's commands in a folder. One that fails, or prints something else, is an error."""
    listed = [command for block in console for command in commands(block)]
    script = "exec 2>&1\nset -e -o pipefail\n"
    script += "".join(f"printf '{MARK}'\n{command.text}\n" for command in listed)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    outputs = done.stdout.split(MARK)[1:]
    # The shell itself has refused the script if no command was started.
    assert outputs or not listed, f"{page}: {done.stdout}{done.stderr}"
    checker = doctest.OutputChecker()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    for command, output in zip(listed, outputs, strict=False):
        place = f"{page}:{command.line}: $ {command.text}"
        ended = done.returncode if command is listed[len(outputs) - 1] else 0
        assert ended == 0, f"{place}\nexit status {ended}\n{output}"
        assert checker.check_output(command.shown, output, flags), (
            f"{place}\nshown:\n{command.shown}\nprinted:\n{output}"
        )
    assert len(outputs) == len(listed), (
        f"{page}: commands after line {listed[len(outputs) - 1].line} did not run"
    )
