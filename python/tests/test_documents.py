"""The examples in README, pages and docstrings run and print what they show."""

from __future__ import annotations

import doctest
import inspect
import re

import presign
import pytest
from conftest import ROOT

README = ROOT / "python" / "README.md"
OPTIONS = doctest.ELLIPSIS


def test_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of the README are one session, in order."""
    # The page sets variables, which are restored after the test.
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.setenv(name, "")
    blocks = re.findall(
        r"^```pycon\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(blocks) > 5
    session = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README.md", str(README), 0)
    results = doctest.DocTestRunner(optionflags=OPTIONS).run(session)
    assert results.attempted > 10
    assert results.failed == 0


def test_the_projects_readme() -> None:
    """The Python program of the project's README runs."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    [program] = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    names: dict[str, object] = {}
    exec(program, names)
    assert isinstance(names["verified"], presign.Verified)
    assert names["verified"].key == "image.jpg"


@pytest.mark.parametrize("thing", [presign, presign._presign], ids=["presign", "presign._presign"])  # noqa: SLF001
def test_docstrings(thing: object) -> None:
    """The examples in docstrings run."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    for test in finder.find(thing, globs={}):
        runner.run(test)
    assert runner.failures == 0


def test_the_packages_page_has_an_example() -> None:
    """The package's docstring has an example that runs."""
    assert doctest.testmod(presign).attempted >= 3


def test_keywords_in_the_readme() -> None:
    """The table of keywords names all keywords of Signer.get."""
    page = README.read_text(encoding="utf-8")
    keywords = [
        parameter.name
        for parameter in inspect.signature(presign.Signer.get).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY
    ]
    assert len(keywords) > 10
    for keyword in keywords:
        assert f"`{keyword}`" in page, keyword


def test_verifiers_keywords_in_the_readme() -> None:
    """The table of keywords names all keywords of Verifier."""
    page = README.read_text(encoding="utf-8")
    keywords = list(inspect.signature(presign.Verifier).parameters)[1:]
    assert len(keywords) == 11
    for keyword in keywords:
        assert f"`{keyword}`" in page, keyword


CALLS = (
    presign.Signer,
    presign.Verifier,
    presign.Verifier.verify,
    presign.Verifier.explain,
    presign.inspect,
    presign.explain,
    presign.ip_policy,
    *(getattr(presign.Signer, name) for name in dir(presign.Signer) if not name.startswith("_")),
)
CALLS = tuple(thing for thing in CALLS if callable(thing))


@pytest.mark.parametrize("thing", CALLS, ids=[thing.__qualname__ for thing in CALLS])
def test_a_docstring_is_enough(thing: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names every argument that the signature has, and the errors, and has an example that runs."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "")
    doc = inspect.getdoc(thing)
    assert doc
    for name in set(inspect.signature(thing).parameters) - {"self"}:  # type: ignore[arg-type]
        assert re.search(rf"^    (\w+, )*{name}(, \w+)*: ", doc, re.MULTILINE), name
    assert "\nRaises:\n" in doc
    (test,) = doctest.DocTestFinder(recurse=False).find(thing, "presign", globs={})
    results = doctest.DocTestRunner(optionflags=OPTIONS).run(test)
    assert (results.failed, results.attempted > 1) == (0, True)
