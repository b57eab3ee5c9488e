"""`presign.boto3` uses botocore's current credentials at each call."""

# ruff: noqa: SLF001 (botocore has no other way to change a client's credentials)
from __future__ import annotations

import datetime as dt
import inspect
import os
import threading
import time
from typing import TYPE_CHECKING, Any

import boto3
import botocore.exceptions
import botocore.session
import presign.boto3
import pyarrow as pa
import pytest
from boto3_clients import KEYS, TOKEN, client, frozen, parts, signed_at
from botocore.credentials import DeferredRefreshableCredentials, RefreshableCredentials

if TYPE_CHECKING:
    from collections.abc import Callable

V4 = {"signature_version": "s3v4", "region": "us-west-2", "s3": {"addressing_style": "virtual"}}
OBJECT = {"Bucket": "bucket", "Key": "k"}
# The methods that sign. from_env is not one, because the client has the keys.
METHODS = {
    name
    for name in dir(presign.Signer)
    if callable(getattr(presign.Signer, name)) and not name.startswith("_") and name != "from_env"
}


class Source:
    """Credentials of a role: each fetch returns new ones with a lifetime in seconds."""

    def __init__(self, lifetime: float) -> None:
        """Start without fetched credentials."""
        self.lifetime = lifetime
        self.fetched = 0

    def __call__(self) -> dict[str, str]:
        """Fetch the next credentials."""
        self.fetched += 1
        end = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self.lifetime)
        number = self.fetched
        return {
            "access_key": f"AKIA{number}",
            "secret_key": f"secret{number}",
            "token": f"token{number}",
            "expiry_time": end.isoformat(),
        }


def with_role(lifetime: float) -> tuple[Any, Source]:
    """Return a client with refreshable credentials of this lifetime."""
    source = Source(lifetime)
    credentials = RefreshableCredentials.create_from_metadata(source(), source, "test")
    session = botocore.session.Session()
    session._credentials = credentials
    return boto3.Session(botocore_session=session).client("s3", region_name="us-west-2"), source


def access_key(url: str) -> str:
    """Return the access key id in a URL."""
    return url.partition("X-Amz-Credential=")[2].partition("%2F")[0]


def test_renewed_credentials_are_used() -> None:
    """Each URL is signed with the credentials at the time of the call."""
    real, source = with_role(3600)
    links, signer = presign.boto3.Client(real), presign.boto3.signer(real)
    bound = signer.get
    assert access_key(links.generate_presigned_url("get_object", OBJECT)) == "AKIA1"
    assert access_key(bound("bucket", "k")) == "AKIA1" == signer.access_key
    real._get_credentials()._expiry_time = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
    assert access_key(links.generate_presigned_url("get_object", OBJECT)) == "AKIA2"
    # Also with a bound method that was read before.
    assert access_key(bound("bucket", "k")) == "AKIA2" == signer.access_key
    assert source.fetched == 2
    bucket = links.generate_presigned_url("head_bucket", {"Bucket": "bucket_path"})
    assert access_key(bucket) == "AKIA2"


def test_changed_credentials_are_used() -> None:
    """Changed plain credentials are used."""
    real = client(**V4)
    links = presign.boto3.Client(real)
    for keys in [KEYS, ("AKIAOTHER", "other")]:
        credentials = real._get_credentials()
        credentials.access_key, credentials.secret_key = keys
        ours = links.generate_presigned_url("get_object", OBJECT)
        with frozen(signed_at(ours, 3600)):
            assert parts(ours) == parts(real.generate_presigned_url("get_object", dict(OBJECT)))


def test_strict_refuses_a_url_that_expires_after_its_credentials() -> None:
    """Only strict refuses a URL that expires after its credentials, and it follows renewals."""
    real, _ = with_role(3600)
    assert presign.boto3.Client(real).generate_presigned_url("get_object", OBJECT, 604800)
    assert presign.boto3.signer(real).get("bucket", "k", expires_in=604800)
    links, signer = presign.boto3.Client(real, strict=True), presign.boto3.signer(real, strict=True)
    makers: list[Callable[[int], str]] = [
        lambda lifetime: links.generate_presigned_url("get_object", OBJECT, lifetime),
        lambda lifetime: signer.get("bucket", "k", expires_in=lifetime),
    ]
    for make in makers:
        assert make(3000)
        with pytest.raises(presign.CredentialsExpireError):
            make(3700)
    # The keys are the same, and their expiry changes.
    real._get_credentials()._expiry_time += dt.timedelta(hours=1)
    assert signer.get("bucket", "k", expires_in=3700)


