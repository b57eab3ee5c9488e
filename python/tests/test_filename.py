"""`filename=` signs a Content-Disposition, which independent parsers read back here."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import presign
import pyrfc6266
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

SIGNER = presign.Signer("access", "secret")
NAMES = [
    *("photo.jpg", "two words.txt", "it's.txt", "semi;colon, comma=.txt", "~`|^!#$&+.x", "a'b''c"),
    *("Übersicht.pdf", "报告 (1).pdf", "😀.gif", "e\u0301 or é", "\u202ereversed", "ﬁ"),
    *('say "hi".txt', '"', "\\", 'back\\slash\\"quote"', "100%.txt", "a%20b.txt", "%41", "UTF-8''x"),
    *("/etc/passwd", "..", " spaces around "),
]


def disposition(link: str) -> str:
    """Return the header that the storage will send."""
    (header,) = parse_qs(urlsplit(link).query)["response-content-disposition"]
    return header


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_both_parsers_read_the_name(name: str, method: str) -> None:
    """Two parsers read the given name; one of them replaces slashes, as browsers do."""
    header = disposition(SIGNER.presign(method, "bucket", "key", filename=name))
    assert parse_options_header(header) == ("attachment", {"filename": name})
    assert pyrfc6266.parse(header)[0] == "attachment"
    assert pyrfc6266.parse_filename(header) == name.replace("/", "_").replace("\\", "_")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=200))
def test_the_header_is_ascii_for_any_name(name: str) -> None:
    """The header is ASCII, and contains the name."""
    header = disposition(SIGNER.get("bucket", "key", filename=name))
    assert header.isascii()
    assert header.isprintable()
    assert parse_options_header(header) == ("attachment", {"filename": name})


def test_the_fallback_name_is_unambiguous() -> None:
    """`filename` has no character that clients read differently, for clients that do not know `filename*`."""
    header = disposition(SIGNER.get("bucket", "key", filename='100% "Übung\\1".txt'))
    assert header.startswith("attachment; filename=\"100_ __bung_1_.txt\"; filename*=UTF-8''")


@pytest.mark.parametrize("name", ["", "a\nb", "a\r\nX-Other: b", "\x00", "tab\t", "\x7f", "\x85"])
def test_empty_names_and_control_characters_are_refused(name: str) -> None:
    """An empty name and control characters are refused."""
    with pytest.raises(presign.QueryError, match="filename must not"):
        SIGNER.get("bucket", "key", filename=name)


def test_filename_is_for_get_and_head_and_given_once() -> None:
    """`filename` is refused for uploads and beside another Content-Disposition."""
    for method in ("PUT", "DELETE", "POST"):
        with pytest.raises(presign.QueryError, match="GET and HEAD"):
            SIGNER.presign(method, "bucket", "key", filename="a")
    with pytest.raises(presign.QueryError, match="set the same header"):
        SIGNER.get("bucket", "key", filename="a", response_content_disposition="inline")
    with pytest.raises(presign.QueryError, match="twice"):
        SIGNER.get("bucket", "key", filename="a", query={"response-content-disposition": "inline"})
