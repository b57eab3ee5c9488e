"""Packages that a part of presign needs and that presign does not install."""

from __future__ import annotations

import importlib.util


def require(module: str, *, user: str, install: str) -> None:
    """Raise an ImportError that says what to install, if a package is missing."""
    if importlib.util.find_spec(module) is None:
        message = f"{user} needs the package {module}: pip install {install}"
        raise ImportError(message, name=module)
