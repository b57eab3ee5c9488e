"""`presign.Signer` with the credentials of a boto3 client."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Concatenate, Literal, NoReturn, ParamSpec, Self, TypeVar

from presign import Signer
from presign.boto3._places import ANY_BUCKET

if TYPE_CHECKING:
    from collections.abc import Callable

    from presign.boto3._links import Links

P = ParamSpec("P")
R = TypeVar("R")

PICKLING = "cannot be pickled: it contains a client and its credentials. Create one in each process"


def of_signer(
    method: Callable[Concatenate[Signer, P], R], bucket_at: int
) -> Callable[Concatenate[FollowingSigner, P], R]:
    """Return a method of `presign.Signer`, with its types and docstring, for credentials that change."""

    @functools.wraps(method)
    def call(self: FollowingSigner, /, *args: P.args, **kwargs: P.kwargs) -> R:
        bucket = args[bucket_at] if len(args) > bucket_at else kwargs.get("bucket")
        return method(self._links.signer(bucket), *args, **kwargs)

    return call


class FollowingSigner:
    """A `presign.Signer` that uses a client's current keys at each call. Returned by `presign.boto3.signer`.

    It has the methods of `presign.Signer`. Like it, one can be used by all threads, and after a fork.
    """

    __slots__ = ("_links",)

    def __init__(self, links: Links) -> None:
        """Store the links, which `presign.boto3.signer` makes."""
        self._links = links

    get = of_signer(Signer.get, 0)
    put = of_signer(Signer.put, 0)
    head = of_signer(Signer.head, 0)
    delete = of_signer(Signer.delete, 0)
    presign = of_signer(Signer.presign, 1)
    presign_request = of_signer(Signer.presign_request, 1)
    warnings = of_signer(Signer.warnings, 1)
    presign_many = of_signer(Signer.presign_many, 1)
    presign_arrow = of_signer(Signer.presign_arrow, 1)
    presign_post = of_signer(Signer.presign_post, 0)
    presign_playlist = of_signer(Signer.presign_playlist, 1)

    @property
    def access_key(self) -> str:
        """The access key id in URLs that are signed now."""
        return self._links.signer(ANY_BUCKET).access_key

    @property
    def region(self) -> str:
        """The region in the credential scope."""
        return self._links.places.region

    @property
    def endpoint(self) -> str:
        """The endpoint, without the bucket."""
        return self._links.places.find(ANY_BUCKET).place.endpoint

    @property
    def addressing(self) -> Literal["path", "virtual", "cname"]:
        """Where the bucket is in the URL. A name that a host cannot contain is always in the path."""
        return self._links.places.find(ANY_BUCKET).place.addressing

    @property
    def version(self) -> Literal["v4", "v2"]:
        """The signature version, v4 or v2."""
        return self._links.places.version

    def __repr__(self) -> str:
        # The access key is omitted, because reading it may fetch new keys.
        return (
            f"<presign.boto3.FollowingSigner region={self.region!r} endpoint={self.endpoint!r} "
            f"addressing={self.addressing!r} version={self.version!r} strict={self._links.strict}>"
        )

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        message = f"a FollowingSigner {PICKLING}"
        raise TypeError(message)
