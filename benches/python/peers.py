"""Libraries that make presigned URLs in Python, used as their documentation shows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import boto3
import libpresign
import minio
import obstore
import presign
import presign.boto3
import pyarrow as pa
import signurlarity
from awscrt import auth, http
from botocore.config import Config
from fast_s3_url import Credentials, FastS3UrlSigner
from obstore.store import S3Store

if TYPE_CHECKING:
    from collections.abc import Callable

    One = Callable[[str], str]
    Many = Callable[[list[str]], list[str]]

ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- AWS's published example
REGION, BUCKET = "us-east-1", "example-bucket"
HOST = f"{BUCKET}.s3.{REGION}.amazonaws.com"
LIFETIME = 3600

OURS = "presign"
COLUMN = "presign_arrow"
CLIENT, FOLLOWING = "presign.boto3.Client", "presign.boto3.signer"
BOTO3 = "boto3, Signature Version 4"
FAST = "fast-s3-url"


SIGNER = presign.Signer(ACCESS_KEY, SECRET_KEY)


def ours() -> tuple[One, Many]:
    """Use the wheel."""
    get, many = SIGNER.get, SIGNER.presign_many
    return (
        lambda key: get(BUCKET, key, expires_in=LIFETIME),
        lambda keys: many("GET", BUCKET, keys, expires_in=LIFETIME),
    )


def column(keys: pa.Array) -> list[str]:
    """Use the wheel for a column, and have a list of it to check."""
    return list(pa.array(column_of_links(keys)).to_pylist())


def column_of_links(keys: pa.Array) -> object:
    """Use the wheel for a column."""
    return SIGNER.presign_arrow("GET", BUCKET, keys, expires_in=LIFETIME)


def client() -> Any:  # noqa: ANN401 -- boto3 has no types
    """Make boto3's client with version 4 and the regional host."""
    return boto3.client(
        "s3",
        region_name=REGION,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
        ),
    )


def with_boto3() -> One:
    """Use boto3."""
    make = client().generate_presigned_url
    return lambda key: str(make("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=LIFETIME))


def with_presign_boto3() -> tuple[One, One]:
    """Use the wheel with boto3's credentials: by boto3's call, and by our own."""
    make, get = presign.boto3.Client(client()).generate_presigned_url, presign.boto3.signer(client()).get
    return (
        lambda key: make("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=LIFETIME),
        lambda key: get(BUCKET, key, expires_in=LIFETIME),
    )


def with_fast_s3_url() -> tuple[One, Many]:
    """Use fast-s3-url."""
    signer = FastS3UrlSigner(
        bucket_endpoint_url=f"https://{HOST}/",
        aws_region=REGION,
        credentials=Credentials(access_key=ACCESS_KEY, secret_key=SECRET_KEY),
    )
    make = signer.generate_presigned_get_object_urls
    return lambda key: make([key], expires_in=LIFETIME)[0], lambda keys: make(keys, expires_in=LIFETIME)


def with_obstore() -> tuple[One, Many]:
    """Use obstore, which is Rust's object_store."""
    store = S3Store(
        BUCKET,
        region=REGION,
        access_key_id=ACCESS_KEY,
        secret_access_key=SECRET_KEY,
        virtual_hosted_style_request=True,
    )
    lifetime = dt.timedelta(seconds=LIFETIME)
    return (
        lambda key: obstore.sign(store, "GET", key, lifetime),
        lambda keys: obstore.sign(store, "GET", keys, lifetime),
    )


def with_awscrt() -> One:
    """Use awscrt, which is aws-c-auth; the signing time is read once, here."""
    config = auth.AwsSigningConfig(
        algorithm=auth.AwsSigningAlgorithm.V4,
        signature_type=auth.AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS,
        credentials_provider=auth.AwsCredentialsProvider.new_static(ACCESS_KEY, SECRET_KEY),
        region=REGION,
        service="s3",
        use_double_uri_encode=False,
        should_normalize_uri_path=False,
        signed_body_value=auth.AwsSignedBodyValue.UNSIGNED_PAYLOAD,
        expiration_in_seconds=LIFETIME,
    )

    def make(key: str) -> str:
        request = http.HttpRequest("GET", f"/{quote(key)}", http.HttpHeaders([("host", HOST)]))
        auth.aws_sign_request(request, config).result()
        return f"https://{HOST}{request.path}"

    return make


def with_minio() -> One:
    """Use minio-py; the region is given, or it would ask the storage."""
    client = minio.Minio(
        f"s3.{REGION}.amazonaws.com", access_key=ACCESS_KEY, secret_key=SECRET_KEY, region=REGION
    )
    lifetime = dt.timedelta(seconds=LIFETIME)
    return lambda key: str(client.presigned_get_object(BUCKET, key, lifetime))


def with_signurlarity() -> One:
    """Use signurlarity."""
    client = signurlarity.Client(
        endpoint_url=f"https://s3.{REGION}.amazonaws.com",
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
    )
    make = client.generate_presigned_url
    return lambda key: str(make("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=LIFETIME))


def all_of_one_key() -> dict[str, One]:
    """Name the calls that make one link."""
    return {
        OURS: ours()[0],
        "libpresign": lambda key: libpresign.get(ACCESS_KEY, SECRET_KEY, REGION, BUCKET, key, LIFETIME),
        "obstore": with_obstore()[0],
        "awscrt": with_awscrt(),
        FAST: with_fast_s3_url()[0],
        "minio": with_minio(),
        "signurlarity": with_signurlarity(),
        BOTO3: with_boto3(),
    }


def all_of_many_keys() -> dict[str, Many]:
    """Name the calls that take a list, and boto3, which has none."""
    one = with_boto3()
    return {
        OURS: ours()[1],
        FAST: with_fast_s3_url()[1],
        "obstore": with_obstore()[1],
        BOTO3: lambda keys: [one(key) for key in keys],
    }
