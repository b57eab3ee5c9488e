"""An HTTP client that sends the target and the host of a link unchanged, without decoding or normalising."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import http.client

# Pairs if a name is repeated.
Headers = Mapping[str, str] | Iterable[tuple[str, str]]

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """A storage's response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def element(self, name: str) -> str:
        """Return the text of the first XML element with this name, or an empty string."""
        found = re.search(rf"<{name}>([^<]*)</{name}>".encode(), self.body)
        return found[1].decode() if found else ""

    @property
    def verdict(self) -> tuple[int, str]:
        """Return the HTTP status and the S3 error code, which is empty if the response has none."""
        return self.status, self.element("Code")


def target_of(link: str) -> tuple[str, str]:
    """Split a link into the authority and the request target, without decoding them."""
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
    """Send a request with the link's target and Host, and with no header that the test does not name.

    A Host among the headers replaces the link's.
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
