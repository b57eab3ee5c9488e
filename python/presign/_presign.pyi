# Written by python/tests/stub.py from the compiled module.
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    type_check_only,
)

# numpy's integers are no int, but have __index__.
_Seconds: TypeAlias = SupportsIndex | timedelta
_Moment: TypeAlias = SupportsIndex | datetime
_Pairs: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
_Addressing: TypeAlias = Literal["path", "virtual", "cname", "virtual-or-path", "auto"]
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
    """What is wrong with a request for a link. One of its subclasses is raised; `code` is the number
    that C calls `presign_status`, and `index` which of many keys it is about. No message ever holds a
    secret.
    """

    code: ClassVar[int] = 0
    index: int | None

class CredentialsError(PresignError):
    """The access key, the secret key or the session token breaks a rule."""

    code: ClassVar[int] = 1

class RegionError(PresignError):
    """The region breaks a rule, or does not fit the endpoint."""

    code: ClassVar[int] = 2

class EndpointError(PresignError):
    """The endpoint cannot be read, or does not fit the addressing."""

    code: ClassVar[int] = 3

class ChoiceError(PresignError):
    """A value is none of those to choose from."""

    code: ClassVar[int] = 4

class BucketError(PresignError):
    """The bucket's name breaks a rule, or does not fit the addressing."""

    code: ClassVar[int] = 5

class ObjectKeyError(PresignError):
    """The key is empty where an object is needed, given where it must be open, or over 1024 bytes."""

    code: ClassVar[int] = 6

class MethodError(PresignError):
    """The method is not 1 to 32 letters A-Z."""

    code: ClassVar[int] = 7

class QueryError(PresignError):
    """A query parameter is the signature's own, or cannot be signed."""

    code: ClassVar[int] = 8

class HeaderError(PresignError):
    """A header cannot be signed, is given twice, or has a control character in it."""

    code: ClassVar[int] = 9

class TimeError(PresignError):
    """A moment lies outside the years 1970 to 9999."""

    code: ClassVar[int] = 10

class ExpiresError(PresignError):
    """The life or the end is outside its limits, or not given exactly once."""

    code: ClassVar[int] = 11

class ExpiresInPastError(PresignError):
    """The end is not after the signing time."""

    code: ClassVar[int] = 12

class CredentialsExpireError(PresignError):
    """The link would end after its credentials."""

    code: ClassVar[int] = 13

class Version2Error(PresignError):
    """AWS does not take signature version 2 in this region."""

    code: ClassVar[int] = 14

class FormError(PresignError):
    """A field of a POST form breaks a rule, or it and a condition do not fit each other."""

    code: ClassVar[int] = 16

class PolicyError(PresignError):
    """An address, an action or a pattern of an access policy breaks a rule."""

    code: ClassVar[int] = 17

class Refused(Exception):  # noqa: N818 -- a verdict
    """A request that is not let in, and why. It is no PresignError, since it is about the request and not about
    the call.

    `code` is AWS's error code, `status` the HTTP status and `message` AWS's message: these three are for the
    answer. `reason` is a name for programs, finer than the code; `detail` says what in the request it is about,
    and is empty where the message says it all. Neither shows a header's value, a token or a signature.
    """

    code: str
    message: str
    reason: str
    detail: str
    status: int

