"""`presign explain` with real error responses: some contain the canonical request, others do not.

The command gets the link that was sent; with such a response it also works with the link that was signed.
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
    """Run the command with a storage's error response in a file."""

    def run(
        link: str, body: bytes, *options: str, method: str = "GET", keys: Mapping[str, str] | None = None
    ) -> Any:
        (tmp_path / "response.xml").write_bytes(body)
        answer = str(tmp_path / "response.xml")
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


def test_an_added_parameter_is_named(
    storage: Storage, links: Links, stored: StoredObject, explain: Explain
) -> None:
    """The cause is the added parameter, which the sentence names."""
    link = links("GET", stored.bucket, stored.key)
    forged = added("response-expires=1")(link)
    answer = storage.send("GET", forged)
    for given in (forged, link) if storage.name in TELLS_ITS_TEXT else (forged,):
        explained = explain(given, answer.body)
        assert explained["cause"] == "query-added"
        assert "response-expires" in explained["sentence"]
        assert (explained["theirs"] is not None) == (storage.name in TELLS_ITS_TEXT)


def test_another_method_is_named(
    storage: Storage, links: Links, stored: StoredObject, explain: Explain
) -> None:
    """A link for GET that is used with PUT."""
    link = links("GET", stored.bucket, stored.key)
    answer = storage.send("PUT", link, body=b"x")
    for method in ("PUT", "GET") if storage.name in TELLS_ITS_TEXT else ("PUT",):
        explained = explain(link, answer.body, method=method)
        assert explained["cause"] == "method"
        assert '"GET"' in explained["sentence"]
        assert '"PUT"' in explained["sentence"]


def test_a_path_that_was_encoded_twice_is_named(
    storage: Storage, links: Links, stored: StoredObject, explain: Explain
) -> None:
    """Some clients encode a link that is already encoded."""
    link = links("GET", stored.bucket, stored.key)
    forged = swapped("%20", "%2520")(link)
    answer = storage.send("GET", forged)
    for given in (forged, link) if storage.name in TELLS_ITS_TEXT else (forged,):
        explained = explain(given, answer.body)
        assert explained["cause"] == "path-encoding"
        assert "%2520" in explained["sentence"]


def test_another_header_value_is_named(
    storage: Storage, links: Links, new_bucket: str, explain: Explain
) -> None:
    """Without the storage's canonical request it is not known which signed header has another value."""
    link = links("PUT", new_bucket, "k", *META)
    answer = storage.send("PUT", link, body=b"x", headers={"x-amz-meta-a": "red"})
    explained = explain(link, answer.body, "--header=x-amz-meta-a: blue", method="PUT")
    assert explained["cause"] == ("header-value" if storage.name in TELLS_ITS_TEXT else "as-signed")
    assert "x-amz-meta-a" in explained["sentence"]


def test_a_content_type_without_its_charset_is_named(
    storage: Storage, links: Links, new_bucket: str, explain: Explain
) -> None:
    """Browsers and libraries add or leave out the charset of a content type."""
    link = links("PUT", new_bucket, "k", "--header", "content-type: text/plain;charset=UTF-8")
    answer = storage.send("PUT", link, body=b"x", headers={"content-type": "text/plain"})
    assert answer.verdict == (403, "SignatureDoesNotMatch")
    explained = explain(link, answer.body, "--header=content-type: text/plain", method="PUT")
    assert explained["cause"] == "header-value"
    assert "content-type" in explained["sentence"]


def test_another_secret_key_is_named(
    storage: Storage, links: Links, stored: StoredObject, explain: Explain
) -> None:
    """The command has the storage's key, and the link was signed with another."""
    keys = {**storage.keys, "AWS_SECRET_ACCESS_KEY": "another"}
    link = links.of(keys=keys)("GET", stored.bucket, stored.key)
    answer = storage.send("GET", link)
    assert explain(link, answer.body)["cause"] == "secret-key"


def test_an_expired_link_is_reported(
    storage: Storage, links: Links, stored: StoredObject, explain: Explain
) -> None:
    """Ceph's response is AccessDenied without a message; the link contains the expiry."""
    link = links("GET", stored.bucket, stored.key, "--sign-at", "1369353600")
    answer = storage.send("GET", link)
    assert answer.verdict == (403, "AccessDenied")
    explained = explain(link, answer.body)
    assert explained["cause"] == "expired"
    assert "expired" in explained["sentence"]


def test_canonical_request_and_string_to_sign_equal_the_storages(
    storage: Storage, links: Links, stored: StoredObject, explain: Explain
) -> None:
    """The texts in a storage's response equal those that presign computes, byte for byte."""
    link = links("GET", stored.bucket, stored.key, "--query", "response-content-type=text/html; a=b")
    name = "X-Amz-Signature=" if links.version == "v4" else "&Signature="
    before, _, signature = link.partition(name)
    # Skips escapes, with which base64 may begin: a changed escape is not a signature.
    forged = f"{before}{name}" + re.sub(
        r"^((?:%..)*)(.)", lambda cut: cut[1] + ("1" if cut[2] == "0" else "0"), signature
    )
    explained = explain(forged, storage.send("GET", forged).body)
    assert explained["cause"] == "secret-key"
    if storage.name in TELLS_ITS_TEXT:
        assert explained["ours"] == explained["theirs"]
        assert explained["our_string_to_sign"] == explained["their_string_to_sign"]
