"""One verifier can be used by all threads, and in forked processes."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import presign
from conftest import ACCESS_KEY, SECRET_KEY
from test_vectors import vectors

PATIENCE_SECONDS = 30
# More days, regions and keys than a verifier caches signing keys for.
CASES = [
    parameter.values[0]
    for version in ("v4", "v2")
    for parameter in vectors(version)
    if parameter.values[0]["addressing"] != "cname"
]


VERIFIERS = {
    (case["endpoint"], case["addressing"], case["session_token"]): presign.Verifier(
        {ACCESS_KEY: (SECRET_KEY, case["session_token"])},
        endpoint=case["endpoint"],
        addressing=case["addressing"],
    )
    for case in CASES
}


def all_right() -> bool:
    """Verify every case, and refuse a forged copy of it."""
    for case in CASES:
        verifier = VERIFIERS[case["endpoint"], case["addressing"], case["session_token"]]
        if (
            verifier.verify(case["method"], case["url"], case["headers"], at=case["sign_at"]).key
            != case["key"]
        ):
            return False
        with suppress(presign.Refused):
            verifier.verify("PATCH", case["url"], case["headers"], at=case["sign_at"])
            return False
    return True


def test_threads_share_a_verifier() -> None:
    """Threads get the same results as a single thread."""
    start = threading.Barrier(8)

    def run(_: int) -> bool:
        start.wait()
        return all(all_right() for _ in range(20))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(run, range(8)))


def test_secrets_that_change_meanwhile() -> None:
    """Each request is checked with a current secret while these change; in the end only the last counts."""
    case = next(case for case in CASES if case["method"] == "GET" and not case["session_token"])
    secrets = {ACCESS_KEY: SECRET_KEY}
    verifier, stop = presign.Verifier(secrets, endpoint=case["endpoint"]), threading.Event()

    def verdict() -> str:
        try:
            verifier.verify("GET", case["url"], case["headers"], at=case["sign_at"])
        except presign.Refused as refused:
            return refused.reason
        return "in"

    def change() -> None:
        while not stop.is_set():
            secrets[ACCESS_KEY] = "another"
            secrets.pop(ACCESS_KEY)
            secrets[ACCESS_KEY] = SECRET_KEY

    other = threading.Thread(target=change)
    other.start()
    try:
        seen = {verdict() for _ in range(20_000)}
    finally:
        stop.set()
        other.join()
    assert "in" in seen
    assert seen <= {"in", "signature", "unknown-access-key"}
    assert verdict() == "in"


def test_fork_while_threads_verify() -> None:
    """A child that is forked while threads verify can verify."""
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            all_right()

    workers = [threading.Thread(target=busy) for _ in range(3)]
    for worker in workers:
        worker.start()
    try:
        for _ in range(50):
            child = os.fork()
            if child == 0:
                signal.alarm(PATIENCE_SECONDS)
                os._exit(0 if all_right() else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        stop.set()
        for worker in workers:
            worker.join()
