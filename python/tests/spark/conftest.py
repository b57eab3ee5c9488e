"""A Spark cluster on this machine: two workers, whose executors are separate processes."""

from __future__ import annotations

import os
import secrets
import sys
from typing import TYPE_CHECKING

import pytest
from pyspark.sql import SparkSession
from spark_cluster import Cluster, Keys, home

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Run a cluster for the whole session. Its workers have keys; this process has none."""
    folder = tmp_path_factory.mktemp("spark")
    environment, archive, canary = Keys.random(), Keys.random(), secrets.token_hex(20)
    credentials = folder / "credentials"
    credentials.write_text(
        "[archive]\n"
        f"aws_access_key_id = {archive.access_key}\naws_secret_access_key = {archive.secret_key}\n",
        encoding="utf-8",
    )
    events = folder / "events"
    events.mkdir()
    settings: dict[str, bool | float | int | str | None] = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.port": "0",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": events.as_uri(),
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
        "spark.task.maxFailures": "1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
        "spark.executorEnv.AWS_SHARED_CREDENTIALS_FILE": str(credentials),
        "spark.presign.canary": canary,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("AWS_"):
                patch.delenv(name)
        patch.setenv("HOME", str(folder))
        patch.setenv("SPARK_HOME", str(home(folder / "home")))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        # Spark's processes inherit these variables, which are then removed from this process.
        patch.setenv("AWS_ACCESS_KEY_ID", environment.access_key)
        patch.setenv("AWS_SECRET_ACCESS_KEY", environment.secret_key)
        builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("presign")
        spark = builder.config(map=settings).getOrCreate()
        spark.sparkContext.setLogLevel("OFF")
        patch.delenv("AWS_ACCESS_KEY_ID")
        patch.delenv("AWS_SECRET_ACCESS_KEY")
        yield Cluster(spark, environment, archive, canary, folder / "home", events)
        spark.stop()


@pytest.fixture
def spark(cluster: Cluster) -> SparkSession:
    """Start the cluster unless a test has started it."""
    return cluster.spark
