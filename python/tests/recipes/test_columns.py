"""presign_many accepts the string columns of every library like a list."""

from __future__ import annotations

import datetime as dt
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
    columns: dict[str, Any] = {"url": made}
    with pytest.raises(TypeError):
        pl.DataFrame({"key": KEYS}).with_columns(**columns)


def test_a_null_is_a_missing_value() -> None:
    """A null among the URLs is a missing value for each library."""
    made = SIGNER.presign_arrow("GET", "example-bucket", pa.array(["a", None]))
    assert pd.DataFrame({"key": ["a", None]}).assign(url=made)["url"].isna().tolist() == [False, True]
    assert pl.Series(made).null_count() == 1
    assert np.array(made).tolist() == list(made)


NAMES = ["1", None, "ü", "", "%2F"]
TEXT_COLUMNS: dict[str, Any] = {
    "numpy": np.array(NAMES),
    "numpy StringDType": np.array(NAMES, dtype=np.dtypes.StringDType(na_object=None)),
    "pandas": pd.Series(NAMES),
    "pandas object": pd.Series(NAMES, dtype=object),
    "pandas NaN": pd.Series([float("nan") if name is None else name for name in NAMES], dtype=object),
    "pandas NA": pd.Series([pd.NA if name is None else name for name in NAMES], dtype=object),
    "pandas python strings": pd.Series(NAMES, dtype=pd.StringDtype("python")),
    "pandas ArrowDtype": pd.Series(NAMES, dtype=pd.ArrowDtype(pa.string())),
    "pandas category": pd.Series(NAMES, dtype="category"),
    "pandas filtered": pd.Series(["x", *NAMES])[1:],
    "polars": pl.Series(NAMES),
    "polars categorical": pl.Series(NAMES, dtype=pl.Categorical),
    "polars chunks": pl.concat([pl.Series(NAMES[:2]), pl.Series(NAMES[2:])], rechunk=False),
    "pyarrow": pa.array(NAMES),
}


@pytest.mark.parametrize("name", TEXT_COLUMNS)
def test_values_in_any_column(name: str) -> None:
    """A column of values gives each row its own, and a missing value leaves the part out."""
    column = TEXT_COLUMNS[name]
    expected = [
        SIGNER.get("example-bucket", key, version_id=version, sign_at=1369353600)
        for key, version in zip(KEYS, NAMES, strict=True)
    ]
    keys = pd.Series(KEYS)
    options: dict[str, Any] = {"sign_at": 1369353600}
    assert SIGNER.presign_many("GET", "example-bucket", keys, version_id=column, **options) == expected
    made = SIGNER.presign_arrow("GET", "example-bucket", pa.array(KEYS), version_id=column, **options)
    assert list(made) == expected
    query = {"versionId": column}
    assert SIGNER.presign_many("GET", "example-bucket", keys, query=query, **options) == expected


SECONDS = [60, None, 120, 7, 604800]
DELTAS = [None if seconds is None else dt.timedelta(seconds=seconds) for seconds in SECONDS]
END = dt.datetime(2013, 5, 24, tzinfo=dt.UTC)
ENDS = [None if delta is None else END + delta for delta in DELTAS]
TIME_COLUMNS: dict[str, dict[str, Any]] = {
    "pandas floats": {"expires_in": pd.Series(SECONDS)},
    "pandas Int64": {"expires_in": pd.Series(SECONDS, dtype="Int64")},
    "pandas object": {"expires_in": pd.Series([60, pd.NA, 120, float("nan"), None], dtype=object)},
    "pandas timedelta": {"expires_in": pd.Series(DELTAS)},
    "pandas Timedelta": {"expires_in": [pd.Timedelta(60, "s"), pd.NaT, 120, 7, 604800]},
    "pandas timestamps": {"expires_at": pd.Series(ENDS)},
    "pandas Timestamp": {"expires_at": [pd.NaT if end is None else pd.Timestamp(end) for end in ENDS]},
    "polars": {"expires_in": pl.Series(SECONDS)},
    "polars floats": {"expires_in": pl.Series([60.0, float("nan"), 120.0, 7.0, 604800.0])},
    "polars durations": {"expires_in": pl.Series(DELTAS)},
    "polars timestamps": {"expires_at": pl.Series(ENDS)},
    "polars nulls": {"expires_in": pl.Series([None] * 5)},
}


@pytest.mark.parametrize("name", TIME_COLUMNS)
def test_times_in_any_column(name: str) -> None:
    """Lifetimes and expiries of each library are those of the row; a missing value is the default."""
    made = SIGNER.presign_many("GET", "example-bucket", KEYS, sign_at=1369353600, **TIME_COLUMNS[name])
    lifetimes = [presign.inspect(url).lifetime for url in made]
    nulls = {"pandas object": [60, 3600, 120, 3600, 3600], "polars nulls": [3600] * 5}
    assert lifetimes == nulls.get(name, [60, 3600, 120, 7, 604800])


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(pd.to_datetime(["2030-01-01"] * 5)),
        pl.Series([dt.datetime(2030, 1, 1)] * 5),  # noqa: DTZ001 -- that is what is refused
        np.array(["2030-01-01"] * 5, dtype="datetime64[s]"),
        pd.DataFrame({"end": [1] * 5}),
        pl.DataFrame({"end": [1] * 5}),
    ],
    ids=["pandas", "polars", "numpy", "frame of pandas", "frame of polars"],
)
def test_columns_that_are_no_times_are_refused(column: Any) -> None:
    """Times without a time zone, and tables, are refused by the argument's name."""
    with pytest.raises(TypeError, match=r"^expires_at"):
        SIGNER.presign_many("GET", "example-bucket", KEYS, expires_at=column)
