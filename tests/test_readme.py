"""The README's commands are run as they are shown there; docs/performance.md and its chart agree."""

from __future__ import annotations

import datetime as dt
import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PERFORMANCE = ROOT / "docs" / "performance.md"
FOLDERS = ("*.md", "docs/**/*.md", "bindings/*/README.md", "bindings/*/docs/*.md")
PAGES = sorted(page for folder in FOLDERS for page in ROOT.glob(folder))
EXAMPLE_KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
# Of Swift's documentation; the storage whose answer the README explains had them.
SWIFT_KEYS = {"AWS_ACCESS_KEY_ID": "test:tester", "AWS_SECRET_ACCESS_KEY": "testing"}


def blocks(language: str) -> list[str]:
    """Return the README's fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def shell(command: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line as a person's shell would, with no settings of the machine's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=clean | env, capture_output=True, text=True, check=False
    )


def search_path(presign_binary: Path) -> str:
    """Put the command under test first."""
    return f"{presign_binary.parent}:{os.environ['PATH']}"


def test_the_first_command_prints_a_link() -> None:
    """It makes a link for seven days; the second block runs the tests."""
    first, second = blocks("sh")[:2]
    done = shell(first, ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg?X-Amz-Algorithm=")
    assert "&X-Amz-Expires=604800&" in done.stdout
    assert done.stdout.count("\n") == 1
    assert second == "make test\n"


def test_every_command_shown_works(presign_binary: Path, tmp_path: Path) -> None:
    """Each line of the console blocks without output prints, or writes, a link."""
    (tmp_path / "keys.txt").write_text("a.jpg\nb c.jpg\n")
    (tmp_path / "customers.csv").write_text("uri,name\ns3://example-bucket/a.jpg,A\n")
    path = search_path(presign_binary)
    without_output = [block for block in blocks("console") if re.fullmatch(r"(\$ .*\n)+", block)]
    lines = [line[2:] for block in without_output for line in block.splitlines()]
    assert len(lines) > 5
    for line in lines:
        done = shell(line, tmp_path, HOME=str(tmp_path), PATH=path, **EXAMPLE_KEYS)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        assert ("https://" in done.stdout) != ("-o links.txt" in line), line
    assert (tmp_path / "links.txt").read_text().count("https://") == 2


def test_the_explanation_shown_is_what_the_command_prints(presign_binary: Path, tmp_path: Path) -> None:
    """But for line breaks, and for what `...` leaves out."""
    [block] = [block for block in blocks("console") if "presign explain" in block]
    command, _, shown = block.removeprefix("$ ").partition("\n")
    done = shell(command, ROOT, HOME=str(tmp_path), PATH=search_path(presign_binary), **SWIFT_KEYS)
    assert done.returncode == 0, done.stderr
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.OutputChecker().check_output(shown, done.stdout, flags), done.stdout


def test_nothing_is_left_to_fill_in() -> None:
    """A table comes from a run of the benches; its placeholder must not be published."""
    text = PERFORMANCE.read_text(encoding="utf-8")
    assert not re.search(r"^[A-Z_]{4,}$", README + text, flags=re.MULTILINE)
    assert "| **presign**, `Signer::presign` to a new `String` |" in text


def test_the_chart_shows_the_figures_of_its_page(tmp_path: Path) -> None:
    """docs/speed.svg is what benches/chart.py draws from docs/performance.md."""
    drawn = tmp_path / "speed.svg"
    chart = ROOT / "benches" / "chart.py"
    subprocess.run([sys.executable, chart, "--page", PERFORMANCE, "--output", drawn], check=True)
    assert (ROOT / "docs" / "speed.svg").read_text() == drawn.read_text()


def test_the_picture_of_a_links_parts_shows_botocores_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """docs/anatomy.svg is what docs/anatomy.py draws: the URL that botocore signs for its time."""
    drawn = tmp_path / "anatomy.svg"
    subprocess.run([sys.executable, ROOT / "docs" / "anatomy.py", "--output", drawn], check=True)
    assert (ROOT / "docs" / "anatomy.svg").read_text() == drawn.read_text()

    # botocore's own timestamps have no time zone.
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: dt.datetime(2013, 5, 24))  # noqa: DTZ001
    request = AWSRequest("GET", "https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg")
    credentials = Credentials(EXAMPLE_KEYS["AWS_ACCESS_KEY_ID"], EXAMPLE_KEYS["AWS_SECRET_ACCESS_KEY"])
    botocore.auth.S3SigV4QueryAuth(credentials, "s3", "s-dt2", 604_800).add_auth(request)
    texts = ET.parse(drawn).iterfind(".//{*}text[@class='url']")
    assert "".join(str(text.text) for text in texts) == request.url


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link of the pages names a file or folder that exists, or a heading of its page."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
        anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if link.startswith("#"):
                assert link[1:] in anchors, f"{page}: {link}"
            elif "://" not in link:
                assert (page.parent / link.partition("#")[0]).exists(), f"{page}: {link}"


def test_contributing_lists_every_make_target() -> None:
    """The table of commands has each target of the Makefile and its parts, and no other."""
    folders = ("bindings/*", "cli", "packaging", "packaging/*", "python", "tests/*")
    makefiles = [ROOT / "Makefile", *(path for folder in folders for path in ROOT.glob(f"{folder}/*.mk"))]
    phony = re.findall(r"^\.PHONY: (.*)$", "\n".join(map(Path.read_text, makefiles)), flags=re.MULTILINE)
    table = re.findall(r"^\| (`make .*?) \|", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.MULTILINE)
    assert sorted(" ".join(phony).split()) == sorted(re.findall(r"`make ([\w-]+)`", " ".join(table)))


def test_paths_named_in_the_pages_for_contributors_exist() -> None:
    """Each path in backticks that begins with a folder of the source tree, but for placeholders."""
    for page in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        named = re.findall(r"`((?:src|tests|cli|bindings|python|include|benches|docs)/[\w./-]*)`", text)
        paths = {path for path in named if not re.search("NAME|LANGUAGE", path)}
        assert len(paths) > 10
        missing = sorted(path for path in paths if not (ROOT / path).exists())
        assert not missing, f"{page}: {missing}"
