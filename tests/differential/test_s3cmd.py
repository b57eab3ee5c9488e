"""`presign signurl` makes the links of s3cmd: of its signing function, and of its program."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from by_s3cmd import OVERRIDES, Link, a_link, by_s3cmd, parts
from random_run import check_each

if TYPE_CHECKING:
    from collections.abc import Callable

    Presign = Callable[..., str]


def by_presign(link: Link, presign: Presign) -> str:
    """Run `presign signurl` with the same arguments."""
    request = link.request
    options = [f"--endpoint-url={request.endpoint}", f"--addressing-style={request.addressing}"]
    options += [f"--query={OVERRIDES[name]}={value}" for name, value in link.overrides.items()]
    options.append(f"--sign-at={request.sign_at}")
    return presign("signurl", link.uri, link.expiry, *options, env=request.environment())


def check(link: Link, expected: str, presign: Presign) -> str | None:
    """Return how the command's URL differs from s3cmd's, or None."""
    try:
        ours = by_presign(link, presign)
    except AssertionError as error:
        return f"{error}\n{link}\ns3cmd:   {expected}"
    return None if parts(ours) == parts(expected) else f"{link}\npresign: {ours}\ns3cmd:   {expected}"


def test_random_links_equal_s3cmds(
    seed: int, cases: int, presign: Presign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random links, some with s3cmd's overrides of response headers, equal s3cmd's."""
    rng = Random(seed)
    links = [a_link(rng) for _ in range((cases + 3) // 4)]
    signed = [(link, by_s3cmd(link, monkeypatch)) for link in links]
    check_each(lambda one: check(one[0], one[1], presign), signed, seed)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host_bucket", ["%(bucket)s.s3.example.com:8080", "s3.example.com:8080"])
def test_both_programs_read_the_same_s3cfg(
    scheme: str,
    host_bucket: str,
    presign: Presign,
    tmp_path: Path,
) -> None:
    """Both programs read the same ~/.s3cfg and print the same link."""
    (tmp_path / ".s3cfg").write_text(
        "[default]\n"
        "access_key = AKIAIOSFODNN7EXAMPLE\n"
        "secret_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
        "host_base = s3.example.com:8080\n"
        f"host_bucket = {host_bucket}\n"
        f"use_https = {scheme == 'https'}\n"
        f"signurl_use_https = {scheme == 'https'}\n"
    )
    arguments = ["signurl", "s3://my-bucket/a b+c/ü 文.txt", "4102444800"]
    s3cmd = Path(sysconfig.get_path("scripts")) / "s3cmd"
    environment = {"HOME": str(tmp_path), "PYTHONUTF8": "1"}
    theirs = subprocess.run(
        [sys.executable, s3cmd, *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.rstrip("\n")
    ours = presign(*arguments, env={"HOME": str(tmp_path)})
    assert parts(ours) == parts(theirs)
    assert urlsplit(theirs).scheme == scheme
