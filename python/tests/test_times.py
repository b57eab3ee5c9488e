"""Lifetimes and timestamps: the accepted types and their meaning."""

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
# A timestamp in RFC 3339, and the same in Unix seconds by `date --date=... +%s`.
TIMES = [
    (dt.datetime(2013, 5, 24, tzinfo=dt.UTC), THEN),
    (dt.datetime(2013, 5, 24, 2, tzinfo=BERLIN), THEN),
    (dt.datetime(2013, 5, 23, 18, 15, tzinfo=dt.timezone(-dt.timedelta(hours=5, minutes=45))), THEN),
    (dt.datetime(2013, 5, 24, 0, 0, 0, 999999, tzinfo=dt.UTC), THEN),
    (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), 0),
    (dt.datetime(9999, 12, 24, 23, 59, 59, 999999, tzinfo=dt.UTC), 253401695999),
    # Clocks went back at 3:00 that day: `fold` distinguishes the second 2:30 from the first.
    (dt.datetime(2013, 10, 27, 2, 30, tzinfo=BERLIN), 1382833800),
    (dt.datetime(2013, 10, 27, 2, 30, fold=1, tzinfo=BERLIN), 1382837400),
]


def get(signer: presign.Signer, **options: Any) -> str:
    """Sign a URL with arguments of any type."""
    return signer.get("bucket", "key", **options)


@pytest.mark.parametrize(("when", "seconds"), TIMES)
def test_datetimes_are_converted_to_unix_seconds(
    signer: presign.Signer, when: dt.datetime, seconds: int
) -> None:
    """An aware datetime in any zone is converted to Unix seconds, rounded down."""
    assert get(signer, sign_at=when) == get(signer, sign_at=seconds)
    if seconds:
        until = {"sign_at": seconds - 60}
        assert get(signer, expires_at=when, **until) == get(signer, expires_at=seconds, **until)


def test_times_are_in_the_query(signer: presign.Signer) -> None:
    """Lifetimes and timestamps are in the query parameters of the specification."""
    link = get(signer, sign_at=TIMES[1][0], expires_in=dt.timedelta(days=6, hours=23, seconds=1))
    assert "X-Amz-Date=20130524T000000Z&X-Amz-Expires=601201&" in link


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint32, np.uint64, np.int8])
def test_integers_of_numpy_are_accepted(signer: presign.Signer, kind: type) -> None:
    """Integers of numpy are accepted."""
    assert get(signer, sign_at=kind(60), expires_in=kind(60)) == get(signer, sign_at=60, expires_in=60)
    assert get(signer, sign_at=60, expires_at=kind(120)) == get(signer, sign_at=60, expires_in=60)
    assert get(signer, sign_at=100, stable_for=kind(60)) == get(signer, sign_at=60, expires_in=3660)


def test_the_default_lifetime_is_an_hour(signer: presign.Signer) -> None:
    """The default lifetime is an hour from the time of the call."""
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
def test_values_that_are_no_times_are_refused(signer: presign.Signer, name: str, value: object) -> None:
    """A value that is not an int or a time is a TypeError that names the argument."""
    with pytest.raises(TypeError, match=name):
        get(signer, **{name: value})


@pytest.mark.parametrize("name", ["max_expires_in", "credentials_expire_at"])
@pytest.mark.parametrize("value", NUMBERS)
def test_values_that_are_no_times_are_refused_by_signer(name: str, value: object) -> None:
    """The same applies to the arguments of Signer."""
    options: dict[str, Any] = {name: value}
    with pytest.raises(TypeError, match=name):
        presign.Signer("access", "secret", **options)


def test_a_naive_datetime_is_refused(signer: presign.Signer) -> None:
    """A naive datetime is ambiguous, in 38 time zones, and refused."""
    naive = dt.datetime(2030, 1, 1)  # noqa: DTZ001
    for name in ("expires_at", "sign_at"):
        with pytest.raises(TypeError, match=f"{name} is a naive datetime"):
            get(signer, **{name: naive})
    with pytest.raises(TypeError, match="credentials_expire_at is a naive datetime"):
        presign.Signer("access", "secret", credentials_expire_at=naive)


class NaT(dt.datetime):
    """pandas' value for a missing time: a datetime that equals nothing and has no usable methods."""

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = dt.datetime.__hash__

    def utcoffset(self) -> Any:
        """Raise an error, as pandas does."""
        raise ValueError


@pytest.mark.parametrize("name", ["expires_at", "sign_at", "expires_in", "stable_for"])
def test_a_missing_time_is_refused(signer: presign.Signer, name: str) -> None:
    """A missing time of pandas is refused, although it is a datetime."""
    with pytest.raises(TypeError, match=rf"^{name} must be int .*, not NaT$"):
        get(signer, **{name: NaT(2030, 1, 1, tzinfo=dt.UTC)})


