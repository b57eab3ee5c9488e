"""The package in a headless Chromium: a page and a worker sign, and a real Ceph RGW accepts their links.

`make test-wasm` builds the package and passes its folder as PRESIGN_PACKAGE.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import rgw

if TYPE_CHECKING:
    from collections.abc import Iterator

    import browser

HERE = Path(__file__).resolve().parent
PACKAGE = Path(os.environ["PRESIGN_PACKAGE"])
VECTORS = HERE.parent.parent.parent / "tests" / "vectors"
KEY = "dir/a b+ü%2F😀.bin"
# A page may forbid every script but its own, `eval`, and connections to anyone but these.
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' {}"


class Files(http.server.SimpleHTTPRequestHandler):
    """Serves the page, the package and the vectors."""

    extensions_map = {".mjs": "text/javascript", ".wasm": "application/wasm", ".html": "text/html"}  # noqa: RUF012
    storage = ""

    def translate_path(self, path: str) -> str:
        """Return the file of a path."""
        folder, _, name = path.partition("?")[0].removeprefix("/").partition("/")
        folders = {"package": PACKAGE, "vectors": VECTORS, "test": HERE, "page": HERE / "page"}
        return str(folders.get(folder, HERE / "none") / Path(name).name)

    def end_headers(self) -> None:
        """Add the policy to each response."""
        self.send_header("Content-Security-Policy", POLICY.format(self.storage))
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Write no log."""


@contextlib.contextmanager
def files(storage: str) -> Iterator[str]:
    """Serve the files, to a page that may connect to this storage, and yield the origin."""
    handler = type("Handler", (Files,), {"storage": storage})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("place", ["page", "worker"])
def test_every_vector_is_signed_as_botocore_signs_it(window: browser.Browser, place: str) -> None:
    """A page loads the WebAssembly by itself; a worker gets the compiled module, as Cloudflare's do."""
    count = sum(
        len(json.loads((VECTORS / f"sig{version}.json").read_text())["cases"]) for version in ("v4", "v2")
    )
    with files("") as origin:
        window.open(f"{origin}/page/vectors.html?{place}")
        window.wait_for(f"{count} right, 0 wrong")


def test_a_storage_accepts_the_links_of_a_page(window: browser.Browser, tmp_path: Path) -> None:
    """The page uploads and downloads with its own links."""
    with rgw.running(tmp_path) as storage, files(storage.endpoint) as origin:
        rule = {"AllowedOrigins": [origin], "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["*"]}
        storage.client().create_bucket(Bucket="photos")
        storage.client().put_bucket_cors(Bucket="photos", CORSConfiguration={"CORSRules": [rule]})
        query = {
            "endpoint": storage.endpoint,
            "accessKeyId": storage.access_key,
            "secretAccessKey": storage.secret_key,
            "key": KEY,
        }
        window.open(f"{origin}/page/storage.html?{urlencode(query)}")
        window.wait_for("200 200 text/plain the page's text")
        assert storage.keys_in("photos") == {KEY}
