"""`Params` of an operation, made into the parts of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from presign.boto3 import _values
from presign.boto3._errors import ParamsError

if TYPE_CHECKING:
    from presign.boto3._model import Operation, Param


class Parts(NamedTuple):
    """What differs from link to link."""

    bucket: str
    #: Empty where the operation is about the bucket.
    key: str
    query: list[tuple[str, str]]
    headers: list[tuple[str, str]]


# A caller may put anything into it.
def read(operation: Operation, params: dict[str, Any]) -> Parts:
    """Return the parts; raise ParamsError for a name or value that boto3 would not take."""
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
    return Parts(uri["Bucket"], uri["Key"], query, headers)


def _headers(param: Param, value: object, params: dict[str, Any]) -> list[tuple[str, str]]:
    if param.place == "body":
        # An empty one is none: boto3 makes links of no other.
        if param.name == "Body" and isinstance(value, (str, bytes, bytearray)) and not value:
            return []
        raise _values.refuse(param.name, "is no part of a link: whoever uses the link sends it")
    if param.kind == "map":
        return _values.metadata(param, value)
    if param.kind == "customer-key" and f"{param.name}MD5" not in params:
        key = _values.customer_key(param, value)
        return [
            (param.wire, _values.base64_of(key)),
            (f"{param.wire}-MD5", _values.md5_of(key)),
        ]
    if param.kind == "customer-key":
        # Whoever gives the digest has encoded the key as well.
        return [(param.wire, _values.string(param, value))]
    if param.kind == "strings" and not value and isinstance(value, (list, tuple)):
        return []
    return [(param.wire, _values.WRITERS[param.kind](param, value))]
