"""Languages with a foreign-function interface make the URLs of the vectors with the installed library."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from toolchain import BINDINGS, Installed, run

if TYPE_CHECKING:
    Vectors = dict[str, Any]

PROGRAMS = {"ruby": "links.rb", "php": "links.php", "luajit": "links.lua", "perl": "links.pl"}


def groups(vectors: Vectors) -> dict[tuple[str, ...], dict[str, str]]:
    """Return what the programs can make: links of keys, with all that one run has in common."""
    found: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for case in vectors["cases"]:
        is_plain = case["method"] == "GET" and not case["query"] and not case["headers"] and case["key"]
        if (
            is_plain
            and case["addressing"] == "path"
            and case["expires_in"] == 3600
            and case["sign_at"] > 0
            and "\0" not in case["key"]
        ):
            shared = ("endpoint", "region", "bucket", "sign_at", "session_token")
            found[tuple(str(case[name] or "") for name in shared)][case["key"]] = case["url"]
    return found


@pytest.mark.parametrize("language", PROGRAMS)
def test_a_language_without_a_binding_makes_the_urls_of_the_vectors(
    language: str, installed: Installed, vectors: Vectors
) -> None:
    """One link, the links of all keys in one call, and the sentence of an error."""
    made = 0
    for (endpoint, region, bucket, sign_at, token), keys in groups(vectors).items():
        env = {
            "AWS_ACCESS_KEY_ID": vectors["access_key"],
            "AWS_SECRET_ACCESS_KEY": vectors["secret_key"],
            "AWS_SESSION_TOKEN": token,
            "AWS_REGION": region,
            "AWS_ENDPOINT_URL": endpoint,
            "LD_LIBRARY_PATH": str(installed.lib),
        }
        program = BINDINGS / "other-languages" / PROGRAMS[language]
        lines = run(language, program, sign_at, bucket, *keys, env=env).splitlines()
        first, *links, sentence = lines
        assert [first, *links] == [next(iter(keys.values())), *keys.values()]
        assert sentence == "expires_in must be 1 to 604800 seconds, got 604801"
        made += len(links)
    assert made >= 40, made
