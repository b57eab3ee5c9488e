"""`presign.aio` signs with the credentials of real clients and sessions of aiobotocore and aioboto3."""

# ruff: noqa: SLF001 (aiobotocore has no other way to change a client's credentials)
from __future__ import annotations

import asyncio
import copy
import datetime as dt
import gc
import inspect
import pickle
import threading
from typing import TYPE_CHECKING, Any, TypeVar

import aioboto3
import aiobotocore.session
import boto3
import botocore.exceptions
import botocore.session
import presign.aio
import presign.boto3
import pytest
from aiobotocore.config import AioConfig
from aiobotocore.credentials import AioRefreshableCredentials
from boto3_clients import KEYS, TOKEN, client, frozen, parts, signed_at
from pages import blocks, shown

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from rgw import Rgw

T = TypeVar("T")
OBJECT = {"Bucket": "bucket", "Key": "a key"}
REGION = "us-west-2"
KEYWORDS = {"region_name": REGION, "aws_access_key_id": KEYS[0], "aws_secret_access_key": KEYS[1]}
CONFIG = AioConfig(signature_version="s3v4", s3={"addressing_style": "virtual"})


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a loop of its own; a callback that fails is an error."""
    return asyncio.run(coroutine, debug=True)


def a_session(kind: str) -> Any:
    """Return a session with keys."""
    if kind == "aioboto3":
        return aioboto3.Session(*KEYS, region_name=REGION)
    session = aiobotocore.session.get_session()
    session.set_credentials(*KEYS)
    session.set_config_variable("region", REGION)
    return session


@pytest.mark.parametrize("kind", ["aioboto3", "aiobotocore"])
def test_urls_are_those_of_the_client(kind: str) -> None:
    """A client and a session give aiobotocore's URLs, for the table's operations and for others."""

    async def compare() -> None:
        session = a_session(kind)
        make = session.client if kind == "aioboto3" else session.create_client
        async with make("s3", config=CONFIG) as theirs:
            for source in (theirs, session):
                links = presign.aio.Client(source)
                for method, params in (
                    ("get_object", OBJECT),
                    ("list_objects_v2", {"Bucket": "bucket", "Prefix": "ü/"}),
                    ("list_buckets", {}),
                    ("get_object_tagging", OBJECT),
                    ("put_object", {**OBJECT, "ContentType": "image/png", "Metadata": {"a": "b"}}),
                    ("put_object_acl", {**OBJECT, "ACL": "private"}),
                ):
                    ours = await links.generate_presigned_url(method, dict(params), 60)
                    with frozen(signed_at(ours, 60)):
                        expected = await theirs.generate_presigned_url(method, dict(params), 60)
                    # A session's own client has boto3's default version for what presign does not sign.
                    if method != "put_object_acl" or source is theirs:
                        assert parts(ours) == parts(expected), method

    run(compare())


def test_the_methods_are_those_of_signer() -> None:
    """The methods have the arguments and docstrings of presign.Signer's, and give the same results."""
    plain = presign.Signer(*KEYS, region=REGION)
    names = {name for name in dir(presign.boto3.FollowingSigner) if not name.startswith("_")}
    names = {name for name in names if callable(getattr(presign.boto3.FollowingSigner, name))}
    assert {"get", "presign_many", "presign_playlist"} <= names
    for name in names:
        ours, theirs = getattr(presign.aio.AsyncSigner, name), getattr(presign.Signer, name)
        assert inspect.signature(ours) == inspect.signature(theirs)
        assert ours.__doc__ == theirs.__doc__
        assert inspect.iscoroutinefunction(ours)

    async def compare() -> None:
        signer = presign.aio.signer(a_session("aioboto3"))
        assert await signer.get("bucket", "k", sign_at=0) == plain.get("bucket", "k", sign_at=0)
        assert await signer.presign("PUT", bucket="bucket", key="k", sign_at=0) == plain.presign(
            "PUT", "bucket", "k", sign_at=0
        )
        assert await signer.presign_many("GET", "bucket", ["a", "b"], sign_at=0) == plain.presign_many(
            "GET", "bucket", ["a", "b"], sign_at=0
        )
        assert await signer.presign_post("bucket", "k", sign_at=0) == plain.presign_post(
            "bucket", "k", sign_at=0
        )
        text = "#EXTM3U\na.ts\n"
        assert await signer.presign_playlist(text, "bucket", "k/i.m3u8", sign_at=0) == plain.presign_playlist(
            text, "bucket", "k/i.m3u8", sign_at=0
        )
        with pytest.raises(TypeError):
            await signer.get(1, "k")  # type: ignore[arg-type]

    run(compare())


