"""The command reads settings files as botocore and s3cmd do: random files, and a list of the differences.

The other programs' own readers say which keys and settings a link has, and their own functions sign it.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import S3.Config
import S3.Utils
from botocore.configprovider import ConfiguredEndpointProvider
from botocore.exceptions import BotoCoreError
from botocore.session import Session
from by_botocore import by_auth_class, difference
from by_s3cmd import parts
from requests_at_random import PATH, VIRTUAL, Request
from S3.Config import Config
from S3.Crypto import sign_url_v2
from S3.S3Uri import S3Uri
from settings_at_random import AwsSettings, S3cmdSettings, aws_settings, s3cmd_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SIGN_AT = 1_369_353_600
SHOWN = 3
FEWEST_FILES = 500
# A file in which s3cmd finds no access key makes it ask a server of AWS.
S3CMD_DEFAULTS = {name: getattr(Config, name) for name in Config().option_list()}


@dataclasses.dataclass
class Case:
    """One home directory: what the other program makes of it, and how the command is started in it."""

    home: Path
    variables: dict[str, str]
    arguments: list[str]
    secrets: list[str]
    # How the other program's URL differs from ours; None as URL where it refuses.
    differs: Callable[[str], str | None]
    expected: str | None

    def run(self, binary: Path) -> subprocess.CompletedProcess[str]:
        """Run the command."""
        return subprocess.run(
            [binary, *self.arguments, f"--sign-at={SIGN_AT}"],
            env={"HOME": str(self.home), **self.variables},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    def problem(self, binary: Path) -> str | None:
        """Return what is wrong with the command's answer, or None."""
        done = self.run(binary)
        if any(secret in done.stderr for secret in self.secrets):
            return f"a secret is shown: {done.stderr}"
        if done.returncode not in (0, 1) or (done.returncode == 1) != (self.expected is None):
            return f"exit {done.returncode}: {done.stderr}expected: {self.expected}"
        return None if self.expected is None else self.differs(done.stdout.rstrip("\n"))

    def report(self, problem: str) -> str:
        """Return the problem together with the variables and the files."""
        files = [path for path in sorted(self.home.rglob("*")) if path.is_file()]
        contents = "\n".join(f"{path}:\n{path.read_bytes()!r}" for path in files)
        return f"{problem}\n{self.variables}\n{contents}"


def compare(cases: Sequence[Case], binary: Path, seed: int) -> None:
    """Run the command for every case, and fail with the first few that differ."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        problems = list(pool.map(lambda case: case.problem(binary), cases))
    found = [case.report(problem) for case, problem in zip(cases, problems, strict=True) if problem]
    if found:
        shown = "\n\n".join(found[:SHOWN])
        pytest.fail(
            f"PRESIGN_TEST_SEED={seed}: {len(found)} of {len(cases)} differ\n\n{shown}", pytrace=False
        )
    # Either would say that the files are not what they are meant to be.
    assert any(case.expected is None for case in cases)
    assert sum(case.expected is not None for case in cases) > len(cases) // 2


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, dict[str, str]], None]:
    """Return a function that gives this process the home directory and the variables of one case alone."""
    before = dict(os.environ)

    def enter(home: Path, variables: dict[str, str]) -> None:
        for name in set(os.environ) - set(before):
            monkeypatch.delenv(name)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true", **variables}.items():
            monkeypatch.setenv(name, value)

    return enter


def read_by_botocore() -> Request | None:
    """Return the link that botocore's settings describe. None if botocore refuses them or finds no keys."""
    session = Session()
    try:
        scoped = session.get_scoped_config()
        credentials = session.get_credentials()
        region = session.get_config_variable("region") or "us-east-1"
        endpoint = None
        if not session.get_config_variable("ignore_configured_endpoint_urls"):
            endpoint = ConfiguredEndpointProvider(session.full_config, scoped, "s3").provide()
    except BotoCoreError:
        return None
    if credentials is None:
        return None
    block = scoped.get("s3", {})
    addressing = block.get("addressing_style", "auto")
    if addressing == "auto":
        addressing = PATH if endpoint else VIRTUAL
    return Request(
        version="v2" if block.get("signature_version") == "s3" else "v4",
        access_key=credentials.access_key,
        secret_key=credentials.secret_key,
        token=credentials.token,
        region=region,
        endpoint=endpoint or f"https://s3.{region}.amazonaws.com",
        addressing=addressing,
        sign_at=SIGN_AT,
    )


def aws_case(home: Path, settings: AwsSettings) -> Case:
    """Write the files of the AWS tools, and sign with what botocore reads in them."""
    folder = home / ".aws"
    folder.mkdir(parents=True)
    (folder / "credentials").write_bytes(settings.credentials)
    (folder / "config").write_bytes(settings.config)
    request = read_by_botocore()
    expected = by_auth_class(request) if request else None

    def differs(ours: str) -> str | None:
        assert request is not None
        assert expected is not None
        return difference(request, expected, ours)

    return Case(home, settings.variables, ["s3://bucket/key"], settings.secrets, differs, expected)


