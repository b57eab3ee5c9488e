"""The programs on the pages of documentation."""

from __future__ import annotations

import re

from conftest import DOCS


def blocks(page: str) -> list[str]:
    """Return the Python of a page's blocks."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def block(page: str, heading: str) -> str:
    """Return the Python of the only block of a section."""
    text = (DOCS / page).read_text(encoding="utf-8")
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    (program,) = re.findall(r"^```python\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    return str(program)


def shown(program: str) -> str:
    """Return what a block says that it prints."""
    return "".join(f"{line}\n" for line in re.findall(r"# -> (.*)$", program, flags=re.MULTILINE))
