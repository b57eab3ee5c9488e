"""The worked cases of tests/vectors, which the tests of every language read."""

from __future__ import annotations

import json
from typing import Any

import presign
import pytest
from conftest import ROOT


def vectors(version: str) -> list[Any]:
    """Read the cases, each with the keys that all of them share."""
    name = {"v4": "sigv4.json", "v2": "sigv2.json"}[version]
    document = json.loads((ROOT / "tests" / "vectors" / name).read_text(encoding="utf-8"))
    keys = {name: document[name] for name in ("access_key", "secret_key")}
    return [pytest.param({**keys, **case}, id=case["name"][:60]) for case in document["cases"]]


def signer_of(case: dict[str, Any], version: str) -> presign.Signer:
    """Make the case's signer."""
    return presign.Signer(
        case["access_key"],
        case["secret_key"],
        session_token=case["session_token"],
        region=case["region"],
        endpoint=case["endpoint"],
        addressing=case["addressing"],
        version="v4" if version == "v4" else "v2",
    )


def request_of(case: dict[str, Any]) -> dict[str, Any]:
    """Return the case's keywords."""
    return {name: case[name] for name in ("query", "headers", "sign_at", "expires_in")}


def parts(url: str, version: str) -> tuple[str, list[str]]:
    """Return the parts that must be equal; in V2 the order of the query is free."""
    path, _, query = url.partition("?")
    return path, query.split("&") if version == "v4" else sorted(query.split("&"))


@pytest.mark.parametrize("case", vectors("v4"))
def test_version_4(case: dict[str, Any]) -> None:
    """Every method returns the URL of the vector."""
    check(case, "v4")


@pytest.mark.parametrize("case", vectors("v2"))
def test_version_2(case: dict[str, Any]) -> None:
    """Every method returns the URL of the vector."""
    check(case, "v2")


def check(case: dict[str, Any], version: str) -> None:
    """Return the URLs of all methods."""
    signer, request = signer_of(case, version), request_of(case)
    method, bucket, key = case["method"], case["bucket"], case["key"]
    expected = parts(case["url"], version)
    assert parts(signer.presign(method, bucket, key, **request), version) == expected
    made = signer.presign_request(method, bucket, key, **request)
    assert parts(made.url, version) == expected
    assert (made.method, made.expires_at) == (method, case["sign_at"] + case["expires_in"])
    sent = {name.lower(): value for name, value in case["headers"].items()}
    assert made.headers.keys() == sent.keys()
    until = {**request, "expires_at": case["sign_at"] + request.pop("expires_in")}
    del until["expires_in"]
    assert parts(signer.presign(method, bucket, key, **until), version) == expected
    if key:
        links = signer.presign_many(method, bucket, [key] * 3, threads=2, **until)
        assert [parts(link, version) for link in links] == [expected] * 3
        if method in ("GET", "PUT", "HEAD", "DELETE"):
            named = getattr(signer, method.lower())
            assert parts(named(bucket, key, **until), version) == expected
