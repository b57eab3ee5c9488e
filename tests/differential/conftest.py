"""Fixtures of the comparisons: the seed and the size of a run, and a clean environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from by_botocore import freezer
from random_run import seed

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["seed"]


@pytest.fixture
def cases() -> int:
    """Return the number of random requests per test, which PRESIGN_TEST_CASES sets."""
    return int(os.environ.get("PRESIGN_TEST_CASES", "2000"))


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the machine's AWS settings from botocore and s3cmd."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Stop botocore's clocks."""
    return freezer(monkeypatch)
