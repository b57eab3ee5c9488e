"""The `presign.Signer` for a bucket, with aiobotocore's current credentials."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, SupportsIndex

from presign.boto3._errors import NoCredentialsError
from presign.boto3._links import MOST_TRIES, TRY_SECONDS, Store, holds
from presign.boto3._places import ANY_BUCKET, Places
from presign.boto3._sources import check, close_unawaited, is_asynchronous, maker

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    import presign
    from presign.boto3._links import Route


class AsyncLinks:
    """Signers that follow the credentials of an asynchronous client or session."""

    # aiobotocore has no types.
    def __init__(
        self,
        client_or_session: Any,  # noqa: ANN401
        *,
        strict: bool,
        max_expires_in: SupportsIndex | timedelta | None,
    ) -> None:
        """Check the object. A session makes its client when the first URL is signed."""
        self._strict = strict
        self._max_expires_in = max_expires_in
        self._make = None
        self._client: Any = None
        self._store: Store | None = None
        if not is_asynchronous(client_or_session):
            if maker(client_or_session) is not None or hasattr(client_or_session, "meta"):
                name = type(client_or_session).__name__
                message = f"{name} is synchronous, as in boto3: pass it to presign.boto3"
                raise TypeError(message)
            check(client_or_session)
        if hasattr(client_or_session, "meta"):
            self._open(client_or_session)
            return
        self._make = maker(client_or_session)
        if self._make is None:
            close_unawaited(client_or_session)
            name = type(client_or_session).__name__
            message = f"{name} is not a client yet: pass the session, or the client that `async with` gives"
            raise TypeError(message)

    async def ready(self) -> Store:
        """Return the store of signers, for which a session first makes a client."""
        if self._store is None:
            # Two tasks may do this at once. Both clients are correct, and either may be kept.
            async with self._make("s3") as client:  # type: ignore[misc]
                return self._open(client)
        return self._store

    async def client(self) -> Any:  # noqa: ANN401
        """Return the client."""
        await self.ready()
        return self._client

    async def route(self, bucket: str | None) -> Route:
        """Return the route of a bucket, or of the storage itself, for the current credentials."""
        store = await self.ready()
        keys = store.keys(*await self._freeze())
        route = keys.routes.get(bucket)
        if route is None:
            # A closed client still answers.
            question = store.places.question(bucket)
            answer = await self._client._resolve_endpoint_ruleset(*question)  # noqa: SLF001
            route = store.add(keys, bucket, store.places.read(bucket, *answer))
        return route

    async def signer(self, bucket: object) -> presign.Signer:
        """Return a bucket's signer. A bucket that is not a str is refused by the signer's methods."""
        return (await self.route(bucket if isinstance(bucket, str) else ANY_BUCKET)).signer

    def __repr__(self) -> str:
        if self._store is None:
            return f"strict={self._strict}"
        places = self._store.places
        return f"region={places.region!r} version={places.version!r} strict={self._strict}"

    def _open(self, client: Any) -> Store:  # noqa: ANN401
        check(client)
        self._store = Store(Places(client), strict=self._strict, max_expires_in=self._max_expires_in)
        self._client = client
        return self._store

    async def _freeze(self) -> tuple[Any, datetime | None]:
        """Return credentials, with `strict` also their own expiry and not that of their successors."""
        credentials = self._client._get_credentials()  # noqa: SLF001
        if credentials is None:
            raise NoCredentialsError
        if not self._strict:
            return await credentials.get_frozen_credentials(), None
        for _ in range(MOST_TRIES):
            before = getattr(credentials, "_expiry_time", None)
            frozen = await credentials.get_frozen_credentials()
            # Another task may have renewed them in the meantime.
            moved = getattr(credentials, "_expiry_time", None) != before
            if not moved and (before is None or holds(credentials, frozen)):
                break
            await asyncio.sleep(TRY_SECONDS)
        return frozen, before
