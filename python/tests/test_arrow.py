"""presign_arrow signs a column of keys as presign_many signs a list of them."""

from __future__ import annotations

import copy
import itertools
import pickle
import re
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import presign
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIGNER = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
BUCKET = "example-bucket"
TEXTS = [pa.utf8(), pa.large_utf8(), pa.string_view()]
TYPES = [
    *TEXTS,
    *(pa.dictionary(indices, values) for indices in (pa.int8(), pa.uint32(), pa.int64()) for values in TEXTS),
]
KEYS = ["a.jpg", None, "b c/ü.jpg", "//..", "a.jpg", "k" * 1024, None, "%2F+"]
KEY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def column_of(keys: Sequence[str | None], data_type: pa.DataType) -> pa.Array:
    """Make an array. pyarrow itself does not make dictionaries of every text type."""
    if not pa.types.is_dictionary(data_type):
        return pa.array(keys, data_type)
    values = list(dict.fromkeys(key for key in keys if key is not None))
    indices = [None if key is None else values.index(key) for key in keys]
    return pa.DictionaryArray.from_arrays(
        pa.array(indices, data_type.index_type), pa.array(values, data_type.value_type)
    )


def signed(column: Any, **options: Any) -> pa.Array:
    """Sign an array."""
    made = SIGNER.presign_arrow("GET", BUCKET, column, sign_at=1369353600, **options)
    assert hasattr(made, "__arrow_c_array__")
    links = pa.array(made)
    assert links.type == pa.large_utf8()
    links.validate(full=True)
    return links


def signed_chunks(column: Any, **options: Any) -> pa.ChunkedArray:
    """Sign a stream."""
    made = SIGNER.presign_arrow("GET", BUCKET, column, sign_at=1369353600, **options)
    assert hasattr(made, "__arrow_c_stream__")
    assert not hasattr(made, "__arrow_c_array__")
    links = pa.chunked_array(made)
    assert links.type == pa.large_utf8()
    links.validate(full=True)
    return links


def expected(keys: Sequence[str | None]) -> list[str | None]:
    """Sign the keys one at a time. The test vectors cover single URLs."""
    return [None if key is None else SIGNER.presign("GET", BUCKET, key, sign_at=1369353600) for key in keys]


@pytest.mark.parametrize("data_type", TYPES, ids=str)
class TestTypes:
    """Tests for every type that can contain keys."""

    def test_each_key_has_a_url_and_each_null_a_null(self, data_type: pa.DataType) -> None:
        """The result has a URL for each key and a null for each null."""
        assert signed(column_of(KEYS, data_type)).to_pylist() == expected(KEYS)

    def test_it_equals_presign_many(self, data_type: pa.DataType) -> None:
        """presign_arrow and presign_many return the same URLs."""
        column = column_of([key for key in KEYS if key is not None] * 1000, data_type)
        links = SIGNER.presign_many("GET", BUCKET, column.to_pylist(), sign_at=1369353600)
        assert signed(column).to_pylist() == links
        assert SIGNER.presign_many("GET", BUCKET, column, sign_at=1369353600) == links

    def test_slices_are_signed_from_any_row(self, data_type: pa.DataType) -> None:
        """A slice may begin at any row of its buffer, and at any bit of its validity bitmap."""
        column = column_of(KEYS * 5, data_type)
        for begin, length in ((1, 3), (2, 0), (3, 20), (9, 31), (39, 1)):
            part = column.slice(begin, length)
            assert signed(part).to_pylist() == expected((KEYS * 5)[begin : begin + length])

    @pytest.mark.parametrize("keys", [[], [None], [None] * 9], ids=["none", "a null", "nulls"])
    def test_no_keys_give_no_urls(self, data_type: pa.DataType, keys: list[None]) -> None:
        """An array without keys gives one without URLs; its dictionary may be empty."""
        assert signed(column_of(keys, data_type)).to_pylist() == keys

    def test_streams_keep_their_chunks(self, data_type: pa.DataType) -> None:
        """A stream's result has the same chunks, including empty ones."""
        parts: list[list[str | None]] = [KEYS[:3], [], [None], KEYS[3:]]
        column = pa.chunked_array([column_of(part, data_type) for part in parts], data_type)
        links = signed_chunks(column)
        assert [chunk.to_pylist() for chunk in links.chunks] == [expected(part) for part in parts]

    def test_a_stream_without_chunks(self, data_type: pa.DataType) -> None:
        """A stream without chunks gives one without chunks."""
        assert signed_chunks(pa.chunked_array([], data_type)).num_chunks == 0

    def test_an_invalid_key_in_an_array_is_named_by_row(self, data_type: pa.DataType) -> None:
        """The index in an error counts rows, including nulls, from the start of the slice."""
        column = column_of(["x", None, "a", None, "k" * 1025, "b"], data_type)
        with pytest.raises(presign.ObjectKeyError, match=re.escape("keys[3]: ")) as raised:
            signed(column.slice(1))
        assert raised.value.index == 3

    def test_an_invalid_key_in_a_stream_is_named_by_row(self, data_type: pa.DataType) -> None:
        """The index in an error counts the rows of all chunks."""
        parts: list[list[str | None]] = [["a", None], [], ["b"], [None, None, ""]]
        column = pa.chunked_array([column_of(part, data_type) for part in parts])
        with pytest.raises(presign.ObjectKeyError, match=re.escape("keys[5]: ")) as raised:
            signed_chunks(column)
        assert raised.value.index == 5


