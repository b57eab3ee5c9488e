"""Controls a headless Chromium by the WebDriver protocol, which is HTTP and JSON and needs no library.

https://www.w3.org/TR/webdriver2/
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import daemons
from wire import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSTALL = "apt-get install -y --no-install-recommends chromium chromium-driver"
TIMEOUT_SECONDS = 30
# The protocol's names of keys, https://www.w3.org/TR/webdriver2/#keyboard-actions.
TAB, ENTER = "\ue004", "\ue007"
# The protocol's name of the member that identifies an element.
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def _call(port: int, method: str, path: str, body: object = None) -> Any:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=TIMEOUT_SECONDS)
    with contextlib.closing(connection):
        connection.request(method, path, None if body is None else json.dumps(body))
        response = connection.getresponse()
        value = json.load(response)["value"]
    assert response.status == http.HTTPStatus.OK, value
    return value


@dataclass(frozen=True)
class Browser:
    """One window."""

    port: int
    session: str

    def open(self, url: str) -> None:
        """Load a page."""
        self._call("POST", "url", {"url": url})

    def type(self, selector: str, text: str) -> None:
        """Type a text into an input, or a path into an input for files."""
        self._call("POST", f"element/{self._find(selector)}/value", {"text": text})

    def click(self, selector: str) -> None:
        """Click on an element."""
        self._call("POST", f"element/{self._find(selector)}/click", {})

    def press(self, key: str) -> None:
        """Press a key, on whatever has the focus."""
        actions = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self._call("POST", "actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def run(self, script: str, *arguments: object) -> Any:
        """Run the body of a function in the page, and return what it returns or what its promise holds."""
        return self._call("POST", "execute/sync", {"script": script, "args": arguments})

    def devtools(self, command: str, **parameters: object) -> Any:
        """Call a command of https://chromedevtools.github.io/devtools-protocol/."""
        return self._call("POST", "goog/cdp/execute", {"cmd": command, "params": parameters})

    def requested(self) -> list[str]:
        """Return the URLs of all requests since the last call, also of those that the page may not make."""
        entries = self._call("POST", "se/log", {"type": "performance"})
        events = [json.loads(entry["message"])["message"] for entry in entries]
        started = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
        sockets = [event["params"] for event in events if event["method"] == "Network.webSocketCreated"]
        return [params["request"]["url"] for params in started] + [params["url"] for params in sockets]

    def wait_for(self, text: str) -> str:
        """Wait for a page with this text in its source, and return it."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while text not in (source := str(self._call("GET", "source"))):
            assert time.monotonic() < deadline, f"no {text} in {source}"
            time.sleep(0.05)
        return source

    def _find(self, selector: str) -> str:
        found = self._call("POST", "element", {"using": "css selector", "value": selector})
        return str(found[ELEMENT])

    def _call(self, method: str, command: str, body: object = None) -> Any:
        return _call(self.port, method, f"/session/{self.session}/{command}", body)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Browser]:
    """Run a Chromium with its profile in this folder."""
    for name in ("chromedriver", "chromium"):
        daemons.program(name, install=INSTALL)
    port = daemons.free_ports()
    options = {
        # Chromium's sandbox does not start as root, which CI is; the page is the test's own.
        "args": [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            f"--user-data-dir={folder / 'profile'}",
        ]
    }
    match = {
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"performance": "ALL"},
    }
    request = {"capabilities": {"alwaysMatch": match}}
    with daemons.Daemons(folder, os.environ) as processes:
        processes.start("chromedriver", "chromedriver", f"--port={port}")
        processes.wait_for_http(port)
        session = _call(port, "POST", "/session", request)["sessionId"]
        try:
            yield Browser(port, session)
        finally:
            _call(port, "DELETE", f"/session/{session}")
