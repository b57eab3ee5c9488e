"""A mutant as cargo-mutants lists it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """One change of one source file; `start` is its line and column, from 1."""

    number: int
    name: str
    package: str
    file: str
    genre: str
    start: tuple[int, int]
    replacement: str
    return_type: str

    @classmethod
    def from_json(cls, number: int, listed: dict[str, Any]) -> "Mutant":
        """Read an element of what `cargo mutants --list --json` prints."""
        start = listed["span"]["start"]
        return cls(
            number=number,
            name=listed["name"],
            package=listed["package"],
            file=listed["file"],
            genre=listed["genre"],
            start=(start["line"], start["column"]),
            replacement=listed["replacement"],
            return_type=(listed["function"] or {}).get("return_type", ""),
        )
