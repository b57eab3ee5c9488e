"""Run the wheel's tests in the Pythons of newer Debian releases: `make test-pythons`, as root.

Each release is unpacked into a root of its own, which sees the project read-only. Tests that need a storage,
a browser, the command or a type checker are left out: they do not depend on the Python.
"""
# ruff: noqa: INP001, T201, S603, S607 -- a script that prints and runs the system's programs

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
# Their packages `python3` are 3.13 and, in November 2026, 3.14.
RELEASES = ("trixie", "sid")
# What the tests compare with, in the versions of the other tests.
LIBRARIES = (
    "boto3", "botocore", "fastapi", "gunicorn", "hypothesis",
    "numpy", "pyarrow", "pyrfc6266", "pytest", "s3cmd", "werkzeug",
)  # fmt: skip
LEFT_OUT = ("command", "from_env", "gateway", "packaging", "server", "storage", "stub")
SELECTED = "not a_storage and not a_player"
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
# Where a root sees the project and the wheels.
PROJECT, WHEELS = "project", "wheels"
IN_ROOT = """
set -eu
test -x /venv/bin/pip || python3 -m venv /venv
/venv/bin/pip install -q $LIBRARIES
/venv/bin/pip install -q --no-deps --force-reinstall /wheels/*.whl
cd /project && /venv/bin/python -VV && exec /venv/bin/pytest -q -p no:cacheprovider \
  -k "$SELECTED" $TESTS
"""


def pinned(name: str) -> str:
    """Return the requirement of a library as the tests' list has it."""
    lines = (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.split("==")[0] == name)


def unpack(release: str, root: Path) -> None:
    """Unpack a release, if that is not done yet."""
    if root.exists():
        return
    unfinished = root.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    packages = "--include=python3,python3-venv,ca-certificates,libstdc++6"
    subprocess.run(["debootstrap", "--variant=minbase", packages, release, unfinished], check=True)
    unfinished.rename(root)


def test_files(left_out: tuple[str, ...]) -> list[str]:
    """Return the tests' files, without `test_NAME.py` of the names that are left out."""
    tests = sorted((ROOT / "python" / "tests").glob("test_*.py"))
    return [f"python/tests/{path.name}" for path in tests if path.stem.removeprefix("test_") not in left_out]


@contextlib.contextmanager
def mounted(source: Path, place: Path) -> Iterator[None]:
    """Show a folder at a place of a root, read-only."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", source, place], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)
        yield
    finally:
        subprocess.run(["umount", place], check=True)


def test(root: Path, wheels: Path) -> bool:
    """Run the tests in a root. Returns whether they pass."""
    # pip in the root uses the proxies, the name servers and the certificates of this machine.
    environment = {name: value for name, value in os.environ.items() if "proxy" in name.lower()}
    for file in ("/etc/resolv.conf", CERTIFICATES):
        shutil.copy(file, f"{root}{file}")
    environment |= {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "PIP_CERT": CERTIFICATES,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "LIBRARIES": " ".join(pinned(name) for name in LIBRARIES),
        "SELECTED": SELECTED,
        "TESTS": " ".join(test_files(LEFT_OUT)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    folders = ((ROOT, PROJECT), (wheels, WHEELS), (Path("/proc"), "proc"))
    with contextlib.ExitStack() as mounts:
        for source, name in folders:
            mounts.enter_context(mounted(source, root / name))
        done = subprocess.run(["chroot", root, "/bin/sh", "-c", IN_ROOT], env=environment, check=False)
    return done.returncode == 0


def main() -> None:
    """Test each release, and fail if one fails."""
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        sys.exit("needs root and debootstrap (as root: apt-get install debootstrap)")
    roots, wheel = map(Path, sys.argv[1:])
    roots.mkdir(parents=True, exist_ok=True)
    failed = []
    for release in RELEASES:
        unpack(release, roots / release)
        print(f"== Debian {release}", flush=True)
        if not test(roots / release, wheel.parent):
            failed.append(release)
    if failed:
        sys.exit(f"the tests fail on Debian {', '.join(failed)}")


if __name__ == "__main__":
    main()
