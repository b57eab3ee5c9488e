"""The wheel beside its peers and beside the same call in Rust: `make bench-python` prints tables in markdown.

All take turns, so that each sees the same load, and only the process's own CPU time is counted. A turn is the
mean of many calls; shown are the median of the turns and their quartiles.
"""
# ruff: noqa: T201 -- a script that prints

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import peers
import presign
import pyarrow as pa
from peers import BOTO3, CLIENT, COLUMN, FAST, FOLLOWING, OURS
from sigv4 import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent.parent
TURNS = 15
# Seconds that one contender gets in one turn, about.
SHARE = 0.04
KEYS = [f"photos/2026/11/22/user-{i:08}/image-{i:08}.jpg" for i in range(100_000)]
RUST = "Signer::presign in Rust"
FRESH, REUSED = "Rust's batch, fresh memory", "Rust's batch, the same memory again"
# Keys of a list, and how many times as fast as boto3 and fast-s3-url presign_many must be.
BARS = {1000: (600, 12), 100_000: (350, 7)}
# What presign_arrow may take of Rust's batch.
COLUMN_BAR = 1.15
# Each row with a version or a file name of its own: what that may take of the same call without, and how many
# times as fast as a loop it must be.
ROWS = {"version_id": [f"3/L4kqtJlcpXroDTDmJ+rmSpXd3d{i:08}" for i in range(100_000)]}
ROWS["filename"] = [f"Holiday {i:06}.jpg" for i in range(100_000)]
ROWS_BAR, ARROW_ROWS_BAR, LOOP_BAR = 1.6, 1.5, 3
IMPORTS = 21
# Any time, the same for both, since a second can end between two calls that are compared.
SIGN_AT = 1_795_305_600


@dataclasses.dataclass(frozen=True)
class Contender:
    """Something that is timed: `turn` returns nanoseconds for each link."""

    name: str
    turn: Callable[[], float]


def cpu_ns(work: Callable[[], object]) -> int:
    """Time a call, without the garbage of others."""
    gc.collect()
    gc.disable()
    begin = time.process_time_ns()
    work()
    took = time.process_time_ns() - begin
    gc.enable()
    return took


def one(name: str, make: Callable[[str], str]) -> Contender:
    """Time a call for one key, with another key each time."""
    check(make(KEYS[0]), KEYS[0], host=peers.HOST, secret_key=peers.SECRET_KEY)

    def run(count: int) -> None:
        for key in KEYS[:count]:
            make(key)

    calls = max(20, min(len(KEYS), int(SHARE / (cpu_ns(lambda: run(200)) / 200 / 1e9))))
    return Contender(name, lambda: cpu_ns(lambda: run(calls)) / calls)


def many(name: str, make: Callable[[list[str]], list[str]], count: int) -> Contender:
    """Time a call for a list."""
    keys = KEYS[:count]
    for key, link in zip(keys[::99], make(keys)[::99], strict=True):
        check(link, key, host=peers.HOST, secret_key=peers.SECRET_KEY)
    rounds = max(1, int(SHARE / (cpu_ns(lambda: make(keys)) / 1e9)))

    def run() -> None:
        for _ in range(rounds):
            make(keys)

    return Contender(name, lambda: cpu_ns(run) / rounds / count)


def column(count: int) -> Contender:
    """Time the wheel for a column."""
    keys = pa.array(KEYS[:count])
    for key, link in zip(KEYS[:count:99], peers.column(keys)[::99], strict=True):
        check(link, key, host=peers.HOST, secret_key=peers.SECRET_KEY)
    rounds = max(1, int(SHARE / (cpu_ns(lambda: peers.column_of_links(keys)) / 1e9)))

    def run() -> None:
        for _ in range(rounds):
            peers.column_of_links(keys)

    return Contender(COLUMN, lambda: cpu_ns(run) / rounds / count)


def direct() -> Contender:
    """Time the wheel without the lambda that the peers have around their calls: as a program writes it."""
    get = presign.Signer(peers.ACCESS_KEY, peers.SECRET_KEY).get
    bucket, lifetime = peers.BUCKET, peers.LIFETIME

    def run() -> None:
        for key in KEYS[:20_000]:
            get(bucket, key, expires_in=lifetime)

    return Contender(OURS, lambda: cpu_ns(run) / 20_000)


