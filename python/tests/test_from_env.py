"""`Signer.from_env` finds the same keys and settings as the command: environment, ~/.aws, ~/.s3cfg."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import presign
import pytest

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {"AWS_ACCESS_KEY_ID": "ENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "HIDDEN/environment"}
CREDENTIALS = """\
[default]
aws_access_key_id = DEFAULT
aws_secret_access_key = HIDDEN/default # no comment
[work]
aws_access_key_id = WORK
aws_secret_access_key = HIDDEN"work
aws_session_token = token/of=work
[half]
aws_access_key_id = HALF
"""
CONFIG = """\
[default]
region = eu-west-1
[profile work]
region = s-dt2
endpoint_url = https://s-dt2.cloud.gcore.lu
s3 =
    addressing_style = virtual
[profile elsewhere]
sso_start_url = https://example.com
[profile nested]
region = fr-par
s3 =
    endpoint_url = https://s3.fr-par.scw.cloud
[misnamed]
region = eu-west-1
"""
S3CFG = """\
[default]
access_key = S3CMD
secret_key = HIDDEN/s3cmd
bucket_location = EU
host_base = s3.example.com:8080
host_bucket = %(bucket)s.s3.example.com:8080
use_https = False
"""
# As s3cmd reads it: in any section or in none, in double quotes, from a variable.
S3CFG_WITHOUT_A_HEADER = """\
access_key = "S3CMD"
[other]
secret_key = $S3CMD_SECRET
host_base = s3.example.com
host_bucket = ""
"""
AWS_FILES = {".aws/credentials": CREDENTIALS, ".aws/config": CONFIG}

# Variables and files, the arguments of `from_env` and of the command, and the beginning of the URL.
FOUND: list[tuple[dict[str, str], dict[str, str], dict[str, Any], list[str], str, str]] = [
    (KEYS, {}, {}, [], "https://bucket.s3.us-east-1.amazonaws.com/key?", "ENVIRONMENT"),
    (
        {**KEYS, "AWS_SESSION_TOKEN": "token", "AWS_REGION": "eu-central-1"},
        AWS_FILES,
        {},
        [],
        "https://bucket.s3.eu-central-1.amazonaws.com/key?",
        "ENVIRONMENT",
    ),
    (
        {**KEYS, "AWS_ENDPOINT_URL_S3": "http://localhost:9000"},
        {},
        {"addressing": "virtual"},
        ["--addressing-style=virtual"],
        "http://bucket.localhost:9000/key?",
        "ENVIRONMENT",
    ),
    ({}, AWS_FILES, {}, [], "https://bucket.s3.eu-west-1.amazonaws.com/key?", "DEFAULT"),
    (
        KEYS,
        AWS_FILES,
        {"profile": "work"},
        ["--profile=work"],
        "https://bucket.s-dt2.cloud.gcore.lu/key?",
        "WORK",
    ),
    ({"AWS_PROFILE": "work"}, AWS_FILES, {}, [], "https://bucket.s-dt2.cloud.gcore.lu/key?", "WORK"),
    (
        {},
        AWS_FILES,
        {"profile": "work", "endpoint": "other.example/base", "region": "r", "addressing": "path"},
        ["--profile=work", "--endpoint-url=other.example/base", "--region=r", "--addressing-style=path"],
        "https://other.example/base/bucket/key?",
        "WORK",
    ),
    ({}, {".s3cfg": S3CFG}, {}, [], "http://bucket.s3.example.com:8080/key?", "S3CMD"),
    (
        {},
        {".s3cfg": S3CFG},
        {"version": "v2"},
        ["--v2"],
        "http://bucket.s3.example.com:8080/key?",
        "S3CMD",
    ),
    (
        {"S3CMD_SECRET": "HIDDEN"},
        {".s3cfg": S3CFG_WITHOUT_A_HEADER},
        {},
        [],
        "https://s3.example.com/bucket/key?",
        "S3CMD",
    ),
    ({"AWS_DEFAULT_PROFILE": "work"}, AWS_FILES, {}, [], "https://bucket.s-dt2.cloud.gcore.lu/key?", "WORK"),
    (
        {**KEYS, "AWS_PROFILE": "nested"},
        AWS_FILES,
        {},
        [],
        "https://s3.fr-par.scw.cloud/bucket/key?",
        "ENVIRONMENT",
    ),
    ({}, {".s3cfg": S3CFG, **AWS_FILES}, {}, [], "https://bucket.s3.eu-west-1.amazonaws.com/key?", "DEFAULT"),
]
# Variables and files, the arguments of `from_env`, and those of the command.
MISSING: list[tuple[dict[str, str], dict[str, str], dict[str, str], list[str]]] = [
    ({}, {}, {}, []),
    ({"AWS_ACCESS_KEY_ID": "ENVIRONMENT"}, AWS_FILES, {}, []),
    ({"AWS_SECRET_ACCESS_KEY": "HIDDEN"}, {}, {}, []),
    (KEYS, AWS_FILES, {"profile": "missing"}, ["--profile=missing"]),
    ({}, AWS_FILES, {"profile": "half"}, ["--profile=half"]),
    ({}, AWS_FILES, {"profile": "elsewhere"}, ["--profile=elsewhere"]),
    ({"AWS_PROFILE": "missing"}, AWS_FILES, {}, []),
    ({"AWS_DEFAULT_PROFILE": "misnamed"}, AWS_FILES, {}, []),
    ({**KEYS, "AWS_SECRET_ACCESS_KEY": '"HIDDEN"'}, {}, {}, []),
    ({"AWS_WEB_IDENTITY_TOKEN_FILE": "HIDDEN"}, {}, {}, []),
    ({}, {".s3cfg": "access_key = HIDDEN\nsecret_key = $HIDDEN\n"}, {}, []),
    ({}, {".aws/credentials": "[default]\n# HIDDEN\0\n"}, {}, []),
]


def prepare(monkeypatch: pytest.MonkeyPatch, home: Path, env: dict[str, str], files: dict[str, str]) -> None:
    """Make the home directory and the environment for both."""
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    for name, text in files.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text)


def command(native: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in this process's environment."""
    words = [str(native), "s3://bucket/key", "--sign-at=0", "--expires-in=60", *arguments]
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(("env", "files", "options", "arguments", "begin", "whose"), FOUND)
def test_from_env_finds_what_the_command_finds(  # noqa: PLR0913, PLR0917 -- one row of the table
    native: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    env: dict[str, str],
    files: dict[str, str],
    options: dict[str, Any],
    arguments: list[str],
    begin: str,
    whose: str,
) -> None:
    """Both sign the same URL, and it is the expected one."""
    prepare(monkeypatch, tmp_path, env, files)
    signer = presign.Signer.from_env(**options)
    link = signer.get("bucket", "key", sign_at=0, expires_in=60)
    done = command(native, *arguments)
    assert (link + "\n", "") == (done.stdout, done.stderr)
    assert link.startswith(begin)
    assert signer.access_key == whose
    assert "HIDDEN" not in repr(signer)


