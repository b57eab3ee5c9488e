"""Upload forms as a curl command and as an HTML page, read by a shell, an HTML parser and a browser."""

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
    """Prints a form for one bucket of the storage."""

    def __call__(self, key: str, *options: str) -> str:
        """Return the command's output."""


@pytest.fixture
def printed(run_presign: Callable[..., str], links: Links, new_bucket: str) -> Printer:
    """Print forms with a field of special characters; the storage responds with 201."""

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
def test_the_shell_and_curl_change_no_value(
    printed: Printer, storage: Storage, new_bucket: str, tmp_path: Path, name: str
) -> None:
    """Key, field and file name may contain characters that are special for the shell and for curl."""
    (tmp_path / name).write_bytes(BODY)
    done = run(printed(ODD, "--file", name), tmp_path)
    assert done.returncode == 0, done
    assert storage.keys_in(new_bucket) == {ODD}
    assert storage.client().get_object(Bucket=new_bucket, Key=ODD)["Body"].read() == BODY


def test_the_curl_command_fails_if_the_storage_refuses(printed: Printer, tmp_path: Path) -> None:
    """The exit code is not 0, and the output is the storage's error response."""
    (tmp_path / "FILE").write_bytes(BODY)
    done = run(printed("k", "--max-size", "1"), tmp_path)
    assert done.returncode != 0
    assert "<Code>EntityTooLarge</Code>" in done.stdout


class Page(HTMLParser):
    """The forms, the inputs in order, and the names of all elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str | None]] = []
        self.inputs: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect forms, inputs and the names of elements."""
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        self.tags.add(tag)
        {"form": self.forms, "input": self.inputs}.get(tag, []).append(dict(attrs))


def test_a_parser_reads_every_value_of_the_page(printed: Printer, links: Links, new_bucket: str) -> None:
    """The values are unchanged and in order, and the file is the last input."""
    options = ("--starts-with", "Content-Type=image/", "--format", "html")
    page = Page(printed(ODD, *options))
    [form] = page.forms
    assert form["action"] == f"{links.storage.endpoint}/{new_bucket}"
    assert (form["method"], form["enctype"]) == ("post", "multipart/form-data")
    assert page.tags == {"html", "meta", "title", "form", "label", "input", "button"}
    *fields, file = page.inputs
    assert (file["type"], file["name"]) == ("file", "file")
    values = {field["name"]: field["value"] for field in fields}
    assert (values["key"], values["x-amz-meta-a"]) == (ODD, f"@{ODD}")
    visible = [field["name"] for field in fields if field.get("type") != "hidden"]
    assert visible == ["Content-Type"]
    assert fields[-1]["name"] == {"v4": "x-amz-signature", "v2": "signature"}[links.version]


def test_a_browser_uploads_with_the_page(
    printed: Printer, storage: Storage, new_bucket: str, tmp_path: Path
) -> None:
    """Chromium opens the page, selects a file and clicks the button."""
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
