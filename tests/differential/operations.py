"""Random calls of a real botocore client, and the requests that they make."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore.config import Config
from requests_at_random import (
    AUTO,
    LETTERS_DIGITS,
    PATH,
    UNICODE,
    VIRTUAL,
    Request,
    awkward,
    credentials,
    endpoint,
    header_value,
    key,
    label,
    text,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from botocore.session import Session

# A client's parameters and their names in the request.
GET_QUERY = {
    "ResponseCacheControl": "response-cache-control",
    "ResponseContentDisposition": "response-content-disposition",
    "ResponseContentEncoding": "response-content-encoding",
    "ResponseContentLanguage": "response-content-language",
    "ResponseContentType": "response-content-type",
    "VersionId": "versionId",
}
GET_HEADERS = {"IfMatch": "If-Match", "IfNoneMatch": "If-None-Match", "Range": "Range"}
PUT_HEADERS = {
    "CacheControl": "Cache-Control",
    "ContentDisposition": "Content-Disposition",
    "ContentMD5": "Content-MD5",
    "ContentType": "Content-Type",
    "Tagging": "x-amz-tagging",
    "WebsiteRedirectLocation": "x-amz-website-redirect-location",
}
NEW_HEADERS = {name: PUT_HEADERS[name] for name in PUT_HEADERS if name != "ContentMD5"}
LIST_QUERY = {"Prefix": "prefix", "Delimiter": "delimiter", "StartAfter": "start-after"}
PAYER = {"RequestPayer": "x-amz-request-payer"}
# For each operation: the method, its fixed query, and its parameters in the query and in the headers.
OPERATIONS: dict[str, tuple[str, dict[str, str], dict[str, str], dict[str, str]]] = {
    "get_object": ("GET", {}, GET_QUERY, GET_HEADERS),
    "head_object": ("HEAD", {}, GET_QUERY, GET_HEADERS),
    "put_object": ("PUT", {}, {}, PUT_HEADERS),
    "delete_object": ("DELETE", {}, {"VersionId": "versionId"}, PAYER),
    "get_object_tagging": ("GET", {"tagging": ""}, {"VersionId": "versionId"}, PAYER),
    "get_object_acl": ("GET", {"acl": ""}, {"VersionId": "versionId"}, PAYER),
    "upload_part": (
        "PUT",
        {},
        {"PartNumber": "partNumber", "UploadId": "uploadId"},
        {"ContentMD5": "Content-MD5"},
    ),
    "create_multipart_upload": ("POST", {"uploads": ""}, {}, NEW_HEADERS),
    "complete_multipart_upload": ("POST", {}, {"UploadId": "uploadId"}, PAYER),
    "abort_multipart_upload": ("DELETE", {}, {"UploadId": "uploadId"}, PAYER),
    "list_objects_v2": ("GET", {"list-type": "2", "encoding-type": "url"}, LIST_QUERY, PAYER),
    "get_bucket_versioning": ("GET", {"versioning": ""}, {}, {}),
}
OF_BUCKETS = ("list_objects_v2", "get_bucket_versioning")
REQUIRED = {"PartNumber", "UploadId"}
# AWS's regions with V2; presign refuses V2 in AWS's other regions.
V2_REGIONS = [
    *("us-east-1", "us-west-1", "us-west-2", "eu-west-1"),
    *("ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "sa-east-1"),
]
V4_REGIONS = ["us-east-1", "us-east-2", "eu-central-1", "us-gov-west-1", "cn-north-1", "cn-northwest-1"]


def a_client(rng: Random, session: Session) -> tuple[Any, Request]:
    """Return a client and a request with what all of the client's requests have in common."""
    version = rng.choice(["v4", "v4", "v2"])
    addressing = rng.choice([PATH, PATH, VIRTUAL, AUTO])
    common = Request(version=version, **credentials(rng), addressing=addressing)
    if rng.random() < 0.7:
        # With an IP address, botocore uses path style instead of virtual style; presign refuses it.
        common.endpoint, common.endpoint_given = endpoint(rng, named=addressing == VIRTUAL)
        common.region = label(rng)
        style = PATH if addressing == AUTO else addressing
    else:
        common.region = rng.choice(V4_REGIONS if version == "v4" else V2_REGIONS)
        # botocore's `auto` uses the global host, presign uses the region's host.
        style = VIRTUAL if addressing == AUTO else addressing
    client = session.create_client(
        "s3",
        region_name=common.region,
        endpoint_url=common.endpoint,
        aws_access_key_id=common.access_key,
        aws_secret_access_key=common.secret_key,
        aws_session_token=common.token,
        config=Config(
            signature_version={"v4": "s3v4", "v2": "s3"}[version],
            s3={"addressing_style": style, "us_east_1_regional_endpoint": "regional"},
        ),
    )
    return client, common


