"""The questions a condition may ask that are answered by yes, no or not reported.

Affirmation climbs to the class and denial descends to its members: who was given prednisolone was
given a corticosteroid; who was not given prednisolone may have had another one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from epicrisis.model import AnyEvent, Measurement
from epicrisis.model.events import EncounterClass, OutcomeClass
from epicrisis.synthesis.questions import Asking, OfEvents, OfPerson, Said
from epicrisis.synthesis.replies import Anchors, Reply
from epicrisis.synthesis.sought import Sought, gainsaying
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

    `ask` is given its arguments, looked up, and gives the question.
    """

    name: str
    title: str
    ask: Callable[[Values], Asking]
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


def _said(
    yes: Callable[[AnyEvent], bool], no: Callable[[AnyEvent], bool]
) -> Callable[[Sequence[Said]], Reply]:
    """Decide by what each event says to itself."""

    def sum_up(said: Sequence[Said]) -> Reply:
        events = [one.event for one in said]
        return decide(filter(yes, events), filter(no, events))

    return sum_up


def _picking(test: Callable[[Any], bool]) -> Callable[[Sequence[AnyEvent]], list[AnyEvent]]:
    return lambda events: [event for event in events if test(event)]


def _treated(values: Values) -> Asking:
    drug, status = thing(values, "drug"), values["status"]
    wanted = TOOK_PLACE if status == "given" else {status}

    def yes(event: Any) -> bool:
        return event.status in wanted and drug.finds(event)

    def no(event: Any) -> bool:
        return status == "given" and event.status == "not_given" and drug.excludes(event)

    pick = _picking(lambda event: yes(event) or no(event))
    return OfEvents(("treatment",), pick, _said(yes, no))


def _has(*kinds: str) -> Callable[[Values], Asking]:
    def bind(values: Values) -> Asking:
        wanted = thing(values, "name")

        def parts(events: Sequence[AnyEvent]) -> tuple[list[AnyEvent], list[AnyEvent]]:
            """Give what affirms it, and what denies it."""
            present = [e for e in events if _is(e, "present")]
            yes = [e for e in present if e.kind in kinds and wanted.finds(e)]
            return yes, [e for e in events if _is(e, "absent") and wanted.excludes(e)]

        def pick(events: Sequence[AnyEvent]) -> list[AnyEvent]:
            yes, absent = parts(events)
            against = gainsaying([e for e in events if _is(e, "present")], absent)
            matter = {id(event) for event in (*yes, *absent, *against)}
            return [event for event in events if id(event) in matter]

        def sum_up(said: Sequence[Said]) -> Reply:
            events = [one.event for one in said]
            present = [e for e in events if _is(e, "present")]
            yes, absent = parts(events)
            return decide(yes, [e for e in absent if not gainsaying(present, [e])])

        return OfEvents(("disease", "phenotypic_feature"), pick, sum_up)

    return bind


def _stated(status: str) -> Callable[[Values], Asking]:
    def bind(values: Values) -> Asking:
        wanted = thing(values, "name")
        pick = _picking(lambda event: _is(event, status) and wanted.finds(event))

        def sum_up(said: Sequence[Said]) -> Reply:
            return decide([one.event for one in said], ())

        return OfEvents(("disease", "phenotypic_feature"), pick, sum_up)

    return bind


def _is(event: AnyEvent, status: str) -> bool:
    return getattr(event, "status", "") == status


def _antibody(values: Values) -> Asking:
    wanted = thing(values, "name")

    def sum_up(said: Sequence[Said]) -> Reply:
        yes = [one.event for one in said if one.what is True]
        return decide(yes, [one.event for one in said if one.what is False])

    return OfEvents(
        ("measurement",), _picking(wanted.finds), sum_up, _sign, numbers=True, ranges=True
    )


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


def _procedure(values: Values) -> Asking:
    wanted = thing(values, "name")

    def yes(event: AnyEvent) -> bool:
        return getattr(event, "status", "") in TOOK_PLACE

    sum_up = _said(yes, lambda event: _is(event, "not_given"))
    return OfEvents(("procedure",), _picking(wanted.finds), sum_up)


def _outcome(values: Values) -> Asking:
    wanted = values["name"]
    pick = _picking(lambda event: event.outcome == wanted)
    sum_up = _said(lambda event: _is(event, "present"), lambda event: _is(event, "absent"))
    return OfEvents(("outcome",), pick, sum_up)


def _improved(values: Values) -> Asking:
    del values

    def yes(event: AnyEvent) -> bool:
        return getattr(event, "outcome", "") in _BETTER and _is(event, "present")

    def no(event: AnyEvent) -> bool:
        outcome = getattr(event, "outcome", "")
        gone = outcome in _BETTER and _is(event, "absent")
        return gone or (outcome in _WORSE and _is(event, "present")) or _is(event, "dead")

    return OfEvents(("outcome", "vital_status"), list, _said(yes, no))


def _encounter(values: Values) -> Asking:
    wanted = values["name"]
    pick = _picking(lambda event: event.encounter == wanted)
    return OfEvents(("encounter",), pick, _said(lambda event: True, lambda event: False))


def _vital(status: str) -> Callable[[Values], Asking]:
    def sum_up(said: Sequence[Said]) -> Reply:
        events = [one.event for one in said]
        dead = [event for event in events if _is(event, "dead")]
        alive = [] if dead else events  # who died was alive before
        return decide(*((dead, alive) if status == "dead" else (alive, dead)))

    return lambda values: OfEvents(("vital_status",), list, sum_up)


def _cited(cited: bool) -> Callable[[Values], Asking]:
    return lambda values: OfPerson(
        lambda course: Reply(State.of((course.cited is not None) == cited))
    )


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
