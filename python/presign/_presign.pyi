# Written by python/tests/stub.py from the compiled module.
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import (
    ClassVar,
    Final,
    Literal,
    NoReturn,
    Protocol,
    Self,
    SupportsIndex,
    TypeAlias,
    TypedDict,
    final,
    overload,
    type_check_only,
)

# numpy's integers are not instances of int, but have __index__.
_Seconds: TypeAlias = SupportsIndex | timedelta
_Moment: TypeAlias = SupportsIndex | datetime
_Pairs: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
_Disposition: TypeAlias = Literal["attachment", "inline"]
_Addressing: TypeAlias = Literal["auto", "path", "virtual", "cname", "virtual-or-path"]
_Version: TypeAlias = Literal["v4", "v2"]
_Condition: TypeAlias = Mapping[str, str] | Sequence[str | int]
_Address: TypeAlias = str | IPv4Address | IPv4Network | IPv6Address | IPv6Network

@type_check_only
class _Form(TypedDict):
    url: str
    fields: dict[str, str]

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Column: TypeAlias = _ArrowArray | _ArrowStream
# In batches: one value for all rows, or a column.
_Texts: TypeAlias = str | Iterable[str | None] | _Column
_Numbers: TypeAlias = SupportsIndex | Iterable[SupportsIndex | float | None] | _Column
_Lifetimes: TypeAlias = _Seconds | Iterable[_Seconds | float | None] | _Column
_Expiries: TypeAlias = _Moment | Iterable[_Moment | float | None] | _Column
_PairsOfColumns: TypeAlias = Mapping[str, _Texts] | Iterable[tuple[str, _Texts]]
_Secret: TypeAlias = str | tuple[str, str | None] | Secret
_Secrets: TypeAlias = Mapping[str, _Secret] | Callable[[str], _Secret | None]

__version__: Final[str]
MAX_EXPIRES_IN: Final[int]

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
    "TimeError",
    "Verified",
    "Verifier",
    "Version2Error",
    "__version__",
    "explain",
    "inspect",
    "ip_policy",
    "run_command",
]

class PresignError(ValueError):
    """The base of this package's errors; a subclass is raised. `code` is the number that the C library
    calls `presign_status`, `index` the index of the key if the error concerns one of many, and `line`
    the number of the line, from 1, if it concerns one of a playlist. No message contains a secret.
    """

    code: ClassVar[int] = 0
    index: int | None
    line: int | None

class CredentialsError(PresignError):
    """The access key, the secret key or the session token breaks a rule."""

    code: ClassVar[int] = 1

class RegionError(PresignError):
    """The region breaks a rule, or does not match the endpoint."""

    code: ClassVar[int] = 2

class EndpointError(PresignError):
    """The endpoint cannot be parsed, or does not suit the addressing."""

    code: ClassVar[int] = 3

class ChoiceError(PresignError):
    """A value is not one of those to choose from."""

    code: ClassVar[int] = 4

class BucketError(PresignError):
    """The bucket's name breaks a rule, or does not suit the addressing."""

    code: ClassVar[int] = 5

class ObjectKeyError(PresignError):
    """The key is empty where an object is required, given where it must be empty, or over 1024 bytes."""

    code: ClassVar[int] = 6

class MethodError(PresignError):
    """The method is not 1 to 32 letters A-Z."""

    code: ClassVar[int] = 7

class QueryError(PresignError):
    """A query parameter is one of the signature's own, or cannot be signed."""

    code: ClassVar[int] = 8

class HeaderError(PresignError):
    """A header cannot be signed, is given twice, or contains a control character."""

    code: ClassVar[int] = 9

class TimeError(PresignError):
    """A time is outside the years 1970 to 9999."""

    code: ClassVar[int] = 10

class ExpiresError(PresignError):
    """The lifetime or the expiry is outside its limits, or not exactly one of the two is given."""

    code: ClassVar[int] = 11

class ExpiresInPastError(PresignError):
    """The expiry is not later than the signing time."""

    code: ClassVar[int] = 12

class CredentialsExpireError(PresignError):
    """The link would expire after the credentials that sign it."""

    code: ClassVar[int] = 13

class Version2Error(PresignError):
    """AWS does not accept signature version 2 in this region."""

    code: ClassVar[int] = 14

class FormError(PresignError):
    """A field of a POST form breaks a rule, or a field and a condition contradict each other."""

    code: ClassVar[int] = 16

class PolicyError(PresignError):
    """An address, an action or a pattern of an access policy breaks a rule."""

    code: ClassVar[int] = 17

class PlaylistError(PresignError):
    """The text is no HLS playlist or is too long, or a line of it cannot be signed."""

    code: ClassVar[int] = 18

class Refused(Exception):  # noqa: N818 -- a refusal
    """Raised for a request that is refused. It is not a PresignError, because it concerns the request and
    not the call.

    `code` is AWS's error code, `status` the HTTP status and `message` AWS's message: these three are for the error
    response. `reason` is a name for programs, finer than the code; `detail` says which part of the request is wrong,
    and is empty if the message says it. Neither contains a header's value, a token or a signature.
    """

    code: str
    message: str
    reason: str
    detail: str
    status: int

