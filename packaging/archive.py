"""Writes archives that have the same bytes for the same files: sorted names, no owners, one time for all."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
import zipfile
from typing import TYPE_CHECKING

from project import epoch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _members(folder: Path, base: Path) -> Iterator[tuple[str, Path]]:
    """List a folder and all that is in it, by its name in the archive."""
    for path in [folder, *sorted(folder.rglob("*"))]:
        yield path.relative_to(base).as_posix(), path


def _mode(path: Path) -> int:
    """Return 0755 for folders and programs, 0644 for other files, whatever the umask was."""
    return 0o755 if path.stat().st_mode & 0o100 else 0o644


def tar_gz(folder: Path, archive: Path) -> None:
    """Pack a folder with its name; symbolic links stay links."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, path in _members(folder, folder.parent):
            info = tar.gettarinfo(path, name)
            info.uid = info.gid = 0
            info.uname = info.gname = "root"
            info.mtime = epoch()
            if path.is_symlink():
                info.mode = 0o777
                tar.addfile(info)
                continue
            info.mode = _mode(path)
            if path.is_dir():
                tar.addfile(info)
            else:
                with path.open("rb") as content:
                    tar.addfile(info, content)
    # A time of 0 and no name, as `gzip -n` writes.
    with archive.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(plain.getvalue())


def zipped(folder: Path, archive: Path, base: Path | None = None) -> None:
    """Pack a folder with its name, or with its path below `base`; zip rounds times to two seconds."""
    timestamp = time.gmtime(epoch())[:6]
    with zipfile.ZipFile(archive, "w") as packed:
        for name, path in _members(folder, base or folder.parent):
            if path.is_dir():
                continue
            info = zipfile.ZipInfo(name, timestamp)
            info.create_system = 3
            info.external_attr = (0o100000 | _mode(path)) << 16
            packed.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
