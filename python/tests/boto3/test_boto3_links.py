"""`presign.boto3.Client` returns boto3's URLs for random Params and the same time."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import json
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import presign.boto3
import pytest
from boto3_clients import KEYS, TOKEN, a_bucket, a_pair, client, frozen, parts, signed_at
from boto3_params import OPERATIONS, V2_OPERATIONS, params

CASES_A_CLIENT = 50
SHOWN = 3
NOW = 1369353600
METHODS = [None, None, None, "GET", "PUT", "POST", "DELETE", "HEAD"]


def test_random_urls_equal_boto3s(seed: int, cases: int) -> None:
    """Every method with random Params and client settings returns boto3's URL."""
    rng = Random(seed)
    # boto3 is slow.
    cases //= 2
    problems: list[str] = []
    for case in range(cases):
        if case % CASES_A_CLIENT == 0:
            pair = a_pair(rng)
            links = presign.boto3.Client(pair.client)
        method = rng.choice(V2_OPERATIONS if pair.version == "s3" else OPERATIONS)
        given = params(rng, pair.model.meta.service_model, method, a_bucket(rng, pair), pair.version)
        lifetime = rng.choice([1, 60, 3600, 604800])
        verb = rng.choice(METHODS)
        # boto3 modifies its argument.
        expected_of = copy.deepcopy(given)
        before = copy.deepcopy(given)
        try:
            ours = links.generate_presigned_url(method, Params=given, ExpiresIn=lifetime, HttpMethod=verb)
        except presign.PresignError as error:
            problems.append(f"{method} {given}\npresign: {error!r}")
            continue
        with frozen(signed_at(ours, lifetime)):
            theirs = pair.model.generate_presigned_url(method, expected_of, lifetime, verb)
        if parts(ours) != parts(theirs):
            problems.append(f"{pair} {method} {given}\npresign: {ours}\nboto3:   {theirs}")
        assert given == before
    if problems:
        shown = "\n\n".join(problems[:SHOWN])
        pytest.fail(f"PRESIGN_TEST_SEED={seed}: {len(problems)} of {cases} differ\n\n{shown}", pytrace=False)


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        ({"region": "us-east-1"}, "bucket.s3.us-east-1.amazonaws.com"),
        ({"region": "eu-west-1"}, "bucket.s3.eu-west-1.amazonaws.com"),
        ({}, "bucket.s3.us-east-1.amazonaws.com"),
        ({"region": "us-west-2", "use_fips_endpoint": True}, "bucket.s3-fips.us-west-2.amazonaws.com"),
        ({"region": "us-east-1", "s3": {"addressing_style": "virtual"}}, "bucket.s3.amazonaws.com"),
        ({"region": "us-east-1", "s3": {"addressing_style": "path"}}, "s3.amazonaws.com"),
        ({"region": "aws-global"}, "bucket.s3.us-east-1.amazonaws.com"),
        ({"region": "us-east-1", "use_ssl": False}, "bucket.s3.us-east-1.amazonaws.com"),
        ({"endpoint_url": "http://localhost:9000"}, "localhost:9000"),
    ],
)
def test_the_defaults_are_version_4_and_the_regional_host(settings: dict[str, Any], host: str) -> None:
    """Version 4 and the regional host are the defaults."""
    links = presign.boto3.Client(client(**settings))
    url = links.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "k"})
    assert parts(url)[1] == host
    assert "X-Amz-Signature=" in url
    # aws-global is not a region that URLs can be signed for.
    assert f"%2F{settings.get('region', 'us-east-1').replace('aws-global', 'us-east-1')}%2Fs3%2F" in url


def test_other_operations_are_signed_by_the_boto3_client() -> None:
    """An operation that the table lacks gets the boto3 client's own URL, and its Params stay as they were."""
    real = client(region="us-west-2", signature_version="s3v4", s3={"addressing_style": "virtual"})
    links = presign.boto3.Client(real)
    for method, given in (
        ("put_object_acl", {"Bucket": "bucket", "Key": "k", "ACL": "private"}),
        ("get_bucket_location", {"Bucket": "bucket"}),
        ("list_directory_buckets", {}),
    ):
        assert method not in OPERATIONS
        before = copy.deepcopy(given)
        with frozen(NOW):
            ours = links.generate_presigned_url(method, given, 60, "POST")
            assert ours == real.generate_presigned_url(method, given, 60, "POST")
        assert given == before
    old = client(region="us-west-2", signature_version="s3")
    with frozen(NOW):
        assert presign.boto3.Client(old).generate_presigned_url("list_buckets") == old.generate_presigned_url(
            "list_buckets"
        )


def test_stable_urls_are_equal_within_the_window() -> None:
    """With stable_for the signing time is a multiple of it, and Params have their effect."""
    links = presign.boto3.Client(client(region="us-west-2"))
    params = {"Bucket": "bucket", "Key": "k", "ResponseContentType": "image/png"}
    url = links.generate_presigned_url("get_object", params, 60, stable_for=86400)
    query = parse_qs(urlsplit(url).query)
    assert query["X-Amz-Date"][0].endswith("T000000Z")
    assert query["X-Amz-Expires"] == [str(86400 + 60)]
    assert query["response-content-type"] == ["image/png"]
    with pytest.raises(presign.ExpiresError):
        links.generate_presigned_url("get_object", params, 604800, stable_for=60)


FORMS: list[tuple[str, dict[str, str] | None, list[Any] | None]] = [
    ("k", None, None),
    ("in/ü a/${filename}", {}, []),
    (
        "k",
        {"acl": "private", "Content-Type": "image/png"},
        [{"acl": "private"}, {"Content-Type": "image/png"}],
    ),
    ("k", None, [["content-length-range", 1, 10]]),
    ("k", {"x-amz-meta-a": "b"}, [["starts-with", "$x-amz-meta-a", ""]]),
]


@pytest.mark.parametrize("version", ["s3v4", "s3"])
@pytest.mark.parametrize(("key", "fields", "conditions"), FORMS)
def test_forms_equal_boto3s(
    version: str, key: str, fields: dict[str, str] | None, conditions: list[Any] | None
) -> None:
    """The fields are boto3's, and the policy has its conditions and its expiration."""
    real = client(
        region="us-west-2", signature_version=version, keys=(*KEYS, TOKEN), s3={"addressing_style": "virtual"}
    )
    before = copy.deepcopy((fields, conditions))
    ours = presign.boto3.Client(real).generate_presigned_post("bucket", key, fields, conditions, 600)
    policy = json.loads(base64.b64decode(ours["fields"]["policy"]))
    assert (fields, conditions) == before
    made_at = dt.datetime.fromisoformat(policy["expiration"]) - dt.timedelta(seconds=600)
    with frozen(int(made_at.timestamp())):
        theirs = real.generate_presigned_post("bucket", key, fields, conditions, 600)
    expected = json.loads(base64.b64decode(theirs["fields"]["policy"]))
    assert ours["url"].rstrip("/") == theirs["url"].rstrip("/")
    assert policy["expiration"] == expected["expiration"]
    # The order of the conditions has no meaning, but is part of the policy, and so of the signature.
    assert sorted(policy["conditions"], key=str) == sorted(expected["conditions"], key=str)
    computed = ("policy", "signature", "x-amz-signature")
    for form in (ours, theirs):
        for name in computed:
            form["fields"].pop(name, None)
    assert ours["fields"] == theirs["fields"]
