"""`inspect` reads a URL without a secret, and warns about mistakes and surprises in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import presign
import pytest
from test_vectors import vectors


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_worked_cases_are_read(version: str) -> None:
    """Every worked case is read as the request that it was made from."""
    for case in (parameter.values[0] for parameter in vectors(version)):
        bucket = case["bucket"] if case["addressing"] == "cname" else None
        link = presign.inspect(
            case["url"],
            endpoint=case["endpoint"],
            addressing=case["addressing"],
            bucket=bucket,
            at=case["sign_at"] + 1,
        )
        assert (link.version, link.bucket, link.key) == (version, case["bucket"], case["key"])
        assert (link.access_key, link.expires_at) == (
            case["access_key"],
            case["sign_at"] + case["expires_in"],
        )
        assert (link.now, link.seconds_left) == (case["sign_at"] + 1, case["expires_in"] - 1)
        assert link.has_session_token == (case["session_token"] is not None)
        if version == "v4":
            assert (link.region, link.signed_at, link.lifetime) == (
                case["region"],
                case["sign_at"],
                case["expires_in"],
            )
            assert link.signed_headers == sorted(name.lower() for name in case["headers"])
        else:
            assert (link.region, link.signed_at, link.lifetime, link.signed_headers) == (None, None, None, [])
        assert sorted(link.query) == sorted(tuple(pair) for pair in case["query"])


def link(**changes: str) -> str:
    """Return a URL with an invalid signature, which inspect does not check."""
    parts = {
        "scheme": "https",
        "host": "files.example",
        "path": "/b/k",
        "algorithm": "AWS4-HMAC-SHA256",
        "credential": "AKID%2F20130524%2Fus-east-1%2Fs3%2Faws4_request",
        "expires": "3600",
        "headers": "host",
        "more": "",
        "signature": "0" * 64,
    } | changes
    return (
        "{scheme}://{host}{path}?X-Amz-Algorithm={algorithm}&X-Amz-Credential={credential}&X-Amz-Date=20130524T000000Z"
        "&X-Amz-Expires={expires}&X-Amz-SignedHeaders={headers}{more}&X-Amz-Signature={signature}"
    ).format(**parts)


# 2013-05-24T00:00:00Z.
NOW = 1369353600


@pytest.mark.parametrize(
    ("changes", "after", "warning"),
    [
        ({}, 3600, "expired"),
        ({}, -901, "not-yet-valid"),
        ({"expires": "604801"}, 0, "lifetime"),
        ({"expires": "604800"}, 0, None),
        ({"more": "&X-Amz-Security-Token=HIDDENtoken"}, 0, "session-token"),
        ({"scheme": "http"}, 0, "plain-http"),
        ({"path": "/b/../k"}, 0, "dot-segments"),
        ({"path": "/b//k"}, 0, "empty-segments"),
        ({"headers": "host%3Brange"}, 0, "signed-headers"),
        ({"headers": "range"}, 0, "host-not-signed"),
        ({"algorithm": "AWS4-HMAC-SHA1"}, 0, "scope"),
        ({"host": "b.s3.eu-west-1.amazonaws.com"}, 0, "region"),
        ({"host": "b.c.s3.us-east-1.amazonaws.com"}, 0, "dotted-bucket"),
        ({"signature": "0" * 63}, 0, "signature"),
        ({"more": "&a=1&a=2"}, 0, "repeated-name"),
        ({}, 0, None),
    ],
)
def test_each_warning_has_a_sentence(changes: dict[str, str], after: int, warning: str | None) -> None:
    """Each warning is given with a sentence; no token and no signature is shown."""
    at = dt.datetime.fromtimestamp(NOW + after, dt.UTC)
    found = presign.inspect(link(**changes), at=at)
    if warning is None:
        assert found.warnings == {}
    else:
        assert warning in found.warnings
        assert all(len(sentence) > 10 for sentence in found.warnings.values())
    shown = f"{found!r} {found.query} {found.warnings}"
    assert "HIDDEN" not in shown
    assert "0" * 60 not in shown


def test_version_2_has_its_own_warnings() -> None:
    """Version 2 has its own warnings."""
    url = "https://h.example/b/k?AWSAccessKeyId=AKID&Expires=1369357200&utm=1&Signature=AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D"
    found = presign.inspect(url, at=NOW)
    assert list(found.warnings) == ["version-2", "unsigned-query"]
    assert (found.query, found.lifetime, found.seconds_left) == ([("utm", "1")], None, 3600)


def test_the_bucket_is_read_from_host_or_path() -> None:
    """AWS's hosts are recognized; for others the endpoint says where the bucket is."""
    assert presign.inspect(link(host="b.s3.us-east-1.amazonaws.com")).bucket == "b"
    virtual = link(host="photos.files.example:8443", path="/k")
    assert presign.inspect(virtual).bucket == "k"
    assert presign.inspect(virtual, endpoint="files.example:8443").bucket == "photos"
    assert presign.inspect(virtual, addressing="cname").bucket == "photos.files.example"
    assert presign.inspect(virtual, addressing="cname", bucket="b").host == "photos.files.example:8443"


def test_the_repr_omits_query_values() -> None:
    """The repr names the object, and omits the values of the query."""
    found = presign.inspect(link(more="&response-content-type=HIDDEN"), at=NOW)
    assert repr(found) == (
        '<presign.Inspection version="v4" host="files.example" bucket="b" key="k" access_key="AKID" '
        f'expires_at={NOW + 3600} query=["response-content-type"] warnings=[]>'
    )


def refused(url: str, **options: Any) -> str:
    """`Refused` has the reason why a URL cannot be read."""
    with pytest.raises(presign.Refused) as caught:
        presign.inspect(url, **options)
    return caught.value.reason


def test_urls_that_are_not_presigned_are_refused() -> None:
    """A URL that storages refuse is Refused."""
    assert refused("https://h.example/b/k") == "not-signed"
    assert refused("/b/k?x") == refused("\ud800") == refused("") == "invalid-url"
    assert refused(link(expires="x")) == "expires"
    assert refused(link(), endpoint="other.example") == "wrong-endpoint"
