"""Measurements and treatments from the document's own tables, by row and column."""

import re
from collections.abc import Iterator

from epicrisis.assembly.drafts import Draft, Page, cover
from epicrisis.assembly.grids import Axis, Grid, GridCell
from epicrisis.assembly.regimens import length_in_days, route_named
from epicrisis.assembly.treatments import is_dose
from epicrisis.assembly.values import quantity, reference_range
from epicrisis.model import Quantity, QuantityMention, ReferenceRange
from epicrisis.vocab.analytes import share_of
from epicrisis.vocab.concepts import category
from epicrisis.vocab.units import Unit, match_unit

_MARK = re.compile(r"^\s*(?:x|X|\+|✓|✔|yes|●|■)\s*$")
_BEGINS = re.compile(
    r"\b(?:(?:switch|chang|convert)\w*\sto|start\w*|initiat\w+|beg[ai]n\w*|introduc\w+|first)"
    r"(?:\s(?:of|the|with|high-dose|low-dose|oral|intravenous|iv))*\s$",
    re.IGNORECASE,
)
_DAILY = re.compile(r"\b(?:daily|per\sday|a\sday|/day|/d)\b", re.IGNORECASE)


def table_drafts(page: Page, grid: Grid) -> list[Draft]:
    """Read a table whose rows (or columns) name examinations or drugs.

    Values stand where a concept meets a point in time, a patient or a plain result column; the
    reference range and the unit come from their own columns, the label, the header or a footnote.
    """
    drafts = [draft for axis in (*grid.columns, *grid.rows) for draft in _begun(page, grid, axis)]
    by_row = sum(axis.concept is not None for axis in grid.rows)
    by_column = sum(axis.concept is not None for axis in grid.columns[1:])
    if by_row == 0 and by_column == 0:
        return drafts
    if by_row >= by_column:
        for row in grid.rows:
            if row.concept:
                drafts += _along(page, grid, row, grid.columns[1:], across=False)
    else:
        for column in grid.columns[1:]:
            if column.concept:
                drafts += _along(page, grid, column, grid.rows, across=True)
    return drafts


def _begun(page: Page, grid: Grid, axis: Axis) -> Iterator[Draft]:
    """What the head of a time says was begun then: `Day 92 (switched to IVIG)`."""
    if axis.time is None or axis.head is None:
        return
    start, end = axis.head.passage.start, axis.head.passage.end
    for drug in page.mentions(start, end, "drug", "drug_class"):
        if _BEGINS.search(page.text, start, drug.start):
            yield Draft(
                kind="treatment",
                text=page.text[drug.start : drug.end],
                spans=[(drug.start, drug.end)],
                rule="treatment.table_head",
                concept=(drug.kind, drug.id),
                section="table",
                fields={"status": "given"},
                table=(grid.number, axis.head.cell.row, axis.head.cell.column),
                times=[axis.time],
            )


def _along(
    page: Page, grid: Grid, concept: Axis, others: list[Axis], *, across: bool
) -> Iterator[Draft]:
    """Give the data of one concept: one for each cell of its row, or of its column if `across`."""
    values = [axis for axis in others if axis.role in ("value", "time", "patient", "concept")]
    if not across:
        values = [axis for axis in values if axis.role != "concept" or axis.concept is None]
    limits = _limits(page, grid, concept, others, across=across)
    unit = _unit_column(grid, concept, others, across=across) or concept.unit
    for axis in values:
        cell = grid.body(axis, concept) if across else grid.body(concept, axis)
        if cell is None:
            continue
        row, column = (axis, concept) if across else (concept, axis)
        if concept.concept and concept.concept[0] == "analyte":
            made = _measured(page, concept, cell, unit, limits)
        else:
            marked = axis.time is not None or bool(axis.patient)
            made = _treated(page, grid, concept, cell, unit, marked=marked)
        for draft in made:
            _place(draft, grid, row, column, cell)
            yield draft


