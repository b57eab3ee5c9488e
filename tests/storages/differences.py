"""Where storages do otherwise than these tests ask of every storage, and why.

A test with a row in `ROWS` runs on its storage all the same, and must fail there. When it passes, the row is
out of date.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass

from links import VERSIONS

# They refuse version 2 altogether, as `test_refusals.py` sees. No other test of it runs on them.
WITHOUT_VERSION_2 = {"versitygw"}

# They answer SignatureDoesNotMatch with the canonical request that they computed.
TELLS_ITS_TEXT = {"swift", "versitygw"}

# Objects are files: no test asks these storages to keep a key that is no path of a file.
KEEPS_FILES = {"minio", "versitygw"}
LONGEST_FILE_NAME = 255

UNKNOWN_ACCESS_KEY = {
    "rgw": (403, "InvalidAccessKeyId"),
    # Swift does not say whether the access key or the secret key is wrong.
    "swift": (403, "SignatureDoesNotMatch"),
    "minio": (403, "InvalidAccessKeyId"),
    # The code comes from versitygw's interface for administrators.
    "versitygw": (404, "XAdminUserNotFound"),
}


@dataclass(frozen=True)
class Difference:
    """One storage, the tests that fail on it (a pattern of pytest's identifiers), and the reason."""

    storage: str
    tests: str
    reason: str


CHANGED_HEADERS = "test_refused_links.py::test_a_changed_link_is_refused?{}-v4-signed headers?"
TAKES_BOTH = "takes both values of a repeated name, as the rules of version 4 say"
NOT_SENT = "answers 400 AccessDenied where a header of X-Amz-SignedHeaders was not sent"
ROWS = [
    Difference("swift", "test_post_forms.py::*", "s3api has no POST uploads"),
    Difference("minio", "test_duplicate_names.py::*-v4?", TAKES_BOTH),
    Difference(
        "minio",
        "test_duplicate_names.py::test_a_second_value_does_not_replace_the_signed_one?minio-v2?",
        "signs the last value of a repeated name in version 2, and obeys all of them",
    ),
    Difference(
        "minio",
        "test_store_and_fetch.py::test_the_link_sets_response_headers?minio-v2-*&*",
        "splits a value at & before it computes the signature of version 2",
    ),
    Difference("minio", CHANGED_HEADERS.format("minio"), NOT_SENT),
    Difference("minio", "test_refused_links.py::test_another_content_type_is_refused?minio-v4-{}?", NOT_SENT),
    Difference(
        "minio", "test_store_and_fetch.py::test_a_signed_content_md5_allows_one_body?minio-v4?", NOT_SENT
    ),
    Difference(
        "minio",
        "test_what_the_command_prints.py::test_batch_links_*f*file*",
        "refuses keys with // and with ..",
    ),
    Difference("versitygw", "test_duplicate_names.py::*", TAKES_BOTH),
    Difference(
        "versitygw",
        CHANGED_HEADERS.format("versitygw"),
        "ignores names in X-Amz-SignedHeaders whose headers were not sent",
    ),
    Difference(
        "versitygw",
        "test_odd_keys.py::test_keys_are_listed_unchanged*",
        "lists U+FFFD in place of characters that XML does not have",
    ),
    Difference(
        "versitygw",
        "test_post_forms.py::test_filename_is_replaced*",
        "keeps ${filename} in the key unchanged",
    ),
    Difference(
        "versitygw",
        "test_post_forms.py::test_an_expired_form*",
        "refuses a form that was signed more than an hour ago, whatever its policy says",
    ),
    Difference(
        "versitygw",
        "test_post_forms.py::test_the_object_has_the_forms_key?versitygw-v4-a?nb?",
        "cannot read a form with a line feed in a field",
    ),
]


def reason(storage: str, test: str) -> str:
    """Tell why this test fails on the storage; empty if it does not."""
    found = [row.reason for row in ROWS if row.storage == storage and fnmatch.fnmatchcase(test, row.tests)]
    return "; ".join(found)


def versions(storage: str) -> tuple[str, ...]:
    """Give the signature versions that a storage takes."""
    return tuple(v for v in VERSIONS if v != "v2" or storage not in WITHOUT_VERSION_2)


def keeps(storage: str, key: str) -> bool:
    """Tell whether a storage can keep an object of this name."""
    # MinIO reads a backslash as a slash where it looks for `..`.
    names = re.split(rb"[/\\]", key.encode())
    is_path = all(name not in (b"", b".", b"..") and len(name) <= LONGEST_FILE_NAME for name in names)
    return is_path or storage not in KEEPS_FILES


def applies(storage: str, version: str | None, key: str | None) -> bool:
    """Tell whether a test of this version and this key has anything to ask of the storage."""
    return (version is None or version in versions(storage)) and (key is None or keeps(storage, key))
