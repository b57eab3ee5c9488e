"""Version 2 signs each subresource of S3, or refuses it. Else the holder of a link could add it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import botocore.session

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {"AWS_ACCESS_KEY_ID": "access", "AWS_SECRET_ACCESS_KEY": "secret"}
#: These name an operation in the URL and change nothing by themselves.
HARMLESS = {"list-type", "x-id"}


def subresources() -> set[str]:
    """Return the names of the query parameters that are fixed in the URLs of botocore's operations."""
    model = botocore.session.get_session().get_service_model("s3")
    uris = (model.operation_model(name).http["requestUri"] for name in model.operation_names)
    queries = (uri.partition("?")[2] for uri in uris)
    return {item.partition("=")[0] for query in queries for item in query.split("&") if item}


def test_each_subresource_is_signed_or_refused_with_version_2(presign_binary: Path, tmp_path: Path) -> None:
    """A parameter that is signed changes the signature."""

    def sign(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                presign_binary,
                "s3://bucket/key",
                "--v2",
                "--endpoint-url",
                "h.example",
                "--sign-at",
                "1",
                *options,
            ],
            env={"HOME": str(tmp_path), **KEYS},
            capture_output=True,
            text=True,
            check=False,
        )

    def signature(url: str) -> str:
        [found] = [item for item in url.strip().partition("?")[2].split("&") if item.startswith("Signature=")]
        return found

    bare = signature(sign().stdout)
    names = subresources() - HARMLESS
    assert len(names) > 35
    for name in names:
        done = sign("--query", f"{name}=")
        if done.returncode == 0:
            assert signature(done.stdout) != bare, name
        else:
            assert "signed by some servers but not by others" in done.stderr, name
