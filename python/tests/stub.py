"""Write _presign.pyi and _protocol.py from the installed module. Run `make stub` after a change of src/*.rs.

Names, order, defaults and docstrings are read from the module. The types are listed here, once for each name.
"""

from __future__ import annotations

import inspect
import re
import subprocess
import sysconfig
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from presign import _presign

if TYPE_CHECKING:
    from collections.abc import Mapping

STUB = Path(__file__).resolve().parent.parent / "presign" / "_presign.pyi"
PROTOCOL_FILE = STUB.with_name("_protocol.py")
HEAD = """
# Written by python/tests/stub.py from the compiled module.
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import (
    ClassVar, Final, Literal, NoReturn, Protocol, Self, SupportsIndex, TypeAlias, TypedDict, final, overload,
    type_check_only
)

# numpy's integers are not instances of int, but have __index__.
_Seconds: TypeAlias = SupportsIndex | timedelta
_Moment: TypeAlias = SupportsIndex | datetime
_Pairs: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
_Disposition: TypeAlias = Literal["attachment", "inline"]
_Addressing: TypeAlias = Literal[ADDRESSING]
_Version: TypeAlias = Literal[VERSION]
_Condition: TypeAlias = Mapping[str, str] | Sequence[str | int]
_Address: TypeAlias = str | IPv4Address | IPv4Network | IPv6Address | IPv6Network

@type_check_only
class _Form(TypedDict):
    url: str
    fields: dict[str, str]

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Column: TypeAlias = _ArrowArray | _ArrowStream
# In batches: one value for all rows, or a column.
_Texts: TypeAlias = str | Iterable[str | None] | _Column
_Numbers: TypeAlias = SupportsIndex | Iterable[SupportsIndex | float | None] | _Column
_Lifetimes: TypeAlias = _Seconds | Iterable[_Seconds | float | None] | _Column
_Expiries: TypeAlias = _Moment | Iterable[_Moment | float | None] | _Column
_PairsOfColumns: TypeAlias = Mapping[str, _Texts] | Iterable[tuple[str, _Texts]]
_Secret: TypeAlias = str | tuple[str, str | None] | Secret
_Secrets: TypeAlias = Mapping[str, _Secret] | Callable[[str], _Secret | None]

__version__: Final[str]
MAX_EXPIRES_IN: Final[int]
"""
PROTOCOL_HEAD = """
# Written by python/tests/stub.py from the compiled module.
# ruff: noqa: PLR0913 (the arguments are those of presign.Signer)
\"\"\"The protocol of signers.\"\"\"

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Callable, Literal, SupportsIndex

    from presign._presign import IMPORTED


class SignerProtocol(Protocol):
    \"\"\"What `presign.Signer` and the signer of `presign.boto3` have in common.\"\"\"
"""
TEXT = (
    "access_key secret_key session_token region endpoint method bucket key profile version_id content_type "
    "filename response_content_disposition response_content_type response_cache_control upload_id prefix url "
    "host text"
)
PAIRS = ("query", "headers")
FLAGS = ("unsigned_amz_headers", "unsigned_storage_headers", "head_for_get", "version_2", "show_values")
TYPES = {
    **dict.fromkeys(TEXT.split(), "str"),
    **dict.fromkeys((*PAIRS, "fields"), "_Pairs"),
    **dict.fromkeys(("min_size", "max_size", "part_number"), "SupportsIndex"),
    "conditions": "Iterable[_Condition]",
    "allow": "Iterable[_Address]",
    "actions": "Iterable[str]",
    **dict.fromkeys(("expires_in", "stable_for", "max_expires_in", "clock_skew"), "_Seconds"),
    **dict.fromkeys(("expires_at", "sign_at", "credentials_expire_at", "at"), "_Moment"),
    **dict.fromkeys(FLAGS, "bool"),
    "disposition": "_Disposition",
    "addressing": "_Addressing",
    "version": "_Version",
    "keys": "Iterable[str] | _Column",
    "column": "_Column",
    "required_headers": "Iterable[str]",
    "response": "str | bytes",
    "secret": "_Secret",
    "secrets": "_Secrets",
    "threads": "SupportsIndex",
    "nested": "str | Callable[[str], str]",
    "requested_schema": "object",
    "args": "list[str]",
    "_memo": "object",
}
# Types of the arguments that may be columns, in batches.
COLUMN_TYPES = {
    **{name: "_Texts" for name, written in TYPES.items() if written in ("str", "_Disposition")},
    "method": "str",
    "bucket": "_Texts | None",
    "part_number": "_Numbers",
    "expires_in": "_Lifetimes",
    "expires_at": "_Expiries",
    **dict.fromkeys(PAIRS, "_PairsOfColumns"),
}
BATCHES = ("presign_many", "presign_arrow")
RETURNS = {
    "__copy__": "Self",
    "__deepcopy__": "Self",
    "__reduce__": "NoReturn",
    "from_env": "Signer",
    "presign_post": "_Form",
    "presign_arrow": "LinkArray | LinkStream",
    "__arrow_c_array__": "tuple[object, object]",
    "__arrow_c_stream__": "object",
    "__len__": "int",
    "presign_many": "list[str]",
    "presign_request": "PresignedRequest",
    "warnings": "dict[str, str]",
    "as_dict": "dict[str, object]",
    "run_command": "int",
    "verify": "Verified",
    "inspect": "Inspection",
    "explain": "Explanation",
}
MEMBERS = {
    "addressing": "_Addressing",
    "version": "_Version",
    "headers": "dict[str, str]",
    **dict.fromkeys(("expires_at", "now", "seconds_left"), "int"),
    **dict.fromkeys(("signed_at", "lifetime"), "int | None"),
    **dict.fromkeys(("ours", "theirs", "our_string_to_sign", "their_string_to_sign"), "str | None"),
    "has_session_token": "bool",
    "method": "str",
    "query": "list[tuple[str, str]]",
    "signed_headers": "list[str]",
    "warnings": "dict[str, str]",
}
# Types of members that differ in one class.
MEMBERS_OF = {("Verified", "region"): "str | None", ("Inspection", "region"): "str | None"}
# Members that a signature does not describe.
WRITTEN = {
    "__iter__": "def __iter__(self) -> Iterator[str | None]: ...",
    "__getitem__": """
@overload
def __getitem__(self, index: SupportsIndex, /) -> str | None: ...
@overload
def __getitem__(self, index: slice, /) -> Self: ...
""",
}
UNDOCUMENTED = ("__copy__", "__deepcopy__", "__reduce__", "__len__")
PROTOCOL = ("__arrow_c_array__", "__arrow_c_stream__")
CLASSES = (
    "Signer",
    "PresignedRequest",
    "LinkArray",
    "LinkStream",
    "Secret",
    "Verifier",
    "Verified",
    "Inspection",
    "Explanation",
)
FUNCTIONS = ("ip_policy", "inspect", "explain", "run_command")


