"""Random requests that are valid and hard to encode."""

from __future__ import annotations

import dataclasses
import string
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

LETTERS_DIGITS = string.ascii_letters + string.digits
LABEL = string.ascii_lowercase + string.digits
TOKEN = LETTERS_DIGITS + "!#$%&'*+-.^_`|~"
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
# Decomposed and composed letters, characters that case folding or normalisation changes, last code points.
UNICODE = "e\u0301éüß文件жђю😀\u200d\ufeff\uffff\U0010ffff\u212b\u2126ﬁ\u202e"
# A program's arguments cannot contain NUL.
CONTROLS = "".join(map(chr, range(1, 0x20))) + "\x7f\x80\x9f"
KEY_PARTS = [
    *("//", "/", ".", "..", "/./", "/../"),
    *("%", "%2F", "%20", "%zz", "+", " ", "&", "=", "?", "#", "~", "${k}"),
]

END_OF_2100 = 4133980799
PLAIN_BASES = ["", "", "", "/", "/base", "/base/path/", "/a.b~c-d_e"]
# presign takes a base path as already encoded; botocore's clients encode its `%` again.
ENCODED_BASES = [*PLAIN_BASES, "/%7Eu/%2F"]
PATH, VIRTUAL, CNAME, AUTO = "path", "virtual", "cname", "auto"
# The names that every server with V2 signs, and a few that none signs. presign refuses those that only some
# sign, although botocore signs more.
V2_SUBRESOURCES = [
    *("acl", "cors", "delete", "lifecycle", "location", "logging", "notification", "policy"),
    *("requestPayment", "tagging", "torrent", "uploads", "versioning", "versions", "website"),
]
V2_VALUES = [
    *("partNumber", "uploadId", "versionId", "response-cache-control", "response-content-disposition"),
    *("response-content-encoding", "response-content-language", "response-content-type", "response-expires"),
]
UNSIGNED_WITH_V2 = ["prefix", "delimiter", "list-type", "max-keys", "x-id", "marker", "Acl", "a b", "ü"]
V4_NAMES = [
    *V2_SUBRESOURCES,
    *V2_VALUES,
    *("prefix", "x-amz-meta-q", "X-Amz-Zone", "X-Amz", "Y", "~", "accelerate"),
]
V4_HEADERS = [
    *("Content-Type", "content-md5", "Content-Disposition", "Cache-Control", "Range", "If-Match", "x-custom"),
    *("x-amz-acl", "X-Amz-Server-Side-Encryption", "x-amz-tagging", "zz", "!odd'name", "x_y", "x.y", "x-y"),
]
V2_HEADERS = ["Content-Type", "content-MD5", "x-amz-acl", "X-Amz-Server-Side-Encryption", "x-amz-tagging"]


class Keys(TypedDict):
    """Credentials of a user."""

    access_key: str
    secret_key: str
    token: str | None


@dataclasses.dataclass
class Request:
    """One request, for the command and for the program that it is compared with."""

    version: str = "v4"
    access_key: str = "AKIAIOSFODNN7EXAMPLE"
    secret_key: str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    token: str | None = None
    region: str = "us-east-1"
    endpoint: str | None = None
    # The command's argument where it differs: a bare host, an address that is not canonical.
    endpoint_given: str | None = None
    addressing: str = PATH
    method: str = "GET"
    bucket: str = "bucket"
    key: str = "key"
    query: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    headers: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    sign_at: int = 0
    lifetime: int = 3600
    # Give the command the expiry instead of the lifetime.
    has_expires_at: bool = False

    def environment(self) -> dict[str, str]:
        """Return the variables that hold the keys."""
        token = {} if self.token is None else {"AWS_SESSION_TOKEN": self.token}
        return {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key, **token}

    def arguments(self) -> list[str]:
        """Return the command's arguments; `--name=value`, because a value may begin with a dash."""
        expires_at = f"--expires-at={self.sign_at + self.lifetime}"
        expiry = expires_at if self.has_expires_at else f"--expires-in={self.lifetime}"
        arguments = [f"s3://{self.bucket}/{self.key}", f"--region={self.region}"]
        arguments += [expiry, f"--sign-at={self.sign_at}"]
        if self.endpoint is not None:
            arguments.append(f"--endpoint-url={self.endpoint_given or self.endpoint}")
        if self.version == "v2":
            arguments.append("--v2")
        if self.addressing != AUTO:
            arguments.append(f"--addressing-style={self.addressing}")
        if self.method != "GET":
            arguments.append(f"--method={self.method}")
        arguments += [f"--query={name}={value}" for name, value in self.query]
        arguments += [f"--header={name}: {value}" for name, value in self.headers]
        return arguments


