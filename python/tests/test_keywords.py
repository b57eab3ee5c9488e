"""Keywords of query parameters equal the same parameters in `query`."""

from __future__ import annotations

from typing import Any

import numpy as np
import presign
import pytest

SIGNER = presign.Signer("access", "secret")


@pytest.mark.parametrize(
    ("keyword", "value", "parameter"),
    [
        ("response_content_disposition", "inline", "response-content-disposition"),
        ("response_content_type", "text/plain", "response-content-type"),
        ("response_cache_control", "no-store, max-age=0", "response-cache-control"),
        ("version_id", "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY", "versionId"),
        ("part_number", 10_000, "partNumber"),
        ("part_number", np.int64(1), "partNumber"),
        ("upload_id", "VXBsb2FkIElE+/", "uploadId"),
    ],
)
def test_a_keyword_is_a_query_parameter(keyword: str, value: Any, parameter: str) -> None:
    """The URL is that of the parameter as the S3 API reference names it; both at once are refused."""
    given: dict[str, Any] = {keyword: value}
    url = SIGNER.get("bucket", "key", sign_at=0, **given)
    assert url == SIGNER.get("bucket", "key", sign_at=0, query={parameter: str(value)})
    with pytest.raises(presign.QueryError, match=f'"{parameter}" is given twice'):
        SIGNER.get("bucket", "key", query={parameter: "x"}, **given)


@pytest.mark.parametrize("number", [0, -1, 10_001, 2**70])
def test_part_numbers_have_s3s_limits(number: int) -> None:
    """S3 numbers parts from 1 to 10 000."""
    with pytest.raises(presign.QueryError, match="part_number"):
        SIGNER.put("bucket", "key", part_number=number, upload_id="id")


@pytest.mark.parametrize("number", ["1", 1.0, True, b"1"])
def test_part_numbers_are_ints(number: Any) -> None:
    """A part number is an int."""
    with pytest.raises(TypeError, match="part_number must be "):
        SIGNER.put("bucket", "key", part_number=number, upload_id="id")
