"""The documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Document(models.Model):
    """Where a document of a user is in the bucket, and the name that the user gave it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=1024)
    name = models.CharField(max_length=255)

    def __str__(self) -> str:
        """Return the name."""
        return self.name
