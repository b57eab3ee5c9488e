"""Makes upload forms with the command, and sends them as a browser does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from links import Links
    from wire import Answer

BOUNDARY = "-----a-boundary-that-no-test-sends"


@dataclass(frozen=True)
class Form:
    """An upload form: its URL and its fields."""

    url: str
    fields: Mapping[str, str]


def make(links: Links, bucket: str, key: str, *options: str, endpoint: str | None = None) -> Form:
    """Make a form with the storage, the version and the keys of the links."""
    words = (
        "post",
        f"s3://{bucket}/{key}",
        *links.arguments("--format", "json", *options, endpoint=endpoint),
    )
    made = json.loads(links.presign(*words, env=links.keys))
    return Form(made["url"], made["fields"])


def submit(
    links: Links,
    form: Form,
    body: bytes,
    changes: Mapping[str, str | None] | None = None,
    *,
    filename: str = "file.txt",
) -> Answer:
    """Send a file with the form, with some fields changed; None removes one."""
    fields = {n: value for n, value in {**form.fields, **(changes or {})}.items() if value is not None}
    part = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    texts = "".join(f'{part}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    head = f'{texts}{part}"file"; filename="{filename}"\r\nContent-Type: text/plain\r\n\r\n'
    return links.storage.send(
        "POST",
        form.url,
        body=head.encode() + body + f"\r\n--{BOUNDARY}--\r\n".encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )
