"""Cut a text where data and findings begin and end, so that overlapping anchors can be marked."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from epicrisis.model import Anchor, AnyEvent, Course, Document, Finding

KINDS = {
    "measurement": "result",
    "treatment": "treatment",
    "phenotypic_feature": "sign",
    "disease": "disease",
    "imaging": "image",
    "biopsy": "image",
    "procedure": "care",
    "encounter": "care",
    "outcome": "outcome",
    "vital_status": "outcome",
}
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that states a datum or that the audit doubts.

    Attributes:
        token: The datum as the page knows it; for a finding its number.
        kind: A value of `KINDS`, `person`, or `finding`.
    """

    start: int
    end: int
    token: str
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that all its marks cover as a whole.

    Attributes:
        begins: Whether a datum begins here, so that each is met once when tabbing.
        data: Marks of data, the shortest first.
        findings: Marks of findings.
    """

    start: int
    end: int
    begins: bool
    data: tuple[Mark, ...]
    findings: tuple[Mark, ...]


class Highlights:
    """The pieces of one document; a text without a mark is one piece."""

    def __init__(self, document: Document, marks: Iterable[Mark]) -> None:
        length = len(document.text)
        kept = [mark for mark in marks if 0 <= mark.start < mark.end <= length]
        edges = {0, length} | {m.start for m in kept} | {m.end for m in kept}
        self._edges = sorted(edges)
        self._pieces = list(_pieces(self._edges, kept))

    def within(self, start: int, end: int) -> Iterator[Piece]:
        """Give the pieces of a stretch, those at its ends cut to it."""
        number = max(0, bisect_right(self._edges, start) - 1)
        while number < len(self._pieces) and self._pieces[number].start < end:
            piece = self._pieces[number]
            low, high = max(piece.start, start), min(piece.end, end)
            if low < high:
                begins = piece.begins and low == piece.start
                yield Piece(low, high, begins, piece.data, piece.findings)
            number += 1


def _pieces(edges: list[int], marks: list[Mark]) -> Iterator[Piece]:
    waiting = sorted(marks, key=lambda mark: mark.start, reverse=True)
    active: list[Mark] = []
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        begins = False
        while waiting and waiting[-1].start == start:
            active.append(waiting.pop())
            begins = begins or active[-1].kind != "finding"
        data = sorted((m for m in active if m.kind != "finding"), key=lambda m: m.end - m.start)
        findings = tuple(m for m in active if m.kind == "finding")
        yield Piece(start, end, begins, tuple(data), findings)


def marks_of(document: Document, course: Course, prefix: str) -> Iterator[Mark]:
    """Give a mark for every place that states a datum of a course."""
    who = course.individual
    for name, stated in (("age", who.age), ("sex", who.sex), ("ethnicity", who.ethnicity)):
        if stated:
            yield from _marks(document, stated.anchors, prefix + name, PERSON)
    for event in course.events:
        yield from _marks(document, event.anchors, prefix + event.id, KINDS[event.kind])


def marks_of_findings(document: Document, findings: Iterable[Finding]) -> Iterator[Mark]:
    """Give a mark for every place that an open finding is about; tokens count from 1."""
    for number, finding in enumerate(findings, start=1):
        if finding.status != "dismissed":
            yield from _marks(document, finding.anchors, str(number), "finding")


def _marks(document: Document, anchors: Iterable[Anchor], token: str, kind: str) -> Iterator[Mark]:
    for anchor in anchors:
        if anchor.document == document.id:
            yield Mark(anchor.start, anchor.end, token, kind)


def counted(courses: Iterable[Course]) -> Counter[str]:
    """Count the data of each kind."""
    events: Iterable[AnyEvent] = (event for course in courses for event in course.events)
    return Counter(KINDS[event.kind] for event in events)
