"""REF004: one test with two different upper limits of normal in one report."""

from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement

_SAME = 0.02  # share by which rounded limits may differ


def limits(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the upper limits printed beside the values of one test in one unit."""
    for course in courses:
        first: dict[tuple[str, str | None], Measurement] = {}
        said: set[tuple[str, str | None]] = set()
        for event in measurements(course):
            printed = event.reference_range
            if not event.analyte or printed is None or not printed.high:
                continue
            unit = printed.unit or (event.quantity.unit if event.quantity else None)
            other = first.setdefault((event.analyte, unit), event)
            known = other.reference_range
            if known is None or not known.high or (event.analyte, unit) in said:
                continue
            if abs(printed.high / known.high - 1) > _SAME:
                said.add((event.analyte, unit))
                yield Remark(
                    f"The upper limit of {event.text} is {printed.high:g} here and {known.high:g} "
                    "elsewhere.",
                    place_of(event),
                    related=(place_of(other),),
                    events=(event.id, other.id),
                    course=course.id,
                )


def _ldh(value: int, high: int) -> dict[str, object]:
    return {
        "kind": "measurement",
        "analyte": "ldh",
        "quote": f"LDH {value} U/L (<{high})",
        "quantity": {"value": value, "unit": "U/L", "ucum": "U/L"},
        "reference_range": {"high": high},
    }


_TEXT = "LDH 400 U/L (<229) on day 1 and LDH 300 U/L (<{}) on day 9."
REF004 = Rule(
    "REF004",
    "One test has two upper limits of normal",
    "note",
    (),
    limits,
    Examples(
        fires=(Example(_TEXT.format(250), (_ldh(400, 229), _ldh(300, 250))),),
        still=(Example(_TEXT.format(229), (_ldh(400, 229), _ldh(300, 229))),),
    ),
)
