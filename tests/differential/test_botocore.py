"""The command and botocore sign random requests with the same URL."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from by_botocore import difference, free_forms, operations
from random_run import check_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from requests_at_random import Request

    Presign = Callable[..., str]


def check(request: Request, expected: str, presign: Presign) -> str | None:
    """Return how the command's URL differs from botocore's, or None."""
    try:
        ours = presign(*request.arguments(), env=request.environment())
    except AssertionError as error:
        return f"{error}\n{request}\nbotocore: {expected}"
    return difference(request, expected, ours)


def compare(requests: Iterable[tuple[Request, str]], presign: Presign, seed: int) -> None:
    """Compare the command's URL of every request with botocore's."""
    check_each(lambda one: check(one[0], one[1], presign), list(requests), seed)


def test_urls_of_signing_classes(
    seed: int, cases: int, freeze: Callable[[int], None], presign: Presign
) -> None:
    """Any request that can be signed has the URL of botocore's signing classes."""
    compare(free_forms(Random(seed), (cases + 1) // 2, freeze), presign, seed)


def test_urls_of_clients(seed: int, cases: int, freeze: Callable[[int], None], presign: Presign) -> None:
    """S3's operations have the URL of botocore's clients, which choose host and path."""
    compare(operations(Random(seed), (cases + 1) // 2, freeze), presign, seed)
