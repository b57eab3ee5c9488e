"""`presign.django.S3Storage` gives S3Storage's URLs, whatever its settings, and its own have their effect."""

# ruff: noqa: SLF001 (the storages' connections are not public)
from __future__ import annotations

import datetime as dt
import pickle
import threading
import urllib.request
import uuid
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import boto3
import presign
import presign.boto3
import pytest
from boto3_clients import KEYS, TOKEN, frozen, parts, signed_at
from botocore.config import Config
from botocore.credentials import RefreshableCredentials
from botocore.exceptions import ParamValidationError
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import override_settings
from pages import blocks, shown
from presign.django import S3Storage
from storages.backends.s3 import S3Storage as Theirs

if TYPE_CHECKING:
    from rgw import Rgw

OPTIONS: dict[str, Any] = {
    "access_key": KEYS[0],
    "secret_key": KEYS[1],
    "bucket_name": "bucket",
    "region_name": "eu-central-1",
    "signature_version": "s3v4",
    "addressing_style": "virtual",
}
NAMES = [
    *(
        "a.jpg",
        "a b+c.jpg",
        "ü/文.txt",
        "a//b",
        "/a",
        "./a",
        "a/../b",
        "a/./b",
        "a/",
        "",
        ".",
        "a\\b",
        "%2F",
        "a?b#c&d=e",
    ),
    *("~a", "a\nb", "..a", "a..", "'\"", "a/b/../../c/", "\\a\\..\\b", "a" * 1000),
]
SETTINGS: list[dict[str, Any]] = [
    {},
    {"location": "media"},
    {"location": "a b/ü/"},
    {"addressing_style": "path"},
    {"endpoint_url": "http://localhost:9000", "addressing_style": "path"},
    {"endpoint_url": "https://h.example/base", "addressing_style": "path", "location": "x"},
    {"security_token": TOKEN},
    {"querystring_expire": 60},
    {"signature_version": "s3", "region_name": "eu-west-1"},
    {"use_ssl": False},
    {"bucket_name": "a.dotted.bucket"},
    {"client_config": Config(signature_version="s3v4", s3={"addressing_style": "path"})},
    {"custom_domain": "cdn.example"},
    {"custom_domain": "cdn.example", "url_protocol": "http:"},
    {"querystring_auth": False},
    {"bucket_name": "arn:aws:s3:eu-central-1:123456789012:accesspoint/point"},
]
PARAMETERS = {
    "ResponseContentType": "image/png",
    "VersionId": "3",
    "ResponseContentDisposition": 'inline; filename="ü"',
}


def same(storage: Any, theirs: Any, name: str, *arguments: Any) -> None:
    """Compare the two storages' URLs, or the errors that they raise."""
    try:
        ours = storage.url(name, *arguments)
    except (SuspiciousOperation, ParamValidationError) as error:
        kind = SuspiciousOperation if isinstance(error, SuspiciousOperation) else ParamValidationError
        with pytest.raises(kind):
            theirs.url(name, *arguments)
        return
    lifetime = (arguments[1] if len(arguments) > 1 else None) or storage.querystring_expire
    if "Signature=" not in ours:
        assert ours == theirs.url(name, *arguments)
        return
    with frozen(signed_at(ours, lifetime)):
        assert parts(ours) == parts(theirs.url(name, *arguments)), name


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_urls_are_those_of_s3storage(settings: dict[str, Any]) -> None:
    """Odd names, parameters, lifetimes and methods give S3Storage's URL, with every setting."""
    options = OPTIONS | settings
    storage, theirs = S3Storage(**options), Theirs(**options)
    for name in NAMES:
        same(storage, theirs, name)
    for arguments in ((PARAMETERS,), ({}, 60), (None, 600, "HEAD"), (PARAMETERS, None, "PUT")):
        same(storage, theirs, "a b.jpg", *arguments)


def test_names_at_random_give_the_urls_of_s3storage() -> None:
    """Random names give S3Storage's URL, or both storages refuse them."""
    seed = Random().randrange(10**9)
    print(f"seed {seed}")
    rng = Random(seed)
    storage, theirs = S3Storage(**OPTIONS, location="a/b"), Theirs(**OPTIONS, location="a/b")
    for _ in range(1000):
        same(
            storage,
            theirs,
            "".join(rng.choices(["/", ".", "..", "\\", "a", "b ", "%", "+", "ü"], k=rng.randint(1, 8))),
        )


