"""No copy of a secret key stays in the memory of a process that has dropped its signers and verifiers.

Another process searches, so that it does not find what it searches for in its own memory.
"""

from __future__ import annotations

import os
import random
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

LENGTH = 40
#: One line of input, then one step for each further line; each ends with a line of output.
PROGRAM = """
import os, sys
import presign

secret_key = os.read(0, 40).decode()  # the only copies of Python's own: of the bytes, and of the str


def step():
    sys.stdout.write("\\n")
    sys.stdout.flush()
    os.read(0, 1)


def sign(version):
    host = "h.example"
    signer = presign.Signer("access", secret_key, session_token="token", version=version, endpoint=host)
    link = signer.get("bucket", "key")
    signer.presign_many("GET", "bucket", ["a", "b"] * 100, threads=2)
    signer.presign_post("bucket", "key")
    presign.Verifier({"access": (secret_key, "token")}, endpoint=host).verify("GET", link)
    secret = presign.Secret(secret_key, "token")
    presign.Verifier(lambda _: secret).verify("GET", link)
    presign.explain(link, secret)
    bad_region = lambda: presign.Signer("access", secret_key, region="a b")
    for call in (bad_region, lambda: presign.explain("?", secret)):
        try:
            call()
        except Exception as error:
            str(error)


import gc, inspect, difflib  # what errors import
step()
for version in ("v4", "v2"):
    sign(version)
gc.collect()
step()
copy = bytearray(secret_key.encode())
step()
"""


def copies(process: int, secret: bytes) -> int:
    """Return how often the memory of another process has the secret."""
    count = 0
    with Path(f"/proc/{process}/maps").open() as maps, Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if found and "[vvar" not in line:
                start, end = (int(number, 16) for number in found.groups())
                memory.seek(start)
                try:
                    count += memory.read(end - start).count(secret)
                except OSError:  # memory of a device
                    continue
    return count


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_copy_of_a_secret_key_stays_in_memory() -> None:
    """The only copies are those that Python itself made before presign had the key."""
    secret = "".join(random.SystemRandom().choices(string.ascii_letters, k=LENGTH)).encode()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONMALLOC"}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        bufsize=0,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(secret)
        counts = []
        for _ in range(3):
            assert process.stdout.readline() == b"\n"
            counts.append(copies(process.pid, secret))
            process.stdin.write(b".")
    before, after, with_another = counts
    assert before > 0
    assert after <= before
    assert with_another > after
