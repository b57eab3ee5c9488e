"""The built site in Chromium: for readers with any eyes, on any screen, with a server and without."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from typing import TYPE_CHECKING

import axe
import browser
import pytest
from site_pages import SITE

if TYPE_CHECKING:
    from collections.abc import Iterator

# One of each kind.
PAGES = [
    "index.html",
    "start/presigned-urls.html",
    "how-to/upload-from-a-browser.html",
    "storages/index.html",
    "errors/access-denied.html",
    "reference/c.html",
    "reference/command.html",
    "reference/python/presign.html",
]
PHONE_WIDTH = 360


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and writes no log."""

    def log_message(self, *_: object) -> None:
        """Write no log."""


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    """Run one browser."""
    with browser.running(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """Serve the site, and return its origin."""
    handler = functools.partial(Quiet, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextlib.contextmanager
def phone(window: browser.Browser) -> Iterator[None]:
    """Have the screen of a phone."""
    metrics = {"width": PHONE_WIDTH, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    window.devtools("Emulation.setDeviceMetricsOverride", **metrics)
    try:
        yield
    finally:
        window.devtools("Emulation.clearDeviceMetricsOverride")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PAGES)
def test_axe_finds_nothing_serious(window: browser.Browser, served: str, place: str, scheme: str) -> None:
    """Names, roles, contrast and the rest of axe-core's rules, in both themes."""
    axe.prefer(window, prefers_color_scheme=scheme)
    window.open(served + place)
    background = window.run("return getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") == (scheme == "light")
    # Below a button for copying, axe cannot tell what the colour behind a text is.
    broken = axe.serious(window, certain=True)
    axe.prefer(window)
    assert broken == []


@pytest.mark.parametrize("place", PAGES)
def test_a_phone_does_not_scroll_to_the_side(window: browser.Browser, served: str, place: str) -> None:
    """Wide tables and code scroll by themselves."""
    with phone(window):
        window.open(served + place)
        assert window.run("return document.documentElement.scrollWidth") == PHONE_WIDTH


def test_the_search_finds_the_page_of_an_error(window: browser.Browser, served: str) -> None:
    """By the code that a storage answers."""
    window.open(served)
    window.click("label[for=__search]")
    window.type("input[name=query]", "SignatureDoesNotMatch")
    found = "return [...document.querySelectorAll('.md-search-result__link')].map((link) => link.pathname)"
    window.wait_for("md-search-result__link")
    assert "/errors/signature-does-not-match.html" in window.run(found)


def test_pages_load_from_their_own_server_only(window: browser.Browser, served: str) -> None:
    """Also what their scripts ask for."""
    window.requested()
    for place in PAGES:
        window.open(served + place)
    requested = window.requested()
    assert len(requested) > len(PAGES)
    assert [url for url in requested if not url.startswith((served, "data:"))] == []


def test_the_page_that_reads_links_is_as_it_was_built(window: browser.Browser, served: str) -> None:
    """Its policy refuses a script that was changed, and it would not start."""
    window.open(f"{served}link/index.html")
    window.wait_for("What the link says")
    assert window.run("return document.getElementById('tools').hidden") is False


def test_pages_work_without_a_server(window: browser.Browser) -> None:
    """Opened as files, they have their styles, and lead to other files."""
    window.open((SITE / "index.html").as_uri())
    assert window.run("return getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    link = window.run("return document.querySelector('article a[href*=install]').href")
    assert link == (SITE / "start" / "install.html").as_uri()
