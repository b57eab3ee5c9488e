"""Signs random requests with botocore, and compares its URLs with those of the command.

The order of the query is not compared with botocore's: ours is canonical with V4 and the caller's with V2.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import botocore.auth
from botocore.auth import HmacV1QueryAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.session import Session
from botocore.utils import percent_encode
from operations import a_client, from_client
from requests_at_random import AUTO, PATH, VIRTUAL, Request, free_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    import pytest

# botocore's own timestamps have no time zone.
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001
CASES_A_CLIENT = 10


def freezer(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a function that stops botocore's two clocks, V4's and V2's, at a Unix time in seconds."""

    def at(seconds: int) -> None:
        timestamp = EPOCH + dt.timedelta(seconds=seconds)
        monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: timestamp)
        monkeypatch.setattr(botocore.auth, "time", SimpleNamespace(time=lambda: float(seconds)))

    return at


def free_forms(rng: Random, count: int, freeze: Callable[[int], None]) -> Iterator[tuple[Request, str]]:
    """Make `count` requests without the limits of a client, and sign them with botocore's signing classes."""
    for _ in range(count):
        request = free_form(rng)
        freeze(request.sign_at)
        yield request, by_auth_class(request)


def operations(rng: Random, count: int, freeze: Callable[[int], None]) -> Iterator[tuple[Request, str]]:
    """Make `count` calls of S3's operations, and sign them with botocore's clients."""
    session = Session()
    for i in range(count):
        if i % CASES_A_CLIENT == 0:
            client, common = a_client(rng, session)
        yield from_client(rng, client, common, freeze)


def by_auth_class(request: Request) -> str:
    """Sign a free-form request with the classes that botocore's clients presign with."""
    assert request.endpoint is not None
    scheme, rest = request.endpoint.split("://")
    authority, _, base = rest.partition("/")
    base = f"/{base}".rstrip("/")
    bucket = percent_encode(request.bucket)
    key = percent_encode(request.key, safe="/-._~")
    # presign writes a bucket's path as `/bucket/`, botocore's clients write `/bucket`.
    path = f"{base}/{bucket}/{key}" if request.addressing in (PATH, AUTO) else f"{base}/{key}"
    host = f"{request.bucket}.{authority}" if request.addressing == VIRTUAL else authority
    credentials = Credentials(request.access_key, request.secret_key, request.token)
    url = f"{scheme}://{host}{path}"
    if request.version == "v4":
        parameters: dict[str, list[str]] = {}
        for name, value in request.query:
            parameters.setdefault(name, []).append(value)
        made = AWSRequest(request.method, url, dict(request.headers), params=parameters)
        S3SigV4QueryAuth(credentials, "s3", request.region, request.lifetime).add_auth(made)
        return str(made.url)
    # S3 signs a subresource without a value as `acl`; botocore signs `acl=` if the URL has `acl=`.
    pairs = [percent_encode(n) + (f"={percent_encode(v)}" if v else "") for n, v in request.query]
    made = AWSRequest(request.method, url + ("?" if pairs else "") + "&".join(pairs), dict(request.headers))
    # The resource never contains the endpoint's base path; botocore's clients set the same attribute.
    made.auth_path = f"/{bucket}/{key}"
    HmacV1QueryAuth(credentials, request.lifetime).add_auth(made)
    return str(made.url)


def parts(url: str, request: Request) -> tuple[str, str, str, list[str]]:
    """Return the parts that must be equal: scheme, host, path, and all encoded parameters."""
    split = urlsplit(url)
    # presign lower-cases the host and drops a default port; botocore does so only in the text that it signs.
    host = split.netloc.lower().removesuffix({"https": ":443", "http": ":80"}[split.scheme])
    pairs = [pair if "=" in pair else f"{pair}=" for pair in split.query.split("&")]
    return split.scheme, host, split.path, sorted(pair for pair in pairs if not as_header(pair, request))


def as_header(pair: str, request: Request) -> bool:
    """Return whether botocore's V2 copied a header into this parameter; servers read the header."""
    name = pair.partition("=")[0]
    return request.version == "v2" and any(percent_encode(h.lower()) == name for h, _ in request.headers)


def expected_parts(url: str, request: Request) -> tuple[str, str, str, list[str]]:
    """Return botocore's parts, with a slash after a bucket, where presign writes one."""
    scheme, host, path, pairs = parts(url, request)
    if not request.key and not path.endswith("/"):
        path += "/"
    return scheme, host, path, pairs


def difference(request: Request, expected: str, ours: str) -> str | None:
    """Return how the command's URL differs from botocore's, or None."""
    problems = []
    split = urlsplit(ours)
    if parts(ours, request) != expected_parts(expected, request):
        problems.append("another URL")
    if split.netloc != parts(ours, request)[1]:
        problems.append("the host is not canonical")
    *signed, last = split.query.split("&")
    if request.version == "v4":
        if signed != sorted(signed, key=lambda pair: pair.partition("=")):
            problems.append("the query is not in canonical order")
        if not last.startswith("X-Amz-Signature="):
            problems.append("the signature is not last")
    report = f"{', '.join(problems)}\n{request}\npresign:  {ours}\nbotocore: {expected}"
    return report if problems else None
