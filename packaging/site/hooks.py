"""Adds pages that are elsewhere in the repository, or made from sources, to those of docs, for mkdocs."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).resolve().parent))

import reference
from repository import PLACES, ROOT, with_links

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# The reference has so many words that a search would find little else, and its index would be twice as large.
NOT_SEARCHED = "---\nsearch:\n  exclude: true\n---\n"
RUST_INDEX = (
    '<!doctype html><html lang="en"><title>presign</title>'
    '<meta http-equiv="refresh" content="0; url=presign/index.html"><a href="presign/index.html">presign</a>'
)
SOURCES = {place: PurePosixPath(source) for source, place in PLACES.items()}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, the references that other tools write, and the page that reads links."""
    for place, source in SOURCES.items():
        files.append(File.generated(config, place, content=(ROOT / source).read_text(encoding="utf-8")))
    for place, made in reference.PAGES.items():
        files.append(File.generated(config, place, content=NOT_SEARCHED + made()))
    for place, folder in reference.WRITTEN.items():
        for path in filter(Path.is_file, sorted(folder.rglob("*"))):
            name = f"{place}/{path.relative_to(folder)}"
            if path.suffix != ".md":
                files.append(File.generated(config, name, abs_src_path=str(path)))
    # rustdoc links to a list of crates, which it only writes for more than one.
    files.append(File.generated(config, "reference/rust/index.html", content=RUST_INDEX))
    style = Path(__file__).with_name("site.css")
    files.append(File.generated(config, style.name, abs_src_path=str(style)))
    link_page = reference.TARGET / "link-page" / "index.html"
    files.append(File.generated(config, "link/index.html", abs_src_path=str(link_page)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Make the links of a page lead to where the site has their targets."""
    place = page.file.src_uri
    source = SOURCES.get(place, PurePosixPath("docs") / place)
    return markdown if place in reference.PAGES else with_links(markdown, place, source)
