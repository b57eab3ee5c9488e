"""Every package has the version, the description, the licence and the links of Cargo.toml."""

from __future__ import annotations

import json
import tomllib
from typing import Any
from xml.etree import ElementTree as ET

import central
import pytest
from toolchain import BINDINGS, ROOT, run

# A link that is set must be the same everywhere.
LINKS = ("repository", "homepage")
# Packages of a part of presign, or for another platform, say what they are; others say what Cargo.toml says.
DESCRIBED_BY_THEMSELVES = {"presign-c", "presign-cli", "presign-wasm", "presign-aws-sdk"}
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
        if crate["name"] not in DESCRIBED_BY_THEMSELVES:
            assert crate["description"] == shared["description"], crate["name"]


@pytest.mark.parametrize("name", NPM)
def test_the_npm_packages(shared: dict[str, Any], name: str) -> None:
    """For npm, which reads only package.json and its lock file."""
    package = json.loads((BINDINGS / name / "package.json").read_text(encoding="utf-8"))
    for field in ("version", "license"):
        assert package[field] == shared[field]
    if package["name"] not in DESCRIBED_BY_THEMSELVES:
        assert package["description"] == shared["description"]
    assert package["repository"] == {"type": "git", "url": f"git+{shared['repository']}"}
    assert package.get("homepage") == shared.get("homepage")
    lock = BINDINGS / name / "package-lock.json"
    assert not lock.exists() or json.loads(lock.read_text())["version"] == shared["version"]


def test_the_python_package(shared: dict[str, Any]) -> None:
    """Version and description are read from python/Cargo.toml by maturin."""
    project = tomllib.loads((ROOT / "python/pyproject.toml").read_text())["project"]
    assert {"version", "description"} <= set(project["dynamic"])
    assert not {"version", "description"} & set(project)
    assert project["license"] == shared["license"]
    # maturin takes the links from there as well, unless this file has some.
    assert "urls" not in project


def test_the_java_packages(shared: dict[str, Any]) -> None:
    """Each pom.xml has them as its own or its parent's; Maven Central's other conditions hold as well."""
    for name in central.PROJECTS:
        about = central.described(name)
        assert all(about.values()), name
        assert about["version"] == [shared["version"]], name
        if name not in DESCRIBED_BY_THEMSELVES:
            assert about["description"] == [shared["description"]]
        assert " OR ".join(about["licenses/license/name"]) == shared["license"]
        assert about["developers/developer/name"] == shared["authors"]
        assert about["url"] == about["scm/url"] == [shared["repository"]]
        assert about["scm/connection"] == [f"scm:git:{shared['repository']}"]


def test_the_version_of_the_benchmarks_for_java(shared: dict[str, Any]) -> None:
    """It is not published, but names its parent's version."""
    pom = ET.parse(BINDINGS / "java/benchmarks/pom.xml").getroot()
    assert central.texts(pom, "parent/version") == [shared["version"]]
