"""Any input gives a URL, a PresignError or a TypeError, without a crash and without a secret."""

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
# Including surrogates and NUL.
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
    """Make a call that may be refused, and return its result. Check that an error contains no secret."""
    try:
        return call()
    except (TypeError, presign.PresignError) as error:
        shown = "".join(traceback.format_exception_only(error)) + repr(error) + repr(error.args)
        assert not any(secret in shown for secret in hidden), shown
        assert shown.encode()  # the text can be printed
        return None


@settings(max_examples=1000)
@given(TEXT | ANYTHING, TEXT | ANYTHING, TEXT | ANYTHING, OPTIONS)
def test_any_value_gives_a_url_or_an_error(
    method: Any, bucket: Any, key: Any, options: dict[str, Any]
) -> None:
    """Any value for any argument gives a URL or an error."""
    survive(lambda: SIGNER.presign(method, bucket, key, **options), SECRET, TOKEN)
    survive(lambda: SIGNER.presign_request(method, bucket, key, **options), SECRET, TOKEN)
    for named in (SIGNER.get, SIGNER.put, SIGNER.head, SIGNER.delete):
        survive(partial(named, bucket, key, **options), SECRET, TOKEN)


@settings(max_examples=1000)
@given(TEXT, OPTIONS)
def test_one_invalid_argument_gives_a_url_or_an_error(key: str, options: dict[str, Any]) -> None:
    """One invalid argument among valid ones gives a URL or an error, so that more calls reach signing."""
    link = survive(lambda: SIGNER.presign("GET", "bucket", key, **options), SECRET, TOKEN)
    if link is not None:
        assert isinstance(link, str)
        assert link.isascii()
        assert link.startswith("https://bucket.s3.us-east-1.amazonaws.com/")
        assert SECRET not in link


@settings(max_examples=500)
@given(KEYS | ANYTHING, NUMBERS | ANYTHING, OPTIONS)
def test_presign_many_gives_all_urls_or_none(keys: Any, threads: Any, options: dict[str, Any]) -> None:
    """presign_many returns as many URLs as keys, or none."""
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
def test_any_signer_shows_no_secret(options: dict[str, Any]) -> None:
    """No error and no repr of a signer contains a secret."""
    made = {"access_key": "access", "secret_key": SECRET, "session_token": TOKEN, **options}
    signer = survive(lambda: presign.Signer(**made), SECRET, TOKEN)
    if signer is not None:
        assert "HIDDEN" not in repr(signer)
        survive(lambda: signer.get("bucket", "key"), SECRET, TOKEN)


@given(TEXT, TEXT)
def test_odd_secrets(before: str, after: str) -> None:
    """The error of an invalid secret does not contain it."""
    for name in ("secret_key", "session_token"):
        options: dict[str, Any] = {"secret_key": "secret", name: before + VALUE + after}
        survive(partial(presign.Signer, "access", **options), VALUE)


@given(TEXT, TEXT, TEXT)
def test_odd_header_values(name: str, before: str, after: str) -> None:
    """The error of an invalid header does not contain its value, which may be an encryption key."""
    for headers in ({name: before + VALUE + after}, [(name, before + VALUE + after)] * 2):
        survive(partial(SIGNER.get, "bucket", "key", headers=headers), VALUE)


class Odd:
    """An object whose methods all raise an error."""

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__") and name != "__index__":
            return object.__getattribute__(self, name)
        raise RuntimeError

    def __iter__(self) -> Any:
        raise RuntimeError

    def __index__(self) -> Any:
        raise RuntimeError


class Big:
    """An object whose __index__ does not return an int."""

    def __index__(self) -> Any:
        return "7"  # noqa: PLE0305 -- that is the lie


class OddText(str):
    """A str whose methods return another text."""

    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError

    def encode(self, *_: Any) -> bytes:
        """Return another text."""
        return b"other"


NAMES = ("expires_in", "expires_at", "sign_at", "stable_for", "query", "headers", "filename", "version_id")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [Odd(), Big(), type("Meta", (type,), {})("Odd", (), {})])
def test_objects_that_lie(name: str, value: object) -> None:
    """The exceptions of objects with failing methods are raised unchanged."""
    options: dict[str, Any] = {name: value}
    # No method is called on a value that must be a str.
    own = isinstance(value, Odd) and name not in {"filename", "version_id"}
    with pytest.raises(RuntimeError if own else TypeError):
        SIGNER.get("bucket", "key", **options)


def test_a_str_of_another_class() -> None:
    """The characters of a str subclass are used, not the results of its methods."""
    assert SIGNER.get(OddText("bucket"), OddText("key"), sign_at=0) == SIGNER.get("bucket", "key", sign_at=0)
    assert SIGNER.presign_many("GET", "bucket", [OddText("key")], sign_at=0) == [
        SIGNER.get("bucket", "key", sign_at=0)
    ]


def test_keys_that_change_while_they_are_read() -> None:
    """A list that changes while it is read follows Python's rules."""
    keys = ["a", "b", "c"]

    def shrinking() -> Any:
        for key in list(keys):
            keys.clear()
            yield key

    assert len(SIGNER.presign_many("GET", "bucket", shrinking())) == 3
    assert keys == []


def test_a_huge_query_is_signed() -> None:
    """A URL of more than a megabyte is signed."""
    link = SIGNER.get("bucket", "key", query=[("name", "v" * 1000)] * 1000, sign_at=0)
    assert len(link) > 1_000_000
