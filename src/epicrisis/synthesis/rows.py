"""Writing one row of the evidence table: cells with their places, marks and reasons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from epicrisis.model import Anchor, AnyEvent, Course, Document, Treatment
from epicrisis.synthesis import phrases
from epicrisis.synthesis.footnotes import Footnotes
from epicrisis.synthesis.printed import PrintedCell, printed_cell

NOT_REPORTED = "not reported"
NOT_DONE = "not done"
UNREADABLE = "unreadable"
MOST = 3  # statements shown in one cell
_LONGEST = 240  # characters of a sentence quoted around a place
_ALTERNATIVES = re.compile(r"\b(?:or|either|respectively|some|most)\b", re.IGNORECASE)
_END = re.compile(r"[.!?][\s\])]|\n\s*\n|\n(?=[|\t])|\t|\|")

Stated = tuple[str, Sequence[AnyEvent]]  # a phrase, and the events that say it


@dataclass(frozen=True, slots=True)
class EvidenceCell:
    """What one cell says.

    Attributes:
        text: The words with their footnote marks; where nothing is reported, the reason.
        anchors: The places that state it, none where it is blank.
        marks: Marks of the footnotes that concern it.
        blank: Why there is no datum, or empty where there is one.
        quotes: For each place the sentence it stands in, or the words around it.
    """

    text: str
    anchors: tuple[Anchor, ...] = ()
    marks: tuple[str, ...] = ()
    blank: str = ""
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drug:
    """The drug a table is about: its heading, and the ids and names it goes by."""

    label: str
    ids: frozenset[str]
    name: str

    @classmethod
    def named(cls, name: str, courses: Sequence[Course]) -> "Drug":
        """Find a drug by its id, its label or a printed name."""
        wanted, label = name.casefold(), name
        ids = {wanted}
        for course in courses:
            for treatment in treatments(course):
                if wanted in _names(treatment) and treatment.agent:
                    ids.add(treatment.agent.casefold())
                    label = treatment.concept.label if treatment.concept else label
        return cls(label[:1].upper() + label[1:], frozenset(ids), wanted)

    def __contains__(self, treatment: Treatment) -> bool:
        return not self.ids.isdisjoint(_names(treatment))


def _names(treatment: Treatment) -> set[str]:
    names = (treatment.agent, treatment.text, phrases.name(treatment))
    return {name.casefold() for name in names if name}


def treatments(course: Course) -> list[Treatment]:
    """Give the treatments of a course, whatever their status."""
    return [event for event in course.events if isinstance(event, Treatment)]


@dataclass(frozen=True, slots=True)
class Row:
    """One patient, with all that a column needs to write its cell.

    `told_before` names the row above that a person decided to be of the same patient.
    """

    course: Course
    drug: Drug
    notes: Footnotes
    study: str
    document: Document | None = None
    defined: Mapping[str, str] | None = None
    told_before: str = ""

    @property
    def of_drug(self) -> list[Treatment]:
        """The statements on the drug that the table is about."""
        return [treatment for treatment in treatments(self.course) if treatment in self.drug]

    def cell(
        self,
        stated: Iterable[Stated],
        *,
        blank: str = NOT_REPORTED,
        most: int = MOST,
        between: str = "; ",
        role: str = "",
    ) -> EvidenceCell:
        """List phrases, each once, marked where the audit doubts an event that says it.

        Where there is none, a cited patient's cell is shown as its source prints it.
        """
        merged: dict[str, list[AnyEvent]] = {}
        for phrase, events in stated:
            if phrase:
                merged.setdefault(phrase, []).extend(events)
        source = self.printed(role)
        if not merged:
            return self.as_printed(source) if source else EvidenceCell(blank, blank=blank)
        marked = [(phrase, self.notes.marks(self.course, said)) for phrase, said in merged.items()]
        shown = [phrase + "".join(marks) for phrase, marks in marked[:most]]
        if len(marked) > most:
            hidden = dict.fromkeys(mark for _, marks in marked[most:] for mark in marks)
            shown.append(f"+{len(marked) - most} more{''.join(hidden)}")
        anchors = tuple(a for said in merged.values() for event in said for a in event.anchors)
        marks = tuple(dict.fromkeys(mark for _, marks in marked for mark in marks))
        more = self.noted(source) + self.contradicted(merged.values())
        if source:
            anchors = (source.anchor, *anchors)
            more += self.alternatives(source)
        return self.made(between.join(shown) + "".join(more), anchors, marks + more)

    def made(
        self, text: str, anchors: tuple[Anchor, ...], marks: tuple[str, ...] = ()
    ) -> EvidenceCell:
        """Give a cell with a datum; places that stand in one another are one."""
        kept = tuple(dict.fromkeys(anchors))
        return EvidenceCell(text, kept, marks, quotes=tuple(map(self.sentence, kept)))

    def printed(self, role: str) -> PrintedCell | None:
        """Give the cell of the source's own table, for a cited patient."""
        if not role or self.document is None:
            return None
        return printed_cell(self.document, self.course, role)

    def as_printed(self, source: PrintedCell) -> EvidenceCell:
        """Show a source's cell by its own words, or say that they cannot be read."""
        if source.unreadable:
            return EvidenceCell(
                UNREADABLE, (source.anchor,), blank=UNREADABLE, quotes=(source.text,)
            )
        marks = self.noted(source)
        return self.made(source.text + "".join(marks), (source.anchor,), marks)

    def noted(self, source: PrintedCell | None) -> tuple[str, ...]:
        """Give marks to the notes that a source prints below its table for a cell.

        A note that only spells out a short form belongs to the list of abbreviations.
        """
        long_forms = {form.casefold() for form in (self.defined or {}).values()}
        return tuple(
            self.notes.note(f"{self.study}: {note.rstrip('.')}.")
            for note in (source.notes if source else ())
            if note.casefold() not in long_forms and " " in note and not _spelt_out(note)
        )

    def alternatives(self, source: PrintedCell) -> tuple[str, ...]:
        """Give a mark where a source prints alternatives: "and/or" is lost in a list of names."""
        if not _ALTERNATIVES.search(source.text):
            return ()
        return (self.notes.note(f"{self.study}: printed as “{source.text}”."),)

    def contradicted(self, groups: Iterable[Sequence[AnyEvent]]) -> tuple[str, ...]:
        """Give marks to the statements that another one of the same course contradicts."""
        said = {event.id for events in groups for event in events}
        against = [e for e in self.course.events if e.conflicts]
        by_id = {event.id: event for event in self.course.events}
        pairs = [
            (event, by_id[other])
            for event in against
            for other in event.conflicts
            if other in by_id and not said.isdisjoint((event.id, other))
        ]
        words = (sorted(" ".join(e.anchors[0].exact.split()) for e in pair) for pair in pairs)
        found = dict.fromkeys(f"“{first}” and “{second}”" for first, second in words)
        return tuple(
            self.notes.note(f"{self.study}: contradicted in print, {pair}.") for pair in found
        )

    def sentence(self, anchor: Anchor) -> str:
        """Give the sentence around a place, or the few words kept with it."""
        if self.document is None or self.document.id != anchor.document:
            return " ".join(f"{anchor.prefix}{anchor.exact}{anchor.suffix}".split())
        text = self.document.text
        low = max(0, anchor.start - _LONGEST)
        before = list(_END.finditer(text, low, anchor.start))
        start = before[-1].end() if before else low
        behind = _END.search(text, anchor.end, anchor.end + _LONGEST)
        end = behind.start() + 1 if behind else min(len(text), anchor.end + _LONGEST)
        return " ".join(text[start:end].split())


def _spelt_out(note: str) -> bool:
    """A note of capitals and long forms alone, or with the short form in brackets."""
    return bool(re.search(r"\([A-Z][\w%]*[A-Z%]\)", note)) or len(note.split()) <= MOST
