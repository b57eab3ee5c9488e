"""What `_operations.py` is made of."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Param(NamedTuple):
    """One name that `Params` may hold."""

    name: str
    #: Where its value goes in the request.
    place: Literal["uri", "query", "header", "headers", "body"]
    #: The name of the query parameter or header; for `headers` what the names of all of them begin with.
    wire: str
    #: How its value is written: `_values.py` has a function for each.
    kind: Literal[
        "string",
        "integer",
        "boolean",
        "rfc822",
        "iso8601",
        "strings",
        "map",
        "body",
        "customer-key",
        "copy-source",
    ]
    #: How many characters the value has at least.
    least: int = 0


class Operation(NamedTuple):
    """One `ClientMethod`."""

    method: str
    #: What the operation's URL always says.
    query: tuple[tuple[str, str], ...]
    #: Further query that boto3 adds where `Params` does not hold the name in front.
    defaults: tuple[tuple[str, str, str], ...]
    required: frozenset[str]
    params: dict[str, Param]


def operation(
    method: str,
    query: tuple[tuple[str, str], ...],
    defaults: tuple[tuple[str, str, str], ...],
    required: set[str],
    *params: Param,
) -> Operation:
    """Return an operation, its params by name."""
    return Operation(method, query, defaults, frozenset(required), {param.name: param for param in params})