@final
class Signer:
    """Signs URLs offline. A signer is immutable: one can be used by all threads, and after a fork.

    It owns a copy of the credentials, which is wiped from memory when the signer is freed. Neither repr nor errors show
    a secret. No method uses the network.

    Args:
        access_key: the access key id, which every URL contains.
        secret_key: the secret key.
        session_token: the session token of temporary keys, which every URL then contains.
        region: the region in the credential scope. The default is the region in an AWS endpoint, otherwise us-east-1.
        endpoint: [http://|https://]host[:port][/base/path]; a bare host means https. None: AWS's host of the region.
        addressing: where the bucket is in the URL: path (https://host/bucket/key), virtual (https://bucket.host/key),
            cname (the host is the bucket), virtual-or-path (virtual wherever it is possible), or auto: path with an
            endpoint, and on AWS virtual if the bucket is a single DNS label.
        version: the signature version, v4 or v2.
        max_expires_in: the longest lifetime, int (seconds) or timedelta, for storages whose limit is not seven days. It
            then applies to version 2 too, which has no limit otherwise.
        credentials_expire_at: when the credentials expire, int (Unix seconds) or an aware datetime. A URL that would
            expire later is refused.

    Raises:
        PresignError: a setting is invalid.
        TypeError: a value has the wrong type, or an argument is unknown.

    >>> import presign
    >>> signer = presign.Signer(
    ...     "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ...     endpoint="s-dt2.cloud.gcore.lu", region="s-dt2",
    ... )
    >>> signer.get("example-bucket", "image.jpg", expires_in=604800)
    'https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
    """

    def __new__(
        cls,
        access_key: str,
        secret_key: str,
        *,
        session_token: str | None = None,
        region: str | None = "us-east-1",
        endpoint: str | None = None,
        addressing: _Addressing | None = "auto",
        version: _Version | None = "v4",
        max_expires_in: _Seconds | None = None,
        credentials_expire_at: _Moment | None = None,
    ) -> Self: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    def __reduce__(self) -> NoReturn: ...
    @property
    def access_key(self) -> str:
        """The access key id, which every URL contains."""

    @property
    def addressing(self) -> _Addressing:
        """Where the bucket is in the URL: the addressing style."""

    def delete(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        response_cache_control: str | None = None,
        version_id: str | None = None,
        part_number: SupportsIndex | None = None,
        upload_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        disposition: _Disposition | None = None,
    ) -> str:
        """Return a presigned URL to delete an object.

        Args:
            bucket: the bucket's name, or on AWS the ARN of an access point.
            key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> signer.delete("photos", "2026/cat.jpg", expires_in=60)
        'https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        """

    @property
    def endpoint(self) -> str:
        """The endpoint: scheme, host, port unless it is the scheme's default, and base path."""

    @staticmethod
    def from_env(
        profile: str | None = None,
        endpoint: str | None = None,
        *,
        region: str | None = None,
        addressing: _Addressing | None = None,
        version: _Version | None = None,
        max_expires_in: _Seconds | None = None,
    ) -> Signer:
        """Return a signer with the keys and settings that the command presign uses: the environment, ~/.aws, ~/.s3cfg.

        A profile given by name takes precedence over the environment's keys. Access key, secret key and session token
        are read from the same source. The arguments take precedence over the settings found. Files are read once, in
        this call.

        Args:
            profile: the name of a profile in ~/.aws.
            endpoint, region, addressing, version, max_expires_in: as for Signer.

        Raises:
            CredentialsError: no keys or an incomplete set of keys were found, or a file cannot be read.
            PresignError: a setting is invalid.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import os, presign
        >>> os.environ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE"
        >>> os.environ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        >>> presign.Signer.from_env(region="eu-central-1").region
        'eu-central-1'
        """

    def get(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        response_cache_control: str | None = None,
        version_id: str | None = None,
        part_number: SupportsIndex | None = None,
        upload_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        disposition: _Disposition | None = None,
    ) -> str:
        """Return a presigned URL to download an object.

        Args:
            bucket: the bucket's name, or on AWS the ARN of an access point.
            key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> signer.get("photos", "2026/cat.jpg", expires_in=3600, filename="cat.jpg")
        'https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        """

    def head(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        response_cache_control: str | None = None,
        version_id: str | None = None,
        part_number: SupportsIndex | None = None,
        upload_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        disposition: _Disposition | None = None,
    ) -> str:
        """Return a presigned URL to read an object's headers; storages refuse a URL for GET in a HEAD request.

        Args:
            bucket: the bucket's name, or on AWS the ARN of an access point.
            key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> signer.head("photos", "2026/cat.jpg", expires_in=60)
        'https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        """

    def presign(
        self,
        method: str,
        bucket: str,
        key: str,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        response_cache_control: str | None = None,
        version_id: str | None = None,
        part_number: SupportsIndex | None = None,
        upload_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        disposition: _Disposition | None = None,
    ) -> str:
        """Return a presigned URL for any HTTP method. An empty key addresses the bucket itself.

        Args:
            method: the HTTP method, 1 to 32 letters A-Z.
            bucket: the bucket's name, or on AWS the ARN of an access point.
            key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> signer.presign("GET", "photos", "", query={"list-type": "2"}, expires_in=60)
        'https://photos.s3.us-east-1.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        """

    def presign_arrow(
        self,
        method: str,
        bucket: _Texts | None,
        column: _Column,
        *,
        expires_in: _Lifetimes | None = None,
        expires_at: _Expiries | None = None,
        query: _PairsOfColumns | None = None,
        headers: _PairsOfColumns | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: _Texts | None = None,
        response_content_type: _Texts | None = None,
        response_cache_control: _Texts | None = None,
        version_id: _Texts | None = None,
        part_number: _Numbers | None = None,
        upload_id: _Texts | None = None,
        content_type: _Texts | None = None,
        filename: _Texts | None = None,
        disposition: _Texts | None = None,
        threads: SupportsIndex = 1,
    ) -> LinkArray | LinkStream:
        """Return a column of presigned URLs for an Arrow column of keys: an array for an array, a stream with the same
        chunks for a stream, and a null for a null. All URLs have the same signing time.

        The result is a LinkArray or a LinkStream of large_utf8, for pyarrow.array, pyarrow.chunked_array,
        polars.Series and the like; it is also a sequence of str.

        Other Python threads run during signing. If a key is invalid no URL is returned; the error's message and its
        attribute `index` give the key's row. Keywords may be columns as in presign_many, with a row for each row of
        the keys, nulls included.

        Args:
            method: the HTTP method, 1 to 32 letters A-Z.
            bucket: the bucket's name, or a column of names. None: the keys are s3://bucket/key.
            column: an object with __arrow_c_array__ or __arrow_c_stream__ (of pyarrow, polars, pandas, DuckDB, ...)
                that contains utf8, large_utf8, utf8_view or a dictionary of one of these.
            threads: the number of threads that sign; 0 starts one per core.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> import pyarrow
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> keys = pyarrow.array(["2026/cat.jpg", None])
        >>> pyarrow.array(signer.presign_arrow("GET", "photos", keys, expires_in=3600)).null_count
        1
        """

    def presign_many(
        self,
        method: str,
        bucket: _Texts | None,
        keys: Iterable[str] | _Column,
        *,
        expires_in: _Lifetimes | None = None,
        expires_at: _Expiries | None = None,
        query: _PairsOfColumns | None = None,
        headers: _PairsOfColumns | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: _Texts | None = None,
        response_content_type: _Texts | None = None,
        response_cache_control: _Texts | None = None,
        version_id: _Texts | None = None,
        part_number: _Numbers | None = None,
        upload_id: _Texts | None = None,
        content_type: _Texts | None = None,
        filename: _Texts | None = None,
        disposition: _Texts | None = None,
        threads: SupportsIndex = 1,
    ) -> list[str]:
        """Return a list with a presigned URL for each key, in the order of the keys. All have the same signing time.

        Other Python threads run during signing. If a key is invalid no URL is returned; the error's message and its
        attribute `index` give the key's index.

        Each keyword but sign_at, stable_for and threads, and each value in query and headers, may be one value for
        all keys or a column with a value for each: an iterable such as a list, an array of numpy, a column of pandas,
        polars or pyarrow. A null (None, NaN, NaT, NA) leaves the keyword out for its key. In columns, floats that are
        whole numbers count as int, because pandas writes ints so beside missing values. If a value is invalid, the
        error names its column and its row.

        Args:
            method: the HTTP method, 1 to 32 letters A-Z.
            bucket: the bucket's name, or a column of names. None: the keys are s3://bucket/key.
            keys: the objects' keys: an iterable of str, none of them empty.
            threads: the number of threads that sign; 0 starts one per core.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> keys = [f"2026/{number}.jpg" for number in range(1000)]
        >>> links = signer.presign_many("GET", "photos", keys, expires_in=3600, filename=["a.jpg", "b.jpg"] * 500)
        >>> len(links)
        1000
        """

    def presign_playlist(
        self,
        text: str,
        bucket: str,
        key: str,
        *,
        nested: str | Callable[[str], str] | None = None,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
    ) -> str:
        """Return an HLS playlist with a presigned URL in place of each relative URI: segments, keys, initialization
        sections. Everything else stays as it is, byte for byte, and so do absolute URLs of other hosts.

        The author of a playlist decides which objects of the bucket are signed: sign only playlists that you trust.

        Args:
            text: the playlist, up to 16 MiB of UTF-8.
            bucket: the bucket's name.
            key: the playlist's key, which its relative URIs refer to.
            nested: where the playlists lead that are named in a multivariant playlist: "keep" leaves their URIs as they
                are, "sign" signs them, a template is a URL with {key} (the playlist's key, percent-encoded) or {path}
                (with its slashes kept), and a function takes the key and returns the URL. Without it, such a playlist
                is an error, because a storage does not sign what it serves.
            expires_in, expires_at, query, sign_at, stable_for: as for presign. A player reads segments until the end of
                the film: the lifetime must be longer than that.

        Raises:
            PresignError: a line of the playlist cannot be signed; the attribute `line` is its number, counted from 1. Or
                another argument is invalid.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import os, presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> text = "#EXTM3U" + os.linesep + "segment-1.ts"
        >>> print(signer.presign_playlist(text, "videos", "film/index.m3u8", expires_in=14_400))
        #EXTM3U
        https://videos.s3.us-east-1.amazonaws.com/film/segment-1.ts?X-Amz-Algorithm=AWS4-HMAC-SHA256&...
        """

    def presign_post(
        self,
        bucket: str,
        key: str,
        *,
        fields: _Pairs | None = None,
        conditions: Iterable[_Condition] | None = None,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        sign_at: _Moment | None = None,
        min_size: SupportsIndex | None = None,
        max_size: SupportsIndex | None = None,
    ) -> _Form:
        """Return an upload form in boto3's format: a dict of the url to post to and the fields to send before the file,
        which comes last and is named file. Anyone who holds the form can upload until it expires.

        Args:
            bucket: the bucket's name.
            key: the object's key. The storage replaces a trailing ${filename} with the name of the uploaded file; the
                client may then choose any key that begins with the text before it.
            fields: further fields: a mapping or a list of pairs. Each needs a condition, or storages refuse the form.
            conditions: the policy's conditions besides those for the bucket and the key, as for boto3: a list of
                {name: value}, ["eq", "$name", value], ["starts-with", "$name", prefix] or ["content-length-range", min,
                max]. A condition for an exact value needs its field.
            expires_in: the form's lifetime, int (seconds) or timedelta; version 4's limit of 7 days does not apply to
                forms. Default: 3600.
            expires_at: the form's expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            min_size, max_size: the limits of the file's size in bytes. With only one of them the other is 0 or 5 GiB.

        Raises:
            FormError: a field or a condition is invalid, or the two do not fit each other. No form is returned.
            PresignError: another argument is invalid.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> form = signer.presign_post("photos", "uploads/${filename}", expires_in=600, max_size=10_000_000)
        >>> form["url"], form["fields"]["key"]
        ('https://photos.s3.us-east-1.amazonaws.com/', 'uploads/${filename}')
        """

    def presign_request(
        self,
        method: str,
        bucket: str,
        key: str,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        response_cache_control: str | None = None,
        version_id: str | None = None,
        part_number: SupportsIndex | None = None,
        upload_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        disposition: _Disposition | None = None,
    ) -> PresignedRequest:
        """Return a presigned URL with its method, its expiry, and the headers that the client must send.

        Args:
            method: the HTTP method, 1 to 32 letters A-Z.
            bucket: the bucket's name, or on AWS the ARN of an access point.
            key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> request = signer.presign_request("PUT", "photos", "cat.jpg", content_type="image/jpeg")
        >>> request.method, request.headers
        ('PUT', {'content-type': 'image/jpeg'})
        """

    def put(
        self,
        bucket: str,
        key: str,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        response_cache_control: str | None = None,
        version_id: str | None = None,
        part_number: SupportsIndex | None = None,
        upload_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        disposition: _Disposition | None = None,
    ) -> str:
        """Return a presigned URL to upload an object, as the body of a PUT request. Its holder may replace the object
        until it expires.

        Args:
            bucket: the bucket's name, or on AWS the ARN of an access point.
            key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> signer.put("photos", "2026/cat.jpg", expires_in=600, content_type="image/jpeg")
        'https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        """

    @property
    def region(self) -> str:
        """The region in the credential scope."""

    @property
    def version(self) -> _Version:
        """The signature version, v4 or v2."""

    def warnings(
        self,
        method: str,
        bucket: str,
        key: str,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        response_cache_control: str | None = None,
        version_id: str | None = None,
        part_number: SupportsIndex | None = None,
        upload_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        disposition: _Disposition | None = None,
    ) -> dict[str, str]:
        """Return what may be wrong with the URL of a request although it can be signed, as a dict from a name for
        programs to a sentence. Nothing is signed.

        Args:
            method: the HTTP method, 1 to 32 letters A-Z.
            bucket: the bucket's name, or on AWS the ARN of an access point.
            key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
            expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
            expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
            query: further query parameters to sign: a mapping or a list of pairs.
            headers: headers to sign, which the client must send: a mapping or a list of pairs.
            sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
            stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
                lifetime grows by as much, so that all calls within such a window return the same URL.
            response_content_disposition: the response's Content-Disposition.
            response_content_type: the response's Content-Type.
            response_cache_control: the response's Cache-Control.
            version_id: the object's version.
            part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
                HEAD take part_number without an upload_id.
            content_type: the Content-Type to sign, which the client must send.
            filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
                Content-Disposition as in RFC 6266, also for names that are not ASCII.
            disposition: "attachment", which is the default with a filename, or "inline", with which browsers show the
                response if they can.

        Raises:
            PresignError: the request is invalid. Nothing is returned.
            TypeError: a value has the wrong type, or an argument is unknown.

        >>> import presign
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        >>> list(signer.warnings("GET", "photos", "2026/../cat.jpg"))
        ['dot-segments']
        """

