"""Arguments that are columns: each row has the URL of a single call with the row's values."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import presign
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ACCESS_KEY, SECRET_KEY = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
V4 = presign.Signer(ACCESS_KEY, SECRET_KEY)
V2 = presign.Signer(ACCESS_KEY, SECRET_KEY, endpoint="http://localhost:9000", version="v2")
AT = 1369353600
KEYS = ["a.jpg", "b c/ü.jpg", "//..", "%2F+"]
PAIRS = ("query", "headers")
# A list is a column, and anything else one value for all rows.
CASES: dict[str, dict[str, Any]] = {
    "version_id": {"version_id": ["1", None, "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY", ""]},
    "filename": {"filename": ["Rechnung.pdf", None, "Übersicht (1).pdf", 'a"b']},
    "filename inline": {"filename": ["a.pdf", None, "ü.pdf", "c"], "disposition": "inline"},
    "filename all inline": {"filename": ["a.pdf", "b.pdf", "ü.pdf", "c"], "disposition": "inline"},
    "disposition": {"filename": "ü.pdf", "disposition": ["inline", None, "attachment", None]},
    "disposition alone": {"disposition": ["inline", None, "attachment", None]},
    "both": {"filename": ["a", None, None, "b"], "disposition": [None, "inline", None, "inline"]},
    "expires_in": {"expires_in": [60, None, dt.timedelta(days=7), 1]},
    "expires_at": {"expires_at": [AT + 60, None, dt.datetime(2013, 5, 25, tzinfo=dt.UTC), AT + 1]},
    "either end": {"expires_in": [60, None, None, 60], "expires_at": [None, AT + 9, None, None]},
    "one end": {"expires_in": 60, "expires_at": [None] * 4},
    "parts": {"part_number": [1, None, 3, 10_000], "upload_id": "id+/"},
    "uploads": {"part_number": 1, "upload_id": ["a", "b", None, "ü"]},
    "response": {
        "response_content_disposition": ["inline", None, None, "x y"],
        "response_content_type": [None, "text/plain; charset=utf-8", None, "a/b"],
        "response_cache_control": ["no-store", None, None, "a,b"],
    },
    "query": {"query": {"x-id": ["1", None, "&=+ü", ""], "b": "one", "A": ["a", "b", "c", "d"]}},
    "nulls": {"version_id": [None] * 4, "expires_in": [None] * 4, "query": {"x": [None] * 4}},
    "everything": {
        "version_id": ["1", "2", "3", None],
        "filename": ["a", "b", "c", None],
        "expires_in": [1, 2, 3, None],
        "query": {"x": ["1", "2", "3", None]},
        "stable_for": 60,
    },
}
V4_CASES: dict[str, dict[str, Any]] = {
    "content_type": {"content_type": ["image/jpeg", None, "text/plain", "a/b"]},
    "headers": {"headers": {"x-amz-meta-a": ["v", None, " two  words ", "ü"], "x-amz-acl": "private"}},
}


def rows(arguments: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Return the arguments of each row."""

    def at(value: Any, row: int) -> Any:
        return value[row] if isinstance(value, list) else value

    made = []
    for row in range(count):
        one = {name: at(value, row) for name, value in arguments.items() if name not in PAIRS}
        for name in PAIRS:
            if name in arguments:
                values = {pair: at(value, row) for pair, value in arguments[name].items()}
                one[name] = {pair: value for pair, value in values.items() if value is not None}
        made.append({name: value for name, value in one.items() if value is not None})
    return made


def one_by_one(signer: presign.Signer, keys: list[Any], bucket: Any, arguments: dict[str, Any]) -> list[Any]:
    """Sign the rows by single calls. The test vectors cover these."""
    buckets = bucket if isinstance(bucket, list) else [bucket] * len(keys)
    each = zip(keys, buckets, rows(arguments, len(keys)), strict=True)
    return [
        None if key is None else signer.presign("GET", bucket, key, sign_at=AT, **one)
        for key, bucket, one in each
    ]


def sorted_parameters(urls: Iterable[str | None]) -> list[Any]:
    """Sort the query parameters. Version 2 keeps the caller's order, in which columns come last."""
    return [url and (url.partition("?")[0], sorted(url.partition("?")[2].split("&"))) for url in urls]