def program_in_rust() -> Callable[..., str]:
    """Build what times the same calls without Python, and prints nanoseconds."""
    cargo = os.environ.get("CARGO", "cargo")
    words = [cargo, "bench", "--locked", "-p", "presign", "--bench", "python_call", "--no-run"]
    built = subprocess.run(  # noqa: S603 -- this project's own program
        [*words, "--message-format=json"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    (program,) = {
        message["executable"]
        for message in map(json.loads, built.stdout.splitlines())
        if message.get("executable")
    }

    def run(*arguments: str) -> str:
        done = subprocess.run([program, *arguments], capture_output=True, check=True, text=True)  # noqa: S603
        return done.stdout.strip()

    check(run("url"), KEYS[0], host=peers.HOST, secret_key=peers.SECRET_KEY)
    return run


def lists(count: int, rust: Callable[..., str]) -> dict[str, list[float]]:
    """Time so many keys a call, by all who can, and in Rust."""
    # What costs a hundred times as much is as dear for each of a thousand.
    calls = peers.all_of_many_keys().items()
    contenders = [many(name, make, 1000 if name == BOTO3 else count) for name, make in calls]
    buffers = {FRESH: "fresh", REUSED: "reused"}
    in_rust = [
        Contender(name, lambda buffer=buffer: float(rust("many", str(count), buffer)))  # type: ignore[misc]
        for name, buffer in buffers.items()
    ]
    return in_turns([*contenders, column(count), *in_rust])


def with_rows(count: int) -> dict[str, list[float]]:
    """Time lists and columns of keys, each key with a value of its own, and the same in a loop."""
    signer, bucket, lifetime = peers.SIGNER, peers.BUCKET, peers.LIFETIME
    keys = KEYS[:count]
    column = pa.array(keys)

    def contender(name: str, make: Callable[..., object], **options: object) -> Contender:
        def run() -> None:
            make(**options)

        return Contender(name, lambda: cpu_ns(run) / count)

    def many(**options: Any) -> object:  # noqa: ANN401 -- one of several keywords
        return signer.presign_many("GET", bucket, keys, expires_in=lifetime, **options)

    def arrow(**options: Any) -> object:  # noqa: ANN401 -- one of several keywords
        return signer.presign_arrow("GET", bucket, column, expires_in=lifetime, **options)

    def loop(sign_at: int | None = None, **options: list[str]) -> object:
        ((name, values),) = options.items()
        get = signer.get
        return [
            get(bucket, key, expires_in=lifetime, sign_at=sign_at, **{name: value})  # type: ignore[arg-type]
            for key, value in zip(keys, values, strict=True)
        ]

    contenders = [contender(OURS, many), contender(COLUMN, arrow)]
    for name, values in ROWS.items():
        rows = {name: values[:count]}
        assert many(**rows, sign_at=SIGN_AT) == loop(sign_at=SIGN_AT, **rows), name
        contenders += [
            contender(f"{OURS}, {name}", many, **{name: values[:count]}),
            contender(f"{OURS}, {name} of Arrow", many, **{name: pa.array(values[:count])}),
            contender(f"{COLUMN}, {name}", arrow, **{name: pa.array(values[:count])}),
            contender(f"loop, {name}", loop, **{name: values[:count]}),
        ]
    return in_turns(contenders)


def of_rows(results: dict[str, list[float]]) -> bool:
    """Compare the times of rows with values of their own with their targets."""
    met = []
    for name in ROWS:
        times = ratio(results, f"{OURS}, {name}")
        met.append(verdict(f"{name} of each key: times presign_many", times, ROWS_BAR, at_least=False))
        times = ratio(results, f"loop, {name}", f"{OURS}, {name}")
        met.append(verdict(f"{name} of each key: times as fast as a loop", times, LOOP_BAR, at_least=True))
    times = ratio(results, f"{COLUMN}, filename", COLUMN)
    met.append(verdict("filename of each key: times presign_arrow", times, ARROW_ROWS_BAR, at_least=False))
    return all(met)


def in_turns(contenders: Iterable[Contender]) -> dict[str, list[float]]:
    """Let each have its turn, again and again."""
    contenders = list(contenders)
    results: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for _ in range(TURNS):
        for contender in contenders:
            results[contender.name].append(contender.turn())
    return results


def ratio(results: dict[str, list[float]], name: str, base: str = OURS) -> float:
    """Divide turn by turn, and take the median."""
    return statistics.median(a / b for a, b in zip(results[name], results[base], strict=True))


def table(title: str, results: dict[str, list[float]]) -> None:
    """Print a table, fastest first."""
    print(f"\n| {title}, ns per link | fastest | median | quartiles | times {OURS} |")
    print("|---|--:|--:|--:|--:|")
    for name in sorted(results, key=lambda name: statistics.median(results[name])):
        low, middle, high = statistics.quantiles(results[name], n=4)
        times, factor = f"{min(results[name]):,.0f} | {middle:,.0f}", ratio(results, name)
        print(f"| {name} | {times} | {low:,.0f} to {high:,.0f} | {factor:.2f} |")


def import_ms() -> list[float]:
    """Import the package in new interpreters, and read what -X importtime says, in milliseconds."""
    times = []
    for _ in range(IMPORTS):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", "import presign"],
            capture_output=True,
            check=True,
            text=True,
        )
        line = next(line for line in done.stderr.splitlines() if line.endswith("| presign"))
        times.append(int(line.split("|")[1]) / 1000)
    return times


def verdict(words: str, value: float, bar: float, *, at_least: bool) -> bool:
    """Compare a figure with its target."""
    met = value >= bar if at_least else value <= bar
    limit = "at least" if at_least else "at most"
    print(f"- {words}: {value:.2f} (bar: {limit} {bar:g}){'' if met else ' **missed**'}")
    return met


def of_lists(count: int, results: dict[str, list[float]]) -> bool:
    """Compare the times of lists and columns of a number of keys with their targets."""
    boto3, fast = BARS[count]
    words = f"{count} keys: times as fast as"
    met = [
        verdict(f"{words} boto3", ratio(results, BOTO3), boto3, at_least=True),
        verdict(f"{words} fast-s3-url's list", ratio(results, FAST), fast, at_least=True),
        # Its result is the caller's to keep, so its memory is fresh.
        verdict(
            f"{count} keys: presign_arrow, times {FRESH}",
            ratio(results, COLUMN, FRESH),
            COLUMN_BAR,
            at_least=False,
        ),
    ]
    return all(met)


def cpu() -> str:
    """Return the processor's name, if the system reports it."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown CPU"
    )


def main() -> int:
    """Print everything; exit with 1 if a bar is missed."""
    print(f"{cpu()}, CPython {platform.python_version()}, {dt.datetime.now(tz=dt.UTC).date()}, CPU time")
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs")
    rust = program_in_rust()
    calls = peers.all_of_one_key()
    del calls[OURS]
    by_client, by_signer = peers.with_presign_boto3()
    single = in_turns(
        [
            direct(),
            Contender(RUST, lambda: float(rust())),
            *(one(name, make) for name, make in calls.items()),
            one(CLIENT, by_client),
            one(FOLLOWING, by_signer),
        ]
    )
    table("one key", single)
    results = {count: lists(count, rust) for count in BARS}
    for count, result in results.items():
        table(f"{count:,} keys".replace(",", " "), result)
    rows = with_rows(max(BARS))
    table("100 000 keys with values of their own", rows)
    imports = import_ms()
    low, middle, high = statistics.quantiles(imports, n=4)
    print(f"\nimport presign: {middle:.1f} ms ({low:.1f} to {high:.1f}) of {IMPORTS} new interpreters\n")
    fastest = min((name for name in calls), key=lambda name: ratio(single, name))
    met = [
        verdict("times as fast as boto3's generate_presigned_url", ratio(single, BOTO3), 200, at_least=True),
        verdict(f"times as fast as {fastest}, the fastest peer", ratio(single, fastest), 10, at_least=True),
        verdict("times what the same call takes in Rust", ratio(single, OURS, RUST), 1.4, at_least=False),
        *(of_lists(count, result) for count, result in results.items()),
        of_rows(rows),
        verdict("ms to import", middle, 20, at_least=False),
    ]
    for name in (CLIENT, FOLLOWING):
        print(f"- {name}: {ratio(single, BOTO3, name):.1f} times as fast as boto3")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