def test_strict_uses_the_expiry_of_renewed_credentials() -> None:
    """The call that renews the credentials uses the new expiry, also at the first fetch."""
    real, _ = with_role(3600)
    real._get_credentials()._expiry_time = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
    assert presign.boto3.signer(real, strict=True).get("bucket", "k", expires_in=3000)
    real._request_signer._credentials = DeferredRefreshableCredentials(Source(3600), "test")
    signer = presign.boto3.signer(real, strict=True)
    assert signer.get("bucket", "k", expires_in=3000)
    with pytest.raises(presign.CredentialsExpireError):
        signer.get("bucket", "k", expires_in=3700)
    assert presign.boto3.signer(client(**V4), strict=True).get("bucket", "k", expires_in=604800)


def test_strict_does_not_mix_keys_and_expiry() -> None:
    """Old keys do not get the new expiry, which older releases of botocore set before the new keys."""
    real, _ = with_role(3600)
    credentials = real._get_credentials()
    old, later = credentials.get_frozen_credentials(), credentials._expiry_time + dt.timedelta(hours=1)
    new = old._replace(access_key="AKIANEW", secret_key="new", token="newer")
    asked = []

    def freeze() -> Any:
        """Act as another thread's refresh that is in progress and completes after two more calls."""
        asked.append(0)
        credentials._access_key, credentials._secret_key, credentials._token = new[:3]
        credentials._expiry_time = later
        return new if len(asked) > 3 else old

    credentials.get_frozen_credentials = freeze
    signer = presign.boto3.signer(real, strict=True)
    assert access_key(signer.get("bucket", "k", expires_in=5000)) == "AKIANEW"
    assert len(asked) == 4


def test_missing_credentials_raise_both_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing credentials raise an error that is botocore's and presign's."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    real = boto3.Session().client("s3", region_name="us-west-2")
    links = presign.boto3.Client(real)
    with pytest.raises(botocore.exceptions.NoCredentialsError):
        links.generate_presigned_url("get_object", OBJECT)
    with pytest.raises(presign.CredentialsError):
        presign.boto3.signer(real).get("bucket", "k")


def test_sessions_are_accepted() -> None:
    """A session of boto3 or botocore is used through the client that it makes."""
    ours = boto3.Session(*KEYS, region_name="eu-central-1")
    theirs = botocore.session.Session()
    theirs.set_credentials(*KEYS)
    theirs.set_config_variable("region", "eu-central-1")
    for session in (ours, theirs, ours.client("s3")):
        assert f"Credential={KEYS[0]}%2F" in presign.boto3.Client(session).generate_presigned_url(
            "get_object", OBJECT
        )
        signer = presign.boto3.signer(session)
        assert (signer.access_key, signer.region, signer.version) == (KEYS[0], "eu-central-1", "v4")
        assert (signer.endpoint, signer.addressing) == ("https://s3.eu-central-1.amazonaws.com", "virtual")


