"""Compiles and runs blocks of a page, in a folder with its files. A block that fails is an error."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree as ET

import yaml
from blocks import ROOT, Block

TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target")
NODE_PACKAGE = ROOT / "bindings" / "node"
JAVA_PACKAGE = ROOT / "bindings" / "java" / "target"
GO_MODULE = ROOT / "bindings" / "go"
# A program that serves would not end.
SERVES = re.compile(r"ListenAndServe|\.listen\(|uvicorn\.run")

Runner: TypeAlias = Callable[[Sequence[Block], Path, Mapping[str, str]], None]


def call(command: Sequence[object], folder: Path, environment: Mapping[str, str], stdin: str = "") -> None:
    """Run a program, which must succeed."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}\n{done.stdout}{done.stderr}"


def numbered(blocks: Sequence[Block]) -> str:
    """Return the blocks as one text, in which each line has the number that it has in the page."""
    text = ""
    for block in blocks:
        text += "\n" * (block.line - text.count("\n"))
        text += block.text
    return text


def shell(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Check the syntax of commands that need a network, an account or an installation."""
    for block in blocks:
        call(["bash", "-n"], folder, environment, stdin=block.text)


def python(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Run the blocks as one program."""
    call([sys.executable, "-W", "error", "-"], folder, environment, stdin=numbered(blocks))


def javascript(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Run each block as the body of a function, as a CommonJS module with `await` would be."""
    # A package can require itself by its name.
    require = f"require('node:module').createRequire({json.dumps(str(NODE_PACKAGE / 'index.js'))})"
    for block in blocks:
        script = folder / f"line-{block.line}.cjs"
        script.write_text(f"(async (require) => {{\n{block.text}}})({require});\n")
        call(["node", script], folder, environment)


def typescript(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Check each block as a module of its own."""
    modules = folder / "node_modules"
    modules.mkdir(exist_ok=True)
    for name, package in {
        "presign": NODE_PACKAGE,
        "@types": NODE_PACKAGE / "node_modules" / "@types",
    }.items():
        (modules / name).symlink_to(package)
    options = {"strict": True, "noEmit": True, "skipLibCheck": True, "module": "nodenext", "target": "es2023"}
    for block in blocks:
        (folder / f"line-{block.line}.mts").write_text(block.text)
    (folder / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options | {"types": ["node"]}, "include": ["*.mts"]})
    )
    call(
        ["node", NODE_PACKAGE / "node_modules" / "typescript" / "bin" / "tsc", "-p", "."], folder, environment
    )


def rust(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Compile and run the blocks as rustdoc does."""
    cargo = os.environ.get("CARGO", "cargo")
    call([cargo, "build", "--quiet", "--locked", "-p", "presign"], ROOT, os.environ)
    page = folder / "page.md"
    page.write_text("".join(f"```rust\n{block.text}```\n" for block in blocks))
    debug = TARGET / "debug"
    libraries = ["--extern", f"presign={debug / 'libpresign.rlib'}", "-L", f"dependency={debug / 'deps'}"]
    # rustup finds the compiler by the home folder.
    variables = dict(os.environ) | dict(environment) | {"HOME": os.environ["HOME"]}
    call(["rustdoc", "--test", "--edition", "2024", *libraries, page], folder, variables)


def go(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Build and vet each program in a module of its own, and run it."""
    module = re.findall(r"^module (\S+)$", (GO_MODULE / "go.mod").read_text(), flags=re.MULTILINE)[0]
    version = re.findall(r"^go (\S+)$", (GO_MODULE / "go.mod").read_text(), flags=re.MULTILINE)[0]
    variables = {name: os.environ[name] for name in ("GOCACHE", "GOMODCACHE", "HOME") if name in os.environ}
    go_environment = dict(environment) | variables | {"GOFLAGS": "-mod=mod", "GOPROXY": "off"}
    for block in blocks:
        program = folder / f"line-{block.line}"
        program.mkdir()
        (program / "main.go").write_text(block.text)
        (program / "go.mod").write_text(
            f"module example\n\ngo {version}\n\nrequire {module} v0.0.0\n\nreplace {module} => {GO_MODULE}\n"
        )
        call(["go", "vet", "."], program, go_environment)
        call(["go", "build", "-o", "example", "."], program, go_environment)
        if not SERVES.search(block.text):
            call(["./example"], program, environment)


def java(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
    """Compile each file with every warning as an error, and run it if it has a `main`."""
    home = Path(os.environ["JAVA_HOME"]) / "bin"
    classpath = ":".join(str(jar) for jar in JAVA_PACKAGE.glob("*.jar"))
    assert classpath, "make java builds the jars"
    for block in blocks:
        name = re.findall(r"\b(?:class|record|interface) (\w+)", block.text)[0]
        classes = folder / f"line-{block.line}"
        classes.mkdir()
        (classes / f"{name}.java").write_text(block.text)
        compiler = [
            home / "javac",
            "-Xlint:all",
            "-Werror",
            "--release",
            "22",
            "-cp",
            classpath,
            "-d",
            classes,
        ]
        call([*compiler, classes / f"{name}.java"], folder, environment)
        if " main(" in block.text:
            options = ["--enable-native-access=ALL-UNNAMED", "-cp", f"{classpath}:{classes}"]
            call([home / "java", *options, name], folder, environment)


def compiled(compiler: Sequence[str], ending: str) -> Runner:
    """Return what compiles programs in C or C++, and runs them."""

    def run(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:
        built = TARGET / "release" / "libpresign"
        libraries = [built / "libpresign.a", *(built / "native-libs").read_text().split()]
        warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{ROOT / 'include'}"]
        for block in blocks:
            source = folder / f"line-{block.line}.{ending}"
            source.write_text(block.text)
            program = source.with_suffix("")
            call([*compiler, *warnings, source, *libraries, "-o", program], folder, environment)
            call([program], folder, environment)

    return run


def parsed(parse: Callable[[str], object]) -> Runner:
    """Return what reads data with a parser."""

    def run(blocks: Sequence[Block], folder: Path, environment: Mapping[str, str]) -> None:  # noqa: ARG001
        for block in blocks:
            parse(block.text)

    return run


RUNNERS: dict[str, Runner] = {
    "sh": shell,
    "python": python,
    "js": javascript,
    "ts": typescript,
    "rust": rust,
    "go": go,
    "java": java,
    "c": compiled(["gcc", "-std=c11"], "c"),
    "cpp": compiled(["g++", "-std=c++17"], "cpp"),
    "json": parsed(json.loads),
    "toml": parsed(tomllib.loads),
    "xml": parsed(ET.fromstring),
    "yaml": parsed(yaml.safe_load),
}
# What is only shown.
SHOWN = {"cmake", "html", "http", "ini", "text"}
