"""One table of the last run of the benches: nanoseconds per link, beside ours and beside the limit.

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
        name = json.loads(file.with_name("benchmark.json").read_text())["function_id"]
        if newest - file.stat().st_mtime > SAME_RUN_SECONDS:
            print(f"left out, from another run: {name}")
            continue
        samples = json.loads(file.with_name("sample.json").read_text())
        fastest = min(time / rounds for time, rounds in zip(samples["times"], samples["iters"], strict=True))
        median = json.loads(file.read_text())["median"]["point_estimate"]
        results[name] = Result(fastest, median)
    return dict(sorted(results.items(), key=lambda item: item[1].median))


def cpu() -> str:
    """Read the processor's name, as far as the system tells."""
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


def main() -> None:
    """Print the table."""
    # Benches run in their package's folder, so that is where a relative name leads them.
    target = Path(__file__).parent / "peers" / (os.environ.get("CARGO_TARGET_DIR") or "target")
    results = read(target / "criterion" / "link")
    print(f"{cpu()}, {dt.datetime.now(tz=dt.UTC).date()}, CPU time of one thread, ratios of medians\n")
    width = max(map(len, results))
    print(f"{'ns per link':{width}}      min   median  / {OURS}  / {LIMIT}")
    for name, result in results.items():
        cells = [ratio(result, results.get(base)).rjust(len(base) + 2) for base in (OURS, LIMIT)]
        print(f"{name:{width}}  {result.fastest:7.0f}  {result.median:7.0f}  {'  '.join(cells)}")
    print("", *summary(results), sep="\n")


if __name__ == "__main__":
    main()
