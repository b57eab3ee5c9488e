"""RGW executes as signed, or refuses, each randomly changed request that `presign` accepts."""

from __future__ import annotations

import hashlib
import os
import random
import uuid
from typing import TYPE_CHECKING

import only
import presign
import pytest
from hostile import UPLOADED, Victim
from variants import KEYS, OVERRIDES, Sent, Signers, endpoint, variant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage import Storage
    from wire import Answer


# The objects of the buckets with the digests of their contents.
Contents = dict[tuple[str, str, str], str]

STORED_TYPE = "image/x-mark"
SAMPLE = 60
SHOWN = 3


def _mark(bucket: str, key: str, version: str) -> bytes:
    """Return the content that identifies an object."""
    return f"{bucket}/{key}/{version}".encode()


def _etag(body: bytes) -> str:
    return f'"{hashlib.md5(body).hexdigest()}"'


def _store(storage: Storage, bucket: str, key: str, mark: str) -> str:
    stored = storage.client().put_object(
        Bucket=bucket, Key=key, Body=_mark(bucket, key, mark), ContentType=STORED_TYPE
    )
    return str(stored.get("VersionId", ""))


@pytest.fixture
def signers(storage: Storage) -> Signers:
    """Fill two buckets with marked objects, and make an empty one."""
    bucket, inbox, versioned = (f"{name}-{uuid.uuid4().hex}" for name in ("marked", "inbox", "versioned"))
    client = storage.client()
    for name in (bucket, inbox, versioned):
        client.create_bucket(Bucket=name)
    for key in KEYS:
        _store(storage, bucket, key, "")
    client.put_bucket_versioning(Bucket=versioned, VersioningConfiguration={"Status": "Enabled"})
    marks = {_store(storage, versioned, KEYS[0], mark): mark for mark in ("1", "2", "3")}
    return Signers(storage, bucket, inbox, versioned, marks)


def _contents(signers: Signers) -> Contents:
    """List all objects and versions of the buckets, and the names of all buckets."""
    client = signers.storage.client()
    found = {("", bucket["Name"], ""): "" for bucket in client.list_buckets()["Buckets"]}
    for bucket in (signers.bucket, signers.inbox, signers.versioned):
        answer = client.list_object_versions(Bucket=bucket)
        for item in answer.get("Versions", []) + answer.get("DeleteMarkers", []):
            found[bucket, item["Key"], item["VersionId"]] = item.get("ETag", "")
    return found


def _is_accepted(storage: Storage, sent: Sent) -> bool:
    """Return whether the verifier accepts a request, by its URL or by its host and target."""
    verifier = presign.Verifier(
        {storage.access_key: storage.secret_key}, endpoint=endpoint(storage, sent.signed.addressing)
    )
    has_host = any(name.lower() == "host" for name, _ in sent.headers)
    for url, host in ((sent.link, None), (sent.target, None if has_host else sent.authority)):
        try:
            verifier.verify(sent.method, url, sent.headers, host=host)
        except presign.Refused:
            continue
        return True
    return False


def _check_download(signers: Signers, sent: Sent, answer: Answer) -> None:
    """Compare a response with the signed object, version and response headers."""
    signed = sent.signed
    mark = signers.marks[signed.version_id] if signed.version_id else ""
    body = _mark(signed.bucket, signed.key, mark)
    assert answer.headers["etag"] == _etag(body)
    assert answer.body == (body if signed.method == "GET" else b"")
    overrides = {OVERRIDES[name]: value for name, value in signed.overrides}
    expected = {"content-type": STORED_TYPE} | overrides
    assert {name: answer.headers[name] for name in OVERRIDES.values() if name in answer.headers} == expected
    assert answer.headers.get("x-amz-version-id", "") == signed.version_id


def _folded(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return metadata as RGW 16 returns it, with single spaces, as they are signed."""
    return {name.replace("_", "-"): " ".join(value.split()) for name, value in metadata.items()}


def _check_upload(signers: Signers, sent: Sent, added: set[tuple[str, str, str]]) -> None:
    """Check that there is one new object, with the signed key and headers."""
    signed = sent.signed
    assert {version[:2] for version in added} == {(signed.bucket, signed.key)}
    stored = Victim(signers.storage, signed.bucket, signed.key)
    assert stored.body() == UPLOADED
    assert _folded(stored.metadata()) == _folded(signed.metadata)
    assert stored.readers() == set()
    assert stored.tags() == {}
    headers = stored.headers()
    assert headers["content-type"] == (signed.content_type or "binary/octet-stream")
    assert headers["x-rgw-object-type"] == "Normal"
    unexpected = {*OVERRIDES.values(), "x-amz-website-redirect-location"} - {"content-type"}
    assert unexpected.isdisjoint(headers)


def _is_executed(signers: Signers, sent: Sent, before: Contents) -> bool:
    """Send a request to RGW, check its effect, and return whether RGW executed it."""
    body = UPLOADED if sent.method in ("PUT", "POST") else None
    answer = signers.storage.send(sent.method, sent.link, body=body, headers=sent.headers)
    after = _contents(signers)
    if sent.signed.method == "PUT" and answer.status == 200:
        assert before.items() <= after.items()
        _check_upload(signers, sent, after.keys() - before.keys())
    else:
        assert before == after
        if answer.status < 400:
            assert answer.status == 200
            _check_download(signers, sent, answer)
    return answer.status == 200


def _sample(rng: random.Random, accepted: list[Sent]) -> list[Sent]:
    """Choose requests that were changed in as many different ways as possible."""
    chosen = {(sent.steps, sent.signed.version, sent.signed.method): sent for sent in accepted}
    several = list(chosen.values())
    return rng.sample(several, min(SAMPLE, len(several)))


@only.rgw
def test_an_accepted_request_has_the_signed_effect(
    storage: Storage, signers: Signers, capsys: pytest.CaptureFixture[str]
) -> None:
    """PRESIGN_TEST_SEED repeats a run; PRESIGN_TEST_CASES is the number of requests."""
    seed = int(os.environ.get("PRESIGN_TEST_SEED", random.SystemRandom().getrandbits(32)))
    cases = int(os.environ.get("PRESIGN_TEST_CASES", "4000"))
    rng = random.Random(seed)
    sent = [variant(rng, signers.request(rng)) for _ in range(cases)]
    accepted = [one for one in sent if one.steps and _is_accepted(storage, one)]
    sample = _sample(rng, accepted)
    executed, problems = 0, []
    contents = _contents(signers)
    for one in sample:
        try:
            executed += _is_executed(signers, one, contents)
        except AssertionError as error:
            problems.append(f"{one.steps}\n{one.method} {one.link}\n{one.headers}\n{one.signed}\n{error}")
        contents = _contents(signers)
    counted = f"{len(accepted)} of {cases} accepted; RGW executed {executed} of {len(sample)}"
    with capsys.disabled():
        print(f"\nPRESIGN_TEST_SEED={seed}: {counted}")
    if problems:
        shown = "\n\n".join(problems[:SHOWN])
        pytest.fail(
            f"PRESIGN_TEST_SEED={seed}: {len(problems)} have another effect\n\n{shown}", pytrace=False
        )
    assert len(accepted) < cases / 2
    assert executed > len(sample) / 2
