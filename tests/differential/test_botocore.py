"""The command and botocore sign random requests with the same URL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import TYPE_CHECKING

import pytest
from by_botocore import difference, free_forms, operations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from requests_at_random import Request

    Presign = Callable[..., str]

SHOWN = 3


def check(request: Request, expected: str, presign: Presign) -> str | None:
    """Return how the command's URL differs from botocore's, or None."""
    try:
        ours = presign(*request.arguments(), env=request.environment())
    except AssertionError as error:
        return f"{error}\n{request}\nbotocore: {expected}"
    return difference(request, expected, ours)


def compare(requests: Iterable[tuple[Request, str]], presign: Presign, seed: int) -> None:
    """Run the command for every request, and fail with the first few that differ."""
    signed = list(requests)
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = [
            problem for problem in pool.map(lambda one: check(one[0], one[1], presign), signed) if problem
        ]
    if found:
        shown = "\n\n".join(found[:SHOWN])
        pytest.fail(
            f"PRESIGN_TEST_SEED={seed}: {len(found)} of {len(signed)} differ\n\n{shown}", pytrace=False
        )


def test_urls_of_signing_classes(
    seed: int, cases: int, freeze: Callable[[int], None], presign: Presign
) -> None:
    """Any request that can be signed has the URL of botocore's signing classes."""
    compare(free_forms(Random(seed), (cases + 1) // 2, freeze), presign, seed)


def test_urls_of_clients(seed: int, cases: int, freeze: Callable[[int], None], presign: Presign) -> None:
    """S3's operations have the URL of botocore's clients, which choose host and path."""
    compare(operations(Random(seed), (cases + 1) // 2, freeze), presign, seed)
