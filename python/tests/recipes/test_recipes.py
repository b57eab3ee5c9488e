"""Each recipe on the page runs and signs the right URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pandas as pd
import polars as pl
import presign
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from recipes_page import BUCKET, KEYS, SECTIONS, SETUP, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the page's file of keys, in several row groups."""
    monkeypatch.chdir(tmp_path)
    table = pa.table({"id": pa.array(range(len(KEYS))), "key": KEYS})
    pq.write_table(table, "keys.parquet", row_group_size=2000)


def check(signer: Any, keys: Sequence[str | None], urls: Sequence[str | None]) -> None:
    """Compare each URL with that of a single call, at the signing time of the first one."""
    parameters = parse_qs(urlsplit(next(url for url in urls if url)).query)
    moment = pd.Timestamp(parameters["X-Amz-Date"][0]).to_pydatetime()
    options = {"sign_at": moment, "expires_in": int(parameters["X-Amz-Expires"][0])}
    assert list(urls) == [None if key is None else signer.get(BUCKET, key, **options) for key in keys]


def check_file(signer: Any) -> None:
    """Compare the URLs in the file that a recipe has written."""
    table = pq.read_table("links.parquet").sort_by("id")
    assert table.column_names == ["id", "key", "url"]
    assert table["key"].to_pylist() == KEYS
    check(signer, KEYS, table["url"].to_pylist())


def test_the_page_has_these_recipes() -> None:
    """Every recipe on the page has a test."""
    tested = {
        "Any column, as a list",
        "Each row its own values",
        "polars",
        "pandas",
        "pyarrow: a file of any size",
        "DuckDB",
        "Spark",
    }
    assert set(SECTIONS) == tested
    assert len(SETUP) == 1
    assert all(SECTIONS.values())


def test_any_column() -> None:
    """The URLs of any column are those of single calls; the block checks the lengths."""
    (state,) = run("Any column, as a list")
    urls: Any = state["urls"]
    check(state["signer"], ["a.jpg", "b.jpg"], urls)


def test_each_row_its_own_values() -> None:
    """Each row's URL has its bucket, its name and its lifetime; each part its number."""
    rows, parts = run("Each row its own values")
    files: Any = rows["files"]
    found = [presign.inspect(url) for url in files["url"]]
    assert [(url.bucket, url.key, url.lifetime) for url in found] == [
        ("example-bucket", "7.pdf", 604800),
        ("another-bucket", "8.pdf", 86400),
    ]
    header = ("response-content-disposition", 'attachment; filename="Invoice.pdf"')
    assert [url.query for url in found] == [[header], []]
    urls: Any = parts["urls"]
    assert [presign.inspect(url).query for url in urls] == [
        [("partNumber", str(number)), ("uploadId", "id")] for number in (1, 2, 3)
    ]


def test_polars() -> None:
    """The recipes for a frame and for a lazy query sign the right URLs."""
    eager, lazy = run("polars")
    frame: Any = eager["df"]
    assert frame.schema == {"id": pl.Int64, "key": pl.String, "url": pl.String}
    check(eager["signer"], KEYS, frame["url"].to_list())
    check_file(lazy["signer"])


def test_pandas() -> None:
    """The recipes with and without missing keys sign the right URLs."""
    arrow, plain = run("pandas")
    frame: Any = arrow["df"]
    assert isinstance(frame["url"].dtype, pd.StringDtype)
    check(arrow["signer"], KEYS, [None if pd.isna(url) else url for url in frame["url"]])
    frame = plain["df"]
    check(plain["signer"], [key for key in KEYS if key is not None], list(frame["url"]))


def test_pandas_with_an_index_of_its_own() -> None:
    """The recipe assigns URLs by position, whatever the index."""
    signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "secret")
    df = pd.DataFrame({"key": KEYS})[::-3]
    df["url"] = pd.Series.from_arrow(signer.presign_arrow("GET", BUCKET, df["key"])).array
    check(signer, KEYS[::-3], [None if pd.isna(url) else url for url in df["url"]])


def test_pyarrow() -> None:
    """The recipe signs one row group at a time."""
    (state,) = run("pyarrow: a file of any size")
    check_file(state["signer"])
    groups = [pq.ParquetFile(name).num_row_groups for name in ("keys.parquet", "links.parquet")]
    assert groups == [3, 3]


def test_duckdb() -> None:
    """The recipes for a function in SQL and for a result sign the right URLs."""
    function, _ = run("DuckDB")
    check_file(function["signer"])
    # DuckDB itself can read the file.
    links = duckdb.connect().execute("select count(url) from 'links.parquet'")
    assert links.fetchone() == (len(KEYS) - 1,)
