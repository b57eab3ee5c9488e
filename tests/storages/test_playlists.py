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


@pytest.fixture(params=hls.FILMS)
def film(
    storage: Storage, links: Links, new_bucket: str, tmp_path: Path, request: pytest.FixtureRequest
) -> hls.Film:
    """Store the files of a film by links, as private objects."""
    film = hls.FILMS[request.param](tmp_path)
    for key, content in film.files.items():
        assert storage.send("PUT", links("PUT", new_bucket, key), body=content).verdict == (200, "")
    return film


def test_a_player_plays_signed_playlists(
    links: Links, new_bucket: str, film: hls.Film, run_presign: Callable[..., str], tmp_path: Path
) -> None:
    """A player gets every frame, from a playlist and from another one that names it."""

    def sign(key: str, text: str, *options: str) -> Path:
        arguments = ("playlist", f"s3://{new_bucket}/{key}", "-", *options, *links.arguments())
        path = tmp_path / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(run_presign(*arguments, env=links.keys, stdin=text))
        return path

    assert hls.frames(sign(hls.PLAYLIST_KEY, film.playlist)) == hls.FRAMES
    assert hls.frames(sign(hls.MULTIVARIANT_KEY, hls.MULTIVARIANT, "--nested", "keep")) == hls.FRAMES
