"""Makes short films as HLS, and plays playlists, with ffmpeg."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

INSTALL = "apt-get install -y --no-install-recommends ffmpeg"
FRAMES = 40
TIMEOUT_SECONDS = 60

# Where a film is in a bucket. Its files are beside the playlist's folder, under a name that URIs escape.
PLAYLIST_KEY = "films/720p/index.m3u8"
MULTIVARIANT_KEY = "films/index.m3u8"
FILES = "films/media files"
REFERENCE = "../media%20files"
MULTIVARIANT = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000,CODECS="avc1.64000a"\n720p/index.m3u8\n'


@dataclass(frozen=True)
class Film:
    """The text of a playlist, and the files that it names, by key."""

    playlist: str
    files: dict[str, bytes]


def ffmpeg(*arguments: str, folder: Path) -> str:
    """Run ffmpeg in a folder and return its output."""
    program = shutil.which("ffmpeg")
    assert program, f"ffmpeg is missing: {INSTALL}"
    done = subprocess.run(
        [program, "-nostdin", "-v", "error", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _film(folder: Path, name: str, *options: str) -> Film:
    picture = ("-f", "lavfi", "-i", f"testsrc=size=64x64:rate=10:duration={FRAMES // 10}")
    hls = ("-f", "hls", "-hls_time", "1", "-hls_list_size", "0")
    ffmpeg(*picture, "-c:v", "libx264", "-g", "10", *hls, *options, f"{name}.m3u8", folder=folder)
    playlist = (folder / f"{name}.m3u8").read_text()
    files = {}
    for path in folder.glob(f"{name}-*"):
        assert path.name in playlist
        playlist = playlist.replace(path.name, f"{REFERENCE}/{path.name}")
        files[f"{FILES}/{path.name}"] = path.read_bytes()
    return Film(playlist, files)


def encrypted(folder: Path) -> Film:
    """Make a film in segments that are encrypted with AES-128; the key is one of the files."""
    (folder / "encrypted-key.bin").write_bytes(os.urandom(16))
    # The URI in the playlist, and the file.
    (folder / "key-info").write_text("encrypted-key.bin\nencrypted-key.bin\n")
    names = ("-hls_key_info_file", "key-info", "-hls_segment_filename", "encrypted-%d.ts")
    film = _film(folder, "encrypted", *names)
    assert "#EXT-X-KEY:METHOD=AES-128" in film.playlist
    return film


def fragmented(folder: Path) -> Film:
    """Make a film as byte ranges of one fragmented MP4; the first is the initialization section."""
    one_file = ("-hls_flags", "single_file", "-hls_segment_filename", "fragmented-all.mp4")
    film = _film(folder, "fragmented", "-hls_segment_type", "fmp4", *one_file)
    assert "#EXT-X-MAP:" in film.playlist
    assert len(film.files) == 1
    return film


FILMS = {"encrypted": encrypted, "fragmented": fragmented}


def frames(playlist: Path) -> int:
    """Play a playlist and return the number of frames."""
    playing = ("-protocol_whitelist", "file,http,tcp,crypto", "-i", str(playlist), "-map", "0:v")
    lines = ffmpeg(*playing, "-f", "framecrc", "-", folder=playlist.parent).splitlines()
    return sum(not line.startswith("#") for line in lines)
