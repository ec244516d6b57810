"""Making a check's example into a document and a course, to be run in tests and documentation."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from epicrisis.audit.base import Example
from epicrisis.audit.reports import Reports
from epicrisis.model import (
    Age,
    Anchor,
    AnyEvent,
    Attribute,
    Block,
    Cell,
    Citation,
    CitedSource,
    Course,
    Document,
    Edit,
    Footnote,
    Individual,
    Quantity,
    Reference,
    Table,
)
from epicrisis.model.documents import BlockKind

_EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
_ENTRY = re.compile(
    r"\[(?P<number>\d{1,3})\] "
    r"(?:(?P<author>\w+) [^.]*\. (?P<title>[^.]+)\.[^\n]*?(?P<year>\d{4})\b)?"
)
_BY = re.compile(r"(?P<author>.+?) (?P<year>\d{4})(?:: (?P<title>.+))?")
_NOTE = re.compile(r"(?P<mark>[a-z]): ")
_PARTS = re.compile(r"(?:[^\n\t]*\t[^\n]*(?:\n|$))+|[^\n]+")


def example_document(
    text: str, *, repairs: Sequence[tuple[str, str]] = (), flattened: bool = False
) -> Document:
    """Read a text whose lines are table rows (tabs), references (`[1] `) or paragraphs.

    Args:
        text: What is printed.
        repairs: Words that the reader took for others, each with what it read.
        flattened: Rows shorter than the header have lost cells, nobody knows which.
    """
    blocks, tables, references = [], [], []
    for part in _PARTS.finditer(text):
        is_table = "\t" in part[0]
        entry = _ENTRY.match(part[0])
        if entry:
            references.append(
                Reference(
                    number=int(entry["number"]),
                    start=part.start(),
                    end=part.end(),
                    first_author=entry["author"] or "",
                    title=entry["title"] or "",
                    year=int(entry["year"]) if entry["year"] else None,
                )
            )
        kind: BlockKind = "table" if is_table else "reference" if entry else "paragraph"
        blocks.append(Block(kind=kind, start=part.start(), end=part.end()))
        note = _NOTE.match(part[0])
        if is_table:
            cells = tuple(_cells(text, part.start(), part.end(), flattened=flattened))
            start, end = part.span()
            tables.append(Table(start=start, end=end, cells=cells, flattened=flattened))
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
        edits=tuple(_edit(text, printed, read) for printed, read in repairs),
    )


def _edit(text: str, printed: str, read: str) -> Edit:
    start = text.index(printed)
    return Edit(start=start, end=start + len(printed), replacement=read, kind="ocr")


def _cells(text: str, start: int, end: int, *, flattened: bool) -> Iterator[Cell]:
    width = 0
    for row, line in enumerate(re.finditer(r"[^\n]+", text[start:end])):
        at = start + line.start()
        printed = line[0].split("\t")
        width = width or len(printed)
        lost = width - len(printed) if flattened else 0
        for column, words in enumerate(printed):
            last = column + lost if column and lost else None
            end_of = at + len(words)
            yield Cell(
                row=row, column=column, column_last=last, start=at, end=end_of, header=row == 0
            )
            at += len(words) + 1


def example_course(document: Document, example: Example) -> Course:
    """Make a course of the described events and age; quotes must stand in the text."""
    made = [_event(document, index, fields) for index, fields in enumerate(example.events)]
    age = None
    if example.age:
        words, years = example.age
        quantity = Quantity(value=years, unit="years", ucum="a", text=words)
        age = Age(quantity=quantity, years=years, anchors=(_anchor(document, words),))
    sex = None
    if example.sex:
        sex = Attribute(
            value=example.sex[1], anchors=(_anchor(document, example.sex[0]),), origin="example"
        )
    who = Individual(age=age, sex=sex)
    cited = CitedSource(text=example.cited) if example.cited else None
    return Course(
        id="example/1", document=document.id, individual=who, events=tuple(made), cited=cited
    )


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
    document = example_document(example.text, repairs=example.repairs, flattened=example.flattened)
    by = _BY.fullmatch(example.by)
    if by:
        known = Citation(authors=(by["author"],), year=int(by["year"]), title=by["title"] or "")
        document = document.model_copy(update={"citation": known, "name": example.by})
    described = example.events or example.age or example.sex
    return document, [example_course(document, example)] if described else []


def beside(example: Example) -> Reports | None:
    """Give the other report of an example, None where it has none."""
    return Reports.of([build(example.beside)]) if example.beside else None
