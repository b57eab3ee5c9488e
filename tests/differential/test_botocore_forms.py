"""The command and botocore make the same upload forms from the same arguments at the same time."""

from __future__ import annotations

import base64
import datetime as dt
import json
from random import Random
from typing import TYPE_CHECKING, Any

import botocore.auth
import botocore.config
import botocore.signers
import pytest
from botocore.auth import HmacV1PostAuth, S3SigV4PostAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

ENDPOINT, REGION, BUCKET = "https://s-dt2.cloud.gcore.lu", "s-dt2", "mybucket"
SIGN_AT = 1_369_353_600
# botocore's own timestamps have no time zone.
NOW = dt.datetime(2013, 5, 24)  # noqa: DTZ001
# Each form starts a process, so there are fewer forms than URLs.
URLS_PER_FORM = 20

# One session for all clients, because each new one reads botocore's models again.
SESSION = Session()

ASCII = "abcXYZ019 /%+&=<>'\"$\\`(){}*?#,;~\t"
LETTERS = ASCII + "üé文😀\u2028"
PREFIXES = ("", "a", "image/", "ü")


def text(random: Random, letters: str, least: int = 0) -> str:
    """Return `least` to 20 letters."""
    return "".join(random.choices(letters, k=random.randint(least, 20)))


class FormArguments:
    """The contents of one form: options of the command and arguments of botocore."""

    def __init__(self, random: Random) -> None:
        letters = random.choice((ASCII, LETTERS))
        self.key = text(random, letters, least=1) + random.choice(("", "", "${filename}"))
        self.version = random.choice(("v4", "v2"))
        self.lifetime = random.choice((1, 3600, random.randint(1, 10**9)))
        self.access_key = text(random, "ABC019/+", least=1)
        self.secret_key = text(random, "abc019/+", least=1)
        self.token = random.choice((None, text(random, "abc019/+=", least=1)))
        self.fields: dict[str, str] = {}
        self.conditions: list[Any] = []
        self.options: list[str] = []
        for name in random.sample(
            ("acl", "Content-Type", "x-amz-meta-a", "x-amz-meta-b"), k=random.randint(0, 4)
        ):
            value = text(random, letters)
            self.fields[name] = value
            self.conditions.append({name: value})
            self.options += ["--field", f"{name}={value}"]
        if random.random() < 0.5:
            prefix = random.choice(PREFIXES)
            self.fields["x-amz-meta-free"] = prefix
            self.conditions.append(["starts-with", "$x-amz-meta-free", prefix])
            self.options += ["--starts-with", f"x-amz-meta-free={prefix}"]
        if random.random() < 0.5:
            least, most = sorted((random.randint(0, 10**12), random.randint(0, 10**12)))
            self.conditions.append(["content-length-range", least, most])
            self.options += ["--min-size", str(least), "--max-size", str(most)]

    def by_presign(self, presign: Callable[..., str]) -> dict[str, Any]:
        """Return the command's form."""
        keys = {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key}
        if self.token:
            keys["AWS_SESSION_TOKEN"] = self.token
        endpoint = (
            "--endpoint-url",
            ENDPOINT,
            "--region",
            REGION,
            *(("--v2",) if self.version == "v2" else ()),
        )
        times = ("--sign-at", str(SIGN_AT), "--expires-in", str(self.lifetime))
        words = (
            "post",
            "--format",
            "json",
            *endpoint,
            *times,
            *self.options,
            "--",
            f"s3://{BUCKET}/{self.key}",
        )
        made: dict[str, Any] = json.loads(presign(*words, env=keys))
        return made

    def by_botocore(self) -> dict[str, Any]:
        """Return botocore's form."""
        client = SESSION.create_client(
            "s3",
            region_name=REGION,
            endpoint_url=ENDPOINT,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            aws_session_token=self.token,
            config=botocore.config.Config(signature_version={"v4": "s3v4", "v2": "s3"}[self.version]),
        )
        made: dict[str, Any] = client.generate_presigned_post(
            BUCKET, self.key, Fields=self.fields, Conditions=self.conditions, ExpiresIn=self.lifetime
        )
        return made

    def signature(self, policy: str) -> str:
        """Sign a policy's base64 with botocore's signers."""
        credentials = Credentials(self.access_key, self.secret_key, self.token)
        if self.version == "v2":
            return str(HmacV1PostAuth(credentials).sign_string(policy))
        request = AWSRequest("POST", ENDPOINT)
        request.context["timestamp"] = NOW.strftime("%Y%m%dT%H%M%SZ")
        return str(S3SigV4PostAuth(credentials, "s3", REGION).signature(policy, request))


def decoded(made: dict[str, Any]) -> Any:
    """Decode a form's policy."""
    return json.loads(base64.b64decode(made["fields"]["policy"]))


@pytest.fixture
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop botocore's clocks."""
    for module in (botocore.auth, botocore.signers):
        monkeypatch.setattr(module, "get_current_datetime", lambda: NOW)


@pytest.mark.usefixtures("_frozen")
def test_random_forms_equal_botocores(presign: Callable[..., str], seed: int, cases: int) -> None:
    """Fields and conditions are equal, and policies of ASCII text byte for byte, with their signatures."""
    random = Random(seed)
    same = 0
    for _ in range(cases // URLS_PER_FORM):
        given = FormArguments(random)
        ours, theirs = given.by_presign(presign), given.by_botocore()
        assert ours["url"] == theirs["url"]
        assert ours["expires_at"] == SIGN_AT + given.lifetime
        assert decoded(ours) == decoded(theirs)
        signature = {"v4": "x-amz-signature", "v2": "signature"}[given.version]
        assert ours["fields"][signature] == given.signature(ours["fields"]["policy"])
        if ours["fields"]["policy"] == theirs["fields"]["policy"]:
            same += 1
            assert ours["fields"] == theirs["fields"]
        else:
            assert not json.dumps(ours["fields"], ensure_ascii=False).isascii()
            unlike = {"policy", signature}
            assert {n: v for n, v in ours["fields"].items() if n not in unlike} == {
                n: v for n, v in theirs["fields"].items() if n not in unlike
            }
    assert same > cases // URLS_PER_FORM // 4, "hardly any policy was compared byte for byte"
