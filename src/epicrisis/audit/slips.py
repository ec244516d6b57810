"""XRF007: one value stated twice with a digit changed."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.passages import one_line, sentence_of
from epicrisis.model import AnyEvent, Course, Document, Measurement, Quantity, Treatment

_FRONT = frozenset({"abstract", "title"})
_BODY = frozenset({"case", "results", "table", "caption"})
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_MOMENT = re.compile(
    r"\b(?:(?:day|POD|week|month)\s*\d+"
    r"|\d+\s+(?:days?|weeks?|months?)\s+(?:of\s+(?:pregnancy|gestation|age|life|treatment|therapy)"
    r"|(?:after|following|post)[\s-]+\w+)"
    rf"|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?)\b",
    re.I,
)
_APART = 300  # characters between two statements that are not one
_MANY = 40  # the same where the moment is printed as well
_FEW = 12  # values of one test that are compared with one another


def slipped(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find values of the abstract that the body has with another digit, and the same by moments."""
    own = [course for course in courses if course.cited is None]
    if len(own) != 1:
        return
    told: set[frozenset[str]] = set()
    for events in _by_name(own[0]).values():
        pairs = [*_front_and_body(events), *_one_moment(document, events)]
        for event, other in pairs:
            both = frozenset((event.id, other.id))
            if both in told:
                continue
            told.add(both)
            yield Remark(
                f"{one_line(event.anchors[0].exact)!r} here, "
                f"{one_line(other.anchors[0].exact)!r} elsewhere.",
                place_of(event),
                related=(place_of(other),),
                events=(event.id, other.id),
                course=own[0].id,
            )


def _by_name(course: Course) -> dict[str, list[AnyEvent]]:
    """The single values by test or drug, and unit."""
    found: dict[str, list[AnyEvent]] = {}
    for event in course.events:
        quantity = _quantity(event)
        if quantity is None or quantity.comparator or quantity.high is not None:
            continue
        name = event.analyte if isinstance(event, Measurement) else getattr(event, "agent", "")
        if name:
            found.setdefault(f"{event.kind} {name} {quantity.ucum}", []).append(event)
    return {name: events for name, events in found.items() if len(events) > 1}


def _quantity(event: AnyEvent) -> Quantity | None:
    if isinstance(event, Measurement):
        return event.quantity
    return event.dose if isinstance(event, Treatment) else None


def _front_and_body(events: list[AnyEvent]) -> Iterator[tuple[AnyEvent, AnyEvent]]:
    """A value of the abstract that the body lacks, with the one of the body that nearly is it."""
    body = [event for event in events if event.section in _BODY]
    values = {_value(event) for event in body}
    for event in events:
        if event.section not in _FRONT or _value(event) in values or len(body) > _FEW:
            continue
        if any(anchor.start > event.anchors[0].end + _APART for anchor in event.anchors[1:]):
            continue
        near = [other for other in body if _one_slip(event, other)]
        if len(near) == 1:
            yield event, near[0]


def _one_moment(document: Document, events: list[AnyEvent]) -> Iterator[tuple[AnyEvent, AnyEvent]]:
    """Two values that their sentences date by the same words."""
    if len(events) > _MANY:
        return
    for index, event in enumerate(events):
        for other in events[index + 1 :]:
            apart = abs(other.anchors[0].start - event.anchors[0].start)
            if not _one_slip(event, other):
                continue
            if _tabled(event, other) or (
                apart > _APART and _moments(document, event) & _moments(document, other)
            ):
                yield event, other


def _tabled(event: AnyEvent, other: AnyEvent) -> bool:
    """Whether one stands in a table and the other does not, and both are dated to one day."""
    one, two = event.time, other.time
    apart = (event.section == "table") != (other.section == "table")
    if not (apart and one and two and one.text and two.text and one.earliest is not None):
        return False
    return one.earliest == one.latest == two.earliest == two.latest


def _moments(document: Document, event: AnyEvent) -> set[str]:
    span = sentence_of(document, *place_of(event))
    return {" ".join(found[0].lower().split()) for found in _MOMENT.finditer(document.text, *span)}


def _value(event: AnyEvent) -> float:
    quantity = _quantity(event)
    return quantity.value if quantity else 0.0


def _one_slip(event: AnyEvent, other: AnyEvent) -> bool:
    """Whether one number becomes the other by one digit, a swap, or the decimal point."""
    one, two = (f"{_value(each):g}" for each in (event, other))
    if one == two:
        return False
    first, second = one.replace(".", ""), two.replace(".", "")
    if first.strip("0") == second.strip("0"):
        return True
    if len(first) != len(second) or len(first) < 2:
        return False
    wrong = [at for at in range(len(first)) if first[at] != second[at]]
    swapped = len(wrong) == 2 and first[wrong[0]] == second[wrong[1]] and wrong[1] == wrong[0] + 1
    return (len(wrong) == 1 and one.find(".") == two.find(".")) or (
        swapped and first[wrong[1]] == second[wrong[0]]
    )


def _creatinine(value: float, section: str) -> dict[str, object]:
    quantity = {"value": value, "unit": "mg/dL", "ucum": "mg/dL"}
    quote = f"creatinine {value} mg/dL"
    return {
        "kind": "measurement",
        "analyte": "creatinine",
        "quote": quote,
        "quantity": quantity,
        "section": section,
    }


def _example(first: float, second: float) -> Example:
    return Example(
        f"ABSTRACT A woman had a creatinine {first} mg/dL. CASE She had a creatinine {second} "
        "mg/dL on arrival.",
        (_creatinine(first, "abstract"), _creatinine(second, "case")),
    )


XRF007 = Rule(
    "XRF007",
    "A value is stated twice with a digit changed",
    "warning",
    (),
    slipped,
    Examples(fires=(_example(3.17, 3.77),), still=(_example(3.17, 4.25),)),
)
