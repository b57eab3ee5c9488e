"""Builds for other processors and systems, and runs what was built.

    cross.py setup [OPTION] [TARGET...]            installs what is missing for these targets, or for all
    cross.py cargo TARGET [OPTION...] -- ARGS...   runs cargo for the target
    cross.py cc TARGET [OPTION...] -- ARGS...      runs the C compiler for the target
    cross.py run TARGET -- PROGRAM ARGS...         runs a program of the target
    cross.py env TARGET [OPTION...]                prints the environment, for `eval` and for other tools

--portable builds for packages: with the lowest glibc of the table in targets.py. --shared links musl
dynamically, which a shared library, a Python module and a Node module need. --thread-sanitizer compiles the
library and Rust's own with the checks of ThreadSanitizer; gcc's -fsanitize=thread links them.

A target of the ordinary toolchain (`rustup target add TARGET`) is built with it. Any other is built with
Debian's rustc-web, and with Debian's standard library of that architecture or one built from its source. The
results are in CARGO_TARGET_DIR as `env` prints it, a folder for each compiler.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from targets import TARGETS, Need, Target

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
TARGET_DIR = Path(os.path.abspath(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target"))  # noqa: PTH100 - not resolve(): links stay
TOOLS = TARGET_DIR / "toolchains"
VENV = ROOT / ".venv"
VENV_BIN = VENV / "bin"
REQUIREMENTS = PACKAGING / "requirements.txt"
REQUIREMENTS_INSTALLED = VENV / ".packaging"

DEBIAN_RUSTC = Path("/usr/bin/rustc")
DEBIAN_CARGO = Path("/usr/bin/cargo")
DEBIAN_RUST = (
    Need("/usr/share/doc/rustc-web", "rustc-web"),
    Need("/usr/share/doc/cargo-web", "cargo-web"),
)
WASM_LD = Need("wasm-ld", "lld")
DEBIAN_RUST_SOURCE = Need("/usr/lib/rustlib/src/rust/library/Cargo.lock", "rust-web-src")


class CannotBuildError(Exception):
    """Says what is missing and what to do."""


def output(*command: str | Path) -> str:
    """Return what a program prints."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


@cache
def ordinary_sysroot() -> Path | None:
    """Return the folder of the toolchain that builds everything else."""
    rustc = shutil.which(os.environ.get("RUSTC", "rustc"))
    return Path(output(rustc, "--print", "sysroot")) if rustc else None


