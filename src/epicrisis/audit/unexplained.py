"""PHY014: values that only a few conditions bring about, in reports that name none of them."""

from collections.abc import Iterator, Sequence
from csv import QUOTE_NONE, DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.passages import lowered
from epicrisis.audit.plausibility import beyond, of_another
from epicrisis.errors import InputError
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement
from epicrisis.vocab.analytes import Analyte, analytes, canonical


@dataclass(frozen=True, slots=True)
class Explained:
    """The value above which something explains a result, and words of what does."""

    analyte: Analyte
    high: float
    words: tuple[str, ...]


@cache
def _explained() -> tuple[Explained, ...]:
    table = files("epicrisis.audit").joinpath("data", "unexplained.tsv")
    with table.open(encoding="utf-8") as lines:
        rows = list(DictReader(lines, delimiter="\t", quoting=QUOTE_NONE))
    known = analytes()
    return tuple(
        Explained(
            known[row["analyte"]],
            canonical(float(row["high"]), row["ucum"], known[row["analyte"]]) or inf,
            tuple(row["explained"].split("|")),
        )
        for row in rows
    )


def unexplained(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for counts as leukaemia has them, and the like, where no such disease is named."""
    for row in _explained():
        for course in courses:
            for event in measurements(course, row.analyte.id):
                value = _value(event, row.analyte)
                if value is None or value <= row.high or of_another(document, event, row.analyte):
                    continue
                if any(event is other for other, _ in beyond(course)):
                    continue  # UNI001 and PHY004 have their say
                if any(word in lowered(document) for word in row.words):
                    continue
                yield Remark(
                    f"{row.analyte.label} of {event.quantity} needs an explanation, and the report "
                    "names none of the diseases that bring it about.",
                    place_of(event),
                    events=(event.id,),
                    course=course.id,
                )


def _value(event: Measurement, known: Analyte) -> float | None:
    quantity = event.quantity
    if quantity is None or not quantity.unit or not quantity.ucum or quantity.comparator:
        return None
    try:
        return canonical(quantity.value, quantity.ucum, known)
    except InputError:
        return None


def _count(value: float) -> Example:
    quote = f"white cells {value:g}/µL"
    quantity = {"value": value, "unit": "/µL", "ucum": "/uL"}
    event = {"kind": "measurement", "analyte": "wbc", "quote": quote, "quantity": quantity}
    return Example(f"He had a cough. The blood held {quote}.", (event,))


def _leukaemic() -> Example:
    one = _count(815000)
    return Example(f"{one.text} It was leukaemia.", one.events)


PHY014 = Rule(
    "PHY014",
    "A value that only a disease explains which the report does not name",
    "warning",
    ("unexplained.tsv of the audit: limits far beyond what other diseases bring about",),
    unexplained,
    Examples(fires=(_count(815000),), still=(_count(8150), _leukaemic())),
)
