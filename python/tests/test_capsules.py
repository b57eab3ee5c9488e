"""The capsules of Arrow's C data interface, which presign_arrow reads and its results make."""

from __future__ import annotations

import ctypes
import gc
from typing import TYPE_CHECKING, Any

import presign
import pyarrow as pa
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNER = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
KEYS = ["a.jpg", "k", "ü", "//..", "a.jpg"]

# The positions of function pointers in the structs, with pointers of 64 bits; see
# https://arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html.
RELEASE = {b"arrow_schema": 56, b"arrow_array": 64, b"arrow_array_stream": 24}
GET_SCHEMA, GET_NEXT, GET_LAST_ERROR = 0, 8, 16

Release = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
Get = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
GetLastError = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)

pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
pointer_of.argtypes, pointer_of.restype = [ctypes.py_object, ctypes.c_char_p], ctypes.c_void_p


def member(capsule: object, name: bytes, offset: int) -> ctypes.c_void_p:
    """Return a pointer in the struct of a capsule; assigning its value changes the struct."""
    return ctypes.c_void_p.from_address(pointer_of(capsule, name) + offset)


class Releases:
    """Counts how often the struct of a capsule is released."""

    def __init__(self, capsule: object, name: bytes) -> None:
        """Put a function that counts before the struct's own."""
        place = member(capsule, name, RELEASE[name])
        original = Release(place.value or 0)
        self.count = 0

        def release(struct: int) -> None:
            self.count += 1
            original(struct)

        self.function = Release(release)
        place.value = ctypes.cast(self.function, ctypes.c_void_p).value


class Exporting:
    """An object that exports what it is given."""

    def __init__(self, made: object) -> None:
        """Export this, as an array if it is a tuple."""
        method = "__arrow_c_array__" if isinstance(made, tuple) else "__arrow_c_stream__"
        self.__dict__[method] = lambda *_: made


class Described:
    """An object that exports a schema."""

    def __init__(self, schema: object) -> None:
        """Export this."""
        self.schema = schema

    def __arrow_c_schema__(self) -> object:
        """Return the capsule."""
        return self.schema


def arrow(column: Any) -> Any:
    """Sign a column."""
    return SIGNER.presign_arrow("GET", "bucket", column, sign_at=1369353600)


def urls(keys: list[str]) -> list[str]:
    """Sign keys one by one."""
    return [SIGNER.get("bucket", key, sign_at=1369353600) for key in keys]


def array_capsules(column: Any) -> tuple[object, dict[str, Releases]]:
    """Export an array."""
    schema, array = column.__arrow_c_array__()
    return (schema, array), {
        "schema": Releases(schema, b"arrow_schema"),
        "array": Releases(array, b"arrow_array"),
    }


def stream_capsule(column: Any) -> tuple[object, dict[str, Releases]]:
    """Export a stream."""
    stream = column.__arrow_c_stream__()
    return stream, {"stream": Releases(stream, b"arrow_array_stream")}


EXPORTS: dict[str, Callable[[], tuple[object, dict[str, Releases]]]] = {
    "pyarrow's array": lambda: array_capsules(pa.array(KEYS)),
    "pyarrow's dictionary": lambda: array_capsules(pa.array(KEYS).dictionary_encode()),
    "pyarrow's stream": lambda: stream_capsule(pa.chunked_array([KEYS[:1], KEYS[1:]])),
    "presign's array": lambda: array_capsules(arrow(pa.array(KEYS))),
    "presign's stream": lambda: stream_capsule(arrow(pa.chunked_array([KEYS[:1], KEYS[1:]]))),
}
READERS: dict[str, Callable[[Any], object]] = {
    "no one": lambda _: None,
    "presign_arrow": lambda column: list(arrow(column)),
    "presign_many": lambda column: SIGNER.presign_many("GET", "bucket", column),
    "pyarrow": lambda column: pa.array(column) if is_array(column) else pa.chunked_array(column),
}


def is_array(column: object) -> bool:
    """Tell arrays from streams."""
    return hasattr(column, "__arrow_c_array__")


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("reader", READERS)
def test_each_struct_is_released_once(export: str, reader: str) -> None:
    """By its reader, or by the capsule if there is none."""
    made, releases = EXPORTS[export]()
    read = READERS[reader](Exporting(made))
    del made, read
    gc.collect()
    assert {name: releases.count for name, releases in releases.items()} == dict.fromkeys(releases, 1)


@pytest.mark.parametrize("export", EXPORTS)
def test_a_capsule_is_read_once(export: str) -> None:
    """The second reader gets an error."""
    made, _releases = EXPORTS[export]()
    arrow(Exporting(made))
    with pytest.raises(ValueError, match=r"Arrow (array|stream) was released before"):
        arrow(Exporting(made))
    with pytest.raises(ValueError, match=r"Arrow (array|stream) was released before"):
        SIGNER.presign_many("GET", "bucket", Exporting(made))  # type: ignore[arg-type]


