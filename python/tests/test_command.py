"""The wheel's command has the output, exit codes and signals of the native one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENV = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "HIDDENsecret"}
SIGNED = ["--sign-at=1369353600", "--expires-in=1h"]
PATIENCE_SECONDS = 30
COMMANDS: list[list[str]] = [
    ["s3://bucket/key", *SIGNED],
    ["bucket/key", *SIGNED],
    ["s3://bucket/ü 文+😀", *SIGNED, "--v2", "--endpoint-url=http://localhost:9000"],
    ["s3://bucket/key", *SIGNED, "--json", "--method=PUT", "--header=x-amz-acl: private", "--query=a=b"],
    ["signurl", "s3://bucket/key", "1657457538", "--sign-at=0"],
    ["batch", "s3://bucket/dir/", "-", *SIGNED, "--threads=2"],
    # Invalid command lines of every kind.
    [],
    ["--help"],
    ["--version"],
    ["batch", "--help"],
    ["s3://bucket/key", "--no-such-option"],
    ["s3://bucket/key", "--expires-in=8d"],
    ["s3://bucket/key", "--expires-at=1657457538"],
    ["s3://bucket/key", "--region=a/b"],
    ["s3://bucket/key", "--profile=missing"],
    ["batch", "s3://bucket/", "/no/such/file"],
]


@pytest.fixture(params=["entry_point", "native"])
def program(request: pytest.FixtureRequest) -> Path:
    """Return the path of each of the two programs in turn."""
    path: Path = request.getfixturevalue(request.param)
    return path


def environment(home: Path) -> dict[str, str]:
    """Return an environment with only the keys and a home directory."""
    return {**ENV, "HOME": str(home), "PATH": os.environ["PATH"]}


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments) or "nothing")
def test_output_and_exit_code_are_the_same(
    entry_point: Path, native: Path, tmp_path: Path, arguments: list[str]
) -> None:
    """Both programs have the same output and exit code."""
    done = [
        subprocess.run(
            [program, *arguments],
            env=environment(tmp_path),
            input=b"one\ntwo\n\xc3\xbc\n",
            capture_output=True,
            check=False,
        )
        for program in (entry_point, native)
    ]
    assert done[0].stdout == done[1].stdout
    assert done[0].stderr == done[1].stderr
    assert done[0].returncode == done[1].returncode
    assert (b"HIDDEN" in done[0].stdout + done[0].stderr) is False


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments) or "nothing")
def test_python_m_presign_is_the_command(entry_point: Path, tmp_path: Path, arguments: list[str]) -> None:
    """`python -m presign` has the command's output and exit code."""
    by_script, by_module = (
        subprocess.run(
            [*words, *arguments],
            env=environment(tmp_path),
            input=b"one\ntwo\n\xc3\xbc\n",
            capture_output=True,
            check=False,
        )
        for words in ([entry_point], [sys.executable, "-m", "presign"])
    )
    assert by_module.stdout == by_script.stdout
    assert by_module.stderr == by_script.stderr
    assert by_module.returncode == by_script.returncode


def test_arguments_that_are_not_utf8_are_refused(entry_point: Path, native: Path, tmp_path: Path) -> None:
    """Both programs refuse arguments that are not UTF-8 with the same message."""
    done = [
        subprocess.run(
            [program, b"s3://bucket/\xff", *SIGNED],
            env=environment(tmp_path),
            capture_output=True,
            check=False,
        )
        for program in (entry_point, native)
    ]
    assert done[0].returncode == done[1].returncode != 0
    assert done[0].stderr == done[1].stderr


@pytest.mark.parametrize(
    ("arguments", "code"), [(["s3://bucket/key"], 0), (["s3://b/k", "--region=/"], 1), ([], 2)]
)
def test_exit_codes(program: Path, tmp_path: Path, arguments: list[str], code: int) -> None:
    """The exit code is 0 for a URL, 1 for a refusal, 2 for an invalid command line."""
    done = subprocess.run([program, *arguments], env=environment(tmp_path), capture_output=True, check=False)
    assert done.returncode == code


