"""The module for Go with libpresign for each platform, as a folder that GOPROXY=file://... can name."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import c
from archive import zipped
from components import third_party_licenses
from project import DIST, LICENSES, ROOT, VERSION, epoch, output

if TYPE_CHECKING:
    from pathlib import Path

    from targets import Target

SOURCES = ROOT / "bindings" / "go"


def build(targets: list[Target], work: Path) -> list[Path]:
    """Make the module with the libraries of these targets."""
    targets = [target for target in targets if target.go]
    if not targets:
        return []
    path = output("go", "list", "-m", cwd=SOURCES).strip()
    module = work / path.rpartition("/")[0] / f"{path.rpartition('/')[2]}@v{VERSION}"
    # Folders with a go.mod of their own are other modules.
    nested = {inner.parent.name for inner in SOURCES.glob("*/go.mod")}
    tracked = output("git", "ls-files", ".", cwd=SOURCES).splitlines()
    for name in [
        name for name in tracked if name.partition("/")[0] not in nested and not name.endswith(".mk")
    ]:
        (module / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SOURCES / name, module / name)
    checksums = []
    for target in targets:
        c.install(target, work / "libraries" / target.triple, "PREFIX=/usr")
        library = module / f"libpresign_{target.go}.a"
        shutil.copyfile(work / "libraries" / target.triple / "usr" / "lib" / "libpresign.a", library)
        checksums.append(f"// {library.name}: {hashlib.sha256(library.read_bytes()).hexdigest()}\n")
    # A new library is linked only if a header changes: see bindings/go/go.mk.
    (module / "checksum.h").write_text("".join(checksums), encoding="utf-8")
    shutil.copyfile(ROOT / "include" / "presign.h", module / "presign.h")
    for name in LICENSES:
        shutil.copyfile(ROOT / name, module / name)
    licenses = third_party_licenses(c.CRATE, [target.triple for target in targets])
    (module / "THIRD-PARTY-LICENSES.txt").write_text(licenses, encoding="utf-8")

    versions = DIST / "go" / path / "@v"
    versions.mkdir(parents=True, exist_ok=True)
    archive, manifest, about = (versions / f"v{VERSION}.{ending}" for ending in ("zip", "mod", "info"))
    zipped(module, archive, base=work)
    shutil.copyfile(module / "go.mod", manifest)
    moment = dt.datetime.fromtimestamp(epoch(), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    about.write_text(json.dumps({"Version": f"v{VERSION}", "Time": moment}) + "\n", encoding="utf-8")
    (versions / "list").write_text(f"v{VERSION}\n", encoding="utf-8")
    return [archive]
