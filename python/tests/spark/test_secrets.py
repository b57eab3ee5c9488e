"""Explicit keys are sent to the workers and appear nowhere else."""

from __future__ import annotations

import base64
import contextlib
import copy
import io
import json
import pickle
import urllib.request
from typing import TYPE_CHECKING, Any

import presign
import presign.spark
import pytest
from pyspark import cloudpickle
from pyspark.errors import PythonException
from spark_cluster import Keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame
    from spark_cluster import Cluster

REFUSED = "explicit credentials cannot be pickled"


def faces(secret: str) -> set[bytes]:
    """Return the forms of a text: itself, hex, and base64 at each of its three alignments."""
    raw = secret.encode()
    shifted = {base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3)}
    return {raw, raw.hex().encode(), raw.hex().upper().encode(), *shifted}


def holds(text: bytes, secret: str) -> bool:
    """Return whether a text contains a secret in one of its forms."""
    return any(face in text for face in faces(secret))


@pytest.fixture(scope="module")
def keys() -> Keys:
    """Make keys that no other test uses."""
    return Keys.random()


@pytest.fixture(scope="module")
def token() -> str:
    """Make a session token. Every URL contains it, so only a job without URLs can be searched for it."""
    return Keys.random().secret_key


@pytest.fixture(scope="module")
def job(cluster: Cluster, keys: Keys) -> DataFrame:
    """Run a job with explicit keys and one that fails."""
    source = cluster.spark.createDataFrame([("a",), ("b",)], "key string").repartition(2)
    credentials = presign.spark.explicit(keys.access_key, keys.secret_key)
    df = presign.spark.links(source, "GET", "example-bucket", "key", credentials=credentials)
    # A name that is not secret, to check the search.
    df = df.withColumnRenamed("key", f"c{cluster.canary}")
    assert len(df.collect()) == 2
    return df


def pages(cluster: Cluster) -> Iterator[tuple[str, bytes]]:
    """Return the pages and the JSON of Spark's web interface."""
    context = cluster.spark.sparkContext
    site = context.uiWebUrl
    assert site is not None

    def page(path: str) -> bytes:
        with urllib.request.urlopen(site + path) as answer:
            return bytes(answer.read())

    application = f"/api/v1/applications/{context.applicationId}"
    queries = "/sql?details=true&planDescription=true&length=1000"
    jobs = json.loads(page(application + "/jobs"))
    paths = [application, *(application + path for path in ("/jobs", "/stages?details=true", queries))]
    paths += [application + path for path in ("/environment", "/allexecutors", "/storage/rdd")]
    paths += ["/jobs/", "/stages/", "/SQL/", "/environment/", "/executors/", "/storage/"]
    paths += [f"/SQL/execution/?id={query['id']}" for query in json.loads(page(application + queries))]
    paths += [f"/jobs/job/?id={job['jobId']}" for job in jobs]
    for path in paths:
        yield path, page(path)


def files(cluster: Cluster) -> Iterator[tuple[str, bytes]]:
    """Return Spark's event log and the logs of its executors."""
    found = [path for path in cluster.events.rglob("*") if path.is_file()]
    assert found
    logs = [path for path in (cluster.home / "work").rglob("std*") if path.is_file()]
    assert len(logs) >= 4
    for path in (*found, *logs):
        yield str(path), path.read_bytes()


def plans(cluster: Cluster, df: DataFrame) -> Iterator[tuple[str, bytes]]:
    """Return the plans and the text of the DataFrame."""
    for mode in ("simple", "extended", "codegen", "cost", "formatted"):
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            df.explain(mode=mode)
        yield mode, text.getvalue().encode()
    execution = df._jdf.queryExecution()  # noqa: SLF001
    yield "query execution", str(execution.toString()).encode()
    yield "plan as JSON", str(execution.analyzed().prettyJson()).encode()
    yield "executed plan as JSON", str(execution.executedPlan().prettyJson()).encode()
    yield "columns", repr((df, df.columns, df.schema.json())).encode()
    conf = cluster.spark.sparkContext.getConf()
    yield "configuration", repr(conf.getAll()).encode()
    yield "session", repr(cluster.spark.sql("set -v").collect()).encode()
    df.createOrReplaceTempView("links")
    yield "catalog", repr(cluster.spark.sql("describe extended links").collect()).encode()