def test_a_closed_pipe_terminates_by_signal(program: Path, tmp_path: Path) -> None:
    """`presign batch | head -1` prints one URL and no message, and exits by SIGPIPE."""
    keys = tmp_path / "keys"
    keys.write_text("".join(f"k{i}\n" for i in range(200_000)))
    piped = subprocess.run(
        ["bash", "-c", '"$0" batch s3://bucket/ "$1" | head -1; exit "${PIPESTATUS[0]}"', program, keys],
        env=environment(tmp_path),
        capture_output=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert piped.stdout.startswith(b"https://bucket.s3.us-east-1.amazonaws.com/k0?")
    assert piped.stdout.count(b"\n") == 1
    assert (piped.stderr, piped.returncode) == (b"", 128 + signal.SIGPIPE)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_terminates_by_signal(program: Path, tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C stops a batch that waits for keys, which exits by SIGINT."""
    links, said = tmp_path / "links", tmp_path / "said"
    with links.open("wb") as out, said.open("wb") as err:
        running = subprocess.Popen(
            [program, "batch", "s3://bucket/"],
            env=environment(tmp_path),
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            # SIGINT may be ignored if the tests run in the background.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
    with running:
        assert running.stdin is not None
        running.stdin.write(b"key\n" * 50_000)
        running.stdin.flush()
        end = time.monotonic() + PATIENCE_SECONDS
        while links.stat().st_size == 0:  # Until then the program may still be starting.
            assert time.monotonic() < end
            time.sleep(0.01)
        running.send_signal(number)
        assert running.wait(PATIENCE_SECONDS) == -number
    assert said.read_bytes() == b""


def test_an_ignored_ctrl_c_stays_ignored(program: Path, tmp_path: Path) -> None:
    """If SIGINT is ignored, as in a shell's background job, the batch runs to completion."""
    links = tmp_path / "links"
    with links.open("wb") as out:
        running = subprocess.Popen(
            [program, "batch", "s3://bucket/"],
            env=environment(tmp_path),
            stdin=subprocess.PIPE,
            stdout=out,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509
        )
    with running:
        assert running.stdin is not None
        running.stdin.write(b"key\n" * 50_000)
        running.stdin.flush()
        end = time.monotonic() + PATIENCE_SECONDS
        while links.stat().st_size == 0:
            assert time.monotonic() < end
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        running.stdin.close()
        assert running.wait(PATIENCE_SECONDS) == 0
    assert links.read_bytes().count(b"\n") == 50_000


def test_a_large_batch(entry_point: Path, native: Path, tmp_path: Path) -> None:
    """Both programs sign 100 000 keys from a pipe, and into a file."""
    keys = "".join(f"dir/key {i}\n" for i in range(100_000)).encode()
    made = [
        subprocess.run(
            [program, "batch", "s3://bucket/", "-", *SIGNED, *to],
            env=environment(tmp_path),
            input=keys,
            capture_output=True,
            check=True,
        ).stdout
        for program, to in ((entry_point, []), (native, []), (entry_point, ["-o", str(tmp_path / "links")]))
    ]
    assert made[0] == made[1]
    assert made[0].count(b"\n") == 100_000
    assert (made[2], (tmp_path / "links").read_bytes()) == (b"", made[1])


CLOSED: list[tuple[str, Callable[[], None]]] = [
    ("stdin", lambda: os.close(0)),
    ("stdout", lambda: os.close(1)),
]


@pytest.mark.parametrize("close", [close for _, close in CLOSED], ids=[name for name, _ in CLOSED])
def test_a_closed_stream(entry_point: Path, native: Path, tmp_path: Path, close: Callable[[], None]) -> None:
    """Both programs behave alike if a standard stream is closed, as some supervisors start programs."""
    done = [
        subprocess.run(
            [program, "s3://bucket/key", *SIGNED],
            env=environment(tmp_path),
            stderr=subprocess.PIPE,
            preexec_fn=close,
            check=False,
        )
        for program in (entry_point, native)
    ]
    assert done[0].returncode == done[1].returncode
    assert done[0].stderr == done[1].stderr
