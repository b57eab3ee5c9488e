"""Fixtures of the tests with web frameworks and asynchronous clients."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import presign
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]
# The last folder, since a module in it has the name of django-storages' package.
sys.path.append(str(ROOT / "tests" / "storages"))

import rgw as ceph_rgw  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = ROOT / "python" / "docs"


def pytest_configure() -> None:
    """Refuse to test any presign other than the installed wheel, and give Django its settings."""
    # Mutation tests have a changed copy of the package.
    installed = Path(os.environ.get("PRESIGN_TEST_PACKAGE", sysconfig.get_path("platlib")))
    if installed not in Path(presign.__file__).parents:
        pytest.exit(f"the wheel is not installed: {presign.__file__}", returncode=4)
    if not settings.configured:  # mutmut runs pytest several times in one process
        settings.configure(USE_TZ=True)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide the machine's settings from the tests and from the programs that they start."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="session")
def rgw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ceph_rgw.Rgw]:
    """Run a Ceph RGW for the whole session."""
    with ceph_rgw.running(tmp_path_factory.mktemp("rgw")) as storage:
        yield storage
