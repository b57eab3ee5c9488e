"""Hosts beside botocore's: every region of its partitions, access points by ARN, aliases."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import botocore
import pytest
from botocore.config import Config
from botocore.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}
SIGN_AT = 1_369_353_600
PARTITIONS = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text())[
    "partitions"
]
#: For these regions the command asks for the endpoint.
ISOLATED = "aws-iso"
REGIONS = [
    (partition["id"], region)
    for partition in PARTITIONS
    for region in partition["regions"]
    if "-global" not in region
]

# One for all clients: each new one reads botocore's models anew.
SESSION = Session()


def by_botocore(bucket: str, region: str, *, dualstack: bool = False, fips: bool = False) -> str:
    """Return the URL of botocore's client."""
    client = SESSION.create_client(
        "s3",
        region_name=region,
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        config=Config(
            signature_version="s3v4",
            # Without this a presigned URL has the global host.
            s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
            use_dualstack_endpoint=dualstack,
            use_fips_endpoint=fips,
        ),
    )
    made: str = client.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "mykey"}, ExpiresIn=60)
    return made


def same(presign: Callable[..., str], bucket: str, region: str, expected: str, *options: str) -> None:
    """Sign with the command, and compare URL for URL."""
    words = (f"s3://{bucket}/mykey", f"--sign-at={SIGN_AT}", "--expires-in=60", *options)
    ours = urlsplit(presign(*words, *(() if options else (f"--region={region}",)), env=KEYS))
    theirs = urlsplit(expected)
    # botocore has the global host for us-east-1 where the command has the region's own.
    host = theirs.netloc.replace(".s3.amazonaws.com", ".s3.us-east-1.amazonaws.com")
    assert (ours.scheme, ours.netloc, ours.path) == (theirs.scheme, host, theirs.path)
    if host == theirs.netloc:
        assert parse_qs(ours.query) == parse_qs(theirs.query)


@pytest.fixture(autouse=True)
def _frozen(freeze: Callable[[int], None]) -> None:
    """Stop botocore's clock."""
    freeze(SIGN_AT)


def arn(partition: str, region: str, separator: str = "/") -> str:
    """Return the ARN of an access point."""
    return f"arn:{partition}:s3:{region}:123456789012:accesspoint{separator}my-ap"


@pytest.mark.parametrize(("partition", "region"), REGIONS)
def test_each_region(presign: Callable[..., str], partition: str, region: str) -> None:
    """The host of a bucket and of an access point is botocore's; isolated partitions need the endpoint."""
    for bucket in ("bkt", arn(partition, region), arn(partition, region, ":")):
        expected = by_botocore(bucket, region)
        if not partition.startswith(ISOLATED):
            same(presign, bucket, region, expected)
            continue
        domain = urlsplit(expected).netloc.partition(f".{region}.")[2]
        same(presign, bucket, region, expected, "--endpoint-url", f"https://s3.{region}.{domain}", *VIRTUAL)


VIRTUAL = ("--addressing-style", "virtual")


@pytest.mark.parametrize(("dualstack", "fips"), list(product((False, True), repeat=2)))
@pytest.mark.parametrize("bucket", ["bkt", arn("aws", "us-west-2")])
def test_dual_stack_and_fips(
    presign: Callable[..., str], bucket: str, *, dualstack: bool, fips: bool
) -> None:
    """An endpoint that is dual-stack or FIPS is so for access points too."""
    expected = by_botocore(bucket, "us-west-2", dualstack=dualstack, fips=fips)
    host = f"s3{'-fips' * fips}{'.dualstack' * dualstack}.us-west-2.amazonaws.com"
    same(presign, bucket, "us-west-2", expected, "--endpoint-url", f"https://{host}", *VIRTUAL)


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_the_region_of_the_arn_signs(presign: Callable[..., str], region: str) -> None:
    """The client's region does not matter, as with botocore's use_arn_region, which is on."""
    bucket = arn("aws", "us-west-2")
    same(presign, bucket, region, by_botocore(bucket, region))


@pytest.mark.parametrize(
    "bucket", ["ap-hrzrlukc5m36ft7ok-s3alias", "olap-1a4n8yjrb3--ol-s3", "63a8e430--table-s3"]
)
def test_names_in_place_of_buckets(presign: Callable[..., str], bucket: str) -> None:
    """Aliases that need no other service are signed as buckets are."""
    same(presign, bucket, "us-west-2", by_botocore(bucket, "us-west-2"))
