"""Random settings files for the AWS tools and for s3cmd, valid and broken, in every form that they know.

What presign reads otherwise on purpose is not made here: `test_settings.py` lists it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from requests_at_random import LETTERS_DIGITS, text

if TYPE_CHECKING:
    from random import Random

# Signature Version 2 works in all of them.
REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "ap-southeast-1", "sa-east-1"]
PROFILES = ["default", "work", "two words", "a.b-c", "p#q", "über", "profile", "services"]
ENDPOINTS = ["https://s3.fr-par.scw.cloud", "http://localhost:9000", "https://h.example:8443/base"]
SECRET = LETTERS_DIGITS + "/+=\\#;:%$\"'[]() ,"
LINE_ENDS = ["\n", "\n", "\r\n", "\r"]
# Lines that make a file unreadable for botocore, and are ignored by s3cmd.
BROKEN = [b"no setting\n", b"= x\n", b"[open\n", b"# gr\xf6\xdfe\n"]


@dataclasses.dataclass
class AwsSettings:
    """The variables and the two files of `~/.aws`."""

    variables: dict[str, str]
    credentials: bytes
    config: bytes
    secrets: list[str]


@dataclasses.dataclass
class S3cmdSettings:
    """The variables and the file of s3cmd."""

    variables: dict[str, str]
    content: bytes
    secrets: list[str]


def secret(rng: Random, secrets: list[str]) -> str:
    """Return a secret key or a token, and note it. Quotation marks around it are a known difference."""
    made = text(rng, LETTERS_DIGITS, 2, 3) + text(rng, SECRET, 1, 40) + text(rng, LETTERS_DIGITS, 2, 3)
    secrets.append(made)
    return made


def keys(rng: Random, names: tuple[str, str, list[str]], secrets: list[str]) -> dict[str, str]:
    """Return an access key and a secret key, sometimes with tokens, in any order, or no secret key."""
    access_name, secret_name, token_names = names
    settings = {access_name: text(rng, LETTERS_DIGITS, 3, 20)}
    if rng.random() > 0.03:
        settings[secret_name] = secret(rng, secrets)
    settings |= {name: secret(rng, secrets) for name in token_names if rng.random() < 0.3}
    return shuffled(rng, settings)


def shuffled(rng: Random, settings: dict[str, str]) -> dict[str, str]:
    """Return the same settings in another order."""
    return dict(rng.sample(list(settings.items()), len(settings)))


def noise(rng: Random) -> list[str]:
    """Return comments and empty lines."""
    choices = ["", "  ", "# x = y", "; [z]", "   # indented", "\t; indented = 1"]
    return rng.choices(choices, k=rng.choice([0, 0, 0, 1, 2]))


def any_case(rng: Random, name: str) -> str:
    """Return the name in its own letters, in capitals or in a mixture."""
    return rng.choice([name, name, name, name.upper(), name.title()])


def aws_setting(rng: Random, name: str, value: str, indent: str) -> str:
    """Return one line of a section."""
    delimiter = rng.choice(["=", " = ", ":", "\t=", " :  "])
    return f"{indent}{any_case(rng, name)}{delimiter}{value}{rng.choice(['', '', '  '])}"


def block(rng: Random, name: str, settings: dict[str, str], indent: str) -> list[str]:
    """Return a setting whose value is a block of settings, each indented more than it."""
    lines = [f"{indent}{any_case(rng, name)}{rng.choice(['=', ' =', ' = ', ':'])}"]
    for inner, value in settings.items():
        lines += noise(rng)
        more = rng.choice([" ", "  ", "    ", "\t"])
        lines.append(f"{indent}{more}{inner}{rng.choice(['=', ' = '])}{value}")
    return lines


def s3_block(rng: Random) -> dict[str, str]:
    """Return settings of the block `s3` without an endpoint, which botocore does not read there."""
    settings = {"max_queue_size": "100"}
    if rng.random() < 0.5:
        settings["addressing_style"] = rng.choice(["auto", "path", "virtual"])
    if rng.random() < 0.5:
        settings["signature_version"] = rng.choice(["s3v4", "s3"])
    return shuffled(rng, settings)


def section(
    rng: Random, header: str, settings: dict[str, str], blocks: dict[str, dict[str, str]]
) -> list[str]:
    """Return a section, with settings that no program reads among the others."""
    indent = rng.choice(["", "", "", "  ", "\t"])
    groups = [[aws_setting(rng, name, value, indent)] for name, value in settings.items()]
    groups += [block(rng, name, inner, indent) for name, inner in blocks.items()]
    if rng.random() < 0.2:
        groups.append([f"{indent}cli_pager =", f"{indent}output = json"])
    if rng.random() < 0.1:
        groups.append([f"{indent}note = one", f"{indent}  two", f"{indent}   three = 3"])
    if rng.random() < 0.02 and settings:
        name, value = rng.choice(list(settings.items()))
        groups.append([aws_setting(rng, name, value, indent)])
    rng.shuffle(groups)
    lines = [header + rng.choice(["", "", " ", " # comment"])]
    for group in groups:
        lines += noise(rng) + group
    return lines


def profile_header(rng: Random, name: str) -> str:
    """Return the header of a profile's section in the config file."""
    if name == "default" and rng.random() < 0.7:
        return "[default]"
    return named_header(rng, "profile", name)


