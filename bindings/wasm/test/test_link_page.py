"""The page for links reads, explains and signs them, as botocore, the vectors and real storages know them."""

from __future__ import annotations

import datetime as dt
import json
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import botocore.auth
import pytest
import rgw
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from differences import versions
from link_page import NOW, LinkPage
from record_answers import ANSWERS
from refusals import SCENARIOS

if TYPE_CHECKING:
    import browser
    from link_page import Contents

ROOT = Path(__file__).resolve().parent.parent.parent.parent
EXPLAINED = ROOT / "docs" / "explain"
ACCESS_KEY, SECRET_KEY = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
VECTORS: dict[str, Any] = {
    version: json.loads((ROOT / "tests" / "vectors" / f"sig{version}.json").read_text())
    for version in ("v4", "v2")
}
RECORDED: dict[str, Any] = {
    path.parent.name: json.loads(path.read_text()) for path in sorted(ANSWERS.glob("*/requests.json"))
}
SIGNED_AT = 1_369_353_600
DAY = 86_400


def utc(seconds: int) -> str:
    """Return a time as the page shows it."""
    return f"{dt.datetime.fromtimestamp(seconds, tz=dt.UTC):%Y-%m-%d %H:%M:%S} UTC"


def link_of(expires_in: int) -> str:
    """Sign a link at 2013-05-24 00:00:00 UTC with botocore."""
    with pytest.MonkeyPatch.context() as patch:
        # botocore's own timestamps have no time zone.
        patch.setattr(botocore.auth, "get_current_datetime", lambda: dt.datetime(2013, 5, 24))  # noqa: DTZ001
        request = AWSRequest("GET", "https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg")
        signer = botocore.auth.S3SigV4QueryAuth(
            Credentials(ACCESS_KEY, SECRET_KEY), "s3", "s-dt2", expires_in
        )
        signer.add_auth(request)
    return str(request.url)


def decoded_part(contents: Contents, label: str) -> str:
    """Return a part of the path, without its slash and decoded."""
    return unquote(contents.row(label)[0].removeprefix("/"), errors="strict")


def plain(text: str) -> bool:
    """Tell whether every character of a text is seen."""
    return text.isprintable()


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_every_part_of_a_link_is_shown_with_its_label(page: LinkPage, version: str) -> None:
    """The parts are those that the vectors were made of, and that Python's own reading of the URL finds."""
    vectors = VECTORS[version]
    shown = [case for case in vectors["cases"] if plain(case["url"]) and plain(case["key"])]
    assert len(shown) > 30
    for case in shown:
        contents = page.read(case["url"], case["endpoint"] or "")
        name = case["name"]
        assert (contents.error, contents.url) == ("", case["url"]), name
        query = dict(parse_qsl(urlsplit(case["url"]).query, keep_blank_values=True))
        if case["bucket"] and case["addressing"] != "cname":
            assert decoded_part(contents, "Bucket").rstrip("./") == case["bucket"], name
        if case["key"]:
            assert decoded_part(contents, "Key") == case["key"], name
        assert ACCESS_KEY in contents.row("Access key ID")[0], name
        expires_at = case["sign_at"] + case["expires_in"]
        assert contents.row("Expires at") == [utc(expires_at)], name
        if version == "v4":
            _, date, region, service, _ = query["X-Amz-Credential"].split("/")
            assert contents.row("Credential scope")[1] == f"date {date}, region {region}, service {service}"
            assert contents.row("Signing time")[1] == utc(case["sign_at"]), name
            assert contents.row("Lifetime")[0] == f"&X-Amz-Expires={case['expires_in']}", name
            signed = query["X-Amz-SignedHeaders"].split(";")
            others = ", ".join(name for name in signed if name != "host")
            assert contents.row("Headers to send besides host") == [others or "none"], name
            assert query["X-Amz-Signature"] in contents.row("Signature")[0], name
        else:
            assert contents.row("Expiry")[1] == utc(expires_at), name
            assert query["Signature"] == unquote(contents.row("Signature")[0].partition("=")[2]), name


@pytest.mark.parametrize(
    ("expires_in", "now", "verdict"),
    [
        (7 * DAY, NOW, "Valid for 6 more days, until 2013-05-31 00:00:00 UTC"),
        (2 * DAY, NOW, "Valid for 1 more day, until 2013-05-26 00:00:00 UTC"),
        (2 * DAY, NOW + 1, "Valid for 23 more hours, until 2013-05-26 00:00:00 UTC"),
        (DAY, NOW - 119, "Valid for 1 more minute, until 2013-05-25 00:00:00 UTC"),
        (DAY, NOW - 1, "Valid for 1 more second, until 2013-05-25 00:00:00 UTC"),
        (DAY, NOW, "Expired just now, at 2013-05-25 00:00:00 UTC"),
        (21 * 3600, NOW, "Expired 3 hours ago, at 2013-05-24 21:00:00 UTC"),
        (60, 1_779_667_200, "Expired 13 years ago, at 2013-05-24 00:01:00 UTC"),
        (60, SIGNED_AT - 3600, "Not valid yet: it was signed for 2013-05-24 00:00:00 UTC, in 1 hour"),
    ],
)
def test_the_time_left_is_said_in_words(page: LinkPage, expires_in: int, now: int, verdict: str) -> None:
    """With the exact time beside it. By `date -u -d @1779667200` that is 2026-05-25 00:00:00 UTC."""
    page.set_clock(now)
    assert page.read(link_of(expires_in)).verdict == verdict


