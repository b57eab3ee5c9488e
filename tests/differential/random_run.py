"""What all tests with random requests share: the seed of a run, and the report of its failures."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")

SHOWN = 3


@pytest.fixture
def seed(capsys: pytest.CaptureFixture[str]) -> int:
    """Print this run's seed; PRESIGN_TEST_SEED repeats a run."""
    chosen = int(os.environ.get("PRESIGN_TEST_SEED", random.SystemRandom().getrandbits(32)))
    with capsys.disabled():
        print(f"\nPRESIGN_TEST_SEED={chosen}")
    return chosen


def fail_if_any(problems: Sequence[str], count: int, seed: int) -> None:
    """Fail with the first problems of a run of `count` requests."""
    if problems:
        shown = "\n\n".join(problems[:SHOWN])
        pytest.fail(f"PRESIGN_TEST_SEED={seed}: {len(problems)} of {count} fail\n\n{shown}", pytrace=False)


def check_each(check: Callable[[Item], str | None], items: Sequence[Item], seed: int) -> None:
    """Check all items on four threads, because each check runs a program that it waits for."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        problems = [problem for problem in pool.map(check, items) if problem]
    fail_if_any(problems, len(items), seed)
