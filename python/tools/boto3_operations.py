"""Writes `presign/boto3/_operations.py`, the table of S3's operations, from botocore's model of the service.

The table has every operation whose presigned form is a request without a body. The URLs of the others depend
on a body or lead to another host; for these `presign.boto3.Client` calls the client's own method.

Run it after an update of botocore: `python python/tools/boto3_operations.py`. A test compares what it writes.
"""  # noqa: INP001

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import botocore.session
from botocore import handlers, xform_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LINE_LENGTH = 110
TARGET = Path(__file__).resolve().parent.parent / "presign" / "boto3" / "_operations.py"
# botocore changes these in event handlers, which are not part of the model.
HANDLED = {
    handlers.handle_copy_source_param: ("CopySource", "copy-source"),
    handlers.copy_source_sse_md5: ("CopySourceSSECustomerKey", "customer-key"),
    handlers.sse_md5: ("SSECustomerKey", "customer-key"),
}
ENCODING = [("EncodingType", "encoding-type", "url")]
PATHS = ("/", "/{Bucket}", "/{Bucket}/{Key+}")
KINDS = {
    "string": "string",
    "integer": "integer",
    "long": "integer",
    "boolean": "boolean",
    "list": "strings",
    "map": "map",
}
PLACES = {"uri": "uri", "querystring": "query", "header": "header", "headers": "headers", None: "body"}
HEAD = '''"""S3's operations. Generated from botocore's model by `tools/boto3_operations.py`; do not edit."""

from presign.boto3._model import Operation, Param, operation

OPERATIONS: dict[str, Operation] = {
'''


class Shape(Protocol):
    """The attributes of botocore's shapes that this program reads."""

    type_name: str
    serialization: Mapping[str, Any]
    metadata: Mapping[str, Any]
    members: Mapping[str, Shape]
    required_members: list[str]
    member: Shape


class Model(Protocol):
    """The attributes of botocore's model of an operation that this program reads."""

    name: str
    http: Mapping[str, str]
    input_shape: Shape
    #: A prefix of the host name.
    endpoint: Mapping[str, str] | None
    http_checksum: Mapping[str, Any]
    http_checksum_required: bool
    static_context_parameters: list[Any]


class NotRepresentableError(Exception):
    """The table cannot represent a property of an operation."""


def expect(condition: object, name: str) -> None:
    """Stop at a property that the table cannot represent, so that it is not lost."""
    if not condition:
        raise NotRepresentableError(name)


def has_signed_body(model: Model) -> bool:
    """Whether an operation has a body, or a checksum of one, that its URL depends on."""
    shape = model.input_shape
    required = (shape.members[name].serialization.get("location") for name in shape.required_members)
    is_checked = model.http_checksum_required or model.http_checksum.get("requestChecksumRequired")
    return bool(is_checked) or None in required


def handled(operation_name: str) -> dict[object, Any]:
    """Return botocore's handlers of an operation's parameters."""
    event = f"before-parameter-build.s3.{operation_name}"
    return {
        handler[1]: HANDLED.get(handler[1]) for handler in handlers.BUILTIN_HANDLERS if handler[0] == event
    }


def kind(name: str, shape: Shape, place: str, by_handler: Mapping[str, str]) -> str:
    """Return the format of a value."""
    if place == "body":
        return "body"
    if shape.type_name == "timestamp":
        default = "rfc822" if place == "header" else "iso8601"
        written = str(shape.serialization.get("timestampFormat", default)).lower()
        # botocore writes ISO 8601 with microseconds in a query, and without them in a header.
        expect(written == "rfc822" or (place, written) == ("header", "iso8601"), name)
        return written
    found = by_handler.get(name) or KINDS[shape.type_name]
    if found == "strings":
        expect((place, shape.member.type_name) == ("header", "string"), name)
    expect(not shape.serialization.get("jsonvalue"), name)
    expect("idempotencyToken" not in shape.metadata, name)
    expect("min" not in shape.metadata or found in ("string", "integer"), name)
    return found


def param(name: str, shape: Shape, by_handler: Mapping[str, str]) -> str:
    """Return the table's source for one parameter."""
    place = PLACES[shape.serialization.get("location")]
    wire = shape.serialization.get("name", name)
    least = shape.metadata.get("min", 0)
    values = [f'"{text}"' for text in (name, place, wire, kind(name, shape, place, by_handler))]
    values += [str(least)] if least else []
    line = f"        Param({', '.join(values)}),\n"
    if len(line) <= LINE_LENGTH + 1:
        return line
    return "        Param(\n" + "".join(f"            {value},\n" for value in values) + "        ),\n"


def operation(method: str, model: Model) -> str:
    """Return the table's source for one operation."""
    path, _, query = model.http["requestUri"].partition("?")
    expect(path in PATHS and not model.endpoint, path)
    # The host of directory buckets.
    is_express = any(
        context.name == "UseS3ExpressControlEndpoint" for context in model.static_context_parameters
    )
    expect(path != "/" or not is_express, path)
    expect(not has_signed_body(model), path)
    # botocore always writes its bucket in the path.
    expect(model.name != "GetBucketLocation", model.name)
    fixed = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    shape = model.input_shape
    by = handled(model.name)
    by_handler = dict(pair for pair in by.values() if pair)
    defaults = ENCODING if handlers.set_list_objects_encoding_type_url in by else ()
    required = ", ".join(f'"{name}"' for name in sorted(shape.required_members))
    names = f"{{{required}}}" if required else "set()"
    lines = [
        f'    "{method}": operation(\n',
        f'        "{model.http["method"]}",\n',
        f"        {rows(fixed)},\n",
        f"        {rows(defaults)},\n",
        f"        {names},\n",
        *(param(name, shape.members[name], by_handler) for name in sorted(shape.members)),
        "    ),\n",
    ]
    return "".join(lines)


def rows(texts: Iterable[tuple[str, ...]]) -> str:
    """Return the source of a tuple of tuples of text, formatted as by ruff."""
    inner = ["(" + ", ".join(f'"{text}"' for text in row) + ")" for row in texts]
    return "(" + ", ".join(inner) + ("," if len(inner) == 1 else "") + ")"


def table() -> str:
    """Return the whole file."""
    model = botocore.session.get_session().get_service_model("s3")
    parts = []
    for name in sorted(model.operation_names, key=xform_name):
        with contextlib.suppress(NotRepresentableError):
            parts.append(operation(xform_name(name), model.operation_model(name)))
    return HEAD + "".join(parts) + "}\n"


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
