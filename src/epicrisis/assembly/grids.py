"""A table as a grid: what its rows and columns stand for.

A column or row may name examinations or drugs, give a point in time, hold the reference range or
the unit, or stand for one patient of a series. The grid finds out which from headers, row labels,
footnotes and the mentions in them; what the cells say is read by `tables` and `cited`.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from epicrisis.assembly.drafts import Page
from epicrisis.model import Cell, Mention, Passage, Table, TimeExpression
from epicrisis.vocab.lexicon import lexicon
from epicrisis.vocab.tables import read_table
from epicrisis.vocab.units import Unit, match_unit

_REFERENCE = re.compile(
    r"\b(?:normal|reference|ref\.?|min\s?-\s?max|range|limits?|cut-?off|uln|nv)\b", re.IGNORECASE
)
_UNIT = re.compile(r"^\s*units?\s*$", re.IGNORECASE)
_PATIENT = re.compile(
    r"^\s*(?:case|patient|pt\.?|p|no\.?|#)\s?(?:no\.?\s?)?(?P<n>\d{1,3})\b", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(?P<unit>days?|weeks?|months?|years?|hours?)\b(?:.*?\b(?:after|since|from|post|following)"
    r"[\s-]+(?:the\s)?(?P<anchor>\w+))?",
    re.IGNORECASE,
)
_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.44, "y": 365.25}
_ANCHORS = (
    ("discharg", "discharge"),
    ("admi", "admission"),
    ("hospitali", "admission"),
    ("onset", "onset"),
    ("symptom", "onset"),
    ("diagnos", "diagnosis"),
    ("treat", "treatment"),
    ("therap", "treatment"),
    ("birth", "birth"),
)
_MOMENTS = (
    (
        re.compile(r"\b(?:on|at)?\s?admission|\bbaseline\b|\binitial\b|\bpresentation\b", re.I),
        "admission",
    ),
    (re.compile(r"\bdischarge\b", re.I), "discharge"),
)


@dataclass(slots=True)
class GridCell:
    """A cell with its text in the view and what was found there."""

    cell: Cell
    passage: Passage
    text: str
    mentions: list[Mention]


@dataclass(slots=True)
class Axis:
    """What a row or a column stands for.

    `role` is one of label, concept, time, reference, unit, patient, value.
    """

    index: int
    role: str = "value"
    head: GridCell | None = None
    heads: list[GridCell] = field(default_factory=list)
    concept: tuple[str, str] | None = None
    time: TimeExpression | None = None
    patient: str = ""
    unit: Unit | None = None
    marks: tuple[str, ...] = ()
    notes: list[tuple[int, int]] = field(default_factory=list)


class Grid:
    """The cells of a table by row and column, with the meaning of both axes."""

    def __init__(self, page: Page, number: int) -> None:
        self.page = page
        self.number = number
        self.table: Table = page.document.tables[number]
        self.cells: dict[tuple[int, int], GridCell] = {}
        for passage in page.cells(number):
            cell = self.table.cells[passage.cell or 0]
            mentions = page.mentions(passage.start, passage.end)
            text = page.text[passage.start : passage.end]
            for column in range(cell.column, cell.column + cell.colspan):
                for row in range(cell.row, cell.row + cell.rowspan):
                    self.cells.setdefault((row, column), GridCell(cell, passage, text, mentions))
        self.height = 1 + max((row for row, _ in self.cells), default=-1)
        self.width = 1 + max((column for _, column in self.cells), default=-1)
        self.first = min(self.table.header_rows, max(self.height - 1, 0))
        self.rows = [self._row(index) for index in range(self.first, self.height)]
        self.columns = [self._column(index) for index in range(self.width)]
        self._count_columns()

    def body(self, row: Axis, column: Axis) -> GridCell | None:
        """Give the cell where a row and a column meet, or None where it is empty."""
        found = self.cells.get((row.index, column.index))
        return found if found and found.text.strip() else None

    def footnotes(self, marks: tuple[str, ...]) -> list[tuple[int, int]]:
        """Give the view spans of the footnotes with these marks."""
        spans = []
        for note in self.table.footnotes:
            if note.mark in marks:
                start = self.page.segmentation.view.position(note.start)
                end = self.page.segmentation.view.position(note.end - 1)
                if start is not None and end is not None and end >= start:
                    spans.append((start, end + 1))
        return spans

    def _row(self, index: int) -> Axis:
        axis = Axis(index, head=self.cells.get((index, 0)))
        if axis.head:
            self._understand(axis, axis.head)
        return axis

    def _column(self, index: int) -> Axis:
        heads = [self.cells[row, index] for row in range(self.first) if (row, index) in self.cells]
        axis = Axis(index, head=heads[-1] if heads else None, heads=heads)
        if index == 0:
            axis.role = "label"
        for head in heads:
            if index and _REFERENCE.search(head.text) and not _named(head.mentions):
                axis.role = "reference"
            elif index and _UNIT.match(head.text):
                axis.role = "unit"
            else:
                self._understand(axis, head)
        return axis

    def _understand(self, axis: Axis, head: GridCell) -> None:
        """Find what a header or a row label names: a patient, a time, an examination, a drug."""
        axis.marks += head.cell.marks
        axis.notes += self.footnotes(head.cell.marks)
        patient = _PATIENT.match(head.text)
        if patient:
            axis.role, axis.patient = _keep_label(axis, "patient"), str(int(patient["n"]))
            return
        concept = _named(head.mentions) or _labelled(head.text)
        axis.notes = self._relevant(axis.notes, concept)
        noted = self._noted(axis)
        if noted and (concept is None or noted[0] == concept[0] or concept[0] == "drug_class"):
            concept = noted
        if concept and concept[0] != "analyte" and self._dated(head):
            concept = None  # `Day 92 (switched to IVIG)` is a time and tells what was begun
        if concept:
            axis.role, axis.concept = _keep_label(axis, "concept"), concept
            axis.unit = _unit_in(head.text) or self._noted_unit(axis)
            return
        time = self._time(head)
        if time:
            axis.role, axis.time = _keep_label(axis, "time"), time

    def _relevant(
        self, notes: list[tuple[int, int]], concept: tuple[str, str] | None
    ) -> list[tuple[int, int]]:
        """Where two footnotes bear one mark, those that speak of the row's own concept."""
        own = [
            note
            for note in notes
            if concept and any(m.id == concept[1] for m in self.page.mentions(*note))
        ]
        return own or notes

    def _noted(self, axis: Axis) -> tuple[str, str] | None:
        """A footnote that explains a label says best what the row is."""
        for start, end in axis.notes:
            concept = _named(self.page.mentions(start, end))
            if concept:
                return concept
        return None

    def _noted_unit(self, axis: Axis) -> Unit | None:
        for start, end in axis.notes:
            found = re.search(r"\bin\s(?=[a-zA-Zµ%])", self.page.text[start:end])
            unit = match_unit(self.page.text, start + found.end()) if found else None
            if unit:
                return unit[1]
        return None

    def _time(self, head: GridCell) -> TimeExpression | None:
        times = [
            t
            for t in self.page.times(head.passage.start, head.passage.end)
            if t.kind in ("date", "age")
        ]
        if times:
            return times[0]
        for pattern, anchor in _MOMENTS:
            found = pattern.search(head.text)
            if found:
                start = head.passage.start + found.start()
                return TimeExpression(
                    start, start + len(found[0]), "date", 0, 0, relation="at", anchor=anchor
                )
        return None

    def _dated(self, head: GridCell) -> bool:
        """Say whether a label opens with a time."""
        time = self._time(head)
        return time is not None and not self.page.text[head.passage.start : time.start].strip()

    def _count_columns(self) -> None:
        """Columns headed by bare numbers count the unit that the corner or a head above names."""
        corner = self.cells.get((self.first - 1, 0)) if self.first else None
        for column in self.columns[1:]:
            head = column.head
            number = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*", head.text) if head else None
            if head is None or number is None or column.role not in ("value", "time"):
                continue
            naming = [cell.text for cell in column.heads if cell is not head]
            naming += [corner.text] if corner else []
            found = next((m for text in naming if (m := _COUNTED.search(text))), None)
            if found:
                column.role = "time"
                column.time = _counted(head, float(number[1]), found)


