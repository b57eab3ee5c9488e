"""The caller's iterables: their exceptions are raised unchanged, and their lengths are not trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import presign
import pyarrow as pa
import pytest
from conftest import python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIGNER = presign.Signer("access", "secret")
VERIFIER = presign.Verifier({}, endpoint="files.example")
# All arguments that are iterables.
TAKERS: dict[str, Callable[[Any], object]] = {
    "keys": lambda value: SIGNER.presign_many("GET", "bucket", value),
    "query": lambda value: SIGNER.get("bucket", "key", query=value),
    "headers": lambda value: SIGNER.get("bucket", "key", headers=value),
    "received": lambda value: VERIFIER.verify("GET", "https://files.example/b/k", value),
    "fields": lambda value: SIGNER.presign_post("bucket", "key", fields=value),
    "conditions": lambda value: SIGNER.presign_post("bucket", "key", conditions=value),
    "allow": lambda value: presign.ip_policy("bucket", allow=value),
    "actions": lambda value: presign.ip_policy("bucket", allow=["::1"], actions=value),
    "required_headers": lambda value: presign.Verifier({}, required_headers=value),
}
ERRORS = [KeyboardInterrupt, ConnectionError, MemoryError, TypeError, SystemExit, presign.PresignError]
MINE = "my own"
taking = pytest.mark.parametrize("take", TAKERS.values(), ids=TAKERS)
raising = pytest.mark.parametrize("kind", ERRORS)


class Claims:
    """Keys with a wrong length."""

    def __init__(self, length: int) -> None:
        """Take it."""
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[str]:
        return iter(["a", "b"])


@pytest.mark.parametrize("length", [0, 1, 2**40, 2**60, 2**63 - 1, 2**64, -1])
def test_a_wrong_length_is_not_trusted(length: int) -> None:
    """There are as many URLs as keys, whatever length the iterable claims."""
    assert len(SIGNER.presign_many("GET", "bucket", Claims(length))) == 2


@taking
@raising
def test_an_error_of_iter(take: Callable[[Any], object], kind: type[BaseException]) -> None:
    """An exception of __iter__ is raised unchanged."""

    class Broken:
        def __iter__(self) -> Any:
            raise kind(MINE)

    with pytest.raises(kind, match=rf"^{MINE}$"):
        take(Broken())


@taking
@raising
def test_an_error_of_an_item(take: Callable[[Any], object], kind: type[BaseException]) -> None:
    """An exception of an item is raised unchanged."""

    def broken() -> Iterator[str]:
        yield from ()
        raise kind(MINE)

    with pytest.raises(kind, match=rf"^{MINE}$"):
        take(broken())


@taking
def test_a_value_that_is_not_iterable_is_refused(take: Callable[[Any], object]) -> None:
    """A value that is not iterable is a TypeError that names the argument and the type."""
    with pytest.raises(TypeError, match=r"must be .*, not object$"):
        take(object())


@pytest.mark.parametrize("method", ["__arrow_c_array__", "__arrow_c_stream__"])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, ConnectionError, ValueError, MemoryError])
def test_an_error_of_a_column(method: str, kind: type[BaseException]) -> None:
    """An exception of a column's __arrow_c_stream__ is raised unchanged."""

    def broken(*_: object) -> object:
        raise kind(MINE)

    column = type("Broken", (list,), {method: broken})(["a"])
    for call in (SIGNER.presign_many, SIGNER.presign_arrow):
        with pytest.raises(kind, match=rf"^{MINE}$"):
            call("GET", "bucket", column)


def test_an_error_of_an_attribute() -> None:
    """An exception of an attribute lookup is raised unchanged."""

    class Broken(list[str]):
        def __getattr__(self, name: str) -> object:
            raise ConnectionError(name)

    broken: Any = Broken()
    for call in (SIGNER.presign_many, SIGNER.presign_arrow):
        with pytest.raises(ConnectionError, match=r"^__arrow_c_array__$"):
            call("GET", "bucket", broken)


@pytest.mark.parametrize("kind", [pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, TypeError])
def test_a_column_of_objects(kind: type[Exception]) -> None:
    """A column of objects, which pandas cannot export to Arrow, is iterated over."""

    class Column(list[object]):
        def __arrow_c_stream__(self, _: object = None) -> object:
            raise kind

    keys: Any = Column(["a", "b"])
    assert len(SIGNER.presign_many("GET", "bucket", keys)) == 2
    with pytest.raises(TypeError, match=r"^keys\[1\] must be str, not int$"):
        SIGNER.presign_many("GET", "bucket", Column(["a", 1]))


LIMITED = """
import itertools, presign, resource
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
signer = presign.Signer("access", "secret")
try:
    {call}
except MemoryError as error:
    print("MemoryError", error)
"""
CALLS = {
    "keys": 'signer.presign_many("GET", "bucket", itertools.repeat("a"))',
    "query": 'signer.get("bucket", "key", query=itertools.repeat(("a", "b")))',
    "strs": 'signer.presign_many("GET", "bucket", ["k" * 1000] * 3_000_000)',
    "allow": 'presign.ip_policy("bucket", allow=itertools.repeat("::1"))',
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_too_many_items_raise_memory_error(call: str) -> None:
    """An infinite or too long iterable raises MemoryError and does not abort the process."""
    done = python(LIMITED.format(call=call))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("MemoryError")


def test_ctrl_c_in_an_endless_iterable() -> None:
    """Ctrl-C stops an infinite iterable that runs no Python code."""
    done = python(
        "import itertools, presign, signal\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.2)\n"
        "signal.signal(signal.SIGALRM, signal.default_int_handler)\n"
        "try:\n"
        "    presign.Signer('access', 'secret').presign_many('GET', 'bucket', itertools.repeat('a'))\n"
        "except KeyboardInterrupt:\n"
        "    print('seen')\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "seen\n", "")
