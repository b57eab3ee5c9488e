"""Lives and moments: what may say one, and what it then means."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import presign
import pytest

BERLIN = ZoneInfo("Europe/Berlin")
# 2013-05-24T00:00:00Z, the day of AWS's examples.
THEN = 1369353600
# A moment as RFC 3339 has it, and the same in Unix seconds by `date --date=... +%s`.
MOMENTS = [
    (dt.datetime(2013, 5, 24, tzinfo=dt.UTC), THEN),
    (dt.datetime(2013, 5, 24, 2, tzinfo=BERLIN), THEN),
    (dt.datetime(2013, 5, 23, 18, 15, tzinfo=dt.timezone(-dt.timedelta(hours=5, minutes=45))), THEN),
    (dt.datetime(2013, 5, 24, 0, 0, 0, 999999, tzinfo=dt.UTC), THEN),
    (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), 0),
    (dt.datetime(9999, 12, 24, 23, 59, 59, 999999, tzinfo=dt.UTC), 253401695999),
    # Clocks went back at 3:00 that day: `fold` tells the second 2:30 from the first.
    (dt.datetime(2013, 10, 27, 2, 30, tzinfo=BERLIN), 1382833800),
    (dt.datetime(2013, 10, 27, 2, 30, fold=1, tzinfo=BERLIN), 1382837400),
]


def get(signer: presign.Signer, **options: Any) -> str:
    """Make a link, whatever the types."""
    return signer.get("bucket", "key", **options)


@pytest.mark.parametrize(("moment", "seconds"), MOMENTS)
def test_moments(signer: presign.Signer, moment: dt.datetime, seconds: int) -> None:
    """An aware datetime is the moment itself, cut to the second, in whatever zone it is told."""
    assert get(signer, sign_at=moment) == get(signer, sign_at=seconds)
    if seconds:
        until = {"sign_at": seconds - 60}
        assert get(signer, expires_at=moment, **until) == get(signer, expires_at=seconds, **until)


def test_what_a_link_says(signer: presign.Signer) -> None:
    """Seconds and moments arrive where the specification has them."""
    link = get(signer, sign_at=MOMENTS[1][0], expires_in=dt.timedelta(days=6, hours=23, seconds=1))
    assert "X-Amz-Date=20130524T000000Z&X-Amz-Expires=601201&" in link


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint32, np.uint64, np.int8])
def test_numpy(signer: presign.Signer, kind: type) -> None:
    """Numpy's integers are as good as int."""
    assert get(signer, sign_at=kind(60), expires_in=kind(60)) == get(signer, sign_at=60, expires_in=60)
    assert get(signer, sign_at=60, expires_at=kind(120)) == get(signer, sign_at=60, expires_in=60)
    assert get(signer, sign_at=100, stable_for=kind(60)) == get(signer, sign_at=60, expires_in=3660)


def test_the_default_life(signer: presign.Signer) -> None:
    """An hour, and the clock is read."""
    before = int(time.time())
    made = signer.presign_request("GET", "bucket", "key")
    assert before + 3600 <= made.expires_at <= time.time() + 3600
    assert "X-Amz-Expires=3600&" in made.url


NUMBERS = [
    True,
    False,
    1.0,
    1.5,
    float("nan"),
    float("inf"),
    np.float64(1),
    "60",
    b"60",
    [],
    {},
    object(),
    1j,
]


@pytest.mark.parametrize("value", [*NUMBERS, dt.date(2030, 1, 1), dt.time(), np.bool_(1)])
@pytest.mark.parametrize("name", ["expires_in", "expires_at", "sign_at", "stable_for"])
def test_no_times(signer: presign.Signer, name: str, value: object) -> None:
    """What only looks like a number is a TypeError that names the argument."""
    with pytest.raises(TypeError, match=name):
        get(signer, **{name: value})


@pytest.mark.parametrize("name", ["max_expires_in", "credentials_expire_at"])
@pytest.mark.parametrize("value", NUMBERS)
def test_no_times_for_a_signer(name: str, value: object) -> None:
    """The same holds for the signer's own."""
    options: dict[str, Any] = {name: value}
    with pytest.raises(TypeError, match=name):
        presign.Signer("access", "secret", **options)


