"""NUM008: a subgroup that a table counts twice."""

import re
from collections.abc import Iterator, Sequence

from epicrisis.audit.base import Example, Examples, Remark, Rule
from epicrisis.audit.tables import Row, rows_of
from epicrisis.model import Course, Document

_COUNTED = re.compile(r"\d{1,6}(?:\s*/\s*\d{1,6})?\s*[(\[]\s*\d{1,3}(?:[.,·]\d+)?\s*%?\s*[)\]]")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def listed_twice(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Look for two rows of counts under one heading that have one label and other counts.

    A row without counts is taken for a heading, below which labels may come back.
    """
    for table in document.tables:
        seen: dict[str, Row] = {}
        for row in rows_of(document, table):
            label = row.label.casefold().strip(" .:–-")
            if not any(_COUNTED.match(words) for _, words in row.cells.values()):
                seen = {}
                continue
            before = seen.setdefault(label, row)
            if before is row or not _LETTERS.search(label) or _same(before, row):
                continue
            yield Remark(
                f"The subgroup {row.label!r} is listed twice, with other counts.",
                (row.start, row.end),
                related=((before.start, before.end),),
            )


def _same(first: Row, second: Row) -> bool:
    return [words for _, words in first.cells.values()] == [
        words for _, words in second.cells.values()
    ]


NUM008 = Rule(
    "NUM008",
    "A subgroup is counted twice in a table",
    "warning",
    (),
    listed_twice,
    Examples(
        fires=(Example("Finding\tPatients\nRash\t4 (40%)\nFever\t6 (60%)\nRash\t3 (30%)\n"),),
        still=(
            Example("Finding\tPatients\nRash\t4 (40%)\nFever\t6 (60%)\nCough\t3 (30%)\n"),
            Example(
                "Finding\tPatients\nFirst visit\t\nRash\t4 (40%)\nLast visit\t\nRash\t1 (10%)\n"
            ),
        ),
    ),
)
