"""XRF008 to XRF011: a cited patient against the report that the patient is from."""

from collections.abc import Iterator

from epicrisis.audit.base import Comparing, Comparison, Example, Examples, Remark, place_of
from epicrisis.audit.passages import one_line
from epicrisis.audit.reports import YEARS, Dose, Report, Said
from epicrisis.errors import InputError
from epicrisis.measures.quantities import dose_of
from epicrisis.model import Age, Anchor, Course, Measurement, Treatment, VitalStatus
from epicrisis.vocab.drugs import drugs
from epicrisis.vocab.ucum import convert_plain

_NEAR = 0.051  # share by which two printed doses may differ by rounding
_DAYS = range(2, 8)  # a daily dose and that of a course: so many times as much
_POWERS = tuple(10.0**power for power in (-6, -4, -3, -2, -1, 1, 2, 3, 4, 6))
_SHOWN = 12  # places in the own report that a finding lists
_YOUNG = 2.0  # years; a younger age is printed in months, weeks or days

_Words = tuple[str, tuple[Anchor, ...]]  # what is said, and where


def doses(course: Course, report: Report) -> Iterator[Remark]:
    """Compare the dose of a cited patient with every dose of the drug that the own report prints.

    A dose a day may stand in the one and the dose of the course in the other. A dose between the
    lowest and the highest of the own report is let pass.
    """
    for event in course.events:
        if not isinstance(event, Treatment) or event.status != "given" or event.dose is None:
            continue
        found = [one for one in report.doses if one.drug == event.agent]
        pairs = [(one, ratio) for one in found for ratio in ratios(event, one)]
        known = [ratio for _, ratio in pairs]
        if not known or min(known) <= 1 <= max(known):
            continue
        if any(same_course(event, one, ratio) for one, ratio in pairs):
            continue
        theirs, ratio = min(pairs, key=lambda pair: (not _power(pair[1]), pair[0].place.start))
        yield Remark(
            f"{drug_named(event)} of {_source(course)} is "
            f"{one_line(event.dose.text) or event.dose!s} here; that report, {report.name}, prints "
            f"{one_line(theirs.place.exact)!r}{_times(ratio)}.",
            place_of(event),
            suggestion=one_line(theirs.place.exact),
            events=(event.id,),
            course=course.id,
            severity="error" if _power(ratio) else "note" if len(found) > 1 else None,
            beside=tuple(
                dict.fromkeys(one.place.anchor(report.document) for one, _ in pairs[:_SHOWN])
            ),
        )


def drug_named(event: Treatment) -> str:
    """Give the name of a treatment's drug, as a sentence begins with it."""
    known = drugs().get(event.agent)
    label = known.label if known else event.agent
    return label[:1].upper() + label[1:]


def ratios(event: Treatment, theirs: Dose) -> Iterator[float]:
    """Give how many times a dose is another one, at its lowest and highest.

    Nothing where one is per kg and the other is not.
    """
    ours = dose_of(event, "mg")
    if ours is None or (theirs.basis == "kg") != ours.per_kg or theirs.basis == "m2":
        return
    try:
        low, high = (convert_plain(end, theirs.unit, "mg") for end in (theirs.low, theirs.high))
    except InputError:
        return
    if low > 0 and ours.amount.low > 0:
        yield _rounded(ours.amount.low / high)
        yield _rounded(ours.amount.high / low)


def _rounded(ratio: float) -> float:
    return 1.0 if abs(ratio - 1) <= _NEAR else ratio


def same_course(event: Treatment, theirs: Dose, ratio: float) -> bool:
    """Say whether the one may be the dose a day and the other that of all the days."""
    times = max(ratio, 1 / ratio)
    counts = {*_DAYS, *theirs.counts, event.duration_days or 1}
    return any(count and abs(times / count - 1) <= _NEAR for count in counts)


def _power(ratio: float) -> float | None:
    return next((power for power in _POWERS if abs(ratio / power - 1) <= _NEAR), None)


