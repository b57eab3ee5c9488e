"""Presigned URLs for the keys in a Spark DataFrame, signed by the workers.

>>> from presign import spark                                                        # doctest: +SKIP
>>> df = spark.links(df, "GET", "example-bucket", "key", expires_in=604800)          # doctest: +SKIP

Workers sign offline: they need no connection to the storage. They need this package and pyarrow.
"""

# Types are also checked where Spark is not installed, and pyarrow has no types.
# mypy: disable-error-code="import-untyped, import-not-found"

from __future__ import annotations

import inspect
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn, TypedDict, Unpack

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import Column
from pyspark.sql.pandas.types import to_arrow_type
from pyspark.sql.types import StringType, StructType

from presign import PresignError, Signer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import SupportsIndex

    from pyspark.sql import DataFrame

    from presign._presign import _Addressing, _Moment, _Seconds, _Version

    _Pairs = Mapping[str, str | Column] | Iterable[tuple[str, str | Column]]

__all__ = ["Credentials", "explicit", "from_env", "links"]

# The latest timestamp that a signature can contain, in Unix seconds: the last second of the year 9999.
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

    expires_in: _Seconds | Column | None
    expires_at: _Moment | Column | None
    query: _Pairs | None
    headers: _Pairs | None
    sign_at: _Moment | None
    stable_for: _Seconds | None
    response_content_disposition: str | Column | None
    response_content_type: str | Column | None
    response_cache_control: str | Column | None
    version_id: str | Column | None
    part_number: SupportsIndex | Column | None
    upload_id: str | Column | None
    content_type: str | Column | None
    filename: str | Column | None
    disposition: str | Column | None
    threads: int


class _Place(NamedTuple):
    """The position of a column in a record batch, in place of the column itself."""

    position: int


class _Arguments:
    """The arguments of presign_arrow, with a _Place for each column."""

    __slots__ = ("_bucket", "_method", "_request")

    def __init__(self, method: str, bucket: object, request: dict[str, Any]) -> None:
        self._method, self._bucket, self._request = method, bucket, request

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self._method, self._bucket, self._request)

    def check(self, signer: Signer, types: Mapping[int, pa.DataType]) -> None:
        """Sign no keys, so that errors of the arguments are raised here and not on every worker."""
        # Rows are checked one by one, so what is the same for all is checked without the columns first.
        bucket = "unknown" if self._bucket is None or isinstance(self._bucket, _Place) else self._bucket
        self._presign(signer.presign_many, [], bucket, lambda _: None)
        self._presign(
            signer.presign_many, [], self._bucket, lambda place: pa.array([], types[place.position])
        )

    def links(self, signer: Signer, batch: pa.RecordBatch, keys: int) -> object:
        """Sign the keys of a batch."""
        column = batch.column(keys)
        return self._presign(
            signer.presign_arrow, column, self._bucket, lambda place: batch.column(place.position)
        )

    def _presign(
        self,
        presign: Callable[..., object],
        keys: object,
        bucket: object,
        column: Callable[[_Place], pa.Array | None],
    ) -> object:
        def filled(value: object) -> object:
            return column(value) if isinstance(value, _Place) else value

        request = {name: filled(value) for name, value in self._request.items()}
        for name in ("query", "headers"):
            if isinstance(pairs := request.get(name), list):
                filled_pairs = [_replaced(pair, filled) for pair in pairs]
                # Only a place can become None.
                request[name] = [pair for pair in filled_pairs if pair is not None]
        return presign(self._method, filled(bucket), keys, **request)


class Credentials(ABC):
    """The source of a worker's keys and settings. Returned by from_env and explicit."""

    __slots__ = ()

    @abstractmethod
    def _signer(self) -> Signer:
        """Return a signer for checks on the driver."""

    @abstractmethod
    def _packed(self) -> tuple[Callable[..., Signer], dict[str, Any]]:
        """Return the function that makes the signer on a worker, and its arguments."""


class _FromWorkers(Credentials):
    __slots__ = ("_settings",)

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self._settings.items())
        return f"presign.spark.from_env({given})"

    def _signer(self) -> Signer:
        # Only a worker knows its region, endpoint and version, so the check uses the most lenient settings.
        known = {"max_expires_in": _LAST_MOMENT, "endpoint": "http://unknown", **self._settings}
        for unknown in ("profile", "region", "addressing"):
            known.pop(unknown, None)
        return _signer_of_keys("unknown", "unknown", **known)

    def _packed(self) -> tuple[Callable[..., Signer], dict[str, Any]]:
        return _signer_of_worker, self._settings


