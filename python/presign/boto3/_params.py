"""Converts an operation's `Params` into the parts of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from presign.boto3 import _values
from presign.boto3._errors import ParamsError

if TYPE_CHECKING:
    from presign.boto3._model import Operation, Param


class Parts(NamedTuple):
    """The parts of a request that differ from URL to URL."""

    #: None if the operation is on the storage itself.
    bucket: str | None
    #: Empty if the operation is on the bucket itself.
    key: str
    query: list[tuple[str, str]]
    headers: list[tuple[str, str]]


# `Params` may contain values of any type.
def read(operation: Operation, params: dict[str, Any]) -> Parts:
    """Return the parts; raise ParamsError for a name or value that boto3 would refuse."""
    known = operation.params
    uri = {"Key": ""}
    query: list[tuple[str, str]] = list(operation.query)
    headers: list[tuple[str, str]] = []
    for name, value in params.items():
        param = known.get(name)
        if param is None:
            names = ", ".join(known)
            raise ParamsError(report=f"Unknown parameter in input: {name!r}, must be one of: {names}")
        if param.place == "uri":
            uri[name] = _values.string(param, value)
        elif param.place == "query":
            query.append((param.wire, _values.WRITERS[param.kind](param, value)))
        else:
            headers += _headers(param, value, params)
    if not operation.required <= params.keys():
        missing = ", ".join(sorted(f'"{name}"' for name in operation.required - params.keys()))
        raise ParamsError(report=f"Missing required parameter in input: {missing}")
    for name, wire, text in operation.defaults:
        if name not in params:
            query.append((wire, text))
    return Parts(uri.get("Bucket"), uri["Key"], query, headers)


def _headers(param: Param, value: object, params: dict[str, Any]) -> list[tuple[str, str]]:
    if param.place == "body":
        # An empty body adds nothing to the request; a URL cannot contain any other.
        if param.name == "Body" and isinstance(value, (str, bytes, bytearray)) and not value:
            return []
        raise _values.refuse(param.name, "cannot be part of a URL: the client sends it with the request")
    if param.kind == "map":
        return _values.metadata(param, value)
    if param.kind == "customer-key" and f"{param.name}MD5" not in params:
        key = _values.customer_key(param, value)
        return [
            (param.wire, _values.base64_of(key)),
            (f"{param.wire}-MD5", _values.md5_of(key)),
        ]
    if param.kind == "customer-key":
        # A caller who gives the digest has also encoded the key.
        return [(param.wire, _values.string(param, value))]
    if param.kind == "strings" and not value and isinstance(value, (list, tuple)):
        return []
    return [(param.wire, _values.WRITERS[param.kind](param, value))]
