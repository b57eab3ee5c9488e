"""Starts the programs of a storage in order, kills them in reverse, and shows their logs if a start fails."""

from __future__ import annotations

import http.client
import os
import random
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest
from wire import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each storage has a block of ports, below the range from which the kernel assigns ports.
BLOCK = 64
FIRST_PORT, LAST_PORT = 12_000, 32_000
START_SECONDS = 60
# What cargo builds, and what `make storages` builds.
TARGET = Path(__file__).parents[2] / os.environ.get("CARGO_TARGET_DIR", "target")
BUILT = TARGET / "storages"
TAIL_LINES = 25


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_ports() -> int:
    """Return the first port of a block of 64 unused ports."""
    blocks = list(range(FIRST_PORT, LAST_PORT - BLOCK, BLOCK))
    # In random order, because two runs of the tests may search at the same time.
    random.shuffle(blocks)
    for first in blocks:
        if all(_is_free(port) for port in range(first, first + BLOCK)):
            return first
    pytest.fail(f"no {BLOCK} free ports in a row between {FIRST_PORT} and {LAST_PORT}")


def program(name: str, *, install: str, path: str | None = None) -> str:
    """Return the path of a program, or fail the test, because a skipped test proves nothing."""
    found = shutil.which(name, path=path)
    if found is None:
        pytest.fail(f"{name} is missing: {install}", pytrace=False)
    return found


def built(name: str) -> str:
    """Full name of a storage's program that `make storages` has built."""
    return program(name, install="make storages", path=str(BUILT))


def check_attributes(folder: Path) -> None:
    """Fail on a file system without the extended attributes in which storages keep names and headers."""
    try:
        os.setxattr(folder, "user.presign", b"1")
    except OSError as error:
        pytest.fail(
            f"no extended attributes in {folder} ({error}): run pytest with --basetemp elsewhere",
            pytrace=False,
        )


def ini(sections: Mapping[str, Mapping[str, object]]) -> str:
    """Return the text of a configuration file."""
    return "".join(
        f"[{section}]\n" + "".join(f"{name} = {value}\n" for name, value in settings.items())
        for section, settings in sections.items()
    )


class Daemons:
    """Programs that run until the `with` block exits, with their output in one folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self._running: list[subprocess.Popen[bytes]] = []
        # Kills the program if the tests are killed.
        setpriv = program("setpriv", install="apt-get install -y util-linux")
        self._setpriv = [setpriv, "--pdeathsig", "KILL", "--"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # These storages have no data to keep, so they are killed.
        for process in reversed(self._running):
            process.kill()
            process.wait()

    def start(self, name: str, *command: str) -> None:
        """Start a program that stays in the foreground, with its output in `name.log`."""
        with (self.folder / f"{name}.log").open("wb") as log:
            self._running.append(
                subprocess.Popen(
                    [*self._setpriv, *command],
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    # Ctrl-C in the terminal stops the tests, which then kill their programs.
                    start_new_session=True,
                )
            )

    def call(self, *command: str) -> None:
        """Run a program that must succeed, with its output in `setup.log`."""
        try:
            with (self.folder / "setup.log").open("ab") as log:
                subprocess.run(
                    command,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    timeout=START_SECONDS,
                    check=True,
                )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            pytest.fail(f"{error}\n{self.tails()}", pytrace=False)

    def wait_for_http(self, port: int) -> None:
        """Wait until a server responds on this port, or fail with the logs."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and all(p.poll() is None for p in self._running):
            connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
            with suppress(OSError, http.client.HTTPException):
                connection.request("GET", "/")
                connection.getresponse().read()
                return
            connection.close()
            time.sleep(0.05)
        pytest.fail(f"no server responds on port {port}\n{self.tails()}", pytrace=False)

    def tails(self) -> str:
        """Return the last lines of every log."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{_tail(log)}" for log in logs)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
