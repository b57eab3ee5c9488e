"""What `make install` puts where, and that `make uninstall` takes it away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from toolchain import ROOT, TARGET, Installed, make, result, run

if TYPE_CHECKING:
    from pathlib import Path

LIBDIR = "/usr/lib/x86_64-linux-gnu"
FORMS = ("batch", "completions", "explain", "inspect", "man", "policy", "post", "signurl", "verify")


def files(folder: Path) -> set[str]:
    """Return all files and links under a folder."""
    return {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink() or path.is_file()
    }


@pytest.fixture
def staged(tmp_path: Path) -> tuple[Path, list[str]]:
    """Install as a distribution's package is made; return the stage, and make's arguments."""
    stage = tmp_path / "the stage"  # only PREFIX has to be without spaces
    arguments = [f"DESTDIR={stage}", "PREFIX=/usr", f"LIBDIR={LIBDIR}"]
    make("install", *arguments, umask=0o077)  # all users must be able to read what a careful one installs
    return stage, arguments


def test_every_file_is_in_its_place(staged: tuple[Path, list[str]], version: str) -> None:
    """The command, its manual and completions, headers, libraries, pkg-config's and CMake's files; nothing else."""
    stage, _ = staged
    lib = LIBDIR.removeprefix("/")
    assert files(stage) == {
        "usr/include/presign.h",
        "usr/include/presign.hpp",
        f"{lib}/libpresign.a",
        f"{lib}/libpresign.so",
        f"{lib}/libpresign.so.0",
        f"{lib}/libpresign.so.{version}",
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
    modes = {str(path.relative_to(stage)): path.stat().st_mode & 0o777 for path in stage.rglob("*") if path.is_file()}
    assert {name for name, mode in modes.items() if mode != 0o644} == {
        "usr/bin/presign",
        f"{lib}/libpresign.so",
        f"{lib}/libpresign.so.0",
        f"{lib}/libpresign.so.{version}",
    }
    for name in ("presign.h", "presign.hpp"):
        assert (stage / "usr/include" / name).read_bytes() == (ROOT / "include" / name).read_bytes()


def test_the_soname_and_its_links(installed: Installed, version: str) -> None:
    """What a program asks for at run time is what the links lead to, step by step."""
    library = installed.lib / f"libpresign.so.{version}"
    assert "Library soname: [libpresign.so.0]" in run("readelf", "--dynamic", "--wide", library)
    links = [installed.lib / "libpresign.so", installed.lib / "libpresign.so.0"]
    assert [str(link.readlink()) for link in links] == ["libpresign.so.0", library.name]


def test_nothing_tells_where_it_was_built(staged: tuple[Path, list[str]]) -> None:
    """Files that were staged know the place that they are for, and not the stage or a home."""
    stage, _ = staged
    for path in (path for path in stage.rglob("*") if path.suffix in {".pc", ".cmake"}):
        text = path.read_text()
        assert str(stage) not in text
        assert str(TARGET) not in text
        assert "@" not in text, "a blank was not filled in"


def test_pkg_config_knows_the_staged_places(staged: tuple[Path, list[str]], version: str) -> None:
    """The place is PREFIX; a sysroot or another prefix moves it."""
    stage, _ = staged
    folder = f"{stage}{LIBDIR}/pkgconfig"

    def ask(*arguments: str) -> str:
        return run("pkg-config", *arguments, "presign", env={"PKG_CONFIG_LIBDIR": folder}).strip()

    assert ask("--modversion") == version
    assert ask("--variable=libdir") == LIBDIR
    assert ask("--variable=includedir") == "/usr/include"
    assert ask("--define-variable=prefix=/elsewhere", "--variable=libdir") == LIBDIR.replace(
        "/usr", "/elsewhere"
    )
    assert "-lpresign" in ask("--libs").split()
    # Without --static nothing but the library itself is linked.
    assert not [flag for flag in ask("--libs-only-l").split() if flag != "-lpresign"]
    assert "-lc" in ask("--static", "--libs-only-l").split()


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [("", True), ("0", True), ("0.1", True), ("0.0.9", True), ("0.2", False), ("1", False), ("1.0", False)],
)
def test_cmake_checks_the_version(
    installed: Installed, version: str, tmp_path: Path, wanted: str, *, fits: bool
) -> None:
    """A newer version, or another major one, is not taken for this one."""
    assert version.startswith("0.1."), "choose the versions above anew"
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16)\nproject(consumer LANGUAGES C)\n"
        f"find_package(presign {wanted} CONFIG REQUIRED)\n"
    )
    prefix = f"-DCMAKE_PREFIX_PATH={installed.prefix}"
    done = result("cmake", "-S", tmp_path, "-B", tmp_path / "build", prefix)
    assert (done.returncode == 0) == fits, done.stderr


def test_the_installed_bash_completion_completes_options(staged: tuple[Path, list[str]]) -> None:
    """bash offers the long options of a form that begin with what was typed."""
    stage, _ = staged
    script = stage / "usr/share/bash-completion/completions/presign"
    typed = 'COMP_WORDS=(presign batch --thr); COMP_CWORD=2; _presign presign --thr batch; echo "${COMPREPLY[@]}"'
    assert run("bash", "-c", f'source "{script}"; {typed}').strip() == "--threads"


def test_uninstall_leaves_nothing_and_takes_nothing_else(staged: tuple[Path, list[str]]) -> None:
    """Other people's files stay, in the folders that are shared."""
    stage, arguments = staged
    other = stage / "usr/include/other.h"
    other.touch()
    another = stage / LIBDIR.removeprefix("/") / "libpresigned.so.0"
    another.touch()
    make("uninstall", *arguments)
    assert files(stage) == {str(path.relative_to(stage)) for path in (other, another)}
    assert not (another.parent / "cmake/presign").exists()
    make("uninstall", *arguments)


def test_installing_again_replaces(staged: tuple[Path, list[str]]) -> None:
    """A second install gives the same tree; what is built already needs no cargo, which root may not have."""
    stage, arguments = staged
    before = files(stage)
    make("install", "CARGO=no-such-program", *arguments)
    assert files(stage) == before


@pytest.mark.parametrize("name", ["PREFIX", "LIBDIR", "INCLUDEDIR"])
def test_spaces_are_refused(tmp_path: Path, name: str) -> None:
    """pkg-config's and CMake's files could not say such a place, so nothing is installed there."""
    env = {"CARGO_TARGET_DIR": str(TARGET)}
    done = result("make", "-C", ROOT, "install", f"DESTDIR={tmp_path}", f"{name}=/usr/a b", env=env)
    assert done.returncode != 0
    assert "spaces" in done.stderr
    assert list(tmp_path.iterdir()) == []
