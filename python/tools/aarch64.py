"""Run the wheel's tests in an ARM64 Python of Debian, emulated by qemu: `make test-aarch64-python`, as root.

The release is only unpacked, and the libraries are installed by this machine's pip: little runs in the
emulator but the tests.
"""
# ruff: noqa: INP001, S603, S607 -- a script that runs the system's programs

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import roots
from pythons import LEFT_OUT, LIBRARIES, PROJECT, ROOT, SELECTED, mounted, pinned, test_files

if TYPE_CHECKING:
    from collections.abc import Iterator

# Debian 13 has this Python.
KIND = roots.Kind("arm64-python", ("python3", "libstdc++6"), "arm64", unpacked=())
PYTHON, ABI = "3.13", "cp313"
LIBRARY = f"usr/local/lib/python{PYTHON}/dist-packages"
# Random examples, which take long in an emulator.
CASES = "200"
# What these measure is the emulator's.
ALSO_LEFT_OUT = ("documents", "memory")
BINFMT = Path("/proc/sys/fs/binfmt_misc")
QEMU = Path("/usr/lib/binfmt.d/qemu-aarch64.conf")


@contextlib.contextmanager
def programs_of_arm64() -> Iterator[None]:
    """Let the kernel start ARM64 programs in qemu, also those that a test starts."""
    registered = BINFMT / "qemu-aarch64"
    if registered.exists():
        yield
        return
    if not (BINFMT / "register").exists():
        subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", BINFMT], check=True)
    (BINFMT / "register").write_text(QEMU.read_text(encoding="ascii"), encoding="ascii")
    try:
        yield
    finally:
        registered.write_text("-1", encoding="ascii")


def install(folder: Path, wheel: Path) -> None:
    """Install what the tests import into a folder, for the other processor."""
    shutil.rmtree(folder, ignore_errors=True)
    platforms = (f"manylinux{version}_aarch64" for version in ("2014", "_2_17", "_2_28"))
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    options = ["--target", str(folder)]
    options += ["--only-binary=:all:", "--python-version", PYTHON, "--implementation", "cp"]
    options += [f"--abi={abi}" for abi in (ABI, "abi3", "none")]
    options += [f"--platform={platform}" for platform in platforms]
    subprocess.run([*pip, *options, *map(pinned, LIBRARIES)], check=True)
    subprocess.run([*pip, *options, "--no-deps", str(wheel)], check=True)


def main() -> None:
    """Run the tests."""
    if os.geteuid() != 0 or not QEMU.exists():
        sys.exit("needs root and qemu (as root: apt-get install qemu-user-static debootstrap)")
    libraries, wheel = map(Path, sys.argv[1:])
    install(libraries, wheel)
    root = roots.made(KIND)
    (root / LIBRARY).mkdir(parents=True, exist_ok=True)
    folders = ((ROOT, PROJECT), (libraries, LIBRARY), (Path("/proc"), "proc"), (Path("/dev"), "dev"))
    pytest = ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", SELECTED]
    tests = test_files((*LEFT_OUT, *ALSO_LEFT_OUT))
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "PRESIGN_TEST_CASES": CASES,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with contextlib.ExitStack() as stack:
        stack.enter_context(programs_of_arm64())
        for source, name in folders:
            stack.enter_context(mounted(source, root / name))
        inside = ["chroot", str(root), "sh", "-c", f'cd /{PROJECT} && exec "$@"', "sh", *pytest, *tests]
        sys.exit(subprocess.run(inside, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
