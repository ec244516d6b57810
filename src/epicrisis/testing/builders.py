"""Make documents and courses by hand, with anchors found by quoting.

A document is put together block by block, so that its offsets are right by construction. A course
is put together event by event; each event names the words that state it, and the builder looks
them up in the document:

>>> document = DocumentBuilder("note").paragraph("Ferritin was 780 ng/mL on day 1.").build()
>>> course = CourseBuilder(document).lab("ferritin", "780 ng/mL", 780, "ng/mL", day=1).build()
>>> course.events[0].anchors[0].exact
'780 ng/mL'
"""

from collections.abc import Sequence
from hashlib import sha256
from itertools import count
from math import inf
from typing import Any, Self, cast

from epicrisis.errors import InputError
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
    DayZero,
    Document,
    Encounter,
    Event,
    Footnote,
    Individual,
    Measurement,
    OntologyClass,
    Quantity,
    Reference,
    ReferenceRange,
    Table,
    TimeElement,
    Treatment,
)
from epicrisis.model.documents import BlockKind
from epicrisis.model.events import EncounterClass

Day = float | tuple[float | None, float | None] | None
_LETTER = {"phenotypic_feature": "f", "vital_status": "v", "procedure": "p"}


def days(day: Day, text: str | None = None) -> TimeElement | None:
    """Make a time: a number is one certain day, a pair its earliest and latest day."""
    if day is None:
        return None if text is None else TimeElement(text=text)
    low, high = day if isinstance(day, tuple) else (day, day)
    return TimeElement(text=text, earliest=low, latest=high)


class DocumentBuilder:
    """Puts a document together block by block; blocks are set apart by an empty line."""

    def __init__(self, name: str = "case", *, citation: Citation | None = None) -> None:
        self._name = name
        self._citation = citation or Citation()
        self._text = ""
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._references: list[Reference] = []

    def block(self, kind: BlockKind, words: str, *, level: int = 0) -> Self:
        """Add a block of any kind."""
        start = self._place(words)
        self._blocks.append(Block(kind=kind, start=start, end=len(self._text), level=level))
        return self

    def title(self, words: str) -> Self:
        """Add the title."""
        return self.block("title", words)

    def heading(self, words: str, *, level: int = 1) -> Self:
        """Add a heading."""
        return self.block("heading", words, level=level)

    def paragraph(self, words: str) -> Self:
        """Add a paragraph."""
        return self.block("paragraph", words)

    def reference(self, number: int, words: str, *, first_author: str = "") -> Self:
        """Add an entry of the reference list, printed as `[number] words`."""
        start = self._place(f"[{number}] {words}")
        end = len(self._text)
        self._blocks.append(Block(kind="reference", start=start, end=end))
        self._references.append(
            Reference(number=number, start=start, end=end, first_author=first_author)
        )
        return self

    def table(
        self,
        caption: str,
        rows: Sequence[Sequence[str]],
        *,
        header_rows: int = 1,
        footnotes: Sequence[tuple[str, str]] = (),
    ) -> Self:
        """Add a table below its caption; cells stand between tabs, rows on lines.

        `footnotes` are pairs of a mark and its words; the span of the table holds them too.
        """
        caption_start = self._place(caption)
        caption_end = len(self._text)
        self._blocks.append(Block(kind="caption", start=caption_start, end=caption_end))
        start = self._place("")
        cells = self._cells(rows, header_rows)
        notes = tuple(self._footnote(mark, words) for mark, words in footnotes)
        self._blocks.append(Block(kind="table", start=start, end=len(self._text)))
        self._tables.append(
            Table(
                label=caption.split(".")[0],
                start=start,
                end=len(self._text),
                caption=(caption_start, caption_end),
                header_rows=header_rows,
                cells=tuple(cells),
                footnotes=notes,
            )
        )
        return self

    def build(self, *, format: str = "text") -> Document:
        """Give the document; its id is the hash of its text, as for any other document."""
        return Document(
            id="sha256:" + sha256(self._text.encode()).hexdigest(),
            name=self._name,
            format=format,
            text=self._text,
            citation=self._citation,
            blocks=tuple(self._blocks),
            tables=tuple(self._tables),
            references=tuple(self._references),
        )

    def _place(self, words: str) -> int:
        if self._text:
            self._text += "\n\n"
        start = len(self._text)
        self._text += words
        return start

    def _cells(self, rows: Sequence[Sequence[str]], header_rows: int) -> list[Cell]:
        cells = []
        for row, words in enumerate(rows):
            for column, word in enumerate(words):
                self._text += "" if (row, column) == (0, 0) else "\t" if column else "\n"
                start = len(self._text)
                self._text += word
                cells.append(
                    Cell(
                        row=row,
                        column=column,
                        start=start,
                        end=len(self._text),
                        header=row < header_rows or column == 0,
                    )
                )
        return cells

    def _footnote(self, mark: str, words: str) -> Footnote:
        self._text += f"\n{mark} "
        start = len(self._text)
        self._text += words
        return Footnote(mark=mark, start=start, end=len(self._text))


