"""`make install` installs the right files, and `make uninstall` removes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from toolchain import ROOT, TARGET, Installed, make, result, run

if TYPE_CHECKING:
    from pathlib import Path

LIBDIR = "/usr/lib/x86_64-linux-gnu"
FORMS = (
    "batch",
    "completions",
    "explain",
    "inspect",
    "man",
    "playlist",
    "policy",
    "post",
    "signurl",
    "verify",
)


def files(folder: Path) -> set[str]:
    """List all files and symbolic links in a folder."""
    return {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink() or path.is_file()
    }


@pytest.fixture
def staged(tmp_path: Path) -> tuple[Path, list[str]]:
    """Install into a staging folder, as distributions do; return the folder and make's arguments."""
    stage = tmp_path / "the stage"  # only PREFIX must not contain spaces
    arguments = [f"DESTDIR={stage}", "PREFIX=/usr", f"LIBDIR={LIBDIR}"]
    make("install", *arguments, umask=0o077)  # the files must be readable for all users even so
    return stage, arguments


def test_exactly_these_files_are_installed(staged: tuple[Path, list[str]], version: str, soname: str) -> None:
    """The command, its manual and completions, headers, libraries, the files of pkg-config and CMake."""
    stage, _ = staged
    lib = LIBDIR.removeprefix("/")
    assert files(stage) == {
        "usr/include/presign.h",
        "usr/include/presign.hpp",
        f"{lib}/libpresign.a",
        f"{lib}/libpresign.so",
        f"{lib}/{soname}",
        f"{lib}/{soname}.{version}",
        f"{lib}/pkgconfig/presign.pc",
        f"{lib}/cmake/presign/presign-config.cmake",
        f"{lib}/cmake/presign/presign-config-version.cmake",
        "usr/bin/presign",
        "usr/share/man/man1/presign.1",
        *(f"usr/share/man/man1/presign-{form}.1" for form in FORMS),
        "usr/share/bash-completion/completions/presign",
        "usr/share/zsh/site-functions/_presign",
        "usr/share/fish/vendor_completions.d/presign.fish",
    }
    assert {path.stat().st_mode & 0o777 for path in stage.rglob("*") if path.is_dir()} == {0o755}
    modes = {
        str(path.relative_to(stage)): path.stat().st_mode & 0o777
        for path in stage.rglob("*")
        if path.is_file()
    }
    assert {name for name, mode in modes.items() if mode != 0o644} == {
        "usr/bin/presign",
        f"{lib}/libpresign.so",
        f"{lib}/{soname}",
        f"{lib}/{soname}.{version}",
    }
    for name in ("presign.h", "presign.hpp"):
        assert (stage / "usr/include" / name).read_bytes() == (ROOT / "include" / name).read_bytes()


def test_symbolic_links_lead_to_the_soname_and_the_library(
    installed: Installed, version: str, soname: str
) -> None:
    """The linker's name leads to the soname, which a program loads, and the soname to the library."""
    library = installed.lib / f"{soname}.{version}"
    assert f"Library soname: [{soname}]" in run("readelf", "--dynamic", "--wide", library)
    links = [installed.lib / "libpresign.so", installed.lib / soname]
    assert [str(link.readlink()) for link in links] == [soname, library.name]


def test_no_file_contains_a_path_of_the_build(staged: tuple[Path, list[str]]) -> None:
    """Installed files contain neither the staging folder nor the target folder."""
    stage, _ = staged
    for path in (path for path in stage.rglob("*") if path.suffix in {".pc", ".cmake"}):
        text = path.read_text()
        assert str(stage) not in text
        assert str(TARGET) not in text
        assert "@" not in text, "a placeholder was not replaced"


def test_pkg_config_prints_the_folders_of_the_prefix(staged: tuple[Path, list[str]], version: str) -> None:
    """The folders are those of PREFIX, and another prefix changes them."""
    stage, _ = staged
    folder = f"{stage}{LIBDIR}/pkgconfig"

    def pkg_config(*arguments: str) -> str:
        return run("pkg-config", *arguments, "presign", env={"PKG_CONFIG_LIBDIR": folder}).strip()

    assert pkg_config("--modversion") == version
    assert pkg_config("--variable=libdir") == LIBDIR
    assert pkg_config("--variable=includedir") == "/usr/include"
    assert pkg_config("--define-variable=prefix=/elsewhere", "--variable=libdir") == LIBDIR.replace(
        "/usr", "/elsewhere"
    )
    assert "-lpresign" in pkg_config("--libs").split()
    # Without --static only the library itself is linked.
    assert not [flag for flag in pkg_config("--libs-only-l").split() if flag != "-lpresign"]
    assert "-lc" in pkg_config("--static", "--libs-only-l").split()


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [("", True), ("0", True), ("0.1", True), ("0.0.9", True), ("0.2", False), ("1", False), ("1.0", False)],
)
def test_cmake_checks_the_version(
    installed: Installed, version: str, tmp_path: Path, wanted: str, *, fits: bool
) -> None:
    """CMake refuses a request for a later version or for another major version."""
    assert version.startswith("0.1."), "change the versions in the table"
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16)\nproject(consumer LANGUAGES C)\n"
        f"find_package(presign {wanted} CONFIG REQUIRED)\n"
    )
    prefix = f"-DCMAKE_PREFIX_PATH={installed.prefix}"
    done = result("cmake", "-S", tmp_path, "-B", tmp_path / "build", prefix)
    assert (done.returncode == 0) == fits, done.stderr


def test_the_installed_bash_completion_completes_options(staged: tuple[Path, list[str]]) -> None:
    """Bash offers the long options of a form that begin with what was typed."""
    stage, _ = staged
    script = stage / "usr/share/bash-completion/completions/presign"
    typed = (
        'COMP_WORDS=(presign batch --thr); COMP_CWORD=2; _presign presign --thr batch; echo "${COMPREPLY[@]}"'
    )
    assert run("bash", "-c", f'source "{script}"; {typed}').strip() == "--threads"


def test_uninstall_removes_the_installed_files_and_no_others(staged: tuple[Path, list[str]]) -> None:
    """Other files in the same folders are kept."""
    stage, arguments = staged
    other = stage / "usr/include/other.h"
    other.touch()
    another = stage / LIBDIR.removeprefix("/") / "libpresigned.so.0"
    another.touch()
    make("uninstall", *arguments)
    assert files(stage) == {str(path.relative_to(stage)) for path in (other, another)}
    assert not (another.parent / "cmake/presign").exists()
    make("uninstall", *arguments)


def test_a_second_install_changes_nothing(staged: tuple[Path, list[str]]) -> None:
    """A second install gives the same files. It does not run cargo, because root may not have it."""
    stage, arguments = staged
    before = files(stage)
    make("install", "CARGO=no-such-program", *arguments)
    assert files(stage) == before


@pytest.mark.parametrize("name", ["PREFIX", "LIBDIR", "INCLUDEDIR"])
def test_folders_with_spaces_are_refused(tmp_path: Path, name: str) -> None:
    """The files of pkg-config and CMake cannot contain such a path, so nothing is installed."""
    env = {"CARGO_TARGET_DIR": str(TARGET)}
    done = result("make", "-C", ROOT, "install", f"DESTDIR={tmp_path}", f"{name}=/usr/a b", env=env)
    assert done.returncode != 0
    assert "spaces" in done.stderr
    assert list(tmp_path.iterdir()) == []
