"""Links for the keys in a Spark DataFrame, signed where the data is.

>>> from presign import spark                                                        # doctest: +SKIP
>>> df = spark.links(df, "GET", "example-bucket", "key", expires_in=604800)          # doctest: +SKIP

Signing needs nobody but the worker itself: no storage is asked, and the workers need no network for it.
They need this package, though, and pyarrow.
"""

# Whoever does not use Spark checks types without it, and pyarrow has none.
# mypy: disable-error-code="import-untyped, import-not-found"

from __future__ import annotations

import inspect
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypedDict, Unpack

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql.types import StringType, StructType

from presign import PresignError, Signer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyspark.sql import DataFrame

    from presign._presign import _Addressing, _Moment, _Pairs, _Seconds, _Version

__all__ = ["Credentials", "explicit", "from_env", "links"]

# No end of a link lies behind the last moment that can be written in a signature.
_LAST_MOMENT: Final = 253_402_300_799


class _FromEnv(TypedDict, total=False):
    """The keywords of Signer.from_env."""

    region: str | None
    addressing: _Addressing | None
    version: _Version | None
    max_expires_in: _Seconds | None


class _Explicit(_FromEnv, total=False):
    """The keywords of Signer."""

    session_token: str | None
    endpoint: str | None
    credentials_expire_at: _Moment | None


class _Request(TypedDict, total=False):
    """The keywords of Signer.presign_many."""

    expires_in: _Seconds | None
    expires_at: _Moment | None
    query: _Pairs | None
    headers: _Pairs | None
    sign_at: _Moment | None
    stable_for: _Seconds | None
    response_content_disposition: str | None
    response_content_type: str | None
    version_id: str | None
    content_type: str | None
    filename: str | None
    threads: int


class Credentials(ABC):
    """Where a worker has its keys from, and the settings that go with them: made by from_env and explicit."""

    __slots__ = ()

    @abstractmethod
    def _check(self, method: str, bucket: str, request: _Request) -> None:
        """Raise here what would otherwise be raised on every worker."""

    @abstractmethod
    def _packed(self) -> tuple[Callable[..., Signer], dict[str, Any]]:
        """Name what makes the signer on a worker, and from what."""


class _FromWorkers(Credentials):
    __slots__ = ("_settings",)

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self._settings.items())
        return f"presign.spark.from_env({given})"

    def _check(self, method: str, bucket: str, request: _Request) -> None:
        # Only a worker knows its region, endpoint and version, so this is as lenient as a signer can be.
        known = {"max_expires_in": _LAST_MOMENT, "endpoint": "http://unknown", **self._settings}
        for unknown in ("profile", "region", "addressing"):
            known.pop(unknown, None)
        _signer_of_keys("unknown", "unknown", **known).presign_many(method, bucket, [], **request)

    def _packed(self) -> tuple[Callable[..., Signer], dict[str, Any]]:
        return _signer_of_worker, self._settings


class _Given(Credentials):
    """Keys in this process. Nothing but a job of this module ever takes them out of it."""

    __slots__ = ("__settings", "__signer")

    def __init__(self, settings: dict[str, Any]) -> None:
        self.__settings = settings
        self.__signer = _signer_of_keys(**settings)

    def __repr__(self) -> str:
        return f"<presign.spark.explicit {self.__signer!r}>"

    def __copy__(self) -> _Given:
        return self

    def __deepcopy__(self, _memo: object) -> _Given:
        return self

    def __reduce__(self) -> NoReturn:
        message = (
            "explicit credentials cannot be pickled: the secret key would be written out. "
            "presign.spark.links alone hands them to Spark's workers"
        )
        raise TypeError(message)

    def _check(self, method: str, bucket: str, request: _Request) -> None:
        self.__signer.presign_many(method, bucket, [], **request)

    def _packed(self) -> tuple[Callable[..., Signer], dict[str, Any]]:
        return _signer_of_keys, self.__settings


# Spark tells workers by name which of these to call, so they stand in the module and not in a class.
def _signer_of_worker(**settings: Any) -> Signer:  # noqa: ANN401
    return Signer.from_env(**settings)


def _signer_of_keys(access_key: str, secret_key: str, **settings: Any) -> Signer:  # noqa: ANN401
    return Signer(access_key, secret_key, **settings)


class _PresignBatches:
    """What Spark runs for each partition: it never leaves this module but into Spark's own hands."""

    __slots__ = ("_request", "_settings", "_signer_of", "_where")

    def __init__(
        self,
        signer_of: Callable[..., Signer],
        settings: dict[str, Any],
        where: tuple[str, str, int, str],
        request: _Request,
    ) -> None:
        self._signer_of, self._settings = signer_of, settings
        self._where, self._request = where, request

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self._signer_of, self._settings, self._where, self._request)

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        signer = self._signer_of(**self._settings)
        method, bucket, keys, output = self._where
        for number, batch in enumerate(batches):
            try:
                urls = signer.presign_arrow(method, bucket, batch.column(keys), **self._request)
            except PresignError as error:
                task = TaskContext.get()
                if task is not None:
                    error.add_note(
                        f"keys are counted in record batch {number} of partition {task.partitionId()}"
                    )
                raise
            schema = batch.schema.append(pa.field(output, pa.large_string()))
            yield pa.RecordBatch.from_arrays([*batch.columns, pa.array(urls)], schema=schema)


