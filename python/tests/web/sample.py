"""A program that uses the modules for web services. mypy and pyright check it; nothing runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_type

import presign
import presign.aio
import presign.asgi
import presign.boto3
import presign.fastapi
import presign.wsgi
from presign.django import verified

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse


def link(signer: presign.SignerProtocol) -> str:
    """Accept either signer."""
    assert_type(signer.presign_many("GET", "bucket", ["key"], expires_in=60), list[str])
    assert_type(signer.presign_request("GET", "bucket", "key").headers, dict[str, str])
    assert_type(signer.region, str)
    signer.get("bucket")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    return signer.get("bucket", "key", expires_in=60, filename="a.jpg")


def both(client: Any) -> None:
    """Pass both signers to it."""
    link(presign.Signer("access key", "secret key"))
    link(presign.boto3.signer(client))
    links = presign.boto3.Client(client, max_expires_in=60)
    assert_type(links.generate_presigned_url("get_object", {"Bucket": "b"}, 60, stable_for=60), str)
    assert_type(links.generate_presigned_post("bucket", "key", Conditions=[]), dict[str, Any])


async def asynchronous(client: Any) -> None:
    """Await the asynchronous signer's results."""
    signer = presign.aio.signer(client, strict=True)
    assert_type(await signer.get("bucket", "key", stable_for=60), str)
    assert_type(await signer.presign_many("GET", "bucket", ["key"]), list[str])
    assert_type(await presign.aio.Client(client).generate_presigned_url("get_object"), str)
    await signer.get("bucket", "key", expires_in="60")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Serve nothing."""
    link: presign.Verified = environ[presign.wsgi.VERIFIED]
    assert_type((link.method, link.query), tuple[str, list[tuple[str, str]]])
    start_response("204 No Content", [])
    return []


async def asgi_application(
    scope: presign.asgi.Scope, receive: presign.asgi.Receive, send: presign.asgi.Send
) -> None:
    """Serve nothing."""


@verified(presign.Verifier({}))
def view(request: Any) -> object:
    """Serve nothing."""
    return request.presigned


verifier = presign.Verifier({})
presign.wsgi.VerifyMiddleware(application, verifier)
presign.asgi.VerifyMiddleware(asgi_application, verifier, in_thread=True)
presign.fastapi.verified(verifier)
