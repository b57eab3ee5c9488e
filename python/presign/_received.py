"""A received request in the form that `presign.Verifier.verify` takes, and the response to a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from presign import Refused, Verified, Verifier

#: The path characters that Signature Version 4 leaves as they are.
SAFE = "/-._~"


class Received(NamedTuple):
    """The arguments of `verify`."""

    method: str
    target: str
    headers: list[tuple[str, str]]

    def verify(self, verifier: Verifier) -> Verified:
        """Verify the request."""
        return verifier.verify(self.method, self.target, self.headers)


def of_wsgi(environ: Mapping[str, Any], path: bytes | None = None) -> Received:
    """Return the request of a WSGI server. WSGI decodes bytes as Latin-1.

    `path` is for a framework that has changed PATH_INFO.
    """
    # gunicorn has the raw target in RAW_URI; uWSGI, mod_wsgi and Werkzeug have it in REQUEST_URI.
    target = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if not target:
        # wsgiref has only the decoded path. Encoding it again gives the path of a client that encodes as
        # Signature Version 4 does; the URL of any other client is refused, because its signature differs.
        if path is None:
            path = (environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")).encode("latin-1")
        target = with_query(quote(path, safe=SAFE), environ.get("QUERY_STRING", ""))
    return Received(environ["REQUEST_METHOD"], target, list(headers_of_wsgi(environ)))


def headers_of_wsgi(environ: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Yield all headers as the client sent them."""
    for name, value in environ.items():
        if name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            if value:
                yield name.replace("_", "-"), value
        elif name.startswith("HTTP_"):
            yield name[5:].replace("_", "-"), value.encode("latin-1").decode("utf-8", "surrogateescape")


def of_asgi(scope: Mapping[str, Any]) -> Received:
    """Return the request of an ASGI server."""
    raw = scope.get("raw_path")
    path = quote(scope["path"], safe=SAFE) if raw is None else text(raw)
    headers = [(text(name), text(value)) for name, value in scope["headers"]]
    return Received(scope["method"], with_query(path, text(scope["query_string"])), headers)


def with_query(path: str, query: str) -> str:
    """Return the request target."""
    return f"{path}?{query}" if query else path


def text(raw: bytes) -> str:
    """Return a part of a request as text. `verify` refuses what is not UTF-8 where that matters."""
    return raw.decode("utf-8", "surrogateescape")


def error_body(refused: Refused) -> bytes:
    """Return the body of a refusal's response, as storages write it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{refused.code}</Code><Message>{escape(refused.message)}</Message></Error>"
    ).encode()
