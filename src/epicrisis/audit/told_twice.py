"""XRF005, XRF006, PHY007 and TIM006: what the text says against another part of the same report."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span, place_of
from epicrisis.audit.passages import holding, one_line
from epicrisis.measures.limits import measurements
from epicrisis.model import Course, Document, PhenotypicFeature, Treatment, VitalStatus

_ANTI = re.compile(r"\b[Aa]nti[-\s–]?(?P<of>[A-Z][A-Z0-9]{1,5})\s+(?:auto)?antibod\w+")
_DISEASE = (
    r"(?:\w*(?:itis|osis|oma|opathy|emia|penia)|disease|syndrome|failure|disorder|fibrosis|pneumonia|sclerosis|lupus|"
    r"erythematosus|pneumonitis|cancer|anemia|purpura)"
)


def disease_antibodies(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Find antibodies named against what the report itself defines as a disease."""
    for span in holding(document, "anti", "antibod"):
        for found in _ANTI.finditer(document.text, *span):
            short = found["of"]
            if f"({short}" not in document.text:
                continue
            defined = _defined(document, short) if short.lower() not in _HOMONYMS else None
            if defined:
                name = " ".join(defined["long"].split()[-3:])
                yield Remark(
                    f"{one_line(found[0])!r}: {short} is defined as {name!r}, a disease.",
                    found.span(),
                    related=(defined.span(),),
                )


def _defined(document: Document, short: str) -> re.Match[str] | None:
    """Find where a short name is put in brackets behind the name of a disease."""
    text, mark = document.text, f"({short}"
    at = text.find(mark)
    while at >= 0:
        end = at + len(mark)
        if _CLOSED.match(text, end):
            low = max(0, at - _LONG_NAME)
            found = _NAMED_DISEASE.search(text, low, at)
            if found:
                return found
        at = text.find(mark, end)
    return None


_LONG_NAME = 90  # characters in front of a bracket that the name of a disease may have
_CLOSED = re.compile(r"\s*[);,]")
_NAMED_DISEASE = re.compile(rf"(?P<long>[^().;\n]{{0,60}}\b{_DISEASE})\s*\Z", re.I)
_HOMONYMS = frozenset({"aps", "apla", "nmo", "hlh", "gbm", "ms"})


