"""The table of operations equals botocore's model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def test_table_is_botocores(monkeypatch: pytest.MonkeyPatch) -> None:
    """The committed table is the one that `tools/boto3_operations.py` writes."""
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])
    import boto3_operations  # noqa: PLC0415

    assert boto3_operations.TARGET.read_text(encoding="utf-8") == boto3_operations.table(), (
        "run python/tools/boto3_operations.py"
    )