def _place(draft: Draft, grid: Grid, row: Axis, column: Axis, cell: GridCell) -> None:
    draft.table = (grid.number, row.index, column.index)
    draft.section = "table"
    for axis in (column, row):
        if axis.time and not draft.times:
            draft.times = [axis.time]
        if axis.patient:
            draft.patient = axis.patient
    last = cell.cell.column_last
    if last is not None and last != cell.cell.column:
        ends = [grid.columns[i].time for i in (cell.cell.column, last) if i < grid.width]
        draft.times = [time for time in ends if time]
        draft.notes.append("the print lost the empty cells of this row; the column is uncertain")
        draft.confidence = 0.6


def _limits(
    page: Page, grid: Grid, concept: Axis, others: list[Axis], *, across: bool
) -> tuple[ReferenceRange, QuantityMention] | None:
    """The printed normal range: from its own column, else from the brackets of the label."""
    for axis in others:
        if axis.role == "reference":
            cell = grid.body(axis, concept) if across else grid.body(concept, axis)
            for mention in cell.mentions if cell else ():
                if isinstance(mention, QuantityMention):
                    return reference_range(mention, page.text), mention
    for mention in concept.head.mentions if concept.head else ():
        bounded = isinstance(mention, QuantityMention) and (
            mention.form == "range" or mention.comparator is not None
        )
        if bounded and isinstance(mention, QuantityMention):
            return reference_range(mention, page.text), mention
    return None


def _unit_column(grid: Grid, concept: Axis, others: list[Axis], *, across: bool) -> Unit | None:
    for axis in others:
        if axis.role == "unit":
            cell = grid.body(axis, concept) if across else grid.body(concept, axis)
            found = match_unit(cell.text, 0) if cell else None
            if found:
                return found[1]
    return None


def _measured(
    page: Page,
    concept: Axis,
    cell: GridCell,
    unit: Unit | None,
    limits: tuple[ReferenceRange, QuantityMention] | None,
) -> Iterator[Draft]:
    """The value of a cell, and the per cent of predicted in brackets behind it."""
    assert concept.concept is not None
    analyte = concept.concept[1]
    numbers = [m for m in cell.mentions if isinstance(m, QuantityMention)]
    if not numbers:
        yield from _in_words(concept, cell)
        return
    first = numbers[0]
    draft = _draft(concept, cell, "measurement.table")
    draft.fields["quantity"] = _with_unit(page, first, unit)
    draft.concept = ("analyte", _percent(analyte, draft.fields["quantity"]))
    draft.spans = [(first.start, first.end)]
    page.use(first)
    if limits:
        draft.fields["reference_range"] = limits[0]
        page.use(limits[1])
    yield draft
    for second in numbers[1:2]:
        share = share_of(analyte)
        if second.ucum == "%" and first.ucum != "%" and share:
            percent = _draft(concept, cell, "measurement.table")
            percent.concept = ("analyte", share)
            percent.fields["quantity"] = quantity(second, page.text)
            percent.spans = [(second.start, second.end)]
            page.use(second)
            yield percent


def _with_unit(page: Page, mention: QuantityMention, unit: Unit | None) -> Quantity:
    """The unit printed in the cell wins; the label's is taken where the cell prints none."""
    found = quantity(mention, page.text)
    if found.unit is None and unit is not None:
        return found.model_copy(update={"unit": unit.printed, "ucum": unit.ucum})
    return found


def _percent(analyte: str, found: Quantity) -> str:
    return (share_of(analyte) if found.ucum == "%" else "") or analyte


def _in_words(concept: Axis, cell: GridCell) -> Iterator[Draft]:
    words = [m for m in cell.mentions if m.kind == "result"]
    sign = cell.text.strip()
    interpretation = words[0].id if words else ""
    if concept.concept and category(concept.concept[1]) == "antibody":
        interpretation = interpretation or {"+": "positive", "-": "negative"}.get(sign, "")
    if not interpretation:
        return
    draft = _draft(concept, cell, "measurement.table_word")
    draft.fields["interpretation"] = interpretation
    draft.fields["result"] = sign
    yield draft


def _draft(concept: Axis, cell: GridCell, rule: str) -> Draft:
    head = concept.head
    kind = "measurement" if rule.startswith("measurement") else "treatment"
    return Draft(
        kind=kind,
        text=head.text.strip() if head else "",
        spans=[(cell.passage.start, cell.passage.end)],
        rule=rule,
        concept=concept.concept,
        section="table",
    )


