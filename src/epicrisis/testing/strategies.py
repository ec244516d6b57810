"""Hypothesis strategies for anchors, documents and courses.

What they give is valid by construction (every anchor quotes its document) and otherwise as nasty
as real input: any character, empty cells, open intervals, several events on one stretch of text.
"""

from typing import Any

from hypothesis import strategies as st

from epicrisis.model import (
    Anchor,
    AnyEvent,
    Course,
    DayZero,
    Document,
    Encounter,
    Finding,
    Individual,
    Measurement,
    Outcome,
    PhenotypicFeature,
    Quantity,
    ReferenceRange,
    TimeElement,
    Treatment,
)
from epicrisis.testing.builders import DocumentBuilder

# Everything UTF-8 can hold except NUL, which no reader lets through.
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x00")
_WORDS = st.text(CHARACTERS, min_size=1, max_size=40)
_NUMBERS = st.floats(0, 1e6, allow_nan=False)
_DAYS = st.floats(-4000, 4000, allow_nan=False).map(lambda day: round(day, 1))
_UNITS = st.sampled_from((None, "mg/L", "U/L", "%", "<b>"))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of paragraphs and tables; never without text."""
    builder = DocumentBuilder(draw(_WORDS)).paragraph(draw(_WORDS))
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            builder.paragraph(draw(_WORDS))
        else:
            width = draw(st.integers(1, 3))
            row = st.lists(st.text(CHARACTERS, max_size=8), min_size=width, max_size=width)
            builder.table(draw(_WORDS), draw(st.lists(row, min_size=1, max_size=3)))
    return builder.build()


@st.composite
def anchors(draw: st.DrawFn, document: Document) -> Anchor:
    """Anchors into a document."""
    start = draw(st.integers(0, len(document.text) - 1))
    end = draw(st.integers(start + 1, min(len(document.text), start + 30)))
    return Anchor.at(document.id, document.text, start, end)


@st.composite
def times(draw: st.DrawFn) -> TimeElement | None:
    """Times: none, certain, an interval, or open on one or both sides."""
    if draw(st.booleans()):
        return None
    low, high = sorted((draw(_DAYS), draw(_DAYS)))
    sides = draw(st.sampled_from(("both", "low", "high", "same", "open")))
    return TimeElement(
        earliest=low if sides in ("both", "low", "same") else None,
        latest=high if sides in ("both", "high") else low if sides == "same" else None,
    )


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    """Quantities: a value, a bound or a range."""
    value = draw(_NUMBERS)
    high = value + draw(_NUMBERS) if draw(st.booleans()) else None
    comparator = None if high is not None else draw(st.sampled_from((None, "<", ">", "~")))
    return Quantity.model_validate(
        {"value": value, "high": high, "comparator": comparator, "unit": draw(_UNITS)}
    )


@st.composite
def events(draw: st.DrawFn, document: Document, identifier: str) -> AnyEvent:
    """Events of the commonest kinds, stated somewhere in a document."""
    common: dict[str, Any] = {
        "id": identifier,
        "text": draw(st.one_of(_WORDS, st.sampled_from(("ferritin", "IVIG")))),
        "time": draw(times()),
        "anchors": tuple(draw(st.lists(anchors(document), min_size=1, max_size=2))),
        "origin": "testing",
    }
    kind = draw(st.integers(0, 4))
    if kind == 0:
        limit = ReferenceRange(high=draw(st.one_of(st.none(), _NUMBERS)))
        return Measurement(**common, quantity=draw(quantities()), reference_range=limit)
    if kind == 1:
        return _treatment(draw, common)
    if kind == 2:
        status = draw(st.sampled_from(("present", "absent", "historical")))
        return PhenotypicFeature.model_validate({**common, "status": status})
    if kind == 3:
        return Encounter(**common, encounter=draw(st.sampled_from(("admission", "discharge"))))
    return Outcome(**common, outcome=draw(st.sampled_from(("improved", "relapse"))))


def _treatment(draw: st.DrawFn, common: dict[str, Any]) -> Treatment:
    return Treatment(
        **common,
        status=draw(st.sampled_from(("given", "planned", "considered", "stopped", "changed"))),
        dose=draw(st.one_of(st.none(), quantities())),
        schedule=draw(st.sampled_from((None, "daily", "every 4 weeks"))),
        duration_days=draw(st.one_of(st.none(), st.floats(0, 400))),
        interval_days=draw(st.one_of(st.none(), st.sampled_from((0.5, 1.0, 28.0)))),
        stop=draw(times()),
    )


@st.composite
def courses(draw: st.DrawFn, document: Document | None = None) -> Course:
    """Courses of up to twelve events; their anchors are those of `document` or of a drawn one."""
    source = document or draw(documents())
    found = [draw(events(source, f"e{n}")) for n in range(draw(st.integers(0, 12)))]
    zero = DayZero(event="admission", number=draw(st.integers(0, 1)))
    return Course(
        id=f"{source.name}/1",
        document=source.id,
        document_name=source.name,
        individual=Individual(),
        day_zero=draw(st.sampled_from((None, zero))),
        events=tuple(found),
    )


@st.composite
def findings(draw: st.DrawFn, document: Document) -> Finding:
    """Findings of an audit on a document as a whole."""
    return Finding(
        code=draw(st.sampled_from(("DOS001", "TIM002"))),
        severity=draw(st.sampled_from(("error", "warning", "note", "info"))),
        message=draw(_WORDS),
        anchors=(draw(anchors(document)),),
    )