@pytest.mark.parametrize(
    ("expires_in", "words"),
    [
        (604_800, "7 days"),
        (60_480, "16 hours 48 minutes"),
        (1, "1 second"),
        (90_061, "1 day 1 hour 1 minute 1 second"),
    ],
)
def test_a_lifetime_is_said_in_full(page: LinkPage, expires_in: int, words: str) -> None:
    """Nothing of it is rounded."""
    assert page.read(link_of(expires_in)).row("Lifetime")[1] == words


def test_the_words_follow_the_clock(page: LinkPage) -> None:
    """A link that expires while it is shown is then shown as expired; nothing is announced each second."""
    page.read(link_of(2 * DAY))
    announced = "return document.getElementById('said').textContent"
    before = page.window.run(announced)
    page.set_clock(NOW + DAY)
    page.wait("return document.querySelector('.verdict').textContent.startsWith('Expired just now')")
    assert page.window.run(announced) == before


def test_a_link_is_read_as_it_is_pasted(page: LinkPage) -> None:
    """No button is needed, and white space around the link does not matter."""
    link = link_of(7 * DAY)
    page.window.type("#link", f" {link} ")
    page.wait("return document.querySelector('.verdict') !== null")
    assert page.contents().url == link
    assert page.window.run("return document.getElementById('said').textContent") == (
        "Valid for 6 more days, until 2013-05-31 00:00:00 UTC. 0 warnings."
    )


def test_every_warning_is_shown(page: LinkPage) -> None:
    """What is wrong with this link can be seen in it; the names are those of the library's documents."""
    link = "http://storage.example/b//k?AWSAccessKeyId=A&Expires=1&Signature=short&a=1&a=2"
    warnings = page.read(link).warnings
    expected = {
        "expired",
        "plain-http",
        "empty-segments",
        "version-2",
        "unsigned-query",
        "signature",
        "repeated-name",
    }
    assert set(warnings) == expected
    assert page.read(link_of(7 * DAY)).warnings == []
    assert "No warnings." in page.text()


@pytest.mark.parametrize("text", ["https://storage.example/b/k", "no link at all", "/b/k?X-Amz-Algorithm=x"])
def test_an_error_of_the_library_is_shown(page: LinkPage, text: str) -> None:
    """And announced to screen readers."""
    contents = page.read(text)
    assert contents.error.startswith("Error: ")
    assert (contents.url, contents.rows) == ("", [])
    assert page.window.run("return document.getElementById('said').textContent") == contents.error


@pytest.mark.parametrize(("answer", "cause"), [("error.xml", "host"), ("garage.http", "region")])
def test_the_documented_answers_are_explained(page: LinkPage, answer: str, cause: str) -> None:
    """docs/explain says why these real storages refused this link."""
    link = (EXPLAINED / "link.txt").read_text().strip()
    response = (EXPLAINED / answer).read_text()
    shown = page.explain(link, response, explain_secret="testing")
    assert shown.startswith(f"{cause}: ")
    if answer == "error.xml":
        assert "- host:files.example\n+ host:swift.internal:8080\n" in shown


@pytest.mark.parametrize("storage", RECORDED)
def test_recorded_answers_are_explained(page: LinkPage, storage: str) -> None:
    """The cause is named of each refusal that was recorded, with the request as the storage got it."""
    recorded = RECORDED[storage]
    secret = recorded["keys"]["AWS_SECRET_ACCESS_KEY"]
    refused = [scenario for scenario in SCENARIOS if scenario.name in recorded["requests"]]
    for scenario in refused:
        request = recorded["requests"][scenario.name]
        sent = request["sent"]
        page.set_clock(request["at"])
        shown = page.explain(
            sent["url"],
            (ANSWERS / storage / f"{scenario.name}.txt").read_text(),
            explain_secret=secret,
            link_endpoint=recorded["endpoint"],
            sent_method=sent["method"],
            sent_headers="\n".join(f"{name}: {value}" for name, value in sent["headers"].items()),
        )
        cause = scenario.cause_as_sent or scenario.cause
        if scenario.version not in versions(storage):
            cause = "version-2"  # a storage without version 2 looks at nothing else
        assert shown.partition(":")[0] == cause, f"{scenario.name}: {shown}"
        assert secret not in shown


def test_a_refusal_is_explained_without_the_secret_key(page: LinkPage) -> None:
    """What the storage's code states is the cause; a wrong signature cannot be explained without the key."""
    link = (EXPLAINED / "link.txt").read_text().strip()
    assert page.explain(link, (EXPLAINED / "garage.http").read_text()).startswith("region: ")
    shown = page.explain(link, (EXPLAINED / "error.xml").read_text())
    assert shown.startswith('access-key: the secret key of the link\'s access key "test:tester" is not known')


