"""Links as the command `presign` makes them, for one storage and one signature version."""

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
    """Make links with the owner's keys, or with those of `keys`."""

    presign: Callable[..., str]
    storage: Storage
    version: str
    keys: Mapping[str, str]

    def arguments(self, *options: str, endpoint: str | None = None) -> tuple[str, ...]:
        """Give the command's arguments that all links to this storage share."""
        return ("--endpoint-url", endpoint or self.storage.endpoint, *OPTIONS[self.version], *options)

    def __call__(self, method: str, bucket: str, key: str, *options: str, endpoint: str | None = None) -> str:
        """Make a link; it lives for an hour unless the options say else."""
        shared = self.arguments("--method", method, *options, endpoint=endpoint)
        return self.presign(f"s3://{bucket}/{key}", *shared, env=self.keys)

    def of(self, *, version: str | None = None, keys: Mapping[str, str] | None = None) -> Links:
        """Give the same links, but of another version or by another signer."""
        return dataclasses.replace(self, version=version or self.version, keys=keys or self.keys)


def item(link: str, name: str) -> str:
    """Text of a query item as it stands in the link."""
    found = re.findall(rf"[?&]{re.escape(name)}=([^&]*)", link)
    assert len(found) == 1, f"{name} stands {len(found)} times in {link}"
    return str(found[0])


def changed(link: str, name: str, new: str) -> str:
    """Give the link with another value for a query item, as a forger would write it."""
    old = item(link, name)
    assert old != new
    return link.replace(f"{name}={old}", f"{name}={new}")


def rewritten(link: str, old: str, new: str) -> str:
    """Give the link with one piece of its text replaced."""
    assert link.count(old) == 1, f"{old} stands {link.count(old)} times in {link}"
    return link.replace(old, new)
