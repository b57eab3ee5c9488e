"""boto3 clients with random settings, and the parts of their URLs."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import string
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import botocore.auth
import botocore.signers
from boto3.session import Session
from botocore.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

# botocore's own datetimes have no zone.
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001
KEYS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
TOKEN = "FwoGZXIvYXdzEXAMPLE+/=="
# presign refuses V2 in other regions of AWS.
V2_REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "sa-east-1"]
REGIONS = [*V2_REGIONS, "us-east-2", "eu-central-1", "us-gov-west-1", "cn-north-1"]
ENDPOINTS = [
    *(
        "http://localhost:9000",
        "https://s-dt2.cloud.gcore.lu",
        "https://127.0.0.1:9000",
        "https://[2001:db8::1]",
    ),
    *(
        "https://minio.example:443",
        "http://h.example:80/",
        "https://h.example/base",
        "http://S3.Example/a/b/",
    ),
]


class Pair(NamedTuple):
    """A client for presign.boto3, and the client whose URLs are expected."""

    client: Any
    model: Any
    version: str
    style: str | None


@functools.cache
def session() -> Session:
    """Return one session for all: it reads botocore's models once."""
    return Session()


def client(**settings: Any) -> Any:
    """Return an S3 client with its own keys."""
    config = {name: settings.pop(name) for name in list(settings) if name in Config.OPTION_DEFAULTS}
    access_key, secret_key, token = settings.pop("keys", (*KEYS, None))
    return session().client(
        "s3",
        region_name=settings.pop("region", None),
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        aws_session_token=token,
        config=Config(**config),
        **settings,
    )


def a_pair(rng: Random) -> Pair:
    """Return a client with random settings, and one that sets presign's defaults explicitly."""
    version = rng.choice(["s3v4", "s3v4", "s3"])
    style = rng.choice(["virtual", "virtual", "path", "path", "auto", None])
    settings: dict[str, Any] = {
        "signature_version": version,
        "keys": (*KEYS, rng.choice([None, TOKEN])),
        "region": rng.choice(V2_REGIONS if version == "s3" else REGIONS),
    }
    s3: dict[str, Any] = {} if style is None else {"addressing_style": style}
    extra: dict[str, Any] = {}
    if rng.random() < 0.4:
        settings["endpoint_url"] = rng.choice(ENDPOINTS)
    else:
        kind = rng.random()
        if kind < 0.15 and not settings["region"].startswith("cn-"):
            settings["use_dualstack_endpoint"] = True
        elif kind < 0.3 and settings["region"].startswith("us-") and version == "s3v4":
            settings["use_fips_endpoint"] = True
        elif kind < 0.45 and style != "path" and not settings["region"].startswith(("cn-", "us-gov-")):
            s3["use_accelerate_endpoint"] = True
        if style in ("auto", None):
            # boto3's setting for the regional host.
            extra = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
    if version == "s3v4" and style in ("auto", None) and rng.random() < 0.5:
        default = {name: value for name, value in settings.items() if name != "signature_version"}
    else:
        default = settings
    return Pair(client(**default, s3=s3), client(**settings, s3={**s3, **extra}), version, style)


def a_bucket(rng: Random, pair: Pair) -> str:
    """Return a bucket's name: a DNS name, or one that boto3 writes in the path."""
    letters = string.ascii_lowercase + string.digits
    name = "b" + "".join(rng.choices(letters + "-", k=rng.choice([1, 5, 20, 40]))) + "0"
    accelerated = (pair.client.meta.config.s3 or {}).get("use_accelerate_endpoint")
    if accelerated or rng.random() < 0.7:
        return name
    names = [f"{name}.c", "a.b-c.d"]
    if "amazonaws" not in pair.client.meta.endpoint_url:
        # presign refuses names that AWS has no bucket of.
        names += [f"{name}_", name.upper(), "ab", "9", "x" * 64, f"{name}..a"]
    return rng.choice(names)


@contextlib.contextmanager
def frozen(seconds: int) -> Iterator[None]:
    """Stop botocore's clocks, V4's, V2's and that of forms, at a Unix time in seconds."""
    moment = EPOCH + dt.timedelta(seconds=seconds)
    with (
        mock.patch.object(botocore.auth, "get_current_datetime", return_value=moment),
        # The clock of forms.
        mock.patch.object(botocore.signers, "get_current_datetime", return_value=moment, create=True),
        mock.patch.object(botocore.auth, "time", SimpleNamespace(time=lambda: float(seconds))),
    ):
        yield


def parts(url: str) -> tuple[str, str, str, list[str]]:
    """Return the parts that must be equal: scheme, host, path, and the query with the signature."""
    split = urlsplit(url)
    # presign lower-cases the host and removes a default port; boto3 signs that form, but keeps the URL.
    host = split.netloc.lower().removesuffix({"https": ":443", "http": ":80"}[split.scheme])
    # `?uploads` and `?uploads=` are equal in V4; V2 signs the name only.
    pairs = sorted(pair if "=" in pair else f"{pair}=" for pair in split.query.split("&"))
    return split.scheme, host, split.path, pairs


def signed_at(url: str, lifetime: int) -> int:
    """Return a URL's signing time in Unix seconds."""
    query = parse_qs(urlsplit(url).query)
    if "X-Amz-Date" in query:
        moment = dt.datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
        return int(moment.timestamp())
    return int(query["Expires"][0]) - lifetime
