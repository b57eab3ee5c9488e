"""The endpoint and addressing of a bucket, queried from botocore once for each bucket.

botocore has its own rules for that (which names may be part of a host, accelerate, dual stack, FIPS, the
user's configuration), so its result is used instead of a copy of its rules. Nothing here uses the network.
"""

# botocore has no types.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from botocore import UNSIGNED

from presign.boto3._errors import refuse_bucket, refuse_endpoint

#: A bucket name that every addressing style allows, for queries that are not about a bucket.
ANY_BUCKET = "any-bucket"
#: boto3's rule for names; anything else is an access point's ARN, or an error in boto3 too.
BUCKET = re.compile(r"[a-zA-Z0-9.\-_]{1,255}", re.ASCII)
#: Base paths that botocore and presign write alike; others botocore encodes again, and presign does not.
PLAIN_PATH = re.compile(r"[a-zA-Z0-9.\-_~/]*", re.ASCII)
VERSIONS: dict[object, Literal["v4", "v2"]] = {"s3v4": "v4", "s3": "v2"}
GLOBAL_HOST, REGIONAL_HOST = "s3.amazonaws.com", "s3.us-east-1.amazonaws.com"


class Place(NamedTuple):
    """The settings of a `presign.Signer` besides the keys."""

    endpoint: str
    addressing: Literal["path", "virtual", "cname"]


class Bucket(NamedTuple):
    """The addresses of one bucket."""

    #: The endpoint and addressing of its objects.
    place: Place
    #: The bucket's path as boto3 writes it, without the first slash: `bucket`; presign writes `bucket/`.
    path: str
    #: Scheme and host, which contains the bucket with addressing virtual.
    host: str


class Places:
    """The addresses of the buckets of an S3 client."""

    # botocore has no types.
    def __init__(self, client: Any) -> None:  # noqa: ANN401
        """Read the client's settings; raise EndpointError if some of them are not supported."""
        self._client = client
        config = client.meta.config
        if config.signature_version is UNSIGNED:
            rule = "has an unsigned client (signature_version=UNSIGNED): use s3v4 or s3"
            raise refuse_endpoint(client.meta.endpoint_url, rule)
        version = VERSIONS.get(config.signature_version)
        if version is None:
            what = f"signature_version={config.signature_version!r}"
            raise refuse_endpoint(client.meta.endpoint_url, f"has a client with {what}: use s3v4 or s3")
        self.version = version
        # Not meta.region_name, which may be a pseudo-region such as aws-global.
        self.region = str(client._request_signer.region_name)  # noqa: SLF001
        style = (config.s3 or {}).get("addressing_style")
        self._is_auto = style not in ("virtual", "path")
        self._base = urlsplit(client.meta.endpoint_url).path.rstrip("/")
        if not PLAIN_PATH.fullmatch(self._base):
            rule = "has a path with characters other than letters, digits and -._~/"
            raise refuse_endpoint(client.meta.endpoint_url, rule)

    def find(self, bucket: str | None) -> Bucket:
        """Return the addresses of a bucket, or of the storage itself (None), or raise an error."""
        return self.read(bucket, *self._client._resolve_endpoint_ruleset(*self.question(bucket)))  # noqa: SLF001

    def question(self, bucket: str | None) -> tuple[Any, dict[str, str], dict[str, bool]]:
        """Return the arguments for botocore's resolver of endpoints."""
        # The global host is us-east-1's. For a bucket in another region it redirects, which breaks the
        # signature. boto3 does not use it either if addressing_style is virtual.
        context = {"is_presign_request": True, "use_global_endpoint": False}
        operation_model = self._client.meta.service_model.operation_model
        if bucket is None:
            return operation_model("ListBuckets"), {}, context
        if not BUCKET.fullmatch(bucket):
            if bucket.startswith("arn:"):
                raise refuse_bucket(
                    bucket,
                    "is an ARN, which is not supported: use the access point's alias, which ends in -s3alias",
                )
            raise refuse_bucket(bucket, "must be 1 to 255 letters, digits and -._ (boto3's rule)")
        return operation_model("HeadObject"), {"Bucket": bucket, "Key": "key"}, context

    # botocore has no types.
    def read(self, bucket: str | None, url: Any, headers: Any, properties: Any) -> Bucket:  # noqa: ANN401
        """Return a bucket's addresses from the resolver's answer: the URL to which botocore appends a key."""
        for scheme in properties.get("authSchemes", ()):
            if (scheme["name"], scheme["signingName"]) != ("sigv4", "s3"):
                rule = f"needs {scheme['name']} for {scheme['signingName']}, which is not supported"
                raise refuse_bucket(bucket or "", rule)
        if headers:
            raise refuse_bucket(bucket or "", f"needs headers that are not supported: {', '.join(headers)}")
        url = self._regional(str(url), bucket) if self._is_auto and self.region == "us-east-1" else str(url)
        scheme, authority, path, _, _ = urlsplit(url)
        base = path.rstrip("/")
        if bucket is None:
            return Bucket(
                Place(f"{scheme}://{authority}{base}", "cname"), path[1:], f"{scheme}://{authority}"
            )
        if base == f"{self._base}/{bucket}":
            place = Place(f"{scheme}://{authority}{self._base}", "path")
        elif base == self._base and authority.startswith(f"{bucket}."):
            place = Place(f"{scheme}://{authority[len(bucket) + 1 :]}{base}", "virtual")
        else:
            raise refuse_endpoint(url, "has the bucket neither in the host name nor at the end of the path")
        return Bucket(place, path[1:], f"{scheme}://{authority}")

    @staticmethod
    def _regional(url: str, bucket: str | None) -> str:
        """Return the URL with us-east-1's own host instead of the global one."""
        scheme, _, rest = url.partition("://")
        for before in ("", f"{bucket}."):
            if f"{rest}/".startswith(f"{before}{GLOBAL_HOST}/"):
                return f"{scheme}://{before}{REGIONAL_HOST}{rest[len(before) + len(GLOBAL_HOST) :]}"
        return url
