"""The types of the table in `_operations.py`."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Param(NamedTuple):
    """One name that `Params` may contain."""

    name: str
    #: The part of the request that contains its value.
    place: Literal["uri", "query", "header", "headers", "body"]
    #: The name of the query parameter or header; for `headers` the prefix of their names.
    wire: str
    #: The format of its value; `_values.py` has a function for each.
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
    #: The smallest number of characters of text, or the smallest integer.
    least: int = 0


class Operation(NamedTuple):
    """One `ClientMethod`."""

    method: str
    #: The query parameters that the operation's URL always contains.
    query: tuple[tuple[str, str], ...]
    #: Query parameters that boto3 adds unless `Params` contains the name in the first item.
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
    """Return an operation with its parameters by name."""
    return Operation(method, query, defaults, frozenset(required), {param.name: param for param in params})
