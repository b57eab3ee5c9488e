"""From the arguments of boto3's `generate_presigned_url` to a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, SupportsIndex
from urllib.parse import quote

from presign.boto3 import _params, _values
from presign.boto3._errors import MethodUnknownError
from presign.boto3._operations import OPERATIONS
from presign.boto3._places import ANY_BUCKET

if TYPE_CHECKING:
    from datetime import timedelta

    from presign.boto3._links import Route, Store
    from presign.boto3._params import Parts

#: The characters besides letters and digits that are not percent-encoded.
SAFE = "-._~"
#: botocore adds this type to every request with a body and removes it again: presigned URLs never sign it.
FORM = ("content-type", "application/x-www-form-urlencoded; charset=utf-8")


class Request(NamedTuple):
    """A request to sign."""

    method: str
    parts: Parts
    #: The query parameters that the operation's URL always contains.
    fixed: tuple[tuple[str, str], ...]
    lifetime: SupportsIndex | timedelta
    stable_for: SupportsIndex | timedelta | None


# The arguments are boto3's, and may have any type.
def read(  # noqa: PLR0913, PLR0917
    store: Store,
    client_method: str,
    params: dict[str, Any] | None,
    lifetime: SupportsIndex | timedelta,
    http_method: str | None,
    stable_for: SupportsIndex | timedelta | None,
) -> Request | None:
    """Return the request; None if only the client's own method can sign it."""
    operation = OPERATIONS.get(client_method)
    # Version 2 signs the bucket, which a request to the storage itself does not have.
    if operation is None or (store.places.version == "v2" and "Bucket" not in operation.params):
        if stable_for is not None:
            raise MethodUnknownError(method_name=client_method, rule="cannot be signed with stable_for")
        return None
    if params is None:
        params = {}
    elif not isinstance(params, dict):
        message = f"Params must be a dict, not {type(params).__name__}"
        raise TypeError(message)
    method = operation.method if http_method is None else http_method
    return Request(method, _params.read(operation, params), operation.query, lifetime, stable_for)


def sign(store: Store, route: Route, request: Request) -> str:
    """Return the URL."""
    if store.places.version == "v2":
        return _version2(route, request)
    parts, signer = request.parts, route.signer
    if parts.headers:
        parts.headers[:] = [pair for pair in parts.headers if (pair[0].lower(), pair[1]) != FORM]
    # The storage itself has an address in which the bucket's name does not occur.
    bucket, key = parts.bucket or ANY_BUCKET, parts.key
    if not key and route.bucket.path and not route.bucket.path.endswith("/"):
        # boto3 signs `/bucket`, presign `/bucket/`. Storages accept both; the URL must equal boto3's.
        signer, key = store.for_bucket(route), route.bucket.path
    # Most URLs have neither, and are signed twice as fast without an empty list.
    return signer.presign(
        request.method,
        bucket,
        key,
        expires_in=request.lifetime,
        query=parts.query or None,
        headers=parts.headers or None,
        stable_for=request.stable_for,
    )


def _version2(route: Route, request: Request) -> str:
    """Return a URL of Signature Version 2. As with botocore, its query contains the signed headers too."""
    parts = request.parts
    headers: list[tuple[str, str]] = []
    for name, value in parts.headers:
        lowered = name.lower()
        if "-customer-key" in lowered:
            raise _values.refuse(name, "would be part of the URL with Signature Version 2: use s3v4")
        # botocore does not sign the others, so the client may send any value for them.
        if lowered.startswith("x-amz-") or lowered in ("content-type", "content-md5"):
            headers.append((lowered, value))
    for name, value in parts.query:
        if parts.key and not value and (name, value) not in request.fixed:
            raise _values.refuse(
                name, "must not be empty with Signature Version 2, because storages sign it differently"
            )
    url = route.signer.presign(
        request.method,
        parts.bucket or ANY_BUCKET,
        parts.key,
        expires_in=request.lifetime,
        query=parts.query,
        headers=headers,
        stable_for=request.stable_for,
    )
    if not parts.key and route.bucket.path and not route.bucket.path.endswith("/"):
        # The signed path ends in a slash; the path in boto3's URL does not.
        url = url.replace("/?", "?", 1)
    return url + "".join(f"&{quote(name, safe=SAFE)}={quote(value, safe=SAFE)}" for name, value in headers)
