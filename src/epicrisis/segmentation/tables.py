"""Whose data a table holds: the document's own patients', or those of other papers."""

import re
from collections.abc import Mapping, Sequence

from epicrisis.model.documents import Document, Table
from epicrisis.model.passages import Passage, Sentence, Subject

_AUTHOR_HEADER = re.compile(
    r"(?:first )?(?:authors?|investigators?)\b.*|stud(?:y|ies)(?: \(.*|, .*| \[.*)?|publications?"
    r"|(?:publication|published?) (?:year|time|date)|year of publication",
    re.IGNORECASE,
)
_STUDY_HEADER = re.compile(
    r"(?:papers?|articles?|references?|refs?\.?|year|no\.? of (?:patients|cases)"
    r"|number of (?:patients|cases)|source)\b",
    re.IGNORECASE,
)
_STUDY_CELL = re.compile(
    r"\bet al\b|^[A-Z][\w'-]+,? \(?(?:19|20)\d\d\)?|\[\d+\]\.?$|\(\d{1,2}\)\.?$"
)
_ABOUT_OTHERS = re.compile(
    r"\b(?:literature|(?:previously|recently) (?:reported|published|described)"
    r"|(?:reported|published) cases|case reports|review of|reported in|studies|published)\b",
    re.IGNORECASE,
)
_ENOUGH = 2  # cells that name a paper


def table_subjects(document: Document) -> tuple[Subject, ...]:
    """Say whose data each table of a document holds.

    A table of papers has a column of authors or studies; or it names papers in two cells or more,
    or its caption speaks of the literature, under a heading such as "Year".
    """
    return tuple(_subject(document.text, table) for table in document.tables)


def _subject(text: str, table: Table) -> Subject:
    heads = [
        text[cell.start : cell.end].strip()
        for cell in table.cells
        if cell.row < max(1, table.header_rows) or cell.header
    ]
    if any(_AUTHOR_HEADER.fullmatch(head) for head in heads):
        return "cited"
    header = any(_STUDY_HEADER.match(head) for head in heads)
    papers = sum(
        _STUDY_CELL.search(text[cell.start : cell.end].strip()) is not None
        for cell in table.cells
        if cell.end - cell.start < 80
    )
    caption = text[table.caption[0] : table.caption[1]] if table.caption else ""
    about_others = _ABOUT_OTHERS.search(caption) is not None
    if papers >= _ENOUGH and (header or about_others):
        return "cited"
    return "cited" if about_others and header else "patient"


def passages_of_tables(text: str, passages: Sequence[Passage]) -> dict[int, int]:
    """Give the table that each caption or footnote passage belongs to, as index to index.

    A caption belongs to the table that follows it at once, a footnote to the one before.
    """
    tabled: dict[int, int] = {}
    caption: int | None = None
    last: int | None = None
    for index, passage in enumerate(passages):
        if passage.table is not None:
            last = passage.table
            if caption is not None:
                tabled[caption] = last
            caption = None
        elif passage.kind == "caption":
            caption = index
            if last is not None and text.startswith(("Table", "TABLE"), passage.start):
                tabled[index] = last
        elif passage.kind == "footnote":
            if last is not None:
                tabled[index] = last
        else:
            caption = last = None
    return tabled


def told_by_captions(
    subjects: Sequence[Subject], sentences: Sequence[Sentence], tabled: Mapping[int, int]
) -> tuple[Subject, ...]:
    """Correct the subjects of tables by what their captions turned out to speak of.

    A table of "patients with ..." is a group's where its caption names no patient of the document.
    """
    found: dict[int, list[Subject]] = {}
    for sentence in sentences:
        table = tabled.get(sentence.passage)
        if table is not None and sentence.section == "caption":
            found.setdefault(table, []).append(sentence.subject)
    corrected = list(subjects)
    for table, spoken in found.items():
        foreign = [subject for subject in spoken if subject in ("cited", "cohort")]
        if subjects[table] == "patient" and foreign:
            corrected[table] = foreign[0]
    return tuple(corrected)
