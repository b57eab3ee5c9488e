"""There is one exception class for each kind of error, with the C library's number."""

from __future__ import annotations

import builtins
import gc
import re
import traceback
from typing import TYPE_CHECKING, Any

import presign
import pytest
from conftest import ROOT, python

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNER = presign.Signer("access", "secret")


def make(**options: Any) -> presign.Signer:
    """Make a signer from values of any type."""
    return presign.Signer(**{"access_key": "access", "secret_key": "secret", **options})


# The name of each kind's number in presign.h, the class, and a call that raises it.
KINDS: list[tuple[str, type[presign.PresignError], Callable[[], object]]] = [
    ("CREDENTIALS", presign.CredentialsError, lambda: make(access_key="")),
    ("REGION", presign.RegionError, lambda: make(region="a/b")),
    ("ENDPOINT", presign.EndpointError, lambda: make(endpoint="ftp://host")),
    ("CHOICE", presign.ChoiceError, lambda: make(version="v5")),
    ("BUCKET", presign.BucketError, lambda: SIGNER.get("a/b", "key")),
    ("KEY", presign.ObjectKeyError, lambda: SIGNER.get("bucket", "k" * 1025)),
    ("METHOD", presign.MethodError, lambda: SIGNER.presign("get", "bucket", "key")),
    ("QUERY", presign.QueryError, lambda: SIGNER.get("bucket", "key", query={"X-Amz-Date": "now"})),
    ("HEADER", presign.HeaderError, lambda: SIGNER.get("bucket", "key", headers={"Host": "other"})),
    ("TIME", presign.TimeError, lambda: SIGNER.get("bucket", "key", sign_at=-1)),
    ("EXPIRES", presign.ExpiresError, lambda: SIGNER.get("bucket", "key", expires_in=604801)),
    (
        "EXPIRES_IN_PAST",
        presign.ExpiresInPastError,
        lambda: SIGNER.get("bucket", "key", sign_at=9, expires_at=9),
    ),
    (
        "CREDENTIALS_EXPIRE",
        presign.CredentialsExpireError,
        lambda: make(credentials_expire_at=60).get("bucket", "key", sign_at=0, expires_in=61),
    ),
    ("VERSION_2", presign.Version2Error, lambda: make(version="v2", region="eu-central-1")),
    ("FORM", presign.FormError, lambda: SIGNER.presign_post("bucket", "key", fields={"acl": "private"})),
    ("POLICY", presign.PolicyError, lambda: presign.ip_policy("bucket", allow=["203.0.113.7/24"])),
    ("PLAYLIST", presign.PlaylistError, lambda: SIGNER.presign_playlist("<html>", "bucket", "a.m3u8")),
]


def numbers_of_c() -> dict[str, int]:
    """Read the numbers from the header that C programs include."""
    header = (ROOT / "include" / "presign.h").read_text(encoding="utf-8")
    found = re.findall(r"^#define PRESIGN_ERR_(\w+) (\d+)$", header, re.MULTILINE)
    # Numbers from 32 on concern pointers and buffers, which Python does not have.
    # Python's MemoryError is raised for memory.
    return {name: int(number) for name, number in found if int(number) < 32 and name != "MEMORY"}


def kinds() -> list[type[presign.PresignError]]:
    """Return the classes of this module; presign.boto3 has further ones."""
    return [cls for cls in presign.PresignError.__subclasses__() if cls.__module__ == "presign"]


@pytest.mark.parametrize(("name", "kind", "call"), KINDS, ids=[name for name, _, _ in KINDS])
def test_each_kind_raises_its_class(
    name: str, kind: type[presign.PresignError], call: Callable[[], object]
) -> None:
    """A call that breaks the rule of a kind raises its class, which has the number of presign.h."""
    with pytest.raises(presign.PresignError) as caught:
        call()
    assert type(caught.value) is kind
    assert caught.value.code == kind.code == numbers_of_c()[name]
    assert caught.value.index is None
    assert isinstance(caught.value, ValueError)
    assert len(str(caught.value)) > 10


def test_no_kind_is_missing() -> None:
    """presign.h, the module and this test have the same kinds."""
    classes: set[type] = {kind for _, kind, _ in KINDS}
    assert {name for name, _, _ in KINDS} == numbers_of_c().keys()
    assert classes == set(kinds())
    exported = {getattr(presign, name) for name in presign.__all__ if name.endswith("Error")}
    assert exported == {presign.PresignError, *classes}
    assert presign.PresignError.code == 0