class CourseBuilder:
    """Puts one patient's course together from quotes of its document.

    Every `quote` is looked up in the text; `nth` counts its occurrences from 0. The course has its
    events in time order, those of one day and the undated ones as they were added.
    """

    def __init__(
        self,
        document: Document,
        *,
        patient: str = "1",
        day_zero: DayZero | None = None,
        cited: CitedSource | None = None,
    ) -> None:
        self._document = document
        self._individual: dict[str, Any] = {"id": patient}
        self._day_zero = day_zero
        self._cited = cited
        self._events: list[AnyEvent] = []
        self._numbers: dict[str, count[int]] = {}

    def anchor(self, quote: str, nth: int = 0) -> Anchor:
        """Give the anchor of the nth occurrence of a quote.

        Raises:
            InputError: The document does not hold the quote that often.
        """
        start = -1
        for _ in range(nth + 1):
            start = self._document.text.find(quote, start + 1)
            if start < 0:
                raise InputError(f"{self._document.name} has no occurrence {nth} of {quote!r}")
        return Anchor.at(self._document.id, self._document.text, start, start + len(quote))

    def age(self, quote: str, years: float) -> Self:
        """Set the age in years."""
        quantity = Quantity(value=years, unit="years", ucum="a", text=quote)
        self._individual["age"] = Age(
            quantity=quantity, years=years, anchors=(self.anchor(quote),), origin="testing"
        )
        return self

    def sex(self, quote: str, value: str) -> Self:
        """Set the sex, `female` or `male`."""
        self._individual["sex"] = Attribute(
            value=value, anchors=(self.anchor(quote),), origin="testing"
        )
        return self

    def add(
        self,
        event: type[Event],
        text: str,
        quote: str,
        *,
        day: Day = None,
        nth: int = 0,
        **fields: Any,
    ) -> Self:
        """Add an event of any kind; `fields` are those of its model."""
        kind: str = event.model_fields["kind"].default
        letter = _LETTER.get(kind, kind[0])
        number = next(self._numbers.setdefault(letter, count(1)))
        common: dict[str, Any] = {
            "id": f"{letter}{number}",
            "text": text,
            "time": days(day),
            "anchors": (self.anchor(quote, nth),),
            "origin": "testing",
            "section": "case",
        }
        self._events.append(cast(AnyEvent, event.model_validate({**common, **fields})))
        return self

    def lab(
        self,
        name: str,
        quote: str,
        value: float,
        unit: str | None = None,
        *,
        day: Day = None,
        nth: int = 0,
        reference: tuple[float | None, float | None] | None = None,
        comparator: str | None = None,
        ucum: str | None = None,
        **fields: Any,
    ) -> Self:
        """Add a measurement with a number."""
        span = None
        if reference:
            low, high = reference
            words = f"<{high:g}" if low is None else f">{low:g}" if high is None else ""
            span = ReferenceRange(low=low, high=high, unit=unit, text=words or f"{low:g}–{high:g}")
        quantity = Quantity.model_validate(
            {
                "value": value,
                "unit": unit,
                "ucum": ucum,
                "comparator": comparator,
                "text": quote,
            }
        )
        given = {"analyte": name, "quantity": quantity, "reference_range": span, **fields}
        return self.add(Measurement, name, quote, day=day, nth=nth, **given)

    def drug(
        self,
        agent: str,
        quote: str,
        value: float | None = None,
        unit: str | None = None,
        *,
        day: Day = None,
        stop: Day = None,
        nth: int = 0,
        text: str = "",
        **fields: Any,
    ) -> Self:
        """Add a treatment; `agent` is its id, and its label with spaces for underscores."""
        dose = None if value is None else Quantity(value=value, unit=unit, text=quote)
        given = {
            "agent": agent,
            "concept": OntologyClass(id=agent, label=agent.replace("_", " ")),
            "dose": dose,
            "stop": days(stop),
            **fields,
        }
        return self.add(Treatment, text or agent, quote, day=day, nth=nth, **given)

    def encounter(self, kind: EncounterClass, quote: str, *, day: Day = None, nth: int = 0) -> Self:
        """Add a move through care."""
        return self.add(Encounter, quote, quote, day=day, nth=nth, encounter=kind)

    def build(self) -> Course:
        """Give the course."""
        individual = Individual.model_validate(self._individual)
        return Course(
            id=f"{self._document.name}/{individual.id}",
            document=self._document.id,
            document_name=self._document.name,
            individual=individual,
            day_zero=self._day_zero,
            events=tuple(sorted(self._events, key=_first_day)),
            cited=self._cited,
        )


def _first_day(event: AnyEvent) -> float:
    if event.time is None or (event.time.earliest is None and event.time.latest is None):
        return inf
    return event.time.bounds[0]
