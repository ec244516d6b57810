"""Making a check's example into a document and a course, to be run in tests and documentation."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from epicrisis.audit.base import Example
from epicrisis.model import (
    Age,
    Anchor,
    AnyEvent,
    Block,
    Cell,
    Course,
    Document,
    Footnote,
    Individual,
    Quantity,
    Reference,
    Table,
)
from epicrisis.model.documents import BlockKind

_EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
_ENTRY = re.compile(r"\[(?P<number>\d{1,3})\] ")
_NOTE = re.compile(r"(?P<mark>[a-z]): ")
_PARTS = re.compile(r"(?:[^\n\t]*\t[^\n]*(?:\n|$))+|[^\n]+")


def example_document(text: str) -> Document:
    """Read a text whose lines are table rows (tabs), references (`[1] `) or paragraphs."""
    blocks, tables, references = [], [], []
    for part in _PARTS.finditer(text):
        is_table = "\t" in part[0]
        entry = _ENTRY.match(part[0])
        if entry:
            number = int(entry["number"])
            references.append(Reference(number=number, start=part.start(), end=part.end()))
        kind: BlockKind = "table" if is_table else "reference" if entry else "paragraph"
        blocks.append(Block(kind=kind, start=part.start(), end=part.end()))
        note = _NOTE.match(part[0])
        if is_table:
            cells = tuple(_cells(text, part.start(), part.end()))
            tables.append(Table(start=part.start(), end=part.end(), cells=cells))
        elif note and tables:
            start, end = part.start() + note.end(), part.end()
            below = Footnote(mark=note["mark"], start=start, end=end)
            footnotes = (*tables[-1].footnotes, below)
            tables[-1] = tables[-1].model_copy(update={"footnotes": footnotes})
    digest = sha256(text.encode()).hexdigest()
    return Document(
        id=f"sha256:{digest}",
        name="example",
        format="text",
        text=text,
        blocks=tuple(blocks),
        tables=tuple(tables),
        references=tuple(references),
    )


def _cells(text: str, start: int, end: int) -> Iterator[Cell]:
    for row, line in enumerate(re.finditer(r"[^\n]+", text[start:end])):
        at = start + line.start()
        for column, words in enumerate(line[0].split("\t")):
            yield Cell(row=row, column=column, start=at, end=at + len(words), header=row == 0)
            at += len(words) + 1


def example_course(document: Document, example: Example) -> Course:
    """Make a course of the described events and age; quotes must stand in the text."""
    made = [_event(document, index, fields) for index, fields in enumerate(example.events)]
    age = None
    if example.age:
        words, years = example.age
        quantity = Quantity(value=years, unit="years", ucum="a", text=words)
        age = Age(quantity=quantity, years=years, anchors=(_anchor(document, words),))
    who = Individual(age=age)
    return Course(id="example/1", document=document.id, individual=who, events=tuple(made))


def _anchor(document: Document, quote: str) -> Anchor:
    start = document.text.index(quote)
    return Anchor.at(document.id, document.text, start, start + len(quote))


def _event(document: Document, index: int, fields: dict[str, Any]) -> AnyEvent:
    rest = {name: value for name, value in fields.items() if name != "quote"}
    base = {
        "id": f"e{index}",
        "text": fields["quote"],
        "anchors": (_anchor(document, fields["quote"]),),
        "origin": "example",
    }
    return _EVENT.validate_python({**base, **rest})


def build(example: Example) -> tuple[Document, list[Course]]:
    """Give the document of an example and its courses, none where it describes nobody."""
    document = example_document(example.text)
    described = example.events or example.age
    return document, [example_course(document, example)] if described else []
