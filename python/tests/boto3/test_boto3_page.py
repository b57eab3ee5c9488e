"""The examples and tables on the page about boto3 are correct."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import TYPE_CHECKING

import presign.boto3
from boto3_params import NAMES, OPERATIONS

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coming-from-boto3.md"
BLOCKS = re.findall(
    r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
)


def test_the_blocks_print_what_they_show(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every block of the page runs, in order, and prints the text after `# ->`."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    names: dict[str, object] = {}
    assert len(BLOCKS) > 3
    for block in BLOCKS:
        exec(block, names)
        expected = "".join(f"{line}\n" for line in re.findall(r"# -> (.*)$", block, flags=re.MULTILINE))
        assert capsys.readouterr().out == expected


def test_the_page_names_every_method_that_boto3_signs() -> None:
    """The page lists the operations of botocore's model that are not in the table, and no others."""
    (listed,) = re.findall(
        r"with its own defaults:\s(.*?)\. boto3", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert sorted(re.findall(r"\w+", listed)) == sorted(set(NAMES) - set(OPERATIONS))


def test_the_docstrings_example_runs() -> None:
    """The module's example runs."""
    assert doctest.testmod(presign.boto3).failed == 0
