"""The programs on the page about frameworks serve botocore's URLs, and nothing else, with real servers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pages import blocks, shown
from serving import BODY, KEY, Server, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Section of the page, server, name of the application.
PROGRAMS = [
    ("FastAPI", "uvicorn-h11", "app"),
    ("FastAPI", "uvicorn-httptools", "app"),
    ("ASGI", "uvicorn-h11", "app"),
    ("ASGI", "uvicorn-httptools", "app"),
    ("WSGI", "gunicorn", "app"),
    ("WSGI", "wsgiref", "app"),
    ("Django", "gunicorn", "application"),
    ("Django", "wsgiref", "application"),
    ("Django", "uvicorn-httptools", "asgi_application"),
]
# Keys that are no paths, and those that a server might change.
KEYS = [
    KEY,
    "a//b",
    "/a",
    "//",
    "a/../b",
    "./a",
    "a%2Fb",
    "a+b",
    "ü/文.txt",
    "?a=b&c#d",
    "a\nb",
    "%",
    "a;b",
    "a b ",
]


@pytest.fixture(scope="module", params=PROGRAMS, ids="-".join)
def serving(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, Server]]:
    """Run each program with each server; return the section, the server's name and the server."""
    section, name, app = request.param
    folder: Path = tmp_path_factory.mktemp(section)
    with running(folder, section, name, app) as server:
        yield section, name, server


@pytest.fixture
def server(serving: tuple[str, str, Server]) -> Server:
    """Return the server."""
    return serving[2]


def code(body: bytes) -> str:
    """Return the error code in a refusal: XML, or FastAPI's JSON."""
    (found,) = re.findall(rb'<Code>(\w+)</Code>|"code":"(\w+)"', body)
    return b"".join(found).decode()


def test_a_url_is_served_for_its_own_request_only(server: Server) -> None:
    """The object is served for the URL, and a changed or an unsigned one is refused with S3's code."""
    url = server.link()
    served = server.send("GET", url)
    assert (served.status, served.body) == (200, BODY)
    other = server.send("GET", url.replace("/photos/", "/secret/"))
    assert (other.status, code(other.body)) == (403, "SignatureDoesNotMatch")
    unsigned = server.send("GET", url.partition("?")[0])
    assert (unsigned.status, code(unsigned.body)) == (403, "AccessDenied")
    added = server.send("GET", url + "&response-content-type=text/html")
    assert (added.status, code(added.body)) == (403, "SignatureDoesNotMatch")
    disguised = server.send("GET", url, ("X-Amz-Acl", "public-read"))
    assert disguised.status == 403
    assert server.send("GET", server.link(Key="none")).status == 404


def test_version_2_is_verified(serving: tuple[str, str, Server]) -> None:
    """A URL of version 2 is served; wsgiref invents a Content-Type, which version 2 signs, so it refuses."""
    _, name, server = serving
    served = server.send("GET", server.link(version="s3-query"))
    assert served.status == (403 if name == "wsgiref" else 200), served


@pytest.mark.parametrize("key", KEYS)
def test_keys_arrive_as_they_were_signed(server: Server, key: str) -> None:
    """No server or framework changes a key on its way to the verifier: a missing object is not refused."""
    expected = 200 if key == KEY else 404
    assert server.send("GET", server.link(Key=key)).status == expected


def test_head_is_refused_or_has_no_body(serving: tuple[str, str, Server]) -> None:
    """A HEAD with a URL for GET is accepted with head_for_get, and no response to a HEAD has a body."""
    section, _, server = serving
    answer = server.send("HEAD", server.link())
    assert (answer.status, answer.body) == (200 if section in ("FastAPI", "Django") else 403, b"")
    assert server.send("HEAD", server.link().replace("/photos/", "/secret/"))[:2] == (403, b"")


def test_a_range_is_served_by_fastapi_and_ignored_by_the_others(serving: tuple[str, str, Server]) -> None:
    """A Range header, which is not signed, is accepted."""
    section, _, server = serving
    answer = server.send("GET", server.link(), ("Range", "bytes=2-4"))
    assert (answer.status, answer.body) == ((206, BODY[2:5]) if section == "FastAPI" else (200, BODY))


def test_signed_overrides_reach_the_program(serving: tuple[str, str, Server]) -> None:
    """The programs read the overrides of the response's headers from `Verified.query`."""
    section, _, server = serving
    answer = server.send("GET", server.link(ResponseContentType="image/x-own"))
    assert answer.status == 200
    if section in ("FastAPI", "Django"):
        assert answer.headers["content-type"] == "image/x-own"


def test_other_methods_are_refused(server: Server) -> None:
    """A URL for PUT is not one for GET, and the programs do not write."""
    url = server.link("put_object")
    assert server.send("GET", url).status == 403
    assert server.send("PUT", url, ("Content-Length", "0")).status in (200, 405)


def test_the_block_about_urls_without_a_bucket_prints_what_it_shows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The last block of the page runs, and prints the text after `# ->`."""
    program = blocks("frameworks.md")[-1]
    exec(program, {})
    assert capsys.readouterr().out == shown(program) != ""
