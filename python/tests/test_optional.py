"""A module whose package is missing says what to install."""

from __future__ import annotations

import importlib

import pytest


@pytest.mark.parametrize(("module", "package"), [("aio", "aiobotocore"), ("django", "django")])
def test_the_error_names_the_package_and_the_extra(module: str, package: str) -> None:
    """The ImportError of a module, whose package these tests do not have, has the command to install it."""
    with pytest.raises(ImportError, match=rf"presign\.{module} needs .*{package}"):
        importlib.import_module(f"presign.{module}")
