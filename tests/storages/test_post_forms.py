"""A storage accepts uploads that satisfy the policy of their form, and no others."""

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
    """Read an object without a link."""
    return storage.client().get_object(Bucket=bucket, Key=key)


@pytest.mark.parametrize("key", ["plain.txt", ODD, "a\nb", "//a/../b"])
def test_the_object_has_the_forms_key(storage: Storage, links: Links, new_bucket: str, key: str) -> None:
    """The object has exactly the key of the form."""
    assert submit(links, make(links, new_bucket, key), BODY).status == 204
    assert storage.keys_in(new_bucket) == {key}
    assert stored(storage, new_bucket, key)["Body"].read() == BODY


def test_filename_is_replaced_after_the_prefix(storage: Storage, links: Links, new_bucket: str) -> None:
    """The key is the prefix and the file's name, and the uploader may choose another key with this prefix."""
    form = make(links, new_bucket, "in/${filename}")
    assert submit(links, form, BODY, filename="a b.txt").status == 204
    assert submit(links, form, BODY, {"key": "in/chosen"}).status == 204
    assert storage.keys_in(new_bucket) == {"in/a b.txt", "in/chosen"}
    assert submit(links, form, BODY, {"key": "out/chosen"}).verdict == (403, "AccessDenied")


def test_another_key_is_refused(storage: Storage, links: Links, new_bucket: str) -> None:
    """A form is for one key."""
    form = make(links, new_bucket, "k")
    assert submit(links, form, BODY, {"key": "l"}).verdict == (403, "AccessDenied")
    assert storage.keys_in(new_bucket) == set()


@pytest.mark.parametrize(
    ("options", "refused", "accepted"),
    [
        (("--max-size", "4"), {5: "EntityTooLarge"}, (0, 4)),
        (("--min-size", "4"), {3: "EntityTooSmall"}, (4, 5)),
        (("--min-size", "2", "--max-size", "3"), {1: "EntityTooSmall", 4: "EntityTooLarge"}, (2, 3)),
    ],
)
def test_sizes_outside_the_limits_are_refused(
    links: Links,
    new_bucket: str,
    options: tuple[str, ...],
    refused: dict[int, str],
    accepted: tuple[int, ...],
) -> None:
    """A file of exactly the smallest or the largest size is accepted."""
    form = make(links, new_bucket, "k", *options)
    for size, code in refused.items():
        assert submit(links, form, b"x" * size).verdict == (400, code), size
    for size in accepted:
        assert submit(links, form, b"x" * size).status == 204, size


def test_an_expired_form_is_refused(links: Links, new_bucket: str) -> None:
    """Version 4's limit of seven days applies to links only: an old form works until it expires."""
    now = int(time.time())
    expired = make(links, new_bucket, "k", "--sign-at", str(now - 120), "--expires-at", str(now - 60))
    assert submit(links, expired, BODY).verdict == (403, "AccessDenied")
    old = make(links, new_bucket, "k", "--sign-at", str(now - 30 * 86400), "--expires-in", "60d")
    assert submit(links, old, BODY).status == 204


def test_a_form_with_a_changed_field_is_refused(links: Links, new_bucket: str) -> None:
    """The signature, the policy, and fields with and without a condition are checked."""
    form = make(links, new_bucket, "k", "--field", "x-amz-meta-a=1")
    name = {"v4": "x-amz-signature", "v2": "signature"}[links.version]
    signature = form.fields[name]
    other = make(links, new_bucket, "l").fields["policy"]
    changed_fields: tuple[dict[str, str | None], ...] = (
        {name: ("A" if signature[0] != "A" else "B") + signature[1:]},
        {"policy": other},
        {"x-amz-meta-a": "2"},
        {"x-amz-meta-a": None},
        {"x-amz-meta-b": "1"},
        {"x-amz-checksum-crc32": "AAAAAA=="},
        {"policy": None},
        {name: None},
    )
    for changes in changed_fields:
        assert submit(links, form, BODY, changes).status in (400, 403), changes
    # The unchanged form works.
    assert submit(links, form, BODY).status == 204


def test_fields_satisfy_their_conditions(storage: Storage, links: Links, new_bucket: str) -> None:
    """An exact field, and a field of which the form fixes only the prefix."""
    value = "'\"<>&$(x) a+b%2F\\"
    options = ("--field", f"x-amz-meta-a={value}", "--starts-with", "Content-Type=image/")
    form = make(links, new_bucket, "k", *options)
    assert submit(links, form, BODY, {"Content-Type": "image/png"}).status == 204
    head = stored(storage, new_bucket, "k")
    assert (head["ContentType"], head["Metadata"]) == ("image/png", {"a": value})
    assert submit(links, form, BODY, {"Content-Type": "text/html"}).verdict == (403, "AccessDenied")


def test_the_form_chooses_the_response(links: Links, new_bucket: str) -> None:
    """The response has the form's success_action_status or redirects to its success_action_redirect."""
    made = submit(links, make(links, new_bucket, "k", "--success-status", "201"), BODY)
    assert (made.status, made.element("Key")) == (201, "k")
    page = "http://127.0.0.1:1/done?a=1&b=2"
    sent = submit(links, make(links, new_bucket, "k", "--success-redirect", page), BODY)
    assert sent.status == 303
    assert sent.headers["location"].startswith(page)


def test_a_form_with_the_bucket_in_the_host_works(storage: Storage, links: Links, new_bucket: str) -> None:
    """With virtual-host style the bucket is the first part of the host."""
    host = f"http://{storage.dns_name}:{storage.port}"
    form = make(links, new_bucket, "k", "--addressing-style", "virtual", endpoint=host)
    assert form.url == f"http://{new_bucket}.{storage.dns_name}:{storage.port}/"
    assert submit(links, form, BODY).status == 204


@only.rgw
def test_a_form_of_temporary_keys_needs_its_token(rgw: Rgw, links: Links, new_bucket: str) -> None:
    """The token is a field, and a form without it is refused."""
    temporary = links.of(keys=rgw.assume_role())
    form = make(temporary, new_bucket, "k")
    assert submit(temporary, form, BODY).status == 204
    assert submit(temporary, form, BODY, {"x-amz-security-token": None}).status == 403