def named_header(rng: Random, word: str, name: str) -> str:
    """Return a header made of a word and a name, quoted in one of the ways that a shell knows."""
    forms = [f'"{name}"', f"'{name}'"] + ([] if " " in name else [name, name, name])
    space = rng.choice([" ", " ", "  ", "\t"])
    return f"[{word}{space}{rng.choice(forms)}]"


def file_of(rng: Random, sections: list[list[str]]) -> bytes:
    """Return the file; seldom it is broken."""
    if sections and rng.random() < 0.02:
        sections.append(rng.choice(sections))
    rng.shuffle(sections)
    content = "\n".join(noise(rng) + [line for lines in sections for line in lines]) + "\n"
    broken = rng.choice(BROKEN) if rng.random() < 0.03 else b""
    return (content.encode() + broken).replace(b"\n", rng.choice(LINE_ENDS).encode())


def aws_settings(rng: Random) -> AwsSettings:
    """Return random variables and files for the AWS tools."""
    secrets: list[str] = []
    names = ("aws_access_key_id", "aws_secret_access_key", ["aws_session_token", "aws_security_token"])
    others = rng.sample(PROFILES[1:], rng.randint(0, 3))
    profiles = others if others and rng.random() < 0.1 else ["default", *others]
    credentials, config = [], []
    for name in profiles:
        if rng.random() < 0.9:
            settings = keys(rng, names, secrets) if rng.random() < 0.9 else {"output": "json"}
            if rng.random() < 0.2:
                settings["region"] = rng.choice(REGIONS)
            blocks = {"s3": s3_block(rng)} if rng.random() < 0.1 else {}
            credentials.append(section(rng, f"[{name}]", settings, blocks))
        if rng.random() < 0.7:
            settings = keys(rng, names, secrets) if rng.random() < 0.3 else {}
            settings |= {name: value for name, value in profile_settings(rng).items() if rng.random() < 0.4}
            blocks = {"s3": s3_block(rng)} if rng.random() < 0.5 else {}
            blocks |= {"sqs": {"endpoint_url": "http://sqs"}} if rng.random() < 0.1 else {}
            config.append(section(rng, profile_header(rng, name), settings, blocks))
    if rng.random() < 0.8:
        services = {"s3": {"endpoint_url": rng.choice(ENDPOINTS)}, "sqs": {"endpoint_url": "http://sqs"}}
        chosen = {name: services[name] for name in rng.sample(list(services), rng.randint(1, 2))}
        config.append(section(rng, named_header(rng, "services", "storage"), {}, chosen))
    if rng.random() < 0.1:
        config.append(section(rng, "[plugins]", {"endpoint": "awscli_plugin_endpoint"}, {}))
    for sections in (credentials, config):
        if rng.random() < 0.1:
            sections.append(section(rng, "[DEFAULT]", {"region": rng.choice(REGIONS)}, {}))
    variables = aws_variables(rng, profiles, secrets)
    return AwsSettings(variables, file_of(rng, credentials), file_of(rng, config), secrets)


