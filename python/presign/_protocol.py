# Written by python/tests/stub.py from the compiled module.
# ruff: noqa: PLR0913 (the arguments are those of presign.Signer)
"""The protocol of signers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import SupportsIndex

    from presign._presign import (
        LinkArray,
        LinkStream,
        PresignedRequest,
        _Addressing,
        _Column,
        _Condition,
        _Disposition,
        _Expiries,
        _Form,
        _Lifetimes,
        _Moment,
        _Numbers,
        _Pairs,
        _PairsOfColumns,
        _Seconds,
        _Texts,
        _Version,
    )


class SignerProtocol(Protocol):
    """What `presign.Signer` and the signer of `presign.boto3` have in common."""

    @property
    def access_key(self) -> str:
        """As `presign.Signer.access_key`."""

    @property
    def addressing(self) -> _Addressing:
        """As `presign.Signer.addressing`."""

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
        """As `presign.Signer.delete`."""

    @property
    def endpoint(self) -> str:
        """As `presign.Signer.endpoint`."""

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
        """As `presign.Signer.get`."""

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
        """As `presign.Signer.head`."""

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
        """As `presign.Signer.presign`."""

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
        """As `presign.Signer.presign_arrow`."""

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
        """As `presign.Signer.presign_many`."""

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
        """As `presign.Signer.presign_playlist`."""

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
        """As `presign.Signer.presign_post`."""

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
        """As `presign.Signer.presign_request`."""

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
        """As `presign.Signer.put`."""

    @property
    def region(self) -> str:
        """As `presign.Signer.region`."""

    @property
    def version(self) -> _Version:
        """As `presign.Signer.version`."""

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
        """As `presign.Signer.warnings`."""
