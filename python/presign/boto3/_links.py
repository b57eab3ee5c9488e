"""The `presign.Signer` for a bucket, with botocore's current credentials."""

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

#: The number of buckets that are cached. With more of them botocore is queried again.
MOST_BUCKETS = 4096
#: The number of attempts to read a consistent set. botocore replaces keys within microseconds; credentials
#: that stay inconsistent are of a class that is not botocore's.
MOST_TRIES = 100
TRY_SECONDS = 0.001


class Route:
    """A bucket's signers: one for its objects and one for the bucket itself."""

    __slots__ = ("bucket", "for_bucket", "keys", "signer")

    def __init__(self, bucket: Bucket, signer: presign.Signer, keys: Keys) -> None:
        """Store the arguments."""
        self.bucket = bucket
        self.signer = signer
        self.keys = keys
        self.for_bucket: presign.Signer | None = None


class Keys:
    """One set of credentials and the signers made from it. The keys never change, so threads can share it."""

    __slots__ = ("expire_at", "frozen", "routes", "signers")

    # botocore has no types.
    def __init__(self, frozen: Any, expire_at: datetime | None) -> None:  # noqa: ANN401
        """Store the arguments."""
        self.frozen = frozen
        self.expire_at = expire_at
        self.signers: dict[Place, presign.Signer] = {}
        self.routes: dict[str | None, Route] = {}


class Store:
    """Signers by credentials and bucket. No lock is held, so a fork is safe at any time."""

    def __init__(
        self, places: Places, *, strict: bool, max_expires_in: SupportsIndex | timedelta | None
    ) -> None:
        """Store the settings; no credentials are fetched yet."""
        self.places = places
        self.strict = strict
        self._max_expires_in = max_expires_in
        self._keys = Keys(None, None)

    # botocore has no types.
    def keys(self, frozen: Any, expire_at: datetime | None) -> Keys:  # noqa: ANN401
        """Return the signers of these credentials. Those of others are dropped."""
        keys = self._keys
        if keys.frozen != frozen or keys.expire_at != expire_at:
            # Two threads may do this at once. Both sets are correct, and either may be kept.
            keys = self._keys = Keys(frozen, expire_at)
        return keys

    def add(self, keys: Keys, name: str | None, bucket: Bucket) -> Route:
        """Make the route of a bucket."""
        route = Route(bucket, self._at(keys, bucket.place), keys)
        if len(keys.routes) >= MOST_BUCKETS:
            keys.routes.clear()
        keys.routes[name] = route
        return route

    def for_bucket(self, route: Route) -> presign.Signer:
        """Return the signer for which a bucket's path is the key, because boto3 writes no slash after it."""
        if route.for_bucket is None:
            route.for_bucket = self._at(route.keys, Place(route.bucket.host, "cname"))
        return route.for_bucket

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


class Links(Store):
    """Signers that follow the credentials of a client."""

    def __init__(
        self,
        places: Places,
        credentials: Any,  # noqa: ANN401
        *,
        strict: bool,
        max_expires_in: SupportsIndex | timedelta | None,
    ) -> None:
        """Store the settings; no credentials are fetched yet."""
        super().__init__(places, strict=strict, max_expires_in=max_expires_in)
        self._credentials = credentials
        self._freeze: Callable[[], Any] | None = getattr(credentials, "get_frozen_credentials", None)

    def route(self, bucket: str | None) -> Route:
        """Return the route of a bucket, or of the storage itself, for the current credentials."""
        keys = self._keys_now()
        route = keys.routes.get(bucket)
        return self.add(keys, bucket, self.places.find(bucket)) if route is None else route

    def signer(self, bucket: object) -> presign.Signer:
        """Return a bucket's signer. A bucket that is not a str is refused by the signer's methods."""
        return self.route(bucket if isinstance(bucket, str) else ANY_BUCKET).signer

    def _keys_now(self) -> Keys:
        """Return the signers of botocore's credentials, which it may fetch anew."""
        if self._freeze is None:
            raise NoCredentialsError
        if not self.strict:
            return self.keys(self._freeze(), None)
        return self.keys(*self._freeze_with_expiry(self._freeze))

    def _freeze_with_expiry(self, freeze: Callable[[], Any]) -> tuple[Any, datetime | None]:
        """Return credentials with their own expiry, and never with the later one of their successors."""
        for _ in range(MOST_TRIES):
            before = getattr(self._credentials, "_expiry_time", None)
            frozen = freeze()
            # botocore sets the expiry after the keys; if it has changed, the keys may be the old or new
            # ones. Older releases set the expiry before the frozen keys, and their own copy before both.
            moved = getattr(self._credentials, "_expiry_time", None) != before
            if not moved and (before is None or holds(self._credentials, frozen)):
                break
            time.sleep(TRY_SECONDS)
        return frozen, before


# botocore has no types.
def holds(credentials: Any, frozen: Any) -> bool:  # noqa: ANN401
    """Whether these keys are those in the attributes of the credentials."""
    return all(
        getattr(credentials, f"_{name}", value) == value
        for name, value in zip(("access_key", "secret_key", "token"), frozen, strict=False)
    )
