"""presign with the credentials and settings of a client or session of aiobotocore or aioboto3.

    session = aioboto3.Session()
    links = presign.aio.Client(session)
    url = await links.generate_presigned_url("get_object", {"Bucket": "example-bucket", "Key": "image.jpg"})

Each call awaits the current credentials from aiobotocore, which may use the network to renew them. Signing
one URL takes about a microsecond, and is done in the event loop; batches are signed in a thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex

from presign._optional import require

require("aiobotocore", user="presign.aio", install="presign-rs[aio]")

from presign.aio._client import Client  # noqa: E402
from presign.aio._links import AsyncLinks  # noqa: E402
from presign.aio._signer import AsyncSigner  # noqa: E402

if TYPE_CHECKING:
    from datetime import timedelta

__all__ = ["AsyncSigner", "Client", "signer"]


# botocore has no types.
def signer(
    client_or_session: Any,  # noqa: ANN401
    *,
    strict: bool = False,
    max_expires_in: SupportsIndex | timedelta | None = None,
) -> AsyncSigner:
    """Return a signer with the credentials, region, endpoint, addressing and version of a client or session.

    Nothing is awaited before the first URL. It is created without a running event loop, and used in one.

    Args:
        client_or_session: an S3 client of aiobotocore or aioboto3, or a session of either, which makes one.
        strict: refuse a URL that expires after the credentials, as for `presign.boto3.signer`.
        max_expires_in: as for `presign.Signer`.

    Raises:
        PresignError: the client has settings that are not supported.
        TypeError: the value is not such a client or session.

    """
    return AsyncSigner(AsyncLinks(client_or_session, strict=strict, max_expires_in=max_expires_in))