def test_the_search_finds_secrets_in_all_forms() -> None:
    """The search finds secrets in all forms, or the next tests would prove nothing."""
    secret = Keys.random().secret_key
    for before in (b"", b"x", b"xy"):
        assert holds(base64.b64encode(before + secret.encode() + b"z"), secret)
        assert holds(before + secret.encode(), secret)
        assert holds((before + secret.encode()).hex().encode(), secret)
    assert not holds(secret[1:].encode(), secret)


@pytest.mark.parametrize("of", ["given", "environment"])
def test_nothing_shows_a_secret(cluster: Cluster, job: DataFrame, keys: Keys, of: str) -> None:
    """Plans, configuration, web interface, event log and executors' logs contain no secret."""
    secret = {"given": keys, "environment": cluster.environment}[of].secret_key
    texts = [*plans(cluster, job), *pages(cluster), *files(cluster)]
    shown = [name for name, text in texts if holds(text, secret)]
    assert shown == []
    # The same search finds text that is not secret in plan, configuration, page and log.
    found = {name for name, text in texts if holds(text, cluster.canary)}
    assert {"simple", "extended", "formatted", "query execution", "columns", "configuration"} <= found
    assert any("environment" in name for name in found)
    assert any("/sql?" in name for name in found)
    assert any("/SQL/execution" in name for name in found)
    assert any(str(cluster.events) in name for name in found)


def test_an_error_contains_no_secret(cluster: Cluster, keys: Keys, token: str) -> None:
    """Spark's exception and its logs contain no secret."""
    source = cluster.spark.createDataFrame([("",)], "key string")
    credentials = presign.spark.explicit(keys.access_key, keys.secret_key, session_token=token)
    df = presign.spark.links(source, "GET", "example-bucket", "key", credentials=credentials)
    with pytest.raises(PythonException, match=r"presign\.ObjectKeyError") as raised:
        df.collect()
    for secret in (keys.secret_key, token):
        assert not holds(repr((raised.value, str(raised.value))).encode(), secret)
        texts = [*plans(cluster, df), *pages(cluster), *files(cluster)]
        assert [name for name, text in texts if holds(text, secret)] == []


def test_reprs_contain_no_secret(keys: Keys, token: str) -> None:
    """A repr contains the access key and no secret."""
    credentials = presign.spark.explicit(keys.access_key, keys.secret_key, session_token=token)
    for text in (repr(credentials), str(credentials), f"{[credentials]}"):
        assert keys.access_key in text
        assert keys.secret_key not in text
        assert token not in text
    assert repr(presign.spark.from_env("p", region="r")) == "presign.spark.from_env(profile='p', region='r')"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_is_refused(keys: Keys, protocol: int) -> None:
    """Pickling explicit credentials is refused, alone or inside another object."""
    credentials = presign.spark.explicit(keys.access_key, keys.secret_key)
    dumps: Any = cloudpickle.dumps
    for thing in (credentials, [credentials]):
        with pytest.raises(TypeError, match=REFUSED):
            pickle.dumps(thing, protocol)
        with pytest.raises(TypeError, match=REFUSED):
            dumps(lambda: thing, protocol)  # noqa: B023


def test_a_copy_is_the_object_itself(keys: Keys) -> None:
    """A copy is the object itself."""
    credentials = presign.spark.explicit(keys.access_key, keys.secret_key)
    assert copy.copy(credentials) is credentials
    assert copy.deepcopy([credentials])[0] is credentials


def test_a_function_that_contains_credentials_is_refused(cluster: Cluster, keys: Keys) -> None:
    """Spark pickles the caller's functions, so a function that contains the credentials is refused."""
    credentials = presign.spark.explicit(keys.access_key, keys.secret_key)

    def batches(batches: Any) -> Any:
        assert credentials
        yield from batches

    with pytest.raises(Exception, match=REFUSED):
        cluster.spark.range(1).mapInArrow(batches, "id long").collect()


def test_keys_of_the_workers_are_not_in_the_job() -> None:
    """With from_env a job contains only names and no keys."""
    credentials = presign.spark.from_env("archive", region="eu-west-1")
    assert repr(pickle.loads(pickle.dumps(credentials))) == repr(credentials)
