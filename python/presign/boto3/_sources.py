"""Reads the credentials and settings of boto3 clients and sessions."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, SupportsIndex

from presign.boto3._links import Links
from presign.boto3._places import Places

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta


# botocore has no types.
def links_of(
    client: Any,  # noqa: ANN401
    *,
    strict: bool,
    max_expires_in: SupportsIndex | timedelta | None = None,
) -> Links:
    """Return the signers for a client's credentials and settings."""
    check(client)
    # boto3 reads a client's credentials in this way too; they may differ from those of its session.
    credentials = client._get_credentials()  # noqa: SLF001
    if inspect.iscoroutinefunction(getattr(credentials, "get_frozen_credentials", None)):
        raise _refuse_asynchronous(client)
    return Links(Places(client), credentials, strict=strict, max_expires_in=max_expires_in)


def client_of(client_or_session: Any) -> Any:  # noqa: ANN401
    """Return the client itself, or the S3 client that a session makes."""
    if is_asynchronous(client_or_session):
        raise _refuse_asynchronous(client_or_session)
    make = maker(client_or_session)
    return client_or_session if make is None else make("s3")


def maker(client_or_session: Any) -> Callable[[str], Any] | None:  # noqa: ANN401
    """Return the method of a session that makes a client; None for other objects."""
    if hasattr(client_or_session, "meta"):
        return None
    # boto3's sessions have `client`, botocore's `create_client`.
    for name in ("client", "create_client"):
        make = getattr(client_or_session, name, None)
        if callable(make):
            return make  # type: ignore[no-any-return]
    return None


def is_asynchronous(client_or_session: Any) -> bool:  # noqa: ANN401
    """Whether an object is a client of aiobotocore or aioboto3, a session, or the coroutine of a client."""
    if hasattr(client_or_session, "__aenter__"):
        return True
    # aioboto3's session contains one of aiobotocore.
    sessions = (client_or_session, getattr(client_or_session, "_session", None))
    return any(inspect.iscoroutinefunction(getattr(session, "get_credentials", None)) for session in sessions)


def close_unawaited(client_or_session: Any) -> None:  # noqa: ANN401
    """Close the coroutine in what aiobotocore's `create_client` returns: nothing will await it."""
    coroutine = getattr(client_or_session, "_coro", None)
    if inspect.iscoroutine(coroutine):
        coroutine.close()


def _refuse_asynchronous(client_or_session: Any) -> TypeError:  # noqa: ANN401
    """Return the error of a client or session of aiobotocore."""
    close_unawaited(client_or_session)
    name = type(client_or_session).__name__
    return TypeError(f"{name} is asynchronous, as in aiobotocore: pass it to presign.aio, which awaits it")


def check(client: Any) -> None:  # noqa: ANN401
    """Raise TypeError for anything but an S3 client."""
    meta = getattr(client, "meta", None)
    if getattr(getattr(meta, "service_model", None), "service_name", None) == "s3":
        return
    name = type(client).__name__
    message = f"expected an S3 client of boto3 or botocore, not {name}"
    if hasattr(meta, "client"):
        message = f"a boto3 resource ({name}) is not a client: pass its .meta.client"
    raise TypeError(message)