@final
class Signer:
    """Makes links. It never changes; one serves all threads, and a process that forks.

    It owns a copy of the credentials and wipes it at its end. Neither repr nor errors show a secret. Nothing here
    talks to a network.

    Args:
        access_key: the access key id, which stands in every link.
        secret_key: the secret key.
        session_token: the token that goes with temporary keys. It becomes a part of every link.
        region: the region in the signature. An endpoint on AWS that names one wins over the default, us-east-1.
        endpoint: [http://|https://]host[:port][/base/path]; a bare host means https. None: AWS's host of the region.
        addressing: where the bucket stands: path (https://host/bucket/key), virtual (https://bucket.host/key), cname
            (the host is the bucket), virtual-or-path (virtual wherever it is possible), or auto: path with an endpoint,
            on AWS virtual where the bucket is a single DNS label.
        version: the signature version, v4 or v2.
        max_expires_in: the longest life, int (seconds) or timedelta, for storages whose limit is not seven days. It
            then binds version 2 too, which has no limit otherwise.
        credentials_expire_at: when the credentials end, int (Unix seconds) or an aware datetime: a link that would end
            later is refused.

    Raises:
        PresignError: a setting breaks a rule.
        TypeError: a value has the wrong type.
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
        """The access key id, which stands in every link."""

    @property
    def addressing(self) -> _Addressing:
        """Where the bucket stands in the URL."""

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
        version_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
    ) -> str:
        """The link to delete an object. The keywords are those of presign."""

    @property
    def endpoint(self) -> str:
        """Where the links lead: scheme, host, port unless it is the scheme's default, base path."""

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
        """A signer with the keys and settings that the command presign would use: the environment, ~/.aws, ~/.s3cfg.

        A profile asked for by name wins over the environment's keys. One source gives the whole set of keys; nothing is
        mixed in from another. What is given here wins over what is found. Files are read once, here.

        Args:
            profile: the name of a profile in ~/.aws.
            endpoint, region, addressing, version, max_expires_in: as for Signer.

        Raises:
            CredentialsError: no keys were found, or half a set, or a file cannot be read.
            PresignError: a setting breaks a rule.
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
        version_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
    ) -> str:
        """The link to download an object. The keywords are those of presign."""

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
        version_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
    ) -> str:
        """The link to ask for an object's headers: storages refuse a GET link for HEAD. The keywords are those of
        presign.
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
        version_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
    ) -> str:
        """The link for any method. An empty key addresses the bucket itself.

        Args:
            method: 1 to 32 letters A-Z.
            bucket: the bucket's name.
            key: the object's key, up to 1024 bytes of UTF-8. It is data, never a path.
            expires_in: the life, int (seconds) or timedelta; 1 to 604800 with version 4. Default: 3600.
            expires_at: the end, int (Unix seconds) or an aware datetime, cut to the second.
            query: further query parameters, signed: a mapping or a list of pairs.
            headers: headers that are signed, and must be sent with the link: a mapping or a list of pairs.
            sign_at: the signing time, int or an aware datetime, instead of the clock.
            stable_for: rounds the signing time down to a multiple of so many seconds and adds them to the life, so
                that all callers get the same link within such a window.
            response_content_disposition: the answer's Content-Disposition.
            response_content_type: the answer's Content-Type.
            version_id: the object's version.
            content_type: the Content-Type that must be sent with the link.
            filename: the name under which browsers save the answer (GET and HEAD only). It makes a
                Content-Disposition by RFC 6266, also for names that are not ASCII.

        Raises:
            PresignError: the request breaks a rule. No link is made then.
            TypeError: a value has the wrong type.
        """

    def presign_arrow(
        self,
        method: str,
        bucket: str,
        column: _Column,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        version_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        threads: SupportsIndex = 1,
    ) -> LinkArray | LinkStream:
        """A column of links for a column of keys, in Arrow's terms: an array for an array, a stream for a stream,
        chunk for chunk, a null for a null. All have one signing time.

        Other Python threads run meanwhile. If a key breaks a rule no link is made; the error names its row and has
        it as `index`.

        Args:
            method: 1 to 32 letters A-Z.
            bucket: the bucket's name.
            column: what has __arrow_c_array__ or __arrow_c_stream__ (pyarrow, polars, pandas, DuckDB, ...) and
                holds utf8, large_utf8, utf8_view or a dictionary of one of these.
            threads: how many threads sign; 0 is one for each core.

        Returns a LinkArray or a LinkStream of large_utf8, with __arrow_c_array__ or __arrow_c_stream__ and nothing
        besides, for pyarrow.array, pyarrow.chunked_array, polars.Series and the like. The other keywords are those
        of presign.
        """

    def presign_many(
        self,
        method: str,
        bucket: str,
        keys: Iterable[str] | _Column,
        *,
        expires_in: _Seconds | None = None,
        expires_at: _Moment | None = None,
        query: _Pairs | None = None,
        headers: _Pairs | None = None,
        sign_at: _Moment | None = None,
        stable_for: _Seconds | None = None,
        response_content_disposition: str | None = None,
        response_content_type: str | None = None,
        version_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
        threads: SupportsIndex = 1,
    ) -> list[str]:
        """A link for each key, in the keys' order, all with one signing time.

        Other Python threads run while the links are signed. If a key breaks a rule no link is made; the error
        names the key's index and has it as `index`.

        Args:
            method: 1 to 32 letters A-Z.
            bucket: the bucket's name.
            keys: the objects' keys: an iterable of str, none of them empty.
            threads: how many threads sign; 0 is one for each core.

        The other keywords are those of presign.
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
        """A form with which whoever has it can upload a file, in boto3's shape: a dict of the url to post to and the
        fields to send before the file, which comes last and is called file.

        Args:
            bucket: the bucket's name.
            key: the object's key. Where it ends in ${filename}, the file's name takes that place, and the uploader may
                choose any key that begins with what stands before it.
            fields: further fields: a mapping or a list of pairs. Each needs a condition, or storages refuse the form.
            conditions: what the policy asks besides the bucket and the key, as for boto3: a list of {name: value},
                ["eq", "$name", value], ["starts-with", "$name", prefix] or ["content-length-range", min, max]. An exact
                one needs its field.
            expires_in: how long the form can be used, int (seconds) or timedelta; 7 days are no limit. Default: 3600.
            expires_at: until when, int (Unix seconds) or an aware datetime, cut to the second.
            sign_at: the signing time, int or an aware datetime, instead of the clock.
            min_size, max_size: the limits of the file's size in bytes. One alone leaves the other at 0 or 5 GiB.

        Raises:
            FormError: a field and its conditions do not fit each other. No form is made then.
            PresignError: something else breaks a rule.
            TypeError: a value has the wrong type.
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
        version_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
    ) -> PresignedRequest:
        """The link together with the headers that must be sent with it, its method and its end. The arguments are
        those of presign.
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
        version_id: str | None = None,
        content_type: str | None = None,
        filename: str | None = None,
    ) -> str:
        """The link to upload an object. The keywords are those of presign."""

    @property
    def region(self) -> str:
        """The region in the signature."""

    @property
    def version(self) -> _Version:
        """The signature version, v4 or v2."""

@final
class PresignedRequest:
    """A link, its method, the headers that must be sent with it, and when it ends.

    Made by Signer.presign_request. Its repr leaves out the URL, which lets in whoever reads it, and the headers'
    values.
    """

    def __reduce__(self) -> NoReturn: ...
    @property
    def expires_at(self) -> int:
        """When the link ends, in Unix seconds."""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that must be sent with the link: lower-cased names and trimmed values, a new dict each time. Host
        goes without saying.
        """

    @property
    def method(self) -> str:
        """The method that the link allows, and no other."""

    @property
    def url(self) -> str:
        """The link."""

