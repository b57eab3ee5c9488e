"""Reads the built documentation site. `make test-docs` passes its folder as PRESIGN_SITE."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

SITE = Path(os.environ["PRESIGN_SITE"])
# The references that rustdoc, typedoc and javadoc write.
TOOLS = ("reference/rust/", "reference/node/", "reference/java/", "reference/java-aws-sdk/")
# The attributes with what a browser loads to show a page; `a` only leads somewhere.
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


@dataclass
class Document:
    """What a page loads, where its links lead, and the names that links to it can have."""

    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.document = Document()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        if tag == "a" and "href" in given:
            self.document.links.append(given["href"])
        if tag in LOADED and LOADED[tag] in given:
            self.document.loads.append(given[LOADED[tag]])
        self.document.anchors |= {given[name] for name in ("id", "name") if name in given}


def pages() -> list[Path]:
    """Return all pages of the site."""
    return sorted(SITE.rglob("*.html"))


def place(page: Path) -> str:
    """Return a page's path in the site."""
    return page.relative_to(SITE).as_posix()


@cache
def read(page: Path) -> Document:
    """Read a page."""
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.document


def target(page: Path, link: str) -> tuple[Path, str] | None:
    """Return the file and the anchor that a link leads to, or None if it leads out of the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
    if path.is_dir():
        path /= "index.html"
    return path, unquote(parts.fragment)


def urls_of_styles() -> list[tuple[Path, str]]:
    """Return what style sheets load."""
    pattern = re.compile(r"(?:url\(\s*|@import\s+)[\"']?([^\"')]+)")
    sheets = {sheet: sheet.read_text(encoding="utf-8") for sheet in SITE.rglob("*.css")}
    return [(sheet, url) for sheet, text in sheets.items() for url in pattern.findall(text)]
