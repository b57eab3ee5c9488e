"""How results are shown: by print, and in notebooks."""

from __future__ import annotations

import html.parser
import os
import subprocess
import sys

import presign
import pytest

KEYS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
SIGNER = presign.Signer(*KEYS, session_token="a-session-token", endpoint="files.example")
URL = SIGNER.get("photos", "<b>&\x1b[31m.jpg", sign_at=1_369_353_600, query={"response-content-type": "a/b"})


class Texts(html.parser.HTMLParser):
    """Reads the texts and the tags of a page."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Note the tag."""
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        """Note the text."""
        self.texts.append(data)


def command(*arguments: str) -> str:
    """Return what the command prints."""
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": KEYS[0], "AWS_SECRET_ACCESS_KEY": KEYS[1]}
    environment["AWS_SESSION_TOKEN"] = "a-session-token"
    done = subprocess.run(
        [sys.executable, "-m", "presign", *arguments],
        capture_output=True, encoding="utf-8", check=True, env=environment,
    )  # fmt: skip
    return done.stdout


def test_print_shows_an_inspection_as_the_command_does() -> None:
    """The text of an inspection is what presign inspect prints."""
    shown = str(presign.inspect(URL, endpoint="files.example", at=1_369_353_660))
    options = ("--endpoint-url", "files.example", "--at", "1369353660")
    assert shown == command("inspect", URL, *options)
    assert "2013-05-24T01:00:00Z (in 59 min; lifetime 1 h)" in shown


def test_print_shows_an_explanation_as_the_command_does() -> None:
    """The text of an explanation is what presign explain prints."""
    broken = URL.replace("files.example", "files.example:8443")
    found = presign.explain(broken, (KEYS[1], "a-session-token"), at=1_369_353_660)
    assert str(found) == command("explain", broken, "--at", "1369353660")
    assert found.cause in str(found)


@pytest.mark.parametrize("at", [1_369_353_660, 2_000_000_000])
def test_notebooks_show_an_inspection_as_a_table(at: int) -> None:
    """The table has the same texts. Text of the link cannot add tags or control characters."""
    found = presign.inspect(URL, endpoint="files.example", at=at)
    page = Texts(found._repr_html_())
    assert page.tags == {"table", "tr", "th", "td"}
    assert "".join(page.texts) == "".join(
        part for line in str(found).splitlines() for part in (line[:12].rstrip(), line[12:])
    )
    assert "\x1b" not in found._repr_html_()


def test_notebooks_show_an_explanation_as_lines() -> None:
    """The page has the text of the explanation."""
    found = presign.explain(URL, (KEYS[1], "a-session-token"), at=2_000_000_000)
    page = Texts(found._repr_html_())
    assert page.tags == {"pre"}
    assert "".join(page.texts) == str(found)


def test_no_text_has_a_secret() -> None:
    """Neither the session token nor the signature is shown."""
    signature = URL.rpartition("=")[2]
    inspection = presign.inspect(URL)
    explanation = presign.explain(URL, (KEYS[1], "a-session-token"))
    for shown in (inspection, explanation):
        for text in (str(shown), shown._repr_html_()):
            assert "a-session-token" not in text
            assert KEYS[1] not in text
    assert signature not in str(inspection)
    assert signature not in inspection._repr_html_()
