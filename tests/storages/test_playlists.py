"""A player plays the playlists that `presign playlist` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hls
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from links import Links
    from storage import Storage


@pytest.mark.parametrize("name", hls.FILMS)
def test_a_player_plays_signed_playlists(
    storage: Storage, links: Links, new_bucket: str, run_presign: Callable[..., str], tmp_path: Path, name: str
) -> None:
    """Every frame comes from private objects, which were stored by links: by one playlist, and through another."""
    film = hls.FILMS[name](tmp_path)
    for key, content in film.files.items():
        assert storage.send("PUT", links("PUT", new_bucket, key), body=content).verdict == (200, "")
    (tmp_path / "720p").mkdir()
    for key, text, options in [
        (hls.PLAYLIST_KEY, film.playlist, ()),
        (hls.MULTIVARIANT_KEY, hls.MULTIVARIANT, ("--nested", "keep")),
    ]:
        arguments = ("playlist", f"s3://{new_bucket}/{key}", "-", *options, *links.arguments())
        signed = run_presign(*arguments, env=links.keys, stdin=text)
        (tmp_path / key.removeprefix("films/")).write_text(signed)
    assert hls.frames(tmp_path / "720p" / "index.m3u8") == hls.FRAMES
    assert hls.frames(tmp_path / "index.m3u8") == hls.FRAMES
