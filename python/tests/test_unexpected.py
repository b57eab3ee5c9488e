"""Arguments that a function does not take are refused, and the error names the one that was meant."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import presign
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNER = presign.Signer("access", "a-secret-key")
METHODS = (
    "presign", "get", "put", "head", "delete", "presign_request", "presign_many", "presign_arrow", "warnings",
    "presign_post", "presign_playlist", "from_env",
)  # fmt: skip
CALLABLES: list[Callable[..., Any]] = [
    presign.Signer,
    presign.Verifier,
    presign.inspect,
    presign.explain,
    presign.ip_policy,
    *(getattr(SIGNER, name) for name in METHODS),
]
NAMES = [getattr(thing, "__qualname__", "") for thing in CALLABLES]


def required(thing: Callable[..., Any]) -> dict[str, Any]:
    """Return values for the arguments that a function cannot do without."""
    parameters = inspect.signature(thing).parameters.values()
    return {parameter.name: "x" for parameter in parameters if parameter.default is parameter.empty}


# What other libraries call these arguments.
@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("expires", "expires_in"),
        ("ExpiresIn", "expires_in"),
        ("ttl", "expires_in"),
        ("params", "query"),
        ("extra_query_params", "query"),
        ("VersionId", "version_id"),
        ("ContentType", "content_type"),
        ("lifetime", "expires_in"),
        ("expire_at", "expires_at"),
        ("Params", "query"),
    ],
)
def test_names_of_other_libraries_lead_to_ours(theirs: str, ours: str) -> None:
    """The error is worded as Python's own, and names our keyword."""
    given: dict[str, Any] = {theirs: 60}
    expected = f"Signer.get() got an unexpected keyword argument '{theirs}'. Did you mean '{ours}'?"
    with pytest.raises(TypeError, match=re.escape(expected)):
        SIGNER.get("bucket", "key", **given)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("endpoint_url", "endpoint"),
        ("region_name", "region"),
        ("aws_session_token", "session_token"),
        ("credential_expire_at", "credentials_expire_at"),
    ],
)
def test_boto3s_names_lead_to_the_signers(theirs: str, ours: str) -> None:
    """The keywords of boto3's client lead to those of Signer. No value is shown."""
    given: dict[str, Any] = {theirs: "a-secret-value"}
    with pytest.raises(TypeError, match=f"Did you mean '{ours}'") as raised:
        presign.Signer("access", "a-secret-key", **given)
    assert "a-secret" not in str(raised.value)


@pytest.mark.parametrize("thing", CALLABLES, ids=NAMES)
def test_unknown_keywords_are_refused(thing: Callable[..., Any]) -> None:
    """A keyword like none of a function's own is refused without a guess."""
    with pytest.raises(TypeError, match=r"\(\) got an unexpected keyword argument 'zzzzz'$"):
        thing(**required(thing), zzzzz=1)


@pytest.mark.parametrize("thing", CALLABLES, ids=NAMES)
def test_each_keyword_that_is_shown_is_taken(thing: Callable[..., Any]) -> None:
    """The signature that help shows has no keyword that the function refuses."""
    for name in inspect.signature(thing).parameters:
        given = required(thing)
        given[name] = object()
        with pytest.raises((TypeError, presign.PresignError)) as raised:
            thing(**given)
        assert "unexpected keyword" not in str(raised.value), name


@pytest.mark.parametrize(
    ("life", "hint"),
    [
        (3600, "expires_in=3600"),
        (timedelta(hours=1), "expires_in=datetime.timedelta(seconds=3600)"),
        (datetime(2026, 11, 30, tzinfo=UTC), "expires_at=datetime.datetime(2026, 11, 30, 0, 0, tzinfo="),
    ],
)
def test_a_lifetime_by_position_leads_to_the_keyword(life: Any, hint: str) -> None:
    """A lifetime or a time behind the key is answered with the keyword for it."""
    get: Any = SIGNER.get
    expected = (
        f"Signer.get() takes 2 positional arguments (bucket, key), but 3 were given. Did you mean {hint}"
    )
    with pytest.raises(TypeError, match=re.escape(expected)):
        get("bucket", "key", life)


def test_other_values_by_position_are_not_shown() -> None:
    """An argument after the keys of a signer may be a session token."""
    signer: Any = presign.Signer
    with pytest.raises(TypeError) as raised:
        signer("access", "a-secret-key", "a-secret-token", "eu-west-1")
    taken = "Signer() takes 2 positional arguments (access_key, secret_key), but 4 were given"
    assert str(raised.value) == f"{taken}: give the others by keyword"


@pytest.mark.parametrize("thing", CALLABLES, ids=NAMES)
def test_none_counts_as_an_argument(thing: Callable[..., Any]) -> None:
    """A lifetime that a program's settings lack is not silently replaced by the default one."""
    given = required(thing)
    with pytest.raises(TypeError, match=r"\(\) got an unexpected keyword argument 'expires'"):
        thing(**given, expires=None)
    parameters = inspect.signature(thing).parameters.values()
    by_position = [one for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    values = [given.pop(one.name, one.default) for one in by_position]
    with pytest.raises(TypeError, match=r"takes \d+ positional arguments?"):
        thing(*values, None, **given)
