"""Checklists of appraisal, filled in as far as the print allows, for a person to confirm.

JBI (Moola et al. 2020, case reports) and Murad et al. 2018 (doi:10.1136/bmjebm-2017-110853). Their
authors ask for a judgement and advise against a sum, so none is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from epicrisis.audit.base import Span
from epicrisis.audit.care import Item, care_items
from epicrisis.model import Course, Document

Answer = Literal["yes", "no", "unclear", "not applicable"]
Checklist = Literal["jbi", "murad"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed answer to one question, with the place that speaks for it; a person decides."""

    number: int
    question: str
    answer: Answer
    place: Span | None = None


# Number, question, the CARE items whose presence speaks for yes; none where only a person can say.
_JBI: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (1, "Are the patient's demographics described?", ("5a",)),
    (2, "Is the history described and told as a timeline?", ("5c", "7")),
    (3, "Is the condition at presentation described?", ("5b", "6")),
    (4, "Are tests or methods of assessment and their results described?", ("8a",)),
    (5, "Is the treatment described?", ("9a", "9b")),
    (6, "Is the condition after treatment described?", ("10a",)),
    (7, "Are harms and unanticipated events named and described?", ("10d",)),
    (8, "Does the report give lessons?", ("11d",)),
)
_MURAD: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (1, "Do the patients represent the whole experience of the centre?", ()),
    (2, "Was the exposure adequately ascertained?", ("9a", "9b")),
    (3, "Was the outcome adequately ascertained?", ("10a", "10b")),
    (4, "Were other causes of the observation ruled out?", ("8c",)),
    (5, "Was there a challenge and rechallenge?", ()),
    (6, "Was there a dose-response effect?", ()),
    (7, "Was the follow-up long enough for outcomes to occur?", ()),
    (8, "Are there details enough to repeat or to judge one's own practice?", ("6", "9b")),
)
_CHECKLISTS = {"jbi": _JBI, "murad": _MURAD}


def appraisal(
    document: Document, courses: Sequence[Course], checklist: Checklist
) -> list[Proposal]:
    """Propose an answer to every question of a checklist, in its order.

    `yes` where all that speaks for it was found, `no` where none of it was, else `unclear`, as
    where only a person can tell.
    """
    items = {item.number: item for item in care_items(document, courses)}
    return [
        _proposal(number, question, [items[one] for one in wanted])
        for number, question, wanted in _CHECKLISTS[checklist]
    ]


def _proposal(number: int, question: str, items: Sequence[Item]) -> Proposal:
    counted = [item for item in items if item.status != "not applicable"]
    place = next((item.place for item in counted if item.place), None)
    if items and not counted:
        return Proposal(number, question, "not applicable")
    answer: Answer = "unclear"
    if counted and all(item.status == "met" for item in counted):
        answer = "yes"
    elif counted and all(item.status == "absent" for item in counted):
        answer = "no"
    return Proposal(number, question, answer, place)