@final
class PresignedRequest:
    """A presigned URL with its method, its expiry, and the headers that the client must send. Returned by
    Signer.presign_request.

    The repr omits the URL, because anyone who reads it can use it, and the values of the headers.
    """

    def __new__(cls, url: str, method: str, headers: dict[str, str], expires_at: int) -> Self: ...
    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]: ...
    def as_dict(self) -> dict[str, object]:
        """Return a new dict of all attributes, which json.dumps accepts. Times are Unix seconds. The dict contains
        what the repr omits.
        """

    @property
    def expires_at(self) -> int:
        """When the URL expires, in Unix seconds."""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that the client must send with the URL, as a new dict of lower-case names and trimmed values. It
        does not contain Host, which every client sends.
        """

    @property
    def method(self) -> str:
        """The only HTTP method that the URL allows."""

    @property
    def url(self) -> str:
        """The presigned URL."""

@final
class LinkArray:
    """An Arrow array of presigned URLs (large_utf8), for pyarrow.array, polars.Series and the like. Returned by
    Signer.presign_arrow.

    It is also an immutable sequence of str, with None for a null, for list, numpy and pandas. A slice is a LinkArray.

    The repr omits the URLs, because anyone who reads a URL can use it.
    """

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """Return the URLs as an array of Arrow's C data interface."""

    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> str | None: ...
    @overload
    def __getitem__(self, index: slice, /) -> Self: ...
    def __iter__(self) -> Iterator[str | None]: ...
    def __len__(self) -> int: ...
    def __reduce__(self) -> NoReturn: ...