def _times(ratio: float) -> str:
    power = _power(ratio)
    if power is None:
        return ""
    return f", {1 / power:,.0f} times as much" if power < 1 else f", a {_part(power)} of it"


def _part(power: float) -> str:
    return {10: "tenth", 100: "hundredth", 1000: "thousandth"}.get(int(power), f"{power:,.0f}th")


def results(course: Course, report: Report) -> Iterator[Remark]:
    """Look for a result that is in the own report a power of ten away and nowhere as it is here.

    Round numbers of one digit are let pass: 100 and 1000 may well be two results.
    """
    own: dict[tuple[str, str | None], list[Said]] = {}
    for one in report.patient.results if report.patient else ():
        own.setdefault((one.analyte, one.unit), []).append(one)
    for event in course.events if own else ():
        ours = event.quantity if isinstance(event, Measurement) else None
        if not isinstance(event, Measurement) or ours is None or not ours.value:
            continue
        if ours.comparator or ours.high is not None:
            continue
        alike = own.get((event.analyte, ours.ucum), [])
        if _one_digit(ours.value) or any(abs(ours.value / o.value - 1) <= _NEAR for o in alike):
            continue
        slipped = [
            one
            for one in alike
            if any(ours.value == float(f"{one.value * power:.10g}") for power in _POWERS)
        ]
        if slipped:
            yield Remark(
                f"{_source(course)} has {event.text} {ours} here; that report, {report.name}, "
                f"prints {one_line(slipped[0].place.exact)!r}.",
                place_of(event),
                suggestion=slipped[0].words,
                events=(event.id,),
                course=course.id,
                beside=tuple(one.place.anchor(report.document) for one in slipped[:_SHOWN]),
            )


def _one_digit(value: float) -> bool:
    return len(f"{value:.10g}".replace(".", "").strip("0")) < 2


def person(course: Course, report: Report) -> Iterator[Remark]:
    """Compare age and sex; an age that the own report prints anywhere is let pass.

    So is a number of months or days that stands without its unit in the row.
    """
    if report.patient is None:
        return
    pairs: list[tuple[str, _Words, _Words]] = []
    here, there = course.individual, report.patient
    if here.age and there.age and _older(here.age, there.age, report):
        said = (here.age.quantity.text or f"{here.age.years:g}", here.age.anchors)
        pairs.append(("age", said, _quoted(there.age, report)))
    if here.sex and there.sex and here.sex.value != there.sex.words:
        said = (here.sex.value, here.sex.anchors)
        pairs.append(("sex", said, _quoted(there.sex, report)))
    if pairs:
        yield _differs(course, report, pairs)


def _older(here: Age, there: Said, report: Report) -> bool:
    if abs(here.years - there.value) <= YEARS or round(here.years) in report.ages:
        return False
    young = min(here.years, there.value) < _YOUNG
    return not (young and f"{here.quantity.value:g}" in there.words.split("-")[0].split())


def _quoted(said: Said, report: Report) -> _Words:
    return said.words, (said.place.anchor(report.document),)


def outcomes(course: Course, report: Report) -> Iterator[Remark]:
    """Look for a patient who lives here and died in the own report.

    The other way round a later death may be known to whoever cites.
    """
    here = [one for one in course.events if isinstance(one, VitalStatus)]
    there = report.patient.ends if report.patient else ()
    if {one.status for one in here} == {"alive"} and {one.words for one in there} == {"dead"}:
        said = (one_line(here[0].text), here[0].anchors)
        theirs = one_line(there[0].place.exact), _quoted(there[0], report)[1]
        yield _differs(course, report, [("end", said, theirs)])


