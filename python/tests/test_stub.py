"""The types and docstrings in the stub are those of the module."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import presign
import stub

if TYPE_CHECKING:
    import pytest

HERE = Path(__file__).parent
BIN = Path(sysconfig.get_path("scripts"))


def mypy(*arguments: str | Path, folder: Path, program: str = "mypy") -> subprocess.CompletedProcess[str]:
    """Run mypy away from the sources, so that it finds the installed package."""
    return subprocess.run(
        [BIN / program, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


def test_the_stub_is_the_modules() -> None:
    """The committed stub and protocol are those that `make stub` writes."""
    assert stub.STUB.read_text(encoding="utf-8") == stub.stub()
    assert stub.PROTOCOL_FILE.read_text(encoding="utf-8") == stub.protocol()


def test_docstrings_are_the_modules() -> None:
    """Each docstring in the stub is the module's."""
    compared = 0
    tree = ast.parse(stub.STUB.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        # Names with an underscore are types of arguments, which only the stub has.
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            cls = getattr(presign, node.name)
            assert ast.get_docstring(node) == inspect.getdoc(cls)
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and ast.get_docstring(method):
                    assert ast.get_docstring(method) == inspect.getdoc(getattr(cls, method.name))
                    compared += 1
    assert compared > 15


def test_every_public_name_has_a_docstring() -> None:
    """Every public name has a docstring."""
    for name in presign.__all__:
        thing = getattr(presign, name)
        if inspect.isclass(thing):
            assert inspect.getdoc(thing)
            for member, value in vars(thing).items():
                assert (
                    member.startswith("__") or member in ("code", "index", "line") or inspect.getdoc(value)
                ), member


def test_stubtest_finds_no_difference(tmp_path: Path) -> None:
    """The stub and the module have the same names, parameters and defaults."""
    # What these import is installed for their own tests only.
    (tmp_path / "allowed").write_text(
        "presign\\.spark\npresign\\.aio.*\npresign\\.django.*\n", encoding="utf-8"
    )
    done = mypy("presign", "--allowlist", "allowed", folder=tmp_path, program="stubtest")
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_strict_accepts_the_sample(tmp_path: Path) -> None:
    """Mypy accepts the sample, whose lines with `type: ignore` must be errors."""
    done = mypy("--strict", "--cache-dir", tmp_path, HERE / "sample_program.py", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_sample_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Calls that the types allow work, and calls that they refuse raise an error."""
    program = (HERE / "sample_program.py").read_text(encoding="utf-8")
    exec(compile(program, "sample_program.py", "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out.endswith("17 refused\n")
