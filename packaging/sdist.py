"""The source distribution for Python, which pip builds with Rust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from project import DIST
from wheel import licenses, maturin

if TYPE_CHECKING:
    from pathlib import Path

    from targets import Target


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the one archive, with the licences of the wheels of these targets."""
    with licenses([target for target in targets if target.wheel]):
        maturin("sdist", "--out", str(work))
    (sdist,) = work.glob("*.tar.gz")
    return [sdist.rename(DIST / sdist.name)]
