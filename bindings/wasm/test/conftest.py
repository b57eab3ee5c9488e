"""The browser of all tests, and the page for links in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import browser
import pytest
from link_page import LinkPage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    """Run one browser."""
    with browser.running(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture
def page(window: browser.Browser) -> Iterator[LinkPage]:
    """Open the page from its file, at 2013-05-25 00:00:00 UTC."""
    opened = LinkPage(window)
    with opened.clock():
        opened.open()
        yield opened
