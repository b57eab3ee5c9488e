"""The links that `signurl`, `batch` and `--json` print work with a storage."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import only
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import StoredObject
    from links import Links
    from storage import Storage

NAMES = ["a.jpg", "b c.jpg", "d+e%20f.jpg", "ü/文件.txt", " lead", "//x", "../y", "-"]


@pytest.fixture
def gallery(storage: Storage, new_bucket: str) -> str:
    """Make a bucket with a folder of unusual names; the body of each object is its name."""
    for name in NAMES:
        storage.client().put_object(Bucket=new_bucket, Key=f"2026/{name}", Body=name.encode())
    return new_bucket


def _check(storage: Storage, urls: str) -> None:
    answers = [storage.send("GET", url) for url in urls.removesuffix("\n").split("\n")]
    assert [answer.body.decode() for answer in answers] == NAMES


def test_batch_links_of_a_file_work(
    storage: Storage, links: Links, gallery: str, run_presign: Callable[..., str], tmp_path: Path
) -> None:
    """The input has one key per line and the output one link per line, in the same order."""
    (tmp_path / "keys").write_text("".join(f"{name}\n" for name in NAMES))
    batch = ("batch", f"s3://{gallery}/2026/", str(tmp_path / "keys"))
    _check(storage, run_presign(*batch, *links.arguments(), env=links.keys))


def test_batch_links_from_stdin_into_a_file_work(
    storage: Storage, links: Links, gallery: str, run_presign: Callable[..., str], tmp_path: Path
) -> None:
    """Keys from a pipe, without a prefix, are signed by two threads."""
    keys = "".join(f"2026/{name}\n" for name in NAMES)
    into = ("-o", str(tmp_path / "urls"), "--threads", "2")
    printed = run_presign(
        "batch", f"s3://{gallery}/", "-", *into, *links.arguments(), env=links.keys, stdin=keys
    )
    assert printed == ""
    _check(storage, (tmp_path / "urls").read_text())


def test_batch_links_of_keys_with_newlines_work(
    storage: Storage, links: Links, new_bucket: str, run_presign: Callable[..., str]
) -> None:
    """With `--null` a key may contain any character but NUL."""
    names = ["a\nb", "\n", "c\r"]
    for name in names:
        storage.client().put_object(Bucket=new_bucket, Key=name, Body=name.encode())
    keys = "".join(f"{name}\0" for name in names)
    printed = run_presign(
        "batch", f"s3://{new_bucket}", "--null", *links.arguments(), env=links.keys, stdin=keys
    )
    *urls, rest = printed.split("\0")
    assert rest == ""
    assert [storage.send("GET", url).body.decode() for url in urls] == names


@only.v2
@pytest.mark.parametrize("expiry", ["+3600", "epoch"])
def test_signurl_links_work(
    storage: Storage, links: Links, stored: StoredObject, presign: Callable[..., str], expiry: str
) -> None:
    """Like s3cmd, `signurl` signs with version 2."""
    argument = str(int(time.time()) + 3600) if expiry == "epoch" else expiry
    link = presign(
        *("signurl", f"s3://{stored.bucket}/{stored.key}", argument, "--endpoint-url", storage.endpoint),
        env=links.keys,
    )
    assert "AWSAccessKeyId=" in link
    assert storage.send("GET", link).body == stored.body


def test_the_headers_of_json_are_enough_for_an_upload(
    storage: Storage, links: Links, new_bucket: str
) -> None:
    """`--json` lists all headers that the client must send."""
    signed = ("--header", "Content-Type: image/png", "--header", "x-amz-meta-color:  deep   blue ")
    printed = json.loads(links("PUT", new_bucket, "k", *signed, "--json"))
    assert set(printed["headers"]) == {"content-type", "x-amz-meta-color"}

    answer = storage.send("PUT", printed["url"], body=b"picture", headers=printed["headers"])
    assert answer.verdict == (200, "")
    seen = storage.client().get_object(Bucket=new_bucket, Key="k")
    assert seen["Body"].read() == b"picture"
    assert seen["ContentType"] == "image/png"
    assert seen["Metadata"] == {"color": "deep   blue"}
