"""The evidence table: one row a patient, every cell with the places that state it.

A cell says what was published, as it was printed: a dose that the audit doubts stands as printed,
with a mark and the doubt in a footnote. An empty cell gives its reason, because silence is not
"no". Statements that say more come first; at most three are shown, and the rest are counted.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from epicrisis.model import Course, Document, Finding
from epicrisis.model.studies import study_name
from epicrisis.synthesis import phrases
from epicrisis.synthesis.cohorts import Ids, united
from epicrisis.synthesis.columns import DEFAULT, OF_THE_DRUG, chosen_columns
from epicrisis.synthesis.dosed import MainDrug, main_drug
from epicrisis.synthesis.footnotes import Footnotes
from epicrisis.synthesis.rows import Drug, EvidenceCell, Row
from epicrisis.synthesis.sheets import Sheet, frame

_SHORT = {"F": "female", "M": "male", **{short: long for long, short in phrases.ROUTES.items()}}


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
        names: Stable names of the columns.
        title: What stands above it.
        main: The drug that its columns of doses were found to be about; None where one was named,
            and where there is none.
    """

    columns: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    footnotes: tuple[tuple[str, str], ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    title: str = ""
    main: MainDrug | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines below the table: one for each doubt, then one of abbreviations."""
        lines = [f"{mark} {words}" for mark, words in self.footnotes]
        if self.abbreviations:
            lines.append("; ".join(f"{short}: {long}" for short, long in self.abbreviations) + ".")
        return tuple(lines)

    def records(self) -> list[dict[str, Any]]:
        """Give one row a patient: the course, and the words of each cell by its column."""
        return [
            {"course": row.course}
            | {name: cell.text for name, cell in zip(self.names, row.cells, strict=True)}
            for row in self.rows
        ]

    def frame(self, library: str = "pandas") -> Any:
        """Give `records` as a data frame of pandas or polars.

        Raises:
            MissingExtraError: The library is not installed.
            InputError: No such library.
        """
        return frame(self.records(), ("course", *self.names), library)

    def _repr_html_(self) -> str:
        rows = tuple(tuple(cell.text for cell in row.cells) for row in self.rows)
        return Sheet(self.title, self.columns, rows, notes=self.notes).html()


def evidence_table(
    courses: Iterable[Course],
    findings: Iterable[Finding] = (),
    *,
    drug: str = "",
    columns: Sequence[str] | None = None,
    documents: Iterable[Document] = (),
    abbreviations: Mapping[str, str] | Mapping[str, Mapping[str, str]] | None = None,
    title: str = "",
    same: Iterable[Ids] = (),
) -> EvidenceTable:
    """Put courses into a table, one row a patient.

    Args:
        courses: The patients, cited ones too; their order is kept.
        findings: What the audit says of them; dismissed ones are left out.
        drug: The drug whose dose and schedule have columns: its id, its label or its printed name;
            by default the one that most of these patients were given with a printed dose.
        columns: Names of columns, as `epicrisis table --list-columns` lists them; by default those
            with a star, without the columns of doses where no dose of anything is printed.
        documents: Where given, the study is named by first author and year and not by file.
        abbreviations: Short forms that the documents define, for all of them or by document; those
            in use are listed below.
        title: What stands above the table.
        same: Pairs of ids of courses that a person decided to be of one patient; a later row of a
            patient says so.

    Raises:
        UnknownNameError: There is no such column.
        InputError: What stands behind the colon of a column, or an id in `same`, is not known.
    """
    listed, pairs = tuple(courses), tuple(same)
    cases = united(listed, pairs)
    main = None if drug else main_drug(cases)
    if columns is None:
        columns = DEFAULT if drug or main else tuple(n for n in DEFAULT if n not in OF_THE_DRUG)
    chosen = chosen_columns(columns, listed)
    about = Drug.named(drug or (main.id if main else "drug"), listed)
    known = {document.id: document for document in documents}
    notes = Footnotes(findings)
    first = {c.id: case[0] for case in cases for c in case[1:]}
    names: dict[str, str] = {}
    rows = []
    for course in listed:
        document = known.get(course.document)
        name = study_name(document) if document else course.document_name or course.document
        defined = _defined(abbreviations, course.document)
        names[course.id] = name
        before = names.get(first[course.id].id, "") if course.id in first else ""
        row = Row(course, about, notes, name, document, defined, before)
        rows.append(EvidenceRow(course.id, tuple(column.write(row) for column in chosen)))
    return EvidenceTable(
        tuple(column.heading.replace("{drug}", about.label) for column in chosen),
        tuple(rows),
        tuple(notes.listed),
        _used(rows, {course.id: _defined(abbreviations, course.document) for course in listed}),
        tuple(column.name for column in chosen),
        title,
        main,
    )


def _defined(
    given: Mapping[str, str] | Mapping[str, Mapping[str, str]] | None, document: str
) -> dict[str, str]:
    """The short forms of one document; a mapping of plain words holds for all."""
    found: dict[str, str] = {}
    for key, value in (given or {}).items():
        if isinstance(value, str):
            found[key] = value
        elif key == document:
            found.update(value)
    return found


def _used(
    rows: Sequence[EvidenceRow], defined: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[str, str], ...]:
    """List the short forms in use, each with every meaning that a report of its rows gives it."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        words = " ".join(cell.text for cell in row.cells)
        for short, long in {**_SHORT, **defined.get(row.course, {})}.items():
            if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", words):
                meanings = found.setdefault(short, {})
                if long.casefold() not in map(str.casefold, meanings):
                    meanings[long] = None
    return tuple((short, " or ".join(found[short])) for short in sorted(found, key=str.casefold))


__all__ = [
    "EvidenceCell",
    "EvidenceRow",
    "EvidenceTable",
    "evidence_table",
    "study_name",
]
