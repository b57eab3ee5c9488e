"""What the middlewares and the decorator do besides serving the page's programs."""

from __future__ import annotations

import asyncio
import io
import threading
from typing import Any
from wsgiref.util import setup_testing_defaults
from xml.etree import ElementTree as ET

import django.views
import presign
import presign.wsgi
import pytest
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from presign._received import of_wsgi
from presign.asgi import VERIFIED, VerifyMiddleware
from presign.django import verified

SIGNER = presign.Signer("AKIAIOSFODNN7EXAMPLE", "secret", endpoint="http://testserver")
HOST = [(b"host", b"testserver")]


def target(key: str = "a//b ü") -> str:
    """Return the request target of a URL."""
    return SIGNER.get("bucket", key).removeprefix("http://testserver")


def scope_of(url: str, **changed: Any) -> dict[str, Any]:
    """Return the scope of a request as an ASGI server without `raw_path` passes it."""
    path, _, query = url.partition("?")
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": HOST,
        **changed,
    }


def answers(middleware: VerifyMiddleware, scope: dict[str, Any]) -> list[Any]:
    """Return what the middleware sends."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    asyncio.run(middleware(scope, receive, send))
    return sent


async def echo(scope: Any, _: Any, send: Any) -> None:
    """Send the scope that the application got."""
    await send(scope)


@pytest.mark.parametrize("in_thread", [False, True])
def test_a_function_for_secrets_is_called_where_in_thread_says(in_thread: bool) -> None:  # noqa: FBT001
    """With in_thread the secrets are queried in another thread than the event loop's."""
    called_in: list[int] = []

    def secrets(_: str) -> str:
        called_in.append(threading.get_ident())
        return "secret"

    middleware = VerifyMiddleware(echo, presign.Verifier(secrets), in_thread=in_thread)
    scope = scope_of(target())
    (passed,) = answers(middleware, scope)
    assert passed[VERIFIED].key == "a//b ü"
    assert VERIFIED not in scope
    assert (called_in[0] == threading.get_ident()) is not in_thread


def test_lifespan_passes_and_a_websocket_is_closed() -> None:
    """The server's start reaches the application; a WebSocket does not, with a URL or without."""
    middleware = VerifyMiddleware(echo, presign.Verifier({"AKIAIOSFODNN7EXAMPLE": "secret"}))
    assert answers(middleware, {"type": "lifespan"}) == [{"type": "lifespan"}]
    closed = answers(middleware, scope_of(target(), type="websocket"))
    assert closed == [{"type": "websocket.close", "code": 1008}]


def test_a_connection_of_another_kind_does_not_reach_the_application() -> None:
    """An extension of ASGI may bring requests of another type, which nothing verifies."""
    middleware = VerifyMiddleware(echo, presign.Verifier({"AKIAIOSFODNN7EXAMPLE": "secret"}))
    with pytest.raises(ValueError, match="webtransport"):
        answers(middleware, scope_of(target(), type="webtransport"))


@pytest.mark.parametrize("found", ["", b"secret", True, 0, ("",), asyncio.sleep], ids=repr)
def test_a_lookup_that_returns_no_secret_is_an_error(found: Any) -> None:
    """What is no secret does not let a request pass, be it true or false. A coroutine is true."""
    coroutines: list[Any] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:  # noqa: ARG001
        raise AssertionError

    def secrets(_: str) -> Any:
        if found is not asyncio.sleep:
            return found
        coroutines.append(asyncio.sleep(0, "secret"))
        return coroutines[-1]

    verifier = presign.Verifier(secrets)
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "RAW_URI": target(), "HTTP_HOST": "testserver"}
    with pytest.raises((TypeError, presign.CredentialsError)):
        presign.wsgi.VerifyMiddleware(app, verifier)(environ, lambda *_: None)  # type: ignore[arg-type]
    with pytest.raises((TypeError, presign.CredentialsError)):
        answers(VerifyMiddleware(echo, verifier, in_thread=True), scope_of(target()))
    for coroutine in coroutines:
        coroutine.close()


