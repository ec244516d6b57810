"""Other people's patients from a literature table: one cited course a row."""

import re
from dataclasses import dataclass, field

from epicrisis.assembly.drafts import Draft, Page
from epicrisis.assembly.grids import Axis, Grid, GridCell
from epicrisis.assembly.regimens import length_in_days
from epicrisis.assembly.treatments import is_dose
from epicrisis.assembly.values import quantity
from epicrisis.model import Mention, QuantityMention
from epicrisis.vocab.concepts import concept_row
from epicrisis.vocab.persons import person_sexes

_STUDY = re.compile(
    r"^\W*(?:study|studies|author|authors|first\sauthor|reference|references|ref\.?|source|report|"
    r"case\sreport|publication|paper|article)\b",
    re.IGNORECASE,
)
_LITERATURE = re.compile(
    r"\b(?:literature|previous(?:ly)?|published|reported\scases|case\sreports\s(?:on|of)|review|"
    r"summary\sof\s(?:\w+\s){0,3}cases)\b",
    re.IGNORECASE,
)
_COLUMNS = (
    ("number", re.compile(r"\bnumber\b|\bno\.?\sof\b|\bn\b|\bpatients\b|\bcases\b", re.I)),
    ("age", re.compile(r"\bage\b", re.I)),
    ("sex", re.compile(r"\b(?:sex|gender)\b", re.I)),
    ("outcome", re.compile(r"\b(?:outcome|result|response|prognosis|status|survival)s?\b", re.I)),
    ("disease", re.compile(r"\b(?:disease|diagnosis|condition|disorder|subtype)\b", re.I)),
    ("duration", re.compile(r"\b(?:duration|cycles?|interval|frequency)\b", re.I)),
    (
        "treatment",
        re.compile(r"\b(?:treatment|therapy|medications?|drugs?|dos(?:e|age)|regimen)s?\b", re.I),
    ),
)
_REFERENCE = re.compile(r"\[(\d{1,3})\]|\((\d{1,3})\)|(?:^|\s)(\d{1,3})\.?$")
_CYCLE = re.compile(
    r"\b\d+(?:\s?-\s?\d+)?\s(?:cycles?|courses?|doses?|infusions?)\b", re.IGNORECASE
)


@dataclass(slots=True)
class CitedRow:
    """A row of a literature table: whose patients, and what it says of them."""

    key: str
    text: str
    spans: list[tuple[int, int]]
    reference: int | None = None
    patients: int | None = None
    drafts: list[Draft] = field(default_factory=list)
    age: Mention | None = None
    sex: Mention | None = None


def is_literature(grid: Grid) -> bool:
    """Tell a table of other people's cases from one of the document's own patients."""
    if not grid.columns or grid.height < 2:
        return False
    head = grid.columns[0].head
    named = bool(head and _STUDY.match(head.text))
    caption = grid.table.caption
    words = grid.page.document.text[caption[0] : caption[1]] if caption else ""
    cites = sum(
        1
        for row in grid.rows
        if row.head and re.search(r"et\sal|\[\d+\]|\b(?:19|20)\d\d\b", row.head.text)
    )
    return (named and cites > 0) or (cites * 2 > len(grid.rows) and bool(_LITERATURE.search(words)))


def cited_rows(page: Page, grid: Grid) -> list[CitedRow]:
    """Read a literature table, a row at a time."""
    roles = [_role(column) for column in grid.columns]
    out = []
    for number, row in enumerate(grid.rows, start=1):
        if row.head is None or not row.head.text.strip():
            continue
        key = f"cited-{grid.number + 1}.{number}"
        start, end = row.head.passage.start, row.head.passage.end
        cited = CitedRow(key, row.head.text.strip(), [(start, end)])
        reference = _REFERENCE.search(row.head.text.strip(" ."))
        if reference:
            cited.reference = int(next(group for group in reference.groups() if group))
        for column, role in zip(grid.columns[1:], roles[1:], strict=True):
            cell = grid.body(row, column)
            if cell:
                _read(page, cited, column, role, cell)
        for draft in cited.drafts:
            draft.patient, draft.cited, draft.section = key, True, "table"
        out.append(cited)
    return out


def _role(column: Axis) -> str:
    text = column.head.text if column.head else ""
    return next((role for role, pattern in _COLUMNS if pattern.search(text)), "")


