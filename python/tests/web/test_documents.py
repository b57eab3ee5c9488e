"""The applications of docs/how-to/web-frameworks.md give links to a document to its owner only."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import presign
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

HERE = Path(__file__).resolve().parent
KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_ENDPOINT_URL": "http://files.example",
}
KEY, NAME = "2026/7f3c.bin", "Übersicht.pdf"
VERIFIER = presign.Verifier(
    {KEYS["AWS_ACCESS_KEY_ID"]: KEYS["AWS_SECRET_ACCESS_KEY"]}, endpoint=KEYS["AWS_ENDPOINT_URL"]
)
HOST = ("Host", "files.example")


def check_download(response: dict[str, Any]) -> None:
    """Check the redirect of the owner: a link that a storage accepts, for a minute, which no cache keeps."""
    headers = response["headers"]
    assert response["status"] == 302
    assert "no-store" in headers["cache-control"]
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")
    link = VERIFIER.verify("GET", headers["location"], [HOST])
    assert (link.bucket, link.key) == ("documents", KEY)
    assert link.expires_at - link.signed_at == 60
    assert "%C3%9Cbersicht.pdf" in dict(link.query)["response-content-disposition"]


def check_upload(response: dict[str, Any], user: str) -> None:
    """Check the link for an upload: for a PDF, under a key of the user's own."""
    assert response["status"] == 201
    assert "no-store" in response["headers"]["cache-control"]
    made = json.loads(response["body"])
    link = VERIFIER.verify(made["method"], made["url"], [HOST, *made["headers"].items()])
    assert link.key.startswith(f"uploads/{user}/")
    assert made["headers"] == {"content-type": "application/pdf"}
    with pytest.raises(presign.Refused):
        VERIFIER.verify("PUT", made["url"], [HOST, ("Content-Type", "text/html")])


@pytest.fixture
def fastapi_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import the program for FastAPI with keys in the environment."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    program = importlib.import_module("documents_fastapi")
    yield program
    del sys.modules["documents_fastapi"]


async def _answer(program: ModuleType, method: str, path: str, user: str | None) -> dict[str, Any]:
    """Call the application as a server does, for a user."""
    program.app.dependency_overrides = {} if user is None else {program.current_user: lambda: user}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "scheme": "http",
        "server": ("testserver", 80),
    }
    await program.app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return {"status": sent[0]["status"], "headers": headers, "body": body}


def test_fastapi_gives_links_to_the_owner(fastapi_program: ModuleType) -> None:
    """Other users and strangers get no link, and cannot tell whether the document exists."""

    def answer(method: str, path: str, user: str | None) -> dict[str, Any]:
        return asyncio.run(_answer(fastapi_program, method, path, user))

    fastapi_program.DOCUMENTS[17] = fastapi_program.Document("ada", KEY, NAME)
    check_download(answer("GET", "/documents/17", "ada"))
    other, none = answer("GET", "/documents/17", "eve"), answer("GET", "/documents/18", "eve")
    assert other["status"] == 404
    assert other == none
    assert answer("GET", "/documents/17", None)["status"] == 401
    check_upload(answer("POST", "/documents", "eve"), "eve")
    assert answer("POST", "/documents", None)["status"] == 401


# In a process of its own, because Django has one set of settings.
DJANGO = """
import json

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["testserver"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "documents"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    ROOT_URLCONF="documents.urls",
    SECRET_KEY="not used elsewhere",
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
)
django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from documents.models import Document

call_command("migrate", run_syncdb=True, verbosity=0)
users = {name: get_user_model().objects.create_user(name) for name in ("ada", "eve")}
Document.objects.create(pk=17, owner=users["ada"], key=KEY, name=NAME)


def answer(method, path, user):
    client = Client()
    if user:
        client.force_login(users[user])
    response = client.generic(method, path)
    headers = {name.lower(): value for name, value in response.items()}
    return {"status": response.status_code, "headers": headers, "body": response.content.decode()}


wanted = {
    "owner": answer("GET", "/documents/17", "ada"),
    "other": answer("GET", "/documents/17", "eve"),
    "none": answer("GET", "/documents/18", "eve"),
    "stranger": answer("GET", "/documents/17", None),
    "upload": answer("POST", "/documents", "eve"),
    "upload of a stranger": answer("POST", "/documents", None),
}
print(json.dumps({"answers": wanted, "eve": users["eve"].pk}))
"""


def test_django_gives_links_to_the_owner() -> None:
    """Other users get no link, and cannot tell whether the document exists; strangers are asked to log in."""
    program = f"KEY, NAME = {KEY!r}, {NAME!r}\n{DJANGO}"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=HERE,
        env=KEYS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    answers = found["answers"]
    check_download(answers["owner"])
    assert answers["other"]["status"] == 404
    assert answers["other"] == answers["none"]
    for name in ("stranger", "upload of a stranger"):
        assert answers[name]["status"] == 302
        assert answers[name]["headers"]["location"].startswith("/accounts/login/")
    check_upload(answers["upload"], str(found["eve"]))
