"""Makes pages of the reference: of the command, C, C++, Go and Python, from their sources."""

from __future__ import annotations

import functools
import os
import re
import subprocess
from typing import TYPE_CHECKING

from repository import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
# A heading of a header's part: a comment on a line of its own, with an empty line after it.
PART = re.compile(r"^/\* ([A-Z][^*\n]*) \*/\n\n", flags=re.MULTILINE)
COMMENT = re.compile(r"(?://[^\n]*\n)+|/\*.*?\*/\n", flags=re.DOTALL)
# The names of what has a heading of its own: a type or a function of C, a class of C++.
NAMES = [
    re.compile(r"typedef .*\b(\w+);\s*", flags=re.DOTALL),
    re.compile(r"(?:template <[^\n]*>\s*)?(?:class|struct) (\w+) .*", flags=re.DOTALL),
    re.compile(r"PRESIGN_API[^(]*\b(presign_\w+)\(.*", flags=re.DOTALL),
]
# What is for the compiler and the linker.
MARKS = re.compile(r"^PRESIGN_API(?: PRESIGN_NODISCARD)?\n", flags=re.MULTILINE)
DETAILS = re.compile(r"^namespace detail \{.*?^\} // namespace detail$", flags=re.DOTALL | re.MULTILINE)


def block(language: str, text: str) -> str:
    """Return a fenced block."""
    return f"```{language}\n{text.strip(chr(10))}\n```"


def command() -> str:
    """Return what the command and each of its forms print as their help."""

    def help_of(*words: str) -> str:
        program = TARGET / "release" / "presign"
        return subprocess.run([program, *words, "--help"], capture_output=True, text=True, check=True).stdout

    first = help_of()
    listed = first.partition("\nCommands:\n")[2].partition("\n\n")[0]
    names = [name for name in re.findall(r"^  (\w+)", listed, flags=re.MULTILINE) if name != "help"]
    parts = [("presign", first), *((f"presign {name}", help_of(name)) for name in names)]
    forms = "\n\n".join(f"## {name}\n\n{block('text', text)}" for name, text in parts)
    return f"# Command\n\nThis is what `presign --help` prints, and `--help` of each form.\n\n{forms}\n"


def prose(comment: str) -> str:
    """Return a comment's text, in which nothing is taken for Markdown."""
    lines = [re.sub(r"^(?:// ?|/\* ?| {3})|\s*\*/$", "", line) for line in comment.strip().splitlines()]
    return re.sub(r"([\\`*_<\[])", r"\\\1", "\n".join(lines))


def items(part: str) -> Iterator[str]:
    """Split a part at the empty lines that are inside of no braces."""
    item = ""
    for piece in part.split("\n\n"):
        item = f"{item}\n\n{piece}" if item else piece
        if item.count("{") == item.count("}") and item.strip():
            yield item
            item = ""


def header(path: str, language: str, title: str) -> str:
    """Return a page with the types and functions of a header, each below its comment."""
    text = (ROOT / path).read_text(encoding="utf-8")
    opening = re.sub(r"^/?[ *]\*?/? ?", "", text[: text.index("*/")], flags=re.MULTILINE).strip()
    page = [f"# {title}", block("text", opening)]
    _, *parts = PART.split(text)
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        if name.startswith("The rest of this file implements"):
            break
        page.append(f"## {name}")
        gathered = ""
        for item in items(DETAILS.sub("", part)):
            comment = COMMENT.match(item)
            code = item[comment.end() :] if comment else item
            found = [match for name in NAMES if (match := name.fullmatch(code))]
            if not comment or not found:
                gathered += f"{item}\n\n"
                continue
            if gathered:
                page.append(block(language, gathered))
                gathered = ""
            page += [f"### {found[0][1]}", prose(comment[0]), block(language, MARKS.sub("", code))]
        if gathered:
            page.append(block(language, gathered))
    return "\n\n".join(page) + "\n"


def go() -> str:
    """Return what the comments of the packages say, read by Go's own library."""
    tools = ROOT / "bindings" / "go" / "tools"
    program = ["go", "run", "./reference", "..", "../awss3"]
    return subprocess.run(program, cwd=tools, capture_output=True, text=True, check=True).stdout


def python_modules() -> list[str]:
    """Return the names of the modules that users import."""
    folder = ROOT / "python" / "presign"
    files = [path for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    return ["presign", *sorted(f"presign.{path.stem}" for path in files if not path.name.startswith("_"))]


def python(module: str) -> str:
    """Return what mkdocstrings replaces by a module's docstrings and types."""
    return f"# {module}\n\n::: {module}\n"


# The references that rustdoc, typedoc and javadoc write, by their folder in the site.
JAVA = ROOT / "bindings" / "java"
WRITTEN = {
    "reference/rust": TARGET / "rust-docs" / "doc",
    "reference/node": TARGET / "node-docs",
    "reference/java": JAVA / "presign" / "target" / "reports" / "apidocs",
    "reference/java-aws-sdk": JAVA / "presign-aws-sdk" / "target" / "reports" / "apidocs",
}
# By the page's path in the site.
PAGES: dict[str, Callable[[], str]] = {
    "reference/command.md": command,
    "reference/c.md": lambda: header("include/presign.h", "c", "C: presign.h"),
    "reference/cpp.md": lambda: header("include/presign.hpp", "cpp", "C++: presign.hpp"),
    "reference/go.md": go,
    **{f"reference/python/{name}.md": functools.partial(python, name) for name in python_modules()},
}
