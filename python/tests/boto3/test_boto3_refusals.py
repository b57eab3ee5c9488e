"""`presign.boto3` refuses what boto3 refuses, and what it cannot sign as boto3 does."""

# ruff: noqa: SLF001 (botocore has no other way to change a client's credentials)
from __future__ import annotations

import copy
import datetime as dt
import gc
import pickle
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import botocore
import botocore.exceptions
import presign.boto3
import pytest
from boto3_clients import KEYS, TOKEN, client
from boto3_params import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Coroutine

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
def test_params_that_boto3_refuses_are_refused(
    method: str, params: dict[str, Any] | None, named: str
) -> None:
    """Params that boto3 refuses raise an error that is also botocore's."""
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
def test_params_that_cannot_be_part_of_a_url_are_refused(
    settings: dict[str, Any], method: str, params: dict[str, Any], named: str
) -> None:
    """Params that cannot be part of a URL raise an error that names them without the value."""
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
def test_unsupported_buckets_are_refused(bucket: str) -> None:
    """Access point ARNs, express buckets, and names that boto3 refuses are refused."""
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
def test_unsupported_clients_are_refused(settings: dict[str, Any], error: type[Exception]) -> None:
    """A client with unsupported settings is refused when it is passed."""
    real = client(**{"region": "us-west-2", **settings})
    for make in (presign.boto3.Client, presign.boto3.signer):
        with pytest.raises(error):
            make(real)


@pytest.mark.parametrize(
    ("settings", "bucket", "error"),
    [
        ({**V2, "region": "eu-central-1"}, "bucket", presign.Version2Error),
        ({**V4, "endpoint_url": "https://s3.us-east-1.amazonaws.com"}, "bucket", presign.RegionError),
        # boto3's URL has the host a.b.127.0.0.1.
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
def test_urls_that_would_not_work_are_refused(
    settings: dict[str, Any], bucket: str, error: type[Exception]
) -> None:
    """URLs that would not work are refused, whether boto3 signs them or not."""
    with pytest.raises(error):
        presign.boto3.Client(client(**settings)).generate_presigned_url(
            "get_object", {"Bucket": bucket, "Key": "k"}
        )


def test_other_objects_than_s3_clients_are_refused() -> None:
    """Only S3 clients and sessions are accepted, and the error says what to pass instead."""
    session = boto3.Session(*KEYS, region_name="us-west-2")
    for wrong in (session.client("sts"), None, "client", SimpleNamespace()):
        for make in (presign.boto3.Client, presign.boto3.signer):
            with pytest.raises(TypeError, match="S3 client"):
                make(wrong)
    with pytest.raises(TypeError, match=r"meta\.client"):
        presign.boto3.Client(session.resource("s3"))


def test_the_error_of_an_unsigned_client_says_so() -> None:
    """The error says that the client is unsigned, and shows no object of botocore."""
    with pytest.raises(presign.EndpointError, match="unsigned client") as raised:
        presign.boto3.signer(client(region="us-west-2", signature_version=botocore.UNSIGNED))
    assert " object at " not in str(raised.value)


class AsyncCredentials:
    """Credentials as aiobotocore's."""

    async def get_frozen_credentials(self) -> None:
        """Return credentials asynchronously."""


class ClientCreatorContext:
    """What aiobotocore's `create_client` returns: a coroutine that becomes a client in `async with`."""

    def __init__(self, coroutine: Coroutine[None, None, None]) -> None:
        """Store the coroutine."""
        self._coro = coroutine

    async def __aenter__(self) -> None:
        """Await the coroutine."""
        await self._coro


class AioSession:
    """A session as aiobotocore's."""

    async def get_credentials(self) -> AsyncCredentials:
        """Return credentials asynchronously."""
        return AsyncCredentials()

    async def _create_client(self) -> None:
        """Make a client."""

    def create_client(self, _: str) -> ClientCreatorContext:
        """Return a context that has begun nothing."""
        return ClientCreatorContext(self._create_client())


class AioBoto3Session:
    """A session as aioboto3's."""

    def __init__(self) -> None:
        """Make the session of aiobotocore."""
        self._session = AioSession()

    def client(self, name: str) -> ClientCreatorContext:
        """Return aiobotocore's context."""
        return self._session.create_client(name)


# A coroutine that is never awaited warns.
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("session", [AioSession(), AioBoto3Session()], ids=lambda s: type(s).__name__)
def test_an_asynchronous_session_is_refused(session: object) -> None:
    """The error says what to do instead, and no coroutine is begun."""
    with pytest.raises(TypeError, match=rf"{type(session).__name__} is asynchronous.*presign\.aio"):
        presign.boto3.signer(session)
    gc.collect()


@pytest.mark.filterwarnings("error")
def test_an_asynchronous_client_is_refused() -> None:
    """So is an asynchronous client, and what aiobotocore returns instead of one: its coroutine is closed."""
    real = client(**V4)
    real._request_signer._credentials = AsyncCredentials()
    context = AioSession().create_client("s3")
    for wrong in (real, context):
        for make in (presign.boto3.Client, presign.boto3.signer):
            with pytest.raises(TypeError, match=r"is asynchronous.*presign\.aio"):
                make(wrong)
    del context, wrong
    gc.collect()


def test_unsupported_methods_and_lifetimes_are_refused() -> None:
    """Unsupported methods, and lifetimes that every storage refuses, are refused."""
    links = presign.boto3.Client(client(**V4))
    with pytest.raises(botocore.exceptions.UnknownClientMethodError, match="nonsense") as raised:
        links.generate_presigned_url("nonsense", OBJECT)
    assert isinstance(raised.value, presign.PresignError)
    # The boto3 client would have to sign these, and cannot do it.
    with pytest.raises(botocore.exceptions.UnknownClientMethodError, match=r"put_object_acl.*stable_for"):
        links.generate_presigned_url("put_object_acl", OBJECT, stable_for=60)
    for lifetime in (0, -1, 604801):
        with pytest.raises(presign.ExpiresError):
            links.generate_presigned_url("get_object", OBJECT, lifetime)
    with pytest.raises(presign.MethodError):
        links.generate_presigned_url("get_object", OBJECT, HttpMethod="get")
    wrong: Any
    for wrong in ("3600", 3600.0, True):
        with pytest.raises(TypeError):
            links.generate_presigned_url("get_object", OBJECT, wrong)
    with pytest.raises(TypeError, match="Params"):
        links.generate_presigned_url("get_object", "Bucket")  # type: ignore[arg-type]
    assert links.generate_presigned_url("get_object", OBJECT, dt.timedelta(minutes=1))


def test_other_attributes_name_the_boto3_client() -> None:
    """Only `meta` is forwarded; other attributes raise an error that names the boto3 client."""
    real = client(**V4)
    links = presign.boto3.Client(real)
    assert links.meta is real.meta
    with pytest.raises(AttributeError, match="get_paginator"):
        links.get_paginator("list_objects_v2")
    assert not hasattr(links, "upload_file")


def test_secrets_are_not_shown_or_pickled() -> None:
    """No repr contains a secret, a copy is the object itself, and pickling is refused."""
    real = client(**V4, keys=(*KEYS, TOKEN))
    for made in (presign.boto3.Client(real), presign.boto3.signer(real)):
        assert KEYS[1] not in repr(made)
        assert TOKEN not in repr(made)
        assert "us-west-2" in repr(made)
        assert copy.copy(made) is made
        assert copy.deepcopy(made) is made
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(made)
