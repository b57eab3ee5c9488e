"""What is built into presign: the tables of ARCHITECTURE.md and the lock files agree."""

from __future__ import annotations

import functools
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
#: The folders of the manifests, by their names in the tables.
FOLDERS = {
    "core": ".",
    "cli": "cli",
    "bindings/c": "bindings/c",
    "bindings/c/fuzz": "bindings/c/fuzz",
    "bindings/node": "bindings/node",
    "bindings/wasm/glue": "bindings/wasm/glue",
    "python": "python",
}
TESTS = ", tests"
LOCK_FILES = sorted(
    path.relative_to(ROOT)
    for folder in (".", *FOLDERS.values(), "benches/peers")
    for path in (ROOT / folder).glob("Cargo.lock")
)
NPM_LOCK_FILES = sorted(
    path.relative_to(ROOT)
    for path in (ROOT / "bindings").glob("**/package-lock.json")
    if "node_modules" not in path.parts
)


def table(*titles: str) -> list[list[str]]:
    """Return the rows of a table of ARCHITECTURE.md, by its titles."""
    head = f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}\n"
    rows = ARCHITECTURE.split(head)[1].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def dependencies_of(manifest: dict[str, Any]) -> dict[str, set[str]]:
    """Return the names of a manifest's dependencies, and those of its tests; without presign's own."""
    found: dict[str, set[str]] = {"": set(), TESTS: set()}
    for name, platform in [("", manifest), *manifest.get("target", {}).items()]:
        for kind in ("dependencies", "build-dependencies", "dev-dependencies"):
            # Only `make loom` is compiled with this.
            is_for_tests = kind == "dev-dependencies" or name == "cfg(loom)"
            found[TESTS if is_for_tests else ""].update(platform.get(kind, {}))
    return {kind: names - {"presign", "presign-cli"} for kind, names in found.items()}


@functools.cache
def metadata() -> dict[str, Any]:
    """Return cargo's description of the workspace and of every crate that it needs on any system."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    described: dict[str, Any] = json.loads(done.stdout)
    return described


def test_each_dependency_has_a_reason() -> None:
    """A row has the names of the dependencies of one manifest, and says what they are for."""
    expected: dict[str, set[str]] = {}
    for crate, folder in FOLDERS.items():
        manifest = tomllib.loads((ROOT / folder / "Cargo.toml").read_text(encoding="utf-8"))
        for kind, names in dependencies_of(manifest).items():
            # The fuzz targets are tests themselves.
            row = crate + (TESTS if crate.endswith("fuzz") else kind)
            expected.setdefault(row, set()).update(names)
    shown: dict[str, set[str]] = {}
    for crate, listed, reason in table("crate", "dependency", "reason"):
        assert reason
        before = shown.setdefault(crate, set())
        new = set(listed.split(", "))
        assert not before & new, crate
        before |= new
    assert shown == {crate: names for crate, names in expected.items() if names}


def test_each_optional_dependency_of_the_wheel_is_named() -> None:
    """The text below the table names the packages that the wheel's extras install."""
    project = tomllib.loads((ROOT / "python" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert not project.get("dependencies")
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    [sentence] = re.findall(
        r"The wheel's optional dependencies are (.*?), for", ARCHITECTURE, flags=re.DOTALL
    )
    named = sentence.replace(" and ", ", ").split(", ")
    assert sorted(named) == sorted(re.split(r"[\[>]", line)[0] for line in extras)


def test_packages_that_are_said_to_have_no_dependencies_have_none() -> None:
    """The packages for Node and WebAssembly, and the module for Go."""
    for folder in ("node", "wasm"):
        package = json.loads((ROOT / "bindings" / folder / "package.json").read_text(encoding="utf-8"))
        assert not {"dependencies", "peerDependencies", "optionalDependencies"} & set(package), folder
    assert "require" not in (ROOT / "bindings" / "go" / "go.mod").read_text(encoding="utf-8")


def test_code_that_runs_while_building_is_listed() -> None:
    """Each row has the build scripts and the macros that a crate needs beside the rows above it."""
    packages = {package["id"]: package for package in metadata()["packages"]}
    nodes = {node["id"]: node for node in metadata()["resolve"]["nodes"]}
    ids = {str(Path(packages[one]["manifest_path"]).parent): one for one in metadata()["workspace_members"]}

    def needed(root: str) -> set[str]:
        """Return the crate and all that it needs, without those of its tests."""
        found, left = set(), [root]
        while left:
            if (one := left.pop()) not in found:
                found.add(one)
                wanted = (
                    dependency["pkg"]
                    for dependency in nodes[one]["deps"]
                    if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"])
                )
                left.extend(wanted)
        return found

    def with_kind(ids: set[str], kind: str) -> set[str]:
        targets = (
            (packages[one]["name"], target["kind"]) for one in ids for target in packages[one]["targets"]
        )
        return {name for name, kinds in targets if kind in kinds}

    above: set[str] = set()
    for crate, scripts, macros in table("crate", "build scripts", "macros"):
        own = set(packages) if crate == "tests" else needed(ids[str((ROOT / FOLDERS[crate]).resolve())])
        for kind, listed in (("custom-build", scripts), ("proc-macro", macros)):
            expected = with_kind(own - above, kind) - with_kind(above, kind)
            assert {name for name in listed.split(", ") if name} == expected, (crate, kind)
        above |= own
    assert above == set(packages)


@pytest.mark.parametrize("path", LOCK_FILES, ids=str)
def test_each_crate_is_one_of_crates_io_with_its_checksum(path: Path) -> None:
    """Except presign's own, which have no source."""
    crates = tomllib.loads((ROOT / path).read_text(encoding="utf-8"))["package"]
    assert len(crates) > 20
    for crate in crates:
        if crate["name"].startswith("presign") and "source" not in crate:
            continue
        # A git repository or another registry would be named here.
        assert re.fullmatch(r"registry\+\S+/crates\.io-index", crate["source"]), crate
        assert re.fullmatch("[0-9a-f]{64}", crate["checksum"]), crate


@pytest.mark.parametrize("path", NPM_LOCK_FILES, ids=str)
def test_each_package_of_npm_has_its_checksum(path: Path) -> None:
    """Except presign's own, which is a link to a folder."""
    packages = json.loads((ROOT / path).read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        is_own = name in ("", "..") or package.get("link")
        assert is_own or package["integrity"].startswith("sha512-"), name
