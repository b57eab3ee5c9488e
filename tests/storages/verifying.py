"""Runs the command `presign verify` on a request."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storage import Storage


def verify(binary: Path, link: str, method: str, headers: Mapping[str, str], storage: Storage) -> Any:
    """Return the JSON object that the command prints."""
    options = [f"--header={name}: {value}" for name, value in headers.items()]
    done = subprocess.run(
        [
            binary,
            "verify",
            "-",
            "--json",
            f"--method={method}",
            f"--endpoint-url={storage.endpoint}",
            *options,
        ],
        env={"HOME": "/", **storage.keys},
        input=link,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)