@final
class LinkStream:
    """An Arrow stream of presigned URLs (large_utf8), for pyarrow.chunked_array, polars.Series and the like. Returned by
    Signer.presign_arrow. It can be read more than once.

    It is also an immutable sequence of str, with None for a null, for list, numpy and pandas. A slice is a LinkStream.

    The repr omits the URLs, because anyone who reads a URL can use it.
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the URLs as a stream of Arrow's C stream interface."""

    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: object, /) -> Self: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> str | None: ...
    @overload
    def __getitem__(self, index: slice, /) -> Self: ...
    def __iter__(self) -> Iterator[str | None]: ...
    def __len__(self) -> int: ...
    def __reduce__(self) -> NoReturn: ...

@final
class Secret:
    """The secret key of an access key, with the session token if the two are temporary.

    The object owns a copy, which is wiped from memory when the object is freed. Neither repr nor errors show the
    secret, and it cannot be pickled.

    Args:
        secret_key: the secret key.
        session_token: the session token that URLs signed with this key must contain. None: they must contain none.

    Raises:
        CredentialsError: a value is empty, has white space around it, or contains a control character.
        TypeError: a value is not a str.
    """

    def __new__(cls, secret_key: str, session_token: str | None = None) -> Self: ...
    def __reduce__(self) -> NoReturn: ...