@pytest.mark.parametrize("values", TEXTS, ids=str)
def test_nulls_among_a_dictionarys_values(values: pa.DataType) -> None:
    """A dictionary array's index may refer to a null value."""
    column = pa.DictionaryArray.from_arrays(
        pa.array([1, 0, None, 1, 2], pa.int8()), pa.array(["a", None, "c"], values)
    )
    assert signed(column).to_pylist() == expected([None, "a", None, None, "c"])


def test_a_slice_of_a_dictionarys_values() -> None:
    """A dictionary's values may be a slice."""
    values = pa.array(["no", "a", "b"]).slice(1)
    column = pa.DictionaryArray.from_arrays(pa.array([1, 0, 1]), values)
    assert signed(column).to_pylist() == expected(["b", "a", "b"])


def test_bytes_that_are_not_utf8_are_refused() -> None:
    """Bytes that are not UTF-8 are refused, although Arrow does not check its buffers."""
    broken = pa.Array.from_buffers(
        pa.utf8(), 2, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\3\0\0\0"), pa.py_buffer(b"a\xff\xfe")]
    )
    with pytest.raises(presign.ObjectKeyError, match=re.escape("keys[1]: ")) as raised:
        signed(broken)
    assert raised.value.index == 1


def test_an_object_with_only_a_stream_is_read_by_chunks() -> None:
    """An object with only __arrow_c_stream__ is read chunk by chunk."""

    class Stream:
        """An object that has only this method."""

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.chunked_array([["a"], [None, "b"]]).__arrow_c_stream__(requested_schema)

    assert [chunk.to_pylist() for chunk in signed_chunks(Stream()).chunks] == [
        expected(["a"]),
        expected([None, "b"]),
    ]


WRONG = [
    pa.array([1, 2]),
    pa.array([b"a"]),
    pa.array([None, None]),
    pa.array([["a"]]),
    pa.array([1.5, None]).dictionary_encode(),
    pa.record_batch({"key": ["a"]}),
    pa.table({"key": ["a"]}),
    pa.chunked_array([[1], [2]]),
    pa.chunked_array([], pa.int64()),
    pa.chunked_array([], pa.dictionary(pa.int8(), pa.binary())),
    pc.run_end_encode(pa.array(["a", "a"])),
    ["a"],
    "a",
    None,
    b"a",
]


@pytest.mark.parametrize("column", WRONG, ids=lambda column: getattr(column, "type", type(column).__name__))
def test_columns_without_text_are_refused(column: Any) -> None:
    """Columns without text, and objects that are not columns, are refused."""
    with pytest.raises(TypeError, match=r"^column must "):
        SIGNER.presign_arrow("GET", BUCKET, column)


