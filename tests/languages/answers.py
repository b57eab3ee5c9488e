"""Answers the requests of cases.py, in Python.

Reads lines from standard input, and prints a URL or an error for each.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import presign

# The one kind whose class has another name than its kind: KeyError is Python's own.
NAMES = {"object-key": "key"}


def text(field: str) -> str | None:
    """Return the text of a field, or None if it is not given."""
    return None if field == "-" else bytes.fromhex(field).decode()


def given(field: str) -> str:
    """Return the text of a field that is always given."""
    return bytes.fromhex(field).decode()


def number(field: str) -> int | None:
    """Return the number of a field, or None if it is not given."""
    return None if field == "-" else int(field)


def pairs(field: str) -> list[tuple[str, str]]:
    """Return names with values."""
    halves = [pair.split("=") for pair in field.split(",") if pair]
    return [(given(name), given(value)) for name, value in halves]


def answer(line: str) -> str:
    """Sign one request."""
    version, access_key, secret_key, token, region, endpoint, addressing, *request = line.split("\t")
    method, bucket, key, query, headers, sign_at, expires_in, expires_at = request
    style: Any = given(addressing)
    try:
        signer = presign.Signer(
            given(access_key),
            given(secret_key),
            session_token=text(token),
            region=given(region),
            endpoint=text(endpoint),
            addressing=style,
            version="v2" if given(version) == "v2" else "v4",
        )
        end: dict[str, Any] = {"expires_in": number(expires_in), "expires_at": number(expires_at)}
        url = signer.presign(
            given(method),
            given(bucket),
            given(key),
            query=pairs(query),
            headers=pairs(headers),
            sign_at=number(sign_at),
            **{name: value for name, value in end.items() if value is not None},
        )
    except presign.PresignError as error:
        name = re.sub(r"(?<!^)(?=[A-Z0-9])", "-", type(error).__name__.removesuffix("Error")).lower()
        return f"error\t{NAMES.get(name, name)}\t{error}"
    return f"url\t{url}"


def main() -> None:
    """Answer all requests."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in sys.stdin:
        print(answer(line.removesuffix("\n")))


if __name__ == "__main__":
    main()
