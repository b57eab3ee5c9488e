"""Reads the page of recipes as programs."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "recipes.md"
BUCKET = "example-bucket"
# The keys in every file that the recipes read.
KEYS = ["a.jpg", None, "ü/b c.jpg", "//..", *(f"{number}.ts" for number in range(5000))]


def _sections() -> dict[str, list[str]]:
    """Return the blocks of each heading, preceded by those before the first heading."""
    found: dict[str, list[str]] = {}
    for section in re.split(r"^##? ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, text = section.partition("\n")
        found[heading] = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return found


SECTIONS = _sections()
SETUP = SECTIONS.pop("Recipes")


def run(heading: str, **given: object) -> list[dict[str, object]]:
    """Run a section's blocks in order, and return the names after each block."""
    names: dict[str, object] = {"__name__": "recipes", **given}
    states = []
    for number, block in enumerate([*SETUP, *SECTIONS[heading]]):
        exec(compile(block, f"recipes.md, {heading}, block {number}", "exec"), names)
        states.append(dict(names))
    return states[len(SETUP) :]
