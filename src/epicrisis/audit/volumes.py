"""PHY011: vital capacities in litres against the same in per cent of the predicted value."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule, place_of
from epicrisis.audit.passages import case_end, number, search
from epicrisis.measures.intervals import same_day
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, Measurement

_APART = 1.25  # times by which the predicted volumes of one patient may differ, with growth of none
_GROWN = 18.0  # years
_NAMED = {"fvc": "FVC", "fev1": "FEV1"}


def predicted_volumes(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Divide litres by per cent: the predicted volume of a grown patient hardly changes."""
    yield from _printed(document, courses)
    for course in courses:
        age = course.individual.age
        if age is not None and age.years < _GROWN:
            continue
        for analyte, name in _NAMED.items():
            told = sorted(_predicted(course, analyte), key=lambda one: one[0])
            if len(told) > 1 and told[-1][0] > _APART * told[0][0]:
                yield _remark(course, name, told[0], told[-1])


_BOTH = re.compile(
    r"\b(?P<name>FVC|FEV\s?1|forced\s+vital\s+capacity)\b(?!\s*/)[^.;%()\d]{0,40}?(?P<litres>\d[.,]\d{1,2})\s*L\b\s*"
    r"[,(]\s*(?P<share>\d{2,3}(?:[.,]\d)?)\s*%",
    re.I,
)


def _printed(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """The same in print: `FVC 2.0 L (50 %)` in two places of a report on one grown patient."""
    own = [course for course in courses if course.cited is None]
    ages = [course.individual.age for course in own]
    if len(own) != 1 or ages[0] is None or ages[0].years < _GROWN:
        return
    told: dict[str, list[tuple[float, re.Match[str]]]] = {}
    for found in search(document, _BOTH, "%", "fvc|fev|forced"):
        if found.start() > case_end(document):
            break
        litres, share = number(found["litres"]), number(found["share"])
        if litres and share:
            name = "FEV1" if found["name"].upper().startswith("FEV") else "FVC"
            told.setdefault(name, []).append((100 * litres / share, found))
    for name, pairs in told.items():
        (low, first), (high, last) = min(pairs, key=_volume), max(pairs, key=_volume)
        if high > _APART * low:
            yield Remark(
                f"{name} {first['litres']} L as {first['share']} % makes a predicted {low:.1f} L, "
                f"{last['litres']} L as {last['share']} % makes {high:.1f} L.",
                first.span(),
                related=(last.span(),),
            )


def _volume(pair: tuple[float, re.Match[str]]) -> float:
    return pair[0]


def _remark(
    course: Course,
    name: str,
    least: tuple[float, Measurement, Measurement],
    most: tuple[float, Measurement, Measurement],
) -> Remark:
    (low, *first), (high, *last) = least, most
    return Remark(
        f"{name} {first[0].quantity} as {first[1].quantity} makes a predicted {low:.1f} L, "
        f"{last[0].quantity} as {last[1].quantity} makes {high:.1f} L.",
        place_of(first[0]),
        related=tuple(place_of(event) for event in (first[1], *last)),
        events=tuple(event.id for event in (*first, *last)),
        course=course.id,
    )


def _predicted(course: Course, analyte: str) -> Iterator[tuple[float, Measurement, Measurement]]:
    """The predicted volume in litres of each day that has both, with the two values."""
    shares = [event for event in measurements(course, f"{analyte}_pct") if _value(event, "%")]
    for event in measurements(course, analyte):
        litres = _value(event, "L")
        beside = [share for share in shares if same_day(event.time, share.time)]
        if litres and len(beside) == 1:
            yield 100 * litres / _value(beside[0], "%"), event, beside[0]


def _value(event: Measurement, unit: str) -> float:
    """The value in this unit, 0 where it is in another, a range, or only bounded."""
    quantity = event.quantity
    if quantity is None or quantity.ucum is None or not quantity.ucum.startswith(unit):
        return 0.0
    return 0.0 if quantity.high is not None or quantity.comparator else quantity.value


def _spirometry(second: float) -> Example:
    days = ({"earliest": 1, "latest": 1}, {"earliest": 90, "latest": 90})
    told = (("2.0 L", 2.0, "50%", 50.0), (f"{second} L", second, "75%", 75.0))
    events: list[dict[str, object]] = []
    for day, (litres, volume, share, percent) in zip(days, told, strict=True):
        kinds = (("fvc", litres, volume, "L"), ("fvc_pct", share, percent, "%"))
        for analyte, quote, value, ucum in kinds:
            quantity = {"value": value, "unit": ucum, "ucum": ucum}
            event = {"kind": "measurement", "analyte": analyte, "quote": quote, "time": day}
            events.append({**event, "quantity": quantity})
    return Example(f"FVC was 2.0 L (50%) and after 90 days {second} L (75%).", tuple(events))


PHY011 = Rule(
    "PHY011",
    "Litres and per cent of predicted do not go together over time",
    "warning",
    ("predicted volumes follow from age, height and sex: GLI 2012, doi:10.1183/09031936.00080312",),
    predicted_volumes,
    Examples(
        fires=(
            _spirometry(4.2),
            Example(
                "A 50-year-old man had an FVC of 2.0 L (50%). Later FVC was 4.2 L (75%).",
                age=("50-year-old", 50),
            ),
        ),
        still=(
            _spirometry(3.1),
            Example(
                "A 50-year-old man had an FVC of 2.0 L (50%). Later FVC was 3.1 L (75%).",
                age=("50-year-old", 50),
            ),
        ),
    ),
)
