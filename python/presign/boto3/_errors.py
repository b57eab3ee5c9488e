"""Errors that are both botocore's and presign's, so that code written for either catches them."""

# botocore has no types.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from botocore import exceptions

from presign import BucketError, CredentialsError, EndpointError, PresignError


# botocore has no types. Its class comes first, because it builds the message from `fmt` and keywords.
class ParamsError(exceptions.ParamValidationError, PresignError):  # type: ignore[misc]
    """A value in `Params` is unknown, missing or invalid. Also botocore's ParamValidationError."""

    def __init__(self, *, report: str) -> None:
        """Build the message from the report."""
        exceptions.ParamValidationError.__init__(self, report=report)


class MethodUnknownError(exceptions.UnknownClientMethodError, PresignError):  # type: ignore[misc]
    """The `ClientMethod` is not one of boto3's. Also botocore's UnknownClientMethodError."""

    fmt = "the ClientMethod {method_name} {rule}"

    def __init__(self, *, method_name: object, rule: str = "is not one of an S3 client") -> None:
        """Build the message from the method and the rule that it breaks."""
        exceptions.UnknownClientMethodError.__init__(self, method_name=method_name, rule=rule)


class NoCredentialsError(exceptions.NoCredentialsError, CredentialsError):  # type: ignore[misc]
    """botocore found no credentials. Also botocore's NoCredentialsError."""


def refuse_bucket(bucket: str, rule: str) -> BucketError:
    """Return the error of an unsupported bucket."""
    return BucketError(f"bucket {bucket!r} {rule}")


def refuse_endpoint(url: str, rule: str) -> EndpointError:
    """Return the error of an unsupported endpoint. The endpoint is not shown if it may contain a password."""
    shown = "(not shown)" if "@" in url else repr(url)
    return EndpointError(f"endpoint {shown} {rule}")