@final
class Verifier:
    """Checks requests with presigned URLs offline, as a storage does before it looks up the object.

    A verifier is immutable except for a small cache of signing keys, which contains the secret keys of the last
    accepted URLs and is wiped when the verifier is freed. One verifier can be used by all threads, and after a fork.

    >>> import presign
    >>> keys = {"AKIAIOSFODNN7EXAMPLE": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
    >>> verifier = presign.Verifier(keys, endpoint="files.example", region="us-east-1")
    >>> signer = presign.Signer(*keys.popitem(), endpoint="files.example")
    >>> link = signer.get("photos", "2026/cat.jpg")
    >>> try:
    ...     verifier.verify("GET", link)
    ... except presign.Refused as refused:
    ...     print(refused.status, refused.code)
    403 InvalidAccessKeyId
    >>> keys[signer.access_key] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    >>> verifier.verify("GET", link).key
    '2026/cat.jpg'

    Args:
        secrets: a mapping from access keys to secrets, or a function that returns the secret of an access key and None
            for an unknown one. It is queried once for each request, after all checks that do not need the secret. A
            secret is a str, a tuple of a secret key and a session token, or a Secret. The access key is unverified text
            from the URL. Exceptions of the function are raised unchanged.
        endpoint: the server's own endpoint, as for Signer; requests for another host are refused. None: any host is
            accepted; AWS's hosts are recognized, and on every other host the bucket is read from the path. A server
            that has a name should set it.
        addressing: where the bucket is in the URL, as for Signer; auto: in the path if the host is the endpoint's,
            otherwise in the host name before the endpoint's.
        bucket: the bucket that the host serves, with addressing cname. None: the host name.
        region: the only region that URLs may be signed for (version 4). None: the region that an AWS endpoint names,
            otherwise any.
        clock_skew: how far in the future the signing time may be, int (seconds) or timedelta.
        max_expires_in: the longest lifetime, int (seconds) or timedelta. It replaces version 4's limit of seven days,
            and then applies to version 2 too.
        required_headers: the names of headers that every URL must sign.
        unsigned_amz_headers: accept requests with x-amz-* headers that the URL does not sign, as older storages do.
        unsigned_storage_headers: accept unsigned headers besides x-amz-* that some storage interprets: x-goog-*,
            x-rgw-*, x-minio-*, x-object-* and similar ones. For servers that use these names for something else.
        head_for_get: accept HEAD requests with URLs for GET.
        version_2: accept Signature Version 2.

    Raises:
        PresignError: a setting is invalid.
        TypeError: a value has the wrong type, or an argument is unknown.
    """

    def __new__(
        cls,
        secrets: _Secrets,
        *,
        endpoint: str | None = None,
        addressing: _Addressing | None = "auto",
        bucket: str | None = None,
        region: str | None = None,
        clock_skew: _Seconds | None = 900,
        max_expires_in: _Seconds | None = None,
        required_headers: Iterable[str] | None = (),
        unsigned_amz_headers: bool = False,
        unsigned_storage_headers: bool = False,
        head_for_get: bool = False,
        version_2: bool = True,
    ) -> Self: ...
    def __reduce__(self) -> NoReturn: ...
    def explain(
        self,
        method: str,
        url: str,
        headers: _Pairs | None = None,
        *,
        response: str | bytes | None = None,
        host: str | None = None,
        at: _Moment | None = None,
        show_values: bool = False,
    ) -> Explanation:
        """Explain why a request with a presigned URL is refused, by this verifier or by a storage, as the function explain
        does. The secret is queried as in verify.

        Args:
            method: the HTTP method of the request that the client meant to send.
            url: its URL, or the request target (path and query), exactly as the client sent it.
            headers: all its headers: a mapping or a list of pairs, names in any case.
            host: the value of the Host header, if url is a request target. A Host in headers takes precedence.
            at: the time to use instead of the clock, int (Unix seconds) or an aware datetime.
            response: the storage's error response, str or bytes, as for explain.
            show_values: include header values and the session token in the texts.

        Raises:
            PresignError: the response is no error response of a storage.
            Refused: the request contains a lone surrogate.
            CredentialsError: secrets returned a secret key that is empty or cannot sign.
            TypeError: a value has the wrong type.

        >>> import presign
        >>> secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        >>> verifier = presign.Verifier({"AKIAIOSFODNN7EXAMPLE": secret_key}, endpoint="files.example")
        >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", secret_key, endpoint="files.example")
        >>> verifier.explain("PUT", signer.get("photos", "cat.jpg")).cause
        'method'
        """

    def verify(
        self,
        method: str,
        url: str,
        headers: _Pairs | None = None,
        *,
        host: str | None = None,
        at: _Moment | None = None,
    ) -> Verified:
        """Check a request, and return what its presigned URL is for. Raises Refused unless the URL is valid for the
        request and the time.

        The body is not checked: if the request has a signed x-amz-content-sha256 header, the caller must compare it
        with the body.

        Args:
            method: the HTTP method of the request.
            url: the URL, or the request target (path and query), exactly as the client sent it, before any decoding.
            headers: all headers of the request: a mapping or a list of pairs, names in any case.
            host: the value of the Host header, if url is a request target. A Host in headers takes precedence.
            at: the time to use instead of the clock, int (Unix seconds) or an aware datetime.

        Raises:
            Refused: the server must refuse the request.
            CredentialsError: secrets returned a secret key that is empty or cannot sign.
            TypeError: a value has the wrong type.

        >>> import presign
        >>> secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        >>> verifier = presign.Verifier({"AKIAIOSFODNN7EXAMPLE": secret_key}, endpoint="files.example")
        >>> target = "/photos/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        >>> try:
        ...     verifier.verify("GET", target, {"Host": "files.example"})
        ... except presign.Refused as refused:
        ...     print(refused.status, refused.code)
        400 AuthorizationQueryParametersError
        """