@final
class LinkArray:
    """An array of links: large_utf8, for pyarrow.array, polars.Series and the like. Made by Signer.presign_arrow.

    Its repr leaves out the links, each of which lets in whoever reads it.
    """

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The links, as Arrow's C interface has an array."""

    def __len__(self) -> int: ...
    def __reduce__(self) -> NoReturn: ...

@final
class LinkStream:
    """A stream of arrays of links: large_utf8, for pyarrow.chunked_array, polars.Series and the like. Made by
    Signer.presign_arrow. It can be read more than once.

    Its repr leaves out the links, each of which lets in whoever reads it.
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The links, as Arrow's C interface has a stream."""

    def __len__(self) -> int: ...
    def __reduce__(self) -> NoReturn: ...

@final
class Secret:
    """The secret key of an access key, with the session token if the two are temporary.

    It owns a copy and wipes it at its end. Neither repr nor errors show it, and it is not pickled.

    Args:
        secret_key: the secret key.
        session_token: the token that links signed with this key must carry. None: they must carry none.

    Raises:
        CredentialsError: a value is empty, or has white space around it or a control character in it.
        TypeError: a value is no str.
    """

    def __new__(cls, secret_key: str, session_token: str | None = None) -> Self: ...
    def __reduce__(self) -> NoReturn: ...

