"""The wheel for every CPython from 3.11 on."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from components import third_party_licenses
from cross import Toolchain
from project import DIST, ROOT, epoch, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from targets import Target

CRATE = "presign-python"
SOURCES = ROOT / "python"
MATURIN = Path(sys.executable).with_name("maturin")


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the wheels of those targets that have one."""
    return [_build(target, work / target.triple) for target in targets if target.wheel]


def _build(target: Target, work: Path) -> Path:
    """Make one wheel; maturin fails if it needs more of the system than its name says."""
    platform, _, _ = str(target.wheel).partition("_x86_64")
    with licenses([target]):
        maturin(
            *("build", "--release", "--locked", "--zig", "--target", target.triple),
            *("--compatibility", platform.removesuffix("_aarch64"), "--out", str(work)),
            *("--compression-level", "9"),
            **Toolchain(target, portable=True, shared=True).environment(),
        )
    (wheel,) = work.glob("*.whl")
    return wheel.rename(DIST / wheel.name)


@contextlib.contextmanager
def licenses(targets: list[Target]) -> Iterator[None]:
    """Put the licences of what is linked into these wheels beside pyproject.toml, for a while."""
    file = SOURCES / "THIRD-PARTY-LICENSES.txt"
    text = third_party_licenses(CRATE, [target.triple for target in targets])
    file.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        file.unlink()


def maturin(command: str, *arguments: str, **env: str) -> None:
    """Run maturin; all files in its archives have the time of the commit."""
    manifest = SOURCES / "Cargo.toml"
    run(
        MATURIN,
        command,
        "--manifest-path",
        manifest,
        *arguments,
        env=env | {"SOURCE_DATE_EPOCH": str(epoch())},
    )
