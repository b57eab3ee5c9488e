"""Marks for tests that apply to one storage or one version only."""

import pytest

rgw = pytest.mark.parametrize("storage", ["rgw"], indirect=True)
swift = pytest.mark.parametrize("storage", ["swift"], indirect=True)
v4 = pytest.mark.parametrize("version", ["v4"], indirect=True)
v2 = pytest.mark.parametrize("version", ["v2"], indirect=True)
