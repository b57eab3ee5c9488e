"""Reads the credentials and settings of boto3 clients and sessions."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, SupportsIndex

from presign.boto3._links import Links
from presign.boto3._places import Places

if TYPE_CHECKING:
    from datetime import timedelta


# botocore has no types.
def links_of(
    client: Any,  # noqa: ANN401
    *,
    strict: bool,
    max_expires_in: SupportsIndex | timedelta | None = None,
) -> Links:
    """Return the signers for a client's credentials and settings."""
    _check(client)
    # boto3 reads a client's credentials in this way too; they may differ from those of its session.
    credentials = client._get_credentials()  # noqa: SLF001
    if inspect.iscoroutinefunction(getattr(credentials, "get_frozen_credentials", None)):
        raise _refuse_asynchronous(client)
    return Links(Places(client), credentials, strict=strict, max_expires_in=max_expires_in)


def client_of(client_or_session: Any) -> Any:  # noqa: ANN401
    """Return the client itself, or the S3 client that a session makes."""
    if hasattr(client_or_session, "meta"):
        return client_or_session
    # aioboto3's session contains one of aiobotocore. Both make a coroutine, which nothing here awaits.
    for session in (client_or_session, getattr(client_or_session, "_session", None)):
        if inspect.iscoroutinefunction(getattr(session, "get_credentials", None)):
            raise _refuse_asynchronous(client_or_session)
    # boto3's sessions have `client`, botocore's `create_client`.
    for name in ("client", "create_client"):
        make = getattr(client_or_session, name, None)
        if callable(make):
            return make("s3")
    return client_or_session


def _refuse_asynchronous(client_or_session: Any) -> TypeError:  # noqa: ANN401
    """Return the error of a client or session of aiobotocore."""
    return TypeError(
        f"{type(client_or_session).__name__} is asynchronous, as in aiobotocore, and presign awaits nothing: "
        "use presign.Signer with the session's frozen credentials, from "
        "`await (await session.get_credentials()).get_frozen_credentials()`"
    )


def _check(client: Any) -> None:  # noqa: ANN401
    """Raise TypeError for anything but an S3 client."""
    if hasattr(client, "__aenter__"):
        raise _refuse_asynchronous(client)
    meta = getattr(client, "meta", None)
    if getattr(getattr(meta, "service_model", None), "service_name", None) == "s3":
        return
    name = type(client).__name__
    message = f"expected an S3 client of boto3 or botocore, not {name}"
    if hasattr(meta, "client"):
        message = f"a boto3 resource ({name}) is not a client: pass its .meta.client"
    raise TypeError(message)
