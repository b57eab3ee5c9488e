"""Writes all mutants of a Rust source file into one text, each behind a switch."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import tree_sitter_rust
from listing import visible
from mutant import Mutant
from tree_sitter import Language, Node, Parser

# What the code of a mutant asks: is this mutant the chosen one?
SWITCH = "crate::mutation::chosen"


@dataclass
class Written:
    """The text with switches, where each mutant's own code is, and the mutants that have no switch."""

    text: bytes = b""
    ranges: list[tuple[int, int, int]] = field(default_factory=list)
    unviable: set[int] = field(default_factory=set)
    left_out: list[Mutant] = field(default_factory=list)

    def mutant_at(self, start: int, end: int) -> int | None:
        """Return the number of the mutant whose code is at these bytes."""
        around = [
            (last - first, number) for first, last, number in self.ranges if first <= end and start <= last
        ]
        return min(around)[1] if around else None


def with_switches(source: bytes, mutants: Iterable[Mutant]) -> Written:
    """Return `source` with a switch for each of `mutants`."""
    tree = Parser(Language(tree_sitter_rust.language())).parse(visible(source))
    writer = _Writer(source, _line_starts(source), list(mutants))
    writer.node(tree.root_node)
    writer.written.text = bytes(writer.out)
    writer.written.left_out = [mutant for mutant in writer.mutants if mutant.number not in writer.placed]
    return writer.written


def _line_starts(source: bytes) -> list[int]:
    starts = [0]
    starts.extend(at + 1 for at, byte in enumerate(source) if byte == ord("\n"))
    return starts


def is_length(node: Node) -> bool:
    """Whether a node is the length of an array, which the compiler computes."""
    parent = node.parent
    return (
        parent is not None
        and parent.type in ("array_type", "array_expression")
        and parent.child_by_field_name("length") == node
    )


def has_catch_all(arms: Node | None) -> bool:
    """Whether one of these arms takes every value, with no condition."""
    assert arms is not None
    return any(
        child.type == "match_arm"
        and (pattern := child.child_by_field_name("pattern"))
        and pattern.text == b"_"
        for child in arms.children
    )


