"""Folders with another Debian, or with musl, in which packages run with nothing of this machine.

They are made once, in target/roots. A test sees one through an overlay, so that it never changes it, in
namespaces without a network.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import musl

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
ROOTS = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "roots"
# A release that is not this machine's.
RELEASE = "trixie"
# Debian's names of processors, and those of compilers.
PROCESSORS = {"amd64": "x86_64", "arm64": "aarch64"}
# Where the test's own files are in the root.
INSIDE = "/package"
_ENTER = """
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/changes,workdir=$2/work" "$2/root"
mkdir -p "$2/root/proc" "$2/root/dev"
mount -t proc proc "$2/root/proc"
mount --rbind /dev "$2/root/dev"
root=$2/root
shift 2
exec chroot "$root" "$@"
"""


@dataclasses.dataclass(frozen=True)
class Kind:
    """How a root is made."""

    name: str
    packages: tuple[str, ...]
    architecture: str = "amd64"
    # Unpack these packages only, and install nothing: also for processors that this machine does not have.
    unpacked: tuple[str, ...] | None = None
    # What is added that Debian does not package.
    add: tuple[Callable[[Path, str], None], ...] = ()


PLAIN = Kind("plain", ("python3", "python3-venv"))
COMPILERS = Kind("compilers", ("gcc", "g++", "libc6-dev", "pkg-config", "cmake", "make", "golang-go"))
NODE = Kind("node", ("nodejs",))
_JAVA = ("openjdk-25-jdk-headless",)
JAVA = Kind("java", _JAVA)
JAVA_ARM64 = Kind("java-arm64", _JAVA, "arm64", unpacked=())
ARM64 = Kind("arm64", ("python3", "nodejs"), "arm64", unpacked=())
_MUSL = ("musl", "busybox-static")
MUSL = Kind("musl", _MUSL, unpacked=_MUSL)
MUSL_ARM64 = Kind("musl-arm64", _MUSL, "arm64", unpacked=_MUSL)
_LANGUAGES = (musl.add_node, musl.add_python)
MUSL_LANGUAGES = Kind("musl-languages", _MUSL, unpacked=_MUSL, add=_LANGUAGES)
MUSL_LANGUAGES_ARM64 = Kind("musl-languages-arm64", _MUSL, "arm64", unpacked=_MUSL, add=_LANGUAGES)


def _debootstrap(*arguments: str | Path) -> None:
    if shutil.which("debootstrap", path="/usr/sbin:/usr/bin") is None:
        message = "debootstrap is missing: apt-get install debootstrap"
        raise FileNotFoundError(message)
    subprocess.run(["debootstrap", "--variant=minbase", *arguments], check=True, stdout=subprocess.DEVNULL)


def made(kind: Kind) -> Path:
    """Return a root, made if it is not there yet."""
    folder = ROOTS / f"{RELEASE}-{kind.name}"
    if folder.exists():
        return folder
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    include = f"--include={','.join(kind.packages)}"
    if kind.unpacked is None:
        _debootstrap(include, RELEASE, unfinished)
    else:
        packages = ROOTS / f"packages-{kind.name}"
        _debootstrap("--download-only", f"--arch={kind.architecture}", include, RELEASE, packages)
        for package in sorted((packages / "var/cache/apt/archives").glob("*.deb"), key=_order):
            if not kind.unpacked or package.name.partition("_")[0] in kind.unpacked:
                subprocess.run(["dpkg", "-x", package, unfinished], check=True)
        shutil.rmtree(packages)
        if not (unfinished / "lib").exists():
            # A link that base-files has.
            (unfinished / "lib").symlink_to("usr/lib")
    for add in kind.add:
        add(unfinished, PROCESSORS[kind.architecture])
    unfinished.rename(folder)
    return folder


def _order(package: Path) -> tuple[bool, str]:
    """Put base-files first, whose /lib and /bin are links."""
    return not package.name.startswith("base-files_"), package.name


@dataclasses.dataclass(frozen=True)
class Root:
    """A root as one test sees it; `files` appear in INSIDE."""

    kind: Kind
    scratch: Path

    @property
    def files(self) -> Path:
        """Return the folder to put packages and programs into."""
        return self.scratch / "changes" / INSIDE.strip("/")

    def prepare(self) -> None:
        """Make the folders of the overlay."""
        for name in ("changes", "work", "root"):
            (self.scratch / name).mkdir(parents=True)
        self.files.mkdir()

    def run(self, *command: str, **env: str) -> str:
        """Run a command of the root that must succeed, and return what it prints."""
        done = self.result(*command, **env)
        assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def result(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the root with these environment variables alone."""
        namespaces = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child"]
        return subprocess.run(
            [*namespaces, "sh", "-euc", _ENTER, "sh", made(self.kind), self.scratch, *command],
            env={"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
            | env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