def choices(setting: str) -> str:
    """Return the names that a signer's setting allows, as its error lists them."""
    try:
        signer: Any = _presign.Signer
        signer("access key", "secret key", **{setting: "none of them"})
    except _presign.ChoiceError as error:
        allowed = re.search("one of (.*), got", str(error))
        assert allowed
        return ", ".join(f'"{name}"' for name in allowed[1].split(", "))
    message = f"{setting} takes any name"
    raise AssertionError(message)


def docstring(thing: object) -> str:
    """Return the source of a docstring, indented by one step."""
    doc = inspect.getdoc(thing)
    assert doc, f"{thing} has no docstring"
    end = "\n" if "\n" in doc else ""
    return textwrap.indent(f'"""{doc}{end}"""', "    ")


def function(
    name: str, thing: object, signature: inspect.Signature, first: str = "", types: Mapping[str, str] = TYPES
) -> str:
    """Return the source of a function or method."""
    words = [first] if first else []
    for parameter in signature.parameters.values():
        if parameter.name == "self":
            words.append("self")
            continue
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in words:
            words.append("*")
        typed = f"{parameter.name}: {types[parameter.name]}"
        if parameter.default is not parameter.empty:
            # None means the default, except for a number of threads and for a flag.
            never_none = parameter.name == "threads" or parameter.name in FLAGS
            typed += f"{'' if never_none else ' | None'} = {parameter.default!r}"
        words.append(typed)
    if words[-1].startswith("_"):
        words.append("/")
    returns = "Self" if name == "__new__" else RETURNS.get(name, "str")
    head = f"def {name}({', '.join(words)}) -> {returns}:"
    return f"{head} ..." if thing is None else f"{head}\n{docstring(thing)}"


def member_type(cls: type, name: str) -> str:
    """Return the type of a property."""
    return MEMBERS_OF.get((cls.__name__, name), MEMBERS.get(name, "str"))


