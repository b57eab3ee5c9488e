"""The storage: that of django-storages, whose URLs presign signs."""

# django-storages has no types.
# mypy: disable-error-code="import-untyped,import-not-found,misc,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from presign._optional import require

require("storages", user="presign.django.S3Storage", install="presign-rs[django]")
require("boto3", user="presign.django.S3Storage", install="presign-rs[django]")

from django.core.exceptions import ImproperlyConfigured  # noqa: E402
from storages.backends import s3  # noqa: E402
from storages.utils import clean_name, setting  # noqa: E402

from presign import BucketError, FormError, PresignError  # noqa: E402
from presign.boto3 import Client, _params  # noqa: E402
from presign.boto3._operations import OPERATIONS  # noqa: E402

if TYPE_CHECKING:
    from datetime import timedelta

#: What a storage replaces by the name of the uploaded file.
FILENAME = "${filename}"
#: The property that makes a client for each thread.
CONNECTION = s3.S3Storage.connection


class S3Storage(s3.S3Storage):
    """`S3Storage` of django-storages, with all of its settings, whose `url` is some eighty times faster.

    The URLs are those of `presign.boto3.Client`. S3Storage itself makes those that S3 does not verify
    (`custom_domain`, CloudFront, `querystring_auth=False`), and those that presign does not support.

    Settings besides those of S3Storage:
        stable_for (AWS_S3_STABLE_FOR): all calls of `url` within this time return the same URL, so that
            browsers can cache the object: seconds, or a timedelta. The lifetime grows by as much.
    """

    #: The client of S3Storage, and presign's client of it, or None if presign does not support its settings.
    _presign: tuple[Any, Client | None] | None = None

    def get_default_settings(self) -> dict[str, Any]:
        """Return the settings of S3Storage and `stable_for`."""
        return {**super().get_default_settings(), "stable_for": setting("AWS_S3_STABLE_FOR")}

    def __getstate__(self) -> dict[str, Any]:
        """Return the state without clients, which cannot be pickled."""
        state = super().__getstate__()
        state.pop("_presign", None)
        return state

    def url(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | timedelta | None = None,
        http_method: str | None = None,
    ) -> str:
        """Return the URL of a file, as S3Storage does."""
        if not self.custom_domain and self.querystring_auth and (links := self._links()) is not None:
            params = {} if parameters is None else dict(parameters)
            params["Bucket"] = self.bucket_name
            params["Key"] = self._normalize_name(clean_name(name))
            lifetime = self.querystring_expire if expire is None else expire
            try:
                return links.generate_presigned_url(
                    "get_object", params, lifetime, http_method, stable_for=self.stable_for
                )
            except BucketError:
                self._refuse_stable_for()
        return super().url(name, parameters, expire, http_method)

    def presigned_post(
        self,
        name: str,
        *,
        expire: int | timedelta | None = None,
        content_type: str | None = None,
        max_size: int | None = None,
    ) -> dict[str, Any]:
        """Return a form with which a browser uploads a file directly to the storage.

        The file gets the parameters that `save` gives it: `object_parameters`, `default_acl`, a Content-Type.

        Args:
            name: the name of the file in this storage. The form overwrites a file of that name: let
                `get_available_name` make one that is free.
            expire: the form's lifetime in seconds. Default: `querystring_expire`.
            content_type: the file's Content-Type. Default: that of the name.
            max_size: the most bytes that the file may have.

        Returns:
            A dict of the `url` to post to and the `fields` to send before the file, which is named `file`.

        Raises:
            FormError: a form cannot contain one of the parameters, for example Tagging; or the name contains
                `${filename}`, which lets the form upload any file beside it.
            PresignError: another argument is invalid.

        """
        links = self._links()
        if links is None:
            message = "presigned_post needs a client that presign.boto3 supports"
            raise ImproperlyConfigured(message)
        key = self._normalize_name(clean_name(name))
        if FILENAME in key:
            # Names come from clients. The storage would replace this by a name that the client chooses later.
            message = f"a name of a file cannot contain {FILENAME}"
            raise FormError(message)
        params = self._get_write_parameters(key)
        if content_type is not None:
            params["ContentType"] = content_type
        parts = _params.read(OPERATIONS["put_object"], {**params, "Bucket": self.bucket_name, "Key": key})
        if any(header == "x-amz-tagging" for header, _ in parts.headers):
            message = "a form cannot contain the Tagging of object_parameters: its field has another format"
            raise FormError(message)
        # The only field whose name differs from the header's.
        fields = {"acl" if header == "x-amz-acl" else header: value for header, value in parts.headers}
        conditions: list[Any] = [{field: value} for field, value in fields.items()]
        if max_size is not None:
            conditions.append(["content-length-range", 0, max_size])
        lifetime = self.querystring_expire if expire is None else expire
        return links.generate_presigned_post(self.bucket_name, key, fields, conditions, lifetime)

    def _links(self) -> Client | None:
        """Return presign's client; None if S3Storage itself must make the URLs."""
        made = self._presign
        # All threads share a client, unless a subclass chooses one for each call.
        is_own = type(self).connection is CONNECTION
        if made is None or not (is_own or made[0] is self.connection.meta.client):
            client = self.connection.meta.client
            try:
                made = client, Client(client)
            except (PresignError, TypeError):
                self._refuse_stable_for()
                made = client, None
            self._presign = made
        return made[1]

    def _refuse_stable_for(self) -> None:
        """Raise an error if S3Storage's own URL would not be stable."""
        if self.stable_for:
            message = (
                f"stable_for cannot be used with bucket_name={self.bucket_name!r} or the client's settings"
            )
            raise ImproperlyConfigured(message)
