"""Random variants of signed requests: what a client can change without the secret key.

What a variant may do is known from the request that was signed, and from nothing that reads a link.
"""

from __future__ import annotations

import dataclasses
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import presign

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from storage import Storage

Version = Literal["v4", "v2"]
Pairs = tuple[tuple[str, str], ...]

# A small change of one key gives another, so that a request for the wrong object finds one.
KEYS = (
    *("a", "b", "A", "a/b", "a//b", "a/./b", "a/../b", "a+b", "a b", "a%2Fb", "a%20b", "a&b", "a=b", "a?b"),
    *("dir/a b+c%20é.txt", ".", "..", "b/a", "a/", "~a", "a;b", "%61"),
)
OVERRIDES = {
    "response-content-type": "content-type",
    "response-content-disposition": "content-disposition",
    "response-content-language": "content-language",
    "response-cache-control": "cache-control",
    "response-expires": "expires",
    "response-content-encoding": "content-encoding",
}
VALUES = ("x", "text/html; a=b", 'attachment; filename="a & b"', "a+b", "a%26b", "x&y=z", "1")
METADATA = ("x-amz-meta-a", "X-Amz-Meta-b-c", "x-amz-meta-d_e")
CONTENT_TYPE = "content-type"


@dataclass(frozen=True)
class Signed:
    """A signed request."""

    version: Version
    addressing: Literal["path", "virtual"]
    method: str
    bucket: str
    key: str
    # Empty for the latest one.
    version_id: str = ""
    overrides: Pairs = ()
    headers: Pairs = ()
    link: str = ""

    @property
    def metadata(self) -> dict[str, str]:
        """Return the user metadata that an upload gives its object."""
        prefix = "x-amz-meta-"
        named = ((name.lower(), value) for name, value in self.headers)
        return {name.removeprefix(prefix): value for name, value in named if name.startswith(prefix)}

    @property
    def content_type(self) -> str:
        """Return the content type that an upload gives its object; empty if none is signed."""
        return dict(self.headers).get(CONTENT_TYPE, "")


@dataclass(frozen=True)
class Sent:
    """A request that is sent, in parts of its text; `steps` are the names of the changes."""

    signed: Signed
    method: str
    authority: str
    path: str
    query: tuple[str, ...]
    headers: Pairs
    steps: tuple[str, ...] = field(default=())

    @property
    def target(self) -> str:
        """Return the request target."""
        return f"{self.path}?{'&'.join(self.query)}"

    @property
    def link(self) -> str:
        """Return the URL."""
        return f"http://{self.authority}{self.target}"


def endpoint(storage: Storage, addressing: str) -> str:
    """Return the endpoint of links with the bucket in the path or in the host."""
    return storage.endpoint if addressing == "path" else f"http://{storage.dns_name}:{storage.port}"


def as_signed(signed: Signed) -> Sent:
    """Return the request unchanged."""
    address, _, query = signed.link.removeprefix("http://").partition("?")
    authority, slash, path = address.partition("/")
    return Sent(signed, signed.method, authority, slash + path, tuple(query.split("&")), signed.headers)


class Signers:
    """Signs random requests for existing objects, with the owner's keys."""

    def __init__(
        self, storage: Storage, bucket: str, inbox: str, versioned: str, marks: Mapping[str, str]
    ) -> None:
        self.storage = storage
        self.bucket = bucket
        self.inbox = inbox
        self.versioned = versioned
        # What identifies the content of each version of the one key in the versioned bucket.
        self.marks = marks
        self._uploads = 0

    def request(self, rng: Random) -> Signed:
        """Sign one request."""
        signed = self._upload(rng) if rng.random() < 0.35 else self._download(rng)
        signer = presign.Signer(
            self.storage.access_key,
            self.storage.secret_key,
            endpoint=endpoint(self.storage, signed.addressing),
            addressing=signed.addressing,
            version=signed.version,
        )
        link = signer.presign(
            signed.method,
            signed.bucket,
            signed.key,
            query=signed.overrides,
            headers=signed.headers,
            version_id=signed.version_id or None,
        )
        return dataclasses.replace(signed, link=link)

    def _download(self, rng: Random) -> Signed:
        method = rng.choice(["GET", "GET", "HEAD"])
        signed = _bare(rng, method, self.bucket, rng.choice(KEYS))
        if rng.random() < 0.4:
            version_id = rng.choice(list(self.marks))
            signed = dataclasses.replace(signed, bucket=self.versioned, key=KEYS[0], version_id=version_id)
        return dataclasses.replace(signed, overrides=_overrides(rng))

    def _upload(self, rng: Random) -> Signed:
        # A number makes the key unique, also among the keys that a change makes of others.
        self._uploads += 1
        names = rng.sample(METADATA, rng.choice([0, 1, 2]))
        headers = [(name, rng.choice(["1", "two words", "a,b", "a:b"])) for name in names]
        if rng.random() < 0.4:
            headers.append((CONTENT_TYPE, "text/plain"))
        signed = _bare(rng, "PUT", self.inbox, f"{self._uploads}/{rng.choice(KEYS)}")
        return dataclasses.replace(signed, headers=tuple(headers))