def test_parameters_are_not_changed() -> None:
    """The caller's dict stays as it was."""
    parameters = dict(PARAMETERS)
    S3Storage(**OPTIONS).url("a.jpg", parameters)
    assert parameters == PARAMETERS


def test_cloudfront_is_s3storages() -> None:
    """With a custom domain and a signer of CloudFront, the URL is CloudFront's."""

    class Signer:
        def generate_presigned_url(self, url: str, date_less_than: dt.datetime) -> str:
            return f"{url}?until={date_less_than.year}"

    storage = S3Storage(**OPTIONS, custom_domain="cdn.example", cloudfront_signer=Signer())
    assert storage.url("a.jpg", expire=0).startswith("https://cdn.example/a.jpg?until=20")


def test_stable_urls_are_equal_within_the_window() -> None:
    """With stable_for two calls give the same URL, whose lifetime contains the window."""
    storage = S3Storage(**OPTIONS, stable_for=dt.timedelta(days=1))
    first, second = (storage.url("a.jpg", {"ResponseContentType": "image/png"}) for _ in range(2))
    query = parse_qs(urlsplit(first).query)
    assert query["X-Amz-Date"][0].endswith("T000000Z")
    assert query["X-Amz-Expires"] == [str(86400 + 3600)]
    assert query["response-content-type"] == ["image/png"]
    # At midnight the two differ.
    assert first == second or first.partition("X-Amz-Date")[2][:9] != second.partition("X-Amz-Date")[2][:9]
    with override_settings(AWS_S3_STABLE_FOR=86400):
        assert "T000000Z" in S3Storage(**OPTIONS).url("a.jpg")
    for unsupported in ({"bucket_name": SETTINGS[-1]["bucket_name"]}, {"signature_version": "v4"}):
        with pytest.raises(ImproperlyConfigured, match="stable_for"):
            S3Storage(**OPTIONS | unsupported, stable_for=60).url("a.jpg")


def test_the_settings_of_the_project_are_read() -> None:
    """Settings with AWS_ names are those of S3Storage."""
    with override_settings(
        AWS_S3_ACCESS_KEY_ID=KEYS[0],
        AWS_S3_SECRET_ACCESS_KEY=KEYS[1],
        AWS_STORAGE_BUCKET_NAME="bucket",
        AWS_S3_REGION_NAME="eu-central-1",
        AWS_LOCATION="media",
        AWS_QUERYSTRING_EXPIRE=77,
    ):
        url = S3Storage().url("a.jpg")
    assert url.startswith("https://bucket.s3.eu-central-1.amazonaws.com/media/a.jpg?")
    assert "X-Amz-Expires=77&" in url
    with pytest.raises(ImproperlyConfigured, match="nonsense"):
        S3Storage(**OPTIONS, nonsense=1)


