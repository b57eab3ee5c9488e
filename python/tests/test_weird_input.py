"""Whatever comes in: a link, a PresignError or a TypeError comes out, never a crash, never a secret."""

from __future__ import annotations

import datetime as dt
import traceback
from collections import UserDict, UserString
from functools import partial
from typing import TYPE_CHECKING, Any

import presign
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET, TOKEN, VALUE = "HIDDENsecret", "HIDDENtoken", "HIDDENvalue"
SIGNER = presign.Signer("access", SECRET, session_token=TOKEN)
# Surrogates and NUL among them.
TEXT = st.text(st.characters(exclude_categories=()), max_size=50) | st.sampled_from(
    ["", "\0", "\ud800", "a\0b", "\n", "k" * 1025, "é" * 513, "\U0010ffff", "%", "../..", "//", " "]
)
NUMBERS = st.integers() | st.sampled_from([2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**4000, 0, -1])
OTHERS = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.binary(max_size=20)
    | st.datetimes()
    | st.datetimes(timezones=st.just(dt.UTC))
    | st.timedeltas()
    | st.builds(object)
    | st.builds(UserString, TEXT)
    | st.sampled_from([int, presign, SIGNER, NotImplemented, ..., lambda: "key", bytearray(b"key")])
)
PAIRS: st.SearchStrategy[Any] = (
    st.dictionaries(TEXT, TEXT, max_size=4)
    | st.lists(st.tuples(TEXT, TEXT), max_size=4)
    | st.lists(st.tuples(TEXT, TEXT, TEXT) | TEXT | OTHERS, max_size=3)
    | st.dictionaries(TEXT | NUMBERS, TEXT | NUMBERS | OTHERS, max_size=3)
    | st.builds(UserDict, st.dictionaries(TEXT, TEXT, max_size=3))
)
KEYS = st.lists(TEXT, max_size=5) | st.lists(TEXT | OTHERS, max_size=5) | st.iterables(TEXT, max_size=5)
ANYTHING = TEXT | NUMBERS | OTHERS | PAIRS | KEYS
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("expires_in", "stable_for"), NUMBERS | st.timedeltas() | ANYTHING),
        **dict.fromkeys(
            ("expires_at", "sign_at"), NUMBERS | st.datetimes(timezones=st.just(dt.UTC)) | ANYTHING
        ),
        **dict.fromkeys(("query", "headers"), PAIRS | ANYTHING),
        **dict.fromkeys(("response_content_disposition", "response_content_type"), TEXT | ANYTHING),
        **dict.fromkeys(("version_id", "content_type", "filename"), TEXT | ANYTHING),
    },
)


def survive(call: Callable[[], object], *hidden: str) -> Any:
    """Make a call that may be refused; what it says then is no secret. Return what it made."""
    try:
        return call()
    except (TypeError, presign.PresignError) as error:
        shown = "".join(traceback.format_exception_only(error)) + repr(error) + repr(error.args)
        assert not any(secret in shown for secret in hidden), shown
        assert shown.encode()  # it can be printed
        return None


@settings(max_examples=1000)
@given(TEXT | ANYTHING, TEXT | ANYTHING, TEXT | ANYTHING, OPTIONS)
def test_one_link(method: Any, bucket: Any, key: Any, options: dict[str, Any]) -> None:
    """Any value in any place."""
    survive(lambda: SIGNER.presign(method, bucket, key, **options), SECRET, TOKEN)
    survive(lambda: SIGNER.presign_request(method, bucket, key, **options), SECRET, TOKEN)
    for named in (SIGNER.get, SIGNER.put, SIGNER.head, SIGNER.delete):
        survive(partial(named, bucket, key, **options), SECRET, TOKEN)


@settings(max_examples=1000)
@given(TEXT, OPTIONS)
def test_one_wrong_thing(key: str, options: dict[str, Any]) -> None:
    """The rest is right, so that more gets as far as being signed."""
    link = survive(lambda: SIGNER.presign("GET", "bucket", key, **options), SECRET, TOKEN)
    if link is not None:
        assert isinstance(link, str)
        assert link.isascii()
        assert link.startswith("https://bucket.s3.us-east-1.amazonaws.com/")
        assert SECRET not in link