@final
class Verified:
    """What an accepted request's presigned URL is for. Returned by Verifier.verify.

    The bucket and the key are data and not a path: a key may contain "..", "/" or a NUL, or begin with a slash. The
    bucket is neither "." nor "..", and contains no slash and no control character.
    """

    def __new__(
        cls,
        method: str,
        version: _Version,
        bucket: str,
        key: str,
        query: list[tuple[str, str]],
        access_key: str,
        region: str | None,
        signed_at: int | None,
        expires_at: int,
        signed_headers: list[str],
    ) -> Self: ...
    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]: ...
    @property
    def access_key(self) -> str:
        """The access key id that signed the URL."""

    def as_dict(self) -> dict[str, object]:
        """Return a new dict of all attributes, which json.dumps accepts. Times are Unix seconds. The dict contains
        what the repr omits.
        """

    @property
    def bucket(self) -> str:
        """The bucket; empty for a URL of the storage itself."""

    @property
    def expires_at(self) -> int:
        """The first second at which the URL is refused, in Unix seconds."""

    @property
    def key(self) -> str:
        """The object's key, decoded; empty for a URL of the bucket itself."""

    @property
    def method(self) -> str:
        """The method of the request. With head_for_get it may be HEAD where the URL is signed for GET."""

    @property
    def query(self) -> list[tuple[str, str]]:
        """The signed query parameters except the signature's own, decoded: the version, the subresource, overrides of the
        response's headers, and any others. Sorted, because the signature does not cover their order. Parameters that
        version 2 does not sign are omitted. The repr omits the values, which may be encryption keys.
        """

    @property
    def region(self) -> str | None:
        """The region in the credential scope; None with version 2, which has none."""

    @property
    def signed_at(self) -> int | None:
        """The signing time in Unix seconds; None with version 2, which does not contain it."""

    @property
    def signed_headers(self) -> list[str]:
        """The names of the request's headers that the signature covers, except host: a list of lower-case names, in order.
        A server that forwards the request should forward these, and of the others only those that it knows to be
        harmless.
        """

    @property
    def version(self) -> _Version:
        """The signature version, v4 or v2."""

