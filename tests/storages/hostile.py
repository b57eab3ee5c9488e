"""A table of requests that change the effect of a signed link: how the link and its headers are changed.

A client that does not know the secret key makes each request from a signed link. `effect` is what Ceph RGW 16
does with such a request. RGW refuses or ignores the rows without it, which other storages execute.
Sources: Ceph's `meta_prefixes` (rgw_common.cc) and `ClientIO::init_env` (rgw_asio_client.cc), MinIO's
`extractMetadata` (handler-utils.go), Swift's s3api, RFC 3875 section 4.1.18.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forgeries import Change, added, same, swapped

if TYPE_CHECKING:
    from storage import Storage
    from wire import Answer

PRIVATE_KEY, PRIVATE_BODY = "private", b"the owner's private object"
UPLOADED = b"uploaded"
OLD, NEW = b"the signed version", b"the latest version"
REDIRECT = "http://evil.example/"
# MD5 digests in base64, of no bytes and of others.
DIGEST_OF_NOTHING, DIGEST = "1B2M2Y8AsgTpgAmY7PhCfg==", "v180YZVsj0q518CHfBUFrQ=="
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


@dataclass(frozen=True)
class Victim:
    """The object that a row's link is for, and its bucket."""

    storage: Storage
    bucket: str
    key: str
    # The version that the link is signed for, in a bucket with versions.
    version: str = ""

    def fill(self, text: str) -> str:
        """Replace the placeholders of a row for bucket, version and host."""
        host = self.storage.endpoint.removeprefix("http://")
        names = {"{bucket}": self.bucket, "{version}": self.version, "{host}": host}
        for name, value in names.items():
            text = text.replace(name, value)
        return text

    def head(self) -> dict[str, Any]:
        """Send a HEAD request with the owner's keys."""
        answer: dict[str, Any] = self.storage.client().head_object(Bucket=self.bucket, Key=self.key)
        return answer

    def headers(self) -> dict[str, str]:
        """Return the response headers of the object."""
        headers: dict[str, str] = self.head()["ResponseMetadata"]["HTTPHeaders"]
        return headers

    def metadata(self) -> dict[str, str]:
        """Return the object's user metadata."""
        metadata: dict[str, str] = self.head()["Metadata"]
        return metadata

    def body(self) -> bytes:
        """Return the object's content."""
        body: bytes = self.storage.client().get_object(Bucket=self.bucket, Key=self.key)["Body"].read()
        return body

    def readers(self) -> set[str]:
        """Return the groups that the object's access list names."""
        grants = self.storage.client().get_object_acl(Bucket=self.bucket, Key=self.key)["Grants"]
        return {grant["Grantee"]["URI"] for grant in grants if "URI" in grant["Grantee"]}

    def tags(self) -> dict[str, str]:
        """Return the object's tags."""
        answer = self.storage.client().get_object_tagging(Bucket=self.bucket, Key=self.key)
        return {tag["Key"]: tag["Value"] for tag in answer.get("TagSet", [])}

    def versions(self) -> set[str]:
        """Return the identifiers of the object's versions."""
        answer = self.storage.client().list_object_versions(Bucket=self.bucket, Prefix=self.key)
        return {version["VersionId"] for version in answer.get("Versions", [])}


# Returns whether the storage did what the client wanted, by its response or by a request of the owner.
Effect = Callable[[Victim, "Answer"], bool]


def copied(victim: Victim, _: Answer) -> bool:
    """Return whether the object is a copy of the owner's private object instead of the upload."""
    return victim.body() == PRIVATE_BODY


def made_public(victim: Victim, _: Answer) -> bool:
    """Return whether everyone may read the object."""
    return victim.readers() == {ALL_USERS}


def tagged(victim: Victim, _: Answer) -> bool:
    """Return whether the object has the client's tag."""
    return victim.tags() == {"evil": "1"}


def untagged(victim: Victim, _: Answer) -> bool:
    """Return whether the object lacks the tags that were signed."""
    return victim.tags() == {}


def redirects(victim: Victim, _: Answer) -> bool:
    """Return whether a website redirects from the object to another page."""
    return victim.headers().get("x-amz-website-redirect-location") == REDIRECT


def has(**metadata: str) -> Effect:
    """Return whether this is all of the object's metadata."""
    return lambda victim, _: victim.metadata() == metadata


def without_metadata(name: str) -> Effect:
    """Return whether the object lacks metadata that was signed."""
    return lambda victim, _: name not in victim.metadata()


def appendable(victim: Victim, _: Answer) -> bool:
    """Return whether the upload was an append, which makes an object of another kind."""
    return victim.headers().get("x-rgw-object-type") == "Appendable"


def latest(_: Victim, answer: Answer) -> bool:
    """Return whether the response is another version than the signed one."""
    return answer.body == NEW


def unlocked(victim: Victim, _: Answer) -> bool:
    """Return whether the version was deleted although it was locked."""
    return victim.version not in victim.versions()


