"""A dependency for FastAPI that is the `presign.Verified` of a request with a valid presigned URL.

The page `docs/verifying-in-a-server.md` has a whole program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from presign import Refused, Verified
from presign._optional import require
from presign._received import of_asgi

require("fastapi", user="presign.fastapi", install="presign-rs[fastapi]")

from fastapi import HTTPException, Request  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from presign import Verifier

__all__ = ["verified"]


def verified(verifier: Verifier) -> Callable[[Request], Verified]:
    """Return the dependency. FastAPI calls it in a thread, so `secrets` may query a database.

    A request without a valid URL is answered with the status of the refusal, and with its code and its
    message as `detail`, in JSON. For the XML of storages use `presign.asgi.VerifyMiddleware`.

    Args:
        verifier: checks the requests.

    """

    def dependency(request: Request) -> Verified:
        try:
            return of_asgi(request.scope).verify(verifier)
        except Refused as refused:
            detail = {"code": refused.code, "message": refused.message}
            raise HTTPException(status_code=refused.status, detail=detail) from refused

    return dependency