def _read(page: Page, cited: CitedRow, column: Axis, role: str, cell: GridCell) -> None:
    if role == "number":
        counted = re.search(r"(?<!\d)\d{1,6}(?!\d)", cell.text)
        cited.patients = int(counted[0]) if counted else None
    elif role == "age":
        numbers = [m for m in cell.mentions if m.kind in ("quantity", "age")]
        cited.age = numbers[0] if numbers else None
    elif role == "sex":
        cited.sex = _sex(cell)
    elif role == "outcome":
        cited.drafts += _outcomes(cell)
    elif role == "duration":
        _duration(page, cited, cell)
    elif role == "disease":
        cited.drafts += _named(page, cell, ("disease", "finding"), "disease", status="present")
    else:
        cited.drafts += _treatments(page, column, cell)


_SEXES = {"f": "female", "m": "male", **person_sexes("human", "sex")}
_SEX = re.compile(rf"\s*({'|'.join(sorted(_SEXES, reverse=True))})\b", re.IGNORECASE)


def _sex(cell: GridCell) -> Mention | None:
    found = _SEX.match(cell.text)
    if found is None:
        return None
    start = cell.passage.start + found.start(1)
    return Mention(start, start + len(found[1]), "sex", id=_SEXES[found[1].lower()])


def _named(
    page: Page, cell: GridCell, kinds: tuple[str, ...], kind: str, **fields: object
) -> list[Draft]:
    drafts = [
        Draft(
            kind=kind,
            text=page.text[m.start : m.end],
            spans=[(m.start, m.end)],
            rule=f"{kind}.cited_table",
            concept=(m.kind, m.id),
            fields=dict(fields),
        )
        for m in cell.mentions
        if m.kind in kinds
    ]
    if drafts or kind != "disease":
        return drafts
    span = (cell.passage.start, cell.passage.end)
    return [Draft(kind, cell.text.strip(), [span], f"{kind}.cited_table", fields=dict(fields))]


def _treatments(page: Page, column: Axis, cell: GridCell) -> list[Draft]:
    """Drugs named in a cell, or the dose of the drug that heads the column."""
    drafts = [
        draft
        for kind in ("drug", "drug_class")
        for draft in _named(page, cell, (kind,), "treatment", status="given")
    ]
    doses = [m for m in cell.mentions if isinstance(m, QuantityMention) and is_dose(m)]
    if drafts or not doses or column.concept is None:
        return drafts
    head = column.head
    draft = Draft(
        kind="treatment",
        text=head.text.strip() if head else "",
        spans=[(cell.passage.start, cell.passage.end)],
        rule="treatment.cited_table",
        concept=column.concept,
        fields={
            "status": "given",
            "dose": quantity(doses[0], page.text),
            "per_kg": doses[0].per_kg,
        },
    )
    if doses[0].per_time == "d":
        draft.fields |= {"schedule": "/day", "interval_days": 1.0}
    for time in page.times(cell.passage.start, cell.passage.end):
        if time.kind == "duration":
            draft.fields["duration"] = page.text[time.start : time.end]
            draft.fields["duration_days"] = length_in_days(time)
    return [draft]


def _duration(page: Page, cited: CitedRow, cell: GridCell) -> None:
    """How long, how often: it belongs to the row's dosed drug."""
    dosed = [d for d in cited.drafts if d.kind == "treatment" and "dose" in d.fields]
    if not dosed:
        return
    draft = dosed[0]
    words = cell.text.strip()
    if _CYCLE.search(words):
        draft.fields["cycles"] = words
    for time in page.times(cell.passage.start, cell.passage.end):
        if time.kind == "set" and "interval_days" not in draft.fields:
            draft.fields["interval_days"] = time.low
    if "cycles" not in draft.fields:
        draft.fields["schedule"] = words
    draft.spans.append((cell.passage.start, cell.passage.end))


def _outcomes(cell: GridCell) -> list[Draft]:
    span = (cell.passage.start, cell.passage.end)
    drafts = []
    for mention in cell.mentions:
        if mention.kind != "outcome":
            continue
        kind = concept_row("outcome", mention.id).get("class", "")
        if kind in ("died", "alive"):
            fields: dict[str, object] = {"status": "dead" if kind == "died" else "alive"}
            drafts.append(
                Draft(
                    "vital_status", cell.text.strip(), [span], "outcome.cited_table", fields=fields
                )
            )
        elif kind:
            drafts.append(
                Draft(
                    "outcome",
                    cell.text.strip(),
                    [span],
                    "outcome.cited_table",
                    concept=("outcome", mention.id),
                    fields={"outcome": kind, "of": ""},
                )
            )
    if drafts or not cell.text.strip():
        return drafts[:1]
    return [
        Draft(
            "outcome",
            cell.text.strip(),
            [span],
            "outcome.cited_table",
            fields={"outcome": "other", "of": ""},
        )
    ]
