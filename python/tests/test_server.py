"""The program on the page about servers runs, and accepts botocore's URLs over HTTP."""

from __future__ import annotations

import http.client
import re
import threading
import types
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any, NamedTuple
from wsgiref.simple_server import make_server

import presign
import pytest
from botocore.config import Config
from botocore.session import Session
from conftest import ACCESS_KEY, ROOT, SECRET_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "python" / "docs" / "verifying-in-a-server.md"
KEY, BODY = "2026/a cat+ü.jpg", b"a picture"


class Server(NamedTuple):
    """A running server and the names of its program."""

    port: int
    program: types.ModuleType


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Run the page's program."""
    (source,) = re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    program = types.ModuleType("program")
    exec(compile(source, str(PAGE), "exec"), program.__dict__)
    handler = type("Quiet", (program.Handler,), {"log_message": lambda *_: None})
    with make_server("localhost", 0, program.app, handler_class=handler) as running:
        port = running.server_port
        # The port of the page's server is replaced.
        endpoint = f"http://localhost:{port}"
        vars(program)["verifier"] = presign.Verifier(program.SECRETS, endpoint=endpoint, region="us-east-1")
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield Server(port, program)
        running.shutdown()
        thread.join()


@pytest.fixture(params=["s3v4", "s3-query"])
def client(server: Server, request: pytest.FixtureRequest) -> Any:
    """Return a botocore client whose endpoint is this server."""
    return Session().create_client(
        "s3",
        region_name="us-east-1",
        endpoint_url=f"http://localhost:{server.port}",
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        config=Config(signature_version=request.param, s3={"addressing_style": "path"}),
    )


def link(client: Any, operation: str = "get_object", key: str = KEY, **options: Any) -> str:
    """Sign a URL with botocore."""
    return str(client.generate_presigned_url(operation, {"Bucket": "photos", "Key": key}, **options))


def fetch(url: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    """Send a request with a URL."""
    request = urllib.request.Request(url, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def code(answer: tuple[int, bytes]) -> tuple[int, str]:
    """Return status and error code of a response."""
    found = re.findall(rb"<Code>(\w+)</Code>", answer[1])
    return answer[0], found[0].decode() if found else ""


def test_a_url_is_accepted_for_its_own_request(client: Any) -> None:
    """A URL is accepted for its own request only."""
    url = link(client)
    assert fetch(url) == (200, BODY)
    assert code(fetch(url.replace("/photos/", "/secret/"))) == (403, "SignatureDoesNotMatch")
    assert code(fetch(url, "PUT")) == (403, "SignatureDoesNotMatch")
    assert code(fetch(link(client, key="none"))) == (404, "NoSuchKey")
    assert code(fetch(link(client, "delete_object"), "DELETE")) == (405, "MethodNotAllowed")
    assert code(fetch(url.partition("?")[0])) == (403, "AccessDenied")
    assert code(fetch(url, **{"X-Amz-Acl": "public-read"}))[0] == 403
    assert code(fetch(link(client, ExpiresIn=-5)))[0] in (400, 403)


@pytest.mark.parametrize("key", ["//a", "a/../../b", "%2F", "a+b", "ü", "?a=b&c#d", "\n", "a%20b"])
def test_keys_are_the_signed_ones(server: Server, client: Any, key: str) -> None:
    """Each key is the signed one: nothing was decoded twice or joined."""
    server.program.OBJECTS["photos", key] = key.encode()
    assert fetch(link(client, key=key)) == (200, key.encode())


def test_raw_requests_are_checked(server: Server, client: Any) -> None:
    """Raw requests are checked: another host, another encoding, bytes that are not UTF-8."""
    host = f"localhost:{server.port}"
    target = link(client).removeprefix(f"http://{host}")

    def send(target: str, *headers: tuple[str, str | bytes]) -> tuple[int, str]:
        connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
        connection.putrequest("GET", target, skip_host=True)
        for header in headers:
            connection.putheader(*header)
        connection.endheaders()
        answer = connection.getresponse()
        return code((answer.status, answer.read()))

    assert send(target, ("Host", host)) == (200, "")
    assert send(f"http://{host}{target}", ("Host", host)) == (200, "")
    assert send(target, ("Host", "other.example")) == (400, "InvalidRequest")
    assert send(target, ("HOST", host.upper())) == (200, "")
    assert send(target)[0] == 400
    assert send(f"/{target}", ("Host", host)) == (400, "InvalidBucketName")
    assert send(target.replace("?", "/?"), ("Host", host)) == (403, "SignatureDoesNotMatch")
    assert send(target, ("Host", host), ("X-Custom", b"\xff")) == (200, "")
    assert send(target, ("Host", host), ("X_Amz_Meta_A", b"\xff")) == (403, "SignatureDoesNotMatch")
    assert send(target.replace("%20", "%zz"), ("Host", host)) == (400, "InvalidURI")
    assert send(target, ("Host", host), ("Authorization", "AWS a:b")) == (400, "InvalidArgument")
