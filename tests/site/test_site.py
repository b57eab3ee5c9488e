"""The built site: its links lead somewhere, it loads nothing from elsewhere, and it stays small."""

from __future__ import annotations

from site_pages import SITE, TOOLS, pages, place, read, target, urls_of_styles

MEGABYTE = 1_000_000
LARGEST_PAGE = 300_000
# The page that reads links contains the library as WebAssembly.
LINK_PAGE = "link/index.html"


def test_every_link_leads_to_a_page_and_a_heading_of_it() -> None:
    """Headings of rustdoc, typedoc and javadoc are not looked for: their scripts make some."""
    wrong = []
    for page in pages():
        for link in read(page).links:
            found = target(page, link)
            if found is None:
                continue
            path, anchor = found
            if not path.is_file():
                wrong.append(f"{place(page)}: {link}")
            elif anchor and not place(path).startswith(TOOLS) and anchor not in read(path).anchors:
                wrong.append(f"{place(page)}: {link}: no such heading")
    assert not wrong, "\n".join(wrong)


def test_pages_load_nothing_from_elsewhere() -> None:
    """No font, script, image or tracker of another host, so that the site works without a network."""
    loaded = [(page, url) for page in pages() for url in read(page).loads]
    loaded += urls_of_styles()
    assert len(loaded) > 100
    wrong = []
    for file, url in loaded:
        found = target(file, url)
        if url.startswith("data:"):
            continue
        if found is None or not found[0].is_file():
            wrong.append(f"{place(file)}: {url}")
    assert not wrong, "\n".join(wrong)


def test_the_site_stays_small() -> None:
    """A page that is too long to read, or a copy of sources, fonts and maps, is a mistake."""
    sizes = {place(page): page.stat().st_size for page in pages()}
    del sizes[LINK_PAGE]
    assert {name: size for name, size in sizes.items() if size > LARGEST_PAGE} == {}
    files = {place(path): path.stat().st_size for path in SITE.rglob("*") if path.is_file()}
    assert sum(size for name, size in files.items() if not name.startswith(TOOLS)) < 5 * MEGABYTE
    assert sum(files.values()) < 8 * MEGABYTE
