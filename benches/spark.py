"""presign.spark with one worker and with two: `make bench-spark`.

Each round starts a cluster of one worker and then one of two, so that whatever else the machine does meets
both. The links go into Spark's `noop` sink: they are made, carried back to the JVM, and not stored.
"""
# ruff: noqa: INP001, T201 -- a script that prints, in a folder of benches

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import presign.spark
import pyspark
from pyspark.sql import DataFrame, SparkSession

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

KEYS = int(os.environ.get("PRESIGN_BENCH_KEYS", "2000000"))
ROUNDS = int(os.environ.get("PRESIGN_BENCH_ROUNDS", "3"))
RUNS = 3
PARTITIONS = 8
BILLION = 10**9


def session(workers: int, folder: Path) -> SparkSession:
    """Start a cluster of so many workers with one core each."""
    settings: dict[str, bool | float | int | str | None] = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        # A job must not begin with one worker of two.
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "300s",
    }
    builder = SparkSession.builder.master(f"local-cluster[{workers},1,1024]").appName("presign-bench")
    spark = builder.config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


def keys(spark: SparkSession) -> DataFrame:
    """Make keys of reference length, about 30 bytes."""
    frame = spark.range(KEYS, numPartitions=PARTITIONS)
    return frame.selectExpr("concat('gallery/2024/', lpad(cast(id as string), 12, '0'), '.jpg') as key")


def through(df: DataFrame) -> DataFrame:
    """Carry keys to Python and back, and do nothing there: what Spark itself costs."""

    def same(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from batches

    return df.mapInArrow(same, df.schema)


def signed(df: DataFrame) -> DataFrame:
    """Make links."""
    credentials = presign.spark.explicit("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    return presign.spark.links(df, "GET", "example-bucket", "key", credentials=credentials, expires_in=604800)


def seconds(work: Callable[[DataFrame], DataFrame], df: DataFrame) -> float:
    """Time one run."""
    start = time.perf_counter()
    work(df).write.format("noop").mode("overwrite").save()
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print a table."""
    times: dict[tuple[str, int], list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Workers write into their SPARK_HOME; PySpark's own is not theirs.
        home = folder / "home"
        home.mkdir()
        for entry in Path(pyspark.__file__).parent.iterdir():
            if entry.name != "work":
                (home / entry.name).symlink_to(entry)
        os.environ |= {
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
        }
        for _ in range(ROUNDS):
            for workers in (1, 2):
                spark = session(workers, folder)
                df = keys(spark)
                seconds(signed, df)  # Starts the interpreters on the workers, and warms the JVMs.
                for _ in range(RUNS):
                    for work in (through, signed):
                        times.setdefault((work.__name__, workers), []).append(seconds(work, df))
                        last = times[work.__name__, workers][-1]
                        print(f"{work.__name__}, {workers} workers: {last:.1f} s", file=sys.stderr)
                spark.stop()
    report(times)


def report(times: dict[tuple[str, int], list[float]]) -> None:
    """Print medians, spreads, the scaling and what follows for a billion keys."""
    machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
    print(f"{KEYS:,} keys in {PARTITIONS} partitions, PySpark {pyspark.__version__}, {machine}")
    print("| what | workers | keys/s, median | lowest to highest | us/key and worker |")
    print("|---|---|---|---|---|")
    for (what, workers), all_seconds in times.items():
        rates = sorted(KEYS / one for one in all_seconds)
        median = statistics.median(rates)
        spread = f"{rates[0]:,.0f} to {rates[-1]:,.0f}"
        print(f"| {what} | {workers} | {median:,.0f} | {spread} | {workers / median * 1e6:.2f} |")
    one, two = (KEYS / statistics.median(times["signed", workers]) for workers in (1, 2))
    print(f"two workers are {two / one:.2f} times as fast as one")
    for workers in (1, 2, 100):
        # Beyond what was measured: each worker as fast as one of the two.
        minutes = BILLION / (one if workers == 1 else two / 2 * workers) / 60
        print(f"a billion keys, {workers} workers of one core: {minutes:,.1f} minutes")


if __name__ == "__main__":
    main()
