"""Forms: the storage takes what the policy says, and nothing else."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import only
import pytest
from forms import make, submit

if TYPE_CHECKING:
    from links import Links
    from rgw import Rgw
    from storage import Storage

BODY = b"uploaded by a form"
ODD = "'\"<>&$(x) ü/文 😀 a+b%2F\\"


def stored(storage: Storage, bucket: str, key: str) -> Any:
    """Read an object back by other means."""
    return storage.client().get_object(Bucket=bucket, Key=key)


@pytest.mark.parametrize("key", ["plain.txt", ODD, "a\nb", "//a/../b"])
def test_a_key(storage: Storage, links: Links, new_bucket: str, key: str) -> None:
    """Whatever the key is, that is what the object is called."""
    assert submit(links, make(links, new_bucket, key), BODY).status == 204
    assert storage.keys_in(new_bucket) == {key}
    assert stored(storage, new_bucket, key)["Body"].read() == BODY


def test_the_files_name(storage: Storage, links: Links, new_bucket: str) -> None:
    """The file's name stands behind the prefix, and the uploader may choose another key behind it."""
    form = make(links, new_bucket, "in/${filename}")
    assert submit(links, form, BODY, filename="a b.txt").status == 204
    assert submit(links, form, BODY, {"key": "in/chosen"}).status == 204
    assert storage.keys_in(new_bucket) == {"in/a b.txt", "in/chosen"}
    assert submit(links, form, BODY, {"key": "out/chosen"}).verdict == (403, "AccessDenied")


def test_another_key(storage: Storage, links: Links, new_bucket: str) -> None:
    """A form is for its key alone."""
    form = make(links, new_bucket, "k")
    assert submit(links, form, BODY, {"key": "l"}).verdict == (403, "AccessDenied")
    assert storage.keys_in(new_bucket) == set()


@pytest.mark.parametrize(
    ("options", "refused", "taken"),
    [
        (("--max-size", "4"), {5: "EntityTooLarge"}, (0, 4)),
        (("--min-size", "4"), {3: "EntityTooSmall"}, (4, 5)),
        (("--min-size", "2", "--max-size", "3"), {1: "EntityTooSmall", 4: "EntityTooLarge"}, (2, 3)),
    ],
)
def test_sizes(
    links: Links, new_bucket: str, options: tuple[str, ...], refused: dict[int, str], taken: tuple[int, ...]
) -> None:
    """The limits themselves are within."""
    form = make(links, new_bucket, "k", *options)
    for size, code in refused.items():
        assert submit(links, form, b"x" * size).verdict == (400, code), size
    for size in taken:
        assert submit(links, form, b"x" * size).status == 204, size


def test_the_end(links: Links, new_bucket: str) -> None:
    """Version 4's seven days bind links alone; a form may have been signed long ago."""
    now = int(time.time())
    ended = make(links, new_bucket, "k", "--sign-at", str(now - 120), "--expires-at", str(now - 60))
    assert submit(links, ended, BODY).verdict == (403, "AccessDenied")
    old = make(links, new_bucket, "k", "--sign-at", str(now - 30 * 86400), "--expires-in", "60d")
    assert submit(links, old, BODY).status == 204


def test_tampered(links: Links, new_bucket: str) -> None:
    """A field of the signature, the policy, or a field that the policy knows or does not know."""
    form = make(links, new_bucket, "k", "--field", "x-amz-meta-a=1")
    name = {"v4": "x-amz-signature", "v2": "signature"}[links.version]
    signature = form.fields[name]
    other = make(links, new_bucket, "l").fields["policy"]
    tampered: tuple[dict[str, str | None], ...] = (
        {name: ("A" if signature[0] != "A" else "B") + signature[1:]},
        {"policy": other},
        {"x-amz-meta-a": "2"},
        {"x-amz-meta-a": None},
        {"x-amz-meta-b": "1"},
        {"policy": None},
        {name: None},
    )
    for changes in tampered:
        assert submit(links, form, BODY, changes).status in (400, 403), changes
    # The control.
    assert submit(links, form, BODY).status == 204


def test_fields(storage: Storage, links: Links, new_bucket: str) -> None:
    """Exact fields, and one that the uploader chooses but for its beginning."""
    value = "'\"<>&$(x) a+b%2F\\"
    options = ("--field", f"x-amz-meta-a={value}", "--starts-with", "Content-Type=image/")
    form = make(links, new_bucket, "k", *options)
    assert submit(links, form, BODY, {"Content-Type": "image/png"}).status == 204
    head = stored(storage, new_bucket, "k")
    assert (head["ContentType"], head["Metadata"]) == ("image/png", {"a": value})
    assert submit(links, form, BODY, {"Content-Type": "text/html"}).verdict == (403, "AccessDenied")


def test_what_the_storage_answers(links: Links, new_bucket: str) -> None:
    """success_action_status and success_action_redirect."""
    made = submit(links, make(links, new_bucket, "k", "--success-status", "201"), BODY)
    assert (made.status, made.element("Key")) == (201, "k")
    page = "http://127.0.0.1:1/done?a=1&b=2"
    sent = submit(links, make(links, new_bucket, "k", "--success-redirect", page), BODY)
    assert sent.status == 303
    assert sent.headers["location"].startswith(page)


def test_addressing(storage: Storage, links: Links, new_bucket: str) -> None:
    """A bucket before the host."""
    host = f"http://{storage.dns_name}:{storage.port}"
    form = make(links, new_bucket, "k", "--addressing-style", "virtual", endpoint=host)
    assert form.url == f"http://{new_bucket}.{storage.dns_name}:{storage.port}/"
    assert submit(links, form, BODY).status == 204


@only.rgw
def test_a_session_token(rgw: Rgw, links: Links, new_bucket: str) -> None:
    """The token is a field of its own, and no form without it."""
    temporary = links.of(keys=rgw.assume_role())
    form = make(temporary, new_bucket, "k")
    assert submit(temporary, form, BODY).status == 204
    assert submit(temporary, form, BODY, {"x-amz-security-token": None}).status == 403
