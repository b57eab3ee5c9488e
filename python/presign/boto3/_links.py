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
        self.routes: dict[str, Route] = {}


class Links:
    """Signers that follow the credentials of a client. No lock is held, so a fork is safe at any time."""

    def __init__(
        self,
        places: Places,
        credentials: Any,  # noqa: ANN401
        *,
        strict: bool,
        max_expires_in: SupportsIndex | timedelta | None,
    ) -> None:
        """Store the settings; no credentials are fetched yet."""
        self.places = places
        self.strict = strict
        self._credentials = credentials
        self._freeze: Callable[[], Any] | None = getattr(credentials, "get_frozen_credentials", None)
        self._max_expires_in = max_expires_in
        self._keys = Keys(None, None)

    def route(self, bucket: str) -> Route:
        """Return a bucket's route for the current credentials."""
        keys = self._keys_now()
        route = keys.routes.get(bucket)
        return self._add(keys, bucket) if route is None else route

    def signer(self, bucket: object) -> presign.Signer:
        """Return a bucket's signer. A bucket that is not a str is refused by the signer's methods."""
        keys = self._keys_now()
        try:
            return keys.routes[bucket].signer  # type: ignore[index]
        except (KeyError, TypeError):
            return self._add(keys, bucket if isinstance(bucket, str) else ANY_BUCKET).signer

    def for_bucket(self, route: Route) -> presign.Signer:
        """Return the signer for which a bucket's path is the key, because boto3 writes no slash after it."""
        if route.for_bucket is None:
            route.for_bucket = self._at(route.keys, Place(route.bucket.host, "cname"))
        return route.for_bucket

    def _keys_now(self) -> Keys:
        """Return botocore's credentials, which it may fetch anew. The signers of old ones are dropped."""
        if self._freeze is None:
            raise NoCredentialsError
        keys = self._keys
        expire_at = None
        if self.strict:
            frozen, expire_at = self._freeze_with_expiry(self._freeze)
        else:
            frozen = self._freeze()
        if keys.frozen != frozen or keys.expire_at != expire_at:
            # Two threads may do this at once. Both sets are correct, and either may be kept.
            keys = self._keys = Keys(frozen, expire_at)
        return keys

    def _freeze_with_expiry(self, freeze: Callable[[], Any]) -> tuple[Any, datetime | None]:
        """Return credentials with their own expiry, and never with the later one of their successors."""
        for _ in range(MOST_TRIES):
            before = getattr(self._credentials, "_expiry_time", None)
            frozen = freeze()
            # botocore sets the expiry after the keys; if it has changed, the keys may be the old or new
            # ones. Older releases set the expiry before the frozen keys, and their own copy before both.
            moved = getattr(self._credentials, "_expiry_time", None) != before
            if not moved and (before is None or self._holds(frozen)):
                break
            time.sleep(TRY_SECONDS)
        return frozen, before

    def _holds(self, frozen: Any) -> bool:  # noqa: ANN401
        """Whether these keys are those in the attributes of the credentials."""
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
