"""Whose data a table holds: the document's own patients', or those of other papers."""

import re
from collections.abc import Mapping, Sequence

from epicrisis.model.documents import Document, Table
from epicrisis.model.passages import Passage, Subject

_STUDY_HEADER = re.compile(
    r"(?:stud(?:y|ies)|authors?|first author|publications?|papers?|articles?|references?|refs?\.?"
    r"|year|author,? ?\(?year\)?|no\.? of (?:patients|cases)|number of (?:patients|cases))\b",
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

    A table of papers names them in two cells or more, under a heading such as "Study", or its
    caption says that it is about the literature.
    """
    return tuple(_subject(document.text, table) for table in document.tables)


def _subject(text: str, table: Table) -> Subject:
    header = any(
        _STUDY_HEADER.match(text[cell.start : cell.end].strip())
        for cell in table.cells
        if cell.row < max(1, table.header_rows) or cell.header
    )
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


def passages_of_tables(
    text: str, passages: Sequence[Passage], subjects: Sequence[Subject]
) -> Mapping[int, Subject]:
    """Give caption and footnote passages the subject of their table.

    A caption belongs to the table that follows it at once, a footnote to the one before.
    """
    tabled: dict[int, Subject] = {}
    captions: list[int] = []
    last: int | None = None
    for index, passage in enumerate(passages):
        if passage.table is not None:
            last = passage.table
            tabled.update(dict.fromkeys(captions, subjects[last]))
            captions = []
        elif passage.kind == "caption":
            captions = [index]
            if last is not None and text.startswith(("Table", "TABLE"), passage.start):
                tabled.setdefault(index, subjects[last])
        elif passage.kind == "footnote" and last is not None:
            tabled[index] = subjects[last]
        else:
            captions, last = [], None
    return tabled
