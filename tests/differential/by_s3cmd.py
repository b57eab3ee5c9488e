"""Signs random links with s3cmd's own function.

s3cmd writes `http` unless its settings say otherwise, so the command gets an `http` endpoint.
"""

from __future__ import annotations

import dataclasses
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import S3.Utils
from requests_at_random import (
    END_OF_2100,
    LETTERS_DIGITS,
    PATH,
    VIRTUAL,
    Request,
    awkward,
    key,
    label,
    port,
    text,
)
from S3.Config import Config
from S3.Crypto import sign_url_v2
from S3.S3Uri import S3Uri

if TYPE_CHECKING:
    from random import Random

    import pytest

LATEST_TIME = 253402300799
OVERRIDES = {"content_disposition": "response-content-disposition", "content_type": "response-content-type"}


@dataclasses.dataclass
class Link:
    """One link to make: the request, and the expiry as an argument of `signurl`, an epoch or `+seconds`."""

    request: Request
    expiry: str
    overrides: dict[str, str]

    @property
    def uri(self) -> str:
        """Return the object's URI, an argument of both programs."""
        return f"s3://{self.request.bucket}/{self.request.key}"


def a_link(rng: Random) -> Link:
    """Return a random link that s3cmd can make."""
    addressing = rng.choice([PATH, VIRTUAL])
    bucket = ".".join(label(rng)[:20].rstrip("-") for _ in range(rng.choice([1, 1, 2])))
    if addressing == PATH and rng.random() < 0.5:
        # s3cmd does not encode a bucket's name.
        bucket = f"{text(rng, LETTERS_DIGITS + '._-', 1, 30)}A"
    host = rng.choice(
        ["localhost", "minio", "s-dt2.cloud.gcore.lu", "S3.Example.COM", f"{label(rng)}.example"]
    )
    request = Request(
        # s3cmd does not encode the access key either.
        access_key=text(rng, LETTERS_DIGITS, 1, 32),
        # presign refuses a key in quotation marks.
        secret_key=(text(rng, LETTERS_DIGITS + '/+=#;"%\\', 1, 64).strip('"') or "s") + rng.choice(["", "é"]),
        endpoint=f"http://{host}{port(rng)}",
        addressing=addressing,
        bucket=bucket,
        # s3cmd cuts a key at a newline.
        key=key(rng).replace("\n", "+"),
        # s3cmd makes no link that has expired, so the signing time is before the earliest expiry.
        sign_at=rng.choice([0, rng.randint(0, END_OF_2100)]),
    )
    # V2 does not limit the lifetime.
    lifetime = rng.choice([1, 3600, rng.randint(1, 604800), rng.randint(1, LATEST_TIME - request.sign_at)])
    expiry = f"+{lifetime}" if rng.random() < 0.4 else str(request.sign_at + lifetime)
    overrides = {name: awkward(rng, 40) for name in OVERRIDES if rng.random() < 0.3}
    return Link(request, expiry, overrides)


def by_s3cmd(link: Link, monkeypatch: pytest.MonkeyPatch) -> str:
    """Sign with s3cmd's own function, after setting its settings and its clock."""
    request, config = link.request, Config()
    clock = SimpleNamespace(time=lambda: float(request.sign_at), struct_time=time.struct_time)
    monkeypatch.setattr(S3.Utils, "time", clock)
    assert request.endpoint is not None
    host = urlsplit(request.endpoint).netloc
    settings = {
        "access_key": request.access_key,
        "secret_key": request.secret_key,
        "host_base": host,
        "host_bucket": f"%(bucket)s.{host}" if request.addressing == VIRTUAL else host,
        **dict.fromkeys(OVERRIDES, ""),
        **link.overrides,
    }
    for name, value in settings.items():
        monkeypatch.setattr(config, name, value)
    return str(sign_url_v2(S3Uri(link.uri), link.expiry))


def parts(url: str) -> tuple[str, str, str, list[str]]:
    """Return the parts that must be equal; s3cmd keeps the host's case and a default port of its settings."""
    split = urlsplit(url)
    host = split.netloc.lower().removesuffix({"https": ":443", "http": ":80"}[split.scheme])
    return split.scheme, host, split.path, sorted(split.query.split("&"))
