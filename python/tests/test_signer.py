"""A signer as a Python object: its repr, attributes, copies and refusals."""

from __future__ import annotations

import copy
import gc
import pickle
from typing import Any

import numpy as np
import presign
import pyarrow as pa
import pytest

SECRETS: dict[str, Any] = {"secret_key": "HIDDENSECRET", "session_token": "HIDDENTOKEN"}


def a_signer(**options: Any) -> presign.Signer:
    """Make a signer with a secret that must not be shown."""
    return presign.Signer("AKIDEXAMPLE", **SECRETS | options)


def test_repr_shows_no_secret() -> None:
    """The repr shows the access key and the endpoint, and no secret."""
    signer = a_signer(region="s-dt2", endpoint="S-DT2.gcore.lu:443/base/")
    assert repr(signer) == (
        '<presign.Signer access_key="AKIDEXAMPLE" region="s-dt2" endpoint="https://s-dt2.gcore.lu/base" '
        'addressing="auto" version="v4">'
    )
    assert str(signer) == repr(signer) == f"{signer}"
    assert "HIDDEN" not in repr(signer)


def test_attributes_are_read_only() -> None:
    """The attributes can be read and not set."""
    signer = a_signer(version="v2", addressing="path")
    assert (signer.access_key, signer.region) == ("AKIDEXAMPLE", "us-east-1")
    assert (signer.endpoint, signer.addressing) == ("https://s3.us-east-1.amazonaws.com", "path")
    assert signer.version == "v2"
    for name in ("access_key", "region", "endpoint", "addressing", "version", "other"):
        with pytest.raises(AttributeError):
            setattr(signer, name, "x")
    for name in ("secret_key", "session_token", "__dict__"):
        assert not hasattr(signer, name)


def test_an_aws_endpoint_sets_the_region() -> None:
    """The region of an AWS endpoint replaces the default, and contradicts any other region."""
    assert a_signer(endpoint="s3.eu-west-1.amazonaws.com").region == "eu-west-1"
    with pytest.raises(presign.RegionError):
        a_signer(endpoint="s3.eu-west-1.amazonaws.com", region="eu-west-2")


def test_what_aws_cannot_have_is_refused() -> None:
    """A region that AWS does not have, and a bucket that it cannot have, are errors without an endpoint."""
    with pytest.raises(presign.RegionError, match="give the endpoint"):
        a_signer(region="auto")
    for bucket in ("my bucket", "b", "b--usw2-az1--x-s3", "arn:aws:s3:::bkt"):
        with pytest.raises(presign.BucketError):
            a_signer().get(bucket, "k")


def test_an_access_point_takes_the_place_of_a_bucket() -> None:
    """The ARN chooses the host and the region, as in botocore."""
    url = a_signer().get("arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap", "mykey")
    assert url.startswith("https://my-ap-123456789012.s3-accesspoint.us-west-2.amazonaws.com/mykey?")
    assert "%2Fus-west-2%2Fs3%2F" in url


def test_warnings_about_a_request() -> None:
    """The warnings are a dict of names and sentences, as those of an inspected URL."""
    signer = a_signer(endpoint="https://bkt.nyc3.digitaloceanspaces.com")
    assert signer.warnings("GET", "another", "k") == {}
    found = signer.warnings("GET", "bkt", "a/../k", expires_in=60)
    assert list(found) == ["dot-segments", "bucket-in-endpoint"]
    assert "the endpoint without the bucket" in found["bucket-in-endpoint"]
    assert list(a_signer(endpoint="localhost:9000").warnings("GET", "bkt", "k")) == ["assumed-https"]


def test_a_copy_is_the_signer_itself() -> None:
    """A copy is the signer itself, because a signer is immutable."""
    signer = a_signer()
    assert copy.copy(signer) is signer
    assert copy.deepcopy({"signer": signer})["signer"] is signer


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_a_signer_is_refused(protocol: int) -> None:
    """Pickling is refused, because the pickle would contain the secret; the error says what to do instead."""
    with pytest.raises(TypeError, match=r"the pickle would contain its secret key.*from_env"):
        pickle.dumps(a_signer(), protocol)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_is_refused_with_every_protocol(protocol: int) -> None:
    """Every protocol is refused; the oldest ones would write data that cannot be read."""
    verifier = presign.Verifier({a_signer().access_key: "secret"})
    for made in (verifier, presign.Secret("secret")):
        with pytest.raises(TypeError, match=f"^an? {type(made).__name__} cannot be pickled: "):
            pickle.dumps(made, protocol)


