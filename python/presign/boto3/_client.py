"""`generate_presigned_url` and `generate_presigned_post` with the arguments of boto3's clients."""

# botocore has no types.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self, SupportsIndex

from botocore.exceptions import UnknownClientMethodError

from presign.boto3 import _requests
from presign.boto3._errors import MethodUnknownError
from presign.boto3._signer import PICKLING
from presign.boto3._sources import client_of, links_of

if TYPE_CHECKING:
    from datetime import timedelta


class Client:
    """`generate_presigned_url` and `generate_presigned_post` of a boto3 client, some fifty times faster.

    Code that calls them need not change. The URLs are those of a boto3 client with `signature_version` s3v4
    (or s3, if the client has it) and `addressing_style` virtual or path. Threads and forks can share one.

    Args:
        client_or_session: as for `presign.boto3.signer`.
        strict: as for `presign.boto3.signer`.
        max_expires_in: as for `presign.Signer`.

    Raises:
        PresignError: the client has settings that are not supported.
        TypeError: the value is not an S3 client or a session.

    """

    __slots__ = ("_client", "_links")

    # botocore has no types.
    def __init__(
        self,
        client_or_session: Any,  # noqa: ANN401
        *,
        strict: bool = False,
        max_expires_in: SupportsIndex | timedelta | None = None,
    ) -> None:
        """Read the client's settings."""
        self._client = client_of(client_or_session)
        self._links = links_of(self._client, strict=strict, max_expires_in=max_expires_in)

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
        *,
        stable_for: SupportsIndex | timedelta | None = None,
    ) -> str:
        """Return the URL that the boto3 client would return.

        The boto3 client itself signs operations whose URL depends on the request's body
        (`put_object_tagging`, `delete_objects`, ...).

        Args:
            ClientMethod: the name of an operation: get_object, list_parts, get_object_tagging, ...
            Params: the operation's parameters, as for boto3.
            ExpiresIn: the lifetime in seconds: 1 to 604800 with Signature Version 4.
            HttpMethod: the HTTP method. Default: the operation's.
            stable_for: as for `presign.Signer.get`: all calls within this time return the same URL.

        Raises:
            ParamsError: a parameter is unknown, missing or invalid. Also botocore's ParamValidationError.
            MethodUnknownError: boto3 has no such operation, or the boto3 client itself would have to sign it
                with stable_for. Also botocore's UnknownClientMethodError.
            NoCredentialsError: botocore has no credentials. Also botocore's NoCredentialsError.
            PresignError: another argument is invalid.

        """
        links = self._links
        request = _requests.read(links, ClientMethod, Params, ExpiresIn, HttpMethod, stable_for)
        if request is not None:
            return _requests.sign(links, links.route(request.parts.bucket), request)
        try:
            # boto3 modifies the dict.
            params = None if Params is None else dict(Params)
            return str(self._client.generate_presigned_url(ClientMethod, params, ExpiresIn, HttpMethod))
        except UnknownClientMethodError:
            raise MethodUnknownError(method_name=ClientMethod) from None

    # The names are boto3's.
    def generate_presigned_post(
        self,
        Bucket: str,  # noqa: N803
        Key: str,  # noqa: N803
        Fields: dict[str, str] | None = None,  # noqa: N803
        Conditions: list[Any] | None = None,  # noqa: N803
        ExpiresIn: SupportsIndex | timedelta = 3600,  # noqa: N803
    ) -> dict[str, Any]:
        """Return the upload form that the boto3 client would return: a dict of its url and its fields.

        Args:
            Bucket: the bucket's name.
            Key: the object's key, which may end in `${filename}`.
            Fields: further fields of the form. Each needs a condition, or storages refuse the form.
            Conditions: the policy's conditions besides those for the bucket and the key.
            ExpiresIn: the form's lifetime in seconds.

        Raises:
            FormError: a field or a condition is invalid, or the two do not fit each other.
            NoCredentialsError: botocore has no credentials. Also botocore's NoCredentialsError.
            PresignError: another argument is invalid.

        """
        signer = self._links.signer(Bucket)
        return dict(
            signer.presign_post(Bucket, Key, fields=Fields, conditions=Conditions, expires_in=ExpiresIn)
        )

    def __getattr__(self, name: str) -> NoReturn:
        message = (
            "presign.boto3.Client has only generate_presigned_url, generate_presigned_post and meta: use "
            f"{name!r} of the boto3 client"
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