@dataclass
class Toolchain:
    """What builds a target."""

    target: Target
    portable: bool = False
    shared: bool = False
    thread_sanitizer: bool = False
    ordinary: bool = field(init=False)

    def __post_init__(self) -> None:
        sysroot = ordinary_sysroot()
        library = f"lib/rustlib/{self.target.triple}/lib"
        compiled = sysroot is not None and any((sysroot / library).glob("libstd-*.rlib"))
        self.ordinary = compiled and not self.thread_sanitizer

    @property
    def rustc(self) -> str:
        """The compiler."""
        return os.environ.get("RUSTC", "rustc") if self.ordinary else str(DEBIAN_RUSTC)

    @property
    def cargo(self) -> str:
        """The compiler's own cargo."""
        return os.environ.get("CARGO", "cargo") if self.ordinary else str(DEBIAN_CARGO)

    @property
    def builds_std(self) -> bool:
        """Whether there is no compiled standard library."""
        return self.thread_sanitizer or (not self.ordinary and self.target.debian_std is None)

    @property
    def zig(self) -> str | None:
        """Name of the target in zig, if zig links."""
        return self.target.zig if self.portable or self.target.musl else None

    @property
    def glibc(self) -> str:
        """The lowest glibc that packages run on, or nothing without glibc."""
        return (self.target.zig or "").partition("-gnu.")[2]

    @property
    def debian_sysroot(self) -> Path | None:
        """Where Debian's standard library of another architecture is unpacked."""
        if self.ordinary or self.builds_std or self.target.debian_std == debian_architecture():
            return None
        return TOOLS / f"libstd-{debian_rust_version()}-{self.target.debian_std}" / "usr"

    @property
    def needs(self) -> tuple[Need, ...]:
        """What must be installed."""
        rust = () if self.ordinary else DEBIAN_RUST
        source = (DEBIAN_RUST_SOURCE,) if self.builds_std else ()
        linker = (WASM_LD,) if self.target.wasm and not self.ordinary and not rust_lld() else ()
        return rust + source + linker + self.target.needs

    def environment(self) -> dict[str, str]:
        """Return the variables for cargo, and for what calls a C compiler."""
        return self._rust() | self._linker() | self._runner()

    def _variable(self, key: str) -> str:
        """Return the name of cargo's variable for a setting of this target."""
        return f"CARGO_TARGET_{self.target.triple.upper().replace('-', '_')}_{key}"

    def _folder(self) -> str:
        """Return the name of the folder for what this toolchain builds."""
        release = re.search(r"rustc (\S+)", output(self.rustc, "-V"))
        name = f"rustc-{release[1] if release else 'unknown'}"
        if self.builds_std:
            # Build scripts run again for another value of RUSTC_BOOTSTRAP.
            name += "-build-std"
        if self.thread_sanitizer:
            name += "-thread-sanitizer"
        if self.portable and self.glibc:
            # cargo does not link again for another linker.
            name += f"-glibc-{self.glibc}"
        return name

    def _rust(self) -> dict[str, str]:
        variables = {
            "CARGO_BUILD_TARGET": self.target.triple,
            "CARGO_TARGET_DIR": str(TARGET_DIR / "cross" / self._folder()),
            "RUSTC": self.rustc,
            "CARGO": self.cargo,
        }
        if not self.ordinary:
            variables["RUSTDOC"] = str(DEBIAN_RUSTC.with_name("rustdoc"))
        if self.builds_std:
            variables |= {"RUSTC_BOOTSTRAP": "1", "CARGO_UNSTABLE_BUILD_STD": self.target.std_crates}
        flags = [f"--sysroot={self.debian_sysroot}"] if self.debian_sysroot else []
        if self.thread_sanitizer:
            flags += ["-Zsanitizer=thread", "-Zexternal-clangrt"]
        if self.builds_std and self.target.musl:
            # The start files and libc are zig's: Debian has none beside its standard library.
            flags.append("-Clink-self-contained=no")
        if self.shared and self.target.musl:
            flags.append("-Ctarget-feature=-crt-static")
        if self.portable:
            # The same bytes wherever the sources are.
            cargo_home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
            flags += [f"--remap-path-prefix={ROOT}=presign", f"--remap-path-prefix={cargo_home}=cargo"]
        if flags:
            variables[self._variable("RUSTFLAGS")] = " ".join(flags)
        return variables

    def _linker(self) -> dict[str, str]:
        if self.target.wasm:
            return {} if self.ordinary else {self._variable("LINKER"): rust_lld() or WASM_LD.path}
        tools = ("ld", "ar", "nm", "objcopy", "strip")
        variables = {tool.upper(): self.target.binutils + tool for tool in tools}
        if self.zig:
            return variables | {
                "CARGO_ZIGBUILD_ZIG_PATH": str(zig()),
                "CARGO_ZIGBUILD_CACHE_DIR": str(TOOLS / "zigbuild"),
                "CC": str(zig_cc(self.zig)),
            }
        return variables | {self._variable("LINKER"): self.target.cc, "CC": self.target.cc}

    def _runner(self) -> dict[str, str]:
        variables = {}
        if self.target.runner:
            variables[self._variable("RUNNER")] = " ".join(self.target.runner)
        if self.target.windows:
            # Settings of its own, no messages of wine's, and the DLL that it lacks.
            variables |= {"WINEPREFIX": str(TOOLS / "wine"), "WINEDEBUG": "-all"}
            variables["WINEPATH"] = windows_path(wine_dlls())
        return variables

    def command(self, arguments: list[str]) -> list[str]:
        """Return the command for `cargo ARGUMENTS`."""
        if not self.zig:
            return [self.cargo, *arguments]
        subcommand = {"build": "zigbuild"}.get(arguments[0], arguments[0])
        triple = f"{self.target.triple}.{self.glibc}" if self.glibc else self.target.triple
        return [str(VENV_BIN / "cargo-zigbuild"), subcommand, "--target", triple, *arguments[1:]]


@cache
def debian_rust_version() -> str:
    """Return the version of Debian's rustc, which its standard libraries must have too."""
    return output("dpkg-query", "-W", "-f", "${Version}", "rustc-web")


@cache
def debian_architecture() -> str:
    """Return Debian's name of this machine's processor, or nothing elsewhere."""
    return output("dpkg", "--print-architecture") if shutil.which("dpkg") else ""


def zig() -> Path:
    """Return the compiler that the Python package ziglang has."""
    return next(VENV.glob("lib/python*/site-packages/ziglang/zig"), VENV_BIN / "python-zig")


def zig_cc(name: str) -> Path:
    """Return the C compiler for a target, a script that setup writes."""
    return TOOLS / f"zig-cc-{name}"


def rust_lld() -> str | None:
    """Return the ordinary toolchain's linker for WebAssembly. Debian's toolchain has none."""
    sysroot = ordinary_sysroot()
    linker = next(sysroot.glob("lib/rustlib/*/bin/rust-lld"), None) if sysroot else None
    return str(linker) if linker else None


def wine_dlls() -> Path:
    """Return the folder of the DLLs that wine lacks."""
    return TOOLS / "wine-dlls"


def windows_path(path: Path) -> str:
    """Return a path as programs under wine see it."""
    return "Z:" + str(path).replace("/", "\\")


# Installing.


def missing(needs: tuple[Need, ...]) -> list[str]:
    """Return the Debian packages of what is not there."""
    gone = (
        need.package
        for need in needs
        if not (Path(need.path).exists() if need.path[0] == "/" else shutil.which(need.path))
    )
    return list(dict.fromkeys(gone))


