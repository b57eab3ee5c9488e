"""Keys that change if a client or a proxy decodes, normalises or re-encodes a link."""

from __future__ import annotations

import json
from pathlib import Path

VECTORS = Path(__file__).resolve().parent.parent / "vectors" / "sigv4.json"
LONGEST = 1024

MORE = [
    " ",
    " lead and trail ",
    "a  b",
    "a+b c%20d",
    "+",
    "%",
    "%00",
    "%zz",
    "%252F",
    "a%2Fb",
    "/",
    "//",
    "a/",
    "a///b//",
    "/trail too/",
    "...",
    "a/..",
    "a/../../b",
    "/../x",
    "./",
    "../",
    "a/./../b/.",
    "'",
    '"quoted"',
    "it's",
    "\\",
    "a\\..\\b",
    "a\r\nb",
    "\n",
    "\t",
    "\x01\x1f",
    "a?b=c&d",
    "?versionId=1",
    "?uploads",
    "#fragment",
    "a&amp;b",
    "<Key>",
    "]]>",
    "s3://bucket/key",
    "http://example.com/a?b",
    "X-Amz-Signature=0",
    # One letter as one code point and as two, which are different keys.
    "caf\u00e9",
    "cafe\u0301",
    "\u212b",
    "\u00c5",
    "日本語/ファイル",
    "עברית",
    "👩\u200d👩\u200d👧",
    "\ufeffbom",
    "\u2028",
    "\uffff",
    "\U0010ffff",
    "k" * LONGEST,
    "é" * (LONGEST // 2),
    "/" * LONGEST,
]


def odd_keys() -> list[str]:
    """Return the keys of the vectors and the keys above, each once."""
    cases = json.loads(VECTORS.read_text())["cases"]
    return list(dict.fromkeys([case["key"] for case in cases if case["key"]] + MORE))
