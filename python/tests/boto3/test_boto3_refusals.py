"""What `presign.boto3` refuses: as boto3 does, or where a link could not be boto3's."""

# ruff: noqa: SLF001 (botocore has no other way to change a client's credentials)
from __future__ import annotations

import copy
import datetime as dt
import pickle
from types import SimpleNamespace
from typing import Any

import boto3
import botocore
import botocore.exceptions
import presign.boto3
import pytest
from boto3_clients import KEYS, TOKEN, client
from boto3_params import OPERATIONS

V4 = {"signature_version": "s3v4", "region": "us-west-2"}
V2 = {"signature_version": "s3", "region": "us-west-2"}
OBJECT = {"Bucket": "bucket", "Key": "k"}
UPLOAD = {**OBJECT, "UploadId": "u"}


@pytest.mark.parametrize(
    ("method", "params", "named"),
    [
        *((method, {"Nme": 1, "Bucket": "bucket"}, "Nme") for method in OPERATIONS),
        ("get_object", {"Key": "k"}, "Bucket"),
        ("get_object", {"Bucket": "bucket"}, "Key"),
        ("get_object", None, "Bucket"),
        ("upload_part", UPLOAD, "PartNumber"),
        ("copy_object", OBJECT, "CopySource"),
        ("get_object", {**OBJECT, "Key": ""}, "Key"),
        ("get_object", {**OBJECT, "Key": 5}, "Key"),
        ("get_object", {**OBJECT, "Key": None}, "Key"),
        ("get_object", {**OBJECT, "Range": None}, "Range"),
        ("get_object", {**OBJECT, "PartNumber": "1"}, "PartNumber"),
        ("get_object", {**OBJECT, "ResponseExpires": "whenever"}, "ResponseExpires"),
        ("put_object", {**OBJECT, "BucketKeyEnabled": "yes"}, "BucketKeyEnabled"),
        ("put_object", {**OBJECT, "Metadata": [("a", "b")]}, "Metadata"),
        ("put_object", {**OBJECT, "Metadata": {"a": 1}}, "Metadata"),
        ("put_object", {**OBJECT, "Metadata": {"a": "ü"}}, "Metadata"),
        ("copy_object", {**OBJECT, "CopySource": {"Bucket": "b"}}, "Key"),
        ("copy_object", {**OBJECT, "CopySource": 5}, "CopySource"),
        ("list_objects_v2", {"Bucket": "b-b", "OptionalObjectAttributes": "RestoreStatus"}, "OptionalObject"),
    ],
)
def test_params_that_boto3_refuses(method: str, params: dict[str, Any] | None, named: str) -> None:
    """Both refuse, and what boto3's users catch is raised here as well."""
    real = client(**V4)
    links = presign.boto3.Client(real)
    with pytest.raises((botocore.exceptions.ParamValidationError, AttributeError)):
        real.generate_presigned_url(method, copy.deepcopy(params))
    with pytest.raises(presign.boto3.ParamsError, match=named) as raised:
        links.generate_presigned_url(method, params)
    assert isinstance(raised.value, botocore.exceptions.ParamValidationError)
    assert isinstance(raised.value, presign.PresignError)
    assert raised.value.code == 0
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


@pytest.mark.parametrize(
    ("settings", "method", "params", "named"),
    [
        (V4, "put_object", {**OBJECT, "Body": b"text"}, "Body"),
        (V4, "complete_multipart_upload", {**UPLOAD, "MultipartUpload": {"Parts": []}}, "MultipartUpload"),
        (V2, "put_object", {**OBJECT, "SSECustomerKey": "k" * 32}, "customer-key"),
        (V2, "get_object", {**OBJECT, "ResponseContentType": ""}, "response-content-type"),
    ],
)
def test_params_that_no_link_can_hold(
    settings: dict[str, Any], method: str, params: dict[str, Any], named: str
) -> None:
    """The error says which, and never what it was."""
    with pytest.raises(presign.boto3.ParamsError, match=named) as raised:
        presign.boto3.Client(client(**settings)).generate_presigned_url(method, params)
    assert "kkkk" not in str(raised.value)


