"""Every package has the version, the description, the licence and the links of Cargo.toml."""

from __future__ import annotations

import json
import tomllib
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from toolchain import BINDINGS, ROOT, run

# Nothing is published yet, so none of them is set; a link that is set must be the same everywhere.
LINKS = ("repository", "homepage")
# Packages that people find by their description.
PUBLISHED = ("presign", "presign-python", "presign-node")
NPM = sorted(path.parent.name for path in BINDINGS.glob("*/package.json"))


@pytest.fixture(scope="module")
def shared() -> dict[str, Any]:
    """Read what all packages have in common."""
    package: dict[str, Any] = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]
    return package


def test_the_crates(shared: dict[str, Any]) -> None:
    """All have the version and the licence, and crates depend on each other in that version."""
    metadata = json.loads(run("cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"))
    crates = {crate["name"]: crate for crate in metadata["packages"]}
    for crate in crates.values():
        assert (crate["version"], crate["license"]) == (shared["version"], shared["license"]), crate["name"]
        for link in LINKS:
            assert crate[link] == shared.get(link)
        for dependency in crate["dependencies"]:
            # A dev-dependency on itself has no version.
            if dependency["name"] in crates and dependency["kind"] is None:
                assert dependency["req"] == f"^{shared['version']}"
    for name in PUBLISHED:
        assert crates[name]["description"] == shared["description"]


@pytest.mark.parametrize("name", NPM)
def test_the_npm_packages(shared: dict[str, Any], name: str) -> None:
    """For npm, which reads only package.json and its lock file."""
    package = json.loads((BINDINGS / name / "package.json").read_text(encoding="utf-8"))
    for field in ("version", "license"):
        assert package[field] == shared[field]
    if package["name"] == "presign":
        assert package["description"] == shared["description"]
    for link in LINKS:
        assert package.get(link) == shared.get(link)
    lock = BINDINGS / name / "package-lock.json"
    assert not lock.exists() or json.loads(lock.read_text())["version"] == shared["version"]


def test_the_python_package(shared: dict[str, Any]) -> None:
    """Version and description are read from python/Cargo.toml by maturin."""
    project = tomllib.loads((ROOT / "python/pyproject.toml").read_text())["project"]
    assert {"version", "description"} <= set(project["dynamic"])
    assert not {"version", "description"} & set(project)
    assert project["license"] == shared["license"]
    assert set(project.get("urls", {}).values()) == {shared[link] for link in LINKS if link in shared}


def test_the_java_package(shared: dict[str, Any]) -> None:
    """Each pom.xml has the version as its own or its parent's."""
    maven = "{http://maven.apache.org/POM/4.0.0}"
    for pom in BINDINGS.glob("java/**/pom.xml"):
        project = ET.parse(pom).getroot()
        own = project.find(f"{maven}version")
        version = own if own is not None else project.find(f"{maven}parent/{maven}version")
        assert version is not None
        assert version.text == shared["version"], pom
