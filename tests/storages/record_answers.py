"""Record how storages refuse requests: `python tests/storages/record_answers.py [STORAGE...]`.

curl sends each request of `refusals.py` to each storage. `tests/explaining/answers/STORAGE/` keeps the
answers, as `curl -i` prints them, and the requests, in `requests.json`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import http
import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import botocore.exceptions
import daemons
import storages
from links import Links
from refusals import BODY, BUCKET, ELSEWHERE, INSIDE, KEY, POLICY, SCENARIOS, Request, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage import Storage

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "tests" / "explaining" / "answers"


def _presign(*arguments: str, env: Mapping[str, str]) -> str:
    """Run the release build of the command."""
    command = [str(daemons.TARGET / "release" / "presign"), *arguments]
    done = subprocess.run(command, env={"HOME": "/", **env}, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.rstrip("\n")


def _set_up(storage: Storage) -> None:
    """Make the buckets, and where the storage has policies, one that denies all below a prefix."""
    client = storage.client()
    for bucket in (BUCKET, ELSEWHERE):
        client.create_bucket(Bucket=bucket)
    for key in (KEY, f"{POLICY}/photo.jpg"):
        client.put_object(Bucket=BUCKET, Key=key, Body=BODY)
    document = _presign("policy", f"s3://{BUCKET}/{POLICY}/*", "--allow-ip", INSIDE, env={})
    with contextlib.suppress(botocore.exceptions.ClientError):
        client.put_bucket_policy(Bucket=BUCKET, Policy=document)


def _link(storage: Storage, scenario: Scenario, now: int) -> str:
    links = Links(_presign, storage, scenario.version, {**storage.keys, **scenario.keys})
    signed = ("--sign-at", str(now + scenario.sign_offset))
    headers = [f"--header={name}: {value}" for name, value in scenario.headers.items()]
    return links(scenario.method, scenario.bucket, scenario.key, *signed, *headers, *scenario.options)


def _send(request: Request) -> bytes:
    """Return the whole answer of the storage, as `curl -i` prints it."""
    method = ["--head"] if request.method == "HEAD" else ["--request", request.method]
    body = ["--data-binary", BODY.decode()] if request.method == "PUT" else []
    # curl gives a body a type of its own making; a name alone takes it back.
    headers = {"Content-Type": "", **request.headers}
    lines = [f"{name}: {value}".rstrip() for name, value in headers.items()]
    pairs = [word for line in lines for word in ("--header", line)]
    curl = daemons.program("curl", install="apt-get install -y curl")
    common = ["--silent", "--show-error", "--include", "--path-as-is", "--globoff", "--max-time", "30"]
    command = [curl, *common, *method, *body, *pairs, request.url]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


@dataclass(frozen=True)
class Asked:
    """One scenario at one storage: both forms of the request, and the whole answer."""

    at: int
    signed: Request
    sent: Request
    answer: bytes

    @property
    def is_refused(self) -> bool:
        """Whether there is something to explain."""
        return int(self.answer.split(b" ", 2)[1]) >= http.HTTPStatus.BAD_REQUEST


def ask(storage: Storage) -> dict[str, Asked]:
    """Send every scenario's request to a storage."""
    _set_up(storage)
    asked = {}
    for scenario in SCENARIOS:
        now = int(time.time())
        link = _link(storage, scenario, now)
        sent = scenario.as_sent(link)
        asked[scenario.name] = Asked(now, scenario.as_signed(link), sent, _send(sent))
    return asked


def _write(storage: Storage) -> None:
    """Write all answers of one storage anew."""
    folder = ANSWERS / storage.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    requests: dict[str, Any] = {}
    accepted: list[str] = []
    for name, asked in ask(storage).items():
        if not asked.is_refused:
            accepted.append(name)
            continue
        (folder / f"{name}.txt").write_bytes(asked.answer)
        requests[name] = dataclasses.asdict(asked)
        del requests[name]["answer"]
    recorded = {
        "endpoint": storage.endpoint,
        "keys": storage.keys,
        "requests": requests,
        "accepted": accepted,
    }
    (folder / "requests.json").write_text(json.dumps(recorded, indent=1) + "\n")
    print(f"{storage.name}: {len(requests)} refused, {len(accepted)} accepted: {', '.join(accepted)}")


def main() -> None:
    """Record the storages that are named, or all."""
    for name in sys.argv[1:] or storages.ALL:
        with storages.temporary(name) as storage:
            _write(storage)


if __name__ == "__main__":
    main()