def test_batches_are_signed_in_a_thread() -> None:
    """The loop runs during a batch: a key that another task makes is waited for."""

    async def sign() -> list[str]:
        signer = presign.aio.signer(a_session("aioboto3"))
        key_is_made, in_loop = threading.Event(), threading.get_ident()

        def keys() -> Any:
            assert threading.get_ident() != in_loop
            assert key_is_made.wait(60)
            yield "a"

        batch = asyncio.create_task(signer.presign_many("GET", "bucket", keys()))
        await asyncio.sleep(0)
        key_is_made.set()
        return await batch

    assert len(run(sign())) == 1


def renewed(lifetime: float) -> tuple[Any, list[int]]:
    """Return a session with a role's credentials, and the numbers of the fetches."""
    fetched: list[int] = []

    async def fetch() -> dict[str, str]:
        await asyncio.sleep(0)
        fetched.append(len(fetched) + 1)
        end = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=lifetime)
        number = fetched[-1]
        return {
            "access_key": f"AKIA{number}",
            "secret_key": f"secret{number}",
            "token": f"token{number}",
            "expiry_time": end.isoformat(),
        }

    session = aiobotocore.session.get_session()
    session.set_config_variable("region", REGION)
    session._credentials = AioRefreshableCredentials.create_from_metadata(run(fetch()), fetch, "test")
    return session, fetched


def test_renewed_credentials_are_used() -> None:
    """Each URL is signed with the credentials at the time of the call, and tasks never mix two sets."""
    session, fetched = renewed(3600)

    def access_key(url: str) -> str:
        return url.partition("X-Amz-Credential=")[2].partition("%2F")[0]

    async def sign() -> None:
        signer = presign.aio.signer(session)
        assert access_key(await signer.get("bucket", "k")) == "AKIA1"
        session._credentials._expiry_time = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
        urls = await asyncio.gather(*(signer.get(f"bucket{i}", "k") for i in range(50)))
        for url in urls:
            plain = presign.Signer("AKIA2", "secret2", session_token="token2", region=REGION)
            bucket = url.partition("://")[2].partition(".")[0]
            assert url == plain.get(bucket, "k", sign_at=signed_at(url, 3600))
        assert fetched == [1, 2]

    run(sign())


def test_strict_refuses_a_url_that_expires_after_its_credentials() -> None:
    """With strict, the expiry is that of the credentials that sign."""
    session, _ = renewed(3600)

    async def sign() -> None:
        assert await presign.aio.signer(session).get("bucket", "k", expires_in=604800)
        for make in (presign.aio.signer(session, strict=True).get,):
            assert await make("bucket", "k", expires_in=3000)
            with pytest.raises(presign.CredentialsExpireError):
                await make("bucket", "k", expires_in=3700)
        links = presign.aio.Client(session, strict=True)
        with pytest.raises(presign.CredentialsExpireError):
            await links.generate_presigned_url("get_object", OBJECT, 3700)

    run(sign())


def test_strict_does_not_mix_keys_and_expiry() -> None:
    """Old keys do not get the expiry of new ones, while another task renews them."""
    session, _ = renewed(3600)
    credentials = session._credentials
    old, later = run(credentials.get_frozen_credentials()), credentials._expiry_time + dt.timedelta(hours=1)
    new = old._replace(access_key="AKIANEW", secret_key="new", token="newer")
    asked = []

    async def freeze() -> Any:
        """Act as another task's renewal that is in progress and completes after two more calls."""
        asked.append(0)
        credentials._access_key, credentials._secret_key, credentials._token = new[:3]
        credentials._expiry_time = later
        return new if len(asked) > 3 else old

    credentials.get_frozen_credentials = freeze
    url = run(presign.aio.signer(session, strict=True).get("bucket", "k", expires_in=5000))
    assert "Credential=AKIANEW%2F" in url
    assert len(asked) == 4


def test_missing_credentials_raise_both_errors() -> None:
    """Missing credentials raise an error that is botocore's and presign's."""

    async def sign() -> None:
        links = presign.aio.Client(aioboto3.Session(region_name=REGION))
        with pytest.raises(botocore.exceptions.NoCredentialsError) as raised:
            await links.generate_presigned_url("get_object", OBJECT)
        assert isinstance(raised.value, presign.CredentialsError)

    run(sign())


