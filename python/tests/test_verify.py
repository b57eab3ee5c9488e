"""A verifier accepts the requests that a storage accepts."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

import presign
import pytest
from by_botocore import by_auth_class, free_forms, freezer
from conftest import ACCESS_KEY, SECRET_KEY
from requests_at_random import Request
from test_vectors import vectors

if TYPE_CHECKING:
    from _pytest.fixtures import SubRequest

# 2013-05-24T00:00:00Z, and keys of AWS's documentation.
NOW = 1369353600
KEYS = {ACCESS_KEY: SECRET_KEY}
TOKEN = "FwoGZXIvYXdzEXAMPLE/+="


def verifier_of(case: dict[str, Any]) -> presign.Verifier:
    """Make the verifier for a case."""
    secrets = {case["access_key"]: (case["secret_key"], case["session_token"])}
    return presign.Verifier(
        secrets,
        endpoint=case["endpoint"],
        addressing=case["addressing"],
        bucket=case["bucket"] if case["addressing"] == "cname" else None,
        region=case["region"],
    )


def reason(call: Any) -> str:
    """Return the reason of the refusal."""
    with pytest.raises(presign.Refused) as caught:
        call()
    return caught.value.reason


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_worked_cases_verify(version: str) -> None:
    """Every worked case verifies until it expires, as a URL and as a request target, with its values."""
    for case in (parameter.values[0] for parameter in vectors(version)):
        verifier, method, url, headers = (
            verifier_of(case),
            case["method"],
            case["url"],
            list(case["headers"].items()),
        )
        host, target = urlsplit(url).netloc, url[url.index("/", len("https://")) :]
        ends_at = case["sign_at"] + case["expires_in"]
        for found in (
            verifier.verify(method, url, headers, at=case["sign_at"]),
            verifier.verify(method, url, dict(headers), at=dt.datetime.fromtimestamp(ends_at - 1, dt.UTC)),
            verifier.verify(method, target, headers, host=host, at=case["sign_at"]),
            verifier.verify(method, target, [("HOST", host), *headers], at=case["sign_at"]),
        ):
            assert (found.bucket, found.key) == (case["bucket"], case["key"])
            assert found.method == method
            listing = ("delimiter", "list-type", "prefix")
            query = [pair for pair in case["query"] if version == "v4" or pair[0] not in listing]
            assert found.query == sorted(map(tuple, query))
            assert (found.access_key, found.version, found.expires_at) == (
                case["access_key"],
                version,
                ends_at,
            )
            signed = (case["region"], case["sign_at"]) if version == "v4" else (None, None)
            assert (found.region, found.signed_at) == signed
        late = reason(
            lambda v=verifier, c=case, e=ends_at: v.verify(c["method"], c["url"], c["headers"], at=e)
        )
        assert late == "expired"


@pytest.fixture(params=["v4", "v2"])
def version(request: SubRequest) -> str:
    """Each signature version's cases verify."""
    return str(request.param)


