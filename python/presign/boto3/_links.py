"""The `presign.Signer` for a bucket, with the credentials that botocore has just now."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, SupportsIndex

import presign
from presign.boto3._errors import NoCredentialsError
from presign.boto3._places import ANY_BUCKET, Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from presign.boto3._places import Bucket, Places

#: So many buckets are remembered; a program with more asks botocore again now and then.
MOST_BUCKETS = 4096
#: Keys are exchanged within microseconds. Credentials that never agree with themselves are somebody's own.
MOST_TRIES = 100
TRY_SECONDS = 0.001


class Route:
    """A bucket's signers: one for its objects, one for the bucket itself."""

    __slots__ = ("bucket", "for_bucket", "keys", "signer")

    def __init__(self, bucket: Bucket, signer: presign.Signer, keys: Keys) -> None:
        """Remember them."""
        self.bucket = bucket
        self.signer = signer
        self.keys = keys
        self.for_bucket: presign.Signer | None = None


class Keys:
    """One set of credentials with all that was made of it. The keys never change, so threads can share it."""

    __slots__ = ("expire_at", "frozen", "routes", "signers")

    # botocore has no types.
    def __init__(self, frozen: Any, expire_at: datetime | None) -> None:  # noqa: ANN401
        """Remember them."""
        self.frozen = frozen
        self.expire_at = expire_at
        self.signers: dict[Place, presign.Signer] = {}
        self.routes: dict[str, Route] = {}


class Links:
    """Follows the credentials of a client. It holds no lock, so a fork in any state is harmless."""

    def __init__(
        self,
        places: Places,
        credentials: Any,  # noqa: ANN401
        *,
        strict: bool,
        max_expires_in: SupportsIndex | timedelta | None,
    ) -> None:
        """Remember the settings; nothing is fetched yet."""
        self.places = places
        self.strict = strict
        self._credentials = credentials
        self._freeze: Callable[[], Any] | None = getattr(credentials, "get_frozen_credentials", None)
        self._max_expires_in = max_expires_in
        self._keys = Keys(None, None)

    def route(self, bucket: str) -> Route:
        """Return a bucket's route for the credentials of this moment."""
        keys = self._keys_now()
        route = keys.routes.get(bucket)
        return self._add(keys, bucket) if route is None else route

    def signer(self, bucket: object) -> presign.Signer:
        """Return a bucket's signer. What is no str is the signer's own to refuse."""
        keys = self._keys_now()
        try:
            return keys.routes[bucket].signer  # type: ignore[index]
        except (KeyError, TypeError):
            return self._add(keys, bucket if isinstance(bucket, str) else ANY_BUCKET).signer

    def for_bucket(self, route: Route) -> presign.Signer:
        """Return the signer under which a bucket's path is a key: boto3 writes no slash behind it."""
        if route.for_bucket is None:
            route.for_bucket = self._at(route.keys, Place(route.bucket.host, "cname"))
        return route.for_bucket

    def _keys_now(self) -> Keys:
        """Ask botocore for its credentials; it may fetch new ones. What was made of old ones is dropped."""
        if self._freeze is None:
            raise NoCredentialsError
        keys = self._keys
        expire_at = None
        if self.strict:
            frozen, expire_at = self._freeze_with_end(self._freeze)
        else:
            frozen = self._freeze()
        if keys.frozen != frozen or keys.expire_at != expire_at:
            # Two threads may do this at once: both have what is right, and either may stay.
            keys = self._keys = Keys(frozen, expire_at)
        return keys

    def _freeze_with_end(self, freeze: Callable[[], Any]) -> tuple[Any, datetime | None]:
        """Return credentials with their own end, and never with the later one of their successors."""
        for _ in range(MOST_TRIES):
            before = getattr(self._credentials, "_expiry_time", None)
            frozen = freeze()
            # botocore sets the end after the keys; if it moved meanwhile the keys may be either. Older
            # releases set the end before the frozen keys, and their own copy of the keys before both.
            moved = getattr(self._credentials, "_expiry_time", None) != before
            if not moved and (before is None or self._holds(frozen)):
                break
            time.sleep(TRY_SECONDS)
        return frozen, before

    def _holds(self, frozen: Any) -> bool:  # noqa: ANN401
        """Whether these are the keys that the credentials hold themselves."""
        return all(
            getattr(self._credentials, f"_{name}", value) == value
            for name, value in zip(("access_key", "secret_key", "token"), frozen, strict=False)
        )

    def _add(self, keys: Keys, bucket: str) -> Route:
        place = self.places.find(bucket)
        route = Route(place, self._at(keys, place.place), keys)
        if len(keys.routes) >= MOST_BUCKETS:
            keys.routes.clear()
        keys.routes[bucket] = route
        return route

    def _at(self, keys: Keys, place: Place) -> presign.Signer:
        signer = keys.signers.get(place)
        if signer is not None:
            return signer
        signer = presign.Signer(
            keys.frozen.access_key,
            keys.frozen.secret_key,
            session_token=keys.frozen.token,
            region=self.places.region,
            endpoint=place.endpoint,
            addressing=place.addressing,
            version=self.places.version,
            max_expires_in=self._max_expires_in,
            credentials_expire_at=keys.expire_at,
        )
        if len(keys.signers) >= MOST_BUCKETS:
            keys.signers.clear()
        keys.signers[place] = signer
        return signer
