"""Fixtures of the storage tests. A test runs with each storage and version unless it is marked otherwise."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import rgw as ceph_rgw
import swift_s3api
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


@pytest.fixture(scope="session")
def rgw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ceph_rgw.Rgw]:
    """Run a Ceph RGW for the whole session."""
    with ceph_rgw.running(tmp_path_factory.mktemp("rgw")) as storage:
        yield storage


@pytest.fixture(scope="session")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """Run a Swift with s3api for the whole session."""
    with swift_s3api.running(tmp_path_factory.mktemp("swift")) as storage:
        yield storage


@pytest.fixture(scope="session", params=["rgw", "swift"])
def storage(request: pytest.FixtureRequest) -> Storage:
    """Return each storage in turn."""
    running: Storage = request.getfixturevalue(request.param)
    return running


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