def _bare(rng: Random, method: str, bucket: str, key: str) -> Signed:
    """Choose the signature version and the addressing."""
    return Signed(rng.choice(["v4", "v2"]), rng.choice(["path", "path", "virtual"]), method, bucket, key)


def _overrides(rng: Random) -> Pairs:
    names = rng.sample(list(OVERRIDES), rng.choice([0, 0, 1, 2]))
    return tuple((name, rng.choice(VALUES)) for name in names)


Step = Callable[["Random", Sent], Sent]

FAMILIES = (
    *("x-amz-", "x_amz_", "X-Amz_", "x.amz.", "x-goog-", "x-dho-", "x-rgw-", "x-object-", "x-container-"),
    *("x-account-", "x_goog_", "X_RGW-", "x.object.", "x-amz", "x-amzn-", "x-oss-", "x-ms-", "x-minio-"),
)
# Names that a client may add after one of the prefixes. There is no Content-Disposition or similar header,
# because AWS lets the client choose those if the link does not sign them.
ADDED_HEADERS: tuple[tuple[str, str], ...] = (
    ("acl", "public-read"),
    ("copy-source", "/{bucket}/a"),
    ("copy_source", "/{bucket}/a"),
    ("meta-evil", "1"),
    ("meta-a", "evil"),
    ("meta_a", "evil"),
    ("tagging", "evil=1"),
    ("website-redirect-location", "http://evil.example/"),
    ("storage-class", "REDUCED_REDUNDANCY"),
    ("server-side-encryption", "AES256"),
    ("security-token", "evil"),
    ("content-sha256", "UNSIGNED-PAYLOAD"),
    ("date", "20200101T000000Z"),
    ("force-delete", "true"),
    ("manifest", "{bucket}/a"),
)
PARAMETERS = (
    *(
        "acl",
        "acl=",
        "acl%3D",
        "versionId={version}",
        "versionId%3D{version}",
        "versionid={version}",
        "uploads",
    ),
    *(
        "append=&position=0",
        "append",
        "layout",
        "tagging",
        "torrent",
        "partNumber=1",
        "uploadId=1",
        "retention=",
    ),
    *("x-amz-acl=public-read", "X-Amz-Acl=public-read", "x-amz-copy-source=/{bucket}/a", "x-amz-meta-evil=1"),
    *(
        "X-Amz-Meta-Evil=1",
        "x-amz-meta-a%3Ab=c",
        "x-amz-tagging=a%3Db",
        "x_amz_acl=public-read",
        "x=1",
        "x",
        "=",
    ),
    *(
        "response-content-type=text%2Fhtml",
        "Response-Content-Type=text%2Fhtml",
        "rgwx-version-id=1",
        "x-id=PutObject",
    ),
    *("X-Amz-Expires=604800", "x-amz-expires=604800", "Expires=4102444800", "expires=4102444800", "%26acl"),
    *("response-content-language=x%26versionId%3D{version}", "x-amz-security-token=", "X-Amz-Signature=0"),
)


def _replaced(rng: Random, pattern: str, text: str, change: Callable[[str], str]) -> str:
    """Change one match of a pattern in a text."""
    matches = list(re.finditer(pattern, text))
    if not matches:
        return text
    match = rng.choice(matches)
    return text[: match.start()] + change(match[0]) + text[match.end() :]


def _in_path_or_query(rng: Random, sent: Sent, pattern: str, change: Callable[[str], str]) -> Sent:
    """Change one match of a pattern in the path or in a query parameter."""
    if rng.random() < 0.5:
        return dataclasses.replace(sent, path=_replaced(rng, pattern, sent.path, change))
    query = list(sent.query)
    at = rng.randrange(len(query))
    query[at] = _replaced(rng, pattern, query[at], change)
    return dataclasses.replace(sent, query=tuple(query))


def _one_header(rng: Random, sent: Sent, change: Callable[[str, str], Pairs]) -> Sent:
    """Replace one header by other headers."""
    if not sent.headers:
        return sent
    headers = list(sent.headers)
    at = rng.randrange(len(headers))
    headers[at : at + 1] = change(*headers[at])
    return dataclasses.replace(sent, headers=tuple(headers))


def _respelled(rng: Random, name: str) -> str:
    """Write a name in a form that some servers read as the same name."""
    letters = [rng.choice(["-", "_", "."]) if letter in "-_." else letter for letter in name]
    return "".join(rng.choice([letter.lower(), letter.upper()]) for letter in letters)


