"""Draw docs/anatomy.svg: a presigned URL of Signature Version 4, cut into its parts, with a label for each.

    python3 docs/anatomy.py

The URL is that of the README's first example, with AWS's published example keys, signed at 2013-05-24
00:00:00 UTC.
`--output FILE` draws into another file.
"""
# ruff: noqa: INP001 -- a script beside what it draws

from __future__ import annotations

import argparse
import dataclasses
import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
TITLE = "The parts of a presigned URL"


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of the URL, and what it says."""

    # The colour: what, who, when or signature.
    group: str
    text: str
    label: str


SIGNATURE = "5cb3d796479036743e9d2cbc977afbfd00fcc43846d7c5af15ed2592d8208b2b"
PARTS = (
    Part("what", "https://s-dt2.cloud.gcore.lu", "Where: the endpoint of the storage"),
    Part("what", "/example-bucket", "What: the bucket"),
    Part("what", "/image.jpg", "and the key of the object"),
    Part("signature", "?X-Amz-Algorithm=AWS4-HMAC-SHA256", "How: Signature Version 4"),
    Part("who", "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE", "Who: the access key ID of the signer"),
    Part("who", "%2F20130524%2Fs-dt2%2Fs3%2Faws4_request", "and the credential scope: date, region, service"),
    Part("when", "&X-Amz-Date=20130524T000000Z", "When: signed at 2013-05-24 00:00:00 UTC"),
    Part("when", "&X-Amz-Expires=604800", "How long: 604800 s = 7 days"),
    Part("what", "&X-Amz-SignedHeaders=host", "Which headers are signed: the Host header"),
    Part(
        "signature",
        f"&X-Amz-Signature={SIGNATURE}",
        "Signature: HMAC-SHA256 over all else, with the secret key",
    ),
)

# In pixels. On a phone, 360 pixels wide, the picture shrinks to three quarters.
WIDTH, MARGIN, TOP = 480, 16, 48
CHARACTER, LINE, LABEL, GAP = 7.8, 20, 19, 9
MOST_CHARACTERS = int((WIDTH - 2 * MARGIN - 8) / CHARACTER)

# An <img> follows the colours of the reader's system. The line on the left differs too, for readers who see
# no colours.
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; }
.url { font: 13px ui-monospace, monospace; white-space: pre; }
.page { fill: #ffffff; }
.what { fill: #dbeafe; }
.who { fill: #dcfce7; }
.when { fill: #fef3c7; }
.signature { fill: #fce7f3; }
line { stroke: #57606a; stroke-width: 3; }
line.who { stroke-dasharray: 9 4; }
line.when { stroke-dasharray: 3 3; }
line.signature { stroke-width: 6; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .page { fill: #0d1117; }
  .what { fill: #12305c; }
  .who { fill: #12401f; }
  .when { fill: #4d3800; }
  .signature { fill: #561c3e; }
  line { stroke: #9ea7b3; }
}
"""


def draw() -> str:
    """Write the SVG."""
    y = TOP
    body = []
    for part in PARTS:
        lines = textwrap.wrap(part.text, MOST_CHARACTERS, break_on_hyphens=False)
        height = LINE * len(lines)
        middle = f'y1="{y}" y2="{y + height + LABEL}"'
        body.append(f'<line class="{part.group}" x1="{MARGIN}" x2="{MARGIN}" {middle}/>')
        for line in lines:
            width = f"{len(line) * CHARACTER:.1f}"
            body += [
                f'<rect class="{part.group}" x="{MARGIN + 6}" y="{y}" width="{width}" height="{LINE}"/>',
                # Every font has the width of the rectangle.
                f'<text class="url" x="{MARGIN + 6}" y="{y + 14}" textLength="{width}">{escape(line)}</text>',
            ]
            y += LINE
        body.append(f'<text x="{MARGIN + 6}" y="{y + 14}">{escape(part.label)}</text>')
        y += LABEL + GAP
    height = y + MARGIN - GAP
    description = "; ".join(f"{part.text}: {part.label}" for part in PARTS)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title description">',
        f'<title id="title">{TITLE}</title>',
        f'<desc id="description">{escape(description)}</desc>',
        f"<style>\n{STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{height}" rx="6"/>',
        f'<text class="title" x="{MARGIN}" y="30">{TITLE}</text>',
        *body,
        "</svg>",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Draw the picture."""
    parser = argparse.ArgumentParser(description="Draw the parts of a presigned URL.")
    parser.add_argument("--output", type=Path, default=HERE / "anatomy.svg")
    parser.parse_args().output.write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