def by_botocore(version: str, monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    """Return botocore's URL for GET with a lifetime of an hour."""
    freezer(monkeypatch)(NOW)
    defaults: dict[str, Any] = {"endpoint": "https://files.example", "bucket": "b", "key": "a dir/k+1é.txt"}
    return by_auth_class(Request(version=version, sign_at=NOW, **defaults | options))


def test_random_urls_of_botocore_verify(seed: int, cases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random requests signed by botocore verify: any key, bucket, query, headers, region, token."""
    known = 0
    for request, url in free_forms(Random(seed), cases, freezer(monkeypatch)):
        # botocore's V2 adds headers to the query, where servers do not read them.
        names = [name.lower() for name, _ in request.query]
        twice = any(names.count(name) > 1 for name in names)
        if twice or (request.version == "v2" and request.headers):
            continue
        verifier = presign.Verifier(
            {request.access_key: (request.secret_key, request.token)},
            endpoint=request.endpoint,
            addressing=request.addressing,  # type: ignore[arg-type]
            bucket=request.bucket if request.addressing == "cname" else None,
            region=request.region,
        )
        found = verifier.verify(request.method, url, request.headers, at=request.sign_at)
        assert (found.bucket, found.key) == (request.bucket, request.key), url
        assert (found.access_key, found.expires_at) == (
            request.access_key,
            request.sign_at + request.lifetime,
        )
        known += 1
    assert known > cases // 3


def sense(url: str) -> tuple[object, ...]:
    """Return the meaning of a request, independent of its encoding. The scheme is not signed or sent."""
    split = urlsplit(url.replace("http://", "https://"))
    query = sorted(parse_qsl(split.query, keep_blank_values=True, errors="surrogateescape"))
    return split.scheme, split.netloc.lower(), unquote_to_bytes(split.path), query, split.fragment


def test_any_changed_byte_is_refused(seed: int, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If any byte of a URL is changed or removed, the request is refused unless its meaning is the same."""
    rng = Random(seed)
    query = [("response-content-type", "text/html; a=b"), ("versionId", "v1")]
    url = by_botocore(version, monkeypatch, query=query, token=TOKEN)
    verifier = presign.Verifier({ACCESS_KEY: (SECRET_KEY, TOKEN)}, endpoint="https://files.example")
    assert verifier.verify("GET", url, at=NOW).key == "a dir/k+1é.txt"
    changed = 0
    for position in range(len(url)):
        for other in ["", chr(rng.randrange(0x20, 0x7F)), rng.choice("%&=+/?0aA\0\ud800é")]:
            forged = url[:position] + other + url[position + 1 :]
            try:
                same = sense(forged) == sense(url)
            except ValueError:
                same = False
            if not same:
                changed += 1
                assert reason(lambda forged=forged: verifier.verify("GET", forged, at=NOW)), forged
    assert changed > 2 * len(url)


def test_other_methods_and_unsigned_headers_are_refused(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another method, and headers that the URL does not sign, are refused."""
    url = by_botocore(version, monkeypatch)
    verifier = presign.Verifier(KEYS)
    for method in ("PUT", "HEAD", "get", "", "G\ud800T", "GET "):
        assert reason(lambda method=method: verifier.verify(method, url, at=NOW)) == "signature"
    unsigned = "header-not-signed" if version == "v4" else "signature"
    assert reason(lambda: verifier.verify("GET", url, {"X-Amz-Acl": "private"}, at=NOW)) == unsigned
    assert verifier.verify("GET", url, {"a": "caf\udce9"}, at=NOW).bucket == "b"
    assert reason(lambda: verifier.verify("GET", url, {"Authorization": "a"}, at=NOW)) == "two-signatures"


@pytest.mark.parametrize(
    ("version", "signed", "name", "expected"),
    [
        ("v4", {}, "User-Agent", None),
        ("v4", {"x-a": "a"}, "X-B", None),
        ("v4", {"x-a": "a"}, "X-A", "signature"),
        ("v4", {}, "X-Amz-Meta-A", "signature"),
        ("v4", {}, "Host", "signature"),
        ("v4", {}, "Content-Type", None),
        ("v4", {}, "Authorization", "two-signatures"),
        ("v2", {}, "User-Agent", None),
        ("v2", {}, "Content-Type", "signature"),
        ("v2", {}, "Content-MD5", "signature"),
        ("v2", {}, "x-amz-acl", "signature"),
    ],
)
def test_bytes_that_are_not_utf8_are_refused_where_they_count(
    version: Any, signed: dict[str, str], name: str, expected: str | None
) -> None:
    """Bytes that are not UTF-8, which WSGI passes on, are refused only if the signature covers them."""
    signer = presign.Signer(ACCESS_KEY, SECRET_KEY, endpoint="https://files.example", version=version)
    url = signer.get("b", "k", headers=signed, sign_at=NOW, expires_in=60)
    verifier = presign.Verifier(KEYS)
    # Each header is tested alone; a repeated name is another case.
    headers = [(sent, value) for sent, value in signed.items() if sent != name.lower()]
    request: dict[str, Any] = {"headers": [*headers, (name, "caf\udce9")], "at": NOW}
    if expected is None:
        assert verifier.verify("GET", url, **request).key == "k"
        assert verifier.explain("GET", url, **request).cause == "as-signed"
    else:
        assert reason(lambda: verifier.verify("GET", url, **request)) == expected


def test_another_host_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another host is refused: version 4 signs it, and for version 2 the server sets its own name."""
    anywhere, here = presign.Verifier(KEYS), presign.Verifier(KEYS, endpoint="https://files.example")
    for version in ("v4", "v2"):
        url = by_botocore(version, monkeypatch)
        moved = url.replace("files.example", "h.example")
        target = url.removeprefix("https://files.example")
        for sent, headers in ((target, {"Host": "h.example"}), (moved, {})):
            request = {"headers": headers, "at": NOW}
            assert reason(lambda u=sent, r=request: here.verify("GET", u, **r)) == "wrong-endpoint"
            if version == "v4":
                assert reason(lambda u=sent, r=request: anywhere.verify("GET", u, **r)) == "signature"
            else:
                assert anywhere.verify("GET", sent, headers, at=NOW).key == "a dir/k+1é.txt"
        for verifier in (anywhere, here):
            both = {"headers": {"Host": "h.example"}, "at": NOW}
            assert reason(lambda v=verifier, u=url, r=both: v.verify("GET", u, **r)) == "bad-request"


def test_a_target_needs_its_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request target needs the host, as an argument or as a header, which takes precedence."""
    url = by_botocore("v4", monkeypatch)
    target = url.removeprefix("https://files.example")
    verifier = presign.Verifier(KEYS)
    assert reason(lambda: verifier.verify("GET", target, at=NOW)) == "invalid-url"
    assert reason(lambda: verifier.verify("GET", target, host="other.example", at=NOW)) == "signature"
    assert reason(lambda: verifier.verify("GET", url, host="files.example", at=NOW)) == "invalid-url"
    assert reason(lambda: verifier.verify("GET", target, host="\udc80", at=NOW)) == "invalid-url"
    assert verifier.verify("GET", target, {"host": "FILES.example"}, host="other", at=NOW).bucket == "b"


def test_each_option_changes_what_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each option changes what is accepted."""
    url = by_botocore("v4", monkeypatch)

    def verdict(method: str = "GET", headers: Any = None, at: int = NOW, **options: Any) -> str:
        try:
            presign.Verifier(KEYS, **options).verify(method, url, headers, at=at)
        except presign.Refused as refused:
            return refused.reason
        return "in"

    assert verdict() == verdict(max_expires_in=3600) == verdict(max_expires_in=dt.timedelta(hours=1)) == "in"
    assert verdict(max_expires_in=3599) == "lifetime-too-long"
    assert (verdict(at=NOW - 900), verdict(at=NOW - 901)) == ("in", "not-yet-valid")
    assert verdict(at=NOW - 1, clock_skew=0) == "not-yet-valid"
    assert verdict(at=NOW - 3600, clock_skew=dt.timedelta(hours=1)) == "in"
    assert (verdict("HEAD", head_for_get=True), verdict("PUT", head_for_get=True)) == ("in", "signature")
    assert verdict(headers={"x-amz-meta-a": "b"}, unsigned_amz_headers=True) == "in"
    assert verdict(headers={"x_goog_meta-a": "b"}) == "header-not-signed"
    assert verdict(headers={"x_goog_meta-a": "b"}, unsigned_storage_headers=True) == "in"
    assert verdict(required_headers=["host"]) == verdict(required_headers=iter(())) == "in"
    assert verdict(required_headers=("Range",)) == "header-not-signed"
    assert verdict(region="us-east-1") == "in"
    assert verdict(region="eu-west-1") == "region"
    assert verdict(endpoint="files.example", addressing="cname", bucket="other") == "in"


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_headers_that_are_no_text_are_refused_where_the_signature_depends_on_them(version: Any) -> None:
    """Lone surrogates are refused only if the signature covers them, also if the host is a header."""
    signer = presign.Signer(ACCESS_KEY, SECRET_KEY, endpoint="files.example", version=version)
    link = signer.presign("PUT", "b", "k", headers={"content-type": "a/b"}, sign_at=NOW)
    verifier = presign.Verifier(KEYS, endpoint="files.example")
    bad = "\udcff"
    for url in (link, link.removeprefix("https://files.example")):
        headers = [("Host", "files.example"), ("Content-Type", "a/b")]
        assert verifier.verify("PUT", url, [*headers, ("User-Agent", bad)], at=NOW).key == "k"
        for name in ("Content-Type", "x-amz-meta-a", "x_amz_meta_a"):
            sent = [(other, value) for other, value in headers if other != name]
            request = {"headers": [*sent, (name, bad)], "at": NOW}
            assert reason(lambda u=url, r=request: verifier.verify("PUT", u, **r)) == "signature"


def test_many_headers_that_are_no_text_beside_many_signed_names() -> None:
    """The URL is parsed once for all headers; parsing it for each would take minutes."""
    names = ";".join(["host", *(f"a{number}" for number in range(2500))])
    query = (
        f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={ACCESS_KEY}/20130524/us-east-1/s3/aws4_request"
    )
    query += f"&X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders={names}&X-Amz-Signature=0"
    headers = [(f"b{number}", "\udcff") for number in range(100_000)]
    verifier = presign.Verifier(KEYS)
    url = f"https://files.example/b/k?{query}"
    assert reason(lambda: verifier.verify("GET", url, headers, at=NOW)) == "header-missing"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"endpoint": "h/?x"}, presign.EndpointError),
        ({"addressing": "virtual"}, presign.EndpointError),
        ({"addressing": "any"}, presign.ChoiceError),
        ({"bucket": "b"}, presign.BucketError),
        ({"region": "a/b"}, presign.RegionError),
        ({"endpoint": "s3.eu-west-1.amazonaws.com", "region": "us-east-1"}, presign.RegionError),
        ({"clock_skew": -1}, presign.ExpiresError),
        ({"max_expires_in": 0}, presign.ExpiresError),
        ({"max_expires_in": 2**64}, presign.TimeError),
        ({"required_headers": ["a b"]}, presign.HeaderError),
        ({"required_headers": ["\ud800"]}, presign.HeaderError),
        ({"required_headers": "range"}, TypeError),
        ({"required_headers": [b"range"]}, TypeError),
        ({"required_headers": 1}, TypeError),
        ({"clock_skew": 1.5}, TypeError),
        ({"clock_skew": True}, TypeError),
        ({"head_for_get": 1}, TypeError),
        ({"version_2": None}, TypeError),
        ({"endpoint": b"h"}, TypeError),
    ],
)
def test_contradictory_options_are_refused(options: dict[str, Any], error: type[Exception]) -> None:
    """Contradictory options are refused when the verifier is made."""
    with pytest.raises(error):
        presign.Verifier(KEYS, **options)


def test_reprs_contain_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """No repr contains a secret or the URL's signature."""
    url = by_botocore("v4", monkeypatch, token=TOKEN)
    verifier = presign.Verifier(
        lambda _: (SECRET_KEY, TOKEN), endpoint="https://files.example/", region="us-east-1"
    )
    assert repr(verifier) == "<presign.Verifier endpoint='https://files.example/' region='us-east-1'>"
    assert repr(verifier.verify("GET", url, at=NOW)) == (
        f'<presign.Verified method="GET" bucket="b" key="a dir/k+1é.txt" query=[] access_key="{ACCESS_KEY}" '
        f'version="v4" expires_at={NOW + 3600}>'
    )