def _treated(
    page: Page, grid: Grid, concept: Axis, cell: GridCell, unit: Unit | None, *, marked: bool
) -> Iterator[Draft]:
    """A dose in a cell, or a mark that stands for the dose of the label or a footnote.

    A mark tells of giving only under a time or a patient (`marked`), elsewhere it may mean much.
    """
    noted = _by_footnote(page, grid, cell)
    if noted:
        yield noted
        return
    numbers = [m for m in cell.mentions if isinstance(m, QuantityMention)]
    draft = _draft(concept, cell, "treatment.table")
    draft.fields["status"] = "given"
    explained = _explanation(page, concept)
    if numbers:
        first = numbers[0]
        found = _with_unit(page, first, unit)
        if found.unit is None:
            return
        draft.fields["dose"] = found
        draft.spans = [(first.start, first.end)]
        page.use(first)
    elif marked and _MARK.match(cell.text):
        dose = _dose_in(page, concept)
        if dose:
            draft.fields["dose"] = quantity(dose, page.text)
            draft.fields["per_kg"] = dose.per_kg
    else:
        return
    if _DAILY.search(explained):
        draft.fields["schedule"], draft.fields["interval_days"] = "daily", 1.0
    elif not numbers:
        draft.fields["schedule"] = "once"
        draft.notes.append("one administration at each mark of the table")
    by_name = re.match(r"IV[A-Z]|intravenous", draft.text, re.IGNORECASE)
    route = "intravenous" if by_name else route_named(explained)
    if route:
        draft.fields["route"] = route
    yield draft


def _explanation(page: Page, concept: Axis) -> str:
    words = [page.text[start:end] for start, end in concept.notes]
    return " ".join([concept.head.text if concept.head else "", *words])


def _dose_in(page: Page, concept: Axis) -> QuantityMention | None:
    """The dose that the label or its footnote prints: `x indicates administration of 30 g`."""
    places = [(concept.head.passage.start, concept.head.passage.end)] if concept.head else []
    for start, end in [*places, *concept.notes]:
        for mention in page.mentions(start, end, "quantity"):
            if isinstance(mention, QuantityMention) and is_dose(mention):
                return mention
    return None


def _by_footnote(page: Page, grid: Grid, cell: GridCell) -> Draft | None:
    """A cell such as `Pulse` with a mark: the footnote tells what was given at that time."""
    word = re.match(r"\s*([A-Za-z]{4,}?)([a-z*†‡§])?\s*$", cell.text)
    if word is None:
        return None
    for note in grid.table.footnotes:
        spans = grid.footnotes((note.mark,))
        for start, end in spans:
            words = page.text[start:end].lower()
            if word[1].lower() not in words or not (
                note.mark in cell.cell.marks or word[2] == note.mark
            ):
                continue
            made = _told_in_note(page, start, end)
            if made:
                made.fields.setdefault("status", "given")
                made.notes.append("told in a footnote of the table")
                return made
    return None


def _told_in_note(page: Page, start: int, end: int) -> Draft | None:
    drugs = page.mentions(start, end, "drug", "drug_class")
    doses = [
        m
        for m in page.mentions(start, end, "quantity")
        if isinstance(m, QuantityMention) and is_dose(m)
    ]
    if not drugs:
        return None
    drug = drugs[0]
    draft = Draft(
        kind="treatment",
        text=page.text[drug.start : drug.end],
        spans=[(drug.start, drug.end)],
        rule="treatment.table_footnote",
        concept=(drug.kind, drug.id),
        section="table",
    )
    for dose in doses[:1]:
        draft.fields["dose"] = quantity(dose, page.text)
        draft.fields["per_kg"] = dose.per_kg
        draft.spans = [cover((drug.start, drug.end), (dose.start, dose.end))]
    for time in page.times(drug.end, end):
        if time.kind == "set":
            draft.fields["schedule"] = page.text[time.start : time.end]
            draft.fields["interval_days"] = time.low
        elif time.kind == "duration":
            draft.fields["duration"] = page.text[time.start : time.end]
            draft.fields["duration_days"] = length_in_days(time)
        else:
            continue
        draft.spans = [cover(draft.spans[0], (time.start, time.end))]
    return draft
