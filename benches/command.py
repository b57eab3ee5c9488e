"""`presign batch` beside the library's own batches: `make bench-command` prints a table in markdown.

Ten million keys, to nowhere and to a file in memory, and a million rows of JSON. The library signs 100 000
keys again and again into one buffer. Both take turns, by the wall's clock, since the command reads, signs and
writes at once.
"""
# ruff: noqa: INP001, T201, S603 -- a script that prints and runs programs, in a folder of benches

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
KEYS = int(os.environ.get("PRESIGN_BENCH_KEYS", "10000000"))
ROUNDS = 5
ENVIRONMENT = {
    "HOME": "/",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}


def library(bench: str, threads: int) -> float:
    """Links a second, as the bench `threads` measures them."""
    done = subprocess.run([bench, f"--threads={threads}"], capture_output=True, text=True, check=True)
    return float(done.stdout)


def command(arguments: list[str | Path], count: int, output: Path) -> tuple[float, int]:
    """Links a second, and the most memory in KiB."""
    with output.open("wb") as out:
        begin = time.perf_counter()
        child = subprocess.Popen(
            [TARGET / "release" / "presign", "batch", *arguments],
            env=ENVIRONMENT,
            stdout=out,
        )
        _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - begin
    if status:
        sys.exit("the command failed")
    return count / took, usage.ru_maxrss


def rows(folder: Path) -> str:
    """Measure rows of JSON, a tenth as many, to nowhere, and return their line of the table."""
    table = folder / "rows"
    count = KEYS // 10
    with table.open("w") as file:
        file.writelines(
            f'{{"uri":"s3://example-bucket/user-{i:08}/image-{i:08}.jpg","version_id":"{i:032x}"}}\n'
            for i in range(count)
        )
    reached = [command(["--rows", "jsonl", table], count, Path(os.devnull)) for _ in range(ROUNDS)]
    rates = [rate / 1e6 for rate, _ in reached]
    cell = f"{statistics.median(rates):.2f} ({min(rates):.2f} to {max(rates):.2f})"
    return f"| --rows jsonl | | {cell} | | {max(used for _, used in reached) / 1024:.0f} |"


def main() -> None:
    """Measure and print."""
    found = subprocess.run(
        ["cargo", "bench", "--locked", "--bench", "threads", "--no-run", "--message-format=json"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    bench = found.stdout.split('"executable":"')[-1].split('"')[0]
    print("| million links a second, median (lowest to highest) | library | to nowhere | to memory | MiB |")
    print("|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        keys, output = Path(folder, "keys"), Path(folder, "links")
        with keys.open("w") as file:
            file.writelines(f"photos/2026/11/22/user-{i:08}/image-{i:08}.jpg\n" for i in range(KEYS))
        for threads in (1, 2):
            rates: list[list[float]] = [[], [], []]
            memory = 0
            for _ in range(ROUNDS):
                rates[0].append(library(bench, threads))
                for place, rate in ((Path(os.devnull), rates[1]), (output, rates[2])):
                    arguments = ["s3://example-bucket", keys, f"--threads={threads}"]
                    reached, used = command(arguments, KEYS, place)
                    rate.append(reached)
                    memory = max(memory, used)
                output.unlink()
            medians = [statistics.median(rate) / 1e6 for rate in rates]
            cells = [
                f"{median:.2f} ({min(rate) / 1e6:.2f} to {max(rate) / 1e6:.2f})"
                for median, rate in zip(medians, rates, strict=True)
            ]
            print(f"| --threads {threads} | {' | '.join(cells)} | {memory / 1024:.0f} |")
            shares = [f"{median / medians[0]:.2f}" for median in medians]
            print(f"| share of the library | {' | '.join(shares)} | |")
        print(rows(Path(folder)))


if __name__ == "__main__":
    main()