@final
class Inspection:
    """The contents of a presigned URL that can be read without a secret key. Returned by inspect.

    print shows it as `presign inspect` does, notebooks as a table. The repr omits the values of the query parameters. The
    signature and the session token are not stored.
    """

    def __new__(
        cls,
        version: _Version,
        host: str,
        bucket: str,
        key: str,
        access_key: str,
        region: str | None,
        signed_at: int | None,
        expires_at: int,
        now: int,
        seconds_left: int,
        lifetime: int | None,
        signed_headers: list[str],
        query: list[tuple[str, str]],
        has_session_token: bool,
        warnings: dict[str, str],
    ) -> Self: ...
    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]: ...
    def _repr_html_(self) -> str:
        """Return a table of what the URL contains, for notebooks."""

    @property
    def access_key(self) -> str:
        """The access key id in the URL."""

    def as_dict(self) -> dict[str, object]:
        """Return a new dict of all attributes, which json.dumps accepts. Times are Unix seconds. The dict contains
        what the repr omits.
        """

    @property
    def bucket(self) -> str:
        """The bucket; empty for a URL of the storage itself."""

    @property
    def expires_at(self) -> int:
        """When the URL expires, in Unix seconds."""

    @property
    def has_session_token(self) -> bool:
        """Whether the URL was signed with temporary keys; it stops working when they expire."""

    @property
    def host(self) -> str:
        """The host, with the port unless it is the scheme's default."""

    @property
    def key(self) -> str:
        """The object's key, decoded; empty for a URL of the bucket itself."""

    @property
    def lifetime(self) -> int | None:
        """The lifetime: the seconds from the signing time to the expiry; None with version 2."""

    @property
    def now(self) -> int:
        """The time used to compute seconds_left and the warnings, in Unix seconds."""

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query parameters except the signature's own, decoded and in order: overrides of the response's headers, the
        version, and any others. The values of further tokens and of customer encryption keys are "(not shown)".
        """

    @property
    def region(self) -> str | None:
        """The region in the credential scope; None with version 2."""

    @property
    def seconds_left(self) -> int:
        """The seconds until the URL expires; negative after that."""

    @property
    def signed_at(self) -> int | None:
        """The signing time in Unix seconds; None with version 2, which does not contain it."""

    @property
    def signed_headers(self) -> list[str]:
        """The names of the signed headers except host, which the client must send unchanged. Version 2 does not list them."""

    @property
    def version(self) -> _Version:
        """The signature version, v4 or v2."""

    @property
    def warnings(self) -> dict[str, str]:
        """The warnings about mistakes and surprises in the URL, as a new dict from a name for programs to a sentence."""

@final
class Explanation:
    """The reason why a presigned URL is refused. Returned by explain and Verifier.explain.

    print shows it as `presign explain` does, and so do notebooks. The texts omit header values and the session token
    unless show_values is true. The repr shows none of the texts.
    """

    def __new__(
        cls,
        cause: str,
        sentence: str,
        ours: str | None,
        theirs: str | None,
        our_string_to_sign: str | None,
        their_string_to_sign: str | None,
    ) -> Self: ...
    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]: ...
    def _repr_html_(self) -> str:
        """Return the cause and the texts that were compared, for notebooks."""

    def as_dict(self) -> dict[str, object]:
        """Return a new dict of all attributes, which json.dumps accepts. Times are Unix seconds. The dict contains
        what the repr omits.
        """

    @property
    def cause(self) -> str:
        """The name of the cause, for programs: host-port, path-encoding, secret-key, expired, ..."""

    @property
    def our_string_to_sign(self) -> str | None:
        """Version 4's string to sign, computed for this request; None with version 2."""

    @property
    def ours(self) -> str | None:
        """The text computed for this request: version 4's canonical request, or version 2's string to sign. None if the
        URL cannot be read or its secret key is unknown.
        """

    @property
    def sentence(self) -> str:
        """The cause in one sentence, with the storage's code and message. It contains no header value and no token."""

    @property
    def their_string_to_sign(self) -> str | None:
        """The string to sign as computed by the storage, from its error response; None if the response does not contain
        it.
        """

    @property
    def theirs(self) -> str | None:
        """The same text as computed by the storage, from its error response; None if the response does not contain it."""

