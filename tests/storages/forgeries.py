"""A table of valid and invalid requests for one object: how a valid link is changed, and how it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from links import changed, item, rewritten

Change = Callable[[str], str]


def same(link: str) -> str:
    """Return the link unchanged."""
    return link


def other(name: str, new: str) -> Change:
    """Return a change of a query parameter's value."""
    return lambda link: changed(link, name, new)


def edited(name: str, edit: Change) -> Change:
    """Return a change that edits a query parameter's value."""
    return lambda link: changed(link, name, edit(item(link, name)))


def swapped(old: str, new: str) -> Change:
    """Return a change that replaces a part of the link's text."""
    return lambda link: rewritten(link, old, new)


def added(pair: str) -> Change:
    """Return a change that appends a parameter to the query."""
    return lambda link: f"{link}&{pair}"


def first(pair: str) -> Change:
    """Return a change that inserts a parameter before the query."""
    return lambda link: link.replace("?", f"?{pair}&", 1)


def without(name: str) -> Change:
    """Return a change that removes a query parameter."""

    def change(link: str) -> str:
        address, _, query = link.partition("?")
        kept = [pair for pair in query.split("&") if pair.partition("=")[0] != name]
        assert len(kept) == query.count("&")
        return f"{address}?{'&'.join(kept)}"

    return change


def backwards(link: str) -> str:
    """Reverse the order of the query."""
    address, _, query = link.partition("?")
    return f"{address}?{'&'.join(reversed(query.split('&')))}"


@dataclass(frozen=True)
class Row:
    """One request; `options` are the command's options that make its link."""

    name: str
    change: Change = same
    method: str = "GET"
    sent_with: str = ""
    options: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    key: str = "dir/a b+c%20é.txt"
    keys: dict[str, str] = field(default_factory=dict)
    # Why presign decides differently from Ceph; empty where both must decide the same.
    decided: str = ""
    # Why the error codes differ where both refuse; empty where they must be equal.
    code: str = ""


# Reasons for other error codes. Ceph has one code for nearly all invalid parameters; presign has AWS's codes.
PARAMETER = "Ceph says AccessDenied or InvalidArgument where AWS says AuthorizationQueryParametersError"
PARAMETER_2 = "Ceph says InvalidArgument where AWS says AccessDenied"
SCOPE = "Ceph computes another signature where AWS checks the scope"
HOST = "Ceph computes another signature where AWS and MinIO require a signed host"
TOKEN = "Ceph signs a token like any parameter, AWS checks whether the access key has one"
EMPTY = "Ceph treats an empty signature as a missing one"
TWICE = "Ceph reads one of the two"
CASE = "Ceph reads the name in upper and lower case"
TYPE = ("--header", "Content-Type: text/plain")
META = ("--header", "x-amz-meta-a: one two")
STALE = ("--sign-at", "1369353600")
UNKNOWN = {"AWS_ACCESS_KEY_ID": "NOBODY00000000000001"}
WRONG = {"AWS_SECRET_ACCESS_KEY": "another/secret+key"}

