"""A signer as an object of Python's: what it shows, copies, and refuses."""

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
    """Make a signer with a secret that must never be seen."""
    return presign.Signer("AKIDEXAMPLE", **SECRETS | options)


def test_repr() -> None:
    """It shows whose and where, and no secret."""
    signer = a_signer(region="s-dt2", endpoint="S-DT2.gcore.lu:443/base/")
    assert repr(signer) == (
        '<presign.Signer access_key="AKIDEXAMPLE" region="s-dt2" endpoint="https://s-dt2.gcore.lu/base" '
        'addressing="auto" version="v4">'
    )
    assert str(signer) == repr(signer) == f"{signer}"
    assert "HIDDEN" not in repr(signer)


def test_attributes() -> None:
    """They can be read, and nothing can be written."""
    signer = a_signer(version="v2", addressing="path")
    assert (signer.access_key, signer.region) == ("AKIDEXAMPLE", "us-east-1")
    assert (signer.endpoint, signer.addressing) == ("https://s3.us-east-1.amazonaws.com", "path")
    assert signer.version == "v2"
    for name in ("access_key", "region", "endpoint", "addressing", "version", "other"):
        with pytest.raises(AttributeError):
            setattr(signer, name, "x")
    for name in ("secret_key", "session_token", "__dict__"):
        assert not hasattr(signer, name)


def test_a_given_host_of_aws_names_the_region() -> None:
    """Then the default gives way, and another region is a contradiction."""
    assert a_signer(endpoint="s3.eu-west-1.amazonaws.com").region == "eu-west-1"
    with pytest.raises(presign.RegionError):
        a_signer(endpoint="s3.eu-west-1.amazonaws.com", region="eu-west-2")


def test_copies() -> None:
    """A signer never changes, so it is its own copy."""
    signer = a_signer()
    assert copy.copy(signer) is signer
    assert copy.deepcopy({"signer": signer})["signer"] is signer


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_pickle(protocol: int) -> None:
    """A pickle would hold the secret; the error says what to do instead."""
    with pytest.raises(TypeError, match=r"the pickle would contain its secret key.*from_env"):
        pickle.dumps(a_signer(), protocol)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_pickle_of_anything(protocol: int) -> None:
    """The oldest protocols would write what nothing can read."""
    link = a_signer().get("bucket", "key")
    verifier = presign.Verifier({a_signer().access_key: "secret"})
    for made in (
        a_signer().presign_request("GET", "bucket", "key"),
        presign.inspect(link),
        presign.explain(link, "secret"),
        verifier,
        presign.Secret("secret"),
    ):
        with pytest.raises(TypeError, match=f"^an? {type(made).__name__} cannot be pickled: "):
            pickle.dumps(made, protocol)


@pytest.mark.parametrize("name", ["presign_many", "presign_arrow"])
def test_numbers_of_threads(name: str) -> None:
    """They are taken as other numbers are."""
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


def test_not_to_be_derived_from() -> None:
    """A subclass could show what the class hides."""
    with pytest.raises(TypeError):
        type("Loud", (presign.Signer,), {})


def test_made_once() -> None:
    """`__init__` cannot give a signer other keys later, and no empty signer can be had."""
    signer = a_signer()
    link = signer.get("bucket", "key", sign_at=0)
    with pytest.raises(TypeError):
        object.__new__(presign.Signer)
    assert signer.get("bucket", "key", sign_at=0) == link


def test_a_request_shows_no_link() -> None:
    """Who reads a log must not get in."""
    made = a_signer().presign_request("PUT", "bucket", "key", headers={"x-amz-meta-a": "HIDDEN"}, sign_at=0)
    assert repr(made) == '<presign.PresignedRequest method="PUT" headers=["x-amz-meta-a"] expires_at=3600>'
    made.headers["x-other"] = "changes a copy"
    assert made.headers == {"x-amz-meta-a": "HIDDEN"}
    with pytest.raises(AttributeError):
        made.url = "other"  # type: ignore[misc]


def test_keywords_only() -> None:
    """A position means nothing to a reader of the call, so there is none beyond the object's name."""
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


def test_keys_from_anywhere() -> None:
    """Whatever gives str is good for `presign_many`."""
    signer = a_signer()
    expected = [signer.get("bucket", key, sign_at=0) for key in "abc"]
    for keys in (["a", "b", "c"], ("a", "b", "c"), iter("abc"), dict.fromkeys("abc"), (key for key in "abc")):
        assert signer.presign_many("GET", "bucket", keys, sign_at=0) == expected
    assert signer.presign_many("GET", "bucket", []) == []
    assert sorted(signer.presign_many("GET", "bucket", set("abc"), sign_at=0)) == sorted(expected)


def test_an_iterator_that_fails() -> None:
    """Its own error comes through."""

    def keys() -> Any:
        yield "a"
        raise LookupError

    with pytest.raises(LookupError):
        a_signer().presign_many("GET", "bucket", keys())


def test_one_signing_time_for_all() -> None:
    """All links of a batch end at the same moment."""
    links = a_signer().presign_many("GET", "bucket", ["key"] * 50_000)
    assert len(set(links)) == 1


def test_it_leaves_nothing_behind() -> None:
    """Signers and requests are gone with their last reference."""

    def alive() -> int:
        gc.collect()
        return sum(isinstance(thing, presign.Signer | presign.PresignedRequest) for thing in gc.get_objects())

    before = alive()
    signer = a_signer()
    made = signer.presign_request("GET", "bucket", "key")
    assert alive() > before
    del made, signer
    assert alive() == before
