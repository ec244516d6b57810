"""The small language of conditions: text to a tree, and nothing is ever executed.

    either     = both { "or" both }
    both       = negation { "and" negation }
    negation   = "not" negation | comparison
    comparison = term [ operator term [ operator term ] ]
    term       = call | name | text | number [ unit ] | "(" either ")"
    call       = name "(" [ argument { "," argument } ] ")"
    argument   = [ name "=" ] either
    operator   = "<" | "<=" | ">" | ">=" | "==" | "=" | "!="

A text stands between single or double quotation marks, a unit behind its number as it is printed
(`1000 ng/mL`). `and` binds closer than `or`; three terms make a range, `18 <= age < 65`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from epicrisis.errors import ExpressionError

LONGEST = 2000  # characters of one condition
DEEPEST = 50  # brackets within brackets
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?![\w.]))
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<name>[^\W\d]\w*)
      | (?P<operator><=|>=|==|!=|[<>=])
      | (?P<mark>[(),])""",
    re.VERBOSE,
)
_UNIT = re.compile(r"[ \t]*(?!(?:and|or|not)\b)(?P<unit>(?:[^\W\d_]|[%°])[^\s(),<>=!\"']*)")
_WORDS = frozenset({"and", "or", "not"})


class Token(NamedTuple):
    """A piece of the text: what it is, and where."""

    kind: str
    text: str
    start: int
    end: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of the tree with the place it was read from."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number, with its unit as written or an empty one."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Words between quotation marks."""

    words: str


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A name with its arguments; a bare name has none."""

    name: str
    arguments: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The opposite."""

    of: Node


@dataclass(frozen=True, slots=True)
class Several(Node):
    """`and` or `or` between two or more."""

    word: str
    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """Two or three terms with operators between them."""

    terms: tuple[Node, ...]
    operators: tuple[str, ...]


def parse(text: str) -> Node:
    """Read a condition.

    Raises:
        ExpressionError: It is no condition; the message points at the place.
    """
    if len(text) > LONGEST:
        raise ExpressionError(
            text[:60] + "…", 0, 1, f"a condition has {LONGEST} characters at most"
        )
    return _Parser(text, list(_tokens(text))).whole()


def walk(node: Node) -> Iterator[Node]:
    """Give a node and all below it."""
    yield node
    match node:
        case Not():
            yield from walk(node.of)
        case Several():
            for part in node.of:
                yield from walk(part)
        case Comparison():
            for part in node.terms:
                yield from walk(part)
        case Call():
            for _, part in node.arguments:
                yield from walk(part)


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            odd = text[place]
            hint = (
                "this quotation mark is not closed"
                if odd in "\"'"
                else f"{odd!r} means nothing here"
            )
            raise ExpressionError(text, place, place + 1, hint)
        start, place = match.span()
        kind = match.lastgroup or ""
        if kind == "number":
            behind = _UNIT.match(text, place)
            place = behind.end() if behind else place
            yield Token(kind, match[0], start, place, behind["unit"] if behind else "")
        elif kind != "blank":
            word = kind == "name" and match[0].lower() in _WORDS
            yield Token(
                "word" if word else kind, match[0].lower() if word else match[0], start, place
            )
    yield Token("end", "", len(text), len(text))


@dataclass(slots=True)
class _Parser:
    text: str
    tokens: list[Token]
    place: int = 0
    depth: int = field(default=0)

    def whole(self) -> Node:
        node = self.either()
        self.expect("end", "", "an operator or the end")
        return node

    def peek(self, kind: str, text: str = "") -> bool:
        token = self.tokens[self.place]
        return token.kind == kind and (not text or token.text == text)

    def take(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def expect(self, kind: str, text: str, wanted: str) -> Token:
        if not self.peek(kind, text):
            self.fail(f"expected {wanted}")
        return self.take()

    def fail(self, message: str) -> None:
        token = self.tokens[self.place]
        found = "the end" if token.kind == "end" else repr(self.text[token.start : token.end])
        raise ExpressionError(self.text, token.start, token.end, f"{message}, found {found}")

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("too many brackets within brackets")
        node = self.several("or", lambda: self.several("and", self.negation))
        self.depth -= 1
        return node

    def several(self, word: str, part: Callable[[], Node]) -> Node:
        nodes = [part()]
        while self.peek("word", word):
            self.take()
            nodes.append(part())
        if len(nodes) == 1:
            return nodes[0]
        return Several(nodes[0].start, nodes[-1].end, word, tuple(nodes))

    def negation(self) -> Node:
        negations = []
        while self.peek("word", "not"):
            negations.append(self.take())
        node = self.comparison()
        for token in reversed(negations):
            node = Not(token.start, node.end, node)
        return node

    def comparison(self) -> Node:
        terms, operators = [self.term()], list[str]()
        while self.peek("operator") and len(operators) < 2:
            operators.append(self.take().text.replace("==", "="))
            terms.append(self.term())
        if not operators:
            return terms[0]
        return Comparison(terms[0].start, terms[-1].end, tuple(terms), tuple(operators))

    def term(self) -> Node:
        if self.peek("number"):
            token = self.take()
            return Number(token.start, token.end, float(token.text), token.unit)
        if self.peek("text"):
            token = self.take()
            return Text(token.start, token.end, token.text[1:-1].strip())
        if self.peek("mark", "("):
            self.take()
            node = self.either()
            self.expect("mark", ")", "')'")
            return node
        token = self.expect("name", "", "a condition")
        return (
            self.call(token) if self.peek("mark", "(") else Call(token.start, token.end, token.text)
        )

    def call(self, name: Token) -> Node:
        self.take()
        arguments: list[tuple[str, Node]] = []
        while not self.peek("mark", ")"):
            if arguments:
                self.expect("mark", ",", "',' or ')'")
            arguments.append(self.argument())
        return Call(name.start, self.take().end, name.text, tuple(arguments))

    def argument(self) -> tuple[str, Node]:
        following = self.tokens[min(self.place + 1, len(self.tokens) - 1)]
        if self.peek("name") and (following.kind, following.text) == ("operator", "="):
            name = self.take().text
            self.take()
            return name, self.either()
        return "", self.either()
