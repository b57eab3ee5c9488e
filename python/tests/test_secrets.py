"""Where a verifier has its secret keys from, and that they stay there."""

from __future__ import annotations

import copy
import gc
import pickle
import sys
import traceback
import weakref
from collections import ChainMap, UserDict, defaultdict
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import presign
import pytest
from conftest import ACCESS_KEY, SECRET_KEY
from test_vectors import vectors

if TYPE_CHECKING:
    from collections.abc import Callable

CASE = next(p.values[0] for p in vectors("v4") if p.values[0]["method"] == "GET")
TEMPORARY = next(p.values[0] for p in vectors("v4") if p.values[0]["session_token"])
HIDDEN = "HIDDENsecret"


def verify(secrets: Any, case: dict[str, Any] = CASE) -> presign.Verified:
    """Verify a worked case."""
    verifier = presign.Verifier(secrets, endpoint=case["endpoint"], addressing=case["addressing"])
    return verifier.verify(case["method"], case["url"], case["headers"], at=case["sign_at"])


def refusal(call: Callable[[], object]) -> str:
    """Why it is refused; the secret is not told."""
    with pytest.raises(presign.Refused) as caught:
        call()
    shown = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert SECRET_KEY not in shown
    return caught.value.reason


class Own(dict[str, str]):
    """A mapping whose own methods are to be asked."""

    def get(self, access_key: str, default: Any = None) -> Any:
        """Make the secret when it is asked for."""
        return SECRET_KEY if access_key == ACCESS_KEY else default


@pytest.mark.parametrize(
    "secrets",
    [
        {ACCESS_KEY: SECRET_KEY},
        {ACCESS_KEY: (SECRET_KEY, None)},
        {ACCESS_KEY: presign.Secret(SECRET_KEY)},
        UserDict({ACCESS_KEY: SECRET_KEY}),
        MappingProxyType({ACCESS_KEY: SECRET_KEY}),
        ChainMap({}, {ACCESS_KEY: SECRET_KEY}),
        Own(),
        lambda access_key: SECRET_KEY if access_key == ACCESS_KEY else None,
        {ACCESS_KEY: SECRET_KEY}.get,
        {ACCESS_KEY: SECRET_KEY}.__getitem__,
    ],
)
def test_all_kinds_of_sources(secrets: Any) -> None:
    """A mapping or a function, with whatever holds a secret."""
    assert verify(secrets).access_key == ACCESS_KEY


def test_unknown_keys() -> None:
    """None, or not in the mapping; a defaultdict does not grow by what is forged."""
    grown: defaultdict[str, str] = defaultdict(lambda: SECRET_KEY)
    sources: list[Any] = [{}, {ACCESS_KEY: None}, lambda _: None, grown]
    for secrets in sources:
        assert refusal(partial(verify, secrets)) == "unknown-access-key"
    assert not grown


def test_session_tokens() -> None:
    """A temporary key's links carry its token, and no others do."""
    key, token = TEMPORARY["secret_key"], TEMPORARY["session_token"]
    for secret in ((key, token), presign.Secret(key, token), presign.Secret(key, session_token=token)):
        assert verify({ACCESS_KEY: secret}, TEMPORARY).bucket == TEMPORARY["bucket"]
        assert refusal(partial(verify, {ACCESS_KEY: secret})) == "token"
    for secret in (key, (key, None), (key, "another"), presign.Secret(key)):
        assert refusal(partial(verify, {ACCESS_KEY: secret}, TEMPORARY)) == "token"


def test_a_mapping_is_read_anew() -> None:
    """A key that is revoked is refused at once, although its day's key is cached; so is a changed one."""
    secrets: dict[str, Any] = {ACCESS_KEY: SECRET_KEY}
    verifier = presign.Verifier(secrets)

    def again() -> presign.Verified:
        return verifier.verify(CASE["method"], CASE["url"], CASE["headers"], at=CASE["sign_at"])

    assert again().key == again().key == CASE["key"]
    secrets[ACCESS_KEY] = "another"
    assert refusal(again) == "signature"
    del secrets[ACCESS_KEY]
    assert refusal(again) == "unknown-access-key"
    secrets[ACCESS_KEY] = SECRET_KEY
    assert again().key == CASE["key"]


class Stop(BaseException):
    """No Exception, as KeyboardInterrupt is none."""