def _placed(text: str, signed: Signed) -> str:
    return text.replace("{bucket}", signed.bucket).replace("{version}", signed.version_id or "null")


def header_case(rng: Random, sent: Sent) -> Sent:
    """Write a header's name in upper and lower case."""
    return _one_header(rng, sent, lambda name, value: ((rng.choice([name.upper(), name.title()]), value),))


def header_spelling(rng: Random, sent: Sent) -> Sent:
    """Write a header's name in another spelling."""
    return _one_header(rng, sent, lambda name, value: ((_respelled(rng, name), value),))


def header_alias(rng: Random, sent: Sent) -> Sent:
    """Replace a header's prefix by that of another storage."""
    prefix = rng.choice(FAMILIES)
    return _one_header(rng, sent, lambda name, value: ((re.sub("(?i)^x-amz-", prefix, name), value),))


def header_doubled(rng: Random, sent: Sent) -> Sent:
    """Send a header twice, in two spellings and with two values."""

    def twice(name: str, value: str) -> Pairs:
        pairs = [(name, value), (_respelled(rng, name), rng.choice([value, "evil"]))]
        rng.shuffle(pairs)
        return tuple(pairs)

    return _one_header(rng, sent, twice)


def header_dropped(rng: Random, sent: Sent) -> Sent:
    """Remove a header."""
    return _one_header(rng, sent, lambda *_: ())


def header_spaced(rng: Random, sent: Sent) -> Sent:
    """Put spaces around a header's value and between its words."""
    return _one_header(rng, sent, lambda name, value: ((name, f"  {value.replace(' ', '   ')} \t"),))


def header_moved(rng: Random, sent: Sent) -> Sent:
    """Send a header as a query parameter."""
    if not sent.headers:
        return sent
    headers = list(sent.headers)
    name, value = headers.pop(rng.randrange(len(headers)))
    cut = rng.choice(
        [f"{quote(name)}={quote(value)}", quote(f"{name}={value}"), f"{quote(f'{name}:')}={quote(value)}"]
    )
    return dataclasses.replace(sent, headers=tuple(headers), query=(*sent.query, cut))


def header_added(rng: Random, sent: Sent) -> Sent:
    """Send a header that is not signed."""
    name, value = rng.choice(ADDED_HEADERS)
    pair = (rng.choice(FAMILIES) + name, _placed(value, sent.signed))
    at = rng.randint(0, len(sent.headers))
    return dataclasses.replace(sent, headers=(*sent.headers[:at], pair, *sent.headers[at:]))


def escapes_in_lower_case(rng: Random, sent: Sent) -> Sent:
    """Write an escape's digits in lower case."""
    return _in_path_or_query(rng, sent, "%..", str.lower)


def needless_escape(rng: Random, sent: Sent) -> Sent:
    """Escape a character that needs none."""
    escape = rng.choice(["%{:02X}", "%{:02x}"])
    return _in_path_or_query(rng, sent, "[A-Za-z0-9/.=_~-]", lambda text: escape.format(ord(text)))


def bare_character(rng: Random, sent: Sent) -> Sent:
    """Send an escaped character unescaped, or `+` for a space."""

    def bare(escape: str) -> str:
        letter = chr(int(escape[1:], 16))
        return {" ": "+"}.get(letter, letter if letter in string.printable[:94] else escape)

    return _in_path_or_query(rng, sent, "%[2-7][0-9A-F]", bare)


def escaped_twice(rng: Random, sent: Sent) -> Sent:
    """Escape the `%` of an escape."""
    return _in_path_or_query(rng, sent, "%", lambda _: "%25")


def plus_for_space(rng: Random, sent: Sent) -> Sent:
    """Send `+` where an escaped space or plus was."""
    return _in_path_or_query(rng, sent, "%20|%2B", lambda _: "+")


def query_order(rng: Random, sent: Sent) -> Sent:
    """Reorder the query."""
    return dataclasses.replace(sent, query=tuple(rng.sample(sent.query, len(sent.query))))


def parameter_doubled(rng: Random, sent: Sent) -> Sent:
    """Repeat a parameter, with another value or in another case."""
    query = list(sent.query)
    name, equals, value = rng.choice(query).partition("=")
    again = rng.choice([name, name.lower(), name.upper()]) + equals + rng.choice([value, "evil", ""])
    query.insert(rng.randint(0, len(query)), again)
    return dataclasses.replace(sent, query=tuple(query))


def parameter_dropped(rng: Random, sent: Sent) -> Sent:
    """Remove a parameter."""
    query = list(sent.query)
    query.pop(rng.randrange(len(query)))
    return dataclasses.replace(sent, query=tuple(query))


