"""`presign verify` takes the links of botocore and of s3cmd, and no others that look like them."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import TYPE_CHECKING

import pytest
from by_botocore import by_auth_class, operations
from by_s3cmd import a_link, by_s3cmd
from requests_at_random import CNAME, PATH, VIRTUAL, Request, free_form

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHOWN = 3


def verify(binary: Path, request: Request, url: str, *, wrong: bool = False) -> str:
    """Return what the command says: `valid`, or why not."""
    arguments = [f"--method={request.method}", f"--at={request.sign_at}"]
    arguments += [f"--header={name}: {value}" for name, value in request.headers]
    if request.endpoint is not None:
        arguments.append(f"--endpoint-url={request.endpoint_given or request.endpoint}")
        arguments.append(f"--addressing-style={VIRTUAL if request.addressing == VIRTUAL else PATH}")
    secret = {"AWS_SECRET_ACCESS_KEY": "another"} if wrong else {}
    done = subprocess.run(
        [binary, "verify", "-", *arguments],
        env={"HOME": "/", **request.environment(), **secret},
        input=url,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.strip() or done.stderr.strip()


def repeats_amz(request: Request) -> bool:
    """Tell whether the query repeats a name of the signature's family, which is refused whoever signed it."""
    names = [name.lower() for name, _ in request.query if name.lower().startswith("x-amz-")]
    return len(names) != len(set(names))


def check(signed: list[tuple[Request, str]], binary: Path, seed: int) -> None:
    """Run the command for every link, with the right secret key and with a wrong one."""

    def problem(one: tuple[Request, str]) -> str | None:
        request, url = one
        right, wrong = verify(binary, request, url), verify(binary, request, url, wrong=True)
        if right == "valid" and wrong.startswith("presign: 403 SignatureDoesNotMatch"):
            return None
        return f"{right}\n{wrong}\n{request}\n{url}"

    with ThreadPoolExecutor(max_workers=4) as pool:
        found = [text for text in pool.map(problem, signed) if text]
    if found:
        shown = "\n\n".join(found[:SHOWN])
        pytest.fail(
            f"PRESIGN_TEST_SEED={seed}: {len(found)} of {len(signed)} are refused\n\n{shown}", pytrace=False
        )


def test_botocore_free_form(
    seed: int, cases: int, freeze: Callable[[int], None], presign_binary: Path
) -> None:
    """Anything that may be signed; the host that is a bucket of another name is not for this command."""
    rng = Random(seed)
    signed: list[tuple[Request, str]] = []
    while len(signed) < (cases + 3) // 4:
        request = free_form(rng)
        if request.addressing != CNAME and not repeats_amz(request):
            freeze(request.sign_at)
            signed.append((request, by_auth_class(request)))
    check(signed, presign_binary, seed)


def test_botocore_clients(seed: int, cases: int, freeze: Callable[[int], None], presign_binary: Path) -> None:
    """S3's operations as a client presigns them, AWS's own hosts among them."""
    signed = list(operations(Random(seed), (cases + 3) // 4, freeze))
    check(signed, presign_binary, seed)


def test_s3cmd(seed: int, cases: int, presign_binary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links of `s3cmd signurl`."""
    rng = Random(seed)
    links = [a_link(rng) for _ in range((cases + 7) // 8)]
    check([(link.request, by_s3cmd(link, monkeypatch)) for link in links], presign_binary, seed)