def check(signer: presign.Signer, keys: list[str], bucket: Any, arguments: dict[str, Any]) -> None:
    """Compare lists, arrays and streams with single calls, with nulls among the keys too."""
    expected = sorted_parameters(one_by_one(signer, keys, bucket, arguments))
    options = {"sign_at": AT, **arguments}
    chunks = pa.chunked_array([keys[:1], [], keys[1:]], pa.utf8())
    for threads in (1, 3):
        for column in (keys, chunks):
            made = signer.presign_many("GET", bucket, column, threads=threads, **options)
            assert sorted_parameters(made) == expected
        array = signer.presign_arrow("GET", bucket, pa.array(keys), threads=threads, **options)
        assert isinstance(array, presign.LinkArray)
        assert sorted_parameters(array) == expected
        stream = signer.presign_arrow("GET", bucket, chunks, threads=threads, **options)
        assert [len(chunk) for chunk in pa.chunked_array(stream).chunks] == [1, 0, len(keys) - 1]
        assert sorted_parameters(stream) == expected
    holes: list[str | None] = [None, *keys[1:]]
    for column in (pa.array(holes), pa.chunked_array([holes[:1], holes[1:]], pa.utf8())):
        stream = signer.presign_arrow("GET", bucket, column, **options)
        assert sorted_parameters(stream) == [None, *expected[1:]]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("signer", [V4, V2], ids=["v4", "v2"])
def test_each_row_has_its_own_values(signer: presign.Signer, name: str) -> None:
    """A list gives each row its value, and None leaves the part out of the row."""
    check(signer, KEYS, "example-bucket", CASES[name])


@pytest.mark.parametrize("name", V4_CASES)
def test_each_row_has_its_own_headers(name: str) -> None:
    """The headers of each row are signed."""
    check(V4, KEYS, "example-bucket", V4_CASES[name])


def test_each_row_has_its_own_bucket() -> None:
    """Buckets may be in the host of one row and in the path of another."""
    buckets = ["example-bucket", "my.bucket", "example-bucket", "third"]
    for signer in (V4, V2, presign.Signer("a", "b", addressing="path")):
        check(signer, KEYS, buckets, {})
        check(signer, KEYS, buckets, CASES["filename"])


def test_keys_may_be_uris() -> None:
    """Without a bucket, the keys are s3://bucket/key; nothing in them is decoded."""
    uris = [f"s3://bucket-{number}/{key}" for number, key in enumerate(KEYS)]
    buckets = [f"bucket-{number}" for number in range(len(KEYS))]
    for arguments in ({}, CASES["filename"], CASES["expires_in"]):
        expected = one_by_one(V4, KEYS, buckets, arguments)
        assert V4.presign_many("GET", None, uris, sign_at=AT, **arguments) == expected
        made = V4.presign_arrow("GET", None, pa.array([*uris]), sign_at=AT, **arguments)
        assert list(made) == expected


TEXT = ["1", None, "ü", ""]
TEXT_COLUMNS: dict[str, Callable[[], Any]] = {
    "list": lambda: TEXT,
    "tuple": lambda: tuple(TEXT),
    "iterator": lambda: iter(TEXT),
    "NaN": lambda: ["1", float("nan"), "ü", ""],
    "numpy": lambda: np.array(TEXT),
    "pyarrow": lambda: pa.array(TEXT),
    "pyarrow large": lambda: pa.array(TEXT, pa.large_utf8()),
    "pyarrow view": lambda: pa.array(TEXT, pa.string_view()),
    "pyarrow dictionary": lambda: pa.array(TEXT).dictionary_encode(),
    "pyarrow chunks": lambda: pa.chunked_array([TEXT[:1], [], TEXT[1:]], pa.utf8()),
    "pyarrow slice": lambda: pa.array(["x", *TEXT]).slice(1),
}


@pytest.mark.parametrize("name", TEXT_COLUMNS)
def test_text_in_any_column(name: str) -> None:
    """Text in any kind of column is read like a list."""
    expected = V4.presign_many("GET", "bucket", KEYS, version_id=TEXT, sign_at=AT)
    make = TEXT_COLUMNS[name]
    assert V4.presign_many("GET", "bucket", KEYS, version_id=make(), sign_at=AT) == expected
    assert list(V4.presign_arrow("GET", "bucket", pa.array(KEYS), version_id=make(), sign_at=AT)) == expected
    assert V4.presign_many("GET", "bucket", KEYS, query={"versionId": make()}, sign_at=AT) == expected


