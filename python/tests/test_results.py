"""Results are values: equal, hashable, picklable, and JSON."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from typing import Any

import presign
import pytest
from fastapi.encoders import jsonable_encoder

SIGNER = presign.Signer("AKIAIOSFODNN7EXAMPLE", "secret", region="eu-west-1", session_token="token")
VERSION_2 = presign.Signer("AKIAIOSFODNN7EXAMPLE", "secret", endpoint="localhost:9000", version="v2")
SECRETS = {"AKIAIOSFODNN7EXAMPLE": ("secret", "token")}


def results(key: str = "ü.jpg") -> list[Any]:
    """Return objects of each class."""
    made: list[Any] = []
    for signer, secret in ((SIGNER, ("secret", "token")), (VERSION_2, ("secret", None))):
        request = signer.presign_request(
            "PUT", "bucket", key, headers={"content-type": "text/plain"}, query={"versionId": "1"}, sign_at=0
        )
        verifier = presign.Verifier({"AKIAIOSFODNN7EXAMPLE": secret}, version_2=True)
        made += [
            request,
            presign.inspect(request.url, at=60),
            verifier.verify("PUT", request.url, request.headers, at=60),
            presign.explain(request.url, secret, at=60),
        ]
    return made


def test_json_has_every_attribute() -> None:
    """The dict has the attributes and nothing else, and FastAPI writes the same JSON as json.dumps."""
    for made in results():
        attributes = {
            name: getattr(made, name)
            for name, member in inspect.getmembers(type(made), inspect.isgetsetdescriptor)
            if not name.startswith("__")
        }
        assert made.as_dict() == vars(made) == attributes
        assert json.loads(json.dumps(made.as_dict())) == jsonable_encoder(made)
        assert jsonable_encoder({"result": [made]}) == {"result": [jsonable_encoder(made)]}
    request = results()[0]
    assert request.as_dict() == {
        "url": request.url,
        "method": "PUT",
        "headers": {"content-type": "text/plain"},
        "expires_at": 3600,
    }


def test_the_dict_is_a_copy() -> None:
    """A change of the dict does not change the object."""
    for made in results():
        before = hash(made)
        made.as_dict().clear()
        vars(made).clear()
        assert made == made.__class__(**made.as_dict())
        assert hash(made) == before


def test_equal_attributes_are_equal_results() -> None:
    """Results with equal attributes are equal and have the same hash; others are not equal."""
    for one, same, other in zip(results(), results(), results("other"), strict=True):
        assert one == same
        assert hash(one) == hash(same)
        if not isinstance(one, presign.Explanation) or one.ours:
            assert one != other
            assert len({one, same, other}) == 2
        assert one != one.as_dict()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles_and_copies_are_equal(protocol: int) -> None:
    """Pickles of every protocol, and copies, are equal to the original."""
    for made in results():
        for other in (pickle.loads(pickle.dumps(made, protocol)), copy.copy(made), copy.deepcopy(made)):
            assert type(other) is type(made)
            assert other == made


def test_the_repr_shows_no_url_and_no_header() -> None:
    """The repr of a restored object shows as little as that of the original."""
    request = pickle.loads(pickle.dumps(results()[0]))
    assert repr(request) == '<presign.PresignedRequest method="PUT" headers=["content-type"] expires_at=3600>'


def test_attributes_cannot_be_changed() -> None:
    """Results are immutable, so a hash stays valid."""
    for made in results():
        for name in made.as_dict():
            with pytest.raises(AttributeError):
                setattr(made, name, None)
