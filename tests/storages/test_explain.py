"""`presign explain` with the real answers of the storages: some say what they computed, others do not.

Links are given as they were sent; where the storage says what it saw, as they were signed does as well.
"""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from differences import TELLS_ITS_TEXT
from forgeries import added, swapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import StoredObject
    from links import Links
    from storage import Storage

    Explain = Callable[..., Any]

META = ("--header", "x-amz-meta-a: blue")


@pytest.fixture
def explain(presign_binary: Path, tmp_path: Path, storage: Storage) -> Explain:
    """Run the command with a storage's answer in a file."""

    def run(
        link: str, body: bytes, *options: str, method: str = "GET", keys: Mapping[str, str] | None = None
    ) -> Any:
        (tmp_path / "answer.xml").write_bytes(body)
        answer = str(tmp_path / "answer.xml")
        common = ["-", "--json", "--response", answer, f"--method={method}", *options]
        done = subprocess.run(
            [presign_binary, "explain", *common, f"--endpoint-url={storage.endpoint}"],
            env={"HOME": "/", **storage.keys, **(keys or {})},
            input=link,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        for secret in (storage.secret_key, "blue"):
            assert secret not in done.stdout + done.stderr
        return json.loads(done.stdout)

    return run


def test_a_parameter_added(storage: Storage, links: Links, stored: StoredObject, explain: Explain) -> None:
    """Whoever added it is named by what was added."""
    link = links("GET", stored.bucket, stored.key)
    forged = added("response-expires=1")(link)
    answer = storage.send("GET", forged)
    for given in (forged, link) if storage.name in TELLS_ITS_TEXT else (forged,):
        told = explain(given, answer.body)
        assert told["cause"] == "query-added"
        assert "response-expires" in told["sentence"]
        assert (told["theirs"] is not None) == (storage.name in TELLS_ITS_TEXT)


def test_another_method(storage: Storage, links: Links, stored: StoredObject, explain: Explain) -> None:
    """A link to read, used to write."""
    link = links("GET", stored.bucket, stored.key)
    answer = storage.send("PUT", link, body=b"x")
    for method in ("PUT", "GET") if storage.name in TELLS_ITS_TEXT else ("PUT",):
        told = explain(link, answer.body, method=method)
        assert told["cause"] == "method"
        assert '"GET"' in told["sentence"]
        assert '"PUT"' in told["sentence"]


def test_a_path_encoded_twice(storage: Storage, links: Links, stored: StoredObject, explain: Explain) -> None:
    """As clients do that take a link for text that has to be encoded."""
    link = links("GET", stored.bucket, stored.key)
    forged = swapped("%20", "%2520")(link)
    answer = storage.send("GET", forged)
    for given in (forged, link) if storage.name in TELLS_ITS_TEXT else (forged,):
        told = explain(given, answer.body)
        assert told["cause"] == "path-encoding"
        assert "%2520" in told["sentence"]


def test_another_header(storage: Storage, links: Links, new_bucket: str, explain: Explain) -> None:
    """Without the storage's own words a header's value cannot be found out."""
    link = links("PUT", new_bucket, "k", *META)
    answer = storage.send("PUT", link, body=b"x", headers={"x-amz-meta-a": "red"})
    told = explain(link, answer.body, "--header=x-amz-meta-a: blue", method="PUT")
    is_told = storage.name in TELLS_ITS_TEXT
    assert told["cause"] == ("header-value" if is_told else "as-signed")
    assert ("x-amz-meta-a" in told["sentence"]) == is_told


def test_a_wrong_secret_key(storage: Storage, links: Links, stored: StoredObject, explain: Explain) -> None:
    """The link is signed with another key than the storage's, which we have."""
    keys = {**storage.keys, "AWS_SECRET_ACCESS_KEY": "another"}
    link = links.of(keys=keys)("GET", stored.bucket, stored.key)
    answer = storage.send("GET", link)
    assert explain(link, answer.body)["cause"] == "secret-key"


def test_an_ended_link(storage: Storage, links: Links, stored: StoredObject, explain: Explain) -> None:
    """Ceph says AccessDenied and nothing else; the link says the rest."""
    link = links("GET", stored.bucket, stored.key, "--sign-at", "1369353600")
    answer = storage.send("GET", link)
    assert answer.verdict == (403, "AccessDenied")
    told = explain(link, answer.body)
    assert told["cause"] == "expired"
    assert "expired" in told["sentence"]


def test_the_same_text_as_the_storage(
    storage: Storage, links: Links, stored: StoredObject, explain: Explain
) -> None:
    """What a storage says that it computed is what we compute, to the last byte."""
    link = links("GET", stored.bucket, stored.key, "--query", "response-content-type=text/html; a=b")
    name = "X-Amz-Signature=" if links.version == "v4" else "&Signature="
    place, _, signature = link.partition(name)
    # Not a digit of an escape, which base64 may begin with: that would be no signature any more.
    forged = f"{place}{name}" + re.sub(
        r"^((?:%..)*)(.)", lambda cut: cut[1] + ("1" if cut[2] == "0" else "0"), signature
    )
    told = explain(forged, storage.send("GET", forged).body)
    assert told["cause"] == "secret-key"
    if storage.name in TELLS_ITS_TEXT:
        assert told["ours"] == told["theirs"]
        assert told["our_string_to_sign"] == told["their_string_to_sign"]
