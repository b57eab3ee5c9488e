"""`ip_policy`: the document, and its refusals."""

from __future__ import annotations

import ipaddress
import json
from typing import Any

import presign
import pytest


def statement(*arguments: Any, **options: Any) -> Any:
    """Return the document's only statement."""
    [only] = json.loads(presign.ip_policy(*arguments, **options))["Statement"]
    return only


def test_the_document_is_as_expected() -> None:
    """The document is exactly the expected one."""
    document = presign.ip_policy("b", "photos/", allow=["203.0.113.0/24"])
    assert json.loads(document) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "RefuseOtherAddresses",
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["s3:GetObject", "s3:GetObjectVersion"],
                "Resource": "arn:aws:s3:::b/photos/*",
                "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}},
            }
        ],
    }


def test_arguments_reach_the_document() -> None:
    """A prefix may end in a star; addresses may be objects of the standard library."""
    for prefix, objects in (("", "*"), (None, "*"), ("a", "a*"), ("a*", "a*"), ("a?/", "a?/*")):
        assert statement("b", prefix, allow=["::1"])["Resource"] == f"arn:aws:s3:::b/{objects}"
    made = statement(
        "b",
        allow=iter(
            [
                ipaddress.ip_network("10.0.0.0/8"),
                ipaddress.ip_address("2001:db8::1"),
                ipaddress.ip_interface("203.0.113.7/32"),
            ]
        ),
        actions=("s3:PutObject",),
        region="cn-north-1",
    )
    assert made["Condition"]["NotIpAddress"]["aws:SourceIp"] == [
        "10.0.0.0/8",
        "2001:db8::1/128",
        "203.0.113.7/32",
    ]
    assert (made["Action"], made["Resource"]) == (["s3:PutObject"], "arn:aws-cn:s3:::b/*")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"allow": []}, "allows no address"),
        ({"allow": ["203.0.113.7/24"]}, "write 203.0.113.0/24 for the network"),
        ({"allow": [ipaddress.ip_interface("203.0.113.7/24")]}, "write 203.0.113.0/24 for the network"),
        ({"allow": ["not-an-ip"]}, "must be an IPv4 or IPv6 address"),
        ({"allow": ["\ud800"]}, "lone surrogate"),
        ({"allow": ["::1"], "actions": ["s3:ListBucket"]}, "is not an action on objects"),
        ({"allow": ["::1"], "actions": []}, "is empty"),
        ({"allow": ["::1"], "prefix": "${aws:username}/"}, "begins a variable"),
    ],
)
def test_invalid_networks_actions_and_prefixes_are_refused(options: dict[str, Any], message: str) -> None:
    """Invalid networks, actions and prefixes are refused; servers accept most of them silently."""
    with pytest.raises(presign.PolicyError, match=message):
        presign.ip_policy("b", **options)


def test_other_errors_raise_their_own_class() -> None:
    """Other invalid arguments raise the class of their kind."""
    with pytest.raises(presign.BucketError):
        presign.ip_policy("a*", allow=["::1"])
    with pytest.raises(presign.RegionError):
        presign.ip_policy("b", allow=["::1"], region="a b")
    for options in ({"allow": "::1"}, {"allow": b"::1"}, {"allow": [1]}, {"allow": 1}, {"allow": None}):
        with pytest.raises(TypeError):
            presign.ip_policy("b", **options)
    wrong: tuple[Any, ...] = ("s3:GetObject", [b"s3:GetObject"], 1)
    for actions in wrong:
        with pytest.raises(TypeError):
            presign.ip_policy("b", allow=["::1"], actions=actions)
    with pytest.raises(TypeError):
        presign.ip_policy("b", "", ["::1"])  # type: ignore[call-arg]
