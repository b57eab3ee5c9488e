"""`generate_presigned_url` and `generate_presigned_post` with the arguments of aiobotocore's clients."""

# botocore has no types.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self, SupportsIndex

from botocore.exceptions import UnknownClientMethodError

from presign.aio._links import AsyncLinks
from presign.boto3 import _requests
from presign.boto3._errors import MethodUnknownError
from presign.boto3._signer import PICKLING

if TYPE_CHECKING:
    from datetime import timedelta


class Client:
    """`generate_presigned_url` and `generate_presigned_post` of a client of aiobotocore or aioboto3.

    Code that awaits them need not change. The arguments, URLs and errors are those of `presign.boto3.Client`.

    Args:
        client_or_session: as for `presign.aio.signer`.
        strict: as for `presign.aio.signer`.
        max_expires_in: as for `presign.Signer`.

    Raises:
        PresignError: the client has settings that are not supported.
        TypeError: the value is not such a client or session.

    """

    __slots__ = ("_links",)

    # aiobotocore has no types.
    def __init__(
        self,
        client_or_session: Any,  # noqa: ANN401
        *,
        strict: bool = False,
        max_expires_in: SupportsIndex | timedelta | None = None,
    ) -> None:
        """Read the settings of a client. A session makes its client when the first URL is signed."""
        self._links = AsyncLinks(client_or_session, strict=strict, max_expires_in=max_expires_in)

    # The names are boto3's.
    async def generate_presigned_url(
        self,
        ClientMethod: str,  # noqa: N803
        Params: dict[str, Any] | None = None,  # noqa: N803
        ExpiresIn: SupportsIndex | timedelta = 3600,  # noqa: N803
        HttpMethod: str | None = None,  # noqa: N803
        *,
        stable_for: SupportsIndex | timedelta | None = None,
    ) -> str:
        """Return the URL that the client would return. See `presign.boto3.Client` for the arguments."""
        store = await self._links.ready()
        request = _requests.read(store, ClientMethod, Params, ExpiresIn, HttpMethod, stable_for)
        if request is not None:
            return _requests.sign(store, await self._links.route(request.parts.bucket), request)
        client = await self._links.client()
        try:
            # aiobotocore modifies the dict.
            params = None if Params is None else dict(Params)
            return str(await client.generate_presigned_url(ClientMethod, params, ExpiresIn, HttpMethod))
        except UnknownClientMethodError:
            raise MethodUnknownError(method_name=ClientMethod) from None

    # The names are boto3's.
    async def generate_presigned_post(
        self,
        Bucket: str,  # noqa: N803
        Key: str,  # noqa: N803
        Fields: dict[str, str] | None = None,  # noqa: N803
        Conditions: list[Any] | None = None,  # noqa: N803
        ExpiresIn: SupportsIndex | timedelta = 3600,  # noqa: N803
    ) -> dict[str, Any]:
        """Return the form that the client would return. See `presign.boto3.Client` for the arguments."""
        signer = await self._links.signer(Bucket)
        return dict(
            signer.presign_post(Bucket, Key, fields=Fields, conditions=Conditions, expires_in=ExpiresIn)
        )

    def __getattr__(self, name: str) -> NoReturn:
        message = (
            "presign.aio.Client has only generate_presigned_url and generate_presigned_post: use "
            f"{name!r} of the client itself"
        )
        raise AttributeError(message)

    def __repr__(self) -> str:
        return f"<presign.aio.Client {self._links!r}>"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        message = f"a Client {PICKLING}"
        raise TypeError(message)
