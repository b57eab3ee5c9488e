"""Writes `presign/boto3/_operations.py`, the table of S3's operations, from botocore's model of the service.

Run it after an update of botocore: `python python/tools/boto3_operations.py`. A test compares what it writes.
"""  # noqa: INP001

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import botocore.session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LINE_LENGTH = 110
TARGET = Path(__file__).resolve().parent.parent / "presign" / "boto3" / "_operations.py"
OPERATIONS = {
    "abort_multipart_upload": "AbortMultipartUpload",
    "complete_multipart_upload": "CompleteMultipartUpload",
    "copy_object": "CopyObject",
    "create_multipart_upload": "CreateMultipartUpload",
    "delete_object": "DeleteObject",
    "get_object": "GetObject",
    "head_bucket": "HeadBucket",
    "head_object": "HeadObject",
    "list_objects_v2": "ListObjectsV2",
    "put_object": "PutObject",
    "upload_part": "UploadPart",
}
# botocore changes these in event handlers, which are not part of the model.
HANDLED = {
    "CopySource": "copy-source",
    "CopySourceSSECustomerKey": "customer-key",
    "SSECustomerKey": "customer-key",
}
DEFAULTS = {"list_objects_v2": [("EncodingType", "encoding-type", "url")]}
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

    http: Mapping[str, str]
    input_shape: Shape


def expect(condition: object, name: str) -> None:
    """Stop at a property that the table cannot represent, so that it is not lost."""
    if not condition:
        message = f"{name} has a property that the table cannot represent: extend Param"
        raise SystemExit(message)


def kind(name: str, shape: Shape, place: str) -> str:
    """Return the format of a value."""
    if place == "body":
        return "body"
    if shape.type_name == "timestamp":
        default = "rfc822" if place == "header" else "iso8601"
        written = str(shape.serialization.get("timestampFormat", default)).lower()
        # botocore writes ISO 8601 with microseconds in a query, and without them in a header.
        expect(written == "rfc822" or (place, written) == ("header", "iso8601"), name)
        return written
    found = HANDLED.get(name) or KINDS[shape.type_name]
    if found == "strings":
        expect((place, shape.member.type_name) == ("header", "string"), name)
    expect(not shape.serialization.get("jsonvalue"), name)
    expect("idempotencyToken" not in shape.metadata, name)
    expect("min" not in shape.metadata or found == "string", name)
    return found


def param(name: str, shape: Shape) -> str:
    """Return the table's source for one parameter."""
    place = PLACES[shape.serialization.get("location")]
    wire = shape.serialization.get("name", name)
    least = shape.metadata.get("min", 0)
    values = [f'"{text}"' for text in (name, place, wire, kind(name, shape, place))]
    values += [str(least)] if least else []
    line = f"        Param({', '.join(values)}),\n"
    if len(line) <= LINE_LENGTH + 1:
        return line
    return "        Param(\n" + "".join(f"            {value},\n" for value in values) + "        ),\n"


def operation(method: str, model: Model) -> str:
    """Return the table's source for one operation."""
    path, _, query = model.http["requestUri"].partition("?")
    expect(path in ("/{Bucket}", "/{Bucket}/{Key+}"), path)
    fixed = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    shape = model.input_shape
    required = ", ".join(f'"{name}"' for name in sorted(shape.required_members))
    lines = [
        f'    "{method}": operation(\n',
        f'        "{model.http["method"]}",\n',
        f"        {rows(fixed)},\n",
        f"        {rows(DEFAULTS.get(method, ()))},\n",
        f"        {{{required}}},\n",
        *(param(name, shape.members[name]) for name in sorted(shape.members)),
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
    parts = [operation(method, model.operation_model(name)) for method, name in OPERATIONS.items()]
    return HEAD + "".join(parts) + "}\n"


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