BOTH = [
    Row("a valid link"),
    Row("a valid link for PUT", method="PUT"),
    Row("a valid link for HEAD", method="HEAD"),
    Row("a key of dots", key="a/./../b"),
    Row("a key of slashes", key="/a//b/"),
    Row("a key of all punctuation", key="~!*'();:@&=+$,[]\"<>\\^`{|}#?"),
    Row("an override", options=("--query", "response-content-type=text/html; a=b")),
    Row(
        "an override with a + for a space",
        swapped("text%20html", "text+html"),
        options=("--query", "response-content-type=text html"),
    ),
    Row(
        "an override with a bare slash",
        swapped("text%2Fhtml", "text/html"),
        options=("--query", "response-content-type=text/html"),
    ),
    Row(
        "another override",
        other("response-content-type", "text%2Fplain"),
        options=("--query", "response-content-type=text/html"),
    ),
    Row(
        "an override removed",
        without("response-content-type"),
        options=("--query", "response-content-type=text/html"),
    ),
    Row("an override added", added("response-content-type=text%2Fhtml")),
    Row("a subresource added", added("acl")),
    Row("the query in reverse order", backwards, options=("--query", "versionId=null")),
    Row("escapes in lower case", swapped("%C3%A9", "%c3%a9")),
    Row("a letter escaped in the path", swapped("dir", "%64ir")),
    Row("a bare + in the path", swapped("b%2Bc", "b+c")),
    Row("a space for a + in the path", swapped("b%2Bc", "b%20c")),
    Row("the path encoded twice", swapped("a%20b", "a%2520b")),
    Row("an additional slash", swapped("/dir", "//dir")),
    Row("another key", swapped("dir", "dig")),
    Row("a GET link used with PUT", sent_with="PUT"),
    Row("a GET link used with HEAD", sent_with="HEAD"),
    Row("a GET link used with DELETE", sent_with="DELETE"),
    Row("a PUT link used with GET", method="PUT", sent_with="GET"),
    Row("a wrong secret key", keys=WRONG),
    Row("an unknown access key", keys=UNKNOWN),
    Row("expired years ago", options=STALE),
    Row("expired and forged", swapped("dir", "dig"), options=STALE),
    Row("a signed type", method="PUT", options=TYPE, headers={"Content-Type": "text/plain"}),
    Row("a signed type that is not sent", method="PUT", options=TYPE),
    Row("another type than signed", method="PUT", options=TYPE, headers={"Content-Type": "text/html"}),
    Row("signed metadata", method="PUT", options=META, headers={"X-Amz-Meta-A": "one two"}),
    Row(
        "signed metadata between spaces",
        method="PUT",
        options=META,
        headers={"x-amz-meta-a": "  one two "},
    ),
    Row("other metadata than signed", method="PUT", options=META, headers={"x-amz-meta-a": "one"}),
    Row("signed metadata that is not sent", method="PUT", options=META),
    Row("an unsigned header of HTTP", headers={"Range": "bytes=0-1"}),
]

