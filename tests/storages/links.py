"""Makes links with the command `presign`, for one storage and one signature version."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storage import Storage

OPTIONS = {"v4": (), "v2": ("--v2",)}
VERSIONS = tuple(OPTIONS)


@dataclass(frozen=True)
class Links:
    """Makes links with these keys."""

    presign: Callable[..., str]
    storage: Storage
    version: str
    keys: Mapping[str, str]

    def arguments(self, *options: str, endpoint: str | None = None) -> tuple[str, ...]:
        """Return the command's arguments that all links to this storage share."""
        return ("--endpoint-url", endpoint or self.storage.endpoint, *OPTIONS[self.version], *options)

    def __call__(self, method: str, bucket: str, key: str, *options: str, endpoint: str | None = None) -> str:
        """Make a link, which expires in an hour unless the options say otherwise."""
        shared = self.arguments("--method", method, *options, endpoint=endpoint)
        return self.presign(f"s3://{bucket}/{key}", *shared, env=self.keys)

    def of(self, *, version: str | None = None, keys: Mapping[str, str] | None = None) -> Links:
        """Return a maker of links with another version or other keys."""
        return dataclasses.replace(self, version=version or self.version, keys=keys or self.keys)


def item(link: str, name: str) -> str:
    """Return the encoded value of a query parameter."""
    found = re.findall(rf"[?&]{re.escape(name)}=([^&]*)", link)
    assert len(found) == 1, f"{name} is {len(found)} times in {link}"
    return str(found[0])


def changed(link: str, name: str, new: str) -> str:
    """Return the link with another encoded value of a query parameter."""
    old = item(link, name)
    assert old != new
    return link.replace(f"{name}={old}", f"{name}={new}")


def rewritten(link: str, old: str, new: str) -> str:
    """Return the link with a part of its text replaced."""
    assert link.count(old) == 1, f"{old} is {link.count(old)} times in {link}"
    return link.replace(old, new)
