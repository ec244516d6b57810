"""PHY001: numbers that no body can have, whoever measured them."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.passages import one_line, search_beside
from epicrisis.measures.intervals import bounds, same_day
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement

_SATURATION = re.compile(
    r"(?<![a-z])(?:Sp\s?O\s?2|Sa\s?O\s?2|O2[- ]sat\w*|oxygen\s+saturations?|(?:pulse\s+)?oximetry|"
    r"oxyhemoglobin\s+saturation|(?<!transferrin )(?<!iron )saturation\s+(?:was|of|at))"
    r"(?P<between>[^.;\d%]{0,60}?)(?P<value>\d{2,3}(?:\.\d+)?)\s*%",
    re.I,
)
_PRESSURE = re.compile(
    r"(?<![a-z])(?:BP|blood\s+pressures?)(?:\s*\(BP\))?(?P<between>[^.;\d]{0,60}?)"
    r"(?P<systolic>\d{2,3})\s*/\s*(?P<diastolic>\d{2,3})(?![\d/.])",
    re.I,
)
_PERCENT = re.compile(r"(\d{3}(?:\.\d+)?)\s*%")
_OVER = re.compile(r"\s*/\s*(\d{2,3})(?!\d)")
_GRADIENT = re.compile(r"gradient|goal|target|pulmonary|ratio|wedge|percentile", re.I)


def impossible(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for saturations above 100 %, reversed blood pressures, and FEV1 above FVC."""
    for found in search_beside(document, _SATURATION, _over_hundred, "%", "sat|o2|o 2|oxim"):
        if float(found["value"]) > 100:
            yield Remark(
                f"An oxygen saturation of {found['value']} % is not possible.",
                (found.start("value"), found.end()),
            )
    for found in search_beside(document, _PRESSURE, _reversed, "/", "bp|pressure"):
        high, low = int(found["systolic"]), int(found["diastolic"])
        if low > high and not _GRADIENT.search(found[0]):
            yield Remark(
                f"The diastolic pressure {low} is above the systolic {high}: "
                f"{one_line(found[0])!r}.",
                (found.start("systolic"), found.end()),
                suggestion=f"{low}/{high}",
            )
    for course in courses:
        yield from _volumes(course)


def _over_hundred(text: str, start: int, end: int) -> bool:
    """Whether a number is a percentage above 100."""
    found = _PERCENT.match(text, start) if end - start == 3 else None
    return found is not None and float(found[1]) > 100


def _reversed(text: str, start: int, end: int) -> bool:
    """Whether a number is the smaller one of two with a slash between them."""
    found = _OVER.match(text, end) if 2 <= end - start <= 3 else None
    return found is not None and int(found[1]) > int(text[start:end])


def _volumes(course: Course) -> Iterator[Remark]:
    forced = [event for event in measurements(course, "fvc") if _litres(event)]
    for event in measurements(course, "fev1"):
        first = _litres(event)
        for whole in forced:
            total = _litres(whole)
            together = same_day(event.time, whole.time) or _beside(event, whole)
            if first and total and together and first[0] > total[1] * 1.02:
                yield Remark(
                    f"FEV1 ({event.quantity}) is above the FVC beside it ({whole.quantity}).",
                    place_of(event),
                    related=(place_of(whole),),
                    events=(event.id, whole.id),
                    course=course.id,
                )


_BESIDE = 120  # characters between two results of one examination


def _beside(one: Measurement, other: Measurement) -> bool:
    """Whether two results of no known day are told in one breath."""
    if one.time and other.time and one.time.text != other.time.text:
        return False
    return abs(one.anchors[0].start - other.anchors[0].start) < _BESIDE


def _litres(event: Measurement) -> tuple[float, float] | None:
    """Lowest and highest volume in litres, or None where the value is no volume in litres."""
    quantity = event.quantity
    if quantity is None or quantity.ucum != "L":
        return None
    return bounds(quantity, floor=0)


_FVC = {"kind": "measurement", "analyte": "fvc", "quote": "FVC 2.1 L"}
_FEV1 = {"kind": "measurement", "analyte": "fev1", "quote": "FEV1 2.9 L"}
_DAY = {"earliest": 3, "latest": 3}
_FAULTY = (
    {**_FVC, "quantity": {"value": 2.1, "unit": "L", "ucum": "L"}, "time": _DAY},
    {**_FEV1, "quantity": {"value": 2.9, "unit": "L", "ucum": "L"}, "time": _DAY},
)
PHY001 = Rule(
    "PHY001",
    "A value that no body can have",
    "error",
    (),
    impossible,
    Examples(
        fires=(
            Example("Pulse oximetry showed good readings at ≥109 % on room air."),
            Example("Her blood pressure was 72/126 mm Hg."),
            Example("On day 3 FEV1 2.9 L and FVC 2.1 L were measured.", _FAULTY),
        ),
        still=(
            Example("Oxygen saturation was 98% and transferrin saturation of 104% was noted."),
            Example("Her blood pressure was 126/72 mm Hg."),
        ),
    ),
)
