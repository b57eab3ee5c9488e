"""Uses the page for links in a browser, as a person does or through its forms."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import browser

FILE = Path(os.environ["PRESIGN_LINK_PAGE"])
# 2013-05-25 00:00:00 UTC, a day after the time of AWS's examples.
NOW = 1_369_440_000
CLOCK = "globalThis.testTime = {}; Date.now = () => globalThis.testTime * 1000;"
TIMEOUT_SECONDS = 30

SUBMIT = """
const [form, values] = arguments;
for (const [id, value] of Object.entries(values)) document.getElementById(id).value = value;
document.getElementById(form).requestSubmit();
"""
CONTENTS = """
const within = (selector) => [...document.querySelectorAll(`#contents ${selector}`)];
const texts = (selector) => within(selector).map((found) => found.textContent);
const cells = (row, selector) => [...row.querySelectorAll(selector)].map((found) => found.textContent);
return {
  verdict: texts('.verdict').join(),
  url: texts('.url').join(),
  error: texts('.error').join(),
  warnings: texts('li .name'),
  rows: within('dl > div').map((row) => [cells(row, 'dt').join(), cells(row, 'dd')]),
};
"""


@dataclass(frozen=True)
class Contents:
    """What the page shows of a link."""

    verdict: str
    url: str
    error: str
    warnings: list[str]
    # Each label with the part of the URL and what it means, or with what follows from the parts.
    rows: list[tuple[str, list[str]]] = field(default_factory=list)

    def row(self, label: str) -> list[str]:
        """Return the texts beside a label that is there once."""
        [texts] = [texts for name, texts in self.rows if name == label]
        return texts


@dataclass(frozen=True)
class LinkPage:
    """The page in the one window."""

    window: browser.Browser

    @contextlib.contextmanager
    def clock(self, now: int = NOW) -> Iterator[None]:
        """Stop the clock of the pages that are opened."""
        made = self.before_each_page(CLOCK.format(now))
        try:
            yield
        finally:
            self.window.devtools("Page.removeScriptToEvaluateOnNewDocument", identifier=made)

    def before_each_page(self, script: str) -> str:
        """Run a script before those of the pages that are opened, and return its identifier."""
        made = self.window.devtools("Page.addScriptToEvaluateOnNewDocument", source=script)
        return str(made["identifier"])

    def set_clock(self, now: int) -> None:
        """Change the time that the stopped clock of this page shows."""
        self.window.run("globalThis.testTime = arguments[0];", now)

    def open(self, url: str = FILE.as_uri()) -> None:
        """Open the page, and wait until it has started."""
        self.window.open(url)
        self.wait("return !document.getElementById('tools').hidden")

    def wait(self, condition: str) -> None:
        """Wait until the body of a function returns true in the page."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not self.window.run(condition):
            assert time.monotonic() < deadline, f"never: {condition}; the page says {self.text()}"
            time.sleep(0.05)

    def text(self) -> str:
        """Return all text that is shown."""
        return str(self.window.run("return document.body.innerText"))

    def value(self, field_id: str) -> str:
        """Return the value of a field."""
        return str(self.window.run("return document.getElementById(arguments[0]).value", field_id))

    def submit(self, form: str, values: Mapping[str, str]) -> None:
        """Fill fields, and submit a form."""
        self.window.run(SUBMIT, form, values)

    def read(self, link: str, endpoint: str = "") -> Contents:
        """Give a link to the page, and return what it shows of it."""
        self.submit("inspect", {"link": link, "link-endpoint": endpoint})
        return self.contents()

    def contents(self) -> Contents:
        """Return what the page shows of its link."""
        found: Any = self.window.run(CONTENTS)
        return Contents(**found)

    def explain(self, link: str, response: str, **fields: str) -> str:
        """Give a link and an answer to the page, and return its explanation."""
        empty = {"explain-secret": "", "sent-method": "GET", "sent-headers": "", "link-endpoint": ""}
        given = {name.replace("_", "-"): value for name, value in fields.items()}
        self.submit("explain", empty | {"link": link, "response": response} | given)
        return str(self.window.run("return document.getElementById('explanation').innerText"))