def test_aws_files(  # noqa: PLR0913, PLR0917 -- fixtures
    seed: int,
    cases: int,
    freeze: Callable[[int], None],
    presign_binary: Path,
    tmp_path: Path,
    environment: Callable[[Path, dict[str, str]], None],
) -> None:
    """Random files and variables give the link that botocore's reader and signer give."""
    rng = Random(seed)
    freeze(SIGN_AT)

    def made() -> Iterator[Case]:
        for number in range(max(FEWEST_FILES, cases // 4)):
            home = tmp_path / str(number)
            settings = aws_settings(rng)
            environment(home, settings.variables)
            yield aws_case(home, settings)

    compare(list(made()), presign_binary, seed)


def read_by_s3cmd(path: Path) -> str | None:
    """Return the link that s3cmd makes with this file. None if it refuses the file or finds no keys."""
    for name, value in S3CMD_DEFAULTS.items():
        setattr(Config, name, value)
    try:
        Config().read_config_file(str(path))
    except ValueError:
        return None
    if not Config.access_key or not Config.secret_key:
        return None
    return str(sign_url_v2(S3Uri("s3://bucket/key"), str(SIGN_AT + 60)))


def s3cmd_case(home: Path, settings: S3cmdSettings) -> Case:
    """Write the file of s3cmd, and sign with what s3cmd reads in it."""
    home.mkdir()
    (home / ".s3cfg").write_bytes(settings.content)
    url = read_by_s3cmd(home / ".s3cfg")
    if url is not None:
        # s3cmd's links have http unless signurl_use_https is set; presign's have https unless both are http.
        scheme = "https" if Config.use_https or Config.signurl_use_https else "http"
        url = f"{scheme}://{url.partition('://')[2]}"

    def differs(ours: str) -> str | None:
        assert url is not None
        return None if parts(ours) == parts(url) else f"presign: {ours}\ns3cmd:   {url}"

    arguments = ["signurl", "s3://bucket/key", str(SIGN_AT + 60)]
    return Case(home, settings.variables, arguments, settings.secrets, differs, url)


def test_s3cfg(  # noqa: PLR0913, PLR0917 -- fixtures
    seed: int,
    cases: int,
    monkeypatch: pytest.MonkeyPatch,
    presign_binary: Path,
    tmp_path: Path,
    environment: Callable[[Path, dict[str, str]], None],
) -> None:
    """Random files give the link that s3cmd's reader and signer give."""
    rng = Random(seed)
    clock = SimpleNamespace(time=lambda: float(SIGN_AT), struct_time=time.struct_time)
    monkeypatch.setattr(S3.Utils, "time", clock)
    monkeypatch.setattr(S3.Config, "warning", lambda *_: None)
    for name, value in S3CMD_DEFAULTS.items():
        monkeypatch.setattr(Config, name, value)

    def made() -> Iterator[Case]:
        for number in range(max(FEWEST_FILES, cases // 4)):
            home = tmp_path / str(number)
            settings = s3cmd_settings(rng)
            environment(home, settings.variables)
            yield s3cmd_case(home, settings)

    compare(list(made()), presign_binary, seed)


KEYS = "aws_access_key_id = A\naws_secret_access_key = b\n"
DEFAULT = f"[default]\n{KEYS}"
AWS = "https://bucket.s3.us-east-1.amazonaws.com"
WEST = "https://bucket.s3.eu-west-1.amazonaws.com"
REFUSED = None
# Each intended difference from botocore: variables, the credentials file, the config file, and the access key
# and the address in the link of botocore and of presign; None where they refuse.
MEANT = {
    "AWS_REGION is read, as by every other SDK": (
        {"AWS_REGION": "eu-west-1"},
        DEFAULT,
        "",
        f"A {AWS}",
        f"A {WEST}",
    ),
    "an endpoint under s3 = is read, as providers' documentation shows it": (
        {},
        DEFAULT,
        "[default]\ns3 =\n  endpoint_url = http://h\n",
        f"A {AWS}",
        "A http://h/bucket",
    ),
    "an access key in quotation marks is refused": (
        {},
        '[default]\naws_access_key_id = "A"\naws_secret_access_key = b\n',
        "",
        f'"A" {AWS}',
        REFUSED,
    ),
    "half a set of keys in the environment is refused": (
        {"AWS_SECRET_ACCESS_KEY": "x"},
        DEFAULT,
        "",
        f"A {AWS}",
        REFUSED,
    ),
    "half a set of keys in a file is refused": (
        {},
        "[default]\naws_session_token = t\n",
        DEFAULT,
        f"A {AWS}",
        REFUSED,
    ),
    "an empty variable is unset": ({"AWS_DEFAULT_PROFILE": ""}, DEFAULT, "", REFUSED, f"A {AWS}"),
    "an empty setting is unset": (
        {},
        f"{DEFAULT}region =\n",
        "[default]\nregion = eu-west-1\n",
        f"A {AWS}",
        f"A {WEST}",
    ),
    "white space around a section's name is removed": (
        {},
        "",
        f"[ default ]\n{KEYS}",
        REFUSED,
        f"A {AWS}",
    ),
    "text after a section header is refused": ({}, f"[default] x\n{KEYS}", "", f"A {AWS}", REFUSED),
    "a byte order mark is removed": ({}, f"\ufeff{DEFAULT}", "", REFUSED, f"A {AWS}"),
    "a NUL character is refused, in a comment too": ({}, f"{DEFAULT}# \0\n", "", f"A {AWS}", REFUSED),
    "a file of more than 1 MiB is refused": ({}, f"{DEFAULT}{'#' * (1 << 20)}\n", "", f"A {AWS}", REFUSED),
    "a setting given twice in a block is refused": (
        {},
        DEFAULT,
        "[default]\ns3 =\n  addressing_style = path\n  addressing_style = virtual\n",
        f"A {AWS}",
        REFUSED,
    ),
    "a setting that is read may not have several lines": (
        {},
        f"{DEFAULT}region = eu-west-1\n  x\n",
        "",
        "A https://bucket.s3.eu-west-1\nx.amazonaws.com",
        REFUSED,
    ),
    "[profile default] comes before [default], as in the other SDKs": (
        {},
        "",
        f"[profile default]\n{KEYS}[default]\n{KEYS.replace('A', 'B')}",
        f"B {AWS}",
        f"A {AWS}",
    ),
    "an empty services section is one without an endpoint": (
        {},
        DEFAULT,
        "[default]\nservices = x\n[services x]\n",
        REFUSED,
        f"A {AWS}",
    ),
    "a variable in the path of a file is not expanded": (
        {"AWS_SHARED_CREDENTIALS_FILE": "$HOME/.aws/credentials"},
        DEFAULT,
        "",
        f"A {AWS}",
        REFUSED,
    ),
}


def place(url: str) -> str:
    """Return the access key and what comes before the object's key in a link of Version 4."""
    split = urlsplit(url)
    access_key = parse_qs(split.query)["X-Amz-Credential"][0].partition("/")[0]
    return f"{access_key} {split.scheme}://{split.netloc}{split.path.removesuffix('/key')}"


@pytest.mark.parametrize("rule", MEANT)
def test_meant_differences_from_botocore(
    rule: str,
    presign_binary: Path,
    tmp_path: Path,
    environment: Callable[[Path, dict[str, str]], None],
) -> None:
    """Botocore and presign make what the table says of these files."""
    variables, credentials, config, botocore, ours = MEANT[rule]
    home = tmp_path / "home"
    environment(home, variables)
    case = aws_case(home, AwsSettings(variables, credentials.encode(), config.encode(), []))
    request = read_by_botocore()
    if request is None:
        assert botocore is REFUSED
    else:
        host = (request.endpoint or "").replace("://", "://bucket.") if request.addressing == VIRTUAL else ""
        assert f"{request.access_key} {host or f'{request.endpoint}/bucket'}" == botocore
    done = case.run(presign_binary)
    assert (place(done.stdout.strip()) if done.returncode == 0 else REFUSED) == ours, done.stderr


S3CMD = "access_key = A\nsecret_key = b\n"
# Each intended difference from s3cmd: the file, the access key that s3cmd signs with (None where it refuses
# the file), and that of presign.
MEANT_S3CMD = {
    "white space after the closing quotation mark": ('access_key = "A" \nsecret_key = b\n', 'A"', "A"),
    "a byte order mark before the first setting": (f"\ufeff{S3CMD}", REFUSED, "A"),
    "single quotes": ("access_key = 'A'\nsecret_key = b\n", "'A'", REFUSED),
    "a NUL character": (f"{S3CMD}# \0\n", "A", REFUSED),
    "a file of more than 1 MiB": (f"{S3CMD}{'#' * (1 << 20)}\n", "A", REFUSED),
    "a wrong value of a setting that presign does not read": (f"{S3CMD}proxy_port = x\n", REFUSED, "A"),
}


@pytest.mark.parametrize("rule", MEANT_S3CMD)
def test_meant_differences_from_s3cmd(
    rule: str,
    presign_binary: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """s3cmd and presign read what the table says in these files."""
    content, theirs, ours = MEANT_S3CMD[rule]
    for name, value in S3CMD_DEFAULTS.items():
        monkeypatch.setattr(Config, name, value)
    case = s3cmd_case(tmp_path / "home", S3cmdSettings({}, content.encode(), []))
    assert (Config.access_key if case.expected else REFUSED) == theirs
    done = case.run(presign_binary)
    found = parse_qs(urlsplit(done.stdout).query)["AWSAccessKeyId"][0] if done.returncode == 0 else REFUSED
    assert found == ours, done.stderr
