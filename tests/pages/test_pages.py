"""The blocks of the pages in docs/ run, compile and print what is shown. `make test-pages` builds them."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from pathlib import Path

import console
import pytest
from blocks import PAGES, ROOT, blocks
from languages import RUNNERS, SHOWN, TARGET

CASES = [
    pytest.param(page, language, id=f"{page.relative_to(ROOT)}-{language}")
    for page in PAGES
    for language in sorted({block.language for block in blocks(page) if block.source is None})
]


def environment(folder: Path) -> dict[str, str]:
    """Return the variables of someone who has AWS's example keys, and no settings."""
    programs = [TARGET / "release", Path(sys.executable).parent]
    return {
        "PATH": ":".join([*map(str, programs), os.environ["PATH"]]),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    }


@pytest.mark.parametrize(("page", "language"), CASES)
def test_the_blocks_of_a_page_work(page: Path, language: str, tmp_path: Path) -> None:
    """Those in one language, as a reader would copy them, who also has the files beside the page."""
    listed = [block for block in blocks(page) if block.source is None]
    for file in page.parent.iterdir():
        if file.is_file() and file.suffix != ".md":
            shutil.copy(file, tmp_path)
    for block in listed:
        if block.file:
            (tmp_path / block.file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / block.file).write_text(block.text)
    chosen = [block for block in listed if block.language == language]
    if language == "console":
        console.run(page, chosen, tmp_path, environment(tmp_path))
    elif language not in SHOWN:
        assert language in RUNNERS, f"{page}:{chosen[0].line}: no test knows the language {language!r}"
        RUNNERS[language](chosen, tmp_path, environment(tmp_path))


def test_a_block_that_names_its_source_is_in_it() -> None:
    """Word for word, but for the indentation."""
    named = [(page, block) for page in PAGES for block in blocks(page) if block.source]
    for page, block in named:
        source = textwrap.dedent((ROOT / str(block.source)).read_text(encoding="utf-8"))
        lines = [line.strip() for line in source.splitlines()]
        wanted = [line.strip() for line in block.text.splitlines()]
        starts = range(len(lines) - len(wanted) + 1)
        assert any(lines[start : start + len(wanted)] == wanted for start in starts), (
            f"{page}:{block.line}: not in {block.source}"
        )