def test_results_show_no_url_and_cannot_be_pickled() -> None:
    """The repr shows no URL, pickling is refused, and there are no members but those of Python and Arrow."""
    for column, shown in (
        (pa.array(KEYS), "<presign.LinkArray of 8>"),
        (pa.chunked_array([KEYS, ["a"]]), "<presign.LinkStream of 9 in 2 chunks>"),
    ):
        made = SIGNER.presign_arrow("GET", BUCKET, column)
        assert repr(made) == str(made) == f"{made}" == shown
        assert [name for name in dir(made) if not name.startswith("__")] == []
        assert copy.copy(made) is copy.deepcopy(made) is made
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="cannot be pickled"):
                pickle.dumps(made, protocol)


COLUMNS = [pa.array(KEYS), pa.chunked_array([[], KEYS[:3], [], [None], KEYS[4:]], pa.utf8())]


@pytest.mark.parametrize("column", COLUMNS, ids=["array", "stream"])
class TestSequence:
    """A column of URLs is a sequence of str and None."""

    def test_it_is_iterated_over(self, column: Any) -> None:
        """Its items are the URLs, in order, as often as they are asked for."""
        made = SIGNER.presign_arrow("GET", BUCKET, column, sign_at=1369353600)
        urls = expected(column.to_pylist())
        assert list(made) == list(made) == urls
        assert list(reversed(made)) == urls[::-1]
        assert len(made) == len(urls)
        assert urls[2] in made
        assert "https://elsewhere.example/" not in made

    def test_an_index_gives_a_url(self, column: Any) -> None:
        """An index gives a URL, and is an IndexError outside, as for a list."""
        made = SIGNER.presign_arrow("GET", BUCKET, column, sign_at=1369353600)
        urls = expected(column.to_pylist())
        for index in range(-len(urls), len(urls)):
            assert made[index] == made[np.int64(index)] == urls[index]
        for index in (len(urls), -len(urls) - 1, 2**70, -(2**70)):
            with pytest.raises(IndexError, match=re.escape(f"index {index} is outside of a column of 8")):
                made[index]
        wrong: list[Any] = ["0", 0.0, None]
        for index in wrong:
            with pytest.raises(TypeError, match="index must be int or slice, not"):
                made[index]

    def test_a_slice_is_a_column(self, column: Any) -> None:
        """A slice has the rows that a list's slice has, and can be exported to Arrow like the whole."""
        made = SIGNER.presign_arrow("GET", BUCKET, column, sign_at=1369353600)
        urls = expected(column.to_pylist())
        ends = [None, *range(-9, 10)]
        for start, stop, step in itertools.product(ends, ends, (None, 1, 2, -1, -3)):
            part = made[start:stop:step]
            assert type(part) is type(made)
            assert list(part) == urls[start:stop:step]
            assert pa.chunked_array(pa.table({"url": part})["url"]).to_pylist() == urls[start:stop:step]
        with pytest.raises(ValueError, match="zero"):
            made[::0]

    def test_numpy_makes_an_array_of_urls(self, column: Any) -> None:
        """An array of numpy has the URLs, and not a single object."""
        made = SIGNER.presign_arrow("GET", BUCKET, column, sign_at=1369353600)
        assert np.array(made).tolist() == expected(column.to_pylist())
        assert np.array(made[:1], dtype=str).tolist() == list(made[:1])


def test_results_can_be_read_again() -> None:
    """A result can be read more than once, also as another Arrow type."""
    keys = [key for key in KEYS if key]
    array = SIGNER.presign_arrow("GET", BUCKET, pa.array(keys), sign_at=1369353600)
    stream = SIGNER.presign_arrow("GET", BUCKET, pa.chunked_array([keys]), sign_at=1369353600)
    for text in (pa.large_utf8(), pa.utf8(), pa.large_utf8()):
        assert pa.array(array, text) == pa.array(expected(keys), text)
        assert pa.chunked_array(stream, text).to_pylist() == expected(keys)


