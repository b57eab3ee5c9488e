"""The table of differences names tests that exist."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path

import pytest
from differences import ROWS, Difference


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.storage} {row.tests}")
def test_a_row_names_a_test(row: Difference) -> None:
    """A row of a renamed test would excuse nothing, and the test would fail on its storage."""
    file, pattern = row.tests.split("::")
    names = re.findall(r"^def (test_\w+)", (Path(__file__).parent / file).read_text(), flags=re.MULTILINE)
    function = re.split(r"\?|-v", pattern)[0]
    assert fnmatch.filter(names, function)
