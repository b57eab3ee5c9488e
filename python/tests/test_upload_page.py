"""The programs of docs/how-to/upload-from-a-browser.md upload files from Chromium to a real Ceph RGW."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import re
import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browser
import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rgw import Rgw

PAGE = ROOT / "docs" / "how-to" / "upload-from-a-browser.md"
FOLDER = ROOT / "bindings" / "node" / "examples" / "upload"
TYPES = {".html": "text/html", ".mjs": "text/javascript"}
# Two parts and the rest of another.
LARGE = 40 * 2**20 + 5


def blocks(language: str) -> list[str]:
    """Return the page's blocks in a language that are not parts of a file."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(rf"(<!-- in: .*\n)?^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    return [block for source, block in found if not source]


def served(program: dict[str, Any]) -> type[http.server.BaseHTTPRequestHandler]:
    """Make a handler that serves the example's files, and calls the program's functions."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = FOLDER / Path(self.path.partition("?")[0]).name
            if file.suffix not in TYPES:
                self.send_error(404)
                return
            self._send(TYPES[file.suffix], file.read_bytes())

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kind, size = asked["type"], asked["size"]
            answer = {
                "/link": lambda: program["link_to_upload"](17, kind, size),
                "/form": lambda: program["form_to_upload"](17, kind),
                "/parts": lambda: program["links_for_parts"](17, kind, size),
            }[self.path]()
            self._send("application/json", json.dumps(answer).encode())

        def _send(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Write no log."""

    return Handler


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    """Run one browser."""
    with browser.running(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture
def file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Write a file of random bytes with the size that the test asks for."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(os.urandom(request.param))
    return path


@pytest.fixture
def program(rgw: Rgw, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the page's Python for this storage, and let it use an empty bucket."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", rgw.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", rgw.secret_key)
    (text,) = blocks("python")
    assert "https://s-dt2.cloud.gcore.lu" in text
    found: dict[str, Any] = {}
    # The last lines of the page show what the functions return for its own endpoint.
    exec(text[: text.index("\n\nupload = ")].replace("https://s-dt2.cloud.gcore.lu", rgw.endpoint), found)
    found["BUCKET"] = f"bucket-{uuid.uuid4().hex}"
    rgw.client().create_bucket(Bucket=found["BUCKET"])
    return found


@contextlib.contextmanager
def site(rgw: Rgw, program: dict[str, Any]) -> Iterator[str]:
    """Serve the example, and allow its origin in the bucket's CORS rules, which are the page's."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), served(program)) as server:
        origin = f"http://127.0.0.1:{server.server_port}"
        (rules,) = blocks("json")
        assert "https://app.example" in rules
        rules = rules.replace("https://app.example", origin)
        rgw.client().put_bucket_cors(Bucket=program["BUCKET"], CORSConfiguration=json.loads(rules))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield origin
        server.shutdown()


@pytest.mark.parametrize(
    ("way", "file"), [("link", 70_000), ("form", 70_000), ("parts", LARGE)], indirect=["file"]
)
def test_the_page_uploads_a_file(
    rgw: Rgw, program: dict[str, Any], window: browser.Browser, file: Path, way: str
) -> None:
    """The storage has the bytes and the type of the file, under the key that the server chose."""
    with site(rgw, program) as origin:
        window.open(f"{origin}/index.html?way=/{way}")
        window.type("input", str(file))
        window.wait_for(">stored<")
    (key,) = rgw.keys_in(program["BUCKET"])
    assert key.startswith("uploads/17/")
    assert key.endswith(".jpg")
    stored = rgw.client().get_object(Bucket=program["BUCKET"], Key=key)
    assert stored["Body"].read() == file.read_bytes()
    assert stored["ContentType"] == "image/jpeg"


def test_a_link_for_one_size_and_type_takes_no_other(rgw: Rgw, program: dict[str, Any]) -> None:
    """The signed Content-Length and Content-Type are compared by the storage."""
    made = program["link_to_upload"](17, "image/jpeg", 5)
    for body, kind, status in [
        (b"12345", "image/jpeg", 200),
        (b"123456", "image/jpeg", 403),
        (b"12345", "text/html", 403),
    ]:
        answer = rgw.send("PUT", made["url"], headers={"Content-Type": kind}, body=body)
        assert answer.status == status, (body, kind)
