"""A middleware for WSGI servers and frameworks that lets only requests with valid presigned URLs pass.

app = presign.wsgi.VerifyMiddleware(app, presign.Verifier(keys, endpoint="files.example"))

The page `docs/verifying-in-a-server.md` has whole programs.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from presign import Refused
from presign._received import error_body, of_wsgi

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication

    from presign import Verifier

__all__ = ["VERIFIED", "VerifyMiddleware"]

#: The name in `environ` of the `presign.Verified` of the request.
VERIFIED = "presign.verified"


class VerifyMiddleware:
    """Calls a WSGI application with verified requests, and answers all others as a storage does, in XML.

    The application finds what the URL is for in `environ["presign.verified"]`, a `presign.Verified`.

    Args:
        app: the application.
        verifier: checks the requests.

    """

    def __init__(self, app: WSGIApplication, verifier: Verifier) -> None:
        """Store the arguments."""
        self._app = app
        self._verifier = verifier

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        try:
            environ[VERIFIED] = of_wsgi(environ).verify(self._verifier)
        except Refused as refused:
            body = error_body(refused)
            headers = [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))]
            start_response(f"{refused.status} {HTTPStatus(refused.status).phrase}", headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        return self._app(environ, start_response)