def other_document(_: Victim, answer: Answer) -> bool:
    """Return whether the response is not the list of objects."""
    return b"<GetBucketMetaSearchResult>" in answer.body


def elsewhere(host: str) -> Change:
    """Return a change of the link's host."""
    return lambda link: re.sub("//[^/]*", f"//{host}", link, count=1)


# Kinds of buckets: without versions, with versions, and with locked versions.
PLAIN, VERSIONED, LOCKED = "plain", "versioned", "locked"


@dataclass(frozen=True)
class Row:
    """One changed request; `options` are the command's options that make its link."""

    name: str
    change: Change = same
    # All headers of the request, signed or not.
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "PUT"
    options: tuple[str, ...] = ()
    bucket: str = PLAIN
    # The link is for this path, which presign does not write and botocore does.
    path: str = ""
    # The link is for the bucket itself.
    is_bucket: bool = False
    effect: Effect | None = None
    # The error code of the refusal, if only one is right.
    code: str = ""


# AWS's code for a header that a link does not sign.
UNSIGNED = "AccessDenied"
# Version 2 signs all `x-amz-*` headers, so an additional one changes the signature.
MISMATCH = "SignatureDoesNotMatch"
# The code for a header in two spellings, which some servers treat as one name.
TWICE = "SignatureDoesNotMatch"
BAD_REQUEST, BAD_BUCKET = "BadRequest", "InvalidBucketName"
# The code for a parameter that some storages execute and others do not sign.
DISPUTED = "InvalidRequest"
COPY = "/{bucket}/" + PRIVATE_KEY
META = ("--header", "x-amz-meta-a: 1")
DISPOSITION = ("--query", "response-content-disposition=x")
VERSION = ("--query", "versionId={version}")


def _unsigned(name: str, value: str, effect: Effect | None = None) -> Row:
    """Return a row whose client sends a header that the link does not sign."""
    return Row(f"an unsigned {name}", headers={name: value}, effect=effect, code=UNSIGNED)


EXACT_NAMES = [
    _unsigned("x-amz-copy-source", COPY, copied),
    _unsigned("X-Amz-Acl", "public-read", made_public),
    _unsigned("x-amz-tagging", "evil=1", tagged),
    _unsigned("x-amz-meta-evil", "1", has(evil="1")),
]

# RGW 16 reads `_` as `-`. Older CGI servers read any byte that is not a letter or digit as `-`.
SPELLED_WITH_UNDERSCORES = [
    *(_unsigned(name, COPY, copied) for name in ("x_amz_copy_source", "X-AMZ-COPY_SOURCE")),
    *(_unsigned(name, "public-read", made_public) for name in ("X_Amz_Acl", "x-amz_acl")),
    _unsigned("x_amz_tagging", "evil=1", tagged),
    _unsigned("x_amz_website_redirect_location", REDIRECT, redirects),
    *(_unsigned(name, "1", has(evil="1")) for name in ("x_amz_meta_evil", "x-amz-meta_evil")),
]
SPELLED_OTHERWISE = [
    *(_unsigned(name, COPY) for name in ("x.amz.copy.source", "x-amz.copy-source", "x~amz-copy-source")),
    *(_unsigned(name, "public-read") for name in ("x.amz.acl", "x-amz!acl", "X*Amz*Acl")),
    _unsigned("x.amz.meta.evil", "1"),
]

# RGW renames headers with these prefixes to `x-amz-`, after hashing with version 4 and before with version 2.
# Swift's s3api stores `x-object-meta-*` in both.
PREFIXES = ("x-goog-", "x-dho-", "x-rgw-", "x-object-", "x-container-", "x-account-")
ALIASES = [
    *(_unsigned(f"{prefix}meta-evil", "1", has(evil="1")) for prefix in PREFIXES),
    *(_unsigned(name, "1", has(evil="1")) for name in ("x_goog_meta_evil", "X-Rgw_Meta-evil")),
    _unsigned("x-goog-website-redirect-location", REDIRECT, redirects),
    *(_unsigned(f"{prefix}acl", "public-read") for prefix in PREFIXES),
    *(_unsigned(f"{prefix}copy-source", COPY) for prefix in PREFIXES),
    _unsigned("x.goog.meta.evil", "1"),
]

# Servers differ on which of two spellings they read.
SIGNED_TWICE = [
    Row(
        "signed metadata in another spelling as well",
        headers={"x_amz_meta_a": "2", "x-amz-meta-a": "1"},
        options=META,
        code=TWICE,
    ),
    Row("signed metadata in another spelling", headers={"x_amz_meta_a": "1"}, options=META),
    Row(
        "signed metadata in another spelling of CGI",
        headers={"x.amz.meta.a": "2", "x-amz-meta-a": "1"},
        options=META,
        code=TWICE,
    ),
    Row(
        "a signed type in another spelling as well",
        headers={"content-type": "text/plain", "content_type": "text/html"},
        options=("--header", "Content-Type: text/plain"),
        code=TWICE,
    ),
    Row(
        "a signed digest in another spelling as well",
        headers={"content_md5": DIGEST_OF_NOTHING, "content-md5": DIGEST},
        options=("--header", f"Content-MD5: {DIGEST}"),
        code=TWICE,
    ),
]

