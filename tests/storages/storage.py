"""What the tests know of a running storage, and how they talk to it with and without links."""

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
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Storage:
    """A storage on this machine, and the owner's keys to it."""

    name: str
    port: int
    access_key: str
    secret_key: str
    # Hosts of virtual-host style links are `bucket.<dns_name>`.
    dns_name: str = "s3.localhost"

    @property
    def endpoint(self) -> str:
        """Where path-style links point."""
        return f"http://{wire.LOOPBACK}:{self.port}"

    @property
    def keys(self) -> dict[str, str]:
        """The owner's keys as the command takes them, from its environment."""
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
        """Use a link as its holder does, from the given address of this machine."""
        connection = http.client.HTTPConnection(
            wire.LOOPBACK, self.port, timeout=PATIENCE_SECONDS, source_address=(source, 0)
        )
        with contextlib.closing(connection):
            return wire.exchange(connection, method, link, body, headers or {})

    @functools.cache  # noqa: B019 a handful of storages, each as long-lived as the run
    def client(self, service: str = "s3") -> Any:
        """Make a botocore client with the owner's keys, for set-up and for a look from another side."""
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
                # Newer checksums are not what is tested here, and old storages refuse them.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def keys_in(self, bucket: str) -> set[str]:
        """Names of all objects of a bucket, exactly."""
        # botocore asks for encoding-type=url by itself, and then decodes the names as well.
        pages = self.client().get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {item["Key"] for page in pages for item in page.get("Contents", [])}
