"""`presign.boto3.Client` returns boto3's URLs for random Params and the same time."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import presign.boto3
import pytest
from boto3_clients import a_bucket, a_pair, client, frozen, parts, signed_at
from boto3_params import OPERATIONS, params

CASES_A_CLIENT = 50
SHOWN = 3
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
        method = rng.choice(list(OPERATIONS))
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
