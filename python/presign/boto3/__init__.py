"""presign with the credentials and settings of a boto3 client or session.

>>> import boto3
>>> import presign.boto3
>>> client = boto3.client(
...     "s3",
...     region_name="eu-central-1",
...     aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
...     aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
... )
>>> links = presign.boto3.Client(client)
>>> url = links.generate_presigned_url("get_object", Params={"Bucket": "example-bucket", "Key": "image.jpg"})
>>> url.partition("?")[0]
'https://example-bucket.s3.eu-central-1.amazonaws.com/image.jpg'

Each call reads the current credentials from botocore, so that URLs are signed with credentials that have been
renewed. botocore may use the network to renew those of a role or another service; nothing else here does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex

from presign._optional import require

require("botocore", user="presign.boto3", install="presign-rs[boto3]")

from presign.boto3._client import Client  # noqa: E402
from presign.boto3._errors import MethodUnknownError, NoCredentialsError, ParamsError  # noqa: E402
from presign.boto3._signer import FollowingSigner  # noqa: E402
from presign.boto3._sources import client_of, links_of  # noqa: E402

if TYPE_CHECKING:
    from datetime import timedelta

__all__ = [
    "Client",
    "FollowingSigner",
    "MethodUnknownError",
    "NoCredentialsError",
    "ParamsError",
    "signer",
]


# botocore has no types.
def signer(
    client_or_session: Any,  # noqa: ANN401
    *,
    strict: bool = False,
    max_expires_in: SupportsIndex | timedelta | None = None,
) -> FollowingSigner:
    """Return a signer with the credentials, region, endpoint, addressing and version of a client or session.

    Where boto3 by default signs with version 2 or for the global host, this signer uses version 4 and the
    region's own host.

    Args:
        client_or_session: an S3 client of boto3 or botocore, or a session of either, which then makes one.
        strict: refuse a URL that expires after the credentials. Storages refuse such a URL as soon as the
            credentials have expired; boto3 signs it nevertheless.
        max_expires_in: as for `presign.Signer`.

    Raises:
        PresignError: the client has settings that are not supported.
        TypeError: the value is not such a client or session.

    """
    client = client_of(client_or_session)
    return FollowingSigner(links_of(client, strict=strict, max_expires_in=max_expires_in))
