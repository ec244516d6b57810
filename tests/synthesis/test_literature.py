"""The evidence table against the literature tables of published reports."""

import re

import pytest

from epicrisis.pipeline import extract
from epicrisis.readers import read_document
from epicrisis.synthesis import evidence_table
from epicrisis.synthesis.columns import DEFAULT
from epicrisis.synthesis.printed import printed_cell

AS_PRINTED = ("design", "dose", "duration", "outcome")
CODED = ("disease", "others")


def plain(text: str) -> str:
    return re.sub(r"[–—]", "-", " ".join(text.split())).casefold()


@pytest.mark.slow
def test_no_cell_of_a_literature_table_is_lost(shared):
    """What a source prints stands in our cell in its words, or coded and with the words quoted."""
    seen = 0
    for path in sorted((shared / "seeds").glob("*.txt")):
        document = read_document(path)
        courses = extract(document)
        table = evidence_table(courses, documents=[document], drug="immunoglobulin")
        for course, row in zip(courses, table.rows, strict=True):
            row_cells = dict(zip(DEFAULT, row.cells, strict=True))
            for role in (*AS_PRINTED, *CODED):
                source = printed_cell(document, course, role)
                if source is None:
                    continue
                seen += 1
                cell = row_cells[role]
                assert not cell.blank, (course.id, role)
                assert source.anchor in cell.anchors
                if role in AS_PRINTED:
                    assert plain(source.text) in plain(cell.text), (course.id, role)
            for cell in row.cells:
                for anchor in cell.anchors:
                    anchor.verify(document.text)

    assert seen >= 36
