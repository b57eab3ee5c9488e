"""The page about boto3 is true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import TYPE_CHECKING

import presign.boto3

if TYPE_CHECKING:
    import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coming-from-boto3.md"
BLOCKS = re.findall(
    r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
)


def test_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every block of the page runs, in order; what it prints stands behind `# ->`."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    names: dict[str, object] = {}
    assert len(BLOCKS) > 3
    for block in BLOCKS:
        exec(block, names)
        expected = "".join(f"{line}\n" for line in re.findall(r"# -> (.*)$", block, flags=re.MULTILINE))
        assert capsys.readouterr().out == expected


def test_page_names_every_method() -> None:
    """The methods that it lists are those of the table."""
    for method in presign.boto3._operations.OPERATIONS:  # noqa: SLF001
        assert method in PAGE.read_text(encoding="utf-8")


def test_docstring() -> None:
    """The module's example runs."""
    assert doctest.testmod(presign.boto3).failed == 0
