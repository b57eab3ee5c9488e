"""Arranges the jars of target/dist as Maven Central takes them, and checks what it checks before that.

    central.py

writes target/dist-work/central. Nothing is signed, and nothing is sent.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from project import DIST, ROOT, TARGET, VERSION
from targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

JAVA = ROOT / "bindings" / "java"
# The projects that are published, and the one whose description of itself the others inherit.
PARENT = "presign-parent"
PROJECTS = {PARENT: JAVA, "presign": JAVA / "presign", "presign-aws-sdk": JAVA / "presign-aws-sdk"}
# What its page of requirements lists.
REQUIRED = (
    "groupId",
    "artifactId",
    "version",
    "name",
    "description",
    "url",
    "licenses/license/name",
    "licenses/license/url",
    "developers/developer/name",
    "scm/connection",
    "scm/url",
)
INHERITED = REQUIRED[5:]


class NotAcceptedError(Exception):
    """Maven Central would refuse a package."""


def texts(pom: ET.Element, path: str) -> list[str]:
    """Return the texts of all elements with this path."""
    spaced = "/".join(f"{{*}}{name}" for name in path.split("/"))
    return [element.text.strip() for element in pom.iterfind(spaced) if element.text]


def described(name: str) -> dict[str, list[str]]:
    """Return what a project says about itself, by itself or through its parent."""
    own = ET.parse(PROJECTS[name] / "pom.xml").getroot()
    parent = ET.parse(PROJECTS[PARENT] / "pom.xml").getroot()
    return {
        path: texts(own, path)
        or texts(own, f"parent/{path}")
        or (texts(parent, path) if path in INHERITED else [])
        for path in REQUIRED
    }


def classes(jar: Path, ending: str) -> set[str]:
    """Return the names of the files with this ending in a jar; those of inner classes are left out."""
    with zipfile.ZipFile(jar) as opened:
        files = {name.removesuffix(ending) for name in opened.namelist() if name.endswith(ending)}
    return {name for name in files if "$" not in name}


def arrange(name: str, folder: Path) -> None:
    """Copy the files of one project, and check them."""
    about = described(name)
    lacking = [path for path, values in about.items() if not values]
    if lacking:
        message = f"{PROJECTS[name] / 'pom.xml'} and its parent have no {', '.join(lacking)}"
        raise NotAcceptedError(message)
    if about["artifactId"] != [name] or about["version"] != [VERSION]:
        message = f"{PROJECTS[name] / 'pom.xml'} is not {name} {VERSION}"
        raise NotAcceptedError(message)
    place = folder.joinpath(*about["groupId"][0].split("."), name, VERSION)
    place.mkdir(parents=True)
    shutil.copyfile(PROJECTS[name] / "pom.xml", place / f"{name}-{VERSION}.pom")
    if name == PARENT:
        return
    endings = [".jar", "-sources.jar", "-javadoc.jar"]
    if name == "presign":
        endings += [f"-natives-{target.java}.jar" for target in TARGETS.values() if target.java]
    for ending in endings:
        jar = DIST / f"{name}-{VERSION}{ending}"
        if not jar.exists():
            message = f"{jar} is missing: make dist KINDS=java"
            raise NotAcceptedError(message)
        shutil.copyfile(jar, place / jar.name)
    compiled, sources, documented = (
        classes(place / f"{name}-{VERSION}{ending}", suffix)
        for ending, suffix in zip(endings[:3], (".class", ".java", ".html"), strict=True)
    )
    # Pages are in a folder with the module's name, and only public classes have one.
    has_page = any(page.endswith(f"/{name}") for page in documented for name in compiled)
    if compiled != sources or not has_page:
        message = f"the sources or the reference of {name} are not those of its classes"
        raise NotAcceptedError(message)


def main() -> None:
    """Arrange all projects."""
    folder = TARGET / "dist-work" / "central"
    shutil.rmtree(folder, ignore_errors=True)
    for name in PROJECTS:
        arrange(name, folder)
    print(f"{folder}: {sum(path.is_file() for path in folder.rglob('*'))} files")


if __name__ == "__main__":
    try:
        main()
    except NotAcceptedError as error:
        sys.exit(f"central.py: {error}")
