"""The questions a condition may ask that are answered by numbers or words."""

from collections.abc import Sequence
from functools import partial
from math import inf
from typing import NamedTuple

from epicrisis.errors import InputError
from epicrisis.measures import measure
from epicrisis.measures.intervals import Interval
from epicrisis.model import AnyEvent, Course, Measurement, Treatment
from epicrisis.synthesis.predicates import (
    TOOK_PLACE,
    Parameter,
    Predicate,
    Values,
    thing,
)
from epicrisis.synthesis.questions import Asking, OfCourse, OfEvents, OfPerson, OfReport, Said
from epicrisis.synthesis.replies import Answer, Numbers, Words, reach
from epicrisis.vocab.analytes import Analyte, analytes
from epicrisis.vocab.units import convert

YEAR = "a"
DAY = "d"
_CHOICES = ("any", "first", "last", "highest", "lowest")


def _age(values: Values) -> Asking:
    del values

    def ask(course: Course) -> Answer:
        age = course.individual.age
        if age is None:
            return Numbers((), YEAR)
        printed = reach(age.quantity)
        factor = age.years / age.quantity.value if age.quantity.value else 1.0
        return Numbers((printed.scaled(factor),), YEAR, (age,), (str(age.quantity),))

    return OfPerson(ask)


def _sex(values: Values) -> Asking:
    del values

    def ask(course: Course) -> Answer:
        sex = course.individual.sex
        return Words((sex.value,), sex.anchors[:1]) if sex else Words(())

    return OfPerson(ask)


def _patients(values: Values) -> Asking:
    del values

    def ask(course: Course) -> Answer:
        number = (course.cited.patients if course.cited else 1) or None
        return Numbers((Interval(number, number),) if number else (), "1", (), (str(number),))

    return OfPerson(ask)


def _document(values: Values) -> Asking:
    del values
    return OfReport(lambda course: Words((course.document_name or course.document,)))


class _Result(NamedTuple):
    """A result in the unit of its analyte, where it can be put into it, and as printed."""

    value: Interval | None
    printed: str


def _measured(values: Values) -> Asking:
    wanted, which = thing(values, "name"), str(values["at"])
    known = analytes().get(wanted.id)
    unit = known.ucum if known else ""

    def pick(events: Sequence[AnyEvent]) -> list[AnyEvent]:
        return [e for e in events if not _is_undone(e) and wanted.finds(e)]

    def read(event: Measurement) -> _Result:
        printed = str(event.quantity or event.result or event.interpretation or "")
        return _Result(canonical(event, known), printed)

    def sum_up(said: Sequence[Said]) -> Answer:
        results = [one.what for one in said]
        numbers = tuple([result.value for result in results if result.value is not None])
        events = tuple([one.event for one in said])
        printed = tuple([result.printed for result in results])
        return Numbers(numbers, unit, events, printed, len(results) - len(numbers))

    return OfEvents(
        ("measurement",),
        pick,
        sum_up,
        read,
        partial(_chosen, which),
        numbers=True,
        dated=which in ("first", "last"),
        apart=True,
    )


def _is_undone(event: AnyEvent) -> bool:
    return isinstance(event, Measurement) and event.interpretation == "not_done"


def _chosen(which: str, said: Sequence[Said]) -> Sequence[Said]:
    """Give those that may be the first, last, highest or lowest; more than one where it is open."""
    if which == "any":
        return said
    if which in ("first", "last"):
        spans = [(one, one.days) for one in said]
    else:
        spans = [(one, one.what.value) for one in said if one.what.value is not None]
    if which in ("first", "lowest"):
        limit = min([span.high for _, span in spans], default=inf)
        return [one for one, span in spans if span.low <= limit]
    limit = max([span.low for _, span in spans], default=-inf)
    return [one for one, span in spans if span.high >= limit]


def canonical(event: Measurement, known: Analyte | None) -> Interval | None:
    """Give a value in the unit of its analyte; None where it has no number or no such unit."""
    if event.quantity is None:
        return None
    value = reach(event.quantity)
    if known is None or not known.ucum:
        return value
    unit = event.quantity.ucum or ("1" if known.ucum == "1" else "")
    if not unit:
        return None
    printed = value[:1] if value.exact else value
    try:
        ends = [e if e in (0, inf) else convert(e, unit, known.ucum, known.id) for e in printed]
    except InputError:
        return None
    return Interval(min(ends), max(ends))


def _started(values: Values) -> Asking:
    drug = thing(values, "drug")

    def pick(events: Sequence[AnyEvent]) -> list[AnyEvent]:
        treatments = (e for e in events if isinstance(e, Treatment))
        return [e for e in treatments if e.status in TOOK_PLACE and drug.finds(e)]

    def sum_up(said: Sequence[Said]) -> Answer:
        if not said:
            return Numbers((), DAY)
        first = Interval(min(one.days.low for one in said), min(one.days.high for one in said))
        return Numbers((first,), DAY, (said[0].event,), (_between(first),))

    return OfEvents(("treatment",), pick, sum_up, dated=True)


def _between(span: Interval) -> str:
    if span.exact:
        return f"day {span.low:g}"
    low, high = (f"{end:g}" if abs(end) < inf else "?" for end in span)
    return f"day {low} to {high}"


def _derived(values: Values) -> Asking:
    name = str(values["name"])

    def ask(course: Course) -> Answer:
        found = measure(course, [name])
        spans = tuple(
            Interval(-inf if d.low is None else d.low, inf if d.high is None else d.high)
            for d in found
        )
        unit = found[0].unit if found else ""
        return Numbers(spans, unit, (), tuple(map(str, found)))

    return OfCourse(ask)


def _follow_up(values: Values) -> Asking:
    del values
    return _derived({"name": "follow_up_days"})


NUMBERS = (
    Predicate("age", "age at presentation, in years unless a unit is given", _age),
    Predicate(
        "measured",
        "results of an examination, in its usual unit unless one is given; at=first, last, "
        "highest or lowest chooses, and by default any of them may answer",
        _measured,
        (Parameter("name", "analyte"), Parameter("at", "choice", _CHOICES, "any")),
    ),
    Predicate("started", "day on which the drug was begun", _started, (Parameter("drug", "drug"),)),
    Predicate("follow_up", "days from day zero to death or the last dated event", _follow_up),
    Predicate(
        "derived",
        "values of a measure, such as pf_ratio",
        _derived,
        (Parameter("name", "measure"),),
    ),
    Predicate("patients", "how many patients the row stands for", _patients),
)
WORDS = (
    Predicate("sex", "the sex: female or male", _sex),
    Predicate("document", "name of the report", _document),
)
