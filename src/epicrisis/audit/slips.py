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
        elif not near and len(values) == 1 and _other_dose(event, body[0]):
            yield event, body[0]


_MULTIPLES = (2.0, 3.0, 4.0, 5.0)
_SHARE = 0.01  # of a multiple, for doses printed round
_PARTED = re.compile(
    r"total|cumul|divided|doses|increas|reduc|taper|escalat|titrat|initial|maint|loading|bolus|"
    r"then|follow|rais|lower|high|low|max|minim|up\s+to|twice|thrice|times|[btq]\.?i\.?d\b|every|"
    r"hourly|per\s+dose|course|cycle|respectively",
    re.I,
)


def _other_dose(event: AnyEvent, other: AnyEvent) -> bool:
    """Whether the only dose of a drug in the abstract is a plain multiple of the body's only one.

    Not where a word or a schedule says that one is a part, a total, or a step of the other.
    """
    if not (isinstance(event, Treatment) and isinstance(other, Treatment)):
        return False
    if "given" not in (event.status, other.status) or event.per_kg != other.per_kg:
        return False
    low, high = sorted((_value(event), _value(other)))
    factor = high / low if low > 0 else 0.0
    if not any(abs(factor / times - 1) < _SHARE for times in _MULTIPLES):
        return False
    spread = (event.duration_days, other.duration_days, event.interval_days, other.interval_days)
    if any(days and days != 1 for days in spread) or event.cycles or other.cycles:
        return False
    places = (event.anchors[0], other.anchors[0])
    return not any(_PARTED.search(at.prefix + at.exact + at.suffix) for at in places)


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


def _doses(first: float, second: float, then: str = "") -> Example:
    quotes = [f"deflazacort {value:g} mg" for value in (first, second)]
    events = tuple(
        {
            "kind": "treatment",
            "agent": "deflazacort",
            "quote": quote,
            "dose": {"value": value, "unit": "mg", "ucum": "mg"},
            "section": section,
        }
        for quote, value, section in zip(quotes, (first, second), ("abstract", "case"), strict=True)
    )
    return Example(
        f"ABSTRACT A man took {quotes[0]} daily. CASE He took {quotes[1]} daily{then}.", events
    )


XRF007 = Rule(
    "XRF007",
    "A value is stated twice with a digit changed, or a dose as a multiple",
    "warning",
    (),
    slipped,
    Examples(
        fires=(_example(3.17, 3.77), _doses(18, 36)),
        still=(_example(3.17, 4.25), _doses(18, 36, ", in divided doses"), _doses(18, 24)),
    ),
)