def text(rng: Random, alphabet: str, least: int, most: int) -> str:
    """Return a string of `least` to `most` characters."""
    return "".join(rng.choices(alphabet, k=rng.randint(least, most)))


def awkward(rng: Random, most: int) -> str:
    """Return a string of 1 to `most` bytes with characters that are hard to encode."""
    pools = [LETTERS_DIGITS, PRINTABLE, UNICODE, CONTROLS]
    pieces = [rng.choice(KEY_PARTS) if rng.random() < 0.3 else text(rng, rng.choice(pools), 1, 6)]
    while rng.random() < 0.8:
        pieces.append(rng.choice(KEY_PARTS) if rng.random() < 0.3 else text(rng, rng.choice(pools), 1, 6))
    return cut("".join(pieces), most)


def cut(value: str, most: int) -> str:
    """Return the whole characters of the first `most` bytes."""
    return value.encode()[:most].decode(errors="ignore") or "k"


def key(rng: Random) -> str:
    """Return a key of 1 to 1024 bytes, so that all lengths around the limits of SHA-256's blocks occur."""
    kind = rng.random()
    if kind < 0.2:
        return text(rng, rng.choice([LETTERS_DIGITS + "/._-", PRINTABLE]), 1, 1024)
    if kind < 0.25:
        return cut(text(rng, UNICODE + CONTROLS, 1024, 1024), 1024)
    return awkward(rng, 1024)


def label(rng: Random) -> str:
    """Return a DNS label that every program accepts as a bucket: 3 to 63 characters."""
    inner = text(rng, LABEL + "-", 1, rng.choice([8, 61]))
    return rng.choice(string.ascii_lowercase) + inner + rng.choice(LABEL)


def free_bucket(rng: Random) -> str:
    """Return any bucket name that a path may contain."""
    if rng.random() < 0.7:
        return text(rng, LETTERS_DIGITS + "_-", 1, 40) + rng.choice(["", ".x", ".Y-z"])
    return rng.choice(["b", ""]) + text(rng, PRINTABLE.replace("/", "") + "é文😀 ", 1, 20).strip() + "b"


def port(rng: Random) -> str:
    """Return a port or none; the default ports are likely."""
    return rng.choice(["", "", ":443", ":80", ":8080", f":{rng.randint(1, 65535)}"])


def endpoint(rng: Random, *, named: bool, bases: Sequence[str] = PLAIN_BASES) -> tuple[str, str]:
    """Return an endpoint and the command's argument for it; `named` excludes IP addresses."""
    scheme = rng.choice(["https", "https", "http"])
    hosts = ["localhost", "minio", "s-dt2.cloud.gcore.lu", "S3.Example.COM", f"{label(rng)}.example"]
    if not named:
        hosts += ["127.0.0.1", "10.1.2.3", "[::1]", "[ipv6]", "[ipv6]"]
    host = given = rng.choice(hosts)
    if host == "[ipv6]":
        groups = [rng.choice([0, 0, 1, rng.getrandbits(16)]) for _ in range(8)]
        # An IPv6 address that contains an IPv4 address has two canonical forms, so there is none here.
        groups[0] = 0x2001
        address = IPv6Address(sum(group << (16 * (7 - i)) for i, group in enumerate(groups)))
        host, given = f"[{address.compressed}]", f"[{address.exploded.upper()}]"
    rest = port(rng) + rng.choice(bases)
    bare = scheme == "https" and rng.random() < 0.2
    return f"{scheme}://{host}{rest}", f"{given}{rest}" if bare else f"{scheme}://{given}{rest}"


def header_value(rng: Random, unicode: str = "éü文😀") -> str:
    """Return a header's value; its white space is HTTP's, SP and TAB, and none of Unicode's."""
    words = [text(rng, PRINTABLE, 0, 8), text(rng, PRINTABLE + unicode, 0, 3), "a,b", '"q  q"', "%20+"]
    rng.shuffle(words)
    gaps = [rng.choice(["", " ", "  ", "\t", " \t  "]) for _ in words]
    return "".join(word + gap for word, gap in zip(words[: rng.randint(0, 5)], gaps, strict=False))


