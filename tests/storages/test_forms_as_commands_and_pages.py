"""A form as a curl command and as a page: a shell and an HTML parser read what was meant."""

from __future__ import annotations

import subprocess
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Protocol

import browser
import only
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from links import Links
    from storage import Storage

pytestmark = only.rgw

BODY = bytes(range(256))
ODD = "'\"<>&$(x) `id` $HOME \\ ;|* ü😀 a=b\\"


class Printer(Protocol):
    """Print a form for one bucket of the storage."""

    def __call__(self, key: str, *options: str) -> str:
        """Return all that the command printed."""


@pytest.fixture
def printed(run_presign: Callable[..., str], links: Links, new_bucket: str) -> Printer:
    """Print forms with an odd field; the storage answers 201."""

    def print_form(key: str, *options: str) -> str:
        fields = ("--field", f"x-amz-meta-a=@{ODD}", "--success-status", "201")
        return run_presign(
            "post", f"s3://{new_bucket}/{key}", *links.arguments(*fields, *options), env=links.keys
        )

    return print_form


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell."""
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["file", "a b;type=c,d\"e\\f'$(x)"])
def test_a_shell_runs_the_command(
    printed: Printer, storage: Storage, new_bucket: str, tmp_path: Path, name: str
) -> None:
    """Nothing in the key, the field or the file's name means anything to the shell or to curl."""
    (tmp_path / name).write_bytes(BODY)
    done = run(printed(ODD, "--file", name), tmp_path)
    assert done.returncode == 0, done
    assert storage.keys_in(new_bucket) == {ODD}
    assert storage.client().get_object(Bucket=new_bucket, Key=ODD)["Body"].read() == BODY


def test_the_command_fails_where_the_storage_refuses(printed: Printer, tmp_path: Path) -> None:
    """The exit code says so, and the storage's answer why."""
    (tmp_path / "FILE").write_bytes(BODY)
    done = run(printed("k", "--max-size", "1"), tmp_path)
    assert done.returncode != 0
    assert "<Code>EntityTooLarge</Code>" in done.stdout


class Page(HTMLParser):
    """The form's attributes, its inputs in order, and whatever text stands around them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str | None]] = []
        self.inputs: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what the tests look at."""
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        self.tags.add(tag)
        {"form": self.forms, "input": self.inputs}.get(tag, []).append(dict(attrs))


def test_a_parser_reads_the_page(printed: Printer, links: Links, new_bucket: str) -> None:
    """The values come out as they went in, in the fields' order, and the file is the last."""
    options = ("--starts-with", "Content-Type=image/", "--format", "html")
    page = Page(printed(ODD, *options))
    [form] = page.forms
    assert form["action"] == f"{links.storage.endpoint}/{new_bucket}/"
    assert (form["method"], form["enctype"]) == ("post", "multipart/form-data")
    assert page.tags == {"html", "meta", "title", "form", "label", "input", "button"}
    *fields, file = page.inputs
    assert (file["type"], file["name"]) == ("file", "file")
    values = {field["name"]: field["value"] for field in fields}
    assert (values["key"], values["x-amz-meta-a"]) == (ODD, f"@{ODD}")
    visible = [field["name"] for field in fields if field.get("type") != "hidden"]
    assert visible == ["Content-Type"]
    assert fields[-1]["name"] == {"v4": "x-amz-signature", "v2": "signature"}[links.version]


def test_a_browser_sends_the_form(
    printed: Printer, storage: Storage, new_bucket: str, tmp_path: Path
) -> None:
    """Chromium opens the page, is given a file and clicks."""
    page, file = tmp_path / "page.html", tmp_path / "photo ü.jpg"
    file.write_bytes(BODY)
    page.write_text(printed(f"{ODD}/${{filename}}", "--format", "html"))
    with browser.running(tmp_path) as chromium:
        chromium.open(page.as_uri())
        chromium.type("input[type=file]", str(file))
        chromium.click("button")
        answer = chromium.wait_for("PostResponse")
    key = f"{ODD}/photo ü.jpg"
    assert storage.keys_in(new_bucket) == {key}, answer
    assert storage.client().get_object(Bucket=new_bucket, Key=key)["Body"].read() == BODY