def test_a_missing_raw_path_is_encoded_again() -> None:
    """A server that passes only the decoded path serves URLs that are encoded as Signature Version 4 does."""
    middleware = VerifyMiddleware(echo, presign.Verifier({"AKIAIOSFODNN7EXAMPLE": "secret"}))
    (passed,) = answers(middleware, scope_of(target("a b+ü%2F"), raw_path=None, path="/bucket/a b+ü%2F"))
    assert passed[VERIFIED].key == "a b+ü%2F"


def test_django_verifies_for_synchronous_and_asynchronous_views() -> None:
    """Both kinds of view get the request with its URL, and are exempt from CSRF."""
    decorate = verified(presign.Verifier({"AKIAIOSFODNN7EXAMPLE": "secret"}, endpoint="http://testserver"))

    @decorate
    def view(request: Any) -> HttpResponse:
        return HttpResponse(request.presigned.key)

    @decorate
    async def async_view(request: Any) -> HttpResponse:
        return HttpResponse(request.presigned.key)

    for made in (view, async_view):
        assert made.csrf_exempt  # type: ignore[attr-defined]
        assert made.__name__.endswith("view")
    for url, status in ((target(), 200), (target() + "&x=y", 403)):
        answer = view(RequestFactory().get(url, headers={"host": "testserver"}))
        assert answer.status_code == status
        answer = asyncio.run(async_view(ASGIRequest(scope_of(url), io.BytesIO())))
        assert answer.status_code == status
        assert (answer.content == "a//b ü".encode()) is (status == 200)


def test_django_verifies_the_method_that_the_view_sees() -> None:
    """A middleware that obeys X-HTTP-Method-Override does not turn a URL for POST into one for DELETE."""
    decorate = verified(presign.Verifier({"AKIAIOSFODNN7EXAMPLE": "secret"}, endpoint="http://testserver"))

    @decorate
    def view(request: Any) -> HttpResponse:
        return HttpResponse(request.method + request.presigned.method)

    url = SIGNER.presign("POST", "bucket", "k").removeprefix("http://testserver")
    for method, status in (("POST", 200), ("DELETE", 403)):
        request = RequestFactory().post(url, headers={"host": "testserver"})
        request.method = method
        assert view(request).status_code == status


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_django_caches_no_verified_response() -> None:
    """Django's cache, which comes before the decorator, would answer a request without its signed header."""
    decorate = verified(presign.Verifier({"AKIAIOSFODNN7EXAMPLE": "secret"}, endpoint="http://testserver"))
    made = SIGNER.presign_request("GET", "bucket", "k", headers={"x-amz-meta-a": "b"})
    url = made.url.removeprefix("http://testserver")

    @cache_page(60)
    @decorate
    def view(_: Any) -> HttpResponse:
        return HttpResponse("a secret")

    @decorate
    def public(_: Any) -> HttpResponse:
        return HttpResponse("a", headers={"Cache-Control": "max-age=60"})

    class View(django.views.View):
        async def get(self, _: Any) -> HttpResponse:
            return HttpResponse("a")

    def request(**headers: str) -> Any:
        return RequestFactory().get(url, headers={"host": "testserver", **headers})

    assert view(request(**{"x-amz-meta-a": "b"})).content == b"a secret"
    assert view(request(**{"x-amz-meta-a": "c"})).status_code == 403
    assert public(request(**{"x-amz-meta-a": "b"})).headers["Cache-Control"] == "max-age=60"
    method = method_decorator(decorate, name="dispatch")(View).as_view()
    answer = asyncio.run(method(request(**{"x-amz-meta-a": "b"})))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private")


def test_the_raw_target_of_a_wsgi_server_is_preferred() -> None:
    """The target is verified as the client sent it where the server passes it, by either of its names."""
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "/app",
        "PATH_INFO": "/b/\xc3\xbc",
        "QUERY_STRING": "a=b",
    }
    for name in ("RAW_URI", "REQUEST_URI"):
        assert of_wsgi({**environ, name: "/raw%2f?a=b"}).target == "/raw%2f?a=b"
    assert of_wsgi(environ).target == "/app/b/%C3%BC?a=b"
    assert of_wsgi({**environ, "QUERY_STRING": ""}, "/ü".encode()).target == "/%C3%BC"