class _Given(Credentials):
    """Keys in this process. They leave it only inside the jobs of this module."""

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
            "explicit credentials cannot be pickled: the pickle would contain the secret key. "
            "Pass them to presign.spark.links, which sends them to Spark's workers"
        )
        raise TypeError(message)

    def _signer(self) -> Signer:
        return self.__signer

    def _packed(self) -> tuple[Callable[..., Signer], dict[str, Any]]:
        return _signer_of_keys, self.__settings


# Spark passes these functions to workers by name, so they are functions of the module and not of a class.
def _signer_of_worker(**settings: Any) -> Signer:  # noqa: ANN401
    return Signer.from_env(**settings)


def _signer_of_keys(access_key: str, secret_key: str, **settings: Any) -> Signer:  # noqa: ANN401
    return Signer(access_key, secret_key, **settings)


class _PresignBatches:
    """The task that Spark runs for each partition. It is passed to Spark only."""

    __slots__ = ("_arguments", "_settings", "_signer_of", "_where")

    def __init__(
        self,
        signer_of: Callable[..., Signer],
        settings: dict[str, Any],
        where: tuple[int, int, str],
        arguments: _Arguments,
    ) -> None:
        self._signer_of, self._settings = signer_of, settings
        self._where, self._arguments = where, arguments

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self._signer_of, self._settings, self._where, self._arguments)

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        signer = self._signer_of(**self._settings)
        keys, width, output = self._where
        for number, batch in enumerate(batches):
            try:
                urls = self._arguments.links(signer, batch, keys)
            except (PresignError, TypeError) as error:
                task = TaskContext.get()
                if task is not None:
                    error.add_note(
                        f"the key's index is its row in batch {number} of partition {task.partitionId()}"
                    )
                raise
            # The columns after these are the arguments.
            kept = batch.select(range(width))
            schema = kept.schema.append(pa.field(output, pa.large_string()))
            yield pa.RecordBatch.from_arrays([*kept.columns, pa.array(urls)], schema=schema)


def from_env(
    profile: str | None = None, endpoint: str | None = None, **settings: Unpack[_FromEnv]
) -> Credentials:
    """Let each worker read its own keys as Signer.from_env does: the environment, ~/.aws, ~/.s3cfg.

    The keys are read again for each partition. The arguments are those of Signer.from_env; they take
    precedence over the settings that a worker finds.

    Raises:
        PresignError: a setting is invalid, whatever settings a worker finds.
        TypeError: a value has the wrong type.

    """
    inspect.signature(Signer.from_env).bind(profile, endpoint, **settings)
    if profile is not None and not isinstance(profile, str):
        message = f"profile must be str, not {type(profile).__name__}"
        raise TypeError(message)
    # Invalid settings are refused here and not on each worker. A malformed endpoint is not shown, because it
    # may contain a password. AWS's rules for regions are not checked if a worker may find another endpoint.
    Signer("unknown", "unknown", endpoint="http://unknown" if endpoint is None else endpoint, **settings)
    given = {"profile": profile, "endpoint": endpoint, **settings}
    return _FromWorkers({name: value for name, value in given.items() if value is not None})


def explicit(access_key: str, secret_key: str, **settings: Unpack[_Explicit]) -> Credentials:
    """Send these keys to the workers. The arguments are those of Signer.

    The keys are sent inside the job, as functions are. They do not appear in Spark's configuration, plans,
    logs or web pages, but anyone who can read the traffic between driver and workers can read them, unless
    Spark encrypts it (spark.network.crypto.enabled). Prefer from_env if the workers can have keys of their
    own. Unlike a Signer's keys, they are not wiped from memory.

    Raises:
        PresignError: a key or a setting is invalid.

    """
    return _Given({"access_key": access_key, "secret_key": secret_key, **settings})