@pytest.mark.parametrize("version", ["v4", "v2"])
@pytest.mark.parametrize("threads", [1, 2])
def test_an_array_that_is_signed_in_parts_is_complete(version: Any, threads: int) -> None:
    """The URLs of an array that is signed in parts are complete, also if their lengths grow."""
    signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "secret", endpoint="localhost:9000", version=version)
    keys = ["k" * (1 + number // 2000) for number in range(65_536 * 2 * threads + 1000)]
    made = signer.presign_arrow("GET", BUCKET, pa.array(keys), sign_at=1369353600, threads=threads)
    links = pa.array(made)
    links.validate(full=True)
    by_length = {key: signer.get(BUCKET, key, sign_at=1369353600) for key in set(keys)}
    assert links.to_pylist() == [by_length[key] for key in keys]
    keys[65_536 * threads + 7] = ""
    with pytest.raises(presign.ObjectKeyError) as raised:
        signer.presign_arrow("GET", BUCKET, pa.array([None, *keys]), threads=threads)
    assert raised.value.index == 65_536 * threads + 8


def test_presign_many_refuses_nulls() -> None:
    """presign_many refuses a null; the index counts the rows of all chunks."""
    with pytest.raises(TypeError, match=re.escape("keys[3] must be str, not None")):
        SIGNER.presign_many("GET", BUCKET, pa.chunked_array([["a", "b"], ["c", None]]))


def test_keywords() -> None:
    """The keywords are those of presign."""
    options: dict[str, Any] = {
        "expires_in": 60,
        "filename": "ü.jpg",
        "query": {"partNumber": "1"},
        "stable_for": 600,
    }
    made = SIGNER.presign_arrow("GET", BUCKET, pa.array(["a"]), sign_at=1369353600, **options)
    assert pa.array(made)[0].as_py() == SIGNER.get(BUCKET, "a", sign_at=1369353600, **options)
    with pytest.raises(presign.ExpiresError):
        SIGNER.presign_arrow("GET", BUCKET, pa.array(["a"]), expires_in=0)


@pytest.mark.parametrize("threads", [0, 1, 2, 7])
@pytest.mark.parametrize("version", ["v4", "v2"])
def test_any_number_of_threads_gives_the_same_urls(threads: int, version: Any) -> None:
    """The URLs and their order do not depend on the number of threads."""
    signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "secret", endpoint="localhost:9000", version=version)
    keys = [None if number % 7 == 0 else f"{number}/ü" for number in range(20_000)]
    made = signer.presign_arrow("GET", BUCKET, pa.array(keys), sign_at=1369353600, threads=threads)
    singles = [None if key is None else signer.get(BUCKET, key, sign_at=1369353600) for key in keys]
    assert pa.array(made).to_pylist() == singles
    with pytest.raises(presign.ObjectKeyError) as raised:
        signer.presign_arrow("GET", BUCKET, pa.array([*keys, "", "k" * 2000]), threads=threads)
    assert raised.value.index == 20_000


def test_threads_of_the_caller_share_a_signer() -> None:
    """Threads of the caller can use one signer at the same time."""
    column = pa.array(KEYS * 500)
    results: list[list[str | None]] = []
    work: Callable[[], None] = lambda: results.append(signed(column).to_pylist())  # noqa: E731
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected(KEYS * 500)] * 8


@given(st.data(), st.lists(st.none() | KEY, max_size=40), st.sampled_from(TYPES))
def test_random_columns_equal_single_calls(
    data: st.DataObject, keys: list[str | None], data_type: pa.DataType
) -> None:
    """Random keys, nulls, types and slices give the URLs of single calls."""
    begin = data.draw(st.integers(0, len(keys)))
    length = data.draw(st.integers(0, len(keys) - begin))
    column = column_of(keys, data_type)
    assert signed(column.slice(begin, length)).to_pylist() == expected(keys[begin : begin + length])
    chunks = pa.chunked_array([column.slice(begin), column.slice(0, begin)], data_type)
    links = signed_chunks(chunks)
    assert [chunk.to_pylist() for chunk in links.chunks] == [expected(keys[begin:]), expected(keys[:begin])]
