"""URLs signed by Spark's workers equal those of presign_many."""

from __future__ import annotations

import inspect
import re
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import presign
import presign.spark
import pytest
from pyspark.errors import PythonException
from pyspark.sql import Row

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession
    from spark_cluster import Cluster

KEYS = ["AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]
BUCKET = "example-bucket"
AT = 1369353600


def frame(spark: SparkSession, keys: list[str | None], partitions: int = 3) -> DataFrame:
    """Make a column of keys and a column of row numbers."""
    rows = spark.sparkContext.parallelize(list(enumerate(keys)), partitions)
    return spark.createDataFrame(rows, "row long, key string")


def urls(df: DataFrame) -> list[str | None]:
    """Return the URLs in the order of the keys."""
    return [row["url"] for row in df.orderBy("row").collect()]


def links(
    df: DataFrame, *, credentials: presign.spark.Credentials | None = None, **request: Any
) -> DataFrame:
    """Sign with explicit keys unless the test passes others."""
    credentials = credentials or presign.spark.explicit(*KEYS)
    return presign.spark.links(df, "GET", BUCKET, "key", credentials=credentials, **request)


def test_links_equal_those_of_one_machine(spark: SparkSession) -> None:
    """The URLs of many batches, with unusual characters in the keys, equal those of presign_many."""
    keys = [f"{number}/ü 😀%2F+//../{chr(1 + number % 0x500)}" for number in range(10_000)]
    signer = presign.Signer(*KEYS)
    made = urls(links(frame(spark, [*keys]), sign_at=AT, expires_in=604800))
    assert made == signer.presign_many("GET", BUCKET, keys, sign_at=AT, expires_in=604800)


def test_a_null_gives_a_null(spark: SparkSession) -> None:
    """A null gives a null, also in a batch of nulls only."""
    keys = ["a", None, "b", *[None] * 4000]
    signer = presign.Signer(*KEYS)
    expected = [None if key is None else signer.get(BUCKET, key, sign_at=AT) for key in keys]
    assert urls(links(frame(spark, keys), sign_at=AT)) == expected


def test_no_rows_give_no_urls(spark: SparkSession) -> None:
    """Without rows the result has the column and no URLs."""
    made = links(frame(spark, []))
    assert made.collect() == []
    assert made.columns == ["row", "key", "url"]


def test_other_columns_are_unchanged(spark: SparkSession) -> None:
    """Columns of any type are unchanged, at any position of the key column."""
    rows = [
        Row(
            flag=flag,
            number=7,
            ratio=0.1,
            price=Decimal("1.50"),
            day=date(2024, 2, 29),
            moment=datetime(2024, 10, 27, 1, 30, tzinfo=UTC).replace(tzinfo=None),
            raw=bytearray(b"\0\xff"),
            key="a",
            labels=["x", None],
            size=Row(width=1, height=None),
            tags={"k": "v"},
        )
        for flag in (True, None)
    ]
    schema = (
        "flag boolean, number int not null, ratio double, price decimal(9,2), day date, moment timestamp, "
        "raw binary, key string, labels array<string>, size struct<width:int,height:int>, "
        "tags map<string,string>"
    )
    df = spark.createDataFrame(rows, schema)
    made = links(df, output="the link", sign_at=AT)
    assert made.schema.fields[:-1] == df.schema.fields
    assert made.schema["the link"].dataType.simpleString() == "string"
    assert made.drop("the link").collect() == df.collect()
    link = presign.Signer(*KEYS).get(BUCKET, "a", sign_at=AT)
    assert [row["the link"] for row in made.collect()] == [link, link]


def test_the_links_can_be_written(spark: SparkSession, tmp_path: Path) -> None:
    """Spark's readers and writers accept the column as strings."""
    folder = str(tmp_path / "links")
    keys = ["a", None, "b"]
    df = links(frame(spark, keys), sign_at=AT)
    df.write.parquet(folder)
    assert urls(spark.read.parquet(folder)) == urls(df)
    assert df.where("url like 'https://%/a?%'").count() == 1


def test_the_workers_keys_are_the_default(cluster: Cluster) -> None:
    """By default the keys of the workers' environment are used; this process has none."""
    with pytest.raises(presign.CredentialsError):
        presign.Signer.from_env()
    made = presign.spark.links(frame(cluster.spark, ["a", "b"]), "PUT", BUCKET, "key", sign_at=AT)
    keys = cluster.environment
    signer = presign.Signer(keys.access_key, keys.secret_key)
    assert urls(made) == [signer.put(BUCKET, key, sign_at=AT) for key in "ab"]


def test_a_profile_of_the_workers(cluster: Cluster) -> None:
    """A worker's profile is used with the caller's settings."""
    settings: dict[str, Any] = {"region": "default", "version": "v2", "max_expires_in": 10**6}
    credentials = presign.spark.from_env("archive", "localhost:9000", **settings)
    made = links(frame(cluster.spark, ["a"]), credentials=credentials, sign_at=AT, expires_in=10**6)
    keys = cluster.archive
    signer = presign.Signer(keys.access_key, keys.secret_key, endpoint="localhost:9000", **settings)
    assert urls(made) == [signer.get(BUCKET, "a", sign_at=AT, expires_in=10**6)]


def test_settings_and_keywords(spark: SparkSession) -> None:
    """All settings and keywords reach the workers; iterators are read once."""
    settings: dict[str, Any] = {
        "session_token": "token/+=",
        "region": "s-dt2",
        "endpoint": "http://[::1]:7480/base",
        "addressing": "path",
        "max_expires_in": timedelta(days=30),
        "credentials_expire_at": datetime(2013, 7, 1, tzinfo=UTC),
    }
    request: dict[str, Any] = {
        "expires_in": timedelta(days=20),
        "sign_at": datetime(2013, 5, 24, tzinfo=UTC),
        "stable_for": 600,
        "headers": {"x-amz-request-payer": "requester"},
        "filename": "ü.jpg",
        "threads": 2,
    }
    keys = [f"{number}" for number in range(3000)]
    made = links(
        frame(spark, [*keys], 1),
        credentials=presign.spark.explicit(*KEYS, **settings),
        query=iter([("partNumber", "1"), ("a", "b")]),
        **request,
    )
    signer = presign.Signer(*KEYS, **settings)
    query = {"partNumber": "1", "a": "b"}
    assert urls(made) == signer.presign_many("GET", BUCKET, keys, query=query, **request)


@pytest.mark.parametrize("end", [{}, {"expires_at": int(time.time()) + 500_000}], ids=["lifetime", "expiry"])
def test_the_signing_time_is_the_calls(spark: SparkSession, end: dict[str, Any]) -> None:
    """Results that are computed again have the same URLs, because the signing time is that of the call."""
    before = int(time.time())
    df = links(frame(spark, ["a"] * 4, 4), **end)
    after = int(time.time())
    while int(time.time()) <= after:
        time.sleep(0.1)
    first = urls(df)
    assert first == urls(df)
    assert len(set(first)) == 1
    signer = presign.Signer(*KEYS)
    moments = range(before, after + 1)
    assert first[0] in [signer.get(BUCKET, "a", sign_at=moment, **end) for moment in moments]


@pytest.mark.parametrize(("key", "what"), [("", "empty"), ("k" * 1025, "1024")], ids=["empty", "too long"])
def test_an_invalid_key_is_named_by_row_and_batch(spark: SparkSession, key: str, what: str) -> None:
    """Spark's exception names the error's class, the row in its batch, and the batch."""
    keys: list[str | None] = ["a"] * 2500
    keys[2004] = key
    df = links(frame(spark, keys, 1))
    with pytest.raises(PythonException) as raised:
        df.collect()
    message = str(raised.value)
    assert re.search(rf"presign\.ObjectKeyError: keys\[4\]: .*{what}", message)
    assert "the key's index is its row in batch 2 of partition 0" in message


def test_missing_keys_are_reported_by_the_worker(spark: SparkSession) -> None:
    """An error that only a worker can detect is raised by the worker, with the error's class."""
    df = links(frame(spark, ["a"]), credentials=presign.spark.from_env("missing"))
    with pytest.raises(PythonException, match=r"presign\.CredentialsError: .*missing"):
        df.collect()


CREDENTIALS = [presign.spark.explicit(*KEYS), presign.spark.from_env()]


@pytest.mark.parametrize("credentials", CREDENTIALS, ids=["explicit", "from_env"])
def test_an_invalid_request_is_refused_by_the_call(
    spark: SparkSession, credentials: presign.spark.Credentials
) -> None:
    """An invalid request is refused by the call and not by each worker."""
    df = frame(spark, ["a"])
    for error, request in (
        (presign.ExpiresError, {"expires_in": 0}),
        (presign.ExpiresInPastError, {"expires_at": AT}),
        (presign.QueryError, {"query": {"X-Amz-Date": "x"}}),
        (presign.HeaderError, {"headers": iter([("host", "x")])}),
        (TypeError, {"expires_in": "60"}),
        (TypeError, {"query": "a=b"}),
        (TypeError, {"headers": 5}),
        (TypeError, {"expires": 60}),
    ):
        with pytest.raises(error):
            links(df, credentials=credentials, **request)
    for method, bucket, refused in (
        ("get", BUCKET, presign.MethodError),
        ("GET", "a/b", presign.BucketError),
    ):
        with pytest.raises(refused):
            presign.spark.links(df, method, bucket, "key", credentials=credentials)


def test_columns_of_the_frame_are_arguments(spark: SparkSession) -> None:
    """A Column of Spark gives each row its own value, and a null leaves the part out of the row."""
    count = 2500
    keys: list[str | None] = [None if number % 9 == 0 else f"{number}" for number in range(count)]
    names = [None if number % 7 == 0 else f"Straße {number}.jpg" for number in range(count)]
    lifetimes = [None if number % 5 == 0 else 60 + number for number in range(count)]
    buckets = [f"bucket-{number % 3}" for number in range(count)]
    table = list(zip(range(count), keys, names, lifetimes, buckets, strict=True))
    df = spark.createDataFrame(table, "row long, key string, name string, seconds int, bucket string")
    made = presign.spark.links(
        df,
        "GET",
        df["bucket"],
        "key",
        credentials=presign.spark.explicit(*KEYS),
        sign_at=AT,
        filename=df["name"],
        expires_in=df["seconds"] + 1,
        query={"x": df["name"], "y": "one"},
    )
    assert made.columns == [*df.columns, "url"]
    signer = presign.Signer(*KEYS)
    expected = [
        None
        if key is None
        else signer.get(
            bucket,
            key,
            sign_at=AT,
            filename=name,
            expires_in=None if seconds is None else seconds + 1,
            query={"y": "one", **({} if name is None else {"x": name})},
        )
        for _, key, name, seconds, bucket in table
    ]
    assert urls(made) == expected


def test_keys_may_be_uris(spark: SparkSession) -> None:
    """Without a bucket, the keys are s3://bucket/key."""
    df = frame(spark, ["s3://bucket-a/x", None, "s3://bucket-b/y"])
    made = presign.spark.links(df, "GET", None, "key", credentials=presign.spark.explicit(*KEYS), sign_at=AT)
    signer = presign.Signer(*KEYS)
    expected = [signer.get("bucket-a", "x", sign_at=AT), None, signer.get("bucket-b", "y", sign_at=AT)]
    assert urls(made) == expected


def test_columns_of_another_type_are_refused_by_the_call(spark: SparkSession) -> None:
    """A column of another type is refused by the call, and an invalid value by the worker, with its row."""
    df = frame(spark, ["a", "b"], 1)
    with pytest.raises(TypeError, match="version_id must contain text, not Int64"):
        links(df, version_id=df["row"])
    with pytest.raises(TypeError, match="expires_in must contain whole numbers or durations, not"):
        links(df, expires_in=df["key"])
    with pytest.raises(presign.MethodError):
        presign.spark.links(
            df, "get", df["key"], "key", credentials=presign.spark.explicit(*KEYS), filename=df["key"]
        )
    with pytest.raises(PythonException, match=r"presign\.ExpiresError: row 0: expires_in"):
        links(df, expires_in=df["row"]).collect()


def test_a_limit_of_the_workers_is_left_to_them(spark: SparkSession) -> None:
    """The limit of the lifetime is checked by the worker, because only it knows the signature version."""
    df = frame(spark, ["a"])
    links(df, credentials=presign.spark.from_env(), expires_in=10**6)
    with pytest.raises(presign.ExpiresError):
        links(df, credentials=presign.spark.from_env(max_expires_in=10**5), expires_in=10**6)
    with pytest.raises(presign.ExpiresError):
        links(df, expires_in=10**6)


def test_invalid_settings_are_refused() -> None:
    """Invalid settings are refused by from_env and explicit."""
    with pytest.raises(presign.CredentialsError):
        presign.spark.explicit("", "secret")
    with pytest.raises(TypeError, match="unknown"):
        presign.spark.explicit(*KEYS, unknown=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unknown"):
        presign.spark.from_env(unknown=1)  # type: ignore[call-arg]
    with pytest.raises(presign.EndpointError) as raised:
        presign.spark.from_env(endpoint="https://user:hunter2@localhost")
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({"addressing": "bogus"}, presign.ChoiceError),
        ({"version": "v9"}, presign.ChoiceError),
        ({"region": 5}, TypeError),
        ({"region": "a/b"}, presign.RegionError),
        ({"profile": 5}, TypeError),
        ({"max_expires_in": 1.5}, TypeError),
        ({"max_expires_in": 0}, presign.ExpiresError),
        ({"endpoint": "s3.eu-west-1.amazonaws.com", "region": "eu-west-2"}, presign.RegionError),
    ],
)
def test_settings_that_are_invalid_for_every_worker_are_refused(settings: Any, kind: type[Exception]) -> None:
    """Settings that are invalid for every worker are refused by the driver."""
    with pytest.raises(kind):
        presign.spark.from_env(**settings)