def test_errors_are_those_of_boto3() -> None:
    """Unknown methods and parameters raise botocore's errors."""

    async def sign() -> None:
        links = presign.aio.Client(a_session("aioboto3"))
        with pytest.raises(botocore.exceptions.UnknownClientMethodError, match="nonsense"):
            await links.generate_presigned_url("nonsense")
        with pytest.raises(botocore.exceptions.UnknownClientMethodError, match="stable_for"):
            await links.generate_presigned_url("put_object_tagging", OBJECT, stable_for=60)
        with pytest.raises(botocore.exceptions.ParamValidationError, match="Kee"):
            await links.generate_presigned_url("get_object", {"Bucket": "b", "Kee": "k"})
        with pytest.raises(AttributeError, match="get_paginator"):
            links.get_paginator("list_objects_v2")

    run(sign())


def test_each_kind_of_session_is_told_its_module() -> None:
    """The module of the other kind is named, and no coroutine is left that Python would warn about."""
    aio_sessions = [aioboto3.Session(), aiobotocore.session.get_session()]
    waiting = [aioboto3.Session(), aiobotocore.session.get_session()]
    asynchronous = [
        *aio_sessions,
        waiting[0].client("s3", **KEYWORDS),
        waiting[1].create_client("s3", **KEYWORDS),
    ]
    for source in asynchronous:
        for make in (presign.boto3.Client, presign.boto3.signer):
            with pytest.raises(TypeError, match=r"asynchronous.*presign\.aio"):
                make(source)
    not_yet = [waiting[0].client("s3", **KEYWORDS), waiting[1].create_client("s3", **KEYWORDS)]
    for source in not_yet:
        with pytest.raises(TypeError, match="async with"):
            presign.aio.Client(source)
    synchronous = [boto3.Session(), botocore.session.Session(), client(region=REGION)]
    for source in synchronous:
        for make in (presign.aio.Client, presign.aio.signer):
            with pytest.raises(TypeError, match=r"synchronous.*presign\.boto3"):
                make(source)
    for source in (None, "client", 5):
        with pytest.raises(TypeError, match="S3 client"):
            presign.aio.signer(source)
    del asynchronous, not_yet, source
    gc.collect()


def test_a_client_of_another_service_is_refused() -> None:
    """Only clients of S3 sign."""

    async def sign() -> None:
        async with aiobotocore.session.get_session().create_client("sts", **KEYWORDS) as other:
            with pytest.raises(TypeError, match="S3 client"):
                presign.aio.signer(other)

    run(sign())


def test_secrets_are_not_shown_or_pickled() -> None:
    """No repr contains a secret, a copy is the object itself, and pickling is refused."""
    session = aioboto3.Session(*KEYS, aws_session_token=TOKEN, region_name=REGION)
    made: Any
    for made in (presign.aio.Client(session), presign.aio.signer(session)):
        run(made._links.ready())
        assert KEYS[1] not in repr(made)
        assert TOKEN not in repr(made)
        assert REGION in repr(made)
        assert copy.copy(made) is copy.deepcopy(made) is made
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(made)


def test_the_page_about_async_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every block runs, in order, its coroutine functions too, and s3fs's URLs are those of `fs.sign`."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEYS[0])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEYS[1])
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    names: dict[str, Any] = {}
    for block in blocks("async.md"):
        exec(block, names)
        assert capsys.readouterr().out == shown(block)
    assert "image.jpg" in run(names["one"]())
    assert len(run(names["many"]())) == 3
    fs = names["fs"]
    with frozen(signed_at(names["url"], 600)):
        theirs = fs.sign("example-bucket/image.jpg", expiration=600)
    # aiobotocore's default is the global host.
    assert theirs.partition("X-Amz-Credential")[2] != ""
    assert parts(names["url"])[2] == parts(theirs)[2]
    fs.close_session(fs.loop, fs._s3)


def test_a_storage_serves_the_urls(rgw: Rgw) -> None:
    """A real RGW serves an object by URLs of aioboto3 and of s3fs."""

    async def sign() -> list[str]:
        session = aioboto3.Session(rgw.access_key, rgw.secret_key, region_name="us-east-1")
        async with session.client("s3", endpoint_url=rgw.endpoint) as s3:
            await s3.create_bucket(Bucket="asynchronous")
            await s3.put_object(Bucket="asynchronous", Key="a//b+ü", Body=b"text")
            links, signer = presign.aio.Client(s3), presign.aio.signer(s3)
            return [
                await links.generate_presigned_url("get_object", {"Bucket": "asynchronous", "Key": "a//b+ü"}),
                await signer.get("asynchronous", "a//b+ü"),
                *await signer.presign_many("GET", "asynchronous", ["a//b+ü"]),
            ]

    for url in run(sign()):
        assert rgw.send("GET", url).body == b"text"
