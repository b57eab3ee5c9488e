"""Links of temporary keys, which AssumeRole of the storage's STS returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import only
import pytest
from links import changed, item

if TYPE_CHECKING:
    from links import Links
    from rgw import Rgw

pytestmark = only.rgw

TOKEN = {"v4": "X-Amz-Security-Token", "v2": "x-amz-security-token"}


@pytest.fixture
def temporary(rgw: Rgw, links: Links) -> Links:
    """Make links with keys that expire in an hour."""
    return links.of(keys=rgw.assume_role())


def test_links_of_temporary_keys_work(rgw: Rgw, temporary: Links, new_bucket: str) -> None:
    """The token is a parameter of the link."""
    assert rgw.send("PUT", temporary("PUT", new_bucket, "k"), body=b"by a role").status == 200
    assert rgw.send("GET", temporary("GET", new_bucket, "k")).body == b"by a role"


def test_the_token_of_another_session_is_refused(rgw: Rgw, temporary: Links, new_bucket: str) -> None:
    """A token is valid only with its own keys."""
    rgw.client().put_object(Bucket=new_bucket, Key="k", Body=b"x")
    link = temporary("GET", new_bucket, "k")
    name = TOKEN[temporary.version]
    other = item(temporary.of(keys=rgw.assume_role())("GET", new_bucket, "k"), name)
    assert rgw.send("GET", changed(link, name, other)).verdict == (403, "InvalidAccessKeyId")


def test_a_link_without_the_token_is_refused(rgw: Rgw, temporary: Links, new_bucket: str) -> None:
    """Without the token the access key is unknown."""
    keys = {name: value for name, value in temporary.keys.items() if name != "AWS_SESSION_TOKEN"}
    answer = rgw.send("GET", temporary.of(keys=keys)("GET", new_bucket, "k"))
    assert answer.verdict == (403, "InvalidAccessKeyId")
