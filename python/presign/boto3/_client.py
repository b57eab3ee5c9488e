"""`generate_presigned_url` with the arguments of boto3's clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self, SupportsIndex
from urllib.parse import quote

from presign.boto3 import _params, _values
from presign.boto3._errors import MethodUnknownError
from presign.boto3._operations import OPERATIONS
from presign.boto3._signer import PICKLING
from presign.boto3._sources import links_of

if TYPE_CHECKING:
    from datetime import timedelta

    from presign.boto3._links import Route
    from presign.boto3._params import Parts

#: The characters besides letters and digits that are not percent-encoded.
SAFE = "-._~"
#: botocore adds this type to every request with a body and removes it again: presigned URLs never sign it.
FORM = ("content-type", "application/x-www-form-urlencoded; charset=utf-8")


class Client:
    """`generate_presigned_url` of a boto3 client, some fifty times faster.

    Code that calls it need not change. The URLs are those of a boto3 client with `signature_version` s3v4 (or
    s3, if the client has it) and `addressing_style` virtual or path. Threads and forks can share one.

    Args:
        client: an S3 client of boto3 or botocore.
        strict: as for `presign.boto3.signer`.

    Raises:
        PresignError: the client has settings that are not supported.
        TypeError: the value is not an S3 client.

    """

    __slots__ = ("_client", "_links")

    # botocore has no types.
    def __init__(self, client: Any, *, strict: bool = False) -> None:  # noqa: ANN401
        """Read the client's settings."""
        self._links = links_of(client, strict=strict)
        self._client = client

    @property
    def meta(self) -> Any:  # noqa: ANN401
        """The boto3 client's own `meta`."""
        return self._client.meta

    # The names are boto3's.
    def generate_presigned_url(
        self,
        ClientMethod: str,  # noqa: N803
        Params: dict[str, Any] | None = None,  # noqa: N803
        ExpiresIn: SupportsIndex | timedelta = 3600,  # noqa: N803
        HttpMethod: str | None = None,  # noqa: N803
    ) -> str:
        """Return the URL that the boto3 client would return.

        Args:
            ClientMethod: get_object, put_object, head_object, delete_object, copy_object, upload_part,
                create_multipart_upload, complete_multipart_upload, abort_multipart_upload, list_objects_v2 or
                head_bucket.
            Params: the operation's parameters, as for boto3.
            ExpiresIn: the lifetime in seconds: 1 to 604800 with Signature Version 4.
            HttpMethod: the HTTP method. Default: the operation's.

        Raises:
            ParamsError: a parameter is unknown, missing or invalid. Also botocore's ParamValidationError.
            MethodUnknownError: the operation is not supported. Also botocore's UnknownClientMethodError.
            NoCredentialsError: botocore has no credentials. Also botocore's NoCredentialsError.
            PresignError: another argument is invalid.

        """
        operation = OPERATIONS.get(ClientMethod)
        if operation is None:
            raise MethodUnknownError(method_name=ClientMethod, known=", ".join(OPERATIONS))
        if Params is None:
            Params = {}  # noqa: N806
        elif not isinstance(Params, dict):
            message = f"Params must be a dict, not {type(Params).__name__}"
            raise TypeError(message)
        parts = _params.read(operation, Params)
        method = operation.method if HttpMethod is None else HttpMethod
        route = self._links.route(parts.bucket)
        if self._links.places.version == "v2":
            return _version2(route, method, parts, ExpiresIn)
        if parts.headers:
            parts.headers[:] = [pair for pair in parts.headers if (pair[0].lower(), pair[1]) != FORM]
        return self._version4(route, method, parts, ExpiresIn)

    def _version4(self, route: Route, method: str, parts: Parts, lifetime: SupportsIndex | timedelta) -> str:
        signer, bucket, key = route.signer, parts.bucket, parts.key
        if not key and route.bucket.path and not route.bucket.path.endswith("/"):
            # boto3 signs `/bucket`, presign `/bucket/`. Storages accept both; the URL must equal boto3's.
            signer, key = self._links.for_bucket(route), route.bucket.path
        # Most URLs have neither, and are signed twice as fast without an empty list.
        return signer.presign(
            method, bucket, key, expires_in=lifetime, query=parts.query or None, headers=parts.headers or None
        )

    def __getattr__(self, name: str) -> NoReturn:
        message = (
            f"presign.boto3.Client has only generate_presigned_url and meta: use {name!r} of the boto3 client"
        )
        raise AttributeError(message)

    def __repr__(self) -> str:
        places = self._links.places
        return f"<presign.boto3.Client region={places.region!r} version={places.version!r}>"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        message = f"a Client {PICKLING}"
        raise TypeError(message)


def _version2(route: Route, method: str, parts: Parts, lifetime: SupportsIndex | timedelta) -> str:
    """Return a URL of Signature Version 2. As with botocore, its query contains the signed headers too."""
    headers: list[tuple[str, str]] = []
    for name, value in parts.headers:
        lowered = name.lower()
        if "-customer-key" in lowered:
            raise _values.refuse(name, "would be part of the URL with Signature Version 2: use s3v4")
        # botocore does not sign the others, so the client may send any value for them.
        if lowered.startswith("x-amz-") or lowered in ("content-type", "content-md5"):
            headers.append((lowered, value))
    for name, value in parts.query:
        if parts.key and not value and name != "uploads":
            raise _values.refuse(
                name, "must not be empty with Signature Version 2, because storages sign it differently"
            )
    url = route.signer.presign(
        method, parts.bucket, parts.key, expires_in=lifetime, query=parts.query, headers=headers
    )
    if not parts.key and route.bucket.path and not route.bucket.path.endswith("/"):
        # The signed path ends in a slash; the path in boto3's URL does not.
        url = url.replace("/?", "?", 1)
    return url + "".join(f"&{quote(name, safe=SAFE)}={quote(value, safe=SAFE)}" for name, value in headers)
