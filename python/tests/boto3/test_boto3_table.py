"""The table of operations is what botocore's model says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def test_table_is_botocores(monkeypatch: pytest.MonkeyPatch) -> None:
    """`tools/boto3_operations.py` writes what is committed."""
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])
    import boto3_operations  # noqa: PLC0415

    assert boto3_operations.TARGET.read_text(encoding="utf-8") == boto3_operations.table(), (
        "run python/tools/boto3_operations.py"
    )
