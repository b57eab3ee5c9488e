"""Good and bad requests for one object, as a table: how a good link is altered, and how it is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from links import changed, item, rewritten

Change = Callable[[str], str]


def same(link: str) -> str:
    """Leave the link as it was made."""
    return link


def other(name: str, new: str) -> Change:
    """Give a query item another value."""
    return lambda link: changed(link, name, new)


def edited(name: str, edit: Change) -> Change:
    """Edit a query item's value."""
    return lambda link: changed(link, name, edit(item(link, name)))


def swapped(old: str, new: str) -> Change:
    """Replace one piece of the link's text."""
    return lambda link: rewritten(link, old, new)


def added(pair: str) -> Change:
    """Put a pair behind the query."""
    return lambda link: f"{link}&{pair}"


def first(pair: str) -> Change:
    """Put a pair before the query."""
    return lambda link: link.replace("?", f"?{pair}&", 1)


def without(name: str) -> Change:
    """Take a query item out."""

    def change(link: str) -> str:
        place, _, query = link.partition("?")
        kept = [pair for pair in query.split("&") if pair.partition("=")[0] != name]
        assert len(kept) == query.count("&")
        return f"{place}?{'&'.join(kept)}"

    return change


def backwards(link: str) -> str:
    """Turn the order of the query around."""
    place, _, query = link.partition("?")
    return f"{place}?{'&'.join(reversed(query.split('&')))}"


@dataclass(frozen=True)
class Row:
    """One request; the options are those with which its link is made."""

    name: str
    change: Change = same
    method: str = "GET"
    sent_with: str = ""
    options: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    key: str = "dir/a b+c%20é.txt"
    keys: dict[str, str] = field(default_factory=dict)
    # Why we decide otherwise than Ceph; empty where we must not.
    decided: str = ""
    # Why our code is another one where both refuse.
    code: str = ""


# Codes. Ceph has one for nearly all that is wrong with a parameter; ours are AWS's.
PARAMETER = "Ceph says AccessDenied or InvalidArgument where AWS says AuthorizationQueryParametersError"
PARAMETER_2 = "Ceph says InvalidArgument where AWS says AccessDenied"
SCOPE = "Ceph only computes another signature where AWS looks at the scope itself"
HOST = "Ceph only computes another signature where AWS and MinIO ask for a signed host"
TOKEN = "Ceph takes a token for a part of what is signed, AWS looks whether the key has one"
EMPTY = "Ceph takes an empty signature for none"
TWICE = "Ceph looks at one of the two"
CASE = "Ceph reads the name in any case"
TYPE = ("--header", "Content-Type: text/plain")
META = ("--header", "x-amz-meta-a: one two")
STALE = ("--sign-at", "1369353600")
UNKNOWN = {"AWS_ACCESS_KEY_ID": "NOBODY00000000000001"}
WRONG = {"AWS_SECRET_ACCESS_KEY": "another/secret+key"}

BOTH = [
    Row("a good link"),
    Row("a good link to write", method="PUT"),
    Row("a good link to look at", method="HEAD"),
    Row("a key of dots", key="a/./../b"),
    Row("a key of slashes", key="/a//b/"),
    Row("a key of everything", key="~!*'();:@&=+$,[]\"<>\\^`{|}#?"),
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
        "an override taken out",
        without("response-content-type"),
        options=("--query", "response-content-type=text/html"),
    ),
    Row("an override added", added("response-content-type=text%2Fhtml")),
    Row("a subresource added", added("acl")),
    Row("the query turned around", backwards, options=("--query", "versionId=null")),
    Row("escapes in lower case", swapped("%C3%A9", "%c3%a9")),
    Row("a letter escaped in the path", swapped("dir", "%64ir")),
    Row("a bare + in the path", swapped("b%2Bc", "b+c")),
    Row("a space for a + in the path", swapped("b%2Bc", "b%20c")),
    Row("the path encoded twice", swapped("a%20b", "a%2520b")),
    Row("a slash more", swapped("/dir", "//dir")),
    Row("another key", swapped("dir", "dig")),
    Row("read with PUT", sent_with="PUT"),
    Row("read with HEAD", sent_with="HEAD"),
    Row("read with DELETE", sent_with="DELETE"),
    Row("written with GET", method="PUT", sent_with="GET"),
    Row("a wrong secret key", keys=WRONG),
    Row("an unknown access key", keys=UNKNOWN),
    Row("ended long ago", options=STALE),
    Row("ended and forged", swapped("dir", "dig"), options=STALE),
    Row("a signed type", method="PUT", options=TYPE, headers={"Content-Type": "text/plain"}),
    Row("a signed type that is not sent", method="PUT", options=TYPE),
    Row("another type than signed", method="PUT", options=TYPE, headers={"Content-Type": "text/html"}),
    Row("signed metadata", method="PUT", options=META, headers={"X-Amz-Meta-A": "one two"}),
    Row(
        "signed metadata with blanks around",
        method="PUT",
        options=META,
        headers={"x-amz-meta-a": "  one two "},
    ),
    Row("other metadata than signed", method="PUT", options=META, headers={"x-amz-meta-a": "one"}),
    Row("signed metadata that is not sent", method="PUT", options=META),
    Row("a header that nobody signs", headers={"Range": "bytes=0-1"}),
]