def test_a_released_schema_is_refused() -> None:
    """A consumer may have moved the schema out of its capsule."""
    schema, array = pa.array(KEYS).__arrow_c_array__()
    pa.array(Exporting((schema, pa.array(KEYS).__arrow_c_array__()[1])))
    with pytest.raises(ValueError, match="Arrow schema was released before"):
        arrow(Exporting((schema, array)))
    with pytest.raises(ValueError, match="Arrow schema was released before"):
        arrow(pa.array(KEYS)).__arrow_c_array__(schema)


def test_other_capsules_are_refused() -> None:
    """The name of a capsule says what its pointer leads to."""
    schema, array = pa.array(KEYS).__arrow_c_array__()
    stream = pa.chunked_array([KEYS]).__arrow_c_stream__()
    for made in ((array, schema), (schema, schema), (schema, stream), array):
        with pytest.raises(ValueError, match="incorrect name"):
            arrow(Exporting(made))
    with pytest.raises(ValueError, match="incorrect name"):
        arrow(pa.array(KEYS)).__arrow_c_array__(array)
    with pytest.raises(ValueError, match="incorrect name"):
        arrow(pa.chunked_array([KEYS])).__arrow_c_stream__(stream)


@pytest.mark.parametrize("made", [(), (1, 2), None, [], 1], ids=repr)
def test_what_is_not_a_capsule_is_refused(made: object) -> None:
    """The error names the method."""
    with pytest.raises(TypeError, match=r"^the result of __arrow_c_(array|stream)__ must be a "):
        arrow(Exporting(made))


def test_an_array_is_preferred_to_a_stream() -> None:
    """An object with both methods is read as an array."""
    both = Exporting(pa.chunked_array([["no"]]).__arrow_c_stream__())
    both.__dict__["__arrow_c_array__"] = pa.array(KEYS).__arrow_c_array__
    assert pa.array(arrow(both)).to_pylist() == urls(KEYS)


@pytest.mark.parametrize(
    ("message", "shown"), [(b"lost \xff the disk", "lost � the disk"), (None, "failed with error 5")]
)
@pytest.mark.parametrize("place", [GET_SCHEMA, GET_NEXT])
def test_a_stream_that_fails(message: bytes | None, shown: str, place: int) -> None:
    """Its message is shown, if it has one."""
    text = ctypes.create_string_buffer(message) if message else None
    fail = Get(lambda *_: 5)
    last = GetLastError(lambda _: text and ctypes.addressof(text))
    for call in (arrow, lambda column: SIGNER.presign_many("GET", "bucket", column)):
        stream = pa.chunked_array([KEYS]).__arrow_c_stream__()
        for offset, function in ((place, fail), (GET_LAST_ERROR, last)):
            replaced = member(stream, b"arrow_array_stream", offset)
            replaced.value = ctypes.cast(function, ctypes.c_void_p).value
        releases = Releases(stream, b"arrow_array_stream")
        with pytest.raises(ValueError, match=shown):
            call(Exporting(stream))
        del stream
        gc.collect()
        assert releases.count == 1


REQUESTED = [pa.utf8(), pa.large_utf8(), pa.string_view()]
OTHERS = [
    pa.int64(),
    pa.binary(),
    pa.dictionary(pa.int8(), pa.utf8()),
    pa.struct({"a": pa.utf8()}),
    pa.null(),
]


@pytest.mark.parametrize("requested", [*REQUESTED, *OTHERS], ids=str)
class TestRequestedSchema:
    """Results are exported as the text that a consumer requests; for other types they stay large_utf8."""

    def test_of_an_array(self, requested: pa.DataType) -> None:
        """Also of a slice, whose offsets do not begin with 0."""
        keys = ["x", "a" * 5, None, "b", "ü", None, "c"]
        made = arrow(pa.array(keys))
        for begin, end in ((0, 7), (1, 6), (3, 3), (6, 7)):
            capsules = made[begin:end].__arrow_c_array__(requested.__arrow_c_schema__())
            links = pa.array(Exporting(capsules))
            links.validate(full=True)
            assert links.type == (requested if requested in REQUESTED else pa.large_utf8())
            assert links.to_pylist() == [key and urls([key])[0] for key in keys[begin:end]]

    def test_of_a_stream(self, requested: pa.DataType) -> None:
        """All chunks have the type."""
        columns: list[list[list[str | None]]] = [[], [["a"], [], [None, "ü"]]]
        for keys in columns:
            made = arrow(pa.chunked_array(keys, pa.utf8()))
            capsule = made.__arrow_c_stream__(requested.__arrow_c_schema__())
            links = pa.chunked_array(Exporting(capsule))
            links.validate(full=True)
            assert links.type == (requested if requested in REQUESTED else pa.large_utf8())
            expected = [[key and urls([key])[0] for key in chunk] for chunk in keys]
            assert [chunk.to_pylist() for chunk in links.chunks] == expected


def test_the_name_of_the_keys_is_that_of_the_urls() -> None:
    """A consumer that requests a type does not change it."""
    keys = pa.chunked_array([["a"]])
    named = pa.table({"key": keys}).schema.field("key").__arrow_c_schema__()
    _, array = keys.chunk(0).__arrow_c_array__()
    made = arrow(Exporting((named, array)))
    for requested in (None, pa.utf8().__arrow_c_schema__()):
        field, _ = made.__arrow_c_array__(requested)
        assert pa.field(Described(field)).name == "key"