def members(cls: type) -> list[str]:
    """Return the source of a class's members, in alphabetical order."""
    written = []
    # The class of a result is created from its attributes, also by pickle.
    is_result = hasattr(cls, "as_dict")
    if cls.__text_signature__:
        signature = inspect.signature(cls)
        types = {name: member_type(cls, name) for name in signature.parameters} if is_result else TYPES
        written.append(function("__new__", None, signature, "cls", types))
    for name, member in sorted(vars(cls).items()):
        if name in WRITTEN:
            written.append(WRITTEN[name].strip())
        elif name == "__reduce__" and is_result:
            written.append("def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]: ...")
        elif inspect.isgetsetdescriptor(member) and name != "__dict__":
            head = f"@property\ndef {name}(self) -> {member_type(cls, name)}:"
            written.append(f"{head}\n{docstring(member)}")
        elif isinstance(member, staticmethod):
            plain = getattr(cls, name)
            written.append("@staticmethod\n" + function(name, plain, inspect.signature(plain)))
        elif name in UNDOCUMENTED or (
            inspect.ismethoddescriptor(member) and (name in PROTOCOL or not name.startswith("__"))
        ):
            thing = None if name in UNDOCUMENTED else member
            types = {**TYPES, **COLUMN_TYPES} if name in BATCHES else TYPES
            written.append(function(name, thing, inspect.signature(getattr(cls, name)), types=types))
    return written


def protocol() -> str:
    """Return the source of the protocol: the methods and properties of Signer that need no constructor."""
    written = []
    for name, member in sorted(vars(_presign.Signer).items()):
        doc = f'    """As `presign.Signer.{name}`."""'
        if name.startswith("_") or isinstance(member, staticmethod):
            continue
        if inspect.isgetsetdescriptor(member):
            head = f"@property\ndef {name}(self) -> {member_type(_presign.Signer, name)}:"
        else:
            types = {**TYPES, **COLUMN_TYPES} if name in BATCHES else TYPES
            signature = inspect.signature(getattr(_presign.Signer, name))
            head = function(name, None, signature, types=types).removesuffix(" ...")
        written.append(textwrap.indent(f"{head}\n{doc}", "    "))
    body = "\n\n".join(written)
    names = {
        name
        for name in re.findall(r"\w+", body)
        if re.fullmatch(r"_[A-Z]\w+|LinkArray|LinkStream|PresignedRequest", name)
    }
    return formatted(
        PROTOCOL_HEAD.lstrip().replace("IMPORTED", ", ".join(sorted(names))) + "\n" + body, PROTOCOL_FILE
    )


def formatted(source: str, file: Path) -> str:
    """Return source as ruff formats it, with its imports sorted."""
    ruff = Path(sysconfig.get_path("scripts")) / "ruff"
    for command in (("check", "--fix", "--quiet", "--select=I,F401,UP"), ("format",)):
        done = subprocess.run(
            [ruff, *command, "--stdin-filename", file, "-"],
            input=source,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        source = done.stdout
    return source


def errors() -> list[str]:
    """Return the source of the exceptions, the base first and then by number."""
    base = _presign.PresignError
    head = f"class PresignError(ValueError):\n{docstring(base)}\n"
    written = [f"{head}\n    code: ClassVar[int] = {base.code}\n    index: int | None\n    line: int | None"]
    # presign.boto3 has further subclasses.
    kinds = [cls for cls in base.__subclasses__() if cls.__module__ == "presign"]
    for cls in sorted(kinds, key=lambda cls: cls.code):
        head = f"class {cls.__name__}(PresignError):\n{docstring(cls)}\n"
        written.append(f"{head}\n    code: ClassVar[int] = {cls.code}")
    texts = "".join(f"\n    {name}: str" for name in ("code", "message", "reason", "detail"))
    head = f"class Refused(Exception):  # noqa: N818 -- a refusal\n{docstring(_presign.Refused)}\n"
    written.append(f"{head}{texts}\n    status: int")
    return written


def stub() -> str:
    """Return the source of the whole stub."""
    exported = sorted(
        _presign.__all__, key=lambda name: (not name.isupper(), name)
    )  # the order of ruff's rule
    head = HEAD.lstrip().replace("[ADDRESSING]", f"[{choices('addressing')}]")
    head = head.replace("[VERSION]", f"[{choices('version')}]")
    parts = [head, f"__all__ = {exported!r}", *errors()]
    for name in CLASSES:
        cls = getattr(_presign, name)
        body = "\n\n".join(textwrap.indent(member, "    ") for member in members(cls))
        parts.append(f"@final\nclass {name}:\n{docstring(cls)}\n\n{body}")
    for name in FUNCTIONS:
        thing = getattr(_presign, name)
        parts.append(function(name, thing, inspect.signature(thing)))
    return formatted("\n\n".join(parts), STUB)


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
    PROTOCOL_FILE.write_text(protocol(), encoding="utf-8")