@pytest.mark.parametrize(
    "settings",
    [
        {"region": "us-iso-east-1"},
        {"version": "v2", "region": "eu-central-1"},
        {"addressing": "virtual", "max_expires_in": 10**6},
        {"region": None, "addressing": None, "version": None, "max_expires_in": None},
    ],
)
def test_settings_that_a_worker_may_use_are_accepted(settings: Any) -> None:
    """Settings that are valid with an endpoint that a worker may find are accepted."""
    assert presign.spark.from_env(**settings)


def test_invalid_columns_are_refused(spark: SparkSession) -> None:
    """Invalid columns are refused with their names."""
    df = frame(spark, ["a"])
    with pytest.raises(ValueError, match='"keys" is not one of the columns: row, key'):
        presign.spark.links(df, "GET", BUCKET, "keys")
    with pytest.raises(TypeError, match='"row" must contain strings, not bigint'):
        presign.spark.links(df, "GET", BUCKET, "row")
    with pytest.raises(ValueError, match='"KEY" is already a column of df'):
        presign.spark.links(df, "GET", BUCKET, "key", output="KEY")


def test_a_signer_is_refused_as_credentials(spark: SparkSession) -> None:
    """A Signer is refused as credentials, because it cannot be pickled; the error names the alternatives."""
    signer: Any = presign.Signer(*KEYS)
    with pytest.raises(TypeError, match=r"from_env\(\.\.\.\) or explicit\(\.\.\.\), not Signer"):
        links(frame(spark, ["a"]), credentials=signer)


def test_streams_are_refused(spark: SparkSession) -> None:
    """Streaming DataFrames are refused, because their URLs would expire an hour after the query's start."""
    stream = spark.readStream.format("rate").load().selectExpr("cast(value as string) key")
    with pytest.raises(ValueError, match="foreachBatch"):
        links(stream)


def test_the_keywords_are_the_signers() -> None:
    """The keywords in the types of this module are those of Signer."""

    def keywords(function: Any) -> set[str]:
        return {
            name
            for name, parameter in inspect.signature(function).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY
        }

    assert set(presign.spark._Request.__annotations__) == keywords(presign.Signer.presign_many)  # noqa: SLF001
    own = presign.spark._FromEnv.__annotations__  # noqa: SLF001
    assert set(own) == keywords(presign.Signer.from_env)
    assert set(own) | set(presign.spark._Explicit.__annotations__) == keywords(presign.Signer)  # noqa: SLF001
