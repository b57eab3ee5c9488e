"""Random requests signed by the wheel equal those of botocore and of s3cmd's functions."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import presign
from by_botocore import difference, free_forms, freezer, operations
from by_s3cmd import OVERRIDES, Link, a_link, by_s3cmd, parts
from random_run import fail_if_any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest
    from requests_at_random import Request


def signer_of(request: Request, version: Literal["v4", "v2"] | None = None) -> presign.Signer:
    """Make a request's signer."""
    addressing: Any = request.addressing
    return presign.Signer(
        request.access_key,
        request.secret_key,
        session_token=request.token,
        region=request.region,
        endpoint=request.endpoint_given or request.endpoint,
        addressing=addressing,
        version=version or ("v2" if request.version == "v2" else "v4"),
    )


def by_presign(rng: Random, request: Request) -> str:
    """Sign the request with one of the methods, which must all return the same URL."""
    signer = signer_of(request)
    options: dict[str, Any] = {"query": request.query, "headers": request.headers, "sign_at": request.sign_at}
    if len(dict(request.query)) == len(request.query) and rng.random() < 0.5:
        options["query"] = dict(request.query)
    if rng.random() < 0.5:
        options["headers"] = dict(request.headers)
    if request.has_expires_at:
        options["expires_at"] = request.sign_at + request.lifetime
    else:
        options["expires_in"] = request.lifetime
    call = rng.choice(["presign", "presign_request", "presign_many"])
    if call == "presign_request":
        return signer.presign_request(request.method, request.bucket, request.key, **options).url
    if call == "presign_many" and request.key:
        return signer.presign_many(request.method, request.bucket, ["other", request.key], **options)[1]
    return signer.presign(request.method, request.bucket, request.key, **options)


def compare(requests: Iterable[tuple[Request, str]], seed: int) -> None:
    """Sign every request, and fail with the first few that differ."""
    rng, found, count = Random(seed), [], 0
    for request, expected in requests:
        count += 1
        try:
            problem = difference(request, expected, by_presign(rng, request))
        except ValueError as error:
            problem = f"{error!r}\n{request}\nbotocore: {expected}"
        if problem:
            found.append(problem)
    fail_if_any(found, count, seed)


def test_arbitrary_requests_equal_botocores_signers(
    seed: int, cases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arbitrary valid requests equal those of botocore's signing classes."""
    compare(free_forms(Random(seed), (cases + 1) // 2, freezer(monkeypatch)), seed)


def test_operations_equal_botocores_clients(seed: int, cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3's operations equal those of botocore's clients."""
    compare(operations(Random(seed), (cases + 1) // 2, freezer(monkeypatch)), seed)


def like_signurl(link: Link) -> str:
    """Return the URL that `s3cmd signurl` prints."""
    request, expiry = link.request, link.expiry
    options: dict[str, Any] = {KEYWORDS[name]: value for name, value in link.overrides.items()}
    options["expires_in" if expiry.startswith("+") else "expires_at"] = int(expiry)
    return signer_of(request, "v2").get(request.bucket, request.key, sign_at=request.sign_at, **options)


# s3cmd's settings, and the keywords of presign.
KEYWORDS = {name: header.replace("-", "_") for name, header in OVERRIDES.items()}


def test_version_2_equals_s3cmd(seed: int, cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """URLs of version 2 equal those of s3cmd's functions, with overrides of the response."""
    rng, found = Random(seed), []
    for _ in range(cases):
        link = a_link(rng)
        expected, ours = by_s3cmd(link, monkeypatch), like_signurl(link)
        if parts(ours) != parts(expected) or urlsplit(ours).scheme != "http":
            found.append(f"{link}\npresign: {ours}\ns3cmd:   {expected}")
    fail_if_any(found, cases, seed)
