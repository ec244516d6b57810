"""Footnotes of a table: what the audit says of a datum, marked where the datum stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from epicrisis.model import Anchor, AnyEvent, Course, Finding

SYMBOLS = "†‡§‖¶#"


def touches(finding: Finding, course: Course, event: AnyEvent) -> bool:
    """Say whether a finding concerns an event: it names it, or it stands on the same words."""
    if finding.course == course.id and event.id in finding.events:
        return True
    return not finding.events and _overlap(finding.anchors, event.anchors)


def _overlap(some: Sequence[Anchor], others: Sequence[Anchor]) -> bool:
    return any(anchor.overlaps(other) for anchor in some for other in others)


@dataclass(slots=True)
class Footnotes:
    """Gives each finding its mark when it is first met: †, ‡, §, then †7, †8.

    Attributes:
        listed: Mark and words of the findings met so far, in order.
    """

    findings: Iterable[Finding]
    listed: list[tuple[str, str]] = field(default_factory=list)
    _marks: dict[int, str] = field(default_factory=dict)
    _by_document: dict[str, list[tuple[int, Finding]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, finding in enumerate(self.findings):
            if finding.status != "dismissed":
                document = finding.anchors[0].document
                self._by_document.setdefault(document, []).append((number, finding))

    def marks(self, course: Course, events: Iterable[AnyEvent]) -> tuple[str, ...]:
        """Give the marks of the findings that concern any of some events of a course."""
        listed = list(events)
        return tuple(
            self._mark(number, finding)
            for number, finding in self._by_document.get(course.document, ())
            if any(touches(finding, course, event) for event in listed)
        )

    def marks_at(self, course: Course, anchors: Sequence[Anchor]) -> tuple[str, ...]:
        """Give the marks of the findings that stand on the same words as some anchors."""
        return tuple(
            self._mark(number, finding)
            for number, finding in self._by_document.get(course.document, ())
            if _overlap(finding.anchors, anchors)
        )

    def note(self, words: str) -> str:
        """Give the mark of a note in words; equal notes share one."""
        for mark, listed in self.listed:
            if listed == words:
                return mark
        place = len(self.listed)
        mark = SYMBOLS[place] if place < len(SYMBOLS) else f"†{place + 1}"
        self.listed.append((mark, words))
        return mark

    def _mark(self, number: int, finding: Finding) -> str:
        if number not in self._marks:
            hint = f" Probable reading: {finding.suggestion}." if finding.suggestion else ""
            self._marks[number] = self.note(f"{finding.code}: {finding.message}{hint}")
        return self._marks[number]
