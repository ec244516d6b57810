"""What day 0 is: the event a course's days are counted from."""

import re
from dataclasses import dataclass

from epicrisis.assembly.drafts import Draft, Page
from epicrisis.model import DayZero, TimeExpression
from epicrisis.model.times import DayZeroEvent

_ADMITTED = re.compile(r"\badmi(?:tted|ssion)\b|\bhospitali[sz]", re.IGNORECASE)
_PREFERENCE: tuple[DayZeroEvent, ...] = ("admission", "presentation", "diagnosis", "onset")
_COMING = frozenset({"admission", "visit", "emergency", "icu", "transfer"})


@dataclass(slots=True)
class Axis:
    """The day count of one course: its event, the number that day carries, and where it says so."""

    event: DayZeroEvent
    number: int = 0
    stated: bool = True
    span: tuple[int, int] | None = None


def find_axis(page: Page, drafts: list[Draft], sentences: list[int]) -> Axis:
    """Find what days are counted from: what the print says, else the admission, else the start."""
    printed = _printed(page, drafts, sentences)
    if printed:
        return printed
    met = sorted((d for d in drafts if d.kind == "encounter"), key=lambda d: d.start)
    for draft in met:
        if draft.fields["encounter"] == "admission" and not _stay(draft, met[0]):
            return Axis("admission", span=draft.spans[0])
    came = next((d for d in met if d.fields["encounter"] in _COMING), None)
    anchors = [t.anchor for i in sentences for t in _times(page, i)]
    for event in _PREFERENCE:
        if event == "presentation" and event in anchors and came:
            return Axis(event, span=came.spans[0])
        if event in anchors:
            return Axis(event, stated=False)
    first = came or (met[0] if met else None)
    if first is not None:
        left = first.fields["encounter"] == "discharge"
        return Axis("discharge" if left else "presentation", span=first.spans[0])
    return Axis("presentation", stated=False)


def _stay(draft: Draft, first: Draft) -> bool:
    """`an uneventful hospitalization` names the stay, where the patient was met before."""
    return draft is not first and draft.text.lower().startswith(
        ("hospitalization", "hospitalisation")
    )


def _times(page: Page, index: int) -> list[TimeExpression]:
    sentence = page.sentences[index]
    return page.times(sentence.start, sentence.end)


def _printed(page: Page, drafts: list[Draft], sentences: list[int]) -> Axis | None:
    """`Day 1 (admission)`: the number that the report gives its first day."""
    days = [t for d in drafts for t in d.times if t.relation == "day"]
    days += [t for i in sentences for t in _times(page, i) if t.relation == "day"]
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
