"""What the README shows is run, as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
EXAMPLE_KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}


def blocks(language: str) -> list[str]:
    """Return the README's fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def shell(command: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line as a person's shell would, with no settings of the machine's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=clean | env, capture_output=True, text=True, check=False
    )


def test_the_first_command_prints_a_link() -> None:
    """It is the seed's own job: a link for seven days."""
    first, second = blocks("sh")[:2]
    done = shell(first, ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg?X-Amz-Algorithm=")
    assert "&X-Amz-Expires=604800&" in done.stdout
    assert done.stdout.count("\n") == 1
    assert second == "make test\n"


def test_every_command_shown_works(presign_binary: Path, tmp_path: Path) -> None:
    """Each line of the console blocks prints, or writes, what it says."""
    (tmp_path / "keys.txt").write_text("a.jpg\nb c.jpg\n")
    path = f"{presign_binary.parent}:{os.environ['PATH']}"
    lines = [line[2:] for block in blocks("console") for line in block.splitlines()]
    assert len(lines) > 5
    for line in lines:
        done = shell(line, tmp_path, HOME=str(tmp_path), PATH=path, **EXAMPLE_KEYS)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        assert ("https://" in done.stdout) != ("-o links.txt" in line), line
    assert (tmp_path / "links.txt").read_text().count("https://") == 2


def test_nothing_is_left_to_fill_in() -> None:
    """A table comes from a run of the benches; its placeholder must not be published."""
    assert not re.search(r"^[A-Z_]{4,}$", README, flags=re.MULTILINE)
    assert "| **presign**, `Signer::presign` to a new `String` |" in README