@final
class Verifier:
    """Checks requests with links that others made, offline: what a storage does before it looks for the object.

    It never changes but for a small cache of signing keys, which holds the secret keys of the last links that were let
    in and is wiped at its end. One serves all threads, and a process that forks.

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
        secrets: where the secret key of an access key is to be had: a mapping, or a function that gives None for an
            access key that nobody has. It is asked for each request, once, and only after all that can be checked
            without it. A secret is a str, a tuple of a secret key and a session token, or a Secret. The access key is
            the link's own claim, and any text. What the function raises comes out as it is.
        endpoint: where links point, as for Signer; requests for another host are refused. None: any host; AWS's are
            known by their names, all others have the bucket in the path. A server that has a name should say it.
        addressing: where the bucket stands, as for Signer; auto: in the path at the endpoint's own host, before the
            host otherwise.
        bucket: the bucket behind the host, with addressing cname. None: the host's own name.
        region: the one region that links must be signed for (version 4). None: the one that an AWS endpoint names,
            else any.
        clock_skew: how far ahead a signing time may lie, int (seconds) or timedelta.
        max_expires_in: the longest life, int (seconds) or timedelta. It replaces version 4's seven days, and then
            binds version 2 too.
        required_headers: names of headers that every link must have signed.
        unsigned_amz_headers: let requests in that have x-amz-* headers which the link does not sign, as older storages
            do.
        unsigned_storage_headers: accept unsigned headers that some storage obeys beside x-amz-*: x-goog-*, x-rgw-*,
            x-minio-*, x-object-* and their like. For servers with a meaning of their own for them.
        head_for_get: let HEAD requests in with links for GET.
        version_2: take signature version 2.

    Raises:
        PresignError: a setting breaks a rule.
        TypeError: a value has the wrong type.
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
        """Says why a request with a link is refused, here or by a storage, as the function explain does. The secret is
        asked for as in verify.

        Args:
            method, url, headers, host, at: as for verify; the request as it was meant to be sent.
            response: the body of the storage's answer, str or bytes.
            show_values: leave headers' values and the session token in the texts.

        Raises:
            PresignError: the response is no S3 error.
            Refused: the request holds a lone surrogate.
            CredentialsError: the secret key that was found is empty, or none that can sign.
            TypeError: a value has the wrong type.
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
        """Lets a request in, or raises Refused: whether its link is right for it, and the time.

        The body is not looked at: where the request has a signed x-amz-content-sha256 header, comparing it with the
        body is the caller's.

        Args:
            method: the request's method.
            url: the link; or the request target (path and query), exactly as it was sent, before anything decoded it.
            headers: the request's headers: a mapping or a list of pairs, names in any case. Leave none out.
            host: the value of the Host header, where url is a request target. A Host among the headers wins over it.
            at: the time, int (Unix seconds) or an aware datetime, instead of the clock.

        Raises:
            Refused: the request must not come in.
            CredentialsError: the secret key that was found is empty, or none that can sign.
            TypeError: a value has the wrong type.
        """

