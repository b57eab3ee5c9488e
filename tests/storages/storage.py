"""A running storage, and how the tests access it with and without links."""

from __future__ import annotations

import contextlib
import functools
import http.client
from dataclasses import dataclass
from typing import Any

import botocore.config
import botocore.session
import wire

REGION = "us-east-1"
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Storage:
    """A storage on this machine, and its owner's keys."""

    name: str
    port: int
    access_key: str
    secret_key: str
    # The host of a virtual-host style link is `bucket.<dns_name>`.
    dns_name: str = "s3.localhost"

    @property
    def endpoint(self) -> str:
        """Return the endpoint of path-style links."""
        return f"http://{wire.LOOPBACK}:{self.port}"

    @property
    def keys(self) -> dict[str, str]:
        """Return the owner's keys as environment variables of the command."""
        return {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key}

    def send(
        self,
        method: str,
        link: str,
        *,
        body: bytes | None = None,
        headers: wire.Headers | None = None,
        source: str = wire.LOOPBACK,
    ) -> wire.Answer:
        """Use a link as its holder does, from an address of this machine."""
        connection = http.client.HTTPConnection(
            wire.LOOPBACK, self.port, timeout=TIMEOUT_SECONDS, source_address=(source, 0)
        )
        with contextlib.closing(connection):
            return wire.exchange(connection, method, link, body, headers or {})

    @functools.cache  # noqa: B019 a handful of storages, each as long-lived as the run
    def client(self, service: str = "s3") -> Any:
        """Make a botocore client with the owner's keys, for set-up and for checks without a link."""
        return botocore.session.get_session().create_client(
            service,
            region_name=REGION,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=botocore.config.Config(
                signature_version="s3v4" if service == "s3" else "v4",
                s3={"addressing_style": "path"},
                retries={"total_max_attempts": 1},
                # Old storages refuse newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def keys_in(self, bucket: str) -> set[str]:
        """Return the keys of all objects of a bucket."""
        # botocore sends encoding-type=url and decodes the keys.
        pages = self.client().get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {item["Key"] for page in pages for item in page.get("Contents", [])}
