"""Marks what Markdown would take for quotations and links in Python's docstrings."""

from __future__ import annotations

import re

import griffe

# Up to the next empty line.
EXAMPLE = re.compile(r"^>>> .*?(?=\n\s*\n|\Z)", flags=re.DOTALL | re.MULTILINE)


class Examples(griffe.Extension):  # type: ignore[misc]  # griffe is not where mypy is
    """Calls of griffe, with its names."""

    def on_package(self, *, pkg: griffe.Module, **_: object) -> None:
        """Change the docstrings of a package, once it is read."""
        self.change(pkg)

    def change(self, item: griffe.Object) -> None:
        """Change the docstrings of an object and of those in it."""
        if item.docstring:
            text = EXAMPLE.sub(r"```pycon\n\g<0>\n```", item.docstring.value)
            # "host[:port][/base/path]" is no link.
            item.docstring.value = text.replace("][", "]\\[")
        for member in item.members.values():
            if isinstance(member, griffe.Object):
                self.change(member)