@pytest.mark.parametrize("name", ["presign_many", "presign_arrow"])
def test_threads_must_be_0_or_more(name: str) -> None:
    """`threads` accepts the same types as other numbers, from 0 on."""
    call, keys = getattr(a_signer(), name), pa.array(["a"])
    wrong: list[Any] = [True, False, 1.0, None, "1", b"1"]
    for threads in wrong:
        with pytest.raises(TypeError, match=r"^threads must be "):
            call("GET", "bucket", keys, threads=threads)
    for threads in (2**64, 2**63, -1, -(2**64)):
        with pytest.raises(presign.ChoiceError, match=r"^threads "):
            call("GET", "bucket", keys, threads=threads)
    for number in (0, 1, 2**40, np.int8(1), np.uint64(2)):
        assert len(call("GET", "bucket", keys, threads=number)) == 1


def test_subclassing_is_refused() -> None:
    """Subclassing is refused, because a subclass could show what the class hides."""
    with pytest.raises(TypeError):
        type("Loud", (presign.Signer,), {})


def test_init_does_not_change_a_signer() -> None:
    """`__init__` does not change a signer, and `__new__` needs the keys."""
    signer = a_signer()
    link = signer.get("bucket", "key", sign_at=0)
    with pytest.raises(TypeError):
        object.__new__(presign.Signer)
    assert signer.get("bucket", "key", sign_at=0) == link


def test_the_repr_of_a_request_omits_the_url() -> None:
    """The repr of a request omits the URL, because anyone who reads it can use it."""
    made = a_signer().presign_request("PUT", "bucket", "key", headers={"x-amz-meta-a": "HIDDEN"}, sign_at=0)
    assert repr(made) == '<presign.PresignedRequest method="PUT" headers=["x-amz-meta-a"] expires_at=3600>'
    made.headers["x-other"] = "changes a copy"
    assert made.headers == {"x-amz-meta-a": "HIDDEN"}
    with pytest.raises(AttributeError):
        made.url = "other"  # type: ignore[misc]


def test_arguments_after_the_key_are_keyword_only() -> None:
    """Arguments after the key are keyword-only, so that a call is readable."""
    signer: Any = a_signer()
    for call in (
        lambda: signer.get("bucket", "key", 60),
        lambda: signer.get("bucket"),
        lambda: signer.get("bucket", "key", life=60),
        lambda: presign.Signer("access", "secret", "token"),  # type: ignore[call-arg]
        lambda: presign.Signer("access"),  # type: ignore[call-arg]
    ):
        with pytest.raises(TypeError):
            call()


@pytest.mark.parametrize("method", ["get", "put"])
def test_an_empty_content_type_is_refused(method: str) -> None:
    """Many clients do not send an empty header, so an empty Content-Type is an error."""
    with pytest.raises(presign.HeaderError, match="content_type must not be empty"):
        getattr(a_signer(), method)("bucket", "key", content_type="")


def test_any_iterable_of_str_is_accepted() -> None:
    """`presign_many` accepts any iterable of str."""
    signer = a_signer()
    expected = [signer.get("bucket", key, sign_at=0) for key in "abc"]
    for keys in (["a", "b", "c"], ("a", "b", "c"), iter("abc"), dict.fromkeys("abc"), (key for key in "abc")):
        assert signer.presign_many("GET", "bucket", keys, sign_at=0) == expected
    assert signer.presign_many("GET", "bucket", []) == []
    assert sorted(signer.presign_many("GET", "bucket", set("abc"), sign_at=0)) == sorted(expected)


def test_the_exception_of_an_iterator_is_raised() -> None:
    """The exception of an iterator is raised unchanged."""

    def keys() -> Any:
        yield "a"
        raise LookupError

    with pytest.raises(LookupError):
        a_signer().presign_many("GET", "bucket", keys())


def test_one_signing_time_for_all() -> None:
    """All URLs of a batch have the same signing time and expiry."""
    links = a_signer().presign_many("GET", "bucket", ["key"] * 50_000)
    assert len(set(links)) == 1


def test_objects_are_freed() -> None:
    """Signers and requests are freed with their last reference."""

    def alive() -> int:
        gc.collect()
        return sum(isinstance(thing, presign.Signer | presign.PresignedRequest) for thing in gc.get_objects())

    before = alive()
    signer = a_signer()
    made = signer.presign_request("GET", "bucket", "key")
    assert alive() > before
    del made, signer
    assert alive() == before
