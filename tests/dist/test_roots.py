"""Each package is installed and run where nothing else of presign, and no compiler of this machine, is."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import musl
import packages
import programs
import pytest
import roots
from conftest import ROOT, run
from cross import Toolchain
from packages import having
from project import DIST, VERSION, output
from targets import TARGETS, Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Case = dict[str, Any]
    Settings = dict[str, str]
    MakeRoot = Callable[..., roots.Root]

INSIDE = roots.INSIDE
EXAMPLE = ROOT / "bindings/c/examples/one_link.c"
EXAMPLE_CPP = ROOT / "bindings/cpp/examples/one_link.cpp"
GNU, ARM64_GNU = (TARGETS[f"{processor}-unknown-linux-gnu"] for processor in ("x86_64", "aarch64"))
MUSL, ARM64_MUSL = (TARGETS[f"{processor}-unknown-linux-musl"] for processor in ("x86_64", "aarch64"))
# A root for the programs of each target.
ROOT_OF = {
    GNU.triple: roots.PLAIN,
    ARM64_GNU.triple: roots.ARM64,
    MUSL.triple: roots.MUSL,
    ARM64_MUSL.triple: roots.MUSL_ARM64,
}
# A root with Python and Node.
LANGUAGES_OF = ROOT_OF | {
    MUSL.triple: roots.MUSL_LANGUAGES,
    ARM64_MUSL.triple: roots.MUSL_LANGUAGES_ARM64,
}


def emulated(target: Target, root: roots.Root, *command: str, **env: str) -> str:
    """Run a program of a root; that of another processor by an emulator, which is put into the root."""
    if target.runner:
        emulator = shutil.which(target.runner[0])
        assert emulator, f"{target.runner[0]} is missing: make toolchains"
        shutil.copy(emulator, root.files)
        return root.run(f"{INSIDE}/{target.runner[0]}", *command, **env)
    return root.run(*command, **env)


@pytest.mark.parametrize("static", [False, True], ids=["shared", "static"])
@pytest.mark.parametrize("target", having("archive", part="linux"))
def test_a_c_program_runs_with_the_archive(
    root: MakeRoot, case: Case, settings: Settings, tmp_path: Path, target: Target, *, static: bool
) -> None:
    """It is compiled for the target with the archive's pkg-config, and runs in a root of the target."""
    clean = root(ROOT_OF[target.triple])
    folder = packages.unpack(packages.archive(target), tmp_path / "unpacked")
    flags = run(
        *("pkg-config", "--cflags", "--libs", *(["--static"] if static else []), "presign"),
        env={"PKG_CONFIG_LIBDIR": str(folder / "lib/pkgconfig")},
    ).split()
    toolchain = Toolchain(target)
    # gcc adds its own unwinder, zig only a named one.
    unwinder = ["-lunwind"] if toolchain.zig else []
    options = ["-static"] if static else []
    compiler = toolchain.environment()["CC"]
    # Where zig keeps the C libraries that it compiled.
    home = {"HOME": os.environ["HOME"]}
    run(compiler, "-o", clean.files / "one_link", EXAMPLE, *options, *flags, *unwinder, env=home)
    if not static:
        for library in (folder / "lib").glob("libpresign.so*"):
            shutil.copy(library, clean.files, follow_symlinks=False)
    command = [f"{INSIDE}/one_link", *programs.c(case)]
    assert emulated(target, clean, *command, **settings, LD_LIBRARY_PATH=INSIDE) == case["url"] + "\n"


@pytest.mark.parametrize("target", having("command", part="linux"))
@pytest.mark.parametrize("libc", ["gnu", "musl"])
def test_the_command_runs_on_every_linux(
    root: MakeRoot, case: Case, settings: Settings, tmp_path: Path, target: Target, libc: str
) -> None:
    """With glibc and with musl; its manual page is beside it."""
    system = TARGETS[target.triple.replace("musl", libc)]
    clean = root(ROOT_OF[system.triple])
    folder = packages.unpack(packages.command_archive(target), tmp_path / "unpacked")
    shutil.copy(folder / "bin/presign", clean.files)
    printed = emulated(target, clean, f"{INSIDE}/presign", *programs.command(case), **settings)
    assert printed == case["url"] + "\n"


