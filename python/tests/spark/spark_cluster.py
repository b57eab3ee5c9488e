"""What the tests of presign.spark know about their cluster."""

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
    """Keys that stand nowhere else. Letters and digits alone, which no format escapes."""

    access_key: str
    secret_key: str

    @classmethod
    def random(cls) -> Keys:
        """Make some."""
        return cls("AK" + secrets.token_hex(9).upper(), secrets.token_hex(20))


@dataclass(frozen=True)
class Cluster:
    """What the tests know about it."""

    spark: SparkSession
    # The keys in the workers' environment, and those of the profile "archive" in a file there.
    environment: Keys
    archive: Keys
    # A value in the configuration that is no secret: a search that does not find it is no search.
    canary: str
    home: Path
    events: Path


def home(folder: Path) -> Path:
    """Make a SPARK_HOME: workers write their logs into it, and PySpark's own is not theirs."""
    folder.mkdir()
    for entry in Path(pyspark.__file__).parent.iterdir():
        if entry.name != "work":
            (folder / entry.name).symlink_to(entry)
    return folder
