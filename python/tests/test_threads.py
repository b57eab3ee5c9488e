"""One signer can be used by all threads, and in forked processes."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import presign
import pytest
from conftest import python

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400
PATIENCE_SECONDS = 30


def links(signer: presign.Signer, seed: int, count: int) -> list[str]:
    """Sign URLs on more days than a signer caches keys for."""
    rng = random.Random(seed)
    return [signer.get("bucket", f"{seed}/{i}", sign_at=rng.randrange(9) * DAY) for i in range(count)]


def test_threads_share_a_signer(signer: presign.Signer) -> None:
    """Threads get the same URLs as a single thread."""
    fresh = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    expected = [links(fresh, seed, 2000) for seed in range(8)]
    start = threading.Barrier(8)

    def run(seed: int) -> list[str]:
        start.wait()
        return links(signer, seed, 2000)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, range(8))) == expected


def test_a_batch_lets_other_threads_run(signer: presign.Signer) -> None:
    """Other threads run while `presign_many` signs."""
    keys, ticks, done = [f"k{i}" for i in range(300_000)], 0, threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.0001)

    other = threading.Thread(target=tick)
    interval = sys.getswitchinterval()
    # No thread is forced to yield, so the other one runs only where the batch releases the interpreter.
    sys.setswitchinterval(1000)
    try:
        other.start()
        before = ticks
        signer.presign_many("GET", "bucket", keys)
        during = ticks - before
    finally:
        sys.setswitchinterval(interval)
        done.set()
        other.join()
    assert during > 0


@pytest.mark.parametrize("threads", [0, 1, 2, 3, 64])
def test_any_number_of_threads_gives_the_same_urls(signer: presign.Signer, threads: int) -> None:
    """The URLs and their order do not depend on the number of threads."""
    keys = [f"{i}/ü" for i in range(1001)]
    expected = [signer.get("bucket", key, sign_at=0) for key in keys]
    assert signer.presign_many("GET", "bucket", keys, sign_at=0, threads=threads) == expected


def test_batches_at_once(signer: presign.Signer) -> None:
    """Threads can sign batches with the same signer at the same time."""
    keys = [f"k{i}" for i in range(5000)]
    expected = signer.presign_many("GET", "bucket", keys, sign_at=0)

    def run(_: int) -> bool:
        return signer.presign_many("GET", "bucket", keys, sign_at=0, threads=2) == expected

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(run, range(12)))


def test_fork_while_threads_sign(signer: presign.Signer) -> None:
    """A child that is forked while threads sign can sign, and returns the same URLs."""
    expected, stop = links(signer, 7, 50), threading.Event()

    def busy(seed: int) -> None:
        while not stop.is_set():
            links(signer, seed, 200)
            signer.presign_many("GET", "bucket", ["a", "b", "c"], threads=2)

    workers = [threading.Thread(target=busy, args=(seed,)) for seed in range(3)]
    for worker in workers:
        worker.start()
    try:
        for _ in range(50):
            assert in_a_child(signer, expected) == 0
    finally:
        stop.set()
        for worker in workers:
            worker.join()


def in_a_child(signer: presign.Signer, expected: list[str]) -> int:
    """Fork, sign in the child, and return its exit code. A child that hangs is killed and has failed."""
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE_SECONDS)
        same = links(signer, 7, 50) == expected
        many = signer.presign_many("GET", "bucket", ["a", "b"], sign_at=0, threads=2)
        same = same and many == [signer.get("bucket", key, sign_at=0) for key in "ab"]
        os._exit(0 if same else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_a_worker(seed: int) -> list[str]:
    """Sign with a signer that was created before the worker."""
    return links(SHARED, seed, 100)


SHARED = presign.Signer("access", "secret")


def test_multiprocessing() -> None:
    """Forked workers of a pool sign the same URLs."""
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(in_a_worker, range(8)) == [links(SHARED, seed, 100) for seed in range(8)]


APPLICATION = """
    import os
    import presign

    signer = presign.Signer("access", "secret")
    signer.presign_many("GET", "bucket", ["warm"] * 1000, threads=2)
    MASTER = os.getpid()


    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        key = environ["PATH_INFO"][1:]
        links = [signer.get("bucket", key, sign_at=0)]
        links += signer.presign_many("GET", "bucket", [key, key], sign_at=0, threads=2)
        return ["\\n".join([str(os.getpid()), str(MASTER), *links]).encode()]
"""


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(port: int, key: str) -> list[str]:
    """Request a URL from the application, which may still be starting."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{key}", timeout=PATIENCE_SECONDS) as answer:
                return str(answer.read().decode()).split("\n")
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def test_gunicorn_with_preload(tmp_path: Path) -> None:
    """Forked workers of gunicorn use a signer that was created and used in the master."""
    (tmp_path / "application.py").write_text(textwrap.dedent(APPLICATION))
    port = free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--preload", "--workers", "2", "--threads", "2"),
            *("--bind", f"127.0.0.1:{port}", "--log-level", "warning", "application:app"),
        ],
        cwd=tmp_path,
    )
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda i: fetch(port, f"k{i}"), range(100)))
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)
    for i, (worker, master, *made) in enumerate(answers):
        assert worker != master
        assert made == [SHARED.get("bucket", f"k{i}", sign_at=0)] * 3


INTERRUPTED = """
import signal, time
import presign, pyarrow
signer = presign.Signer("access", "secret", endpoint="files.example", version={version!r})
keys = ["k" * 40] * 3_000_000
keys = keys if {name!r} == "presign_many" else pyarrow.array(keys)
signal.signal(signal.SIGALRM, signal.default_int_handler)
begin = time.monotonic()
getattr(signer, {name!r})("GET", "bucket", keys[:200_000], threads={threads})
share = time.monotonic() - begin
signal.setitimer(signal.ITIMER_REAL, share / 2)
begin = time.monotonic()
try:
    getattr(signer, {name!r})("GET", "bucket", keys, threads={threads})
except KeyboardInterrupt:
    # The whole batch takes fifteen times as long.
    assert time.monotonic() - begin < 7 * share
    print("seen")
"""


@pytest.mark.parametrize("version", ["v4", "v2"])
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", ["presign_many", "presign_arrow"])
def test_ctrl_c_within_a_batch(name: str, threads: int, version: str) -> None:
    """Ctrl-C stops a batch long before its end."""
    done = python(INTERRUPTED.format(name=name, threads=threads, version=version))
    assert (done.returncode, done.stdout, done.stderr) == (0, "seen\n", "")