@final
class Verified:
    """What the link of a request that may come in is for. Made by Verifier.verify.

    The bucket and the key are data, never a path: a key may hold "..", "/", a NUL, or begin with a slash. The bucket is
    neither "." nor ".." and has no slash and no control character in it.
    """

    def __reduce__(self) -> NoReturn: ...
    @property
    def access_key(self) -> str:
        """The access key that signed the link."""

    @property
    def bucket(self) -> str:
        """The bucket; empty for a link to the storage itself."""

    @property
    def expires_at(self) -> int:
        """The first second at which it is refused, in Unix seconds."""

    @property
    def key(self) -> str:
        """The key, decoded; empty for a link to the bucket itself."""

    @property
    def region(self) -> str | None:
        """The region in the signature; None with version 2, which has none."""

    @property
    def signed_at(self) -> int | None:
        """When it was signed, in Unix seconds; None with version 2, which does not say."""

    @property
    def signed_headers(self) -> list[str]:
        """The request's headers that the signature covers, but for host: a list of lower-case names, in order. A server
        that hands the request on hands on these, and of the others only those of which it knows that they are harmless.
        """

    @property
    def version(self) -> _Version:
        """The signature version, v4 or v2."""

@final
class Inspection:
    """What a link says to everybody who has it. Made by inspect.

    Its repr leaves out the values of the query. Signature and token are not kept at all.
    """

    def __reduce__(self) -> NoReturn: ...
    @property
    def access_key(self) -> str:
        """Whose link it is."""

    @property
    def bucket(self) -> str:
        """The bucket; empty for a link to the storage itself."""

    @property
    def expires_at(self) -> int:
        """When it ends, in Unix seconds."""

    @property
    def has_session_token(self) -> bool:
        """Whether it was signed with temporary keys, and dies with them."""

    @property
    def host(self) -> str:
        """The host that it is for, with its port where that is not the scheme's own."""

    @property
    def key(self) -> str:
        """The key, decoded; empty for a link to the bucket itself."""

    @property
    def life(self) -> int | None:
        """Seconds from the signing time to the end; None with version 2."""

    @property
    def now(self) -> int:
        """The time at which it was looked at, in Unix seconds."""

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query but for the signature's own parameters, decoded, in order: overrides of the answer's headers, versions,
        and whatever else. Values of further tokens and of customers' encryption keys are "(not shown)".
        """

    @property
    def region(self) -> str | None:
        """The region in the signature; None with version 2."""

    @property
    def seconds_left(self) -> int:
        """Seconds until it ends; below 0 once it has."""

    @property
    def signed_at(self) -> int | None:
        """When it was signed, in Unix seconds; None with version 2, which does not say."""

    @property
    def signed_headers(self) -> list[str]:
        """The names of the headers that must be sent as they were signed, but for host. Version 2 does not name them."""

    @property
    def version(self) -> _Version:
        """The signature version, v4 or v2."""

    @property
    def warnings(self) -> dict[str, str]:
        """What is wrong with it or may surprise: a sentence for each, by a name for programs. A new dict each time."""

@final
class Explanation:
    """What was found out about a link that is refused. Made by explain and by Verifier.explain.

    Headers' values and the session token are left out of the texts unless they were asked for with show_values; the
    repr shows no text.
    """

    def __reduce__(self) -> NoReturn: ...
    @property
    def cause(self) -> str:
        """A name for programs: host-port, path-encoding, secret-key, expired, ..."""

    @property
    def our_string_to_sign(self) -> str | None:
        """Version 4's string to sign."""

    @property
    def ours(self) -> str | None:
        """What is signed for this request: version 4's canonical request, or version 2's string to sign. None for a link
        that cannot be read, or whose secret nobody has.
        """

    @property
    def sentence(self) -> str:
        """One sentence. It shows no header's value and no token."""

    @property
    def their_string_to_sign(self) -> str | None:
        """The same as the storage says it computed it; None where it does not say."""

    @property
    def theirs(self) -> str | None:
        """The same as the storage says it computed it; None where it does not say."""