V4 = [
    Row("a parameter added", added("x=1")),
    Row("a parameter added before the others", first("x=1")),
    Row("an empty parameter added", added("")),
    Row(
        "a changed signature",
        edited("X-Amz-Signature", lambda text: ("1" if text[0] != "1" else "0") + text[1:]),
    ),
    Row("a signature in upper case", edited("X-Amz-Signature", str.upper)),
    Row("a truncated signature", edited("X-Amz-Signature", lambda text: text[:-1])),
    Row("an empty signature", other("X-Amz-Signature", ""), code=EMPTY),
    Row("no signature", without("X-Amz-Signature"), code=PARAMETER),
    Row("no algorithm", without("X-Amz-Algorithm"), code=PARAMETER),
    Row("no credential", without("X-Amz-Credential"), code=PARAMETER),
    Row("no date", without("X-Amz-Date"), code=PARAMETER),
    Row("no lifetime", without("X-Amz-Expires"), code=PARAMETER),
    Row("no signed headers", without("X-Amz-SignedHeaders"), code=PARAMETER),
    Row("another algorithm", other("X-Amz-Algorithm", "AWS4-HMAC-SHA512"), code=PARAMETER),
    Row("another second", edited("X-Amz-Date", lambda text: text[:-2] + ("1Z" if text[-2] != "1" else "0Z"))),
    Row("a date outside the calendar", other("X-Amz-Date", "20261341T000000Z"), code=PARAMETER),
    Row("a date with a dash", other("X-Amz-Date", "2026-11-22T00%3A00%3A00Z"), code=PARAMETER),
    Row("a longer lifetime", other("X-Amz-Expires", "3601")),
    Row("a lifetime over the limit", other("X-Amz-Expires", "604801"), code=PARAMETER),
    Row("a lifetime of 0", other("X-Amz-Expires", "0"), code=PARAMETER),
    Row("a negative lifetime", other("X-Amz-Expires", "-1"), code=PARAMETER),
    Row("a lifetime that is not a number", other("X-Amz-Expires", "soon"), code=PARAMETER),
    Row("the longest lifetime", options=("--expires-in", "604800")),
    Row(
        "another day in the scope",
        edited("X-Amz-Credential", lambda text: text.replace("%2F20", "%2F19")),
        code=SCOPE,
    ),
    Row(
        "another region in the scope",
        edited("X-Amz-Credential", lambda text: text.replace("us-east-1", "eu-west-1")),
    ),
    Row(
        "another service in the scope",
        edited("X-Amz-Credential", lambda text: text.replace("%2Fs3%2F", "%2Fsqs%2F")),
        code=SCOPE,
    ),
    Row(
        "a truncated scope",
        edited("X-Amz-Credential", lambda text: text.replace("%2Faws4_request", "")),
        code=PARAMETER,
    ),
    Row(
        "another last part of the scope",
        edited("X-Amz-Credential", lambda text: text.replace("aws4_request", "aws5")),
        code=PARAMETER,
    ),
    Row("a bare slash in the credential", edited("X-Amz-Credential", lambda text: text.replace("%2F", "/"))),
    Row("another region, signed", options=("--region", "eu-west-1")),
    Row("the host not signed", other("X-Amz-SignedHeaders", "date"), headers={"Date": "x"}, code=HOST),
    Row(
        "an additional signed header",
        other("X-Amz-SignedHeaders", "host%3Brange"),
        headers={"Range": "bytes=0-1"},
    ),
    Row("a token added", added("X-Amz-Security-Token=token"), code=TOKEN),
    Row("an empty token", added("X-Amz-Security-Token="), code=TOKEN),
    Row("a payload's digest added", added("X-Amz-Content-Sha256=UNSIGNED-PAYLOAD")),
    Row("a signed parameter of the digest", options=("--query", "X-Amz-Content-Sha256=UNSIGNED-PAYLOAD")),
    Row("a digest in a header", headers={"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}),
    Row("another digest in a header", headers={"x-amz-content-sha256": "0" * 64}),
    Row(
        "a parameter of the signature twice",
        added("X-Amz-Expires=3600"),
        decided="Ceph reads one of the two; a server that reads the other sees another link",
    ),
    Row("a name in lower case", swapped("X-Amz-Date", "x-amz-date"), code=CASE),
    Row(
        "a date in the future",
        options=("--sign-at", "4102444800"),
        decided="Ceph does not check whether a link is valid yet",
    ),
    Row(
        "an unsigned x-amz header",
        method="PUT",
        headers={"x-amz-meta-b": "1"},
        decided="Ceph 16 obeys headers that a link does not sign; newer ones and AWS refuse them",
    ),
]

V2 = [
    Row("a parameter that is not signed", added("x=1")),
    Row("a changed signature", edited("Signature", lambda text: ("a" if text[0] != "a" else "b") + text[1:])),
    Row("a truncated signature", edited("Signature", lambda text: text.removesuffix("%3D"))),
    Row("an empty signature", other("Signature", ""), code=EMPTY),
    Row("no signature", without("Signature"), code=PARAMETER_2),
    Row("no expiry", without("Expires")),
    Row("no access key", without("AWSAccessKeyId")),
    Row("another expiry", edited("Expires", lambda text: str(int(text) + 1))),
    Row("an expiry that is not a number", other("Expires", "soon")),
    Row("an expiry of 0", other("Expires", "0")),
    Row("a link of ten years", options=("--expires-in", "3650d")),
    Row("a type that is not signed", method="PUT", headers={"Content-Type": "text/plain"}),
    Row("a token added", added("x-amz-security-token=token"), code=TOKEN),
    Row("metadata added in the query", method="PUT", change=added("x-amz-meta-b=1")),
    Row("metadata added in a header", method="PUT", headers={"x-amz-meta-b": "1"}),
    Row("a subresource bare", swapped("uploads=", "uploads"), method="POST", options=("--query", "uploads")),
    Row("a repeated expiry", added("Expires=4102444800"), code=TWICE),
]

TABLE = [
    *((version, row) for row in BOTH for version in ("v4", "v2")),
    *(("v4", row) for row in V4),
    *(("v2", row) for row in V2),
]