def _counted(head: GridCell, number: float, found: re.Match[str]) -> TimeExpression:
    """`26` under `Weeks after discharge`, `3` under `Hospital day`."""
    unit = _DAYS[found["unit"][0].lower()]
    half = 0.0 if unit <= 1 else unit / 2
    anchor = _anchor(found["anchor"] or "")
    return TimeExpression(
        head.passage.start,
        head.passage.end,
        "date",
        number * unit - half,
        number * unit + half,
        relation="after" if anchor else "day",
        anchor=anchor,
    )


def _keep_label(axis: Axis, role: str) -> str:
    return "label" if axis.role == "label" else role


def _anchor(word: str) -> str:
    folded = word.lower()
    return next((anchor for stem, anchor in _ANCHORS if folded.startswith(stem)), "")


def _named(mentions: list[Mention]) -> tuple[str, str] | None:
    """The examination or drug that a label names, examinations first."""
    for kind in ("analyte", "drug", "drug_class"):
        for mention in mentions:
            if mention.kind == kind:
                return kind, mention.id
    return None


@cache
def _labels() -> dict[str, str]:
    return {row["label"]: row["analyte"] for row in read_table("table_labels.tsv")}


def _labelled(text: str) -> tuple[str, str] | None:
    """Short labels that mean an examination only at the head of a row."""
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|[,;].*$", " ", text).strip().lower()
    if bare in _labels():
        return "analyte", _labels()[bare]
    for concept in lexicon().lookup(bare) if bare else ():
        if concept.kind in ("analyte", "drug", "drug_class"):
            return concept.kind, concept.id
    return None


def _unit_in(text: str) -> Unit | None:
    """The unit a label prints in brackets or behind a comma: `LDH (IU/L)`, `Ferritin, ng/mL`."""
    for found in re.finditer(r"[(\[,]\s?(?=\S)", text):
        unit = match_unit(text, found.end())
        if unit and re.match(r"\s*(?:[)\],;]|$)", text[unit[0] :]):
            return unit[1]
    return None
