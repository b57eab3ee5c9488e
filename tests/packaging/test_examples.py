"""Every example prints the URLs of the vectors, of botocore and of the command, with each way to link it."""

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
    """Return the environment variables that the examples read."""
    return {
        "AWS_ACCESS_KEY_ID": vectors["access_key"],
        "AWS_SECRET_ACCESS_KEY": vectors["secret_key"],
        "AWS_SESSION_TOKEN": "",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": ENDPOINT,
        **more,
    }


def plain_cases(vectors: Vectors) -> list[Vectors]:
    """Return the cases whose requests the first example can make; a signing time of 0 is an error in C."""
    return [
        case
        for case in vectors["cases"]
        if case["method"] == "GET"
        and case["addressing"] == "path"
        and not case["query"]
        and not case["headers"]
        and case["sign_at"] > 0
    ]


def test_the_library_is_linked_as_asked(examples: Examples, soname: str) -> None:
    """A shared build needs the soname; a static one does not need libpresign."""
    for program in examples.programs.values():
        if examples.build.endswith("shared"):
            assert soname in needed(program)
        elif examples.build == "pkg-config static":
            assert needed(program) == []
        else:
            assert not [name for name in needed(program) if "presign" in name]


def test_one_link_prints_the_vectors_urls(examples: Examples, vectors: Vectors) -> None:
    """The URLs with unusual keys, endpoints, lifetimes, signing times and session tokens are the vectors'."""
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


def test_upload_link_prints_botocores_url_and_the_header(
    examples: Examples, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The URL is botocore's, and the next line is the header that the client must send."""
    # botocore's own timestamps have no time zone.
    timestamp = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=SIGN_AT)  # noqa: DTZ001
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: timestamp)
    content_type = "text/plain; charset=utf-8"
    request = AWSRequest("PUT", f"{ENDPOINT}/example-bucket/up%20here.txt", {"Content-Type": content_type})
    credentials = Credentials(vectors["access_key"], vectors["secret_key"])
    S3SigV4QueryAuth(credentials, "s3", "us-east-1", 900).add_auth(request)

    arguments = ["example-bucket", "up here.txt", content_type, str(SIGN_AT)]
    printed = run(examples.programs["upload_link"], *arguments, env=environment(vectors) | examples.env)
    assert printed == f"{request.url}\ncontent-type: {content_type}\n"


def test_check_link_accepts_a_link_until_it_expires(examples: Examples, vectors: Vectors) -> None:
    """The vectors' links are accepted until they expire; then they are refused with AWS's message."""
    for case in [case for case in plain_cases(vectors) if "\0" not in case["key"]]:
        more = {
            "AWS_ENDPOINT_URL": case["endpoint"],
            "AWS_REGION": case["region"],
            "AWS_SESSION_TOKEN": case["session_token"] or "",
        }
        env = environment(vectors, **more) | examples.env
        expires_at = case["sign_at"] + case["expires_in"]
        program = examples.programs["check_link"]
        printed = run(program, "GET", case["url"], str(expires_at - 1), env=env)
        assert printed == f"bucket {case['bucket']}\nkey {case['key']}\nuntil {expires_at}\n", case["name"]
        done = result(program, "GET", case["url"], str(expires_at), env=env)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "check_link: 403 AccessDenied: Request has expired\n"
    done = result(program, "GET", case["url"], "1", env=env | {"AWS_ACCESS_KEY_ID": "AKIAOTHER"})
    assert done.stderr.startswith("check_link: 403 AccessDenied: Request is not valid yet")
    done = result(
        program, "GET", case["url"], str(expires_at - 1), env=env | {"AWS_ACCESS_KEY_ID": "AKIAOTHER"}
    )
    assert done.stderr.startswith("check_link: 403 InvalidAccessKeyId: ")


@pytest.fixture(scope="session")
def keys(vectors: Vectors) -> list[str]:
    """Return the vectors' keys without a line feed, and others, a hundred thousand in all."""
    odd = [case["key"] for case in plain_cases(vectors) if case["name"].startswith("key ")]
    odd = [key for key in odd if "\n" not in key]
    short = [key for key in odd if len(key) < 100]
    return odd + [f"{short[i % len(short)]}/{i}" for i in range(MANY - len(odd))]


@pytest.fixture(scope="session")
def keys_file(keys: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the keys to a file, one per line."""
    path = tmp_path_factory.mktemp("keys") / "keys.txt"
    path.write_text("".join(f"{key}\n" for key in keys), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="session")
def links_of_the_command(keys_file: Path, vectors: Vectors, run_presign: RunPresign) -> str:
    """Return the links that the command makes of the same keys."""
    arguments = ["s3://mybucket", str(keys_file), "--expires-in", "3600", "--sign-at", str(SIGN_AT)]
    return run_presign("batch", *arguments, env=environment(vectors))


def test_many_links_prints_the_commands_links(
    examples: Examples,
    vectors: Vectors,
    keys: list[str],
    keys_file: Path,
    links_of_the_command: str,
) -> None:
    """A hundred thousand links are the command's, and the vectors' for the vectors' keys."""
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


def test_an_empty_line_is_an_error_with_its_number(
    examples: Examples, vectors: Vectors, tmp_path: Path
) -> None:
    """An empty line is not a key: the error has its number, and no link is printed."""
    path = tmp_path / "keys.txt"
    path.write_text("a\nb\n\nc\n", encoding="utf-8")
    env = environment(vectors) | examples.env
    done = result(examples.programs["many_links"], "mybucket", str(path), "3600", env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert "line 3" in done.stderr


def test_errors_have_an_exit_code_and_no_secret(examples: Examples, vectors: Vectors) -> None:
    """With exit code 2 the examples print the usage, with 1 an error; neither contains a secret."""
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
