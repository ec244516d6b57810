"""From the tree of a condition to a function that asks a course.

Names are looked up once, when the condition is made, so that a slip of the pen is an error with a
caret below it, and never an empty answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from epicrisis.errors import ExpressionError, InputError
from epicrisis.measures.registry import measures
from epicrisis.model import Course
from epicrisis.synthesis.expressions import (
    Call,
    Comparison,
    Node,
    Not,
    Number,
    Several,
    Text,
    parse,
)
from epicrisis.synthesis.predicates import STATES, Parameter, Predicate
from epicrisis.synthesis.quantities import DAY, NUMBERS, WORDS, YEAR
from epicrisis.synthesis.questions import (
    Asking,
    Joined,
    Negated,
    Question,
    Reported,
    Test,
    Tested,
)
from epicrisis.synthesis.replies import Answer, Numbers, Words, compare
from epicrisis.synthesis.sought import Scope, Sought, UnknownConceptError, seek
from epicrisis.synthesis.states import State
from epicrisis.vocab.analytes import analytes
from epicrisis.vocab.units import convert, match_unit

PREDICATES = MappingProxyType({p.name: p for p in (*STATES, *NUMBERS, *WORDS)})
ASKING = MappingProxyType(
    {
        "reported": "anything is reported of what stands in the brackets, be it yes or no",
        "unknown": "nothing is reported of it",
    }
)
_DAYS = {"d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Condition:
    """A question that any course can be asked.

    Attributes:
        text: The condition as written.
        ask: Gives what a course answers, with the places that say it.
    """

    text: str
    ask: Question

    def __call__(self, course: Course) -> State:
        """Give the state of a course: yes, no or not reported."""
        return self.ask(course).state


def condition(text: str, courses: Iterable[Course] | Scope = ()) -> Condition:
    """Make a condition.

    Args:
        text: As the grammar in `epicrisis.synthesis.expressions` has it.
        courses: Courses whose printed names count as known beside those of the packaged tables, or
            these names.

    Raises:
        ExpressionError: It cannot be read, or a name in it is not known.
    """
    scope = courses if isinstance(courses, Scope) else Scope(tuple(courses))
    return Condition(text, _Binder(text, scope).question(parse(text)))


@dataclass(frozen=True, slots=True)
class _Binder:
    text: str
    scope: Scope

    def error(self, node: Node, reason: str) -> ExpressionError:
        return ExpressionError(self.text, node.start, node.end, reason)

    def question(self, node: Node) -> Question:
        match node:
            case Several():
                return Joined(node.word, [self.question(part) for part in node.of])
            case Not():
                return Negated(self.question(node.of))
            case Comparison():
                return self.comparison(node)
            case Call() if node.name in ASKING:
                return self.asking(node)
            case Call():
                return self.predicate(node)
        raise self.error(node, "this is no condition by itself; compare it with something")

    def asking(self, node: Call) -> Question:
        if len(node.arguments) != 1 or node.arguments[0][0]:
            raise self.error(node, f"{node.name}(...) takes one condition")
        return Reported(self.question(node.arguments[0][1]), node.name == "unknown")

    def predicate(self, node: Call) -> Asking:
        known = PREDICATES.get(node.name)
        if known is None:
            place = Node(node.start, node.start + len(node.name))
            raise self.error(place, _no_such(node.name))
        return known.ask(self.arguments(node, known))

    def arguments(self, node: Call, known: Predicate) -> dict[str, Sought | str]:
        given: dict[str, Node] = {}
        for place, (name, value) in enumerate(node.arguments):
            free = [p.name for p in known.parameters]
            if not name and place >= len(free):
                raise self.error(value, f"too many arguments: it is written {known.form}")
            key = name or free[place]
            if key not in free or key in given:
                raise self.error(value, f"no argument {key!r} here: it is written {known.form}")
            given[key] = value
        found: dict[str, Sought | str] = {}
        for parameter in known.parameters:
            if parameter.name in given:
                found[parameter.name] = self.argument(given[parameter.name], parameter)
            elif parameter.default is not None:
                found[parameter.name] = parameter.default
            else:
                raise self.error(node, f"something is missing: it is written {known.form}")
        return found

    def argument(self, node: Node, parameter: Parameter) -> Sought | str:
        if not isinstance(node, Text):
            raise self.error(node, "expected words between quotation marks")
        choices = tuple(measures()) if parameter.kind == "measure" else parameter.choices
        if choices:
            if node.words not in choices:
                raise self.error(node, _unknown(parameter.name, node.words, choices))
            return node.words
        try:
            return seek(parameter.kind, node.words, self.scope)
        except UnknownConceptError as error:
            raise self.error(node, str(error)) from error

    def comparison(self, node: Comparison) -> Question:
        places = [n for n, term in enumerate(node.terms) if not isinstance(term, Number | Text)]
        if len(places) != 1 or (len(node.terms) == 3 and places != [1]):
            raise self.error(
                node, "compare one question with a number or a text, as in 18 <= age < 65"
            )
        asked = node.terms[places[0]]
        tests = []
        for number, operator in enumerate(node.operators):
            left, right = node.terms[number], node.terms[number + 1]
            if right is asked:
                tests.append(self.test(asked, _MIRRORED.get(operator, operator), left))
            else:
                tests.append(self.test(asked, operator, right))
        question = self.question(asked)
        assert isinstance(question, Asking)  # tests are of numbers and words alone
        tested = [Tested(question, test) for test in tests]
        return tested[0] if len(tested) == 1 else Joined("and", tested)

    def test(self, asked: Node, operator: str, limit: Node) -> Test:
        kind = (
            PREDICATES[asked.name] if isinstance(asked, Call) and asked.name in PREDICATES else None
        )
        if kind in WORDS:
            if not isinstance(limit, Text) or operator not in ("=", "!="):
                raise self.error(
                    limit, "words are compared by = or != with a text between quotation marks"
                )
            return lambda answer: _same_words(answer, limit.words.casefold(), operator)
        if kind not in NUMBERS:
            raise self.error(
                asked, "this has no number to compare; it is yes, no or not reported by itself"
            )
        if not isinstance(limit, Number):
            raise self.error(limit, "expected a number")
        return self.number_test(asked, operator, limit)

    def number_test(self, asked: Node, operator: str, limit: Number) -> Test:
        assert isinstance(asked, Call)
        bound = limit.value
        if limit.unit:
            bound = self.in_unit(asked, limit)
        return lambda answer: _any_number(answer, operator, bound)

    def in_unit(self, asked: Call, limit: Number) -> float:
        printed = match_unit(limit.unit, 0)
        if printed is None or printed[0] != len(limit.unit):
            raise self.error(limit, f"no unit is written {limit.unit!r}")
        ucum = printed[1].ucum
        if asked.name in ("age", "started", "follow_up"):
            if ucum not in _DAYS:
                raise self.error(limit, "a time is in days, weeks, months or years")
            return limit.value * _DAYS[ucum] / _DAYS[YEAR if asked.name == "age" else DAY]
        return self.in_usual_unit(asked, limit, ucum)

    def in_usual_unit(self, asked: Call, limit: Number, ucum: str) -> float:
        wanted = self.arguments(asked, PREDICATES[asked.name]).get("name")
        known = analytes().get(wanted.id) if isinstance(wanted, Sought) else None
        if known is None or not known.ucum:
            raise self.error(limit, "this has no usual unit; compare with the plain number")
        try:
            return convert(limit.value, ucum, known.ucum, known.id)
        except InputError as error:
            reason = f"{known.label} is not measured in {limit.unit}, but in {known.ucum}"
            raise self.error(limit, reason) from error


def _any_number(answer: Answer, operator: str, limit: float) -> State:
    """Yes where any value passes for certain; no where all fail, and none is left out."""
    if not isinstance(answer, Numbers):
        return State.NOT_REPORTED
    state = State.NOT_REPORTED if answer.without or not answer.values else State.NO
    for value in answer.values:
        found = compare(value, operator, limit)
        if found is State.YES:
            return found
        state = state | found
    return state


def _same_words(answer: Answer, words: str, operator: str) -> State:
    if not isinstance(answer, Words) or not answer.values:
        return State.NOT_REPORTED
    same = State.of(words in {value.casefold() for value in answer.values})
    return same if operator == "=" else ~same


def _no_such(name: str) -> str:
    known = {**{p.name: p.form for p in PREDICATES.values()}, **{n: f"{n}(...)" for n in ASKING}}
    hint = _near(name, known)
    return f"no question is named {name!r}.{hint} Known: {', '.join(sorted(known))}"


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    listed = tuple(known)
    return f"no {what} is named {name!r}.{_near(name, listed)} Known: {', '.join(listed)}"


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(near)}?" if near else ""