SECONDS = [60, None, 120, 7]
SECOND_COLUMNS: dict[str, Any] = {
    "floats": [60.0, float("nan"), 120.0, 7.0],
    "timedelta": [dt.timedelta(minutes=1), None, 120, 7],
    "numpy": np.array(SECONDS),
    "numpy floats": np.array([60, np.nan, 120, 7]),
    **{
        f"pyarrow {kind}": pa.array(SECONDS, kind)
        for kind in (
            *(
                pa.int8(),
                pa.int16(),
                pa.int32(),
                pa.int64(),
                pa.uint8(),
                pa.uint16(),
                pa.uint32(),
                pa.uint64(),
            ),
            *(pa.float32(), pa.float64(), pa.duration("s")),
        )
    },
    "pyarrow chunks": pa.chunked_array([SECONDS[:1], SECONDS[1:]]),
    **{
        f"pyarrow {unit}": pa.array([60 * scale, None, 120 * scale, 7 * scale], pa.duration(unit))
        for unit, scale in (("ms", 1000), ("us", 10**6), ("ns", 10**9))
    },
}


@pytest.mark.parametrize("name", SECOND_COLUMNS)
def test_seconds_in_any_column(name: str) -> None:
    """Lifetimes in any kind of column are read like a list of int."""
    expected = V4.presign_many("GET", "bucket", KEYS, expires_in=SECONDS, sign_at=AT)
    assert V4.presign_many("GET", "bucket", KEYS, expires_in=SECOND_COLUMNS[name], sign_at=AT) == expected


@pytest.mark.parametrize(("unit", "scale"), [("s", 1), ("ms", 1000), ("us", 10**6), ("ns", 10**9)])
def test_timestamps_are_rounded_down(unit: str, scale: int) -> None:
    """A timestamp of Arrow is rounded down to the second, as a datetime is."""
    column = pa.array([AT * scale + scale * 5 // 2, None], pa.timestamp(unit, "Europe/Berlin"))
    made = V4.presign_many("GET", "bucket", ["a", "b"], expires_at=column, sign_at=AT)
    assert made == V4.presign_many("GET", "bucket", ["a", "b"], expires_in=[2, None], sign_at=AT)


def test_a_column_of_nulls_may_have_no_type() -> None:
    """Arrow's type for nulls leaves the part out of all rows."""
    plain = V4.presign_many("GET", "bucket", KEYS, sign_at=AT)
    for arguments in ({"version_id": pa.nulls(4)}, {"expires_in": pa.nulls(4)}):
        assert V4.presign_many("GET", "bucket", KEYS, sign_at=AT, **arguments) == plain


def test_no_rows() -> None:
    """Columns without rows give no URLs."""
    assert V4.presign_many("GET", ["x"][:0], [], filename=[]) == []
    assert list(V4.presign_arrow("GET", None, pa.array([], pa.utf8()), expires_in=[])) == []
    assert len(V4.presign_arrow("GET", "b", pa.chunked_array([], pa.utf8()), filename=[])) == 0


VALUE = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.text("ab/ü", min_size=1), VALUE, VALUE, st.integers(1, 604800)), max_size=40))
def test_any_values(table: list[tuple[str, str | None, str | None, int]]) -> None:
    """Any values give the URLs of single calls."""
    keys, versions, values, lifetimes = ([row[column] for row in table] for column in range(4))
    arguments = {"version_id": versions, "expires_in": lifetimes, "query": {"x": values}}
    for signer in (V4, V2):
        made = signer.presign_many("GET", "bucket", keys, sign_at=AT, **arguments)  # type: ignore[arg-type]
        expected = one_by_one(signer, keys, "bucket", arguments)
        assert sorted_parameters(made) == sorted_parameters(expected)


def test_many_rows_are_in_order() -> None:
    """Rows that are signed in several parts and by several threads keep their order."""
    count = 10_000
    keys = [f"{number}" for number in range(count)]
    names: list[str | None] = [f"{number}.jpg" if number % 3 else None for number in range(count)]
    expected = one_by_one(V4, keys, "bucket", {"filename": names})
    for threads in (1, 2):
        made = V4.presign_many("GET", "bucket", keys, filename=names, sign_at=AT, threads=threads)
        assert made == expected
    names[9000] = "\n"
    with pytest.raises(presign.QueryError, match="row 9000: filename must not contain control") as raised:
        V4.presign_many("GET", "bucket", keys, filename=names, threads=2)
    assert raised.value.index == 9000


def test_all_chunks_have_one_signing_time() -> None:
    """The clock is read once for all chunks of a stream."""
    chunks = pa.chunked_array([[f"{number}"] for number in range(300)])
    made = V4.presign_arrow("GET", "bucket", chunks, version_id=["1"] * 300)
    assert len({presign.inspect(str(url)).signed_at for url in made}) == 1


