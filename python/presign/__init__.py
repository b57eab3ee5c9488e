"""Presigned URLs for S3-compatible storage, signed offline.

A presigned URL is a temporary link to a private object. The owner of the object signs it with an access key
and a secret key; anyone who holds the URL can use it until it expires. Then the storage responds
`403 AccessDenied`.

>>> import presign
>>> signer = presign.Signer(
...     "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
...     endpoint="s-dt2.cloud.gcore.lu", region="s-dt2",
... )
>>> url = signer.get("example-bucket", "image.jpg", expires_in=604800)
>>> url.partition("?")[0]
'https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg'

This module does not use the network; `presign.boto3` lets botocore fetch credentials.
"""

from presign._presign import (
    MAX_EXPIRES_IN,
    BucketError,
    ChoiceError,
    CredentialsError,
    CredentialsExpireError,
    EndpointError,
    ExpiresError,
    ExpiresInPastError,
    Explanation,
    FormError,
    HeaderError,
    Inspection,
    LinkArray,
    LinkStream,
    MethodError,
    ObjectKeyError,
    PlaylistError,
    PolicyError,
    PresignedRequest,
    PresignError,
    QueryError,
    Refused,
    RegionError,
    Secret,
    Signer,
    TimeError,
    Verified,
    Verifier,
    Version2Error,
    __version__,
    explain,
    inspect,
    ip_policy,
)

TYPE_CHECKING = (
    False  # Type checkers take the name for True. `typing` would take longer to import than presign.
)
if TYPE_CHECKING:
    from presign._protocol import SignerProtocol

__all__ = [
    "MAX_EXPIRES_IN",
    "BucketError",
    "ChoiceError",
    "CredentialsError",
    "CredentialsExpireError",
    "EndpointError",
    "ExpiresError",
    "ExpiresInPastError",
    "Explanation",
    "FormError",
    "HeaderError",
    "Inspection",
    "LinkArray",
    "LinkStream",
    "MethodError",
    "ObjectKeyError",
    "PlaylistError",
    "PolicyError",
    "PresignError",
    "PresignedRequest",
    "QueryError",
    "Refused",
    "RegionError",
    "Secret",
    "Signer",
    "SignerProtocol",
    "TimeError",
    "Verified",
    "Verifier",
    "Version2Error",
    "__version__",
    "explain",
    "inspect",
    "ip_policy",
]


def __getattr__(name: str) -> object:
    """Import what needs `typing` when it is used first."""
    if name == "SignerProtocol":
        from presign._protocol import SignerProtocol  # noqa: PLC0415 -- see above

        return SignerProtocol
    message = f"module 'presign' has no attribute {name!r}"
    raise AttributeError(message)
