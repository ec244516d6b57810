"""The evidence table: one row a patient, every cell with the places that state it.

A cell says what was published, as it was printed: a dose that the audit doubts stands as printed,
with a mark and the doubt in a footnote. An empty cell gives its reason, because silence is not
"no". Statements that say more come first; at most three are shown, and the rest are counted.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from epicrisis.model import Anchor, AnyEvent, Course, Document, Finding, Treatment
from epicrisis.synthesis import phrases
from epicrisis.synthesis.footnotes import Footnotes

NOT_REPORTED = "not reported"
MOST = 3  # statements shown in one cell
MOST_OUTCOMES = 6
MOST_NAMES = 8  # antibodies, and names of further drugs, shown in one cell
_LETTERS = {"female": "F", "male": "M"}
_SHORT = {"F": "female", "M": "male", **{short: long for long, short in phrases.ROUTES.items()}}
_INITIALS = re.compile(r"\s+(?:[A-Z]\.?[- ]?){1,3}$")
_PARTICLE = re.compile(
    r"(?:\s(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|el|al|bin|ter))+\s"
)
_CITATION = re.compile(r"[\s,;]*(?:\[[\d,;–\s-]+\]|\(\d+\))[\s,.;]*$")  # "[24]." behind a name

Stated = tuple[str, Sequence[AnyEvent]]  # a phrase, and the events that say it


@dataclass(frozen=True, slots=True)
class EvidenceCell:
    """What one cell says.

    Attributes:
        text: The words with their footnote marks; where nothing is reported, the reason.
        anchors: The places that state it, none where it is blank.
        marks: Marks of the footnotes that concern it.
        blank: Why there is no datum, or empty where there is one.
    """

    text: str
    anchors: tuple[Anchor, ...] = ()
    marks: tuple[str, ...] = ()
    blank: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One patient: the id of the course, and a cell for each column."""

    course: str
    cells: tuple[EvidenceCell, ...]


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """A table of patients.

    Attributes:
        columns: The headings.
        rows: One for each patient, in the order given.
        footnotes: Mark and words of each doubt of the audit, in the order of the rows.
        abbreviations: Short form and long form of what the cells abbreviate.
    """

    columns: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    footnotes: tuple[tuple[str, str], ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines below the table: one for each doubt, then one of abbreviations."""
        lines = [f"{mark} {words}" for mark, words in self.footnotes]
        if self.abbreviations:
            lines.append("; ".join(f"{short}: {long}" for short, long in self.abbreviations) + ".")
        return tuple(lines)


def evidence_table(
    courses: Iterable[Course],
    findings: Iterable[Finding] = (),
    *,
    drug: str = "immunoglobulin",
    documents: Iterable[Document] = (),
    abbreviations: Mapping[str, str] | None = None,
) -> EvidenceTable:
    """Put courses into a table, one row a patient.

    Args:
        courses: The patients, cited ones too; their order is kept.
        findings: What the audit says of them; dismissed ones are left out.
        drug: The drug whose dose and schedule have columns: its id, its label or its printed name.
        documents: Where given, the study is named by first author and year and not by file.
        abbreviations: Short forms that the documents define; those in use are listed below.
    """
    listed = tuple(courses)
    chosen = _Drug.named(drug, listed)
    studies = {document.id: study_name(document) for document in documents}
    notes = Footnotes(findings)
    rows = tuple(_row(course, chosen, studies, notes) for course in listed)
    columns = (
        "Study",
        "Age, sex",
        "Disease",
        "Serology",
        f"{chosen.label}: dose and schedule",
        f"{chosen.label}: cycles",
        "Co-medication",
        "Outcome",
    )
    used = _used(rows, {**_SHORT, **(abbreviations or {})})
    return EvidenceTable(columns, rows, tuple(notes.listed), used)


def study_name(document: Document) -> str:
    """Name a publication as tables do, "Okoro et al. 2019"; by its file where that is not known."""
    citation = document.citation
    surnames = [_surname(author) for author in citation.authors]
    if not surnames:
        return document.name
    who = f"{surnames[0]} et al." if len(surnames) > 2 else " and ".join(surnames)
    return f"{who} {citation.year}" if citation.year else who


def _surname(author: str) -> str:
    """Find the surname in "Okoro, B.", "Okoro B", "Bea Okoro" and "Cas van der Berg"."""
    name = author.split(",")[0].strip()
    without = _INITIALS.sub("", name)
    if "," in author or without != name:
        return without
    particle = _PARTICLE.search(name)
    return name[particle.start() + 1 :] if particle else name.rpartition(" ")[2]


@dataclass(frozen=True, slots=True)
class _Drug:
    """The drug a table is about: its heading, and the ids and names it goes by."""

    label: str
    ids: frozenset[str]
    name: str

    @classmethod
    def named(cls, name: str, courses: Sequence[Course]) -> "_Drug":
        wanted, label = name.casefold(), name
        ids = {wanted}
        for course in courses:
            for treatment in _treatments(course):
                if wanted in _names(treatment) and treatment.agent:
                    ids.add(treatment.agent.casefold())
                    label = treatment.concept.label if treatment.concept else label
        return cls(label[:1].upper() + label[1:], frozenset(ids), wanted)

    def __contains__(self, treatment: Treatment) -> bool:
        return not self.ids.isdisjoint(_names(treatment))


def _names(treatment: Treatment) -> set[str]:
    names = (treatment.agent, treatment.text, phrases.name(treatment))
    return {name.casefold() for name in names if name}


def _treatments(course: Course) -> list[Treatment]:
    return [event for event in course.events if isinstance(event, Treatment)]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the cells of one row, with the marks of what the audit says of them."""

    course: Course
    notes: Footnotes

    def cell(
        self,
        stated: Iterable[Stated],
        *,
        blank: str = NOT_REPORTED,
        most: int = MOST,
        between: str = "; ",
    ) -> EvidenceCell:
        """List phrases, each once, marked where the audit doubts an event that says it."""
        merged: dict[str, list[AnyEvent]] = {}
        for phrase, events in stated:
            if phrase:
                merged.setdefault(phrase, []).extend(events)
        if not merged:
            return EvidenceCell(blank, blank=blank)
        marked = [(phrase, self.notes.marks(self.course, said)) for phrase, said in merged.items()]
        shown = [phrase + "".join(marks) for phrase, marks in marked[:most]]
        if len(marked) > most:
            hidden = dict.fromkeys(mark for _, marks in marked[most:] for mark in marks)
            shown.append(f"+{len(marked) - most} more{''.join(hidden)}")
        anchors = tuple(a for said in merged.values() for event in said for a in event.anchors)
        marks = tuple(dict.fromkeys(mark for _, marks in marked for mark in marks))
        return EvidenceCell(between.join(shown), anchors, marks)

    def study(self, studies: Mapping[str, str]) -> EvidenceCell:
        """Name the source; for a cited patient also whose it is, with the reference number."""
        course = self.course
        name = studies.get(course.document) or course.document_name or course.document
        if course.cited is None:
            patient = "" if course.individual.id == "1" else f", patient {course.individual.id}"
            return EvidenceCell(name + patient)
        whose = _CITATION.sub("", course.cited.text)
        number = "" if course.cited.reference is None else f" [{course.cited.reference}]"
        size = course.cited.patients
        patients = f", {size} patient{'' if size == 1 else 's'}" if size else ""
        return EvidenceCell(f"{whose}{number}{patients}, cited by {name}", course.cited.anchors)

    def person(self) -> EvidenceCell:
        """Age and sex, `58 F`; years are understood, other units are printed."""
        who, parts = self.course.individual, []
        anchors: tuple[Anchor, ...] = ()
        if who.age:
            age = who.age.quantity
            years = who.age.years == age.value
            parts.append(str(age.model_copy(update={"unit": None}) if years else age))
            anchors += who.age.anchors
        if who.sex:
            parts.append(_LETTERS.get(who.sex.value, who.sex.value))
            anchors += who.sex.anchors
        if not parts:
            return EvidenceCell(NOT_REPORTED, blank=NOT_REPORTED)
        marks = self.notes.marks_at(self.course, anchors)
        return EvidenceCell(", ".join(parts) + "".join(marks), anchors, marks)


def _row(course: Course, drug: _Drug, studies: Mapping[str, str], notes: Footnotes) -> EvidenceRow:
    writer = _Writer(course, notes)
    treatments = _treatments(course)
    chosen = [treatment for treatment in treatments if treatment in drug]
    others = [t for t in treatments if t not in drug and t.status in phrases.GIVEN]
    cells = (
        writer.study(studies),
        writer.person(),
        writer.cell(phrases.diseases(course), most=MOST_NAMES),
        writer.cell(phrases.serology(course), most=MOST_NAMES),
        writer.cell(
            phrases.doses(chosen),
            blank=phrases.why_no_dose(chosen),
        ),
        writer.cell([phrases.cycles(chosen)]),
        writer.cell(((phrases.name(t), [t]) for t in others), most=MOST_NAMES, between=", "),
        writer.cell(phrases.outcomes(course), most=MOST_OUTCOMES),
    )
    return EvidenceRow(course.id, cells)


def _used(rows: Sequence[EvidenceRow], known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    words = " ".join(cell.text for row in rows for cell in row.cells)
    return tuple(
        (short, known[short])
        for short in sorted(known)
        if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", words)
    )
