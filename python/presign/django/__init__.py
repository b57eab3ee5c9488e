"""presign for Django: a storage on that of django-storages, and a decorator that verifies presigned URLs.

    STORAGES = {
        "default": {
            "BACKEND": "presign.django.S3Storage",
            "OPTIONS": {"bucket_name": "example-bucket", "stable_for": 3600},
        },
        ...
    }

The decorator `verified` needs no django-storages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from presign._optional import require

require("django", user="presign.django", install="presign-rs[django]")

from presign.django._verified import verified  # noqa: E402

if TYPE_CHECKING:
    from presign.django._storage import S3Storage

__all__ = ["S3Storage", "verified"]


def __getattr__(name: str) -> object:
    """Import the storage, which needs django-storages, when it is used."""
    if name == "S3Storage":
        from presign.django._storage import S3Storage  # noqa: PLC0415

        return S3Storage
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