def test_a_profile_of_the_session_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """`session_profile` names the profile whose keys sign."""
    file = tmp_path / "credentials"
    file.write_text("[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = secret\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    options = {name: value for name, value in OPTIONS.items() if name not in ("access_key", "secret_key")}
    assert "AKIAWORK" in S3Storage(**options, session_profile="work").url("a.jpg")


def test_renewed_credentials_are_used() -> None:
    """Each URL is signed with the credentials at the time of the call."""
    storage = S3Storage(**OPTIONS)
    storage.url("a.jpg")

    def fetch() -> dict[str, str]:
        end = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
        return {"access_key": "AKIARENEWED", "secret_key": "s", "token": "t", "expiry_time": end.isoformat()}

    signer = storage.connection.meta.client._request_signer
    signer._credentials = RefreshableCredentials.create_from_metadata(fetch(), fetch, "test")
    other = S3Storage(**OPTIONS)
    other._connections.connection = storage.connection
    assert "AKIARENEWED" in other.url("a.jpg")
    credentials = signer._credentials
    credentials._access_key = "AKIAOLD"
    credentials._frozen_credentials = credentials._frozen_credentials._replace(access_key="AKIAOLD")
    assert "AKIAOLD" in other.url("a.jpg")
    credentials._expiry_time = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
    assert "AKIARENEWED" in other.url("a.jpg")


def test_a_storage_is_pickled_and_copied_to_threads() -> None:
    """A pickled storage signs again, and threads share one client."""
    storage = S3Storage(**OPTIONS, stable_for=60)
    storage.url("a.jpg")
    again = pickle.loads(pickle.dumps(storage))
    assert again.url("a.jpg").partition("?")[0] == storage.url("a.jpg").partition("?")[0]
    assert again.stable_for == 60
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend(storage.url(f"{i}.jpg") for i in range(50)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 400
    assert all("X-Amz-Signature=" in url for url in made)


def test_a_subclass_chooses_the_client() -> None:
    """A subclass that overrides `connection` or `bucket_name` gets what it returns, at each call."""
    clients = [
        boto3.Session(f"AKIA{i}", "secret", region_name="eu-central-1").resource("s3") for i in range(2)
    ]

    class Tenants(S3Storage):
        tenant = 0

        @property
        def connection(self) -> Any:
            return clients[self.tenant]

    storage = Tenants(**OPTIONS)
    for tenant in (0, 1, 0):
        storage.tenant, storage.bucket_name = tenant, f"bucket{tenant}"
        url = storage.url("a.jpg")
        assert f"//bucket{tenant}." in url
        assert f"Credential=AKIA{tenant}%2F" in url


def test_files_are_stored_and_served(rgw: Rgw) -> None:
    """A real RGW serves a saved file by its URL, and a form uploads one, with its parameters and limit."""
    bucket = f"bucket-{uuid.uuid4().hex}"
    rgw.client().create_bucket(Bucket=bucket)
    storage = S3Storage(
        access_key=rgw.access_key,
        secret_key=rgw.secret_key,
        bucket_name=bucket,
        endpoint_url=rgw.endpoint,
        location="media ü",
        object_parameters={"CacheControl": "max-age=60", "Metadata": {"colour": "red"}},
        default_acl="private",
        client_config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
        ),
        stable_for=60,
    )
    name = storage.save("dir/a b.txt", ContentFile(b"text"))
    url = storage.url(name, {"ResponseContentType": "text/x-own"})
    answer = rgw.send("GET", url)
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"text", "text/x-own")
    assert rgw.send("HEAD", storage.url(name, http_method="HEAD")).status == 200

    form = storage.presigned_post("photo.png", max_size=4)
    assert upload(form, b"12345") == 400
    assert upload(form, b"1234") == 204
    stored = rgw.client().get_object(Bucket=bucket, Key="media ü/photo.png")
    assert stored["Body"].read() == b"1234"
    # RGW does not store the Cache-Control of a form; its field must be there nevertheless.
    assert (stored["ContentType"], form["fields"]["Cache-Control"]) == ("image/png", "max-age=60")
    assert stored["Metadata"] == {"colour": "red"}
    assert storage.presigned_post("a", content_type="text/x-own")["fields"]["Content-Type"] == "text/x-own"


def upload(form: dict[str, Any], body: bytes) -> int:
    """Send a form as a browser does, and return the status."""
    boundary = uuid.uuid4().hex
    lines = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form["fields"].items()
    )
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'.encode()
    data = lines + file + body + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    request = urllib.request.Request(form["url"], data, headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_form_refuses_parameters_that_it_cannot_contain() -> None:
    """A parameter of `object_parameters` that is no field of a form is refused, not dropped."""
    storage = S3Storage(**OPTIONS, object_parameters={"Tagging": "a=b"})
    with pytest.raises(presign.FormError, match="Tagging"):
        storage.presigned_post("a.jpg")


def test_a_form_is_for_one_file() -> None:
    """A storage replaces `${filename}` by a name that the client chooses, so no name contains it."""
    for name in ("${filename}", "a/${filename}", "a${filename}.jpg"):
        with pytest.raises(presign.FormError, match="filename"):
            S3Storage(**OPTIONS, location="media").presigned_post(name)


def test_the_page_about_django_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every block runs, in order, with the settings of the first one, and prints the text after `# ->`."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEYS[0])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEYS[1])
    names: dict[str, Any] = {}
    first, *others = blocks("django.md")
    exec(first, names)
    with override_settings(STORAGES=names["STORAGES"]):
        storages.__init__()  # type: ignore[misc] # it keeps the settings that it has read
        for block in others:
            exec(block, names)
            assert capsys.readouterr().out == shown(block)