def outcomes(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare an abstract that ends with the patient alive with a case that ends with death."""
    own = [course for course in courses if course.cited is None]
    if len(own) != 1:
        return
    states = [event for event in own[0].events if isinstance(event, VitalStatus)]
    alive = [e for e in states if e.status == "alive" and e.section in ("abstract", "title")]
    dead = [e for e in states if e.status == "dead" and e.section in ("case", "results")]
    told = [e for e in states if e.status == "dead" and e.section in ("abstract", "title")]
    if alive and dead and not told:
        yield Remark(
            f"The abstract ends with {one_line(alive[0].anchors[0].exact)!r}, the case with "
            f"{one_line(dead[0].anchors[0].exact)!r}.",
            _with_length(document, alive[0]),
            related=(place_of(dead[0]),),
            events=(alive[0].id, dead[0].id),
            course=own[0].id,
        )


def _with_length(document: Document, event: VitalStatus) -> Span:
    """The place of a state with the time that stands behind it."""
    start, end = place_of(event)
    found = re.compile(r"[^.;\n]{0,30}?\d+\s+(?:days?|weeks?|months?|years?)").match(
        document.text, end
    )
    return start, found.end() if found else end


_HYPOXIC = re.compile(r"\bhypox(?:a?emi|i)|\brespiratory\s+failure\b", re.I)
_NORMAL_RATIO = 300.0  # mmHg; hypoxaemia, PaO2 below 60 mmHg on air, is a ratio below 286


def hypoxaemia(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare a stated hypoxaemia with a series of ratios that are all too good for it."""
    for course in courses:
        ratios = [
            event
            for event in measurements(course, "pf_ratio")
            if event.quantity and not event.quantity.comparator and event.quantity.ucum != "kPa"
        ]
        values = [event.quantity.value for event in ratios if event.quantity]
        if course.cited is not None or len(values) < 2 or min(values) < _NORMAL_RATIO:
            continue
        stated = next(
            (
                event
                for event in course.events
                if isinstance(event, PhenotypicFeature) and _is_hypoxaemia(event)
            ),
            None,
        )
        if stated:
            yield Remark(
                f"Hypoxaemia is told of, but the lowest printed PaO2/FiO2 is {min(values):g}; "
                f"below 60 mmHg on air it would be under {_NORMAL_RATIO:g}.",
                place_of(ratios[0]),
                related=(place_of(stated), *(place_of(event) for event in ratios[1:])),
                events=(stated.id, *(event.id for event in ratios)),
                course=course.id,
            )


def _is_hypoxaemia(event: PhenotypicFeature) -> bool:
    return event.status == "present" and _HYPOXIC.search(event.text) is not None


_GIVEN = 4  # treatments in a table that make an interval
_OFTENER = 1.6  # times between the stated and the tabled interval
_MONTH = 20.0  # days; shorter intervals are those of one course


def intervals(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare the interval of a maintenance treatment with the columns a table marks it in."""
    for course in courses:
        drugs = [event for event in course.events if isinstance(event, Treatment) and event.agent]
        stated = [e for e in drugs if e.section != "table" and (e.interval_days or 0) > _MONTH]
        for event in stated:
            marks = [
                other
                for other in drugs
                if other.agent == event.agent
                and other.section == "table"
                and other.time is not None
                and other.time.earliest is not None
            ]
            days = sorted(
                {m.time.earliest for m in marks if m.time and m.time.earliest is not None}
            )
            gaps = [later - before for before, later in pairwise(days)]
            if len(days) < _GIVEN or not event.interval_days or not gaps:
                continue
            middle = median(gaps)
            if max(middle, event.interval_days) < _OFTENER * min(middle, event.interval_days):
                outside = [gap for gap in gaps if not 2 / 3 < gap / event.interval_days < 3 / 2]
                if len(outside) < len(gaps) / 4:
                    continue
            yield Remark(
                f"{event.schedule or 'The interval'!r} in the text; in the table the intervals are "
                f"{min(gaps):.0f} to {max(gaps):.0f} days.",
                place_of(event),
                related=tuple(place_of(mark) for mark in marks[:_GIVEN]),
                events=(event.id, *(mark.id for mark in marks)),
                course=course.id,
            )


def _status(quote: str, status: str, section: str) -> dict[str, object]:
    return {"kind": "vital_status", "quote": quote, "status": status, "section": section}


_ENDS = "ABSTRACT The patient survived. CASE He died in week 5."
_LIVES = "ABSTRACT The patient survived. CASE He was alive in week 5."
_RATIOS = "P/F ratio 481; P/F ratio {}. He had hypoxemia."


def _ratio(value: int) -> dict[str, object]:
    quantity = {"value": value, "text": str(value)}
    quote = f"P/F ratio {value}"
    return {"kind": "measurement", "analyte": "pf_ratio", "quote": quote, "quantity": quantity}


def _hypoxic(value: int) -> Example:
    feature = {"kind": "phenotypic_feature", "quote": "hypoxemia"}
    return Example(_RATIOS.format(value), (_ratio(481), _ratio(value), feature))


def _marked(days: tuple[int, ...]) -> Example:
    said: dict[str, object] = {
        "kind": "treatment",
        "quote": "IVIG every third month",
        "agent": "immunoglobulin",
        "interval_days": 91.3,
        "schedule": "every third month",
        "section": "case",
    }
    marks = tuple(
        {
            "kind": "treatment",
            "quote": f"x{day}",
            "agent": "immunoglobulin",
            "section": "table",
            "time": {"text": f"day {day}", "earliest": day, "latest": day},
        }
        for day in days
    )
    table = "\t".join(["IVIG", *(f"x{day}" for day in days)])
    return Example(f"He had IVIG every third month.\n{table}\n", (said, *marks))


XRF005 = Rule(
    "XRF005",
    "An antibody is named against a disease",
    "warning",
    (),
    disease_antibodies,
    Examples(
        fires=(
            Example("He had amyopathic dermatomyositis (ADM). The anti-ADM antibody was raised."),
        ),
        still=(
            Example("He had amyopathic dermatomyositis (ADM). The anti-MDA5 antibody was raised."),
        ),
    ),
)
XRF006 = Rule(
    "XRF006",
    "The abstract ends with survival and the case with death",
    "warning",
    (),
    outcomes,
    Examples(
        fires=(
            Example(
                _ENDS,
                (_status("survived", "alive", "abstract"), _status("died", "dead", "case")),
            ),
        ),
        still=(
            Example(
                _LIVES,
                (_status("survived", "alive", "abstract"), _status("alive", "alive", "case")),
            ),
        ),
    ),
)
PHY007 = Rule(
    "PHY007",
    "Hypoxaemia is stated and no printed ratio shows it",
    "note",
    ("Berlin definition, JAMA 2012;307:2526, doi:10.1001/jama.2012.5669 (the ratio alone)",),
    hypoxaemia,
    Examples(fires=(_hypoxic(380),), still=(_hypoxic(180),)),
)
TIM006 = Rule(
    "TIM006",
    "A treatment is tabled at other intervals than the text says",
    "note",
    (),
    intervals,
    Examples(fires=(_marked((0, 30, 58, 90, 121)),), still=(_marked((0, 92, 180, 272, 366)),)),
)
