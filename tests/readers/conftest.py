"""What the tests of the readers share: a short way to read, and the rules every document keeps."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest

import epicrisis
from epicrisis.model import Document, Table
from epicrisis.readers import read_document


@dataclass
class Page:
    """A document that was read, with short ways to its words."""

    document: Document

    def pieces(self, kind: str) -> list[str]:
        text = self.document.text
        return [text[b.start : b.end] for b in self.document.blocks if b.kind == kind]

    def rows(self, table: int = 0) -> list[list[str]]:
        listed: dict[int, list[str]] = {}
        for cell in self.document.tables[table].cells:
            words = self.document.text[cell.start : cell.end]
            listed.setdefault(cell.row, []).append(words)
        return [listed[row] for row in sorted(listed)]

    def notes(self, table: int = 0) -> list[tuple[str, str]]:
        notes = self.document.tables[table].footnotes
        return [(note.mark, self.document.text[note.start : note.end]) for note in notes]

    @property
    def reading(self) -> str:
        """The text with every repair carried out."""
        text = self.document.text
        for edit in reversed(self.document.edits):
            text = text[: edit.start] + edit.replacement + text[edit.end :]
        return text


def check(document: Document) -> None:
    """Every span lies inside the text, in order, and apart from its neighbours."""
    size = len(document.text)
    for before, behind in pairwise(document.blocks):
        assert before.end <= behind.start
    for before, behind in pairwise(document.edits):
        assert before.end <= behind.start
    spans = [(x.start, x.end) for x in (*document.blocks, *document.edits, *document.references)]
    for table in document.tables:
        spans += [(x.start, x.end) for x in (table, *table.footnotes)]
        check_cells(table)
    assert all(0 <= start <= end <= size for start, end in spans)


def check_cells(table: Table) -> None:
    cells = sorted((c.start, c.end) for c in table.cells if c.end > c.start)
    assert all(left[1] <= right[0] for left, right in pairwise(cells))
    assert all(table.start <= start and end <= table.end for start, end in cells)
    places = [(c.row + r, c.column) for c in table.cells for r in range(c.rowspan)]
    assert len(places) == len(set(places))


@pytest.fixture(name="read")
def read_and_check() -> Callable[..., Page]:
    """Read a string, check the rules, and give the page."""

    def read(text: str | bytes, format: str | None = None) -> Page:
        data = text.encode() if isinstance(text, str) else text
        document = read_document(data, name="note", format=format)
        check(document)
        return Page(document)

    return read


@pytest.fixture(name="keeps_rules")
def rules() -> Callable[[Document], None]:
    """The rules alone, for documents read elsewhere."""
    return check


def facts(document: Document) -> Counter[tuple[object, ...]]:
    return Counter(
        (
            fact.kind,
            fact.concept or fact.concept_text.lower(),
            fact.value,
            fact.value_high,
            fact.unit,
            fact.day_earliest,
            fact.day_latest,
        )
        for course in epicrisis.extract(document)
        for fact in course.to_facts()
    )


def share_differing(one: Document, other: Document) -> float:
    left, right = facts(one), facts(other)
    return ((left - right) + (right - left)).total() / max(1, left.total() + right.total())


@pytest.fixture(name="difference")
def difference_of_facts() -> Callable[[Document, Document], float]:
    """The share of facts that only one of two documents gives."""
    return share_differing