def headers(rng: Random, version: str) -> list[tuple[str, str]]:
    """Return signed headers with different names."""
    names = rng.sample(V4_HEADERS if version == "v4" else V2_HEADERS, rng.choice([0, 0, 1, 2, 4]))
    names += [f"x-amz-meta-{text(rng, TOKEN.lower(), 1, 8)}" for _ in range(rng.choice([0, 0, 1, 3]))]
    chosen = {name.lower(): (name, header_value(rng)) for name in names}
    if version == "v4" and rng.random() < 0.1:
        payload = rng.choice(["UNSIGNED-PAYLOAD", f"{rng.getrandbits(256):064x}"])
        chosen["x-amz-content-sha256"] = ("X-Amz-Content-Sha256", payload)
    return list(chosen.values())


def query(rng: Random, version: str) -> list[tuple[str, str]]:
    """Return query parameters; with V4 a name may be repeated."""
    count = rng.choice([0, 0, 1, 2, 5])
    if version == "v4":
        # The command splits `name=value` at the first `=`, so the name contains none.
        names = [rng.choice([rng.choice(V4_NAMES), awkward(rng, 12).replace("=", "-")]) for _ in range(count)]
        return [(name, rng.choice(["", "1", awkward(rng, 40)])) for name in names]
    names = rng.sample(V2_SUBRESOURCES + V2_VALUES + UNSIGNED_WITH_V2, count)
    return [(name, rng.choice(["", "1", awkward(rng, 40)])) for name in names]


def times(rng: Random) -> tuple[int, int]:
    """Return a signing time from 1970 to the end of 2100, and a lifetime of 1 to 604800 seconds."""
    # The last seconds of days and years, leap days, 2100 without one, and the last second in 32 bits.
    edges = [0, 59, 86399, 86400, 951782400, 951868799, 1709164800, 1735689599, 2147483647, 2147483648]
    edges += [4107542399, 4107542400, END_OF_2100]
    lifetime = rng.choice([1, 59, 3600, 604799, 604800, rng.randint(1, 604800), rng.randint(1, 604800)])
    return rng.choice([rng.choice(edges), *[rng.randint(0, END_OF_2100) for _ in range(3)]]), lifetime


def credentials(rng: Random) -> Keys:
    """Return keys, and for some requests a token, of all characters that are allowed.

    The command refuses quotation marks around keys, so there are none.
    """
    secret = text(rng, LETTERS_DIGITS + "/+=#;\\%'", 1, rng.choice([8, 40, 100])).strip("'") or "s"
    secret += rng.choice(["", " é x"])
    token = text(rng, LETTERS_DIGITS + "/+=", 0, 400) + rng.choice(["x", "a b~c", "%2B&?"])
    return {
        "access_key": text(rng, rng.choice([LETTERS_DIGITS, PRINTABLE]), 1, 32).strip("\"'`") or "A",
        "secret_key": secret,
        "token": token if rng.random() < 0.4 else None,
    }


def free_form(rng: Random) -> Request:
    """Return a request that is not limited to the operations of a client."""
    version = rng.choice(["v4", "v4", "v2"])
    addressing = rng.choice([PATH, PATH, VIRTUAL, CNAME, AUTO])
    sign_at, lifetime = times(rng)
    canonical, given = endpoint(rng, named=addressing in (VIRTUAL, CNAME), bases=ENCODED_BASES)
    bucket = free_bucket(rng)
    if addressing == VIRTUAL:
        bucket = ".".join(label(rng)[:20].rstrip("-") for _ in range(rng.choice([1, 1, 2])))
    request = Request(
        version=version,
        **credentials(rng),
        region=text(rng, rng.choice([LABEL + "-", PRINTABLE.replace("/", "")]), 1, 64),
        endpoint=canonical,
        endpoint_given=given,
        addressing=addressing,
        method=rng.choice(["GET", "PUT", "HEAD", "DELETE", "POST", text(rng, string.ascii_uppercase, 1, 32)]),
        bucket=bucket,
        key=key(rng),
        query=query(rng, version),
        headers=headers(rng, version),
        sign_at=sign_at,
        lifetime=lifetime,
        has_expires_at=rng.random() < 0.3,
    )
    if request.query and rng.random() < 0.1:
        request.key = ""
    return request