# Servers read the Host header; a proxy may read the URL.
AUTHORITIES = [
    Row(
        f"a URL for {host} and another Host",
        elsewhere(host),
        {"Host": "{host}"},
        method="GET",
        code=BAD_REQUEST,
    )
    for host in ("evil.example", "{bucket}.s3.localhost", "127.0.0.1:1")
]

# Proxies normalise paths, and servers cut texts at a NUL, after which the link is for another bucket.
PATHS = [
    Row(f"a link for {path}", path=path, method="GET", code=BAD_BUCKET)
    for path in (
        "//{bucket}/private",
        "/./{bucket}/private",
        "/../{bucket}/private",
        "/%2E%2E/{bucket}/private",
        "/{bucket}%0A/private",
        "/{bucket}%00/private",
    )
]

# Swift's s3api reads the first two as the time at which it deletes the object. With the third, MinIO deletes
# all objects with the key as a prefix.
OBEYED_BY_OTHERS = [
    _unsigned("x-delete-at", "4102444800"),
    _unsigned("X_Delete_After", "1"),
    dataclasses.replace(_unsigned("x-minio-force-delete", "true"), method="DELETE"),
]

BOTH = [*SPELLED_OTHERWISE, *OBEYED_BY_OTHERS, *SIGNED_TWICE, *AUTHORITIES, *PATHS]

V4 = [
    *EXACT_NAMES,
    *SPELLED_WITH_UNDERSCORES,
    *ALIASES,
    *(
        Row(
            f"signed metadata joined by {name}",
            headers={"x-amz-meta-a": "1", name: "evil"},
            options=META,
            effect=has(a="1,evil"),
            code=UNSIGNED,
        )
        for name in ("x-goog-meta-a", "x_rgw_meta_a")
    ),
    *(
        Row(
            f"a locked version deleted with {name}",
            headers={name: "true"},
            method="DELETE",
            options=VERSION,
            bucket=LOCKED,
            effect=unlocked,
            code=UNSIGNED,
        )
        for name in ("x-amz-bypass-governance-retention", "x_amz_bypass_governance_retention")
    ),
]

V2 = [
    # RGW computes another signature for all of these unsigned headers.
    *(dataclasses.replace(row, effect=None, code=MISMATCH) for row in EXACT_NAMES),
    *(dataclasses.replace(row, effect=None, code="") for row in SPELLED_WITH_UNDERSCORES),
    *(dataclasses.replace(row, effect=None) for row in ALIASES),
    Row(
        "a signed version hidden in a value",
        swapped("x&versionId=", "x%26versionId%3D"),
        method="GET",
        options=(*DISPOSITION, *VERSION),
        bucket=VERSIONED,
        effect=latest,
        code=DISPUTED,
    ),
    Row(
        "signed metadata as a name with a colon",
        added("x-amz-meta-a%3Ab=c"),
        options=("--header", "x-amz-meta-a: b:c"),
        effect=has(a="b: c"),
        code=BAD_REQUEST,
    ),
    Row(
        "signed metadata as one line of another",
        added("x-amz-meta-a=1%0Ax-amz-meta-b:2"),
        options=(*META, "--header", "x-amz-meta-b: 2"),
        effect=without_metadata("b"),
        code=BAD_REQUEST,
    ),
    Row("other metadata in the query", added("x-amz-meta-a=2"), {"x-amz-meta-a": "1"}, options=META),
    Row("an access list in the query", added("x-amz-acl=public-read"), code=UNSIGNED),
    Row("a copy in the query", added("x-amz-copy-source=%2Fbucket%2Fprivate"), code=UNSIGNED),
    Row("tags in the query", added("X-Amz-Tagging=evil%3D1"), code=UNSIGNED),
    # RGW has these operations but does not sign their names with version 2.
    Row("an object's layout instead of the object", added("layout"), method="GET", code=DISPUTED),
    Row("a retention instead of an object", added("retention"), code=DISPUTED),
    Row("an upload turned into an append", added("append=&position=0"), effect=appendable, code=DISPUTED),
    Row(
        "another document instead of a list",
        added("mdsearch"),
        method="GET",
        options=("--query", "prefix="),
        is_bucket=True,
        effect=other_document,
        code=DISPUTED,
    ),
    # RGW accepts the signature and stores tags that cannot be read.
    Row(
        "signed tags under an alias",
        headers={"x-goog-tagging": "a=1"},
        options=("--header", "x-amz-tagging: a=1"),
        effect=untagged,
        code=UNSIGNED,
    ),
]

TABLE = [
    *((version, row) for row in BOTH for version in ("v4", "v2")),
    *(("v4", row) for row in V4),
    *(("v2", row) for row in V2),
]
