"""REF005: the H or L behind a result of a table against the range in its row."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement

_FLAG = re.compile(
    r"\s*[(\[]?\s*(?:(?P<high>H{1,2}|↑+|high|elevated|raised)|(?P<low>L{1,2}|↓+|low|reduced|decreased)"
    r"|(?P<normal>normal|WNL))\s*[)\]*]?\s*(?=[\t|\n]|$)"
)


def cell_flags(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the mark of a result with its value and its range, all in one row."""
    for course in courses:
        for event in measurements(course):
            if event.section != "table" or event.reference_range is None:
                continue
            found = _FLAG.match(document.text, event.anchors[0].end)
            is_ = _is(event)
            if found and is_ and found.lastgroup != is_:
                span = found.start(str(found.lastgroup)), found.end(str(found.lastgroup))
                yield Remark(
                    f"Marked {document.text[slice(*span)]!r}, but {event.quantity} against "
                    f"{event.reference_range.text or 'its range'} is {is_}.",
                    (place_of(event)[0], span[1]),
                    events=(event.id,),
                    course=course.id,
                )


def _is(event: Measurement) -> str | None:
    """What the value is by its range, None where that is open or the two are in other units."""
    quantity, limits = event.quantity, event.reference_range
    if quantity is None or limits is None or quantity.comparator or quantity.high is not None:
        return None
    low, high, value = limits.low, limits.high, quantity.value
    if limits.unit and quantity.unit and limits.unit.strip() != quantity.unit.strip():
        return None
    if low is not None and high is not None and low >= high:
        return None
    if high is not None and value > high:
        return "high"
    if low is not None and value < low:
        return "low"
    return None if value in (low, high) else "normal"


def _row(words: str) -> Example:
    quantity = {"value": 2.9, "unit": "mmol/L", "ucum": "mmol/L"}
    limits = {"low": 2.1, "high": 2.6, "text": "2.1-2.6"}
    said = {"kind": "measurement", "analyte": "calcium", "quote": "2.9", "section": "table"}
    event = {**said, "quantity": quantity, "reference_range": limits}
    return Example(f"Test\tResult\tRange\nCalcium\t2.9{words}\t2.1-2.6\n", (event,))


REF005 = Rule(
    "REF005",
    "A result is marked high or low against the range in its row",
    "warning",
    (),
    cell_flags,
    Examples(fires=(_row(" (L)"), _row(" ↓")), still=(_row(" (H)"), _row(""))),
)
