"""Reads the fenced blocks of the pages in docs/.

A comment before a block says more about it: `<!-- file: NAME -->` writes it to that file before the page's
commands run, and `<!-- in: PATH -->` says that it is part of a file of the repository, which another suite
runs.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
FENCE = re.compile(
    r"^(?:<!-- (?P<mark>file|in): (?P<path>\S+) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>\S*)[^\n]*\n(?P<text>.*?)^(?P=indent)```$",
    flags=re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    line: int
    language: str
    text: str
    file: str | None
    source: str | None


def blocks(page: Path) -> list[Block]:
    """Return the blocks of a page, in its order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            line=text.count("\n", 0, match.start("text")),
            language=match["language"],
            text=textwrap.dedent(match["text"]),
            file=match["path"] if match["mark"] == "file" else None,
            source=match["path"] if match["mark"] == "in" else None,
        )
        for match in FENCE.finditer(text)
    ]