def profile_settings(rng: Random) -> dict[str, str]:
    """Return the settings of a profile that presign reads."""
    return {
        "region": rng.choice(REGIONS),
        "endpoint_url": rng.choice(ENDPOINTS),
        "services": rng.choice([*["storage"] * 9, "missing"]),
        "ignore_configured_endpoint_urls": rng.choice(["true", "TRUE", "false", "yes"]),
        "source_profile": "default",
    }


def aws_variables(rng: Random, profiles: list[str], secrets: list[str]) -> dict[str, str]:
    """Return the environment."""
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"])
    variables = keys(rng, names, secrets) if rng.random() < 0.2 else {}
    some = {
        "AWS_PROFILE": rng.choice([*profiles * 5, "missing"]),
        "AWS_DEFAULT_PROFILE": rng.choice([*profiles * 5, "missing"]),
        "AWS_DEFAULT_REGION": rng.choice(REGIONS),
        "AWS_ENDPOINT_URL": rng.choice(ENDPOINTS),
        "AWS_ENDPOINT_URL_S3": rng.choice(ENDPOINTS),
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": rng.choice(["true", "True", "false", "1"]),
    }
    return variables | {name: value for name, value in some.items() if rng.random() < 0.2}


def s3cmd_value(rng: Random, value: str, variables: dict[str, str]) -> str:
    """Return a value as it is, in double quotes, or as the name of a variable."""
    kind = rng.random()
    if kind < 0.1:
        name = f"VARIABLE_{len(variables)}"
        variables[name] = value
        if rng.random() < 0.2:
            variables["OUTER_" + name] = "$" + name
            name = "OUTER_" + name
        return rng.choice([f"${name}", f'"${name}"'])
    return f'"{value}"' if kind < 0.4 else value + rng.choice(["", "", " ", "\t"])


def s3cmd_settings(rng: Random) -> S3cmdSettings:
    """Return a random file for s3cmd."""
    secrets: list[str] = []
    variables: dict[str, str] = {}
    settings = keys(rng, ("access_key", "secret_key", []), secrets)
    host = rng.choice(["s3.example.com", "localhost:7480", "fr-par.scw.cloud", "h.example:8443/base"])
    choices = {
        "host_base": rng.choice(["", "http://", "https://"]) + host,
        "host_bucket": rng.choice([host, f"%(bucket)s.{host}", "%(bucket)s", "", "$(bucket)s.x", "$UNSET"]),
        "use_https": rng.choice(["True", "False", "yes", "NO", "on", "off", "1", "0", "maybe", "$UNSET"]),
        "signurl_use_https": rng.choice(["True", "False", "no"]),
        "bucket_location": rng.choice(["US", "EU", "fr-par"]),
        "encoding": "UTF-8",
        "gpg_passphrase": "a=b # c",
        "proxy_port": "0",
    }
    # Without host_base the link is one for AWS, whose host ours writes otherwise.
    settings |= {name: value for name, value in choices.items() if name == "host_base" or rng.random() < 0.6}
    lines = []
    for name, value in shuffled(rng, settings).items():
        written = s3cmd_value(rng, value, variables)
        delimiter = rng.choice(["=", " = ", " =", "=\t"])
        indent = rng.choice(["", "", "  ", "\t"])
        lines.append(f"{indent}{name}{delimiter}{written}")
        lines += rng.choices(IGNORED_BY_S3CMD, k=rng.choice([0, 0, 1, 2]))
    if rng.random() < 0.2:
        lines.insert(rng.randrange(len(lines)), "access_key = EARLIER")
    if rng.random() < 0.8:
        lines.insert(
            rng.choice([0, 0, 0, rng.randrange(len(lines))]), rng.choice(["[default]", "[other]", "[a] b"])
        )
    broken = rng.choice(BROKEN) if rng.random() < 0.05 else b""
    content = ("\n".join(lines) + "\n").encode() + broken
    return S3cmdSettings(variables, content.replace(b"\n", rng.choice(LINE_ENDS).encode()), secrets)


IGNORED_BY_S3CMD = [
    "",
    "# access_key = comment",
    "   # host_base = comment",
    "; access_key = x",
    "access_key: colon",
    "access-key = x",
    "ACCESS_KEY = x",
    "Host_Base = x",
    ".host_base = x",
    "not a setting",
    "[section]",
    " [indented]",
    "[section] host_base = x",
    "unknown = x",
]