V4 = [
    Row("a parameter added", added("x=1")),
    Row("a parameter added in front", first("x=1")),
    Row("an empty parameter added", added("")),
    Row(
        "a signature's digit",
        edited("X-Amz-Signature", lambda text: ("1" if text[0] != "1" else "0") + text[1:]),
    ),
    Row("a signature in upper case", edited("X-Amz-Signature", str.upper)),
    Row("a signature cut", edited("X-Amz-Signature", lambda text: text[:-1])),
    Row("an empty signature", other("X-Amz-Signature", ""), code=EMPTY),
    Row("no signature", without("X-Amz-Signature"), code=PARAMETER),
    Row("no algorithm", without("X-Amz-Algorithm"), code=PARAMETER),
    Row("no credential", without("X-Amz-Credential"), code=PARAMETER),
    Row("no date", without("X-Amz-Date"), code=PARAMETER),
    Row("no life", without("X-Amz-Expires"), code=PARAMETER),
    Row("no signed headers", without("X-Amz-SignedHeaders"), code=PARAMETER),
    Row("another algorithm", other("X-Amz-Algorithm", "AWS4-HMAC-SHA512"), code=PARAMETER),
    Row("another second", edited("X-Amz-Date", lambda text: text[:-2] + ("1Z" if text[-2] != "1" else "0Z"))),
    Row("a date that is none", other("X-Amz-Date", "20261341T000000Z"), code=PARAMETER),
    Row("a date with a dash", other("X-Amz-Date", "2026-11-22T00%3A00%3A00Z"), code=PARAMETER),
    Row("a longer life", other("X-Amz-Expires", "3601")),
    Row("a life too long", other("X-Amz-Expires", "604801"), code=PARAMETER),
    Row("a life of none", other("X-Amz-Expires", "0"), code=PARAMETER),
    Row("a life below none", other("X-Amz-Expires", "-1"), code=PARAMETER),
    Row("a life in words", other("X-Amz-Expires", "soon"), code=PARAMETER),
    Row("the longest life", options=("--expires-in", "604800")),
    Row(
        "a day of its own in the scope",
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
        "a scope cut",
        edited("X-Amz-Credential", lambda text: text.replace("%2Faws4_request", "")),
        code=PARAMETER,
    ),
    Row(
        "a scope that ends otherwise",
        edited("X-Amz-Credential", lambda text: text.replace("aws4_request", "aws5")),
        code=PARAMETER,
    ),
    Row("a bare slash in the credential", edited("X-Amz-Credential", lambda text: text.replace("%2F", "/"))),
    Row("another region, signed", options=("--region", "eu-west-1")),
    Row("the host not signed", other("X-Amz-SignedHeaders", "date"), headers={"Date": "x"}, code=HOST),
    Row(
        "a header more in the list",
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
        decided="Ceph looks at one of the two; who looks at the other sees another link",
    ),
    Row("a name in lower case", swapped("X-Amz-Date", "x-amz-date"), code=CASE),
    Row(
        "a date in the future",
        options=("--sign-at", "4102444800"),
        decided="Ceph does not look whether a link is valid yet",
    ),
    Row(
        "an unsigned header of the family",
        method="PUT",
        headers={"x-amz-meta-b": "1"},
        decided="Ceph 16 obeys headers that a link does not sign; newer ones and AWS refuse them",
    ),
]

V2 = [
    Row("a parameter that is not signed", added("x=1")),
    Row("a signature's digit", edited("Signature", lambda text: ("a" if text[0] != "a" else "b") + text[1:])),
    Row("a signature cut", edited("Signature", lambda text: text.removesuffix("%3D"))),
    Row("an empty signature", other("Signature", ""), code=EMPTY),
    Row("no signature", without("Signature"), code=PARAMETER_2),
    Row("no end", without("Expires")),
    Row("no access key", without("AWSAccessKeyId")),
    Row("another end", edited("Expires", lambda text: str(int(text) + 1))),
    Row("an end in words", other("Expires", "soon")),
    Row("an end of nought", other("Expires", "0")),
    Row("a link of ten years", options=("--expires-in", "3650d")),
    Row("a type that is not signed", method="PUT", headers={"Content-Type": "text/plain"}),
    Row("a token added", added("x-amz-security-token=token"), code=TOKEN),
    Row("metadata added in the query", method="PUT", change=added("x-amz-meta-b=1")),
    Row("metadata added in a header", method="PUT", headers={"x-amz-meta-b": "1"}),
    Row("a subresource bare", swapped("uploads=", "uploads"), method="POST", options=("--query", "uploads")),
    Row("an end given twice", added("Expires=4102444800"), code=TWICE),
]

TABLE = [
    *((version, row) for row in BOTH for version in ("v4", "v2")),
    *(("v4", row) for row in V4),
    *(("v2", row) for row in V2),
]
