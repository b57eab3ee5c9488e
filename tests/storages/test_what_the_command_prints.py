"""The command's other forms: `signurl`, `batch` and `--json`; what they print works on a storage."""

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
    """Make a bucket with a folder of odd names; each object holds its own name."""
    for name in NAMES:
        storage.client().put_object(Bucket=new_bucket, Key=f"2026/{name}", Body=name.encode())
    return new_bucket


def _check(storage: Storage, urls: str) -> None:
    answers = [storage.send("GET", url) for url in urls.removesuffix("\n").split("\n")]
    assert [answer.body.decode() for answer in answers] == NAMES


def test_batch_from_a_file(
    storage: Storage, links: Links, gallery: str, run_presign: Callable[..., str], tmp_path: Path
) -> None:
    """A key a line in, a link a line out, in order."""
    (tmp_path / "keys").write_text("".join(f"{name}\n" for name in NAMES))
    batch = ("batch", f"s3://{gallery}/2026/", str(tmp_path / "keys"))
    _check(storage, run_presign(*batch, *links.arguments(), env=links.keys))


def test_batch_from_stdin_into_a_file(
    storage: Storage, links: Links, gallery: str, run_presign: Callable[..., str], tmp_path: Path
) -> None:
    """The same, through a pipe, with whole keys and more threads."""
    keys = "".join(f"2026/{name}\n" for name in NAMES)
    into = ("-o", str(tmp_path / "urls"), "--threads", "2")
    printed = run_presign(
        "batch", f"s3://{gallery}/", "-", *into, *links.arguments(), env=links.keys, stdin=keys
    )
    assert printed == ""
    _check(storage, (tmp_path / "urls").read_text())


def test_batch_of_names_with_newlines(
    storage: Storage, links: Links, new_bucket: str, run_presign: Callable[..., str]
) -> None:
    """With `--null` a key may hold anything."""
    names = ["a\nb", "\n", "c\r"]
    for name in names:
        storage.client().put_object(Bucket=new_bucket, Key=name, Body=name.encode())
    keys = "".join(f"{name}\0" for name in names)
    printed = run_presign(
        "batch", f"s3://{new_bucket}", "--null", *links.arguments(), env=links.keys, stdin=keys
    )
    *urls, end = printed.split("\0")
    assert end == ""
    assert [storage.send("GET", url).body.decode() for url in urls] == names


@only.v2
@pytest.mark.parametrize("end", ["+3600", "epoch"])
def test_signurl(
    storage: Storage, links: Links, stored: StoredObject, presign: Callable[..., str], end: str
) -> None:
    """As s3cmd has it: version 2 without being asked."""
    until = str(int(time.time()) + 3600) if end == "epoch" else end
    link = presign(
        *("signurl", f"s3://{stored.bucket}/{stored.key}", until, "--endpoint-url", storage.endpoint),
        env=links.keys,
    )
    assert "AWSAccessKeyId=" in link
    assert storage.send("GET", link).body == stored.body


def test_an_upload_with_the_headers_of_json(storage: Storage, links: Links, new_bucket: str) -> None:
    """`--json` lists what the uploader has to send, and that is enough."""
    signed = ("--header", "Content-Type: image/png", "--header", "x-amz-meta-color:  deep   blue ")
    printed = json.loads(links("PUT", new_bucket, "k", *signed, "--json"))
    assert set(printed["headers"]) == {"content-type", "x-amz-meta-color"}

    answer = storage.send("PUT", printed["url"], body=b"picture", headers=printed["headers"])
    assert answer.verdict == (200, "")
    seen = storage.client().get_object(Bucket=new_bucket, Key="k")
    assert seen["Body"].read() == b"picture"
    assert seen["ContentType"] == "image/png"
    assert seen["Metadata"] == {"color": "deep   blue"}
