"""The wheel's command is the native one: the same output, exit codes and signals."""

from __future__ import annotations

import os
import signal
import subprocess
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
    ["s3://bucket/ü 文+😀", *SIGNED, "--v2", "--endpoint-url=http://localhost:9000"],
    ["s3://bucket/key", *SIGNED, "--json", "--method=PUT", "--header=x-amz-acl: private", "--query=a=b"],
    ["signurl", "s3://bucket/key", "1657457538", "--sign-at=0"],
    ["batch", "s3://bucket/dir/", "-", *SIGNED, "--threads=2"],
    # Wrong in all the ways there are.
    [],
    ["--help"],
    ["--version"],
    ["batch", "--help"],
    ["s3://bucket/key", "--no-such-option"],
    ["bucket/key"],
    ["s3://bucket/key", "--expires-in=8d"],
    ["s3://bucket/key", "--expires-at=1657457538"],
    ["s3://bucket/key", "--region=a/b"],
    ["s3://bucket/key", "--profile=nobody"],
    ["batch", "s3://bucket/", "/no/such/file"],
]


@pytest.fixture(params=["entry_point", "native"])
def program(request: pytest.FixtureRequest) -> Path:
    """Name each of the two programs in turn."""
    path: Path = request.getfixturevalue(request.param)
    return path


def environment(home: Path) -> dict[str, str]:
    """Give a program nothing but the keys and a home."""
    return {**ENV, "HOME": str(home), "PATH": os.environ["PATH"]}


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments) or "nothing")
def test_the_same(entry_point: Path, native: Path, tmp_path: Path, arguments: list[str]) -> None:
    """Both print the same and end with the same code."""
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


def test_arguments_that_are_no_text(entry_point: Path, native: Path, tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are refused alike."""
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
    """0 is a link, 1 a refusal, 2 a command line that cannot be understood."""
    done = subprocess.run([program, *arguments], env=environment(tmp_path), capture_output=True, check=False)
    assert done.returncode == code


def test_a_reader_that_goes_away(program: Path, tmp_path: Path) -> None:
    """`presign batch | head -1`: one link and no complaint; the shell sees that it was the signal."""
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
def test_it_ends_at_once(program: Path, tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C ends a batch that waits for keys; the shell sees that it was the signal."""
    links, said = tmp_path / "links", tmp_path / "said"
    with links.open("wb") as out, said.open("wb") as err:
        running = subprocess.Popen(
            [program, "batch", "s3://bucket/"],
            env=environment(tmp_path),
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            # Whoever starts the tests in the background may have it ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
    with running:
        assert running.stdin is not None
        running.stdin.write(b"key\n" * 50_000)
        running.stdin.flush()
        end = time.monotonic() + PATIENCE_SECONDS
        while links.stat().st_size == 0:  # Before that it may only be starting.
            assert time.monotonic() < end
            time.sleep(0.01)
        running.send_signal(number)
        assert running.wait(PATIENCE_SECONDS) == -number
    assert said.read_bytes() == b""


def test_ctrl_c_that_is_ignored(program: Path, tmp_path: Path) -> None:
    """As a shell has it for jobs in the background: the batch goes on to its end."""
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
    """100 000 keys through a pipe, and into a file."""
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
    """As a careless supervisor starts programs."""
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
