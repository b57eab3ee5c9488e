"""Where a bucket is: what botocore says, asked once for each bucket.

botocore has rules of its own for that (which names may stand in a host, accelerate, dual stack, FIPS, what
the user configured), so it is asked instead of being imitated. Nothing here talks to a network.
"""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from presign.boto3._errors import refuse_bucket, refuse_endpoint

#: A bucket that every style can address, for questions that are about none.
ANY_BUCKET = "any-bucket"
#: boto3's own rule; anything else is an access point's ARN, or an error there too.
BUCKET = re.compile(r"[a-zA-Z0-9.\-_]{1,255}", re.ASCII)
#: What botocore and presign write alike: the one encodes a base path again, the other keeps it.
PLAIN_PATH = re.compile(r"[a-zA-Z0-9.\-_~/]*", re.ASCII)
VERSIONS: dict[object, Literal["v4", "v2"]] = {"s3v4": "v4", "s3": "v2"}
GLOBAL_HOST, REGIONAL_HOST = "s3.amazonaws.com", "s3.us-east-1.amazonaws.com"


class Place(NamedTuple):
    """What a `presign.Signer` needs to know besides the keys."""

    endpoint: str
    addressing: Literal["path", "virtual", "cname"]


class Bucket(NamedTuple):
    """Where one bucket is."""

    #: Where its objects are.
    place: Place
    #: The bucket's own path as boto3 writes it, without its first slash: `bucket`, presign's is `bucket/`.
    path: str
    #: Scheme and host, the bucket in it if that is its place.
    host: str


class Places:
    """Where the buckets of an S3 client are."""

    # botocore has no types.
    def __init__(self, client: Any) -> None:  # noqa: ANN401
        """Read the client's settings; raise EndpointError if there are some that nothing here can follow."""
        self._client = client
        config = client.meta.config
        version = VERSIONS.get(config.signature_version)
        if version is None:
            what = f"signature_version={config.signature_version!r}"
            raise refuse_endpoint(client.meta.endpoint_url, f"has a client with {what}: use s3v4, or s3")
        self.version = version
        # Not meta.region_name, which may be a name for no region, as aws-global is.
        self.region = str(client._request_signer.region_name)  # noqa: SLF001
        style = (config.s3 or {}).get("addressing_style")
        self._is_auto = style not in ("virtual", "path")
        self._base = urlsplit(client.meta.endpoint_url).path.rstrip("/")
        if not PLAIN_PATH.fullmatch(self._base):
            rule = "has a path with other characters than letters, digits and -._~/"
            raise refuse_endpoint(client.meta.endpoint_url, rule)

    def find(self, bucket: str) -> Bucket:
        """Return a bucket's place; raise BucketError or botocore's own if there is none."""
        if not BUCKET.fullmatch(bucket):
            if bucket.startswith("arn:"):
                raise refuse_bucket(
                    bucket, "is an ARN: give the access point's alias, which ends in -s3alias"
                )
            raise refuse_bucket(bucket, "must be 1 to 255 letters, digits and -._, as boto3 has it")
        url = self._ask(bucket)
        scheme, authority, path, _, _ = urlsplit(url)
        base = path.rstrip("/")
        if base == f"{self._base}/{bucket}":
            place = Place(f"{scheme}://{authority}{self._base}", "path")
        elif base == self._base and authority.startswith(f"{bucket}."):
            place = Place(f"{scheme}://{authority[len(bucket) + 1 :]}{base}", "virtual")
        else:
            raise refuse_endpoint(url, "does not show where the bucket is")
        return Bucket(place, path[1:], f"{scheme}://{authority}")

    def _ask(self, bucket: str) -> str:
        """Return the URL that botocore puts a key behind."""
        model = self._client.meta.service_model.operation_model("HeadObject")
        # The global host is us-east-1's. For a bucket elsewhere it redirects, which breaks the signature.
        # boto3 leaves it too where addressing_style is virtual.
        context = {"is_presign_request": True, "use_global_endpoint": False}
        url, headers, properties = self._client._resolve_endpoint_ruleset(  # noqa: SLF001
            model, {"Bucket": bucket, "Key": "key"}, context
        )
        for scheme in properties.get("authSchemes", ()):
            if (scheme["name"], scheme["signingName"]) != ("sigv4", "s3"):
                rule = f"needs {scheme['name']} for {scheme['signingName']}, which is not signed here"
                raise refuse_bucket(bucket, rule)
        if headers:
            raise refuse_bucket(bucket, f"needs headers that are not signed here: {', '.join(headers)}")
        return self._regional(str(url), bucket) if self._is_auto and self.region == "us-east-1" else str(url)

    @staticmethod
    def _regional(url: str, bucket: str) -> str:
        """Return the URL with us-east-1's own host instead of the global one."""
        scheme, _, rest = url.partition("://")
        for before in ("", f"{bucket}."):
            if f"{rest}/".startswith(f"{before}{GLOBAL_HOST}/"):
                return f"{scheme}://{before}{REGIONAL_HOST}{rest[len(before) + len(GLOBAL_HOST) :]}"
        return url
