"""The storages refuse what they refused when their answers were recorded, with the same status and code."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from record_answers import ANSWERS, ask

if TYPE_CHECKING:
    from storage import Storage


def test_the_recording_is_current(storage: Storage) -> None:
    """`make answers` records them anew."""
    folder = ANSWERS / storage.name
    accepted = json.loads((folder / "requests.json").read_text())["accepted"]
    recorded = dict.fromkeys(accepted, "accepted")
    for path in folder.glob("*.txt"):
        recorded[path.stem] = _verdict(path.read_bytes())
    asked = ask(storage)
    now = {name: _verdict(one.answer) if one.is_refused else "accepted" for name, one in asked.items()}
    assert now == recorded


def _verdict(answer: bytes) -> str:
    """Shorten an answer to its status and its error code."""
    status, code = answer.split(b" ", 2)[1], re.search(rb"<Code>(\w+)</Code>", answer)
    return f"{status.decode()} {code[1].decode() if code else ''}"