def _differs(course: Course, report: Report, pairs: list[tuple[str, _Words, _Words]]) -> Remark:
    what = " and ".join(name for name, _, _ in pairs)
    here = ", ".join(repr(ours[0]) for _, ours, _ in pairs)
    there = ", ".join(repr(theirs[0]) for _, _, theirs in pairs)
    places = [(ours[1][0].start, ours[1][0].end) for _, ours, _ in pairs]
    return Remark(
        f"The {what} of the patient of {_source(course)}: {here} here, {there} in that report, "
        f"{report.name}.",
        places[0],
        related=tuple(places[1:]),
        suggestion=", ".join(theirs[0] for _, _, theirs in pairs),
        course=course.id,
        beside=tuple(theirs[1][0] for _, _, theirs in pairs),
    )


def _source(course: Course) -> str:
    return one_line(course.cited.text).rstrip(".:") if course.cited else course.id


def _ivig(quote: str, value: float, **more: object) -> dict[str, object]:
    dose = {"value": value, "unit": "g/kg", "ucum": "g/kg", "text": f"{value:g} g/kg"}
    more = {"agent": "immunoglobulin", "per_kg": True, "dose": dose, **more}
    return {"kind": "treatment", "quote": quote, **more}


def _crp(value: float) -> dict[str, object]:
    quantity = {"value": value, "unit": "mg/L", "ucum": "mg/L", "text": f"{value:g}"}
    quote = f"CRP {value:g} mg/L"
    return {"kind": "measurement", "quote": quote, "analyte": "crp", "quantity": quantity}


def _alive(quote: str, status: str) -> dict[str, object]:
    return {"kind": "vital_status", "quote": quote, "status": status}


_BY = "Okoro 2019"
_TITLE = "Velmora disease of the lung in a diver"
_HERE = f"Okoro 2019: {{}}\n[1] Okoro B. {_TITLE}. J Fict Med 2019;1:1."
_SHE = ("woman", "female")
_OWN = "A 61-year-old woman had IVIG {} g/kg over two days; CRP 174 mg/L; she died."


def _pair(words: str, *events: dict[str, object], own: float = 2, **who: object) -> Example:
    """A row that cites, and the report that it cites."""
    told = (_crp(174), _alive("died", "dead"), _ivig(f"IVIG {own:g} g/kg", own))
    by, age = f"{_BY}: {_TITLE}", ("61-year-old", 61)
    theirs = Example(_OWN.format(f"{own:g}"), told, age=age, sex=_SHE, by=by)
    return Example(_HERE.format(words), events, cited=_BY, beside=theirs, **who)  # type: ignore[arg-type]


def _check(
    code: str, title: str, question: Comparing, fires: Example, *still: Example
) -> Comparison:
    return Comparison(code, title, "warning", (), question, Examples((fires,), still))


XRF008 = _check(
    "XRF008",
    "A cited patient's dose is another in that patient's own report",
    doses,
    _pair("IVIG 0.2 g/kg", _ivig("IVIG 0.2 g/kg", 0.2)),
    _pair("IVIG 2 g/kg", _ivig("IVIG 2 g/kg", 2)),
    _pair("IVIG 0.4 g/kg daily", _ivig("IVIG 0.4 g/kg", 0.4, schedule="daily", interval_days=1)),
)
XRF009 = _check(
    "XRF009",
    "A cited patient's result is a power of ten away from that in the own report",
    results,
    _pair("CRP 17.4 mg/L", _crp(17.4)),
    _pair("CRP 174 mg/L", _crp(174)),
    _pair("CRP 96 mg/L", _crp(96)),
)
XRF010 = _check(
    "XRF010",
    "A cited patient's age or sex is another in that patient's own report",
    person,
    _pair("a 16-year-old woman", age=("16-year-old", 16), sex=_SHE),
    _pair("a 62-year-old woman", age=("62-year-old", 62), sex=_SHE),
)
XRF011 = _check(
    "XRF011",
    "A cited patient lives who died in the own report",
    outcomes,
    _pair("she survived", _alive("survived", "alive")),
    _pair("she died", _alive("died", "dead")),
)
