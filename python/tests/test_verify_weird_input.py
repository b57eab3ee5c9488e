"""Any request is accepted or refused; there is no other result."""

from __future__ import annotations

import time
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any

import presign
from hypothesis import given, settings
from hypothesis import strategies as st
from test_weird_input import ANYTHING, NUMBERS, PAIRS, SECRET, TEXT, TOKEN, VALUE, Odd, survive

if TYPE_CHECKING:
    from collections.abc import Callable

VERIFIER = presign.Verifier({"access": (SECRET, TOKEN)}, endpoint="files.example")
SIGNER = presign.Signer("access", SECRET, session_token=TOKEN, endpoint="files.example")
LINKS = [
    SIGNER.get("bucket", "key", sign_at=0),
    SIGNER.put("bucket", "key", headers={"x-amz-meta-a": VALUE, "range": VALUE}, sign_at=0),
    presign.Signer("access", SECRET, session_token=TOKEN, endpoint="files.example", version="v2").get(
        "bucket", "key", sign_at=0, query={"acl": ""}
    ),
]
SIGNATURES = [link.rpartition("Signature=")[2].partition("&")[0] for link in LINKS]


@st.composite
def almost_links(draw: st.DrawFn) -> str:
    """Draw a URL with arbitrary text inserted or replaced."""
    link = draw(st.sampled_from(LINKS))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(link)))
        end = start + draw(st.integers(0, 9))
        link = link[:start] + draw(TEXT) + link[end:]
    return draw(st.sampled_from([link, link.removeprefix("https://files.example")]))


URLS = almost_links() | TEXT | ANYTHING
METHODS = st.sampled_from(["GET", "PUT"]) | TEXT | ANYTHING
HEADERS = (
    PAIRS | ANYTHING | st.just({"x-amz-meta-a": VALUE, "range": VALUE, "host": "files.example"}) | st.none()
)
TIMES = st.just(0) | NUMBERS | ANYTHING


def judged(call: Callable[[], object]) -> Any:
    """Make a call. Check that a refusal contains no secret, no token, no header's value and no signature."""
    try:
        return survive(call, SECRET, TOKEN, VALUE)
    except presign.Refused as error:
        refused = error
    shown = "".join(traceback.format_exception_only(refused)) + repr(refused) + repr(vars(refused))
    assert not any(secret in shown for secret in [SECRET, TOKEN, VALUE, *SIGNATURES]), shown
    assert shown.encode()  # the text can be printed
    # A time outside the calendar is the server's own mistake.
    assert refused.status in ((500,) if refused.reason == "clock" else (400, 403))
    assert refused.code
    assert refused.message
    assert refused.reason
    return None


@settings(max_examples=1000)
@given(METHODS, URLS, HEADERS, st.none() | st.just("files.example") | TEXT | ANYTHING, TIMES)
def test_verify(method: Any, url: Any, headers: Any, host: Any, at: Any) -> None:
    """Any value for any argument is accepted or refused."""
    found = judged(lambda: VERIFIER.verify(method, url, headers, host=host, at=at))
    assert found is None or (found.access_key, found.bucket) == ("access", "bucket")


@settings(max_examples=500)
@given(URLS, TIMES, TEXT | ANYTHING, TEXT | ANYTHING)
def test_inspect(url: Any, at: Any, endpoint: Any, addressing: Any) -> None:
    """`inspect` shows neither token nor signature."""
    for options in ({}, {"endpoint": endpoint}, {"addressing": addressing}):
        found = judged(partial(presign.inspect, url, at=at, **options))
        if found is not None:
            assert not any(text in repr(found) for text in [TOKEN, *SIGNATURES])
            for name in ("bucket", "key", "query", "warnings", "lifetime", "seconds_left"):
                getattr(found, name)


@settings(max_examples=500)
@given(METHODS, URLS, HEADERS, TIMES, st.none() | TEXT | ANYTHING)
def test_explain(method: Any, url: Any, headers: Any, at: Any, response: Any) -> None:
    """`explain` returns a cause for any request; the texts contain no values."""
    for call in (
        partial(VERIFIER.explain, method, url, headers, at=at, response=response),
        partial(VERIFIER.explain, method, url, headers, at=at),
        partial(presign.explain, url, SECRET, response, method=method, headers=headers, at=at),
    ):
        found = judged(call)
        if found is not None:
            texts = (found.cause, found.sentence, found.ours, found.theirs, repr(found))
            assert not any(secret in str(texts) for secret in [SECRET, TOKEN, VALUE]), texts


@settings(max_examples=300)
@given(
    ANYTHING,
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("endpoint", "addressing", "bucket", "region"), TEXT | ANYTHING),
            **dict.fromkeys(("clock_skew", "max_expires_in"), NUMBERS | ANYTHING),
            "required_headers": st.lists(TEXT | ANYTHING) | ANYTHING,
            **dict.fromkeys(
                ("unsigned_amz_headers", "unsigned_storage_headers", "head_for_get", "version_2"),
                st.booleans() | ANYTHING,
            ),
        },
    ),
)
def test_a_verifier(secrets: Any, options: dict[str, Any]) -> None:
    """Invalid settings are refused when the verifier is made."""
    for source in (secrets, {"access": (SECRET, TOKEN)}):
        made = survive(partial(presign.Verifier, source, **options), SECRET, TOKEN)
        assert made is None or SECRET not in repr(made)


@given(TEXT, TEXT, TEXT)
def test_odd_secrets(before: str, after: str, token: str) -> None:
    """The error of an invalid secret does not contain it."""
    for secret in (before + VALUE + after, (before + VALUE + after, token), (SECRET, before + VALUE + after)):
        verifier = presign.Verifier({"access": secret})
        judged(partial(verifier.verify, "GET", LINKS[0], at=0))
        judged(partial(presign.explain, LINKS[0], secret))


def test_objects_that_lie() -> None:
    """The exceptions of objects with failing methods are raised unchanged."""
    odd: Any = Odd()
    for call in (
        lambda: VERIFIER.verify("GET", LINKS[0], odd),
        lambda: VERIFIER.verify("GET", LINKS[0], at=odd),
        lambda: presign.inspect(LINKS[0], at=odd),
        lambda: presign.Verifier({}, clock_skew=odd),
        lambda: presign.Verifier({}, required_headers=odd),
        lambda: presign.Verifier(lambda _: odd).verify("GET", LINKS[0], at=0),
    ):
        try:
            call()
        except (TypeError, RuntimeError):
            continue
        raise AssertionError


def test_a_huge_request_is_refused_in_linear_time() -> None:
    """A request of many megabytes is refused in linear time."""
    url = LINKS[0] + "&a=b" * 1_000_000
    headers = [(f"x-{i % 1000}", "v" * 100) for i in range(100_000)]
    start = time.process_time()
    assert judged(lambda: VERIFIER.verify("GET", url, at=0)) is None
    assert judged(lambda: VERIFIER.verify("GET", LINKS[0], headers, at=0)) is not None
    assert time.process_time() - start < 10
