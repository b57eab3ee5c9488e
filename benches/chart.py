"""Draw docs/speed.svg: nanoseconds per link, for presign and for other Rust libraries, on a logarithmic axis.

    python3 benches/chart.py                               # the last `make bench`, as table.py reads it
    python3 benches/chart.py --page docs/performance.md    # the figures recorded on that page

`--output FILE` draws into another file. The second form needs no bench and always draws the same chart.
"""
# ruff: noqa: INP001 -- a script in a folder of benches

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import math
import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import table

ROOT = Path(__file__).resolve().parent.parent


@dataclasses.dataclass(frozen=True)
class Row:
    """One row of the chart, and where its figure is found."""

    group: str
    bench: str
    # How the label of the row begins in the page's table.
    page: str
    label: str
    is_ours: bool = False


ROWS = (
    Row("batch", "batch_1000", "**presign**, 1 000 keys", "presign, batch of 1 000 keys", is_ours=True),
    Row("link", "single_v4_template", "**presign**, `Template::", "presign, template", is_ours=True),
    Row("link", table.OURS, "**presign**, `Signer::presign` ", "presign, one link", is_ours=True),
    Row("link", "by_hand", "a loop written by hand", "loop by hand (sha2, hmac)"),
    Row("link", "rusty-s3", "rusty-s3", "rusty-s3"),
    Row("link", "s3-presign", "s3-presign", "s3-presign"),
    Row("link", "aws-sigv4", "aws-sigv4", "aws-sigv4"),
    Row("link", "reqsign-aws-v4", "reqsign-aws-v4", "reqsign-aws-v4"),
    Row("link", "aws-sdk-s3", "aws-sdk-s3", "aws-sdk-s3"),
)

# In pixels.
WIDTH, LEFT, RIGHT, TOP, ROW = 760, 240, 60, 50, 28
OURS_COLOUR, OTHER_COLOUR = "#0969da", "#6e7781"


def from_benches() -> tuple[dict[Row, float], str]:
    """Read medians, CPU and date of the last run of the benches."""
    folder = table.criterion_folder()
    results = {group: table.read(folder / group) for group in ("link", "batch")}
    medians = {row: results[row.group][row.bench].median for row in ROWS if row.bench in results[row.group]}
    newest = max(file.stat().st_mtime for file in (folder / "link").glob("*/new/estimates.json"))
    return medians, f"{table.cpu()}, {dt.datetime.fromtimestamp(newest, tz=dt.UTC).date()}"


def from_page(page: Path) -> tuple[dict[Row, float], str]:
    """Read medians, CPU and date from the tables of a page."""
    text = page.read_text(encoding="utf-8")
    [machine] = set(re.findall(r"^\| ns per link \((.*?)\)", text, flags=re.MULTILINE))
    cells = re.findall(r"^\| (.*?) \| *[\d.]+ \| *([\d.]+) \|", text, flags=re.MULTILINE)
    medians = {row: float(median) for row in ROWS for label, median in cells if label.startswith(row.page)}
    return medians, machine


def draw(medians: dict[Row, float], machine: str) -> str:
    """Write the SVG, fastest row first."""
    rows = sorted(medians, key=medians.__getitem__)
    bottom = TOP + ROW * len(rows)
    low, high = (
        math.floor(math.log10(min(medians.values()))),
        math.ceil(math.log10(max(medians.values()))),
    )
    height = bottom + 62

    def x(nanoseconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(nanoseconds) - low) / (high - low)

    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    font = 'font-family="system-ui, sans-serif" font-size="13" fill="#1f2328"'
    title = "Nanoseconds per link, one thread (logarithmic axis; less is faster)"
    caption = f"Medians of one run of make bench: {machine}. Version 4, the day's signing key cached."
    grey = 'fill="#57606a"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{height}" rx="6" fill="#ffffff"/>',
        f'<text x="16" y="28" font-size="15" font-weight="600">{title}</text>',
    ]
    for power in range(low, high + 1):
        at = f"{x(10**power):.1f}"
        lines += [
            f'<line x1="{at}" y1="{TOP - 6}" x2="{at}" y2="{bottom}" stroke="#d0d7de"/>',
            f'<text x="{at}" y="{bottom + 16}" text-anchor="middle" {grey}>{number(10**power)}</text>',
        ]
    for index, row in enumerate(rows):
        y = TOP + ROW * index + ROW // 2
        at = f"{x(medians[row]):.1f}"
        colour = OURS_COLOUR if row.is_ours else OTHER_COLOUR
        weight = ' font-weight="600"' if row.is_ours else ""
        lines += [
            f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end"{weight}>{escape(row.label)}</text>',
            f'<line x1="{LEFT}" y1="{y}" x2="{at}" y2="{y}" stroke="{colour}" stroke-opacity="0.3"/>',
            f'<circle cx="{at}" cy="{y}" r="5" fill="{colour}"/>',
            f'<text x="{float(at) + 11:.1f}" y="{y + 4}"{weight}>{number(round(medians[row]))}</text>',
        ]
    lines += [f'<text x="16" y="{height - 14}" font-size="12" {grey}>{escape(caption)}</text>', "</svg>", ""]
    return "\n".join(lines)


def number(value: float) -> str:
    """Write a number with a space before its thousands."""
    return f"{value:,}".replace(",", " ")


def main() -> None:
    """Draw the chart."""
    parser = argparse.ArgumentParser(description="Draw the chart of speed.")
    parser.add_argument("--page", type=Path, help="read the tables of this page, not the benches")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "speed.svg")
    arguments = parser.parse_args()
    medians, machine = from_page(arguments.page) if arguments.page else from_benches()
    missing = [row.label for row in ROWS if row not in medians]
    if missing:
        sys.exit(f"no figure for {', '.join(missing)}: run `make bench` first")
    arguments.output.write_text(draw(medians, machine), encoding="utf-8")


if __name__ == "__main__":
    main()