@pytest.mark.parametrize(("env", "files", "options", "arguments"), MISSING)
def test_from_env_refuses_what_the_command_refuses(  # noqa: PLR0913, PLR0917 -- one row of the table
    native: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    env: dict[str, str],
    files: dict[str, str],
    options: dict[str, str],
    arguments: list[str],
) -> None:
    """Both have the same message, which contains no secret."""
    prepare(monkeypatch, tmp_path, env, files)
    done = command(native, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    with pytest.raises(presign.CredentialsError) as caught:
        presign.Signer.from_env(options.get("profile"))
    assert f"presign: {caught.value}\n" == done.stderr
    assert "HIDDEN" not in str(caught.value)


def test_the_older_name_of_the_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Temporary keys of AWS need their token, which has an older name."""
    keys = {**KEYS, "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE"}
    prepare(monkeypatch, tmp_path, keys, {})
    with pytest.raises(presign.CredentialsError, match="session token is missing"):
        presign.Signer.from_env()
    with pytest.raises(presign.CredentialsError, match="session token is missing"):
        presign.Signer(keys["AWS_ACCESS_KEY_ID"], "secret")
    monkeypatch.setenv("AWS_SECURITY_TOKEN", "token")
    assert "X-Amz-Security-Token=token&" in presign.Signer.from_env().get("bucket", "key", sign_at=0)


def test_sources_are_read_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A signer keeps its keys if the environment or a file changes."""
    prepare(monkeypatch, tmp_path, KEYS, {})
    signer = presign.Signer.from_env()
    link = signer.get("bucket", "key", sign_at=0)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "OTHER")
    assert signer.get("bucket", "key", sign_at=0) == link
    assert presign.Signer.from_env().access_key == "OTHER"


def test_max_expires_in_is_an_argument_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`max_expires_in` is an argument only; files do not contain it."""
    prepare(monkeypatch, tmp_path, KEYS, {})
    with pytest.raises(presign.ExpiresError):
        presign.Signer.from_env(max_expires_in=60).get("bucket", "key", expires_in=61)


def test_wrong_types(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A value of a wrong type is a TypeError."""
    prepare(monkeypatch, tmp_path, KEYS, {})
    for options in ({"profile": 1}, {"endpoint": b"host"}, {"region": 1}, {"max_expires_in": 1.5}):
        wrong: dict[str, Any] = options
        with pytest.raises(TypeError):
            presign.Signer.from_env(**wrong)