@settings(max_examples=500)
@given(KEYS | ANYTHING, NUMBERS | ANYTHING, OPTIONS)
def test_many_links(keys: Any, threads: Any, options: dict[str, Any]) -> None:
    """As many links as keys, or none at all."""
    if isinstance(threads, int) and not -9 < threads < 9:
        threads %= 9
    links = survive(
        lambda: SIGNER.presign_many("GET", "bucket", keys, threads=threads, **options), SECRET, TOKEN
    )
    if links is not None:
        assert all(isinstance(link, str) and link.isascii() for link in links)
        if isinstance(keys, list):
            assert len(links) == len(keys)


@settings(max_examples=500)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("region", "endpoint", "addressing", "version"), TEXT | ANYTHING),
            "max_expires_in": NUMBERS | ANYTHING,
            "credentials_expire_at": NUMBERS | ANYTHING,
            "access_key": TEXT | ANYTHING,
        },
    )
)
def test_a_signer(options: dict[str, Any]) -> None:
    """No secret in what is refused, nor in what is made."""
    made = {"access_key": "access", "secret_key": SECRET, "session_token": TOKEN, **options}
    signer = survive(lambda: presign.Signer(**made), SECRET, TOKEN)
    if signer is not None:
        assert "HIDDEN" not in repr(signer)
        survive(lambda: signer.get("bucket", "key"), SECRET, TOKEN)


@given(TEXT, TEXT)
def test_odd_secrets(before: str, after: str) -> None:
    """A secret that breaks a rule does not show in the error."""
    for name in ("secret_key", "session_token"):
        options: dict[str, Any] = {"secret_key": "secret", name: before + VALUE + after}
        survive(partial(presign.Signer, "access", **options), VALUE)


@given(TEXT, TEXT, TEXT)
def test_odd_header_values(name: str, before: str, after: str) -> None:
    """Nor does a header's value, which may be a customer's key."""
    for headers in ({name: before + VALUE + after}, [(name, before + VALUE + after)] * 2):
        survive(partial(SIGNER.get, "bucket", "key", headers=headers), VALUE)


class Odd:
    """An object whose every answer is an error."""

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__") and name != "__index__":
            return object.__getattribute__(self, name)
        raise RuntimeError

    def __iter__(self) -> Any:
        raise RuntimeError

    def __index__(self) -> Any:
        raise RuntimeError


class Big:
    """An integer only by name."""

    def __index__(self) -> Any:
        return "7"  # noqa: PLE0305 -- that is the lie


class OddText(str):
    """A str that is not what it says."""

    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError

    def encode(self, *_: Any) -> bytes:
        """Pretend to be another text."""
        return b"other"


NAMES = ("expires_in", "expires_at", "sign_at", "stable_for", "query", "headers", "filename", "version_id")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [Odd(), Big(), type("Meta", (type,), {})("Odd", (), {})])
def test_objects_that_lie(name: str, value: object) -> None:
    """Their own errors come through; nothing else happens."""
    options: dict[str, Any] = {name: value}
    # What must be a str is not asked for anything.
    own = isinstance(value, Odd) and name not in {"filename", "version_id"}
    with pytest.raises(RuntimeError if own else TypeError):
        SIGNER.get("bucket", "key", **options)


def test_a_str_of_another_class() -> None:
    """Its characters count, not what its methods say."""
    assert SIGNER.get(OddText("bucket"), OddText("key"), sign_at=0) == SIGNER.get("bucket", "key", sign_at=0)
    assert SIGNER.presign_many("GET", "bucket", [OddText("key")], sign_at=0) == [
        SIGNER.get("bucket", "key", sign_at=0)
    ]


def test_keys_that_change_while_they_are_read() -> None:
    """A list that grows or shrinks under its iterator is Python's to define."""
    keys = ["a", "b", "c"]

    def shrinking() -> Any:
        for key in list(keys):
            keys.clear()
            yield key

    assert len(SIGNER.presign_many("GET", "bucket", shrinking())) == 3
    assert keys == []


def test_a_query_without_end() -> None:
    """What is far too much still only costs time."""
    link = SIGNER.get("bucket", "key", query=[("name", "v" * 1000)] * 1000, sign_at=0)
    assert len(link) > 1_000_000