def install(packages: list[str]) -> None:
    """Install Debian packages, if this is root on Debian."""
    command = [
        "apt-get",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=600",
        "install",
        "-y",
        "--no-install-recommends",
        *packages,
    ]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        message = "as root: apt-get install --no-install-recommends " + " ".join(packages)
        raise CannotBuildError(message)
    subprocess.run(["apt-get", "-q", "update"], check=True)
    subprocess.run(command, check=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})


def unpack_debian_std(architecture: str, sysroot: Path) -> None:
    """Unpack Debian's standard library of another architecture, of the compiler's version.

    apt gets lists of its own: the system's need not know the architecture, and no root is needed.
    """
    folder = TOOLS / f"apt-{architecture}"
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Architecture": architecture,
        "APT::Architectures": architecture,
        "Acquire::Languages": "none",
        # The user _apt of the system cannot write into this folder.
        "APT::Sandbox::User": "root",
    }
    apt = ["apt-get", "-q", *(f"-o{name}={value}" for name, value in options.items())]
    package = f"libstd-rust-web-dev:{architecture}={debian_rust_version()}"
    # Other archives than Debian's may lack the architecture. What counts is that the package is found.
    subprocess.run([*apt, "update"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([*apt, "download", package], check=True, cwd=folder)
    (archive,) = folder.glob("*.deb")
    unfinished = sysroot.parent.with_name(sysroot.parent.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    subprocess.run(["dpkg", "-x", str(archive), str(unfinished)], check=True)
    unfinished.rename(sysroot.parent)
    shutil.rmtree(folder)


def install_requirements() -> None:
    """Install zig and cargo-zigbuild into .venv, in the pinned versions."""
    wanted = REQUIREMENTS.read_text()
    if REQUIREMENTS_INSTALLED.exists() and REQUIREMENTS_INSTALLED.read_text() == wanted:
        return
    if not (VENV_BIN / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [str(VENV_BIN / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)
    REQUIREMENTS_INSTALLED.write_text(wanted)


def write_zig_cc(name: str) -> None:
    """Write the script that is the C compiler for a target."""
    script = f'#!/bin/sh\nexec "{zig()}" cc -target {name} "$@"\n'
    path = zig_cc(name)
    if not path.exists() or path.read_text() != script:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script)
        path.chmod(0o755)


def build_wine_dlls(target: Target) -> None:
    """Build the DLL that Debian's wine lacks."""
    source = PACKAGING / "bcryptprimitives.c"
    dll = wine_dlls() / "bcryptprimitives.dll"
    if dll.exists() and dll.stat().st_mtime >= source.stat().st_mtime:
        return
    dll.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([target.cc, "-shared", "-O1", "-o", dll, source, "-ladvapi32"], check=True)


def known(triple: str) -> Target:
    """Return the table's row for a target."""
    if triple not in TARGETS:
        message = f"{triple} is none of the targets in {PACKAGING / 'targets.py'}: {', '.join(TARGETS)}"
        raise CannotBuildError(message)
    return TARGETS[triple]


def setup(target: Target, *, thread_sanitizer: bool = False) -> None:
    """Install what builds and runs this target. Quick if all is there."""
    toolchain = Toolchain(target, thread_sanitizer=thread_sanitizer)
    packages = missing(toolchain.needs)
    if packages:
        install(packages)
    sysroot = toolchain.debian_sysroot
    if sysroot and not sysroot.exists():
        unpack_debian_std(str(target.debian_std), sysroot)
    if target.zig:
        install_requirements()
        write_zig_cc(target.zig)
    if target.windows:
        build_wine_dlls(target)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    installer = commands.add_parser("setup")
    installer.add_argument("targets", nargs="*", metavar="TARGET")
    installer.add_argument("--thread-sanitizer", action="store_true")
    for name in ("cargo", "cc", "run", "env"):
        command = commands.add_parser(name)
        command.add_argument("target", metavar="TARGET")
        for option in ("--portable", "--shared", "--thread-sanitizer"):
            command.add_argument(option, action="store_true")
    # argparse would take out a second `--`, which is cargo's.
    own = sys.argv[1:]
    rest = own.index("--") if "--" in own else len(own)
    given = parser.parse_args(own[:rest])
    given.arguments = own[rest + 1 :]
    if given.command in {"cargo", "cc", "run"} and not given.arguments:
        parser.error(f"{given.command}: no arguments after --")
    return given


def main() -> None:
    """Run one command."""
    given = arguments()
    if given.command == "setup":
        for triple in given.targets or TARGETS:
            setup(known(triple), thread_sanitizer=given.thread_sanitizer)
        return
    target = known(given.target)
    toolchain = Toolchain(target, given.portable, given.shared, given.thread_sanitizer)
    variables = toolchain.environment()
    if given.command == "env":
        for name, value in variables.items():
            print(f"export {name}={shlex.quote(value)}")
        return
    if given.command == "cargo":
        command = toolchain.command(given.arguments)
    else:
        before = [variables["CC"]] if given.command == "cc" else target.runner
        command = [*before, *given.arguments]
    os.execvpe(command[0], command, os.environ | variables)


if __name__ == "__main__":
    try:
        main()
    except CannotBuildError as error:
        sys.exit(f"cross.py: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"cross.py: {shlex.join(map(str, error.cmd))} failed")