def parameter_case(rng: Random, sent: Sent) -> Sent:
    """Write a parameter's name in upper and lower case."""
    query = list(sent.query)
    at = rng.randrange(len(query))
    name, equals, value = query[at].partition("=")
    query[at] = rng.choice([name.lower(), name.upper()]) + equals + value
    return dataclasses.replace(sent, query=tuple(query))


def parameters_merged(rng: Random, sent: Sent) -> Sent:
    """Hide a parameter in the value of the one before it."""
    if len(sent.query) < 2:
        return sent
    query = list(sent.query)
    at = rng.randrange(len(query) - 1)
    query[at : at + 2] = [f"{query[at]}%26{query[at + 1].replace('=', '%3D')}"]
    return dataclasses.replace(sent, query=tuple(query))


def parameter_added(rng: Random, sent: Sent) -> Sent:
    """Send a parameter that is not signed."""
    query = list(sent.query)
    query.insert(rng.randint(0, len(query)), _placed(rng.choice(PARAMETERS), sent.signed))
    return dataclasses.replace(sent, query=tuple(query))


def empty_parameter(rng: Random, sent: Sent) -> Sent:
    """Insert an empty parameter, or one at the start or the end of the query."""
    query = list(sent.query)
    query.insert(rng.randint(0, len(query)), "")
    return dataclasses.replace(sent, query=tuple(query))


def path_segments(rng: Random, sent: Sent) -> Sent:
    """Insert segments that a proxy would remove into the path."""
    piece = rng.choice(["//", "/./", "/%2E/", "/x/../", "/x/%2e%2e/", "/%2F", "/;x/"])
    return dataclasses.replace(sent, path=_replaced(rng, "/", sent.path, lambda _: piece))


def path_end(rng: Random, sent: Sent) -> Sent:
    """Append to the path."""
    return dataclasses.replace(
        sent, path=sent.path + rng.choice(["/", "/.", "%00", "%0A", "%20", ";x", "%3Facl"])
    )


def other_key(rng: Random, sent: Sent) -> Sent:
    """Change the key."""
    return dataclasses.replace(sent, path=sent.path[: sent.path.rfind("/") + 1] + quote(rng.choice(KEYS)))


def other_method(rng: Random, sent: Sent) -> Sent:
    """Send another method."""
    return dataclasses.replace(sent, method=rng.choice(["GET", "HEAD", "PUT", "DELETE", "POST", "get"]))


def other_host(rng: Random, sent: Sent) -> Sent:
    """Send another Host, or point the URL to another host than the Host header."""
    bucket, (name, _, port) = sent.signed.bucket, sent.authority.partition(":")
    host = rng.choice(
        [f"{bucket}.{name}", name.removeprefix(f"{bucket}."), "127.0.0.1", "evil.example", name.upper()]
    )
    authority = f"{host}{rng.choice([f':{port}', f':{port}', '', ':80', '.'])}"
    kind = rng.random()
    if kind < 0.4:
        return dataclasses.replace(sent, authority=authority)
    pairs = [("Host", authority), ("Host", sent.authority)]
    swapped = authority if kind < 0.7 else sent.authority
    return dataclasses.replace(sent, authority=swapped, headers=(*sent.headers, pairs[kind < 0.7]))


def bucket_moved(rng: Random, sent: Sent) -> Sent:
    """Move the bucket from the path to the host, or from the host to the path."""
    del rng
    bucket, authority = sent.signed.bucket, sent.authority
    if authority.startswith(f"{bucket}."):
        return dataclasses.replace(
            sent, authority=authority.removeprefix(f"{bucket}."), path=f"/{bucket}{sent.path}"
        )
    return dataclasses.replace(
        sent, authority=f"{bucket}.{authority}", path=sent.path.removeprefix(f"/{bucket}") or "/"
    )


STEPS: tuple[Step, ...] = (
    *(
        header_case,
        header_spelling,
        header_alias,
        header_doubled,
        header_dropped,
        header_spaced,
        header_moved,
    ),
    *(header_added, header_added, header_added, escapes_in_lower_case, needless_escape, bare_character),
    *(escaped_twice, plus_for_space, query_order, parameter_doubled, parameter_dropped, parameter_case),
    *(
        parameters_merged,
        parameters_merged,
        parameter_added,
        parameter_added,
        parameter_added,
        empty_parameter,
    ),
    *(path_segments, path_end, other_key, other_method, other_host, bucket_moved),
)


def variant(rng: Random, signed: Signed) -> Sent:
    """Change a signed request in one to three ways."""
    sent = as_signed(signed)
    for step in rng.choices(STEPS, k=rng.choice([1, 1, 2, 2, 3])):
        changed = step(rng, sent)
        if changed != sent:
            sent = dataclasses.replace(changed, steps=(*sent.steps, step.__name__))
    return sent