def a_bucket(rng: Random, common: Request) -> str:
    """Return a name that botocore accepts; one that is not a DNS label is part of the path."""
    if common.addressing != VIRTUAL and rng.random() < 0.3:
        if common.endpoint is None:
            # presign refuses names that no bucket on AWS can have.
            return f"{label(rng)[:30]}.{rng.choice(['b', 'c-d'])}".replace("-.", ".")
        return f"{text(rng, LETTERS_DIGITS + '_-', 1, 20)}{rng.choice('A_')}{rng.choice(['', '.b', '.C-d'])}"
    return label(rng)


def has_base(common: Request) -> bool:
    """Return whether the endpoint has a base path."""
    return bool(urlsplit(common.endpoint or "").path.strip("/"))


def from_client(
    rng: Random, client: Any, common: Request, freeze: Callable[[int], None]
) -> tuple[Request, str]:
    """Return a random call's request and the URL that the client made of it."""
    operations = list(OPERATIONS)
    if common.version == "v4" and (common.addressing != VIRTUAL or has_base(common)):
        # presign ends a bucket's path in `/`, but botocore's clients sign `/bucket` and `/base` with V4.
        # test_urls_of_signing_classes has those paths; with V2 all sign `/bucket/`.
        operations = [name for name in operations if name not in OF_BUCKETS]
    operation = rng.choice(operations)
    method, fixed, in_query, in_headers = OPERATIONS[operation]
    request = dataclasses.replace(common, method=method, bucket=a_bucket(rng, common))
    request.key = "" if operation in OF_BUCKETS else key(rng)
    request.sign_at, request.lifetime = times(rng)
    parameters: dict[str, Any] = {"Bucket": request.bucket}
    if request.key:
        parameters["Key"] = request.key
    if "encoding-type" in fixed:
        parameters["EncodingType"] = "url"
    request.query = list(fixed.items())
    for parameter, name in in_query.items():
        if parameter in REQUIRED or rng.random() < 0.3:
            value = rng.randint(1, 10000) if parameter == "PartNumber" else awkward(rng, 60)
            parameters[parameter] = value
            request.query.append((name, str(value)))
    request.headers = []
    for parameter, name in in_headers.items():
        if rng.random() < 0.3 and (
            common.version == "v4" or name.lower().startswith(("content-t", "content-m", "x-amz-"))
        ):
            # botocore omits a header that is empty.
            parameters[parameter] = f"v{header_value(rng, UNICODE[:4])}"
            request.headers.append((name, parameters[parameter]))
    if operation in ("put_object", "create_multipart_upload") and rng.random() < 0.5:
        # botocore accepts only ASCII in user metadata.
        metadata = {text(rng, LETTERS_DIGITS + "-_", 1, 8).lower(): header_value(rng, "") for _ in range(2)}
        parameters["Metadata"] = metadata
        request.headers += [(f"x-amz-meta-{name}", value) for name, value in metadata.items()]
    freeze(request.sign_at)
    return request, client.generate_presigned_url(operation, Params=parameters, ExpiresIn=request.lifetime)
