"""django-storages' own tests of S3Storage pass with presign.django.S3Storage in its place."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# The archive that `make` downloads; its tests are not part of the installed package.
ARCHIVES = Path(sys.prefix) / "sdist"
PROGRAM = """
import unittest, django
django.setup()
from storages.backends import s3
from presign.django import S3Storage
used = []
class Counted(S3Storage):
    def url(self, *args, **kwargs):
        used.append(args)
        return super().url(*args, **kwargs)
s3.S3Storage = Counted
result = unittest.main("tests.test_s3", exit=False, verbosity=1).result
print("ran", result.testsRun, "skipped", len(result.skipped), "urls", len(used))
raise SystemExit(not result.wasSuccessful())
"""


def test_django_storages_own_tests_pass(tmp_path: Path) -> None:
    """All of them pass, with every S3Storage replaced by ours, against moto where they need a storage."""
    (archive,) = ARCHIVES.glob("django_storages-*.tar.gz")
    with tarfile.open(archive) as files:
        files.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = re.search(r"ran (\d+) skipped (\d+) urls (\d+)", done.stdout)
    assert counts, done.stdout
    ran, skipped, urls = map(int, counts.groups())
    assert ran >= 68
    assert skipped == 0
    assert urls > 10