def test_what_a_wsgi_server_may_leave_out_is_empty() -> None:
    """PEP 3333: SCRIPT_NAME, PATH_INFO and QUERY_STRING may be missing."""
    assert of_wsgi({"REQUEST_METHOD": "PUT", "PATH_INFO": "/b/a ~_-.k"}).target == "/b/a%20~_-.k"
    assert of_wsgi({"REQUEST_METHOD": "PUT", "SCRIPT_NAME": "/app"}).target == "/app"
    assert of_wsgi({"REQUEST_METHOD": "PUT", "PATH_INFO": "/"}).method == "PUT"


def test_the_headers_of_a_wsgi_server_are_those_of_the_client() -> None:
    """PEP 3333: names are HTTP_NAME, but for two; values are bytes decoded as Latin-1."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "CONTENT_TYPE": "image/png",
        "CONTENT_LENGTH": "",
        "SERVER_NAME": "h",
        "HTTP_X_AMZ_META_A": "\xc3\xbc",
        "HTTP_X_AMZ_META_B": "\xff",
        "wsgi.url_scheme": "https",
    }
    assert of_wsgi(environ).headers == [
        ("CONTENT-TYPE", "image/png"),
        ("X-AMZ-META-A", "ü"),
        ("X-AMZ-META-B", "\udcff"),
    ]
    length = {"REQUEST_METHOD": "PUT", "PATH_INFO": "/", "CONTENT_TYPE": "", "CONTENT_LENGTH": "5"}
    assert of_wsgi(length).headers == [("CONTENT-LENGTH", "5")]


def check_refusal(status: int, headers: dict[str, str], body: bytes, method: str) -> None:
    """Read a response to a refused request as a client reads a storage's."""
    assert status == 403
    assert headers["content-type"] == "application/xml"
    if method == "HEAD":
        assert body == b""
        assert int(headers["content-length"]) > 50
    else:
        assert int(headers["content-length"]) == len(body)
        assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<Error>')
        error = ET.fromstring(body)
        assert error.findtext("Code") == "SignatureDoesNotMatch"
        assert error.findtext("Message", "").startswith("The request signature we calculated")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_a_wsgi_application_gets_verified_requests_alone(method: str) -> None:
    """All others are answered with a storage's status, headers and body."""
    started: list[Any] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["presign.verified"].key.encode()]

    middleware = presign.wsgi.VerifyMiddleware(app, presign.Verifier({"AKIAIOSFODNN7EXAMPLE": "secret"}))
    url = SIGNER.presign(method, "bucket", "k").removeprefix("http://testserver")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "RAW_URI": url, "HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    assert b"".join(middleware(environ, lambda *given: started.append(given))) == b"k"  # type: ignore[arg-type]
    environ["RAW_URI"] += "&x=y"
    body = b"".join(middleware(environ, lambda *given: started.append(given)))  # type: ignore[arg-type]
    assert [status for status, _ in started] == ["200 OK", "403 Forbidden"]
    headers = {name.lower(): value for name, value in started[1][1]}
    check_refusal(403, headers, body, method)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_an_asgi_application_gets_verified_requests_alone(method: str) -> None:
    """All others are answered with a storage's status, headers and body."""
    middleware = VerifyMiddleware(echo, presign.Verifier({"AKIAIOSFODNN7EXAMPLE": "secret"}))
    url = SIGNER.presign(method, "bucket", "k").removeprefix("http://testserver")
    (passed,) = answers(middleware, scope_of(url, method=method))
    assert passed["presign.verified"].method == method
    start, end = answers(middleware, scope_of(url + "&x=y", method=method))
    assert (start["type"], end["type"]) == ("http.response.start", "http.response.body")
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    check_refusal(start["status"], headers, end["body"], method)
