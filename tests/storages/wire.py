"""A raw HTTP client: the request goes out exactly as the link says, nothing is decoded or normalised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import http.client

# Pairs where a name may come more than once.
Headers = Mapping[str, str] | Iterable[tuple[str, str]]

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """What a storage answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def element(self, name: str) -> str:
        """Text of the first XML element of this name; empty when there is none."""
        found = re.search(rf"<{name}>([^<]*)</{name}>".encode(), self.body)
        return found[1].decode() if found else ""

    @property
    def verdict(self) -> tuple[int, str]:
        """Status and S3 error code; the code is empty when the storage names none."""
        return self.status, self.element("Code")


def target_of(link: str) -> tuple[str, str]:
    """Cut a link into the authority and the request target, as they stand."""
    assert link.startswith("http://"), f"not a plain http link: {link}"
    authority, slash, rest = link.removeprefix("http://").partition("/")
    return authority, slash + rest


def exchange(
    connection: http.client.HTTPConnection,
    method: str,
    link: str,
    body: bytes | None,
    headers: Headers,
) -> Answer:
    """Send the link's own target and Host down a connection, and nothing that was not asked for.

    A Host among the headers takes the place of the link's own.
    """
    authority, target = target_of(link)
    connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
    if not any(name.lower() == "host" for name, _ in pairs):
        connection.putheader("Host", authority)
    for name, value in pairs:
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    return Answer(response.status, {n.lower(): v for n, v in response.getheaders()}, response.read())
