"""Nothing leaves the page for links, nothing stays behind, and nothing that is pasted becomes HTML."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from link_page import FILE, LinkPage
from test_link_page import SECRET_KEY, link_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import browser

PACKAGE = Path(os.environ["PRESIGN_PACKAGE"])
EXPLAINED = Path(__file__).resolve().parents[3] / "docs" / "explain"
HTML = '<img src=x onerror="globalThis.isHacked = true"><script>globalThis.isHacked = true</script>'
# A link for a key that is HTML, and an answer whose message is.
HOSTILE_LINK = link_of(604_800).replace("image.jpg", quote(HTML)) + f"&{HTML.replace(' ', '+')}={quote(HTML)}"
ESCAPED = HTML.replace("&", "&amp;").replace("<", "&lt;")
HOSTILE_ANSWER = f"<Error><Code>{ESCAPED}</Code><Message>{ESCAPED}</Message></Error>"


class Server(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and notes what is asked for."""

    asked: list[str]

    def do_POST(self) -> None:
        """Note a form or a beacon."""
        self.do_GET()

    def do_GET(self) -> None:
        """Note a request."""
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Write no log."""


@contextlib.contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    """Serve the folder of the page, and yield the origin and the requests."""
    asked: list[str] = []
    handler = functools.partial(type("Noted", (Server,), {"asked": asked}), directory=str(FILE.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


def use(page: LinkPage) -> None:
    """Read, explain and sign a link."""
    page.submit("sign", {})
    page.read(link_of(604_800))
    page.explain(page.value("link"), (EXPLAINED / "error.xml").read_text(), explain_secret="an-own-secret")


def test_the_page_is_one_small_file() -> None:
    """It names no other file but the site's start; its own markup, style and script are small."""
    text = FILE.read_text()
    [compressed] = re.findall(r'"([\w+/=]{100000,})"', text)
    without = len(text.encode()) - len(compressed)
    licences = len((PACKAGE / "THIRD-PARTY-LICENSES.txt").read_bytes())
    assert without < 300_000
    assert without - licences - (PACKAGE / "presign.mjs").stat().st_size < 60_000
    page, _, _ = text.partition('<script type="module">')
    assert re.findall(r"(?:src|href|action|url)\s*[=(]\s*[\"']?([^\"'\s>)]*)", page) == ["../"]


@pytest.mark.parametrize("is_served", [False, True])
def test_the_page_makes_no_request_but_for_itself(window: browser.Browser, *, is_served: bool) -> None:
    """From a file and from a server, whatever it is used for."""
    with server() as (origin, asked):
        url = f"{origin}/index.html" if is_served else FILE.as_uri()
        page = LinkPage(window)
        window.requested()
        page.open(url)
        use(page)
        assert window.requested() == [url]
        assert asked == (["/index.html"] if is_served else [])


ATTEMPTS = {
    "connect-src": [
        "fetch(target)",
        "navigator.sendBeacon(target, 'secret')",
        "new WebSocket(target.replace('http', 'ws'))",
        "new EventSource(target)",
        "const request = new XMLHttpRequest(); request.open('POST', target); request.send('secret')",
    ],
    "img-src": ["new Image().src = target"],
    "form-action": [
        "const form = element('form'); form.action = target; form.method = 'post'; form.submit()",
    ],
    "base-uri": ["element('base').href = target"],
    "frame-src": ["element('iframe').src = target"],
    "style-src-elem": ["const link = element('link'); link.rel = 'stylesheet'; link.href = target"],
    "font-src": ["new FontFace('x', `url(${target})`).load()"],
    "media-src": ["new Audio(target).play()"],
    "script-src-elem": ["import(target)"],
    # Before the directives for scripts, workers and objects.
    "require-trusted-types-for": [
        "document.body.innerHTML = '<b>b</b>'",
        # In a call of its own, because the protocol's calls may use eval.
        "setTimeout(() => eval('1'))",
        "new Worker(target)",
        "element('object').data = target",
    ],
}
ATTEMPT = """
const [target] = arguments;
const element = (name) => document.body.appendChild(document.createElement(name));
const refused = new Promise((done) => {
  document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
});
const tried = (async () => { SCRIPT })().catch(() => {});
const late = new Promise((done) => setTimeout(done, 3000, 'not refused'));
return Promise.race([refused, late]);
"""


@pytest.mark.parametrize(
    ("directive", "attempt"),
    [(directive, attempt) for directive, attempts in ATTEMPTS.items() for attempt in attempts],
)
def test_the_policy_refuses_whatever_could_send_something(
    window: browser.Browser, directive: str, attempt: str
) -> None:
    """The browser refuses it by the directive, and no server is asked."""
    with server() as (origin, asked):
        page = LinkPage(window)
        page.open(f"{origin}/index.html")
        asked.clear()
        refused = window.run(ATTEMPT.replace("SCRIPT", attempt), f"{origin}/target")
        assert refused == directive
        assert asked == []


STORED = """
const all = [indexedDB.databases(), 'caches' in globalThis ? caches.keys() : []];
return Promise.all(all).then((kept) => JSON.stringify({
  storage: [localStorage.length, sessionStorage.length],
  cookies: document.cookie,
  history: history.length,
  state: history.state,
  address: location.href,
  kept,
}));
"""


