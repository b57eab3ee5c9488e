"""Places the repository's pages in the site, and makes their links lead there."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent
# Pages outside of docs, by their path in the repository, with their path in the site.
PLACES = {
    "ARCHITECTURE.md": "project/architecture.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "README.md": "project/readme.md",
    "SECURITY.md": "project/security-policy.md",
    "python/README.md": "languages/python/index.md",
    **{
        str(page.parent.relative_to(ROOT) / page.name): f"languages/{page.parent.name}/index.md"
        for page in sorted(ROOT.glob("bindings/*/README.md"))
    },
    **{
        str(page.relative_to(ROOT)): f"languages/{page.parent.parent.name}/{page.name}"
        for pattern in ("bindings/*/docs/*.md", "python/docs/*.md")
        for page in sorted(ROOT.glob(pattern))
    },
}
# What is shown in another form.
SHOWN = {
    "bindings/wasm/link-page/index.html": "link/index.html",
    "include/presign.h": "reference/c.md",
    "include/presign.hpp": "reference/cpp.md",
    "python/presign/_presign.pyi": "reference/python/presign.md",
}
LINK = re.compile(r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)\)")
FENCE = re.compile(r"^( *)```.*?^\1```$", flags=re.DOTALL | re.MULTILINE)


def site_path(path: PurePosixPath) -> str | None:
    """Return where a file of the repository is in the site, or None if it is not there."""
    name = str(path)
    if path.parts[:1] == ("docs",):
        return str(PurePosixPath(*path.parts[1:]))
    return PLACES.get(name) or PLACES.get(f"{name}/README.md") or SHOWN.get(name)


def with_links(text: str, page: str, source: PurePosixPath) -> str:
    """Return a page's text with its links leading to other pages of the site.

    A file that is not in the site is named, without a link: nothing is published yet that it could lead to.
    """

    def replaced(match: re.Match[str]) -> str:
        target, _, anchor = match["target"].partition("#")
        if not target or "://" in target or target.startswith("mailto:"):
            return match[0]
        path = PurePosixPath(os.path.normpath(source.parent / target))
        found = site_path(path)
        if found is None or not (ROOT / path).exists():
            return f"{match['text']} (`{path}`)" if f"`{path}`" != match["text"] else match["text"]
        if (ROOT / path).is_dir() and not found.endswith(".md"):
            found += "/index.md"
        relative = os.path.relpath(found, PurePosixPath(page).parent)
        return f"{match['image']}[{match['text']}]({relative}{'#' * bool(anchor)}{anchor})"

    pieces = []
    end = 0
    for fence in FENCE.finditer(text):
        pieces += [LINK.sub(replaced, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*pieces, LINK.sub(replaced, text[end:])])
