"""Iterables of the caller's: what they raise comes out as it is, and what they claim is not believed."""

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
# All arguments that are iterated over.
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
    """Keys with a length that somebody made up."""

    def __init__(self, length: int) -> None:
        """Take it."""
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[str]:
        return iter(["a", "b"])


@pytest.mark.parametrize("length", [0, 1, 2**40, 2**60, 2**63 - 1, 2**64, -1])
def test_a_length_that_is_a_lie(length: int) -> None:
    """As many links as there are keys."""
    assert len(SIGNER.presign_many("GET", "bucket", Claims(length))) == 2


@taking
@raising
def test_an_error_of_iter(take: Callable[[Any], object], kind: type[BaseException]) -> None:
    """Before the first item."""

    class Broken:
        def __iter__(self) -> Any:
            raise kind(MINE)

    with pytest.raises(kind, match=rf"^{MINE}$"):
        take(Broken())


@taking
@raising
def test_an_error_of_an_item(take: Callable[[Any], object], kind: type[BaseException]) -> None:
    """In the middle."""

    def broken() -> Iterator[str]:
        yield from ()
        raise kind(MINE)

    with pytest.raises(kind, match=rf"^{MINE}$"):
        take(broken())


@taking
def test_what_cannot_be_iterated_over(take: Callable[[Any], object]) -> None:
    """The error names the argument and the type that was found."""
    with pytest.raises(TypeError, match=r"must be .*, not object$"):
        take(object())


@pytest.mark.parametrize("method", ["__arrow_c_array__", "__arrow_c_stream__"])
@pytest.mark.parametrize("kind", [KeyboardInterrupt, ConnectionError, ValueError, MemoryError])
def test_an_error_of_a_column(method: str, kind: type[BaseException]) -> None:
    """It is not taken for an iterable because its connection broke."""

    def broken(*_: object) -> object:
        raise kind(MINE)

    column = type("Broken", (list,), {method: broken})(["a"])
    for call in (SIGNER.presign_many, SIGNER.presign_arrow):
        with pytest.raises(kind, match=rf"^{MINE}$"):
            call("GET", "bucket", column)


def test_an_error_of_an_attribute() -> None:
    """Nor because nobody could find out what it is."""

    class Broken(list[str]):
        def __getattr__(self, name: str) -> object:
            raise ConnectionError(name)

    broken: Any = Broken()
    for call in (SIGNER.presign_many, SIGNER.presign_arrow):
        with pytest.raises(ConnectionError, match=r"^__arrow_c_array__$"):
            call("GET", "bucket", broken)


@pytest.mark.parametrize("kind", [pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, TypeError])
def test_a_column_of_objects(kind: type[Exception]) -> None:
    """As pandas has them: where Arrow says that it cannot, they are iterated over."""

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
def test_a_want_of_memory(call: str) -> None:
    """An endless iterable, or one that is too long for this process: an exception, and no abort."""
    done = python(LIMITED.format(call=call))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("MemoryError")


def test_ctrl_c_in_an_endless_iterable() -> None:
    """It has no Python code in which the interpreter would look."""
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
