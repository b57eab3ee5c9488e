"""Checks links by the specification alone, without the code of the libraries that make them."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import quote, unquote, urlsplit


def check(link: str, key: str, *, host: str, secret_key: str) -> None:
    """Check that the link has the key, a lifetime of an hour, and the right signature."""
    split = urlsplit(link)
    path, _, signature = f"{split.path}?{split.query}".rpartition("&X-Amz-Signature=")
    path, _, query = path.partition("?")
    pairs = dict(pair.split("=", 1) for pair in query.split("&"))
    bucket, _, endpoint = host.partition(".")
    # The regional host and the global one are the same storage, and so are both places for the bucket.
    places = {(host, ""), (endpoint, f"/{bucket}"), (f"{bucket}.s3.amazonaws.com", "")}
    assert (split.netloc, path.removesuffix(f"/{quote(key)}")) in places, link
    assert pairs["X-Amz-Expires"] == "3600", link
    assert pairs["X-Amz-SignedHeaders"] == "host", link
    time, scope = pairs["X-Amz-Date"], unquote(pairs["X-Amz-Credential"]).partition("/")[2]
    canonical_query = "&".join(sorted(query.split("&")))
    canonical_request = f"GET\n{path}\n{canonical_query}\nhost:{split.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    hashed = hashlib.sha256(canonical_request.encode()).hexdigest()
    signing_key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        signing_key = hmac.digest(signing_key, part.encode(), "sha256")
    string_to_sign = f"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashed}"
    expected = hmac.digest(signing_key, string_to_sign.encode(), "sha256").hex()
    assert signature == expected, f"{link}: the signature should be {expected}"
