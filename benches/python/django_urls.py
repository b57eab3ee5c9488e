"""CPU time of five hundred `url()` calls of Django's storages: `make bench-django`."""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

import presign
from django.conf import settings
from presign.django import S3Storage
from storages.backends.s3 import S3Storage as Peer

CALLS, RUNS = 500, 15
OPTIONS: dict[str, Any] = {
    "access_key": "AKIAIOSFODNN7EXAMPLE",
    "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "bucket_name": "example-bucket",
    "region_name": "eu-central-1",
    "signature_version": "s3v4",
    "addressing_style": "virtual",
    "location": "media",
}


# django-storages has no types.
def milliseconds(storage: Any) -> float:  # noqa: ANN401
    """Return the CPU time of a page's calls."""
    begin = time.process_time()
    for i in range(CALLS):
        storage.url(f"photos/2026/{i}.jpg")
    return (time.process_time() - begin) * 1000


def main() -> None:
    """Measure both in turn, and print the medians and the ratio."""
    settings.configure()
    storages = {
        "presign.django": S3Storage(**OPTIONS),
        "presign.django, stable_for": S3Storage(**OPTIONS, stable_for=3600),
        "django-storages": Peer(**OPTIONS),
    }
    for storage in storages.values():
        storage.url("warm.jpg")
    runs: dict[str, list[float]] = {name: [] for name in storages}
    for _ in range(RUNS):
        for name, storage in storages.items():
            runs[name].append(milliseconds(storage))
    medians = {name: statistics.median(times) for name, times in runs.items()}
    lines = [f"presign {presign.__version__}: {CALLS} calls, median of {RUNS}, CPU time"]
    lines += [
        f"{name:28} {median:8.2f} ms {medians['django-storages'] / median:6.1f} times as fast"
        for name, median in medians.items()
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
