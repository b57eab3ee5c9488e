"""What code written for boto3 catches, and what code written for presign catches, in one."""

# botocore has no types, wherever this is checked.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from botocore import exceptions

from presign import BucketError, CredentialsError, EndpointError, PresignError


# botocore has no types. Its class comes first: it makes the message out of `fmt` and keywords.
class ParamsError(exceptions.ParamValidationError, PresignError):  # type: ignore[misc]
    """A value in `Params` is unknown, missing or wrong. Also botocore's ParamValidationError."""

    def __init__(self, *, report: str) -> None:
        """Say what is wrong."""
        exceptions.ParamValidationError.__init__(self, report=report)


class MethodUnknownError(exceptions.UnknownClientMethodError, PresignError):  # type: ignore[misc]
    """No link is made here for this `ClientMethod`. Also botocore's UnknownClientMethodError."""

    fmt = (
        "presign.boto3.Client makes no links for {method_name}, but for: {known}. presign.boto3.signer makes "
        "links for any request"
    )

    def __init__(self, *, method_name: object, known: str) -> None:
        """Say which methods are known."""
        exceptions.UnknownClientMethodError.__init__(self, method_name=method_name, known=known)


class NoCredentialsError(exceptions.NoCredentialsError, CredentialsError):  # type: ignore[misc]
    """botocore found no credentials. Also botocore's NoCredentialsError."""


def refuse_bucket(bucket: str, rule: str) -> BucketError:
    """Return the error of a bucket that no link is made for."""
    return BucketError(f"bucket {bucket!r} {rule}")


def refuse_endpoint(url: str, rule: str) -> EndpointError:
    """Return the error of an endpoint that no link is made for. What may be a password is not shown."""
    shown = "(not shown)" if "@" in url else repr(url)
    return EndpointError(f"endpoint {shown} {rule}")