def ip_policy(
    bucket: str,
    prefix: str | None = "",
    *,
    allow: Iterable[_Address],
    actions: Iterable[str] | None = None,
    region: str | None = None,
) -> str:
    """Return a bucket policy that refuses all requests from outside the given networks, as JSON for put_bucket_policy.

    The policy applies to all presigned URLs, including those signed before and those of the bucket's owner. On other
    networks the owner is locked out like every client until the policy is changed, which is possible from any network,
    because the policy covers actions on objects only. Putting it replaces the bucket's policy. If all networks are
    IPv4, every client that connects over IPv6 is refused. The storage checks the address that it sees: a proxy's, if
    there is one in front of it.

    Args:
        bucket: the bucket's name.
        prefix: the policy covers the objects whose keys begin with it, by default all; * in it matches any number of
            characters, ? matches one.
        allow: the addresses and networks from which requests are not refused, at least one: an iterable of str
            ("203.0.113.0/24", "2001:db8::1") or of objects of the module ipaddress.
        actions: the actions on objects that are refused from other networks, an iterable of str. Default: s3:GetObject
            and s3:GetObjectVersion.
        region: the bucket's region, which selects the ARN's partition (AWS China and AWS GovCloud have their own).

    Raises:
        PolicyError: a network, an action or the prefix is invalid; servers accept most of these mistakes silently.
        PresignError: the bucket or the region is invalid.
        TypeError: a value has the wrong type, or an argument is unknown.

    >>> import json, presign
    >>> policy = presign.ip_policy("photos", "private/", allow=["203.0.113.0/24"])
    >>> json.loads(policy)["Statement"][0]["Effect"]
    'Deny'
    """

def inspect(
    url: str,
    *,
    endpoint: str | None = None,
    addressing: _Addressing | None = "auto",
    bucket: str | None = None,
    at: _Moment | None = None,
) -> Inspection:
    """Read a presigned URL without a secret key. The signature is not checked.

    >>> import presign
    >>> signer = presign.Signer("AKIDEXAMPLE", "secret", session_token="token", region="eu-west-1")
    >>> link = presign.inspect(signer.get("photos", "cat.jpg", sign_at=0), at=60)
    >>> link.bucket, link.key, link.access_key, link.region, link.seconds_left
    ('photos', 'cat.jpg', 'AKIDEXAMPLE', 'eu-west-1', 3540)
    >>> list(link.warnings)
    ['session-token']

    Args:
        url: the presigned URL.
        endpoint: the storage's endpoint, needed where the bucket may be part of the host name. None: AWS's hosts are
            recognized, and on every other host the bucket is read from the path.
        addressing: where the bucket is in the URL, as for Verifier.
        bucket: the bucket that the host serves, with addressing cname.
        at: the time to use instead of the clock, int (Unix seconds) or an aware datetime.

    Raises:
        Refused: the URL is not a presigned URL, or cannot be read.
        PresignError: a setting is invalid.
        TypeError: a value has the wrong type, or an argument is unknown.
    """

def explain(
    url: str,
    secret: _Secret,
    response: str | bytes | None = None,
    *,
    method: str | None = "GET",
    headers: _Pairs | None = None,
    endpoint: str | None = None,
    addressing: _Addressing | None = "auto",
    bucket: str | None = None,
    region: str | None = None,
    at: _Moment | None = None,
    show_values: bool = False,
) -> Explanation:
    """Explain why a storage refuses a presigned URL.

    The URL is given as the client sent it, with the secret key that should have signed it. Common mistakes are tried
    until one explains the signature. If the storage's error response contains the text that it computed (those of AWS
    and Swift do, Ceph's does not), that text is compared with the one computed here.

    >>> import presign
    >>> signer = presign.Signer("AKIDEXAMPLE", "secret", endpoint="files.example")
    >>> link = signer.get("photos", "cat.jpg").replace("files.example", "files.example:8443")
    >>> found = presign.explain(link, "secret")
    >>> found.cause
    'host-port'

    Args:
        url: the presigned URL.
        secret: the secret key: a str, a tuple of a secret key and a session token, or a Secret.
        response: the storage's error response, str or bytes: its body (XML or JSON), or a whole HTTP response with
            status line and headers.
        method: the HTTP method of the request.
        headers: the headers of the request: a mapping or a list of pairs.
        endpoint: the storage's endpoint, needed where the bucket may be part of the host name.
        addressing: where the bucket is in the URL, as for Verifier.
        bucket: the bucket that the host serves, with addressing cname.
        region: the storage's region. None: any region is accepted.
        at: the time to use instead of the clock, int (Unix seconds) or an aware datetime.
        show_values: include header values and the session token in the texts.

    Raises:
        PresignError: the response is no error response of a storage, or the secret or a setting is invalid.
        Refused: the request contains a lone surrogate.
        TypeError: a value has the wrong type, or an argument is unknown.
    """

def run_command(args: list[str]) -> int:
    """Run the command presign and return its exit code. `args` begins with the program's name."""
