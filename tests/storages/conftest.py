"""Fixtures of the storage tests. A test runs with each storage and version unless it is marked otherwise."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import differences
import pytest
import storages
from links import VERSIONS, Links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage import Storage

BODY = bytes(range(256)) * 4


@dataclass(frozen=True)
class StoredObject:
    """An object that all tests read and none changes."""

    bucket: str
    key: str
    body: bytes


def _for_the_session(name: str) -> Any:
    """Make a fixture that runs a storage until the session ends; a test that needs none starts none."""

    @pytest.fixture(scope="session", name=name)
    def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
        with storages.ALL[name](tmp_path_factory.mktemp(name)) as storage:
            yield storage

    return running


rgw = _for_the_session("rgw")
swift = _for_the_session("swift")
minio = _for_the_session("minio")
versitygw = _for_the_session("versitygw")


@pytest.fixture(scope="session", params=storages.ALL)
def storage(request: pytest.FixtureRequest) -> Storage:
    """Return each storage in turn."""
    running: Storage = request.getfixturevalue(request.param)
    return running


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Apply the choice of storages and the table of their differences."""
    kept, left_out = [], []
    for item in items:
        # Tests without parameters have no such attribute.
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        storage = parameters.get("storage")
        asked = storage in storages.CHOSEN and differences.applies(
            storage, parameters.get("version"), parameters.get("key")
        )
        if storage and not asked:
            left_out.append(item)
            continue
        kept.append(item)
        if storage and (reason := differences.reason(storage, f"{item.path.name}::{item.name}")):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """Return each signature version in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def links(storage: Storage, version: str, presign: Callable[..., str]) -> Links:
    """Make links for this storage and version."""
    return Links(presign, storage, version, storage.keys)


@pytest.fixture
def new_bucket(storage: Storage) -> str:
    """Make an empty bucket."""
    name = f"bucket-{uuid.uuid4().hex}"
    storage.client().create_bucket(Bucket=name)
    return name


@pytest.fixture(scope="session")
def stored(storage: Storage) -> StoredObject:
    """Store an object without a link."""
    stored = StoredObject("shared", "dir/photo one.jpg", BODY)
    storage.client().create_bucket(Bucket=stored.bucket)
    storage.client().put_object(
        Bucket=stored.bucket, Key=stored.key, Body=stored.body, ContentType="image/jpeg"
    )
    return stored