def test_programs_in_c_and_cpp_are_built_and_run_with_the_debian_packages(
    root: MakeRoot, case: Case, settings: Settings
) -> None:
    """The compilers, pkg-config and CMake are those of another Debian; both packages can be removed again."""
    clean = root(roots.COMPILERS)
    for name in ("libpresign1", "libpresign-dev"):
        shutil.copy(packages.package(f"{name}_{VERSION}_amd64.deb"), clean.files)
    for source in (EXAMPLE, EXAMPLE_CPP):
        shutil.copy(source, clean.files)
    (clean.files / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16)\nproject(consumer LANGUAGES C)\n"
        "find_package(presign CONFIG REQUIRED)\n"
        "add_executable(shared one_link.c)\ntarget_link_libraries(shared PRIVATE presign::presign)\n"
        "add_executable(static one_link.c)\ntarget_link_libraries(static PRIVATE presign::static)\n"
    )
    script = f"""cd {INSIDE}
dpkg -i ./libpresign1_*.deb ./libpresign-dev_*.deb >&2
cc one_link.c -o one_link $(pkg-config --cflags --libs presign)
cc -static one_link.c -o one_link_static $(pkg-config --static --cflags --libs presign)
c++ -std=c++17 one_link.cpp -o one_link_cpp $(pkg-config --cflags --libs presign)
cmake -S . -B build >&2 && cmake --build build >&2
for program in ./one_link ./one_link_static ./one_link_cpp build/shared build/static; do $program "$@"; done
dpkg --purge libpresign-dev libpresign1 >&2
! ls /usr/include/presign.h /usr/lib/*/libpresign* 2>/dev/null
"""
    printed = clean.run("sh", "-euc", script, "sh", *programs.c(case), **settings)
    assert printed == 5 * (case["url"] + "\n")


def test_a_program_loads_the_arm64_debian_package(
    root: MakeRoot, case: Case, settings: Settings, tmp_path: Path
) -> None:
    """The packages are unpacked beside those of Debian, since an emulator cannot run dpkg's scripts here."""
    clean = root(roots.ARM64)
    both = tmp_path / "both"
    for name in ("libpresign1", "libpresign-dev"):
        archive = packages.package(f"{name}_{VERSION}_arm64.deb")
        run("dpkg", "-x", archive, both)
        run("dpkg", "-x", archive, clean.scratch / "changes")
    library = both / "usr/lib/aarch64-linux-gnu"
    flags = [f"-I{both}/usr/include", f"-L{library}", "-lpresign"]
    run(Toolchain(ARM64_GNU).environment()["CC"], "-o", clean.files / "one_link", EXAMPLE, *flags)
    command = [f"{INSIDE}/one_link", *programs.c(case)]
    assert emulated(ARM64_GNU, clean, *command, **settings) == case["url"] + "\n"


def test_the_wheel_installs_in_another_debian(root: MakeRoot, case: Case, settings: Settings) -> None:
    """Without a network or a compiler; the command of the wheel prints the link as well."""
    clean = root(roots.PLAIN)
    shutil.copy(packages.wheel(GNU), clean.files)
    script = f"""python3 -m venv /venv
/venv/bin/pip install --no-index {INSIDE}/*.whl >&2
/venv/bin/python -c "$1"
shift
/venv/bin/presign "$@"
"""
    arguments = [programs.python(case), *programs.command(case)]
    assert clean.run("sh", "-euc", script, "sh", *arguments, **settings) == 2 * (case["url"] + "\n")


def test_the_wheel_for_arm64_is_imported(root: MakeRoot, case: Case) -> None:
    """By a Python of that processor, in an emulator."""
    clean = root(roots.ARM64)
    packages.unpack(packages.wheel(ARM64_GNU), clean.files / "modules")
    printed = emulated(
        ARM64_GNU, clean, "/usr/bin/python3", "-c", programs.python(case), PYTHONPATH=f"{INSIDE}/modules"
    )
    assert printed == case["url"] + "\n"


@pytest.mark.parametrize("target", having("wheel", part="musl"))
def test_the_wheels_for_musl_are_imported(root: MakeRoot, case: Case, target: Target) -> None:
    """By a Python that was built for musl, where no other C library is."""
    clean = root(LANGUAGES_OF[target.triple])
    packages.unpack(packages.wheel(target), clean.files / "modules")
    settings = {"PYTHONHOME": musl.PYTHON_HOME, "PYTHONPATH": f"{INSIDE}/modules"}
    python = f"{musl.PYTHON_HOME}/bin/python3"
    printed = emulated(target, clean, python, "-c", programs.python(case), **settings)
    assert printed == case["url"] + "\n"


@pytest.mark.parametrize("target", having("npm"))
def test_the_npm_packages_work_without_npm(root: MakeRoot, case: Case, target: Target) -> None:
    """The package presign finds the one with the library beside it, as npm installs both."""
    clean = root(roots.NODE if target is GNU else LANGUAGES_OF[target.triple])
    modules = clean.files / "node_modules"
    modules.mkdir()
    for archive in (packages.package(f"presign-{VERSION}.tgz"), packages.npm(target)):
        name = archive.name.removesuffix(f"-{VERSION}.tgz")
        packages.unpack(archive, clean.scratch / name).rename(modules / name)
    (clean.files / "program.js").write_text(programs.node(case))
    node = musl.NODE_PROGRAM if target.musl else "/usr/bin/node"
    assert emulated(target, clean, node, f"{INSIDE}/program.js") == case["url"] + "\n"


