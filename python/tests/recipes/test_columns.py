"""presign_many accepts the string columns of every library like a list."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import presign
import pyarrow as pa
import pytest

SIGNER = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
KEYS = ["a.jpg", "ü/😀 c", "a.jpg", "//..", "%2F+"]
COLUMNS = {
    "numpy <U": np.array(KEYS),
    "numpy object": np.array(KEYS, dtype=object),
    "numpy StringDType": np.array(KEYS, dtype=np.dtypes.StringDType()),
    "numpy strided": np.array([key for key in KEYS for _ in range(2)])[::2],
    "pandas": pd.Series(KEYS),
    "pandas object": pd.Series(KEYS, dtype=object),
    "pandas python strings": pd.Series(KEYS, dtype=pd.StringDtype("python")),
    "pandas pyarrow strings": pd.Series(KEYS, dtype=pd.StringDtype("pyarrow")),
    "pandas ArrowDtype": pd.Series(KEYS, dtype=pd.ArrowDtype(pa.string())),
    "pandas category": pd.Series(KEYS, dtype="category"),
    "pandas filtered": pd.Series(["x", *KEYS])[1:],
    "pandas index": pd.Index(KEYS),
    "polars": pl.Series(KEYS),
    "polars sliced": pl.Series(["x", *KEYS])[1:],
    "polars categorical": pl.Series(KEYS, dtype=pl.Categorical),
    "polars enum": pl.Series(KEYS, dtype=pl.Enum(sorted(set(KEYS)))),
    "pyarrow": pa.array(KEYS),
    "pyarrow large": pa.array(KEYS, pa.large_string()),
    "pyarrow view": pa.array(KEYS, pa.string_view()),
    "pyarrow dictionary": pa.array(KEYS).dictionary_encode(),
    "pyarrow chunks": pa.chunked_array([KEYS[:2], [], KEYS[2:]]),
}


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("threads", [0, 1])
def test_columns_equal_single_calls(name: str, threads: int) -> None:
    """A column gives the same URLs as its keys one by one."""
    links = SIGNER.presign_many("GET", "example-bucket", COLUMNS[name], sign_at=1369353600, threads=threads)
    assert links == [SIGNER.get("example-bucket", key, sign_at=1369353600) for key in KEYS]


ARROW = {name: column for name, column in COLUMNS.items() if hasattr(column, "__arrow_c_stream__")}


@pytest.mark.parametrize("name", ARROW)
def test_arrow_columns_give_arrow_columns(name: str) -> None:
    """A column with Arrow's C interface gives an Arrow column."""
    made = SIGNER.presign_arrow("GET", "example-bucket", ARROW[name], sign_at=1369353600)
    links = pa.chunked_array(made).to_pylist()
    assert links == [SIGNER.get("example-bucket", key, sign_at=1369353600) for key in KEYS]


MISSING: dict[str, Any] = {
    "numpy": np.array(["a", None]),
    "pandas": pd.Series(["a", None]),
    "pandas object": pd.Series(["a", None], dtype=object),
    "pandas category": pd.Series(["a", None], dtype="category"),
    "polars": pl.Series(["a", None]),
    "polars categorical": pl.Series(["a", None], dtype=pl.Categorical),
    "pyarrow": pa.array(["a", None]),
}


@pytest.mark.parametrize("name", MISSING)
def test_missing_keys_are_refused(name: str) -> None:
    """A missing key is refused, because the list has a URL for every key."""
    with pytest.raises(TypeError, match=r"^keys\[1\] must be str, not None"):
        SIGNER.presign_many("GET", "example-bucket", MISSING[name])


@pytest.mark.parametrize("column", [np.array([1]), pd.Series([1]), pl.Series([1.5]), pa.array([b"a"])])
def test_columns_without_text_are_refused(column: Any) -> None:
    """Columns of numbers and bytes are refused."""
    with pytest.raises(TypeError, match=r"^keys\[0\] must be str, not "):
        SIGNER.presign_many("GET", "example-bucket", column)


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame, pa.table])
def test_tables_are_refused(library: Any) -> None:
    """Tables are refused, because iterating over one of pandas gives the names of its columns."""
    with pytest.raises(
        TypeError, match=r"^keys must be a column or an iterable of str, not (DataFrame|Table)"
    ):
        SIGNER.presign_many("GET", "example-bucket", library({"key": ["a"]}))


@pytest.mark.parametrize("name", ["pyarrow", "pyarrow chunks", "polars"])
def test_columns_of_urls_enter_tables(name: str) -> None:
    """A column of URLs has one URL for each row of a table, and never one object for all of them."""
    column = COLUMNS[name]
    made = SIGNER.presign_arrow("GET", "example-bucket", column, sign_at=1369353600)
    urls = [SIGNER.get("example-bucket", key, sign_at=1369353600) for key in KEYS]
    df = pd.DataFrame({"key": KEYS}).assign(url=made)
    df["item"] = made
    df.loc[:, "location"] = made
    assert df["url"].tolist() == df["item"].tolist() == df["location"].tolist() == urls
    assert df["url"].dtype == pd.Series(urls).dtype
    assert pd.Series(made).tolist() == pd.DataFrame({"url": made})["url"].tolist() == urls
    assert np.array(made).tolist() == np.asarray(made, dtype=object).tolist() == urls
    assert pl.Series(made).to_list() == pl.DataFrame({"url": made})["url"].to_list() == urls
    assert pa.table({"url": made})["url"].to_pylist() == urls
    with pytest.raises(TypeError):
        pl.DataFrame({"key": KEYS}).with_columns(url=made)


def test_a_null_is_a_missing_value() -> None:
    """A null among the URLs is a missing value for each library."""
    made = SIGNER.presign_arrow("GET", "example-bucket", pa.array(["a", None]))
    assert pd.DataFrame({"key": ["a", None]}).assign(url=made)["url"].isna().tolist() == [False, True]
    assert pl.Series(made).null_count() == 1
    assert np.array(made).tolist() == list(made)