def test_a_wrong_answer_or_header_is_an_error(page: LinkPage) -> None:
    """A text that is no answer, and a line that is no header; it may be a token, so it is not shown."""
    link = link_of(7 * DAY)
    assert page.explain(link, "nonsense", explain_secret="x").startswith("Error: ")
    shown = page.explain(link, "", explain_secret="x", sent_headers="x-amz-security-token secret")
    assert shown.startswith("Error: a line of the headers")
    assert "secret" not in shown


SIGNED_CASES = {
    "as it is": {},
    "virtual": {"addressing": "virtual", "key": "2026/a b+ü.jpg"},
    "AWS": {"endpoint": "", "region": "eu-west-1", "lifetime": "90", "unit": "60"},
    "PUT": {"method": "PUT", "lifetime": "1", "unit": "1"},
}
SIGNED_URLS = {
    "as it is": "https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg",
    "virtual": "https://example-bucket.s-dt2.cloud.gcore.lu/2026/a%20b%2B%C3%BC.jpg",
    "AWS": "https://example-bucket.s3.eu-west-1.amazonaws.com/image.jpg",
    "PUT": "https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg",
}


@pytest.mark.parametrize("name", SIGNED_CASES)
@pytest.mark.parametrize("version", ["v4", "v2"])
def test_a_signed_link_is_botocores(
    page: LinkPage, monkeypatch: pytest.MonkeyPatch, version: str, name: str
) -> None:
    """For the same time and request, but for the order of version 2's query; it is shown as if pasted."""
    fields = SIGNED_CASES[name]
    page.submit("sign", {"version": version, **fields})
    link = page.value("link")

    expires_in = int(fields.get("lifetime", "7")) * int(fields.get("unit", "86400"))
    request = AWSRequest(fields.get("method", "GET"), SIGNED_URLS[name])
    credentials = Credentials(ACCESS_KEY, SECRET_KEY)
    # botocore's own timestamps have no time zone.
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: dt.datetime(2013, 5, 25))  # noqa: DTZ001
    monkeypatch.setattr(botocore.auth, "time", SimpleNamespace(time=lambda: float(NOW)))
    if version == "v4":
        region = fields.get("region", "s-dt2")
        botocore.auth.S3SigV4QueryAuth(credentials, "s3", region, expires_in).add_auth(request)
        assert link == request.url
    else:
        request.auth_path = "/example-bucket/" + SIGNED_URLS[name].rpartition(".lu/")[2].removeprefix(
            "example-bucket/"
        )
        if name == "AWS":
            request.auth_path = "/example-bucket/image.jpg"
        botocore.auth.HmacV1QueryAuth(credentials, expires_in).add_auth(request)
        ours, theirs = urlsplit(link), urlsplit(str(request.url))
        assert (ours.netloc, ours.path, parse_qs(ours.query)) == (
            theirs.netloc,
            theirs.path,
            parse_qs(theirs.query),
        )

    contents = page.contents()
    assert contents.url == link
    assert contents.row("Bucket")[0].strip("/.") == "example-bucket"
    assert page.window.run("return document.activeElement.id") == "contents-heading"


def test_after_signing_links_to_other_storages_are_read(page: LinkPage) -> None:
    """The endpoint of the form is that of its link alone."""
    page.submit("sign", {})
    page.window.run("document.getElementById('link').value = ''")
    page.window.type("#link", "https://b.s3.eu-west-1.amazonaws.com/k?AWSAccessKeyId=A&Expires=1&Signature=s")
    page.wait("return document.querySelector('.verdict').textContent.startsWith('Expired')")
    assert page.contents().row("Bucket") == ["b."]


def test_an_error_of_signing_is_shown_and_no_link(page: LinkPage) -> None:
    """The message is the library's and names no secret."""
    page.submit("sign", {"lifetime": "8"})
    shown = str(page.window.run("return document.getElementById('signed').innerText"))
    assert shown.startswith("Error: ")
    assert "604800" in shown
    assert "691200" in shown
    assert SECRET_KEY not in page.text()
    assert page.value("link") == ""


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_a_storage_accepts_a_link_of_the_page(window: browser.Browser, tmp_path: Path, version: str) -> None:
    """A Ceph RGW sends the object."""
    page = LinkPage(window)
    page.open()
    with rgw.running(tmp_path) as storage:
        client = storage.client()
        client.create_bucket(Bucket="photos")
        client.put_object(Bucket="photos", Key="dir/a b+ü.txt", Body=b"a photo")
        page.submit(
            "sign",
            {
                "version": version,
                "endpoint": storage.endpoint,
                "region": "",
                "bucket": "photos",
                "key": "dir/a b+ü.txt",
                "access-key": storage.access_key,
                "secret": storage.secret_key,
            },
        )
        with urllib.request.urlopen(page.value("link")) as response:
            assert response.read() == b"a photo"