class _Writer:
    """One walk over the tree. Between the nodes with mutants the source is copied."""

    def __init__(self, source: bytes, lines: list[int], mutants: list[Mutant]) -> None:
        self.source = source
        self.mutants = mutants
        self.out = bytearray()
        self.written = Written()
        self.placed: set[int] = set()
        self.by_start: dict[tuple[str, int], list[Mutant]] = {}
        for mutant in mutants:
            line, column = mutant.start
            text = source[lines[line - 1] :].decode()
            at = lines[line - 1] + len(text[: column - 1].encode())
            self.by_start.setdefault((mutant.genre, at), []).append(mutant)

    def node(self, node: Node) -> None:
        if node.type == "function_item" and any(
            child.type == "function_modifiers" and b"const" in (child.text or b"") for child in node.children
        ):
            # A constant is computed by the compiler, which cannot ask which mutant is chosen.
            self.copy(node)
        elif node.type in ("const_item", "static_item", "const_block") or is_length(node):
            self.copy(node)
        elif node.type in ("binary_expression", "compound_assignment_expr"):
            operator = node.child_by_field_name("operator")
            self.operator(node, self.at("BinaryOperator", operator))
        elif node.type == "unary_expression":
            self.operator(node, self.at("UnaryOperator", node))
        elif node.type == "let_chain":
            # `||` beside `let` is no Rust.
            for mutant in [mutant for child in node.children for mutant in self.at("BinaryOperator", child)]:
                self.placed.add(mutant.number)
                self.written.unviable.add(mutant.number)
            self.children(node)
        elif node.type == "struct_expression":
            self.struct(node)
        elif node.type == "match_arm":
            self.arm(node)
        elif node.type == "block" and node.parent is not None and node.parent.type == "function_item":
            self.body(node)
        else:
            self.children(node)

    def at(self, genre: str, node: Node | None) -> list[Mutant]:
        return self.by_start.get((genre, node.start_byte), []) if node is not None else []

    def copy(self, node: Node) -> None:
        self.out += self.source[node.start_byte : node.end_byte]

    def children(self, node: Node) -> None:
        at = node.start_byte
        for child in node.children:
            self.out += self.source[at : child.start_byte]
            self.node(child)
            at = child.end_byte
        self.out += self.source[at : node.end_byte]

    def own_code(self, mutant: Mutant, code: bytes) -> None:
        start = len(self.out)
        self.out += code
        self.written.ranges.append((start, len(self.out), mutant.number))
        self.placed.add(mutant.number)

    def operator(self, node: Node, mutants: list[Mutant]) -> None:
        """Write `a + b` as `(if chosen(1) { (a) - (b) } else { a + b })`."""
        if not mutants:
            self.children(node)
            return
        self.out += b"("
        for mutant in mutants:
            self.out += f"if {SWITCH}({mutant.number}) {{ ".encode()
            self.own_code(mutant, self.mutated(node, mutant))
            self.out += b" } else "
        self.out += b"{ "
        self.children(node)
        self.out += b" })"

    def mutated(self, node: Node, mutant: Mutant) -> bytes:
        def text(name: str) -> bytes:
            child = node.child_by_field_name(name)
            assert child is not None
            return self.source[child.start_byte : child.end_byte]

        if node.type == "unary_expression":
            return self.source[node.start_byte + 1 : node.end_byte]
        return b"(" + text("left") + b") " + mutant.replacement.encode() + b" (" + text("right") + b")"

    def struct(self, node: Node) -> None:
        """Write a struct, and it again without each field that a mutant deletes."""
        fields = node.child_by_field_name("body")
        assert fields is not None
        mutants = [
            (mutant, child) for child in fields.named_children for mutant in self.at("StructField", child)
        ]
        if not mutants:
            self.children(node)
            return
        self.out += b"("
        for mutant, child in mutants:
            self.out += f"if {SWITCH}({mutant.number}) {{ ".encode()
            after = self.source[child.end_byte : node.end_byte].lstrip().removeprefix(b",")
            self.own_code(mutant, self.source[node.start_byte : child.start_byte] + after)
            self.out += b" } else "
        self.out += b"{ "
        self.children(node)
        self.out += b" })"

    def arm(self, node: Node) -> None:
        """Give an arm that is deleted a guard that is false; make a guard that is replaced a choice."""
        pattern = node.child_by_field_name("pattern")
        assert pattern is not None
        condition = pattern.child_by_field_name("condition")
        deleted = self.at("MatchArm", node) or self.at("MatchArm", pattern)
        if not has_catch_all(node.parent):
            self.placed.update(mutant.number for mutant in deleted)
            self.written.unviable.update(mutant.number for mutant in deleted)
            deleted = []
        replaced = self.at("MatchArmGuard", condition)
        at = node.start_byte
        for child in node.children:
            self.out += self.source[at : child.start_byte]
            at = child.end_byte
            if child != pattern:
                self.node(child)
            elif condition is None:
                self.copy(child)
                for mutant in deleted:
                    self.own_code(mutant, f" if !{SWITCH}({mutant.number})".encode())
            elif condition.type in ("let_condition", "let_chain"):
                self.children(child)
            else:
                self.out += self.source[child.start_byte : condition.start_byte]
                for mutant in replaced:
                    self.out += f"if {SWITCH}({mutant.number}) {{ ".encode()
                    self.own_code(mutant, mutant.replacement.encode())
                    self.out += b" } else "
                self.out += b"{ "
                self.node(condition)
                self.out += b" }"
        self.out += self.source[at : node.end_byte]

    def body(self, node: Node) -> None:
        """Return what replaces a body before the body."""
        statements = [child for child in node.named_children if "comment" not in child.type]
        mutants = [mutant for child in statements[:1] for mutant in self.at("FnValue", child)]
        self.out += b"{"
        for mutant in mutants:
            # The caller chooses the type behind `impl`, and one function has only one such type.
            if "impl " in mutant.return_type:
                continue
            self.out += f" if {SWITCH}({mutant.number}) {{ ".encode()
            self.own_code(mutant, f"return {mutant.replacement};".encode())
            self.out += b" }"
        at = node.start_byte + 1
        for child in node.children[1:]:
            self.out += self.source[at : child.start_byte]
            self.node(child)
            at = child.end_byte
        self.out += self.source[at : node.end_byte]