WRONG: list[tuple[type[Exception], str, int | None, dict[str, Any]]] = [
    (
        presign.ObjectKeyError,
        "the column of version_id has 1 rows, but there are 3 keys",
        None,
        {"version_id": ["1"]},
    ),
    (presign.ObjectKeyError, "column of expires_in has 4 rows", None, {"expires_in": np.array([1, 2, 3, 4])}),
    (presign.ObjectKeyError, 'column of query["x"] has 2 rows', None, {"query": {"x": pa.array(["1", "2"])}}),
    (presign.ObjectKeyError, "column of bucket has 1 rows", None, {"bucket": ["bucket"]}),
    (TypeError, "version_id[1] must be str, not int", None, {"version_id": ["1", 2, None]}),
    (TypeError, "version_id[0] must be str, not list", None, {"version_id": [["1"], None, None]}),
    (TypeError, "version_id must contain text, not Int64", None, {"version_id": pa.array([1, 2, 3])}),
    (TypeError, "version_id must be str, not set", None, {"version_id": {"1", "2", "3"}}),
    (TypeError, 'query["x"][0] must be str, not int', None, {"query": {"x": [1, 2, 3]}}),
    (
        TypeError,
        "version_id must be one value or a column, not Table",
        None,
        {"version_id": pa.table({"a": ["1"]})},
    ),
    (presign.QueryError, "version_id[1] contains a lone surrogate", 1, {"version_id": ["1", "\ud800", None]}),
    (
        presign.ExpiresError,
        "row 1: expires_in must be 1 to 604800 seconds, got 0",
        1,
        {"expires_in": [60, 0, 60]},
    ),
    (TypeError, "expires_in[1] must be a number, not bool", None, {"expires_in": [60, True, 60]}),
    (TypeError, "expires_in[1] must be a whole number, not 60.5", None, {"expires_in": [60, 60.5, 1]}),
    (
        TypeError,
        "expires_in[1] must be a whole number, not 1.5",
        None,
        {"expires_in": pa.array([1.0, 1.5, None])},
    ),
    (
        TypeError,
        "expires_in[1] must be int (seconds) or timedelta, not str",
        None,
        {"expires_in": [60, "1", 60]},
    ),
    (
        TypeError,
        "expires_in must contain whole numbers or durations, not Boolean",
        None,
        {"expires_in": pa.array([True] * 3)},
    ),
    (presign.TimeError, "expires_in[2] is out of range", 2, {"expires_in": [1, None, 2**70]}),
    (
        presign.TimeError,
        "expires_in[0] is out of range",
        0,
        {"expires_in": pa.array([2**64 - 1, 1, 1], pa.uint64())},
    ),
    (
        presign.ExpiresError,
        "[1] must be whole seconds, got 1500 milliseconds",
        1,
        {"expires_in": pa.array([None, 1500, 1], pa.duration("ms"))},
    ),
    (
        TypeError,
        "expires_at contains timestamps without a time zone",
        None,
        {"expires_at": pa.array([0, 1, 2], pa.timestamp("s"))},
    ),
    (TypeError, "expires_at[0] is a naive datetime", None, {"expires_at": [dt.datetime(2030, 1, 1)] * 3}),  # noqa: DTZ001
    (
        presign.ExpiresInPastError,
        "row 2: expires_at (0)",
        2,
        {"expires_at": [2**32, None, 0], "sign_at": 2**32 - 9},
    ),
    (presign.ExpiresError, "both given", 1, {"expires_in": [1, 2, 3], "expires_at": [None, 9, None]}),
    (presign.ExpiresError, "both given", 2, {"expires_in": 60, "expires_at": [None, None, 9]}),
    (presign.QueryError, "row 1: filename must not be empty", 1, {"filename": ["a", "", "b"]}),
    (
        presign.QueryError,
        "set the same header",
        None,
        {"filename": ["a"] * 3, "response_content_disposition": "inline"},
    ),
    (presign.QueryError, "GET and HEAD only", None, {"filename": ["a"] * 3, "method": "PUT"}),
    (
        presign.ChoiceError,
        'disposition must be one of attachment, inline, got "x"',
        1,
        {"disposition": ["inline", "x", None]},
    ),
    (
        presign.QueryError,
        '"versionId" is given twice',
        None,
        {"version_id": ["a"] * 3, "query": {"versionId": "x"}},
    ),
    (
        presign.QueryError,
        '"versionId" is given twice',
        None,
        {"version_id": "a", "query": {"versionId": ["x"] * 3}},
    ),
    (presign.QueryError, "row 0: ", 0, {"query": {"X-Amz-Date": ["x"] * 3}}),
    (presign.HeaderError, "content_type[1] must not be empty", 1, {"content_type": ["a/b", "", None]}),
    (
        presign.HeaderError,
        'row 1: header "host" cannot be signed',
        1,
        {"headers": {"host": [None, "x", None]}},
    ),
    (presign.QueryError, "part_number[2] must be 1 to 10000, got 0", 2, {"part_number": [1, None, 0]}),
    (TypeError, "part_number[0] must be int, not str", None, {"part_number": ["1", "2", "3"]}),
    (TypeError, "bucket[1] must be str, not None", None, {"bucket": ["aaa", None, "bbb"]}),
    (TypeError, "bucket[1] must be str, not None", None, {"bucket": pa.array(["aaa", None, "bbb"])}),
    (presign.BucketError, 'row 1: bucket "a/b"', 1, {"bucket": ["aaa", "a/b", "bbb"]}),
    (presign.ObjectKeyError, "keys[0]: the key does not begin with s3://", 0, {"bucket": None}),
    (presign.ObjectKeyError, "keys[2]: the key begins with s3://", 2, {"keys": ["a", "b", "s3://b/c"]}),
    (
        presign.ObjectKeyError,
        "keys[2]: the key begins with s3://",
        2,
        {"keys": ["a", "b", "s3://b/c"], "version_id": ["1"] * 3},
    ),
    (
        TypeError,
        "keys[1] must be str, not NoneType",
        None,
        {"keys": ["a", None, "b"], "version_id": ["1"] * 3},
    ),
    (
        TypeError,
        "keys[1] must be str, not None",
        None,
        {"keys": pa.array(["a", None, "b"]), "version_id": ["1"] * 3},
    ),
    (TypeError, "method must be str, not list", None, {"method": ["GET"] * 3}),
    (
        TypeError,
        "sign_at must be int (Unix seconds) or an aware datetime, not list",
        None,
        {"sign_at": [1, 2, 3]},
    ),
    (TypeError, "stable_for must be int (seconds) or timedelta, not list", None, {"stable_for": [1, 2, 3]}),
    (TypeError, "threads must be int, not list", None, {"threads": [1]}),
]