@pytest.mark.parametrize(
    "bucket",
    [
        "arn:aws:s3:us-west-2:123456789012:accesspoint/point",
        "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap",
        "bucket--usw2-az1--x-s3",
        "b/c",
        "b c",
        "",
        "bücket",
        "bucket\n",
    ],
)
def test_buckets(bucket: str) -> None:
    """Access points by ARN, express buckets, and what is no name for boto3 either."""
    real = client(**V4)
    with pytest.raises(presign.BucketError):
        presign.boto3.Client(real).generate_presigned_url("get_object", {"Bucket": bucket, "Key": "k"})
    with pytest.raises(presign.BucketError):
        presign.boto3.signer(real).get(bucket, "k")


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"signature_version": botocore.UNSIGNED}, presign.EndpointError),
        ({"signature_version": "v4"}, presign.EndpointError),
        ({"endpoint_url": "https://h.example/a%20b"}, presign.EndpointError),
    ],
)
def test_clients(settings: dict[str, Any], error: type[Exception]) -> None:
    """A client whose links cannot be made here is refused at once."""
    real = client(**{"region": "us-west-2", **settings})
    for make in (presign.boto3.Client, presign.boto3.signer):
        with pytest.raises(error):
            make(real)


@pytest.mark.parametrize(
    ("settings", "bucket", "error"),
    [
        ({**V2, "region": "eu-central-1"}, "bucket", presign.Version2Error),
        ({**V4, "endpoint_url": "https://s3.us-east-1.amazonaws.com"}, "bucket", presign.RegionError),
        # boto3's link leads to a host named a.b.127.0.0.1.
        (
            {**V4, "endpoint_url": "http://127.0.0.1", "s3": {"addressing_style": "virtual"}},
            "a.b-c.d",
            presign.EndpointError,
        ),
        (
            {**V4, "s3": {"use_accelerate_endpoint": True}},
            "a.b-c.d",
            botocore.exceptions.BotoCoreError,
        ),
    ],
)
def test_links_that_would_not_work(settings: dict[str, Any], bucket: str, error: type[Exception]) -> None:
    """What boto3 makes in vain, and what it refuses itself."""
    with pytest.raises(error):
        presign.boto3.Client(client(**settings)).generate_presigned_url(
            "get_object", {"Bucket": bucket, "Key": "k"}
        )


def test_not_s3() -> None:
    """Only S3's clients and sessions will do, and the error says what to give instead."""
    session = boto3.Session(*KEYS, region_name="us-west-2")
    for wrong in (session.client("sts"), None, "client", SimpleNamespace()):
        for make in (presign.boto3.Client, presign.boto3.signer):
            with pytest.raises(TypeError, match="S3 client"):
                make(wrong)
    with pytest.raises(TypeError, match=r"meta\.client"):
        presign.boto3.Client(session.resource("s3"))


def test_asynchronous_client() -> None:
    """A client whose credentials must be awaited."""

    class Credentials:
        async def get_frozen_credentials(self) -> None:
            """Promise some."""

    real = client(**V4)
    real._request_signer._credentials = Credentials()
    with pytest.raises(TypeError, match="asynchronous"):
        presign.boto3.Client(real)


def test_method_and_life() -> None:
    """Other methods than the table's, and lives that no storage honours."""
    links = presign.boto3.Client(client(**V4))
    with pytest.raises(botocore.exceptions.UnknownClientMethodError, match="get_object_tagging"):
        links.generate_presigned_url("get_object_tagging", OBJECT)
    with pytest.raises(presign.PresignError, match="get_object"):
        links.generate_presigned_url("nonsense", OBJECT)
    for life in (0, -1, 604801):
        with pytest.raises(presign.ExpiresError):
            links.generate_presigned_url("get_object", OBJECT, life)
    with pytest.raises(presign.MethodError):
        links.generate_presigned_url("get_object", OBJECT, HttpMethod="get")
    with pytest.raises(TypeError):
        links.generate_presigned_url("get_object", OBJECT, "3600")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Params"):
        links.generate_presigned_url("get_object", "Bucket")  # type: ignore[arg-type]
    assert links.generate_presigned_url("get_object", OBJECT, dt.timedelta(minutes=1))


def test_nothing_else_of_the_client() -> None:
    """`meta` is there; the rest says where to look for it."""
    real = client(**V4)
    links = presign.boto3.Client(real)
    assert links.meta is real.meta
    with pytest.raises(AttributeError, match="get_paginator"):
        links.get_paginator("list_objects_v2")
    assert not hasattr(links, "upload_file")


def test_secrets_and_pickling() -> None:
    """No repr holds a secret, copies are the thing itself, and nothing can be pickled."""
    real = client(**V4, keys=(*KEYS, TOKEN))
    for made in (presign.boto3.Client(real), presign.boto3.signer(real)):
        assert KEYS[1] not in repr(made)
        assert TOKEN not in repr(made)
        assert "us-west-2" in repr(made)
        assert copy.copy(made) is made
        assert copy.deepcopy(made) is made
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(made)
