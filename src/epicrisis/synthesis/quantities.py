"""The questions a condition may ask that are answered by numbers or words."""

from math import inf

from epicrisis.errors import InputError
from epicrisis.measures import measure
from epicrisis.measures.intervals import Interval, days
from epicrisis.model import Course, Measurement, Treatment
from epicrisis.synthesis.predicates import (
    TOOK_PLACE,
    Parameter,
    Predicate,
    Question,
    Values,
    anchors_of,
    thing,
)
from epicrisis.synthesis.replies import Answer, Numbers, Words, reach
from epicrisis.vocab.analytes import Analyte, analytes
from epicrisis.vocab.units import convert

YEAR = "a"
DAY = "d"
_CHOICES = ("any", "first", "last", "highest", "lowest")


def _age(values: Values) -> Question:
    del values

    def ask(course: Course) -> Answer:
        age = course.individual.age
        if age is None:
            return Numbers((), YEAR)
        printed = reach(age.quantity)
        factor = age.years / age.quantity.value if age.quantity.value else 1.0
        return Numbers((printed.scaled(factor),), YEAR, age.anchors[:1], (str(age.quantity),))

    return ask


def _sex(values: Values) -> Question:
    del values

    def ask(course: Course) -> Answer:
        sex = course.individual.sex
        return Words((sex.value,), sex.anchors[:1]) if sex else Words(())

    return ask


def _patients(values: Values) -> Question:
    del values

    def ask(course: Course) -> Answer:
        number = (course.cited.patients if course.cited else 1) or None
        return Numbers((Interval(number, number),) if number else (), "1", (), (str(number),))

    return ask


def _document(values: Values) -> Question:
    del values
    return lambda course: Words((course.document_name or course.document,))


def _measured(values: Values) -> Question:
    wanted, which = thing(values, "name"), str(values["at"])
    known = analytes().get(wanted.id)

    def ask(course: Course) -> Answer:
        events = [
            e
            for e in course.events
            if isinstance(e, Measurement) and e.interpretation != "not_done" and wanted.finds(e)
        ]
        chosen = _chosen(events, which, known)
        values = [(event, canonical(event, known)) for event in chosen]
        numbers = tuple(value for _, value in values if value is not None)
        return Numbers(
            numbers,
            known.ucum if known else "",
            anchors_of(chosen),
            tuple(str(e.quantity or e.result or e.interpretation or "") for e in chosen),
            len(values) - len(numbers),
        )

    return ask


def _chosen(events: list[Measurement], which: str, known: Analyte | None) -> list[Measurement]:
    """Give those that may be the first, last, highest or lowest; more than one where it is open."""
    if which == "any":
        return events
    if which in ("first", "last"):
        spans = [(event, days(event.time)) for event in events]
    else:
        spans = [(e, value) for e in events if (value := canonical(e, known)) is not None]
    if which in ("first", "lowest"):
        limit = min((span.high for _, span in spans), default=inf)
        return [event for event, span in spans if span.low <= limit]
    limit = max((span.low for _, span in spans), default=-inf)
    return [event for event, span in spans if span.high >= limit]


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
    try:
        ends = [e if e in (0, inf) else convert(e, unit, known.ucum, known.id) for e in value]
    except InputError:
        return None
    return Interval(min(ends), max(ends))


def _started(values: Values) -> Question:
    drug = thing(values, "drug")

    def ask(course: Course) -> Answer:
        events = [
            e
            for e in course.events
            if isinstance(e, Treatment) and e.status in TOOK_PLACE and drug.finds(e)
        ]
        spans = [days(event.time) for event in events]
        if not spans:
            return Numbers((), DAY)
        first = Interval(min(s.low for s in spans), min(s.high for s in spans))
        return Numbers((first,), DAY, anchors_of(events[:1]), (_between(first),))

    return ask


def _between(span: Interval) -> str:
    if span.exact:
        return f"day {span.low:g}"
    low, high = (f"{end:g}" if abs(end) < inf else "?" for end in span)
    return f"day {low} to {high}"


def _derived(values: Values) -> Question:
    name = str(values["name"])

    def ask(course: Course) -> Answer:
        found = measure(course, [name])
        spans = tuple(
            Interval(-inf if d.low is None else d.low, inf if d.high is None else d.high)
            for d in found
        )
        unit = found[0].unit if found else ""
        return Numbers(spans, unit, (), tuple(map(str, found)))

    return ask


def _follow_up(values: Values) -> Question:
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
