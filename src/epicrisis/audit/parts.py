"""PHY013: a part that is greater than its whole, and a haematocrit far from its haemoglobin."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.passages import one_line
from epicrisis.measures.limits import measurements
from epicrisis.measures.quantities import in_unit
from epicrisis.model import Course, Document, Measurement, TimeElement
from epicrisis.vocab.analytes import analytes

_PARTS = (  # a part and its whole
    ("bilirubin_direct", "bilirubin_total"),
    ("bilirubin_indirect", "bilirubin_total"),
    ("albumin", "total_protein"),
    ("ldl", "cholesterol"),
    ("hdl", "cholesterol"),
    ("calcium_ionized", "calcium"),
)
_ROUND = 1.1  # times by which roundings and methods let a part exceed its whole
_NEAR = 120  # characters between two results of one blood sample
_APART = (". ", "\n", "from", "increas", "ascit", "urin", "fluid")  # words between two samples
_THICKEST, _THINNEST = 75.0, 2.0  # per cent, g/dL
_LEAST, _MOST = 1.6, 5.0  # per cent of haematocrit for a gram of haemoglobin in a decilitre


def parts(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare what was measured in one sample: direct with total bilirubin, albumin with protein.

    The haematocrit in per cent is about three times the haemoglobin in g/dL.
    """
    for course in courses:
        if not measurements(course):
            continue
        for part, whole in _PARTS:
            for one, other, values in _pairs(document, course, part, whole):
                if values[0] > _ROUND * values[1]:
                    yield _remark(course, one, other, "is more than its whole,")
        for one, other, values in _pairs(document, course, "hematocrit", "hemoglobin"):
            known = values[0] <= _THICKEST and values[1] >= _THINNEST  # else it is no ratio's fault
            if known and not _LEAST <= values[0] / values[1] <= _MOST:
                yield _remark(course, one, other, "cannot stand beside")


_Pair = tuple[Measurement, Measurement, tuple[float, float]]


def _pairs(document: Document, course: Course, first: str, second: str) -> Iterator[_Pair]:
    """The two results of a sample: side by side, with no other result of either between them."""
    firsts = measurements(course, first)
    seconds = measurements(course, second) if firsts else ()
    if not seconds:
        return
    for one, other in pairwise(sorted((*firsts, *seconds), key=place_of)):
        if one.analyte == other.analyte or other.anchors[0].start - one.anchors[0].end > _NEAR:
            continue
        if one.time and other.time and _when(one.time) != _when(other.time):
            continue
        between = document.text[one.anchors[0].end : other.anchors[0].start]
        if any(
            word in between for word in (". ", "\n", "from", "increas", "ascit", "urin", "fluid")
        ):
            continue
        part, whole = (one, other) if one.analyte == first else (other, one)
        values = _value(part), _value(whole)
        if values[0] is not None and values[1] is not None:
            yield part, whole, (values[0], values[1])


def _when(time: TimeElement) -> tuple[float | None, float | None]:
    return time.earliest, time.latest


def _value(event: Measurement) -> float | None:
    """The single value in the unit of its analyte; None for ranges and bounds."""
    quantity, known = event.quantity, analytes().get(event.analyte)
    if quantity is None or known is None or quantity.comparator or quantity.high is not None:
        return None
    if not quantity.unit:
        return None
    value = in_unit(quantity, known.ucum, known.id)
    return value.low if value else None


def _remark(course: Course, one: Measurement, other: Measurement, says: str) -> Remark:
    here, there = (f"{each.analyte} {each.quantity}" for each in (one, other))
    return Remark(
        one_line(f"{here.replace('_', ' ')} {says} {there.replace('_', ' ')}."),
        place_of(one),
        related=(place_of(other),),
        events=(one.id, other.id),
        course=course.id,
    )


def _lab(analyte: str, quote: str, value: float, ucum: str) -> dict[str, object]:
    quantity = {"value": value, "unit": ucum, "ucum": ucum}
    return {"kind": "measurement", "analyte": analyte, "quote": quote, "quantity": quantity}


def _bile(direct: float) -> Example:
    return Example(
        f"Total bilirubin 3.1 mg/dL, direct bilirubin {direct} mg/dL were found.",
        (
            _lab("bilirubin_total", "Total bilirubin 3.1 mg/dL", 3.1, "mg/dL"),
            _lab("bilirubin_direct", f"direct bilirubin {direct} mg/dL", direct, "mg/dL"),
        ),
    )


def _cells(share: float) -> Example:
    return Example(
        f"Haemoglobin 10.2 g/dL and haematocrit {share:g} % were found.",
        (
            _lab("hemoglobin", "Haemoglobin 10.2 g/dL", 10.2, "g/dL"),
            _lab("hematocrit", f"haematocrit {share:g} %", share, "%"),
        ),
    )


PHY013 = Rule(
    "PHY013",
    "A part is greater than its whole, or does not go with it",
    "warning",
    ("one blood sample: haematocrit in per cent is about three times haemoglobin in g/dL",),
    parts,
    Examples(fires=(_bile(5.1), _cells(61)), still=(_bile(2.1), _cells(31))),
)
