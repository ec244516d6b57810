"""The questions a condition may ask that are answered by yes, no or not reported.

Affirmation climbs to the class and denial descends to its members: who was given prednisolone was
given a corticosteroid; who was not given prednisolone may have had another one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from epicrisis.model import AnyEvent, Course, Measurement, Outcome, Treatment, VitalStatus
from epicrisis.model.events import EncounterClass, OutcomeClass
from epicrisis.synthesis.replies import Anchors, Answer, Reply
from epicrisis.synthesis.sought import Sought, is_kind_of
from epicrisis.synthesis.states import State

TOOK_PLACE = frozenset({"given", "changed", "stopped"})
STATUSES = ("given", "planned", "considered", "stopped", "not_given")
OUTCOMES: tuple[str, ...] = get_args(OutcomeClass)
ENCOUNTERS: tuple[str, ...] = get_args(EncounterClass)
_BETTER = frozenset({"improved", "recovered", "remission", "complete_response", "partial_response"})
_WORSE = frozenset({"worsened", "progressive_disease"})
_RAISED = frozenset({"positive", "high", "abnormal"})
_FOUND = frozenset({"negative", "normal", "undetectable", "low"})

Values = Mapping[str, "Sought | str"]
Question = Callable[[Course], Answer]


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument: its kind is one of names (`drug`), `choice`, or `words`."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Predicate:
    """A question by name.

    `ask` is given its arguments, looked up, and gives the function that asks a course.
    """

    name: str
    title: str
    ask: Callable[[Values], Question]
    parameters: tuple[Parameter, ...] = ()

    @property
    def form(self) -> str:
        """How it is written."""
        if not self.parameters:
            return self.name
        parts = [
            f'"{p.kind.upper()}"' if p.default is None else f'{p.name}="{p.default}"'
            for p in self.parameters
        ]
        return f"{self.name}({', '.join(parts)})"


def decide(yes: Iterable[AnyEvent], no: Iterable[AnyEvent]) -> Reply:
    """Say yes where any event says yes, else no where any says no; else nothing is reported."""
    affirmed, denied = list(yes), list(no)
    state = State.YES if affirmed else State.NO if denied else State.NOT_REPORTED
    return Reply(state, anchors_of(affirmed or denied))


def anchors_of(events: Iterable[AnyEvent]) -> Anchors:
    """Give the first anchor of each event."""
    return tuple(event.anchors[0] for event in events)


def thing(values: Values, name: str) -> Sought:
    """Give an argument that was looked up."""
    found = values[name]
    assert isinstance(found, Sought)
    return found


def _treated(values: Values) -> Question:
    drug, status = thing(values, "drug"), values["status"]
    wanted = TOOK_PLACE if status == "given" else {status}

    def ask(course: Course) -> Answer:
        events = [e for e in course.events if isinstance(e, Treatment)]
        yes = [e for e in events if e.status in wanted and drug.finds(e)]
        denies = status == "given"
        no = [e for e in events if denies and e.status == "not_given" and drug.excludes(e)]
        return decide(yes, no)

    return ask


def _has(*kinds: str) -> Callable[[Values], Question]:
    def bind(values: Values) -> Question:
        wanted = thing(values, "name")

        def ask(course: Course) -> Answer:
            events = course.of_kind("disease", "phenotypic_feature")
            present = [e for e in events if _is(e, "present")]
            yes = [e for e in present if e.kind in kinds and wanted.finds(e)]
            absent = [e for e in events if _is(e, "absent") and wanted.excludes(e)]
            return decide(yes, [e for e in absent if not _gainsaid(e, present)])

        return ask

    return bind


def _gainsaid(absent: AnyEvent, present: Iterable[AnyEvent]) -> bool:
    """Say whether the report affirms a kind of what it denies: then it denies no other kind.

    A denial at another time, or of a relative's illness read wrongly, must not rule out more.
    """
    return any(is_kind_of(event, absent) for event in present)


def _stated(status: str) -> Callable[[Values], Question]:
    def bind(values: Values) -> Question:
        wanted = thing(values, "name")

        def ask(course: Course) -> Answer:
            events = course.of_kind("disease", "phenotypic_feature")
            return decide([e for e in events if _is(e, status) and wanted.finds(e)], ())

        return ask

    return bind


def _is(event: AnyEvent, status: str) -> bool:
    return getattr(event, "status", "") == status


def _antibody(values: Values) -> Question:
    wanted = thing(values, "name")

    def ask(course: Course) -> Answer:
        results = [e for e in course.events if isinstance(e, Measurement) and wanted.finds(e)]
        signs = [(e, _sign(e)) for e in results]
        return decide([e for e, s in signs if s is True], [e for e, s in signs if s is False])

    return ask


def _sign(event: Measurement) -> bool | None:
    """Read a result of an antibody: by its words, else by the range printed beside its number."""
    if event.interpretation in _RAISED:
        return True
    if event.interpretation in _FOUND:
        return False
    reference, number = event.reference_range, event.quantity
    if number is None or reference is None or reference.high is None:
        return None
    if number.comparator in ("<", "<="):
        return False if number.value <= reference.high else None
    return number.value > reference.high


def _procedure(values: Values) -> Question:
    wanted = thing(values, "name")

    def ask(course: Course) -> Answer:
        events = [e for e in course.of_kind("procedure") if wanted.finds(e)]
        yes = [e for e in events if getattr(e, "status", "") in TOOK_PLACE]
        return decide(yes, [e for e in events if _is(e, "not_given")])

    return ask


def _outcome(values: Values) -> Question:
    wanted = values["name"]

    def ask(course: Course) -> Answer:
        events = [e for e in course.of_kind("outcome") if getattr(e, "outcome", "") == wanted]
        return decide(
            [e for e in events if _is(e, "present")], [e for e in events if _is(e, "absent")]
        )

    return ask


def _improved(values: Values) -> Question:
    del values

    def ask(course: Course) -> Answer:
        told = [e for e in course.events if isinstance(e, Outcome)]
        better = [e for e in told if e.outcome in _BETTER]
        no: list[AnyEvent] = [e for e in better if e.status == "absent"]
        no += [e for e in told if e.outcome in _WORSE and e.status == "present"]
        no += [e for e in course.events if isinstance(e, VitalStatus) and e.status == "dead"]
        return decide([e for e in better if e.status == "present"], no)

    return ask


def _encounter(values: Values) -> Question:
    wanted = values["name"]

    def ask(course: Course) -> Answer:
        events = course.of_kind("encounter")
        return decide([e for e in events if getattr(e, "encounter", "") == wanted], ())

    return ask


def _vital(status: str) -> Callable[[Values], Question]:
    def bind(values: Values) -> Question:
        del values

        def ask(course: Course) -> Answer:
            said = [e for e in course.events if isinstance(e, VitalStatus)]
            dead = [e for e in said if e.status == "dead"]
            alive = [] if dead else said  # who died was alive before
            return decide(*((dead, alive) if status == "dead" else (alive, dead)))

        return ask

    return bind


def _cited(cited: bool) -> Callable[[Values], Question]:
    def bind(values: Values) -> Question:
        del values
        return lambda course: Reply(State.of((course.cited is not None) == cited))

    return bind


def _name(kind: str) -> tuple[Parameter, ...]:
    return (Parameter("drug" if kind == "drug" else "name", kind),)


STATES = (
    Predicate(
        "antibody",
        "the antibody was ever found: positive in words, or above the range printed beside it",
        _antibody,
        _name("antibody"),
    ),
    Predicate(
        "treated",
        "the drug, or one of its class, was given; with status: planned, considered and so on",
        _treated,
        (*_name("drug"), Parameter("status", "choice", STATUSES, "given")),
    ),
    Predicate(
        "diagnosed",
        "the disease, or a kind of it, is a diagnosis",
        _has("disease"),
        _name("disease"),
    ),
    Predicate(
        "has",
        "the finding or disease, or a kind of it, is present",
        _has("disease", "phenotypic_feature"),
        _name("disease"),
    ),
    Predicate("history", "the patient had it before", _stated("historical"), _name("disease")),
    Predicate("suspected", "it was thought of", _stated("uncertain"), _name("disease")),
    Predicate("procedure", "the procedure took place", _procedure, _name("procedure")),
    Predicate(
        "outcome",
        "it went so at any time",
        _outcome,
        (Parameter("name", "choice", OUTCOMES),),
    ),
    Predicate(
        "improved",
        "better at any time: improved, recovered, remission, response; no where the report says "
        "instead that it was not so, that it became worse, or that the patient died",
        _improved,
    ),
    Predicate(
        "encounter",
        "a move through care took place",
        _encounter,
        (Parameter("name", "choice", ENCOUNTERS),),
    ),
    Predicate("died", "the patient died", _vital("dead")),
    Predicate("alive", "the patient was alive when last heard of", _vital("alive")),
    Predicate("cited", "it is somebody else's patient, from a table or discussion", _cited(True)),
    Predicate("own", "it is the report's own patient", _cited(False)),
)