@pytest.mark.parametrize(
    "error", [KeyError("k"), OSError("down"), Stop(), presign.Refused("own"), StopIteration()]
)
def test_what_a_function_raises(error: BaseException) -> None:
    """It comes out as it is, the very same."""

    def failing(access_key: str) -> str:
        assert access_key == ACCESS_KEY
        raise error

    class Failing(UserDict[str, str]):
        get = staticmethod(failing)  # type: ignore[assignment]

    for secrets in (failing, Failing()):
        with pytest.raises(type(error)) as caught:
            verify(secrets)
        assert caught.value is error
        with pytest.raises(type(error)) as caught:
            presign.Verifier(secrets).explain(CASE["method"], CASE["url"], at=CASE["sign_at"])
        assert caught.value is error
        error.__traceback__ = None


def test_a_function_is_asked_once_and_late() -> None:
    """Only for a link that is otherwise right: a forged one costs no question."""
    asked: list[str] = []

    def secret(access_key: str) -> str:
        asked.append(access_key)
        return SECRET_KEY

    verifier = presign.Verifier(secret)
    assert refusal(lambda: verifier.verify("GET", "https://h/b/k")) == "not-signed"
    assert refusal(lambda: verifier.verify(CASE["method"], CASE["url"])) == "expired"
    assert asked == []
    verifier.verify(CASE["method"], CASE["url"], CASE["headers"], at=CASE["sign_at"])
    assert asked == [ACCESS_KEY]


def test_a_function_that_verifies() -> None:
    """The verifier may be used, forked or dropped meanwhile."""
    inner = presign.Verifier({ACCESS_KEY: SECRET_KEY})
    verifiers = [inner]

    def secret(_: str) -> str:
        found = inner.verify(CASE["method"], CASE["url"], CASE["headers"], at=CASE["sign_at"])
        verifiers.clear()
        return {ACCESS_KEY: SECRET_KEY}[found.access_key]

    verifiers.append(presign.Verifier(secret))
    found = verifiers[1].verify(CASE["method"], CASE["url"], CASE["headers"], at=CASE["sign_at"])
    assert found.key == CASE["key"]
    assert not verifiers


@pytest.mark.parametrize(
    "secret", [HIDDEN.encode(), [HIDDEN, None], (HIDDEN,), (HIDDEN, None, 1), 7, (b"a", None), ()]
)
def test_secrets_of_a_wrong_type(secret: Any) -> None:
    """Told without the secret."""
    for call in (lambda: verify({ACCESS_KEY: secret}), lambda: presign.explain(CASE["url"], secret)):
        with pytest.raises(TypeError) as caught:
            call()
        assert HIDDEN not in "".join(traceback.format_exception_only(caught.value))


@pytest.mark.parametrize(
    "secret", ["", "\ud800", f" {HIDDEN}", f"{HIDDEN}\n", (HIDDEN, ""), (HIDDEN, f"{HIDDEN} "), ("", None)]
)
def test_secrets_that_cannot_be(secret: Any) -> None:
    """An empty one above all: everybody could sign with it."""
    with pytest.raises(presign.CredentialsError) as caught:
        verify({ACCESS_KEY: secret})
    assert HIDDEN not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(presign.CredentialsError):
        presign.Secret(*(secret if isinstance(secret, tuple) else (secret,)))


@pytest.mark.parametrize("secrets", [None, "a", b"a", 1, [("a", "b")], {ACCESS_KEY}, presign.Secret(HIDDEN)])
def test_sources_that_are_none(secrets: Any) -> None:
    """Told when the verifier is made."""
    with pytest.raises(TypeError, match="secrets must be a mapping or a function"):
        presign.Verifier(secrets)


def test_a_secret_shows_nothing() -> None:
    """Nor can it be written out."""
    secret = presign.Secret(HIDDEN, HIDDEN)
    assert repr(secret) == str(secret) == "<presign.Secret>"
    for write in (pickle.dumps, copy.copy, vars):
        with pytest.raises(TypeError) as caught:
            write(secret)
        assert HIDDEN not in str(caught.value)
    with pytest.raises(TypeError):
        pickle.dumps(presign.Verifier({ACCESS_KEY: HIDDEN}))


def test_nothing_is_kept() -> None:
    """A verifier that its own function holds is collected, and secrets are let go of after each call."""

    class Service:
        """As programs have it."""

        def __init__(self) -> None:
            self.verifier = presign.Verifier(self.secret)

        def secret(self, _: str) -> str:
            """Look it up."""
            return SECRET_KEY

    service = Service()
    gone = weakref.ref(service)
    del service
    gc.collect()
    assert gone() is None
    own = SECRET_KEY[:9] + SECRET_KEY[9:]
    before = sys.getrefcount(own)
    for _ in range(100):
        verify(lambda _: own)
    assert sys.getrefcount(own) == before