def from_env(
    profile: str | None = None, endpoint: str | None = None, **settings: Unpack[_FromEnv]
) -> Credentials:
    """Let each worker read its own keys, as Signer.from_env does: the environment, ~/.aws, ~/.s3cfg.

    They are read anew for each partition. The arguments are those of Signer.from_env; what is given here wins
    over what a worker finds.

    Raises:
        PresignError: a setting breaks a rule, whatever a worker finds.
        TypeError: a value has the wrong type.

    """
    inspect.signature(Signer.from_env).bind(profile, endpoint, **settings)
    if profile is not None and not isinstance(profile, str):
        message = f"profile must be str, not {type(profile).__name__}"
        raise TypeError(message)
    # What is wrong is said here and not by each worker, and a wrong endpoint is never shown: it may be a
    # password. Where a worker may find an endpoint, none of AWS's rules for regions holds.
    Signer("unknown", "unknown", endpoint="http://unknown" if endpoint is None else endpoint, **settings)
    given = {"profile": profile, "endpoint": endpoint, **settings}
    return _FromWorkers({name: value for name, value in given.items() if value is not None})


def explicit(access_key: str, secret_key: str, **settings: Unpack[_Explicit]) -> Credentials:
    """Hand these keys to the workers. The arguments are those of Signer.

    They travel inside the job, as functions do: they stand in no configuration, plan, log or page of Spark's,
    but whoever can read the traffic between driver and workers can read them, unless Spark encrypts it
    (spark.network.crypto.enabled). Prefer from_env where the workers can have keys of their own. Unlike a
    Signer's, they are not wiped from memory.

    Raises:
        PresignError: a key or a setting breaks a rule.

    """
    return _Given({"access_key": access_key, "secret_key": secret_key, **settings})


def links(  # noqa: PLR0913 -- what, where from, where to
    df: DataFrame,
    method: str,
    bucket: str,
    key_column: str,
    *,
    output: str = "url",
    credentials: Credentials | None = None,
    **request: Unpack[_Request],
) -> DataFrame:
    """Add a column of links for a column of keys; a null for a null. The other columns stay as they are.

    The signing time is that of this call, not that of the work, and is the same on all workers: a task that
    is tried again, or a result that is computed again, has the same links. So a life must be long enough for
    the job as well.

    Args:
        df: any DataFrame but a streaming one, whose links would have the signing time of the query's start;
            there, foreachBatch can call this function.
        method: 1 to 32 letters A-Z.
        bucket: the bucket's name.
        key_column: the name of a column of strings, the objects' keys.
        output: the name of the new column.
        credentials: from_env(...), which is the default, or explicit(...).
        request: the keywords of Signer.presign_many: expires_in, expires_at, query, headers, sign_at, ...

    Raises:
        PresignError: the request breaks a rule.
        ValueError: there is no such key column, the new column's name is taken, or the data streams.
        TypeError: a value has the wrong type, or the key column does.

    A key that breaks a rule fails its task. Spark's exception then names the error's class, as in
    presign.ObjectKeyError, the key's row in its record batch, the batch and the partition.

    """
    credentials = from_env() if credentials is None else credentials
    if not isinstance(credentials, Credentials):
        message = f"credentials must be from_env(...) or explicit(...), not {type(credentials).__name__}"
        raise TypeError(message)
    if df.isStreaming:
        message = "df streams: its links would all be signed at the query's start. Call links in foreachBatch"
        raise ValueError(message)
    if request.get("sign_at") is None:
        request["sign_at"] = int(time.time())
    for name in ("query", "headers"):
        # An iterator would be used up by the first batch, and not every mapping can be pickled.
        if isinstance(pairs := request.get(name), Iterator | Mapping):
            request[name] = list(pairs.items() if isinstance(pairs, Mapping) else pairs)
    credentials._check(method, bucket, request)  # noqa: SLF001
    where = (method, bucket, _position(df.schema, key_column, output), output)
    task = _PresignBatches(*credentials._packed(), where, request)  # noqa: SLF001
    schema = StructType([*df.schema.fields]).add(output, StringType())
    return df.mapInArrow(task, schema)


def _position(schema: StructType, key_column: str, output: str) -> int:
    """Where the keys stand."""
    # Spark does not tell upper from lower case in names, unless told to.
    if output.casefold() in {name.casefold() for name in schema.names}:
        message = f'output "{output}" is a column of the data already'
        raise ValueError(message)
    if key_column not in schema.names:
        message = f'key_column "{key_column}" is not one of the columns: {", ".join(schema.names)}'
        raise ValueError(message)
    position: int = schema.names.index(key_column)
    found = schema.fields[position].dataType
    if not isinstance(found, StringType):
        message = f'key_column "{key_column}" must hold strings, not {found.simpleString()}'
        raise TypeError(message)
    return position
