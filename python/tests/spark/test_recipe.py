"""The recipe for Spark runs and signs the right URLs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import presign
import pyarrow as pa
import pyarrow.parquet as pq
from recipes_page import BUCKET, KEYS, run

if TYPE_CHECKING:
    from pathlib import Path

    from spark_cluster import Cluster


def test_spark(cluster: Cluster, tmp_path: Path) -> None:
    """The recipe's directory contains the URLs, signed with the workers' keys."""
    pq.write_table(pa.table({"key": KEYS}), tmp_path / "keys.parquet")
    # Java has its own working directory for relative paths.
    context = cluster.spark.sparkContext
    assert context._jvm is not None  # noqa: SLF001
    hadoop = context._jvm.org.apache.hadoop.fs  # noqa: SLF001
    files = hadoop.FileSystem.get(context._jsc.hadoopConfiguration())  # noqa: SLF001
    before = files.getWorkingDirectory()
    files.setWorkingDirectory(hadoop.Path(str(tmp_path)))
    try:
        run("Spark")
    finally:
        files.setWorkingDirectory(before)
    rows = pq.read_table(tmp_path / "links").to_pylist()
    found = {row["key"]: row["url"] for row in rows}
    assert len(rows) == len(KEYS)
    moment = parse_qs(urlsplit(found["a.jpg"]).query)["X-Amz-Date"][0]
    keys = cluster.environment
    signer = presign.Signer(keys.access_key, keys.secret_key)
    at = datetime.strptime(moment, "%Y%m%dT%H%M%S%z")
    expected = {
        key: None if key is None else signer.get(BUCKET, key, sign_at=at, expires_in=604800) for key in KEYS
    }
    assert found == expected
