"""Every example prints what the vectors, botocore and the command say, however it was linked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import botocore.auth
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from toolchain import needed, result, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Examples

    RunPresign = Callable[..., str]
    Vectors = dict[str, Any]

ENDPOINT = "https://s-dt2.cloud.gcore.lu"
SIGN_AT = 1369353600
MANY = 100_000


def environment(vectors: Vectors, **more: str) -> dict[str, str]:
    """Return the settings that the examples read."""
    return {
        "AWS_ACCESS_KEY_ID": vectors["access_key"],
        "AWS_SECRET_ACCESS_KEY": vectors["secret_key"],
        "AWS_SESSION_TOKEN": "",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": ENDPOINT,
        **more,
    }


def plain_cases(vectors: Vectors) -> list[Vectors]:
    """Return the cases that need no more than the first example can say."""
    return [
        case
        for case in vectors["cases"]
        if case["method"] == "GET"
        and case["addressing"] == "path"
        and not case["query"]
        and not case["headers"]
    ]


def test_the_library_is_linked_as_asked(examples: Examples) -> None:
    """A shared build loads the soname; a static one has nothing of ours to load."""
    for program in examples.programs.values():
        if examples.build.endswith("shared"):
            assert "libpresign.so.0" in needed(program)
        elif examples.build == "pkg-config static":
            assert needed(program) == []
        else:
            assert not [name for name in needed(program) if "presign" in name]


def test_one_link(examples: Examples, vectors: Vectors) -> None:
    """Odd keys, endpoints, lives, moments, session tokens: the vectors' URLs."""
    cases = plain_cases(vectors)
    assert len(cases) > 50
    for case in cases:
        more = {
            "AWS_ENDPOINT_URL": case["endpoint"],
            "AWS_REGION": case["region"],
            "AWS_SESSION_TOKEN": case["session_token"] or "",
        }
        arguments = [case["bucket"], case["key"], str(case["expires_in"]), str(case["sign_at"])]
        env = environment(vectors, **more) | examples.env
        assert run(examples.programs["one_link"], *arguments, env=env) == case["url"] + "\n", case["name"]


def test_upload_link(examples: Examples, vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    """The URL is botocore's, and the header stands below it as it must be sent."""
    # botocore's own moments have no zone.
    moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=SIGN_AT)  # noqa: DTZ001
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: moment)
    content_type = "text/plain; charset=utf-8"
    request = AWSRequest("PUT", f"{ENDPOINT}/example-bucket/up%20here.txt", {"Content-Type": content_type})
    credentials = Credentials(vectors["access_key"], vectors["secret_key"])
    S3SigV4QueryAuth(credentials, "s3", "us-east-1", 900).add_auth(request)

    arguments = ["example-bucket", "up here.txt", content_type, str(SIGN_AT)]
    printed = run(examples.programs["upload_link"], *arguments, env=environment(vectors) | examples.env)
    assert printed == f"{request.url}\ncontent-type: {content_type}\n"


def test_check_link(examples: Examples, vectors: Vectors) -> None:
    """The vectors' links come in until their end; then they are refused in AWS's words."""
    for case in [case for case in plain_cases(vectors) if "\0" not in case["key"]]:
        more = {
            "AWS_ENDPOINT_URL": case["endpoint"],
            "AWS_REGION": case["region"],
            "AWS_SESSION_TOKEN": case["session_token"] or "",
        }
        env = environment(vectors, **more) | examples.env
        end = case["sign_at"] + case["expires_in"]
        program = examples.programs["check_link"]
        printed = run(program, "GET", case["url"], str(end - 1), env=env)
        assert printed == f"bucket {case['bucket']}\nkey {case['key']}\nuntil {end}\n", case["name"]
        done = result(program, "GET", case["url"], str(end), env=env)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "check_link: 403 AccessDenied: Request has expired\n"
    done = result(program, "GET", case["url"], "1", env=env | {"AWS_ACCESS_KEY_ID": "AKIAOTHER"})
    assert done.stderr.startswith("check_link: 403 AccessDenied: Request is not valid yet")
    done = result(program, "GET", case["url"], str(end - 1), env=env | {"AWS_ACCESS_KEY_ID": "AKIAOTHER"})
    assert done.stderr.startswith("check_link: 403 InvalidAccessKeyId: ")


@pytest.fixture(scope="session")
def keys(vectors: Vectors) -> list[str]:
    """Return the vectors' keys that can stand on a line, and as many others as make it a hundred thousand."""
    odd = [case["key"] for case in plain_cases(vectors) if case["name"].startswith("key ")]
    odd = [key for key in odd if "\n" not in key]
    short = [key for key in odd if len(key) < 100]
    return odd + [f"{short[i % len(short)]}/{i}" for i in range(MANY - len(odd))]


@pytest.fixture(scope="session")
def keys_file(keys: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write them down."""
    path = tmp_path_factory.mktemp("keys") / "keys.txt"
    path.write_text("".join(f"{key}\n" for key in keys), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="session")
def links_of_the_command(keys_file: Path, vectors: Vectors, run_presign: RunPresign) -> str:
    """Let the command make the same links."""
    arguments = ["s3://mybucket", str(keys_file), "--expires-in", "3600", "--sign-at", str(SIGN_AT)]
    return run_presign("batch", *arguments, env=environment(vectors))


def test_many_links(
    examples: Examples,
    vectors: Vectors,
    keys: list[str],
    keys_file: Path,
    links_of_the_command: str,
) -> None:
    """A hundred thousand links are the command's, and the vectors' where those have the key."""
    arguments = ["mybucket", str(keys_file), "3600", str(SIGN_AT)]
    printed = run(examples.programs["many_links"], *arguments, env=environment(vectors) | examples.env)
    assert printed == links_of_the_command
    links = dict(zip(keys, printed.splitlines(), strict=True))
    assert len(links) == MANY
    known = [
        case for case in plain_cases(vectors) if case["name"].startswith("key ") and case["key"] in links
    ]
    assert len(known) > 30
    for case in known:
        assert links[case["key"]] == case["url"]


def test_a_wrong_line_is_named(examples: Examples, vectors: Vectors, tmp_path: Path) -> None:
    """An empty line is no key; nothing is printed but where it stands."""
    path = tmp_path / "keys.txt"
    path.write_text("a\nb\n\nc\n", encoding="utf-8")
    env = environment(vectors) | examples.env
    done = result(examples.programs["many_links"], "mybucket", str(path), "3600", env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert "line 3" in done.stderr


def test_failures_are_told(examples: Examples, vectors: Vectors) -> None:
    """Exit 2 shows the usage, exit 1 what is wrong; a secret is in neither."""
    arguments = {
        "one_link": ["b", "k", "0"],
        "upload_link": ["", "k", "text/plain"],
        "many_links": ["b", "/nonexistent", "60"],
        "check_link": ["GET", f"{ENDPOINT}/b/k"],
    }
    assert arguments.keys() == examples.programs.keys()
    for name, program in examples.programs.items():
        wrong = arguments[name]
        for given, code in (([], 2), ([*wrong, "1", "2"], 2), (wrong, 1)):
            done = result(program, *given, env=environment(vectors) | examples.env)
            assert (done.returncode, done.stdout) == (code, "")
            assert done.stderr.startswith("usage: " if code == 2 else f"{name}: ")
            assert vectors["secret_key"] not in done.stderr
