"""The jars: presign, its library for each platform, presign for the AWS SDK; sources and reference."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import c
from project import DIST, ROOT, run

if TYPE_CHECKING:
    from pathlib import Path

    from targets import Target

PACKAGE = ROOT / "bindings" / "java"
NATIVES = PACKAGE / "presign" / "natives" / "io" / "github" / "presign" / "natives"


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the jars of those targets that have one, and those that all platforms share."""
    targets = [target for target in targets if target.java]
    made: set[Path] = set()
    for target in targets:
        c.install(target, work / target.triple, "PREFIX=/usr")
        folder = NATIVES / str(target.java)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copyfile(work / target.triple / "usr" / "lib" / "libpresign.so", folder / "libpresign.so")
        c.add_licenses(folder, c.CRATE, target)
        run("make", "java-jars", f"JAVA_PLATFORM={target.java}", "JAVA_PROFILES=-Pdocuments")
        for jar in (PACKAGE / "target").glob("*.jar"):
            made.add(DIST / jar.name)
            shutil.copyfile(jar, DIST / jar.name)
        # The next build on this machine makes its own.
        shutil.rmtree(folder)
    return sorted(made)
