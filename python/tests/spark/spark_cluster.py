"""The properties of the cluster for the tests of presign.spark."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyspark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True)
class Keys:
    """Unique keys of letters and digits, which no format escapes."""

    access_key: str
    secret_key: str

    @classmethod
    def random(cls) -> Keys:
        """Make new keys."""
        return cls("AK" + secrets.token_hex(9).upper(), secrets.token_hex(20))


@dataclass(frozen=True)
class Cluster:
    """The properties of the cluster."""

    spark: SparkSession
    # The keys in the workers' environment, and those of the profile "archive" in a file there.
    environment: Keys
    archive: Keys
    # A value in the configuration that is not secret. The search has to find it, or it proves nothing.
    canary: str
    home: Path
    events: Path


def home(folder: Path) -> Path:
    """Make a SPARK_HOME for the workers' logs, because PySpark's must not be written to."""
    folder.mkdir()
    for entry in Path(pyspark.__file__).parent.iterdir():
        if entry.name != "work":
            (folder / entry.name).symlink_to(entry)
    return folder
