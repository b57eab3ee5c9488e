"""Makes the built site smaller, whose folder is the argument: it leaves out what readers do not need."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import minify_html

# What the tools write beside the pages: fonts (a reader's system has some), copies of the sources, maps for
# debuggers, and the theme's search in other languages.
LEFT_OUT = [
    "**/*.map",
    "**/*.woff*",
    "**/fonts",
    "**/legal",
    "404.html",
    "assets/javascripts/lunr",
    "reference/rust/src",
    "sitemap.xml*",
]
FONTS = [(r"@font-face\s*\{[^}]*\}", ""), (r"@import[^;]*fonts[^;]*;", "")]
# javadoc names pictures of its search, which it then leaves out.
PICTURES = [(r"background-image:\s*url\(['\"]?(?:glass|x)\.svg['\"]?\);", "")]
# What every Rust type has, and links to the sources.
RUST = [
    (r'<h2 id="(?:synthetic|blanket)-implementations".*?(?=<h2|</section></div></main>)', ""),
    (r'<h3><a href="#(?:synthetic|blanket)-implementations">.*?</ul>', ""),
    (r'<a class="src[^"]*" href="[^"]*">Source</a>', ""),
    (r' title="(?:struct|enum|trait|type|method|primitive|fn|mod|associatedtype)[^"]*"', ""),
    (r'<link rel="preload"[^>]*>', ""),
]
# What every Java class inherits.
JAVA = [(r' title="[^"]*"', ""), (r'<div class="inherited-list">.*?</div>', "")]
# typedoc keeps copies of the pages that its own lead to.
NODE = [
    (r'href="media/verifier-before-a-storage\.md"', 'href="../../verifier-before-a-storage.html"'),
    (r'href="media/([\w-]+)\.md"', r'href="../../languages/node/\1.html"'),
]
# White space, names, punctuation and operators of code, which have the colour of text.
PLAIN = [(r'<span class="(?:w|n|p|o)">([^<]*)</span>', r"\1")]
# The theme gives its search no name, which a screen reader says.
SEARCH = [('data-md-component="search" role="dialog"', r'\g<0> aria-label="Search"')]
# By the folders that they are for.
PAGES = {
    "": PLAIN + SEARCH,
    "reference/java/": JAVA,
    "reference/java-aws-sdk/": JAVA,
    "reference/node/": NODE,
    "reference/rust/": RUST,
}
# Its Content-Security-Policy has the hashes of what is in it.
LINK_PAGE = "link/index.html"


def changed(text: str, replacements: list[tuple[str, str]]) -> str:
    """Return a text with each pattern replaced."""
    for found, replacement in replacements:
        text = re.sub(found, replacement, text, flags=re.DOTALL)
    return text


def main() -> None:
    """Finish the site."""
    site = Path(sys.argv[1])
    for pattern in LEFT_OUT:
        for path in sorted(site.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for page in site.rglob("*.html"):
        name = page.relative_to(site).as_posix()
        if name == LINK_PAGE:
            continue
        text = page.read_text(encoding="utf-8")
        for folder, replacements in PAGES.items():
            if name.startswith(folder):
                text = changed(text, replacements)
        text = minify_html.minify(text, keep_closing_tags=True, keep_html_and_head_opening_tags=True)
        page.write_text(text, encoding="utf-8")
    for sheet in site.rglob("*.css"):
        sheet.write_text(changed(sheet.read_text(encoding="utf-8"), FONTS + PICTURES), encoding="utf-8")


if __name__ == "__main__":
    main()
