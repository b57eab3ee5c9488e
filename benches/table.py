"""Two tables of the last run of the benches, single links and batches, in nanoseconds per link.

Run it after `cargo bench --manifest-path benches/peers/Cargo.toml --bench peers`; CARGO_TARGET_DIR counts.
"""
# ruff: noqa: INP001, T201 -- a script that prints, in a folder of benches

import dataclasses
import datetime as dt
import json
import os
import sys
from pathlib import Path

OURS = "single_v4"
LIMIT = "limit_9_blocks"
BATCHES = ("batch_1000", "batch_10000", "batch_100000")
SINGLE_INTO = "single_into"
RIVALS = ("rusty-s3", "s3-presign", "aws-sigv4")
# A run takes less; what is older than this beside the newest figure is of another run, under another load.
SAME_RUN_SECONDS = 5 * 60


@dataclasses.dataclass(frozen=True)
class Result:
    """Nanoseconds per link."""

    fastest: float
    median: float


def read(group: Path) -> dict[str, Result]:
    """Read the results of the last run, fastest first."""
    files = list(group.glob("*/new/estimates.json"))
    if not files:
        sys.exit(f"no results in {group}: run the benches first")
    newest = max(file.stat().st_mtime for file in files)
    results = {}
    for file in files:
        bench = json.loads(file.with_name("benchmark.json").read_text())
        name = bench["function_id"]
        links = (bench["throughput"] or {}).get("Elements", 1)
        if newest - file.stat().st_mtime > SAME_RUN_SECONDS:
            print(f"left out, from another run: {name}")
            continue
        samples = json.loads(file.with_name("sample.json").read_text())
        fastest = min(time / rounds for time, rounds in zip(samples["times"], samples["iters"], strict=True))
        median = json.loads(file.read_text())["median"]["point_estimate"]
        results[name] = Result(fastest / links, median / links)
    return dict(sorted(results.items(), key=lambda item: item[1].median))


def criterion_folder() -> Path:
    """Return the folder with criterion's output; CARGO_TARGET_DIR counts."""
    # Benches run in their package's folder, so a relative name starts there.
    target = Path(__file__).parent / "peers" / (os.environ.get("CARGO_TARGET_DIR") or "target")
    return target / "criterion"


def cpu() -> str:
    """Return the processor's name, if the system reports it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return "unknown CPU"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown CPU"


def ratio(result: Result, base: Result | None) -> str:
    """Divide the medians."""
    return f"{result.median / base.median:.2f}" if base else "-"


def summary(results: dict[str, Result]) -> list[str]:
    """Say the two ratios that the targets are about, as far as their benches ran."""
    if OURS not in results:
        return []
    lines = []
    if LIMIT in results:
        lines.append(f"{OURS} is {results[OURS].median / results[LIMIT].median:.2f} times {LIMIT}")
    rivals = [name for name in results if name in RIVALS]
    if rivals:
        fastest = rivals[0]
        factor = results[fastest].median / results[OURS].median
        lines.append(f"{OURS} is {factor:.1f} times as fast as {fastest}, the fastest of {', '.join(RIVALS)}")
    return lines


def batch_limit(results: dict[str, Result]) -> str:
    """Name the fastest way to hash that there is here; nothing but hashing."""
    return next((name for name in results if name.startswith("limit_")), "limit")


def batch_summary(results: dict[str, Result], links: dict[str, Result]) -> list[str]:
    """Say the ratios of batches that the targets are about."""
    limit = batch_limit(results)
    if limit not in results or BATCHES[0] not in results:
        return []
    lines = [
        f"{name} is {results[name].median / results[limit].median:.2f} times {limit}"
        for name in BATCHES
        if name in results
    ]
    ours = results[BATCHES[0]]
    if SINGLE_INTO in results:
        factor = results[SINGLE_INTO].median / ours.median
        lines.append(f"{BATCHES[0]} is {factor:.1f} times as fast as {SINGLE_INTO}")
    rivals = [name for name in links if name in RIVALS]
    if rivals:
        factor = links[rivals[0]].median / ours.median
        lines.append(f"{BATCHES[0]} is {factor:.1f} times as fast as {rivals[0]}")
    return lines


def print_table(results: dict[str, Result], bases: tuple[str, ...]) -> None:
    """Print what was measured, with its ratios to some of it."""
    width = max(map(len, [*results, "ns per link"]))
    print(f"{'ns per link':{width}}      min   median  {'  '.join('/ ' + base for base in bases)}")
    for name, result in results.items():
        cells = [ratio(result, results.get(base)).rjust(len(base) + 2) for base in bases]
        print(f"{name:{width}}  {result.fastest:7.1f}  {result.median:7.1f}  {'  '.join(cells)}")


def main() -> None:
    """Print the tables."""
    links = read(criterion_folder() / "link")
    batches = read(criterion_folder() / "batch")
    print(f"{cpu()}, {dt.datetime.now(tz=dt.UTC).date()}, CPU time of one thread, ratios of medians\n")
    print_table(links, (OURS, LIMIT))
    print("", *summary(links), "", sep="\n")
    print_table(batches, (SINGLE_INTO, batch_limit(batches)))
    print("", *batch_summary(batches, links), sep="\n")


if __name__ == "__main__":
    main()
