"""Random Params from botocore's model of the service."""

from __future__ import annotations

import base64
import datetime as dt
import string
from typing import TYPE_CHECKING, Any

import botocore
import botocore.session
import presign.boto3
from botocore import handlers

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

LETTERS = string.ascii_letters + string.digits
PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
NASTY = [
    *("//", "/", ".", "..", "%", "%2F", "+", " ", "&", "=", "?", "#", "~", "ü", "文", "😀", "\n", "\x7f"),
    LETTERS,
]
MODEL = botocore.session.get_session().get_service_model("s3")
NAMES = {botocore.xform_name(name): name for name in MODEL.operation_names}
OPERATIONS = [name for name in NAMES if name in presign.boto3._operations.OPERATIONS]  # noqa: SLF001
# The subresources that AWS's documentation of version 2 lists; presign refuses others, and does not sign
# operations of the storage itself with version 2.
V2_SUBRESOURCES = (
    "acl cors delete lifecycle list-type location logging notification policy requestPayment tagging torrent "
    "uploads versioning versions website"
)
V2_OPERATIONS = [
    name
    for name in OPERATIONS
    if "Bucket" in MODEL.operation_model(NAMES[name]).input_shape.members
    and {
        pair.partition("=")[0]
        for pair in MODEL.operation_model(NAMES[name]).http["requestUri"].partition("?")[2].split("&")
    }
    <= {"", *V2_SUBRESOURCES.split()}
]


def text(rng: Random, most: int) -> str:
    """Return 1 to `most` random bytes."""
    pieces = [rng.choice(rng.choice(NASTY)) for _ in range(rng.randint(1, most))]
    return "".join(pieces).encode()[:most].decode(errors="ignore") or "k"


def header(rng: Random, letters: str) -> str:
    """Return a header's value."""
    return "".join(rng.choices(letters, k=rng.randint(0, 20)))


def timestamp(rng: Random) -> object:
    """Return a time in one of the types that boto3 accepts."""
    seconds = rng.randint(0, 253402300799 - 86400)
    zone = rng.choice([dt.UTC, dt.timezone(dt.timedelta(hours=rng.randint(-12, 14))), None])
    at = dt.datetime(1970, 1, 1, tzinfo=zone) + dt.timedelta(seconds=seconds, microseconds=rng.choice([0, 7]))
    return rng.choice([at, at.isoformat(), seconds, str(seconds), at.date().isoformat()])


def copy_source(rng: Random) -> object:
    """Return a copy source as text or as a dict."""
    bucket = rng.choice(["source", "arn:aws:s3:us-west-2:123456789012:accesspoint/point"])
    version = rng.choice([None, "3HL4kqtJlcpXroDTDmJ"])
    if rng.random() < 0.5:
        return f"{bucket}/{text(rng, 50)}" + (f"?versionId={version}" if version else "")
    return {"Bucket": bucket, "Key": text(rng, 50), **({"VersionId": version} if version else {})}


def value(rng: Random, method: str, name: str, shape: Any) -> Any:
    """Return a value for one parameter."""
    in_query = shape.serialization.get("location") == "querystring"
    if name == "CopySource":
        return copy_source(rng)
    # Where botocore has no handler for it, it is text like any other.
    handler = handlers.sse_md5 if name == "SSECustomerKey" else handlers.copy_source_sse_md5
    event = f"before-parameter-build.s3.{NAMES[method]}"
    if name.endswith("SSECustomerKey") and (event, handler) in handlers.BUILTIN_HANDLERS:
        return rng.choice([rng.randbytes(32), "k" * 32, bytearray(rng.randbytes(32))])
    if shape.type_name == "string":
        if shape.enum and rng.random() < 0.7:
            return rng.choice(shape.enum)
        return text(rng, 60) if in_query else header(rng, PRINTABLE + "éü\t  ")
    makers: dict[str, Callable[[], object]] = {
        "integer": lambda: max(
            shape.metadata.get("min", -5), rng.choice([0, 1, rng.randint(-5, 10**9), True])
        ),
        "long": lambda: rng.randint(0, 2**62),
        "boolean": lambda: rng.choice([True, False]),
        "timestamp": lambda: timestamp(rng),
        "list": lambda: [header(rng, PRINTABLE) for _ in range(rng.randint(0, 3))],
        "map": lambda: {
            f"{rng.choice(LETTERS)}-{i}{rng.choice('_.!x')}": header(rng, PRINTABLE)
            for i in range(rng.randint(0, 3))
        },
    }
    return makers[shape.type_name]()


def encode_keys(rng: Random, chosen: dict[str, Any]) -> None:
    """Encode an encryption key if its digest is given; boto3 computes both from a plain key."""
    for name in ("SSECustomerKey", "CopySourceSSECustomerKey"):
        if f"{name}MD5" not in chosen:
            continue
        if rng.random() < 0.5:
            del chosen[f"{name}MD5"]
        else:
            chosen[name] = base64.b64encode(rng.randbytes(32)).decode()


def params(rng: Random, model: Any, method: str, bucket: str, version: str) -> dict[str, Any]:
    """Return Params for a method: all required ones, and some of the others."""
    shape = model.operation_model(NAMES[method]).input_shape
    chosen: dict[str, Any] = {}
    names = list(shape.members)
    rng.shuffle(names)
    share = rng.choice([0.05, 0.3, 0.9])
    for name in names:
        member = shape.members[name]
        if name == "Bucket":
            chosen[name] = bucket
        elif name == "Key":
            chosen[name] = text(rng, rng.choice([10, 1024]))
        elif member.serialization.get("location") is None or (version == "s3" and "CustomerKey" in name):
            # test_boto3_refusals.py has these.
            continue
        elif name in shape.required_members or rng.random() < share:
            chosen[name] = value(rng, method, name, member)
    encode_keys(rng, chosen)
    if "ContentType" in chosen and rng.random() < 0.2:
        # The only type that boto3 omits from a URL of version 4.
        chosen["ContentType"] = "application/x-www-form-urlencoded; charset=utf-8"
    if "Body" in shape.members and rng.random() < 0.1:
        chosen["Body"] = rng.choice([b"", ""])
    return chosen
