"""Runs axe-core in a browser's page: the rules of accessibility that a program can check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import browser

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "bindings" / "wasm" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}


def serious(window: browser.Browser, *, certain: bool = False) -> list[tuple[str, list[str]]]:
    """Return the serious rules that the page breaks or, if not `certain`, may break, with the elements."""
    window.run(SCRIPT.read_text(encoding="utf-8"))
    found = window.run("return axe.run()")
    assert len(found["passes"]) > 10
    return [
        (rule["id"], [node["html"] for node in rule["nodes"]])
        for rule in found["violations"] + ([] if certain else found["incomplete"])
        if rule["impact"] in SERIOUS
    ]


def prefer(window: browser.Browser, **features: str) -> None:
    """Set what the reader of a page prefers: prefers_color_scheme="dark"."""
    chosen = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    window.devtools("Emulation.setEmulatedMedia", features=chosen)