def test_class_names_shadow_no_builtin() -> None:
    """Each class can be imported by its name, and no name shadows a built-in exception."""
    classes: list[type] = [presign.PresignError, *kinds()]
    for cls in classes:
        assert cls.__module__ == "presign"
        assert getattr(presign, cls.__name__) is cls
        assert not hasattr(builtins, cls.__name__)


def test_an_error_has_the_index_of_its_key() -> None:
    """The error of one key among many has the key's index."""
    for keys, index in [(["", "b"], 0), (["a", "b", "k" * 1025], 2), (["a", "\ud800"], 1)]:
        for threads in (0, 1, 2):
            with pytest.raises(presign.ObjectKeyError, match=rf"^keys\[{index}\]") as caught:
                SIGNER.presign_many("GET", "bucket", keys, threads=threads)
            assert caught.value.index == index
    assert presign.ObjectKeyError.index is None


def test_the_first_of_many_invalid_keys_is_reported() -> None:
    """The first invalid key is reported, for any number of threads."""
    keys = ["k"] * 10_000
    keys[1234] = keys[9999] = ""
    for threads in (1, 2, 3, 0):
        with pytest.raises(presign.ObjectKeyError) as caught:
            SIGNER.presign_many("GET", "bucket", keys, threads=threads)
        assert caught.value.index == 1234


def test_messages_contain_the_value_and_the_limit() -> None:
    """Messages contain the value and the limit."""
    calls: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: SIGNER.get("bucket", "key", expires_in=700000), ["700000", "604800"]),
        (lambda: SIGNER.get("bucket", "k" * 1025), ["1025", "1024"]),
        (lambda: SIGNER.presign("get", "bucket", "key"), ["get", "A-Z"]),
        (lambda: SIGNER.presign_many("GET", "bucket", [], threads=-1), ["threads", "-1"]),
        (lambda: make(addressing="host"), ["host", "path", "virtual"]),
    ]
    for call, words in calls:
        with pytest.raises(presign.PresignError) as caught:
            call()
        assert all(word in str(caught.value) for word in words), str(caught.value)


def test_errors_contain_no_secret() -> None:
    """Neither messages nor tracebacks contain a secret."""
    secrets = {"secret_key": "HIDDENSECRET", "session_token": "HIDDENTOKEN"}
    calls: list[Callable[[], object]] = [
        lambda: make(**secrets, region="a/b"),
        lambda: make(**secrets | {"secret_key": "HIDDEN SECRET\n"}),
        lambda: make(**secrets | {"secret_key": "HIDDEN\ud800"}),
        lambda: make(**secrets | {"session_token": " HIDDEN"}),
        lambda: make(**secrets | {"session_token": "HIDDEN\ud800"}),
        lambda: make(**secrets | {"secret_key": b"HIDDEN"}),
        lambda: make(**secrets, endpoint="https://user:HIDDEN@host"),
        lambda: make(**secrets).get("bucket", "key", headers={"x-amz-meta-a": "HIDDEN\n"}),
        lambda: make(**secrets).get("bucket", "key", headers={"x-amz-meta-a": "HIDDEN\ud800"}),
        lambda: make(**secrets).get("bucket", "key", headers={"authorization": "HIDDEN"}),
        lambda: make(**secrets).get("bucket", "key", headers={"x-a": b"HIDDEN"}),  # type: ignore[arg-type]
    ]
    for call in calls:
        with pytest.raises((TypeError, presign.PresignError)) as caught:
            call()
        error = caught.value
        # Source lines in a traceback are this test's text and are removed.
        shown = "".join(traceback.format_exception_only(error)) + repr(error) + repr(error.args)
        assert "HIDDEN" not in shown
        assert error.__cause__ is None
        assert error.__context__ is None


def test_classes_survive_garbage_collection() -> None:
    """The numbers and docstrings of the classes survive a garbage collection."""
    before = {cls: (cls.code, cls.__doc__) for cls in kinds()}
    gc.collect()
    assert before == {cls: (cls.code, cls.__doc__) for cls in kinds()}
    assert len(set(before.values())) == len(KINDS)


def test_an_interpreter_exits_cleanly_after_an_error() -> None:
    """An interpreter that has raised an error exits without a crash."""
    done = python("import gc, presign; presign.PresignError.__subclasses__(); gc.collect()", dev="")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
