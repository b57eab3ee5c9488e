"""Random requests, right and wrong, as text that a program in any language reads without a library.

A line is one request: fields between tabs, each the hexadecimal digits of its UTF-8; `-` is a field that is
not given. Pairs are `name=value`, with a comma between them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import requests_at_random

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """One request, with the fields in the order of a line."""

    version: str
    access_key: str
    secret_key: str
    session_token: str | None
    region: str
    endpoint: str | None
    addressing: str
    method: str
    bucket: str
    key: str
    query: Pairs
    headers: Pairs
    sign_at: int
    expires_in: int | None
    expires_at: int | None

    def line(self) -> str:
        """Write the case."""
        return "\t".join(_written(getattr(self, field.name)) for field in fields(self))


def _hex(text: str) -> str:
    return text.encode().hex()


def _written(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ",".join(f"{_hex(name)}={_hex(text)}" for name, text in value)
    return _hex(value) if isinstance(value, str) else str(value)


# Characters that some language, encoding or rule treats in its own way. No surrogates: UTF-8 has none.
ODD = (
    "\0\t\n\r\x1b \"%&'+/:;<=?@[\\]_`|~\x7f\x80\xa0\xad\u00fc\u0130\u017f\u2028"
    "\u202e\ufeff\ufffd\uffff\U0001f600\U0010ffff"
)
# Numbers at limits and beyond. 0 is left out, which means "not given" in C and Go.
TIMES = (-(2**40), -1, 1, 2**31 - 1, 2**31, 2**32, 253_402_300_799, 253_402_300_800, 10**12)
# Those that C's uint32_t has.
LIFETIMES = (1, 604_799, 604_800, 604_801, 2**31, 2**32 - 1)
NAMES = (
    *("X-Amz-Signature", "x-amz-date", "Signature", "Expires", "versionId", "partNumber", "host", "Host"),
    *(
        "x-amz-security-token",
        "connection",
        "x-amz-meta-\u00fc",
        "",
        "content-length",
        "x-amz-content-sha256",
    ),
)


def _spoiled(rng: Random, text: str) -> str:
    """Change a text in one place, make it long, or take all of it away."""
    at = rng.randrange(len(text) + 1)
    match rng.randrange(8):
        case 0:
            return ""
        case 1:
            return text * rng.choice([2, 50, 400])
        case 2:
            return text[:at] + text[at + 1 :]
        case _:
            return text[:at] + rng.choice(ODD) * rng.choice([1, 1, 1, 3]) + text[at:]


def _spoiled_pairs(rng: Random, pairs: Pairs) -> Pairs:
    name, value = rng.choice(pairs) if pairs and rng.random() < 0.5 else (rng.choice(NAMES), "v")
    if rng.random() < 0.5:
        name = _spoiled(rng, name)
    return [*pairs, (name, _spoiled(rng, value) if rng.random() < 0.5 else value)]


def _changes(rng: Random, case: Case, name: str, value: Any) -> dict[str, Any]:
    """Return other values: one for the field, and for those that depend on it."""
    if name in {"version", "addressing"}:
        return {}
    if name in {"query", "headers"}:
        return {name: _spoiled_pairs(rng, value)}
    if name in {"sign_at", "expires_in", "expires_at"}:
        return _other_times(rng, case, name)
    if name == "session_token":
        return {name: _spoiled(rng, value or "token") or None}
    if name in {"endpoint", "region", "method"}:
        # Without one of these there is a default, of some languages or of all, which is not compared here.
        return {name: _spoiled(rng, value or "https://files.example") or value}
    return {name: _spoiled(rng, value)}


def _other_times(rng: Random, case: Case, name: str) -> dict[str, Any]:
    if name == "sign_at":
        return {name: rng.choice(TIMES)}
    # With both ends, Rust's builder takes the last; the others refuse.
    if name == "expires_in":
        return {name: rng.choice(LIFETIMES), "expires_at": None}
    times = (*TIMES, case.sign_at - 1, case.sign_at, case.sign_at + 604_801)
    # A 0 would mean "not given" in C and Go.
    return {name: rng.choice(times) or 1, "expires_in": None}


def _spoiled_case(rng: Random, case: Case) -> Case:
    name = rng.choice([field.name for field in fields(case)])
    return replace(case, **_changes(rng, case, name, getattr(case, name)))


def _right(rng: Random) -> Case:
    request = requests_at_random.free_form(rng)
    expires_at = request.sign_at + request.lifetime if request.has_expires_at else None
    return Case(
        version=request.version,
        access_key=request.access_key,
        secret_key=request.secret_key,
        session_token=request.token or None,
        region=request.region,
        endpoint=request.endpoint_given or request.endpoint,
        addressing=request.addressing,
        method=request.method,
        bucket=request.bucket,
        key=request.key,
        query=request.query,
        headers=request.headers,
        sign_at=max(request.sign_at, 1),
        expires_in=None if request.has_expires_at else request.lifetime,
        expires_at=expires_at,
    )


def cases(rng: Random, count: int) -> Iterator[Case]:
    """Make requests, of which two in three are changed in one place, which often makes them wrong.

    Two wrong places would compare the order of the checks, which differs between the languages.
    """
    for _ in range(count):
        case = _right(rng)
        case = _spoiled_case(rng, case) if rng.random() < 2 / 3 else case
        # Go's url.Values have no order, and Version 2 does not sort: the URLs would differ by that alone.
        yield replace(case, query=sorted(case.query, key=lambda pair: pair[0]))