def test_sessions_use_settings_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """A session uses boto3's settings from the environment and files."""
    config = tmp_path / "config"
    config.write_text(
        "[default]\nregion = s-dt2\ns3 =\n  signature_version = s3\n  addressing_style = path\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "https://s-dt2.cloud.gcore.lu")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEYS[0])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEYS[1])
    signer = presign.boto3.signer(boto3.Session())
    assert (signer.endpoint, signer.region) == ("https://s-dt2.cloud.gcore.lu", "s-dt2")
    assert (signer.version, signer.addressing) == ("v2", "path")


def test_the_methods_equal_those_of_signer() -> None:
    """The methods have the signatures of presign.Signer's, and return the same URLs."""
    real = client(**V4, keys=(*KEYS, TOKEN))
    signer = presign.boto3.signer(real)
    plain = presign.Signer(*KEYS, session_token=TOKEN, region="us-west-2")
    assert {"get", "presign_arrow", "presign_post"} <= METHODS
    for name in METHODS:
        ours, theirs = getattr(presign.boto3.FollowingSigner, name), getattr(presign.Signer, name)
        assert inspect.signature(ours) == inspect.signature(theirs)
        assert ours.__doc__ == theirs.__doc__
    now = int(time.time())
    for name in ("get", "put", "head", "delete"):
        arguments = ("bucket", "a key"), {"sign_at": now, "headers": {"x-amz-acl": "private"}}
        assert getattr(signer, name)(*arguments[0], **arguments[1]) == getattr(plain, name)(
            *arguments[0], **arguments[1]
        )
    assert signer.presign("POST", bucket="bucket", key="k", sign_at=now) == plain.presign(
        "POST", "bucket", "k", sign_at=now
    )
    assert signer.presign_many("GET", "bucket", ["a", "b"], sign_at=now) == plain.presign_many(
        "GET", "bucket", ["a", "b"], sign_at=now
    )
    assert signer.presign_request("PUT", "bucket", "k", sign_at=now).url == plain.put(
        "bucket", "k", sign_at=now
    )
    column = signer.presign_arrow("GET", "bucket", pa.array(["a"]), sign_at=now)
    assert pa.array(column).to_pylist() == [plain.get("bucket", "a", sign_at=now)]
    assert signer.presign_post("bucket", "a", sign_at=now) == plain.presign_post("bucket", "a", sign_at=now)
    # For a name that a host cannot contain, boto3's rule applies and not presign's.
    with frozen(now):
        theirs = real.generate_presigned_url("get_object", {"Bucket": "a.dotted", "Key": "k"})
    assert parts(signer.get("a.dotted", "k", sign_at=now)) == parts(theirs)
    wrongs: list[tuple[Any, ...]] = [(), (1, "k"), ("bucket",)]
    for wrong in wrongs:
        with pytest.raises(TypeError):
            signer.get(*wrong)
    assert presign.boto3.signer(real, max_expires_in=700000).get("bucket", "k", expires_in=700000)
    links = presign.boto3.Client(real, max_expires_in=700000)
    assert links.generate_presigned_url("get_object", OBJECT, 700000)


def test_threads_use_one_set_of_keys_during_renewal() -> None:
    """While the keys are renewed, every URL of every thread has keys of one set."""
    real, source = with_role(3600)
    links = presign.boto3.Client(real)
    made: list[str] = []

    def make() -> None:
        for i in range(500):
            made.append(links.generate_presigned_url("get_object", {"Bucket": f"bucket{i % 7}", "Key": "k"}))
            if i % 50 == 0:
                real._get_credentials()._expiry_time = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4000
    assert source.fetched > 5
    for url in made:
        number = access_key(url).removeprefix("AKIA")
        expected = presign.Signer(
            f"AKIA{number}", f"secret{number}", session_token=f"token{number}", region="us-west-2"
        )
        bucket = url.partition("://")[2].partition(".")[0]
        assert url == expected.get(bucket, "k", sign_at=signed_at(url, 3600))


def test_a_forked_child_signs() -> None:
    """A forked child signs with its parent's credentials, whatever the parent's threads do at the fork."""
    links = presign.boto3.Client(client(**V4))
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            links.generate_presigned_url("get_object", OBJECT)

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for _ in range(20):
            child = os.fork()
            if child == 0:
                os._exit(0 if links.generate_presigned_url("get_object", OBJECT) else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        thread.join()


def test_the_cache_of_buckets_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache of buckets is bounded."""
    monkeypatch.setattr(presign.boto3._links, "MOST_BUCKETS", 50)
    links = presign.boto3.Client(client(**V4))
    for i in range(200):
        links.generate_presigned_url("get_object", {"Bucket": f"bucket{i}", "Key": "k"})
        links.generate_presigned_url("head_bucket", {"Bucket": f"bucket_{i}"})
    assert len(links._links._keys.routes) <= 50
    assert len(links._links._keys.signers) <= 50
