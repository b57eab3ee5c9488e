"""A middleware for ASGI servers and frameworks that lets only requests with valid presigned URLs pass.

app = presign.asgi.VerifyMiddleware(app, presign.Verifier(keys, endpoint="files.example"))

The page `docs/verifying-in-a-server.md` has whole programs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from presign import Refused
from presign._received import error_body, of_asgi

if TYPE_CHECKING:
    from presign import Verifier

__all__ = ["VERIFIED", "VerifyMiddleware"]

#: The name in the scope of the `presign.Verified` of the request.
VERIFIED = "presign.verified"
#: The code of a WebSocket that is closed because of a rule (RFC 6455 section 7.4.1).
POLICY_VIOLATION = 1008

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class VerifyMiddleware:
    """Calls an ASGI application with verified requests, and answers all others as a storage does, in XML.

    The application finds what the URL is for in `scope["presign.verified"]`, a `presign.Verified`. WebSockets
    are closed, because presigned URLs are not for them. Other kinds of connections are an error.

    Args:
        app: the application.
        verifier: checks the requests.
        in_thread: verify in a thread, so that the event loop runs while `secrets` waits for a database.

    """

    def __init__(self, app: Application, verifier: Verifier, *, in_thread: bool = False) -> None:
        """Store the arguments."""
        self._app = app
        self._verifier = verifier
        self._in_thread = in_thread

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        if scope["type"] == "http":
            received = of_asgi(scope)
            try:
                if self._in_thread:
                    verified = await asyncio.to_thread(received.verify, self._verifier)
                else:
                    verified = received.verify(self._verifier)
            except Refused as refused:
                await _refuse(refused, received.method, send)
                return
            # The server's own scope stays as it is.
            scope = {**scope, VERIFIED: verified}
        elif scope["type"] != "lifespan":
            # The application would get a connection of a client that nothing has verified.
            message = f"presign.asgi does not support the scope {scope['type']!r}"
            raise ValueError(message)
        await self._app(scope, receive, send)


async def _refuse(refused: Refused, method: str, send: Send) -> None:
    body = error_body(refused)
    headers = [(b"content-type", b"application/xml"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