@pytest.mark.parametrize("is_served", [False, True])
def test_nothing_is_stored(window: browser.Browser, *, is_served: bool) -> None:
    """The history has one page more, and the address is still that of the file."""
    with server() as (origin, _):
        url = f"{origin}/index.html" if is_served else FILE.as_uri()
        page = LinkPage(window)
        page.open(url)
        before = json.loads(window.run(STORED))
        use(page)
        after = json.loads(window.run(STORED))
        assert after == before
        assert (after["storage"], after["cookies"], after["address"]) == ([0, 0], "", url)
        assert (after["state"], after["kept"]) == (None, [[], []])


def test_no_field_is_completed_by_the_browser(page: LinkPage) -> None:
    """Neither links nor keys are offered again, and secret keys are not shown."""
    fields = page.window.run(
        "return [...document.querySelectorAll('form, input, select, textarea')]"
        ".map((field) => [field.id, field.autocomplete, field.type ?? '', field.name])"
    )
    assert len(fields) > 15
    assert {autocomplete for _, autocomplete, _, _ in fields} == {"off"}
    # A field without a name is in no form that is sent.
    assert {name for _, _, _, name in fields} == {""}
    passwords = {name for name, _, kind, _ in fields if kind == "password"}
    assert passwords == {"secret", "explain-secret"}


def test_what_was_typed_is_gone_when_the_page_is_left(page: LinkPage) -> None:
    """Also if the browser brings the same page back."""
    use(page)
    page.submit("sign", {"secret": "an-own-secret", "access-key": "MINE"})
    page.window.run("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    values = page.window.run(
        "return [...document.querySelectorAll('input, textarea')].map((field) => field.value)"
    )
    assert [value for value in values if "secret" in value or "MINE" in value or "X-Amz" in value] == []
    assert SECRET_KEY in values
    assert "X-Amz" not in page.text()
    assert page.value("link") == ""


def test_everything_can_be_cleared(page: LinkPage) -> None:
    """One button empties fields and results."""
    use(page)
    page.window.click("#clear")
    assert (page.value("link"), page.value("response"), page.value("explain-secret")) == ("", "", "")
    assert "X-Amz" not in page.text()
    assert "swift.internal" not in page.text()


def test_hostile_text_does_not_become_html(page: LinkPage) -> None:
    """Neither that of a link nor that of an answer; it is shown as text."""
    elements = "return document.querySelectorAll('img, script').length"
    before = page.window.run(elements)
    contents = page.read(HOSTILE_LINK)
    assert contents.url == HOSTILE_LINK
    assert HTML in contents.row("Key")[1]
    for secret in ("", "a-secret"):
        shown = page.explain(HOSTILE_LINK, HOSTILE_ANSWER, explain_secret=secret)
        assert "<img src=x onerror=" in shown
    page.explain(HOSTILE_LINK, HTML, explain_secret=HTML, sent_headers=f"{HTML}: {HTML}\n{HTML}")
    for field in ("bucket", "key", "endpoint", "region", "access-key"):
        page.submit("sign", {field: HTML})
    assert page.window.run(elements) == before
    assert page.window.run("return globalThis.isHacked === undefined")


def test_text_that_turns_the_line_around_is_seen(page: LinkPage) -> None:
    """U+202E in a key would show the rest of the line backwards."""
    contents = page.read(link_of(604_800).replace("image.jpg", "a%E2%80%AEgpj.exe"))
    assert contents.row("Key")[1] == r"a\u{202e}gpj.exe"


MISSING = {
    "delete globalThis.WebAssembly": "This browser has no WebAssembly",
    "delete globalThis.DecompressionStream": "This browser has no DecompressionStream",
    "WebAssembly.instantiate = () => Promise.reject(new Error('no memory'))": "cannot start the WebAssembly",
}


@pytest.mark.parametrize("script", MISSING)
def test_what_the_browser_lacks_is_said(window: browser.Browser, script: str) -> None:
    """By name, and the forms are not shown."""
    page = LinkPage(window)
    made = page.before_each_page(script)
    try:
        window.open(FILE.as_uri())
        page.wait(f"return document.body.innerText.includes({json.dumps(MISSING[script])})")
        assert window.run("return document.getElementById('tools').hidden")
    finally:
        window.devtools("Page.removeScriptToEvaluateOnNewDocument", identifier=made)


def test_without_javascript_the_page_says_so(window: browser.Browser) -> None:
    """The sentence is there before any script."""
    window.devtools("Emulation.setScriptExecutionDisabled", value=True)
    try:
        window.open(FILE.as_uri())
        shown = LinkPage(window).text()
    finally:
        window.devtools("Emulation.setScriptExecutionDisabled", value=False)
    assert "JavaScript is off" in shown
    assert "Presigned link" not in shown.partition("JavaScript is off")[2]


def test_the_page_works_as_the_browser_saves_it(page: LinkPage, tmp_path: Path) -> None:
    """With what it shows at that time; the copy starts empty."""
    use(page)
    saved = tmp_path / "saved.html"
    saved.write_text("<!doctype html>" + str(page.window.run("return document.documentElement.outerHTML")))
    page.open(saved.as_uri())
    assert "X-Amz" not in page.text()
    assert page.read(link_of(604_800)).verdict.startswith("Valid for 6 more days")