def test_the_wasm_package_works_in_node_and_deno(root: MakeRoot, case: Case) -> None:
    """As npm installs it; Deno is the one that the tests of the package for Node have."""
    clean = root(roots.NODE)
    archive = packages.package(f"presign-wasm-{VERSION}.tgz")
    modules = clean.files / "node_modules"
    modules.mkdir()
    packages.unpack(archive, clean.scratch / "unpacked").rename(modules / "presign-wasm")
    (deno,) = (ROOT / "bindings/node/test/runtimes/node_modules/@deno").glob("*/deno")
    shutil.copy(deno, clean.files)
    (clean.files / "package.json").write_text(json.dumps({"dependencies": {"presign-wasm": VERSION}}))
    (clean.files / "program.mjs").write_text(programs.wasm(case))
    script = f"""cd {INSIDE}
node program.mjs
sed 's/presign-wasm/npm:presign-wasm/' program.mjs >program.ts
./deno run --no-lock --no-check --node-modules-dir=manual --allow-read program.ts
"""
    environment = {"DENO_DIR": "/deno", "DENO_NO_UPDATE_CHECK": "1"}
    assert clean.run("sh", "-euc", script, **environment) == 2 * (case["url"] + "\n")


@pytest.mark.parametrize("target", having("java"))
def test_a_java_program_runs_with_the_jars(root: MakeRoot, case: Case, target: Target) -> None:
    """With the class path alone; it is compiled in a root of this processor, which emulates no compiler."""
    compiler = root(roots.JAVA)
    for ending in ("", f"-natives-{target.java}"):
        shutil.copy(packages.package(f"presign-{VERSION}{ending}.jar"), compiler.files)
    (compiler.files / "Program.java").write_text(programs.java(case))
    class_path = ("--class-path", f"{INSIDE}/*:{INSIDE}")
    compiler.run("javac", "--release", "22", *class_path, f"{INSIDE}/Program.java")
    clean = root(roots.JAVA_ARM64 if target is ARM64_GNU else roots.JAVA, "run")
    shutil.copytree(compiler.files, clean.files, dirs_exist_ok=True)
    (java,) = roots.made(clean.kind).glob("usr/lib/jvm/java-25-openjdk-*/bin/java")
    command = [f"/{java.relative_to(roots.made(clean.kind))}", "--enable-native-access=ALL-UNNAMED"]
    assert emulated(target, clean, *command, *class_path, "Program") == case["url"] + "\n"


def test_a_go_program_is_built_with_the_module(root: MakeRoot, case: Case) -> None:
    """Go takes the module from the folder as from a proxy, and needs a C compiler only."""
    clean = root(roots.COMPILERS)
    shutil.copytree(DIST / "go", clean.files / "proxy")
    path = output("go", "list", "-m", cwd=ROOT / "bindings/go").strip()
    (clean.files / "main.go").write_text(programs.go(case, path))
    script = f"""cd {INSIDE}
go mod init example.com/program
go get {path}@v{VERSION}
go run .
"""
    settings = {
        "GOPROXY": f"file://{INSIDE}/proxy",
        "GONOSUMDB": "*",
        "GOFLAGS": "-mod=mod",
        "GOTOOLCHAIN": "local",
    }
    assert clean.run("sh", "-euc", script, **settings) == case["url"] + "\n"


@pytest.mark.parametrize("target", having("archive", part="windows"))
def test_a_c_program_and_the_command_run_under_wine(
    case: Case, settings: Settings, tmp_path: Path, target: Target
) -> None:
    """The program is linked with the import library, and finds presign.dll beside it."""
    folder = packages.unpack(packages.archive(target), tmp_path / "library")
    command = packages.unpack(packages.command_archive(target), tmp_path / "command")
    environment = Toolchain(target).environment()
    program = folder / "lib" / "one_link.exe"
    flags = [f"-I{folder / 'include'}", f"-L{folder / 'lib'}", "-lpresign"]
    run(environment["CC"], "-o", program, EXAMPLE, *flags)
    wine = {name: value for name, value in environment.items() if name.startswith("WINE")} | {
        "HOME": os.environ["HOME"]
    }
    commands: list[list[str | Path]] = [
        [program, *programs.c(case)],
        [command / "presign.exe", *programs.command(case)],
    ]
    for arguments in commands:
        printed = run(*target.runner, *arguments, env=settings | wine)
        assert printed.replace("\r\n", "\n") == case["url"] + "\n"