def ip_policy(
    bucket: str,
    prefix: str | None = "",
    *,
    allow: Iterable[_Address],
    actions: Iterable[str] | None = None,
    region: str | None = None,
) -> str:
    """A bucket policy that refuses every request from outside of some networks, links included: JSON, as put_bucket_policy
    takes it.

    It binds all links, also those that were made before and those of the owner, who is locked out like anybody else
    until the policy is changed; that stays possible from everywhere, since the policy is about objects alone. Putting it
    replaces the bucket's policy. Networks of IPv4 alone refuse every client that comes over IPv6. The address is the one
    that the storage sees: a proxy's, where there is one before it.

    Args:
        bucket: the bucket's name.
        prefix: the policy is about the objects whose keys begin with it, by default all; * in it stands for any
            characters, ? for one.
        allow: the addresses and networks that are not refused, at least one: an iterable of str ("203.0.113.0/24",
            "2001:db8::1") or of objects of the module ipaddress.
        actions: what is refused elsewhere, an iterable of actions on objects. Default: s3:GetObject and
            s3:GetObjectVersion.
        region: for AWS's partitions in China and for governments.

    Raises:
        PolicyError: a network, an action or the prefix breaks a rule; servers take most of these without a word.
        PresignError: the bucket or the region breaks a rule.
        TypeError: a value has the wrong type.
    """

def inspect(
    url: str,
    *,
    endpoint: str | None = None,
    addressing: _Addressing | None = "auto",
    bucket: str | None = None,
    at: _Moment | None = None,
) -> Inspection:
    """Reads a link without a secret; nothing is checked but what can be read.

    >>> import presign
    >>> signer = presign.Signer("AKIDEXAMPLE", "secret", session_token="token", region="eu-west-1")
    >>> link = presign.inspect(signer.get("photos", "cat.jpg", sign_at=0), at=60)
    >>> link.bucket, link.key, link.access_key, link.region, link.seconds_left
    ('photos', 'cat.jpg', 'AKIDEXAMPLE', 'eu-west-1', 3540)
    >>> link.warnings
    {'session-token': 'it was signed with temporary keys, and dies with them whatever its end says'}

    Args:
        url: the link.
        endpoint: the storage, where the bucket may stand before its host. None: AWS's hosts are known by their names,
            all others have the bucket in the path.
        addressing: where the bucket stands, as for Verifier.
        bucket: the bucket behind the host, with addressing cname.
        at: the time, int (Unix seconds) or an aware datetime, instead of the clock.

    Raises:
        Refused: it is no link, or cannot be read.
        PresignError: a setting breaks a rule.
        TypeError: a value has the wrong type.
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
    """Says why a storage refuses a link: with the secret key that it should be signed with, and with the storage's answer
    if there is one. The link is given as it was sent. The usual slips are tried until one fits the signature; what a
    storage says that it computed (AWS and Swift do, Ceph does not) is compared with what was signed.

    >>> import presign
    >>> signer = presign.Signer("AKIDEXAMPLE", "secret", endpoint="files.example")
    >>> link = signer.get("photos", "cat.jpg").replace("files.example", "files.example:8443")
    >>> found = presign.explain(link, "secret")
    >>> found.cause
    'host-port'

    Args:
        url: the link.
        secret: the secret key: a str, a tuple of a secret key and a session token, or a Secret.
        response: the body of the storage's answer, str or bytes: an XML document with an Error in it.
        method: the method that the link was sent with.
        headers: the headers that were sent with it: a mapping or a list of pairs.
        endpoint: the storage, where the bucket may stand before its host.
        addressing: where the bucket stands, as for Verifier.
        bucket: the bucket behind the host, with addressing cname.
        region: the storage's region, where it is known.
        at: the time, int (Unix seconds) or an aware datetime, instead of the clock.
        show_values: leave headers' values and the session token in the texts.

    Raises:
        PresignError: the response is no S3 error, or the secret or a setting breaks a rule.
        Refused: the request holds a lone surrogate.
        TypeError: a value has the wrong type.
    """

def run_command(args: list[str]) -> int:
    """Run the command `presign`. `args` begins with the program's name. Returns the exit code."""