class Delta(dt.timedelta):
    """A subclass of timedelta, like pandas' Timedelta."""

    def __new__(cls, seconds: int, **parts: Any) -> Delta:  # noqa: PYI034 -- what mypy wants
        """Set other attributes."""
        made = super().__new__(cls, seconds=seconds)
        made.__dict__.update(parts)
        return made

    def __getattribute__(self, name: str) -> Any:
        own = object.__getattribute__(self, "__dict__")
        return own[name] if name in own else object.__getattribute__(self, name)


def test_nanoseconds_are_refused(signer: presign.Signer) -> None:
    """Nanoseconds of pandas' Timedelta are refused."""
    assert get(signer, sign_at=0, expires_in=Delta(60, nanoseconds=0)) == get(
        signer, sign_at=0, expires_in=60
    )
    for name in ("expires_in", "stable_for"):
        with pytest.raises(presign.ExpiresError, match=f"{name} must be whole seconds, got"):
            get(signer, **{name: Delta(60, nanoseconds=1)})


@pytest.mark.parametrize("days", [2**60, -(2**60), 2**63 - 1, 2**70])
def test_too_many_days_are_refused(signer: presign.Signer, days: int) -> None:
    """A subclass with more days than 64 bits of seconds is refused."""
    with pytest.raises(presign.TimeError, match="expires_in is out of range"):
        get(signer, expires_in=Delta(60, days=days))


def test_a_datetime_is_rounded_down_in_utc(signer: presign.Signer) -> None:
    """A datetime is rounded down in UTC, not in its zone."""
    zone = dt.timezone(dt.timedelta(hours=1, microseconds=500_000))
    when = dt.datetime(2013, 5, 24, 1, 0, 0, 700_000, tzinfo=zone)
    assert get(signer, sign_at=when) == get(signer, sign_at=THEN)
    # 0.3 seconds before that.
    when = dt.datetime(2013, 5, 24, 1, 0, 0, 200_000, tzinfo=zone)
    assert get(signer, sign_at=when) == get(signer, sign_at=THEN - 1)


@pytest.mark.parametrize(("year", "hours"), [(9999, -12), (1, 0), (1, 12), (1, -12)])
def test_datetimes_outside_the_calendar_of_utc_are_refused(
    signer: presign.Signer, year: int, hours: int
) -> None:
    """A datetime whose UTC year is not 1 to 9999 is refused."""
    month, day, hour = (12, 31, 23) if year == 9999 else (1, 1, 0)
    zone = dt.timezone(dt.timedelta(hours=hours))
    with pytest.raises(presign.TimeError):
        get(signer, sign_at=dt.datetime(year, month, day, hour, tzinfo=zone), expires_in=1)


def test_lifetimes_and_timestamps_are_not_exchanged(signer: presign.Signer) -> None:
    """A datetime is not a lifetime, and a timedelta is not a timestamp."""
    with pytest.raises(TypeError, match="expires_in"):
        get(signer, expires_in=dt.datetime.now(dt.UTC))
    with pytest.raises(TypeError, match="expires_at"):
        get(signer, expires_at=dt.timedelta(hours=1))


def test_a_fraction_of_a_second_is_refused(signer: presign.Signer) -> None:
    """A lifetime with a fraction of a second is refused and not rounded."""
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
def test_values_out_of_range_are_refused(
    signer: presign.Signer, options: dict[str, Any], kind: type[Exception]
) -> None:
    """A value that is out of range raises the class of its kind."""
    with pytest.raises(kind):
        get(signer, **options)


def test_stable_for_returns_the_same_url_within_a_window() -> None:
    """All calls within a window return the same URL, whose lifetime left is at least the requested one."""
    signer = presign.Signer("access", "secret")
    day = dt.timedelta(days=1)
    links = {get(signer, sign_at=THEN + second, expires_in=60, stable_for=day) for second in (0, 1, 86399)}
    assert links == {get(signer, sign_at=THEN, expires_in=60 + 86400)}
    assert get(signer, sign_at=THEN + 5, stable_for=None) == get(signer, sign_at=THEN + 5, stable_for=0)


def test_a_url_must_not_expire_after_its_credentials() -> None:
    """A URL that would expire after its credentials is refused."""
    signer = presign.Signer("access", "secret", credentials_expire_at=THEN + 60)
    assert get(signer, sign_at=THEN, expires_in=60)
    with pytest.raises(presign.CredentialsExpireError):
        get(signer, sign_at=THEN, expires_in=61)
    with pytest.raises(presign.CredentialsExpireError):
        signer.presign_many("GET", "bucket", ["key"], sign_at=THEN, expires_in=61)


def test_max_expires_in_replaces_the_limit() -> None:
    """`max_expires_in` replaces the seven days, and applies to version 2 too."""
    longer = presign.Signer("access", "secret", max_expires_in=dt.timedelta(days=30))
    assert "X-Amz-Expires=2592000" in get(longer, expires_in=dt.timedelta(days=30))
    shorter = presign.Signer("access", "secret", version="v2", max_expires_in=60)
    with pytest.raises(presign.ExpiresError):
        get(shorter, expires_in=61)