def links(  # noqa: PLR0913 -- what, where from, where to
    df: DataFrame,
    method: str,
    bucket: str | Column | None,
    key_column: str,
    *,
    output: str = "url",
    credentials: Credentials | None = None,
    **request: Unpack[_Request],
) -> DataFrame:
    """Add a column of presigned URLs for a column of keys, with a null for a null.

    The other columns are unchanged. The signing time is the time of this call, the same on all workers: a
    task that is retried, or a result that is computed again, has the same URLs. The lifetime must therefore
    include the time that the job takes.

    Args:
        df: a DataFrame that is not streaming, because the URLs of a streaming one would have the signing time
            of the query's start; call this function in foreachBatch instead.
        method: the HTTP method, 1 to 32 letters A-Z.
        bucket: the bucket's name, a Column of names, or None if the keys are s3://bucket/key.
        key_column: the name of a column of strings, the objects' keys.
        output: the name of the new column.
        credentials: from_env(...), which is the default, or explicit(...).
        request: the keywords of Signer.presign_many: expires_in, expires_at, query, headers, sign_at, ...
            Each that may be a column there, and each value in query and headers, may be a Column of Spark
            here: df["name"], or any expression.

    Raises:
        PresignError: the request is invalid.
        ValueError: the key column does not exist, the output column exists already, or df is streaming.
        TypeError: a value or the key column has the wrong type.

    An invalid key fails its task. Spark's exception then names the error's class, such as
    presign.ObjectKeyError, the key's row in its record batch, the batch and the partition.

    """
    credentials = from_env() if credentials is None else credentials
    if not isinstance(credentials, Credentials):
        message = f"credentials must be from_env(...) or explicit(...), not {type(credentials).__name__}"
        raise TypeError(message)
    if df.isStreaming:
        message = (
            "df is streaming, so all URLs would be signed at the query's start: call links in foreachBatch"
        )
        raise ValueError(message)
    if request.get("sign_at") is None:
        request["sign_at"] = int(time.time())
    width, position = len(df.columns), _position(df.schema, key_column, output)
    columns: list[Column] = []

    def placed(value: Any) -> Any:  # noqa: ANN401 -- whatever a caller passes
        if not isinstance(value, Column):
            return value
        columns.append(value.alias(f"__presign_{len(columns)}"))
        return _Place(width + len(columns) - 1)

    values = {name: placed(value) for name, value in request.items()}
    for name in ("query", "headers"):
        pairs = values.get(name)
        if pairs is not None and not isinstance(pairs, str):
            # The first batch would exhaust an iterator, and not every mapping can be pickled.
            items = pairs.items() if isinstance(pairs, Mapping) else pairs
            values[name] = [_replaced(pair, placed) for pair in items]
    arguments = _Arguments(method, placed(bucket), values)
    with_arguments = df.select("*", *columns) if columns else df
    fields = with_arguments.schema.fields
    types = {number: to_arrow_type(fields[number].dataType) for number in range(width, len(fields))}
    arguments.check(credentials._signer(), types)  # noqa: SLF001
    task = _PresignBatches(*credentials._packed(), (position, width, output), arguments)  # noqa: SLF001
    schema = StructType([*df.schema.fields]).add(output, StringType())
    return with_arguments.mapInArrow(task, schema)


def _replaced(pair: Any, replace: Callable[[object], object]) -> Any:  # noqa: ANN401 -- whatever a caller passes
    """Replace the value of a pair; return None if that gives None. What is not a pair is refused later."""
    if not isinstance(pair, tuple | list) or len(pair) != 2:  # noqa: PLR2004 -- a name and a value
        return pair
    name, value = pair
    value = replace(value)
    return None if value is None and pair[1] is not None else (name, value)


def _position(schema: StructType, key_column: str, output: str) -> int:
    """Return the index of the key column; raise an error if a column's name or type is wrong."""
    # Spark's column names are case-insensitive by default.
    if output.casefold() in {name.casefold() for name in schema.names}:
        message = f'output "{output}" is already a column of df: choose another name'
        raise ValueError(message)
    if key_column not in schema.names:
        message = f'key_column "{key_column}" is not one of the columns: {", ".join(schema.names)}'
        raise ValueError(message)
    position: int = schema.names.index(key_column)
    found = schema.fields[position].dataType
    if not isinstance(found, StringType):
        message = f'key_column "{key_column}" must contain strings, not {found.simpleString()}'
        raise TypeError(message)
    return position
