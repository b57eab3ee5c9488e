"""`Signer.presign_post`: boto3's form for boto3's arguments, and its refusals."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import presign
import pytest
from conftest import ROOT
from test_vectors import signer_of

if TYPE_CHECKING:
    from rgw import Rgw

SIGNER = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", endpoint="h")
VECTORS = json.loads((ROOT / "tests" / "vectors" / "post.json").read_text(encoding="utf-8"))
KEYS = {name: VECTORS[name] for name in ("access_key", "secret_key")}


def policy(form: Any) -> Any:
    """Read a form's policy."""
    return json.loads(base64.b64decode(form["fields"]["policy"]))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: f"{case['version']} {case['name']}")
def test_forms_equal_botocores(case: dict[str, Any]) -> None:
    """The fields are botocore's, in order; text that is not ASCII is UTF-8 in the policy."""
    form = signer_of({**KEYS, **case}, case["version"]).presign_post(
        case["bucket"],
        case["key"],
        fields=case["given_fields"],
        conditions=case["given_conditions"],
        expires_in=case["expires_in"],
        sign_at=case["sign_at"],
    )
    assert list(form) == ["url", "fields"]
    assert form["url"] == case["url"]
    expected = dict(case["fields"])
    if case["key"].isascii():
        assert list(form["fields"].items()) == list(expected.items())
    else:
        assert list(form["fields"]) == list(expected)
        assert policy(form) == policy({"fields": expected})


def test_each_form_of_an_argument_is_accepted() -> None:
    """Each form of a condition, a size and an expiry is accepted."""
    form = SIGNER.presign_post(
        "b",
        "k",
        fields={"acl": "private", "x-amz-meta-a": "1"},
        conditions=(["eq", "$acl", "private"], ("starts-with", "$x-amz-meta-a", "")),
        min_size=1,
        max_size=2,
        expires_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        sign_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    assert policy(form)["expiration"] == "2026-01-02T00:00:00Z"
    assert policy(form)["conditions"][:3] == [
        {"acl": "private"},
        ["starts-with", "$x-amz-meta-a", ""],
        ["content-length-range", 1, 2],
    ]
    form = SIGNER.presign_post("b", "k", sign_at=0)
    assert policy(form)["expiration"] == "1970-01-01T01:00:00Z"
    assert policy(SIGNER.presign_post("b", "k", min_size=7))["conditions"][0] == [
        "content-length-range",
        7,
        5 * 2**30,
    ]


def test_operators_are_accepted_in_any_case() -> None:
    """Ceph and MinIO take an operator in any case. The policy has it in lower case."""
    form = SIGNER.presign_post(
        "b",
        "k",
        fields={"acl": "private"},
        conditions=[
            ["EQ", "$acl", "private"],
            ["StArTs-WiTh", "$key", ""],
            ["Content-Length-Range", 1, 2],
        ],
        sign_at=0,
    )
    assert policy(form)["conditions"][:3] == [
        {"acl": "private"},
        ["starts-with", "$key", ""],
        ["content-length-range", 1, 2],
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fields": {"acl": "private"}}, 'field "acl" has no condition'),
        ({"conditions": [{"acl": "private"}]}, "the form lacks that field"),
        ({"conditions": [["starts-with", "key", ""]]}, r"conditions\[0\] must have a \$"),
        ({"conditions": [["like", "$a", ""]]}, r"conditions\[0\] must begin with eq"),
        ({"conditions": [["eq", "$a"]]}, r"conditions\[0\] must have three items"),
        ({"conditions": [["content-length-range", 2, 1]]}, r"min_size \(2\) is larger than max_size \(1\)"),
        ({"min_size": 1, "conditions": [["content-length-range", 1, 2]]}, "given twice"),
        ({"max_size": -1}, "max_size must be 0 or more bytes, got -1"),
        ({"fields": {"policy": "x"}}, 'field "policy" cannot be given'),
        ({"fields": [("a", "\ud800")]}, "lone surrogate"),
        ({"conditions": [{"a": "\ud800"}]}, "lone surrogate"),
    ],
)
def test_fields_and_conditions_that_do_not_fit_are_refused(options: dict[str, Any], message: str) -> None:
    """FormError names the field and never its value."""
    with pytest.raises(presign.FormError, match=message):
        SIGNER.presign_post("b", "k", **options)


def test_other_errors_raise_their_own_class() -> None:
    """Other invalid arguments raise the class of their kind."""
    with pytest.raises(presign.ExpiresError):
        SIGNER.presign_post("b", "k", expires_in=1, expires_at=2)
    with pytest.raises(presign.ExpiresInPastError):
        SIGNER.presign_post("b", "k", expires_at=1, sign_at=2)
    with pytest.raises(presign.ObjectKeyError):
        SIGNER.presign_post("b", "")
    with pytest.raises(presign.BucketError):
        SIGNER.presign_post("a/b", "k")


@pytest.mark.parametrize(
    "options",
    [
        {"fields": "ab"},
        {"fields": {"a": 1}},
        {"conditions": {"a": "1"}},
        {"conditions": "ab"},
        {"conditions": 1},
        {"conditions": ["abc"]},
        {"conditions": [1]},
        {"conditions": [{"a": 1}]},
        {"conditions": [["content-length-range", "1", 2]]},
        {"max_size": True},
        {"max_size": 1.0},
        {"expires_in": 1.0},
    ],
)
def test_wrong_types_are_refused(options: dict[str, Any]) -> None:
    """A value of the wrong type is a TypeError."""
    with pytest.raises(TypeError):
        SIGNER.presign_post("b", "k", **options)


@pytest.mark.parametrize("version", ["v4", "v2"])
def test_a_storage_accepts_the_form(rgw: Rgw, version: Any) -> None:
    """A storage accepts an upload with the form, sent as with boto3's form."""
    signer = presign.Signer(rgw.access_key, rgw.secret_key, endpoint=rgw.endpoint, version=version)
    bucket = f"forms-{version}"
    rgw.client().create_bucket(Bucket=bucket)
    form = signer.presign_post(bucket, "in/${filename}", max_size=4, expires_in=dt.timedelta(days=30))
    boundary = "a-boundary"
    texts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form["fields"].items()
    )
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="ü.txt"\r\n\r\n'
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    for content, status in ((b"12345", 400), (b"1234", 204)):
        body = texts.encode() + head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        assert rgw.send("POST", form["url"], body=body, headers=headers).status == status
    assert rgw.keys_in(bucket) == {"in/ü.txt"}
