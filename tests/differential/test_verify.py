"""`presign verify` accepts the links of botocore and of s3cmd, and refuses them with another secret key."""

from __future__ import annotations

import subprocess
from random import Random
from typing import TYPE_CHECKING

from by_botocore import by_auth_class, operations
from by_s3cmd import a_link, by_s3cmd
from random_run import check_each
from requests_at_random import CNAME, PATH, VIRTUAL, Request, free_form

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def verify(binary: Path, request: Request, url: str, *, wrong: bool = False) -> str:
    """Return the command's output: `valid` or an error message."""
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
    """Return whether the query repeats an `x-amz-` name, which the verifier refuses."""
    names = [name.lower() for name, _ in request.query if name.lower().startswith("x-amz-")]
    return len(names) != len(set(names))


def check(signed: list[tuple[Request, str]], binary: Path, seed: int) -> None:
    """Run the command for every link, with the correct secret key and with another one."""

    def problem(one: tuple[Request, str]) -> str | None:
        request, url = one
        right, wrong = verify(binary, request, url), verify(binary, request, url, wrong=True)
        if right == "valid" and wrong.startswith("presign: 403 SignatureDoesNotMatch"):
            return None
        return f"{right}\n{wrong}\n{request}\n{url}"

    check_each(problem, signed, seed)


def test_urls_of_botocores_signing_classes_verify(
    seed: int, cases: int, freeze: Callable[[int], None], presign_binary: Path
) -> None:
    """Every request but one whose host is not the bucket's name, which the command cannot verify."""
    rng = Random(seed)
    signed: list[tuple[Request, str]] = []
    while len(signed) < (cases + 3) // 4:
        request = free_form(rng)
        if request.addressing != CNAME and not repeats_amz(request):
            freeze(request.sign_at)
            signed.append((request, by_auth_class(request)))
    check(signed, presign_binary, seed)


def test_urls_of_botocores_clients_verify(
    seed: int, cases: int, freeze: Callable[[int], None], presign_binary: Path
) -> None:
    """S3's operations, also on AWS's hosts."""
    signed = list(operations(Random(seed), (cases + 3) // 4, freeze))
    check(signed, presign_binary, seed)


def test_links_of_s3cmd_verify(
    seed: int, cases: int, presign_binary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links of `s3cmd signurl` verify."""
    rng = Random(seed)
    links = [a_link(rng) for _ in range((cases + 7) // 8)]
    check([(link.request, by_s3cmd(link, monkeypatch)) for link in links], presign_binary, seed)