def test_a_naive_datetime(signer: presign.Signer) -> None:
    """It could mean any of 38 moments, so it is refused."""
    naive = dt.datetime(2030, 1, 1)  # noqa: DTZ001
    for name in ("expires_at", "sign_at"):
        with pytest.raises(TypeError, match=f"{name} is a naive datetime"):
            get(signer, **{name: naive})
    with pytest.raises(TypeError, match="credentials_expire_at is a naive datetime"):
        presign.Signer("access", "secret", credentials_expire_at=naive)


def test_a_datetime_is_no_life(signer: presign.Signer) -> None:
    """And a timedelta is no moment."""
    with pytest.raises(TypeError, match="expires_in"):
        get(signer, expires_in=dt.datetime.now(dt.UTC))
    with pytest.raises(TypeError, match="expires_at"):
        get(signer, expires_at=dt.timedelta(hours=1))


def test_a_fraction_of_a_second(signer: presign.Signer) -> None:
    """A link's life is whole seconds; what is not is not rounded."""
    for name in ("expires_in", "stable_for"):
        with pytest.raises(presign.ExpiresError, match=rf"{name} must be whole seconds, got 0:00:01\.5"):
            get(signer, **{name: dt.timedelta(seconds=1.5)})


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"expires_in": 0}, presign.ExpiresError),
        ({"expires_in": -1}, presign.ExpiresError),
        ({"expires_in": 604801}, presign.ExpiresError),
        ({"expires_in": dt.timedelta(days=7, seconds=1)}, presign.ExpiresError),
        ({"expires_in": dt.timedelta.max.days}, presign.ExpiresError),
        ({"expires_in": dt.timedelta(days=-1)}, presign.ExpiresError),
        ({"expires_in": 60, "expires_at": 60}, presign.ExpiresError),
        ({"stable_for": -1}, presign.ExpiresError),
        ({"expires_in": 604800, "stable_for": 1}, presign.ExpiresError),
        ({"expires_at": 1657457538}, presign.ExpiresInPastError),
        ({"sign_at": THEN, "expires_at": THEN}, presign.ExpiresInPastError),
        ({"sign_at": THEN, "expires_at": THEN + 604801}, presign.ExpiresError),
        ({"sign_at": -1}, presign.TimeError),
        ({"sign_at": 253402300800}, presign.TimeError),
        ({"sign_at": dt.datetime(1969, 12, 31, 23, 59, 59, tzinfo=dt.UTC)}, presign.TimeError),
        ({"sign_at": 2**64}, presign.TimeError),
        ({"expires_at": -(2**64)}, presign.TimeError),
        ({"expires_in": 10**5000}, presign.PresignError),
    ],
)
def test_out_of_range(signer: presign.Signer, options: dict[str, Any], kind: type[Exception]) -> None:
    """A value outside its limits has its own kind of error."""
    with pytest.raises(kind):
        get(signer, **options)


def test_stable_for() -> None:
    """All who ask within a window get the same link, which lives on for at least the life asked for."""
    signer = presign.Signer("access", "secret")
    day = dt.timedelta(days=1)
    links = {get(signer, sign_at=THEN + second, expires_in=60, stable_for=day) for second in (0, 1, 86399)}
    assert links == {get(signer, sign_at=THEN, expires_in=60 + 86400)}
    assert get(signer, sign_at=THEN + 5, stable_for=None) == get(signer, sign_at=THEN + 5, stable_for=0)


def test_credentials_that_end() -> None:
    """No link outlives them."""
    signer = presign.Signer("access", "secret", credentials_expire_at=THEN + 60)
    assert get(signer, sign_at=THEN, expires_in=60)
    with pytest.raises(presign.CredentialsExpireError):
        get(signer, sign_at=THEN, expires_in=61)
    with pytest.raises(presign.CredentialsExpireError):
        signer.presign_many("GET", "bucket", ["key"], sign_at=THEN, expires_in=61)


def test_another_limit() -> None:
    """`max_expires_in` replaces the week, and binds version 2."""
    longer = presign.Signer("access", "secret", max_expires_in=dt.timedelta(days=30))
    assert "X-Amz-Expires=2592000" in get(longer, expires_in=dt.timedelta(days=30))
    shorter = presign.Signer("access", "secret", version="v2", max_expires_in=60)
    with pytest.raises(presign.ExpiresError):
        get(shorter, expires_in=61)
