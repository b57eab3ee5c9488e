"""Real servers with the programs of the page about frameworks, and clients that sign with botocore."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import botocore.session
from botocore.config import Config
from pages import block

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ACCESS_KEY, SECRET_KEY = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEY, BODY = "2026/a cat+ü.jpg", b"a picture"
WSGIREF = """
import sys
from wsgiref.simple_server import make_server
from program import {app}
make_server("localhost", int(sys.argv[1]), {app}).serve_forever()
"""
# By server: the command, with the application's name and the port.
SERVERS = {
    "uvicorn-h11": "-m uvicorn program:{app} --host localhost --port {port} --http h11",
    "uvicorn-httptools": "-m uvicorn program:{app} --host localhost --port {port} --http httptools",
    "gunicorn": "-m gunicorn program:{app} --bind localhost:{port} --no-control-socket",
    "wsgiref": "wsgiref_server.py {port}",
}


class Answer(NamedTuple):
    """A server's response."""

    status: int
    body: bytes
    headers: dict[str, str]


class Server(NamedTuple):
    """A running server."""

    port: int

    def send(self, method: str, url: str, *headers: tuple[str, str]) -> Answer:
        """Send a request with a URL of this server, without changing its path."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.putrequest(method, url.removeprefix(f"http://localhost:{self.port}"))
            for header in headers:
                connection.putheader(*header)
            connection.endheaders()
            response = connection.getresponse()
            received = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, response.read(), received)

    def link(self, operation: str = "get_object", *, version: str = "s3v4", **params: str) -> str:
        """Sign a URL for this server with botocore."""
        client: Any = botocore.session.Session().create_client(
            "s3",
            region_name="us-east-1",
            endpoint_url=f"http://localhost:{self.port}",
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            config=Config(signature_version=version, s3={"addressing_style": "path"}),
        )
        return str(client.generate_presigned_url(operation, {"Bucket": "photos", "Key": KEY, **params}))


def free_port() -> int:
    """Return a port that no server uses."""
    with socket.create_server(("localhost", 0)) as taken:
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def running(folder: Path, heading: str, server: str, app: str) -> Iterator[Server]:
    """Run the program of a section with a server."""
    port = free_port()
    # The port of the page's server is replaced.
    program = block("frameworks.md", heading).replace("localhost:8000", f"localhost:{port}")
    (folder / "program.py").write_text(program, encoding="utf-8")
    (folder / "wsgiref_server.py").write_text(WSGIREF.format(app=app), encoding="utf-8")
    (folder / "cat.jpg").write_bytes(BODY)
    command = SERVERS[server].format(app=app, port=port).split()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONPATH": "."},
        )
    try:
        while True:
            if process.poll() is not None:
                message = (folder / "log").read_text(encoding="utf-8")
                raise AssertionError(message)
            with contextlib.suppress(ConnectionError), socket.create_connection(("localhost", port)):
                break
            time.sleep(0.05)
        yield Server(port)
    finally:
        process.terminate()
        process.wait()
