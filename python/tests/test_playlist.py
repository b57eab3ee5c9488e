"""`Signer.presign_playlist`: each URI has the URL of a single call, and a player plays the result."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import hls
import presign
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rgw import Rgw

SIGNER = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", endpoint="h")
NOW = 1_795_305_600
MEDIA = '#EXTM3U\r\n#EXT-X-MAP:URI="init%20v1.mp4"\r\n#EXTINF:4,ü\r\n../b/1.mp4\r\n'
MULTIVARIANT = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv/ü.m3u8\n"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"expires_in": dt.timedelta(hours=6)},
        {"expires_at": NOW + 60},
        {"stable_for": 3600, "query": {"response-cache-control": "private"}},
    ],
)
def test_uris_have_the_urls_of_single_calls(options: Any) -> None:
    """The keywords mean what they mean for get."""
    expected = MEDIA
    for uri, key in [("init%20v1.mp4", "a/init v1.mp4"), ("../b/1.mp4", "b/1.mp4")]:
        expected = expected.replace(uri, SIGNER.get("films", key, sign_at=NOW, **options))
    assert SIGNER.presign_playlist(MEDIA, "films", "a/index.m3u8", sign_at=NOW, **options) == expected


def test_nested_playlists_lead_where_the_caller_says() -> None:
    """They are kept, signed, or have the URL of a template or a function."""
    keys = []

    def url(key: str) -> str:
        keys.append(key)
        return "/app"

    choices: list[tuple[str | Callable[[str], str], str]] = [
        ("keep", "v/ü.m3u8"),
        ("sign", SIGNER.get("films", "a/v/ü.m3u8", sign_at=NOW)),
        ("https://app/hls?key={key}", "https://app/hls?key=a%2Fv%2F%C3%BC.m3u8"),
        ("/hls/{path}", "/hls/a/v/%C3%BC.m3u8"),
        (url, "/app"),
    ]
    for nested, expected in choices:
        signed = SIGNER.presign_playlist(MULTIVARIANT, "films", "a/index.m3u8", nested=nested, sign_at=NOW)
        assert signed == MULTIVARIANT.replace("v/ü.m3u8", expected)
    assert keys == ["a/v/ü.m3u8"]


def test_an_error_has_the_number_of_its_line() -> None:
    """It is an attribute of the exception, and part of the message."""
    for text, cls, message in [
        ("#EXTM3U\n\na?b\n", presign.PlaylistError, 'line 3: URI "a" has a query'),
        ("#EXTM3U\n\n" + "k" * 1025, presign.ObjectKeyError, "line 3: the key is 1025 bytes long"),
        ("#EXTM3U\n" + MULTIVARIANT, presign.PlaylistError, 'line 4: URI "v/ü.m3u8" leads to a playlist'),
        ("<html>", presign.PlaylistError, "line 1 is not #EXTM3U"),
    ]:
        with pytest.raises(cls) as caught:
            SIGNER.presign_playlist(text, "films", "index.m3u8")
        assert type(caught.value) is cls
        assert str(caught.value).startswith(message)
        assert caught.value.line == int(message.split()[1].rstrip(":"))
    with pytest.raises(presign.BucketError) as other:
        SIGNER.presign_playlist(MEDIA, "", "index.m3u8")
    assert other.value.line is None


def test_wrong_arguments_are_refused() -> None:
    """Other types are a TypeError, and exceptions of a function are raised unchanged."""

    def failing(key: str) -> str:
        raise LookupError(key)

    def sign(text: Any = MULTIVARIANT, nested: Any = None) -> None:
        SIGNER.presign_playlist(text, "films", "a/index.m3u8", nested=nested)

    for text, nested in [(b"#EXTM3U", None), (MULTIVARIANT, 1), (MULTIVARIANT, lambda _: b"x")]:
        with pytest.raises(TypeError):
            sign(text, nested)
    with pytest.raises(LookupError, match=r"^a/v/ü\.m3u8$"):
        sign(nested=failing)
    with pytest.raises(presign.PresignError, match=r"must contain \{key\} or \{path\}"):
        sign(nested="https://app/")
    with pytest.raises(presign.PresignError, match="lone surrogate"):
        sign("#EXTM3U\n\ud800")
    for url in ["", "a\nb"]:
        with pytest.raises(presign.PresignError, match="line 3"):
            sign(nested=lambda _, url=url: url)


@pytest.mark.parametrize("name", hls.FILMS)
def test_a_player_plays_a_signed_playlist(rgw: Rgw, tmp_path: Path, name: str) -> None:
    """Every frame comes from private objects of a real storage."""
    signer = presign.Signer(rgw.access_key, rgw.secret_key, endpoint=rgw.endpoint)
    bucket = f"bucket-{uuid.uuid4().hex}"
    rgw.client().create_bucket(Bucket=bucket)
    film = hls.FILMS[name](tmp_path)
    for key, content in film.files.items():
        assert rgw.send("PUT", signer.put(bucket, key), body=content).verdict == (200, "")
    signed = tmp_path / "signed.m3u8"
    signed.write_text(signer.presign_playlist(film.playlist, bucket, hls.PLAYLIST_KEY))
    assert hls.frames(signed) == hls.FRAMES
