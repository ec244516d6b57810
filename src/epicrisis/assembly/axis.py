"""What day 0 is: the event a course's days are counted from."""

import re
from dataclasses import dataclass

from epicrisis.assembly.clauses import had_been, own_time
from epicrisis.assembly.drafts import Draft, Page
from epicrisis.model import DayZero, TimeExpression
from epicrisis.model.times import DayZeroEvent

_ADMITTED = re.compile(r"\badmi(?:tted|ssion)\b|\bhospitali[sz]", re.IGNORECASE)
_PREFERENCE: tuple[DayZeroEvent, ...] = ("admission", "presentation", "diagnosis", "onset")
_LONG = re.compile(r"week|month|year", re.IGNORECASE)
YEAR = 365.25
AGAIN = re.compile(r"(?:was\s|were\s)?re-?(?:admi|hospital)", re.IGNORECASE)
"""How the words for an admission begin that was not the first."""

_STAY = ("admission", "hospitalization", "presentation")
_COUNTED_FROM = (" of", " of the", " of his", " of her", " of this", " after", " since", " from")
_COMING = frozenset({"admission", "visit", "emergency", "icu", "transfer"})


@dataclass(slots=True)
class Axis:
    """The day count of one course: its event, the number that day carries, and where it says so."""

    event: DayZeroEvent
    number: int = 0
    stated: bool = True
    span: tuple[int, int] | None = None


def find_axis(
    page: Page, drafts: list[Draft], sentences: list[int], years: float | None = None
) -> Axis:
    """Find what days are counted from: what the print says, else the admission, else the start.

    Args:
        page: Where the patient is told of.
        drafts: The drafts of this patient.
        sentences: Indices of the sentences that tell of this patient, in order.
        years: Age of the patient as the report introduces them; an event told at it is preferred.
    """
    printed = _printed(page, drafts, sentences)
    if printed:
        return printed
    met = [d for d in drafts if d.kind == "encounter"]
    met = [d for d in met if not _of_before(page, d)] or met
    met.sort(key=lambda d: (d.section == "abstract", d.start))
    if years is not None and any(time.kind == "age" for time in page.reading.times):
        met.sort(key=lambda d: not _at_age(page, d, years))
    for draft in met:
        again = draft is not met[0] and AGAIN.match(draft.text)
        if draft.fields["encounter"] == "admission" and not (again or _stay(draft, met[0])):
            return Axis("admission", span=draft.spans[0])
    came = next((d for d in met if d.fields["encounter"] in _COMING), None)
    anchors = [t.anchor for i in sentences for t in page.times_in(i)]
    for event in _PREFERENCE:
        if event == "presentation" and event in anchors and came:
            return Axis(event, span=came.spans[0])
        if event in anchors:
            return Axis(event, stated=False)
    first = came or next((d for d in met if d.fields["encounter"] != "follow_up"), None)
    if first is not None:
        left = first.fields["encounter"] == "discharge"
        return Axis("discharge" if left else "presentation", span=first.spans[0])
    return Axis("presentation", stated=False)


def _at_age(page: Page, draft: Draft, years: float) -> bool:
    """`At the age of 15 she presented`, of a girl who is introduced as 15 years old."""
    time = own_time(page, draft) if draft.sentence is not None else None
    if time is None or time.kind != "age":
        return False
    return draft.fields["encounter"] in _COMING and time.low <= years * YEAR < time.high


def _of_before(page: Page, draft: Draft) -> bool:
    """`In 2011 she was admitted elsewhere`, told after 2019; `she had been admitted`."""
    if draft.sentence is None:
        return False
    sentence = page.sentences[draft.sentence]
    if had_been(page.text, draft, sentence.start):
        return True
    own = [t for t in page.times_in(draft.sentence) if t.relation == "calendar"]
    time = own_time(page, draft) if own else None
    if time is None or time.relation != "calendar":
        return False
    return any(
        t.relation == "calendar" and t.low > time.high
        for index in range(draft.sentence)
        if page.sentences[index].section == draft.section
        for t in page.times_in(index)
    )


def _stay(draft: Draft, first: Draft) -> bool:
    """`an uneventful hospitalization` names the stay, where the patient was met before."""
    return draft is not first and draft.text.lower().startswith(
        ("hospitalization", "hospitalisation")
    )


def _printed(page: Page, drafts: list[Draft], sentences: list[int]) -> Axis | None:
    """`Day 1 (admission)`: the number that the report gives its first day."""
    days = [t for d in drafts for t in d.times if t.relation == "day"]
    days += [t for i in sentences for t in page.times_in(i) if t.relation == "day"]
    days = [t for t in days if not counts_otherwise(page, t)]
    if any(d.fields.get("encounter") in _COMING for d in drafts):  # weeks are of a treatment
        days = [t for t in days if not _LONG.search(page.text, t.start, t.end)]
    if not days:
        return None
    first = min(days, key=lambda t: (t.low, t.start))
    for time in days:
        near = page.text[time.end : time.end + 24]
        if time.low in (0, 1) and _ADMITTED.search(near):
            return Axis("admission", int(time.low), span=(time.start, time.end))
    number = 0 if first.low == 0 else 1
    span = (first.start, first.end)
    counted = first.anchor or "admission"
    event: DayZeroEvent = "admission" if counted not in _PREFERENCE else counted
    return Axis(event, number, stated=False, span=span)


def counts_otherwise(page: Page, time: TimeExpression) -> bool:
    """`On day 14 of amphotericin`, `day 7 of illness`: a number of another count than the axis's.

    `Day 0 (surgery)` says what the report counts from, and is of its own count.
    """
    if time.anchor_span is None or time.anchor in _STAY:
        return False
    start = time.anchor_span[0]
    if not page.text[max(0, start - 16) : start].rstrip().endswith(_COUNTED_FROM):
        return False
    return bool(time.anchor or page.mentions(*time.anchor_span, "drug", "drug_class"))


def named_moment(anchor: str, axis: Axis) -> str:
    """The network's name of an event that phrases count from; "" where none is meant.

    Presentation and admission are one moment where only one of them is day 0's event.
    """
    if anchor in ("", "previous"):
        return ""
    folded = {"hospitalization": "admission", "symptom": "onset", "baseline": "presentation"}
    name = folded.get(anchor, anchor)
    if name == axis.event or {name, axis.event} <= {"admission", "presentation"}:
        return "zero"
    return name


def day_zero(page: Page, axis: Axis) -> DayZero:
    """Make the model's statement of what day 0 is."""
    anchor = None
    if axis.span:
        spans = page.segmentation.view.spans(*axis.span)
        if spans:
            anchor = page.anchor(spans[0])
    return DayZero.trusted(event=axis.event, number=axis.number, stated=axis.stated, anchor=anchor)
