"""The items of a checklist with the words that answer them, for a person to confirm."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from epicrisis.audit.appraisal import appraisal
from epicrisis.audit.base import Span
from epicrisis.audit.care import care_items
from epicrisis.audit.passages import one_line, sentence_of
from epicrisis.diagnostics.places import Lines
from epicrisis.diagnostics.visible import visible
from epicrisis.model import Anchor, Course, Document

CHECKLISTS = {
    "care": "CARE 2013: what a case report should tell (Gagnier et al., J Med Case Rep 7:223)",
    "jbi": "JBI: appraisal of case reports (Moola et al. 2020)",
    "murad": "Murad et al. 2018: appraisal of case reports and series (BMJ EBM 23:60)",
}
_LONGEST = 100  # characters of a quote
_NO_SUM = "To be confirmed by a person; the items are not added up."


@dataclass(frozen=True, slots=True)
class _Row:
    number: str
    title: str
    status: str
    place: Span | None


def _rows(document: Document, courses: Sequence[Course], name: str) -> list[_Row]:
    if name == "care":
        items = care_items(document, courses)
        return [_Row(one.number, one.title, one.status, one.place) for one in items]
    proposed = appraisal(document, courses, "jbi" if name == "jbi" else "murad")
    return [_Row(str(one.number), one.question, one.answer, one.place) for one in proposed]


def checklist_text(
    path: str, document: Document, courses: Sequence[Course], name: str
) -> Iterator[str]:
    """Write a checklist for people, an item with its answer and its sentence.

    Args:
        path: What the person called the file.
        document: The report.
        courses: Its patients.
        name: One of `CHECKLISTS`.
    """
    lines = Lines(document.text)
    yield f"{visible(path)}\n{CHECKLISTS[name]}\n{_NO_SUM}\n"
    for row in _rows(document, courses, name):
        yield f"  {row.number:>3}  {row.status:<14}  {row.title}\n"
        if row.place:
            at = lines.place(Anchor.at(document.id, document.text, *row.place))
            yield f"{'':23}{at}: {visible(_quote(document, row.place))}\n"


def checklist_jsonl(
    path: str, document: Document, courses: Sequence[Course], name: str
) -> Iterator[str]:
    """Write a checklist for programs, one item a line; offsets point into the document's text."""
    for row in _rows(document, courses, name):
        start, end = row.place or (None, None)
        record = {
            "document": document.name,
            "path": path,
            "checklist": name,
            "item": row.number,
            "title": row.title,
            "answer": row.status,
            "start": start,
            "end": end,
            "quote": _quote(document, row.place) if row.place else None,
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _quote(document: Document, place: Span) -> str:
    """The sentence around an answer on one line, cut where it is long."""
    low, high = sentence_of(document, *place)
    words = one_line(document.text[low : max(high, place[1])])
    if len(words) <= _LONGEST:
        return words
    start = max(low, min(place[0] - _LONGEST // 3, high - _LONGEST))
    return f"…{one_line(document.text[start : start + _LONGEST])}…"
