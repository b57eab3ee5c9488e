"""Formats the values in `Params` as boto3 does, and accepts what boto3 accepts.

No message contains a value, because some values are encryption keys.
"""

# botocore has no types.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import base64
import calendar
import hashlib
import re
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import quote

from botocore.utils import parse_to_aware_datetime

from presign.boto3._errors import ParamsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from presign.boto3._model import Param

VERSION_ID = re.compile(r"\?versionId=\S+\Z")


def refuse(name: str, rule: str) -> ParamsError:
    """Return the error of one parameter."""
    return ParamsError(report=f'Invalid value for parameter "{name}": it {rule}')


def wrong_type(name: str, value: object, expected: str) -> ParamsError:
    """Return the error of a value of a wrong type."""
    return refuse(name, f"must be {expected}, not {type(value).__name__}")


def string(param: Param, value: object) -> str:
    """Return text unchanged."""
    if not isinstance(value, str):
        raise wrong_type(param.name, value, "str")
    if len(value) < param.least:
        raise refuse(param.name, f"must have at least {param.least} characters")
    return value


def _integer(param: Param, value: object) -> str:
    if not isinstance(value, int):
        raise wrong_type(param.name, value, "int")
    if param.least and value < param.least:
        raise refuse(param.name, f"must be at least {param.least}")
    return str(value)


def _boolean(param: Param, value: object) -> str:
    if not isinstance(value, bool):
        raise wrong_type(param.name, value, "bool")
    return "true" if value else "false"


def _timestamp(param: Param, value: object) -> int:
    """Return Unix seconds. botocore parses the value; a time without a zone is UTC."""
    try:
        return calendar.timegm(parse_to_aware_datetime(value).utctimetuple())
    except (AttributeError, OverflowError, TypeError, ValueError):
        raise wrong_type(param.name, value, "a datetime, or text that botocore can read as one") from None


def _rfc822(param: Param, value: object) -> str:
    return formatdate(_timestamp(param, value), usegmt=True)


def _iso8601(param: Param, value: object) -> str:
    _timestamp(param, value)
    moment = parse_to_aware_datetime(value)
    return f"{moment.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def _strings(param: Param, value: object) -> str:
    """Return the items separated by commas; an item that contains a comma is quoted."""
    if not isinstance(value, (list, tuple)):
        raise wrong_type(param.name, value, "list")
    for item in value:
        if not isinstance(item, str):
            raise wrong_type(param.name, item, "a list of str")
    return ",".join(
        '"' + item.replace('"', '\\"') + '"' if '"' in item or "," in item else item for item in value
    )


def customer_key(param: Param, value: object) -> bytes:
    """Return an encryption key's bytes."""
    if isinstance(value, str):
        return value.encode()
    if not isinstance(value, (bytes, bytearray)):
        raise wrong_type(param.name, value, "bytes or str")
    return bytes(value)


def base64_of(data: bytes) -> str:
    """Return bytes in base64."""
    return base64.b64encode(data).decode()


def md5_of(key: bytes) -> str:
    """Return the MD5 digest that S3 requires with an encryption key, in base64."""
    return base64_of(hashlib.md5(key, usedforsecurity=False).digest())


def _copy_source(param: Param, value: object) -> str:
    """Return `bucket/key?versionId=id` with the key percent-encoded."""
    version = ""
    if isinstance(value, str):
        source = value
        if found := VERSION_ID.search(value):
            source, version = value[: found.start()], value[found.start() :]
    elif isinstance(value, dict):
        for name in ("Bucket", "Key"):
            if not isinstance(value.get(name), str):
                raise refuse(param.name, f'must contain "{name}", a str')
        bucket = value["Bucket"]
        between = "/object/" if bucket.startswith("arn:") else "/"
        source = f"{bucket}{between}{value['Key']}"
        if value.get("VersionId") is not None:
            version = f"?versionId={value['VersionId']}"
    else:
        raise wrong_type(param.name, value, "str or dict")
    return quote(source, safe="/-._~") + version


WRITERS: dict[str, Callable[[Param, object], str]] = {
    "string": string,
    "integer": _integer,
    "boolean": _boolean,
    "rfc822": _rfc822,
    "iso8601": _iso8601,
    "strings": _strings,
    "copy-source": _copy_source,
}


def metadata(param: Param, value: object) -> list[tuple[str, str]]:
    """Return a header for each entry. S3 accepts ASCII only."""
    if not isinstance(value, dict):
        raise wrong_type(param.name, value, "dict")
    headers = []
    for name, text in value.items():
        entry = f"{param.name}[{name!r}]"
        for half in (name, text):
            if not isinstance(half, str):
                raise wrong_type(entry, half, "str")
            if not half.isascii():
                raise refuse(entry, "must have a name and a value in ASCII")
        headers.append((param.wire + name, text))
    return headers
