"""A verifier's secrets: their sources, their errors, and that no copy is kept or shown."""

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
    """Return the reason of the refusal. Check that the message does not contain the secret."""
    with pytest.raises(presign.Refused) as caught:
        call()
    shown = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert SECRET_KEY not in shown
    return caught.value.reason


class Own(dict[str, str]):
    """A mapping whose own `get` must be called."""

    def get(self, access_key: str, default: Any = None) -> Any:
        """Make the secret when it is queried."""
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
def test_each_kind_of_source_and_secret_is_accepted(secrets: Any) -> None:
    """A mapping and a function may return a secret in each of its forms."""
    assert verify(secrets).access_key == ACCESS_KEY


def test_unknown_keys_are_refused() -> None:
    """An unknown key is refused; a forged key is not added to a defaultdict."""
    grown: defaultdict[str, str] = defaultdict(lambda: SECRET_KEY)
    sources: list[Any] = [{}, {ACCESS_KEY: None}, lambda _: None, grown]
    for secrets in sources:
        assert refusal(partial(verify, secrets)) == "unknown-access-key"
    assert not grown


def test_session_tokens_must_match() -> None:
    """The URLs of a temporary key contain its token, and those of other keys contain none."""
    key, token = TEMPORARY["secret_key"], TEMPORARY["session_token"]
    for secret in ((key, token), presign.Secret(key, token), presign.Secret(key, session_token=token)):
        assert verify({ACCESS_KEY: secret}, TEMPORARY).bucket == TEMPORARY["bucket"]
        assert refusal(partial(verify, {ACCESS_KEY: secret})) == "token"
    for secret in (key, (key, None), (key, "another"), presign.Secret(key)):
        assert refusal(partial(verify, {ACCESS_KEY: secret}, TEMPORARY)) == "token"


def test_a_mapping_is_read_for_each_request() -> None:
    """A revoked or changed key is refused at once, although its signing key is cached."""
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
    """A BaseException that is not an Exception, like KeyboardInterrupt."""


@pytest.mark.parametrize(
    "error", [KeyError("k"), OSError("down"), Stop(), presign.Refused("own"), StopIteration()]
)
def test_a_functions_exception_is_raised_unchanged(error: BaseException) -> None:
    """The function's exception object is raised unchanged."""

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


def test_a_function_is_called_once_and_last() -> None:
    """The function is called once, and only after all checks that do not need the secret."""
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


def test_a_function_may_use_the_verifier() -> None:
    """The function may use the verifier, fork, or drop it."""
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
def test_secrets_of_a_wrong_type_are_refused(secret: Any) -> None:
    """A secret of a wrong type is a TypeError whose message does not contain it."""
    for call in (lambda: verify({ACCESS_KEY: secret}), lambda: presign.explain(CASE["url"], secret)):
        with pytest.raises(TypeError) as caught:
            call()
        assert HIDDEN not in "".join(traceback.format_exception_only(caught.value))


@pytest.mark.parametrize(
    "secret", ["", "\ud800", f" {HIDDEN}", f"{HIDDEN}\n", (HIDDEN, ""), (HIDDEN, f"{HIDDEN} "), ("", None)]
)
def test_invalid_secrets_are_refused(secret: Any) -> None:
    """Invalid secrets are refused; with an empty one anyone could sign."""
    with pytest.raises(presign.CredentialsError) as caught:
        verify({ACCESS_KEY: secret})
    assert HIDDEN not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(presign.CredentialsError):
        presign.Secret(*(secret if isinstance(secret, tuple) else (secret,)))


@pytest.mark.parametrize("secrets", [None, "a", b"a", 1, [("a", "b")], {ACCESS_KEY}, presign.Secret(HIDDEN)])
def test_invalid_sources_are_refused(secrets: Any) -> None:
    """An invalid source is refused when the verifier is made."""
    with pytest.raises(TypeError, match="secrets must be a mapping or a function"):
        presign.Verifier(secrets)


def test_a_secret_is_not_shown_or_pickled() -> None:
    """The repr does not contain the secret, and pickling is refused."""
    secret = presign.Secret(HIDDEN, HIDDEN)
    assert repr(secret) == str(secret) == "<presign.Secret>"
    for write in (pickle.dumps, copy.copy, vars):
        with pytest.raises(TypeError) as caught:
            write(secret)
        assert HIDDEN not in str(caught.value)
    with pytest.raises(TypeError):
        pickle.dumps(presign.Verifier({ACCESS_KEY: HIDDEN}))


def shown_of(value: object) -> str:
    """Return all that Python shows of an object."""
    shown = [repr(value), str(value), f"{value}", repr(dir(value)), repr(gc.get_referents(value))]
    shown += [repr(getattr(value, name)) for name in dir(value)]
    return "".join(shown)


def test_a_signer_is_not_shown_or_pickled() -> None:
    """Neither repr nor attributes have a secret; pickling is refused, and a copy is the signer itself."""
    for version in ("v4", "v2"):
        signer = presign.Signer("access", HIDDEN, session_token=HIDDEN, version=version)
        assert HIDDEN not in shown_of(signer)
        assert copy.copy(signer) is copy.deepcopy(signer) is signer
        writers: list[Callable[[Any], object]] = [vars]
        writers += [
            partial(pickle.dumps, protocol=protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
        ]
        for write in writers:
            with pytest.raises(TypeError) as caught:
                write(signer)
            assert HIDDEN not in str(caught.value)


def test_no_traceback_shows_a_secret() -> None:
    """Not even one with the local variables of each frame, where these are presign's objects."""
    signer = presign.Signer("access", HIDDEN, session_token=HIDDEN)
    secret = presign.Secret(HIDDEN)
    verifier = presign.Verifier({"access": secret})

    def fail() -> None:
        _ = (signer, secret, verifier)
        signer.get("bucket", "")

    with pytest.raises(presign.ObjectKeyError) as caught:
        fail()
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    text = "".join(shown.format())
    assert HIDDEN not in text
    assert "presign.Signer" in text


def test_no_copy_of_a_secret_is_kept() -> None:
    """A verifier in a reference cycle with its function is collected; secrets are freed after each call."""

    class Service:
        """A program's own store of secrets."""

        def __init__(self) -> None:
            self.verifier = presign.Verifier(self.secret)

        def secret(self, _: str) -> str:
            """Return the secret of an access key."""
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
