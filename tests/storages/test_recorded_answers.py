"""`presign explain` names the cause of each recorded refusal from the sent request and its answer."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from record_answers import ANSWERS
from refusals import SCENARIOS, Scenario

if TYPE_CHECKING:
    from pathlib import Path

REFUSALS = [
    pytest.param(folder, scenario, id=f"{folder.name} {scenario.name}")
    for folder in sorted(ANSWERS.iterdir())
    for scenario in SCENARIOS
    if (folder / f"{scenario.name}.txt").exists()
]


@pytest.mark.parametrize(("folder", "scenario"), REFUSALS)
def test_a_recorded_refusal_has_its_cause(presign_binary: Path, folder: Path, scenario: Scenario) -> None:
    """A storage without Signature Version 2 says so to every link of that version."""
    recorded = json.loads((folder / "requests.json").read_text(encoding="utf-8"))
    request = recorded["requests"][scenario.name]
    sent, answer = request["sent"], folder / f"{scenario.name}.txt"
    headers = [f"--header={name}: {value}" for name, value in sent["headers"].items()]
    options = [f"--response={answer}", f"--method={sent['method']}", f"--at={request['at']}"]
    options.append(f"--endpoint-url={recorded['endpoint']}")
    done = subprocess.run(
        [presign_binary, "explain", "-", "--json", *options, *headers],
        env={"HOME": "/", **recorded["keys"]},
        input=sent["url"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    explained = json.loads(done.stdout)
    has_no_version_2 = "Please use AWS4-HMAC-SHA256" in answer.read_text(encoding="utf-8")
    cause = "version-2" if has_no_version_2 else scenario.cause_as_sent or scenario.cause
    assert explained["cause"] == cause, explained["sentence"]
    assert "the storage answered " in explained["sentence"]