@pytest.mark.parametrize(("kind", "message", "index", "arguments"), WRONG, ids=[row[1] for row in WRONG])
def test_errors_name_the_row_and_the_column(
    kind: type[Exception], message: str, index: int | None, arguments: dict[str, Any]
) -> None:
    """An error names the column, its row, and what is wrong; no URL is returned."""
    call = {"method": "GET", "bucket": "bucket", "keys": ["a", "b", "c"], **arguments}
    with pytest.raises(kind, match=re.escape(message)) as raised:
        V4.presign_many(**call)
    assert getattr(raised.value, "index", None) == index
    keys = call.pop("keys")
    if None not in keys and isinstance(keys, list):
        with pytest.raises(kind, match=re.escape(message)) as raised:
            V4.presign_arrow(**call, column=pa.array(keys))
        assert getattr(raised.value, "index", None) == index


def test_the_row_of_an_error_counts_nulls() -> None:
    """The index counts the rows of the column of keys, with its nulls."""
    keys = pa.chunked_array([[None, "a"], [None], ["b", "c"]], pa.utf8())
    with pytest.raises(presign.ExpiresError, match="row 3: expires_in") as raised:
        V4.presign_arrow("GET", "bucket", keys, expires_in=[0, 1, 0, 0, 1])
    assert raised.value.index == 3


@pytest.mark.parametrize("name", ["bucket", "expires_in", "version_id", "filename", "query", "part_number"])
def test_single_links_have_no_columns(name: str) -> None:
    """A method for one link refuses a column."""
    column: dict[str, Any] = {name: {"x": ["1"]} if name == "query" else ["1"]}
    call: dict[str, Any] = {"bucket": "bucket", "key": "key", **column}
    with pytest.raises(TypeError, match=r"must be .*, not list"):
        V4.get(**call)


def test_errors_of_an_iterable_are_raised_unchanged() -> None:
    """An exception of the caller's iterable is raised unchanged."""

    def values() -> Any:
        yield "a"
        message = "the database is gone"
        raise ConnectionError(message)

    with pytest.raises(ConnectionError, match="the database is gone"):
        V4.presign_many("GET", "bucket", ["a", "b"], version_id=values())


@pytest.mark.parametrize("threads", [1, 2])
def test_an_array_that_is_signed_in_parts_is_complete(threads: int) -> None:
    """The URLs of an array that is signed in parts are complete, also if their lengths grow."""
    count = 65_536 * threads + 1000
    names = ["n" * (1 + number // 2000) for number in range(count)]
    keys = pa.array(["key"] * count)
    made = V4.presign_arrow("GET", "bucket", keys, filename=pa.array(names), sign_at=AT, threads=threads)
    by_name = {name: V4.get("bucket", "key", filename=name, sign_at=AT) for name in set(names)}
    assert list(made) == [by_name[name] for name in names]
