"""`presign explain` names the cause of every recorded refusal, from the answer as `curl -i` printed it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import storages
from differences import versions
from record_answers import ANSWERS
from refusals import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from refusals import Scenario

RECORDED: dict[str, Any] = {
    path.parent.name: json.loads(path.read_text()) for path in sorted(ANSWERS.glob("*/requests.json"))
}
REFUSED = [
    (storage, scenario)
    for storage, recorded in RECORDED.items()
    for scenario in SCENARIOS
    if scenario.name in recorded["requests"]
]


def _answer(storage: str, scenario: Scenario) -> Path:
    return ANSWERS / storage / f"{scenario.name}.txt"


def _is_changed(storage: str, scenario: Scenario) -> bool:
    """Tell whether a request was sent that is not the signed one, and the signature is what was refused."""
    request = RECORDED[storage]["requests"][scenario.name]
    mismatch = b"<Code>SignatureDoesNotMatch</Code>" in _answer(storage, scenario).read_bytes()
    return request["sent"] != request["signed"] and mismatch


def _cases(cases: Iterable[tuple[str, Scenario]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("storage_name", "scenario"),
        [pytest.param(*case, id=f"{case[0]}-{case[1].name}") for case in cases],
    )


@pytest.fixture
def explain(presign_binary: Path) -> Callable[[str, Scenario, str], Any]:
    """Run the command with a recorded answer, its request, and the storage's own secret key."""

    def run(storage: str, scenario: Scenario, form: str) -> Any:
        recorded = RECORDED[storage]
        request = recorded["requests"][scenario.name]
        given = request[form]
        headers = [f"--header={name}: {value}" for name, value in given["headers"].items()]
        options = [
            *("--json", f"--endpoint-url={recorded['endpoint']}", f"--response={_answer(storage, scenario)}"),
            *(f"--method={given['method']}", f"--at={request['at']}", *headers),
        ]
        # The command gets the storage's secret key, whichever key signed the link.
        secret = recorded["keys"]["AWS_SECRET_ACCESS_KEY"]
        keys = {**recorded["keys"], **scenario.keys, "AWS_SECRET_ACCESS_KEY": secret}
        done = subprocess.run(
            [presign_binary, "explain", "-", *options],
            env={"HOME": "/", **keys},
            input=given["url"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert secret not in done.stdout + done.stderr
        return json.loads(done.stdout)

    return run


def test_every_storage_is_recorded() -> None:
    """A storage that tests run on has its answers here."""
    assert set(RECORDED) == set(storages.ALL)


@pytest.mark.parametrize("storage_name", RECORDED)
def test_every_scenario_was_sent(storage_name: str) -> None:
    """Each was refused or accepted, and the recording knows which."""
    recorded = RECORDED[storage_name]
    sent = [*recorded["requests"], *recorded["accepted"]]
    assert sorted(sent) == sorted(scenario.name for scenario in SCENARIOS)
    answers = {path.stem for path in (ANSWERS / storage_name).glob("*.txt")}
    assert answers == set(recorded["requests"])


@_cases(REFUSED)
def test_the_request_as_sent(
    explain: Callable[[str, Scenario, str], Any], storage_name: str, scenario: Scenario
) -> None:
    """The cause is named of the request that the storage got."""
    cause = scenario.cause_as_sent or scenario.cause
    if scenario.version not in versions(storage_name):
        cause = "version-2"  # a storage without version 2 looks at nothing else
    explained = explain(storage_name, scenario, "sent")
    assert explained["cause"] == cause, explained["sentence"]


@_cases(case for case in REFUSED if _is_changed(*case))
def test_the_request_as_signed(
    explain: Callable[[str, Scenario, str], Any], storage_name: str, scenario: Scenario
) -> None:
    """Where the storage says what it computed, the difference is found; elsewhere the link is right."""
    is_told = b"<StringToSign>" in _answer(storage_name, scenario).read_bytes()
    told = explain(storage_name, scenario, "signed")
    assert told["cause"] == (scenario.cause if is_told else "as-signed"), told["sentence"]
