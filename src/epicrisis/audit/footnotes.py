"""TAB003: an abbreviation in a table and what the footnote says it stands for."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from epicrisis.audit.base import Example, Examples, Remark, Rule, Span
from epicrisis.audit.passages import one_line
from epicrisis.model import Cell, Course, Document, Footnote
from epicrisis.vocab.analytes import analyte
from epicrisis.vocab.lexicon import Lexicon, names_of

_MARK = re.compile(r"(?P<label>[^<>\n\t]*?[^<>\s])\s*<sup>\s*(?P<mark>[a-z*†‡§])\s*</sup>", re.I)

_MARKUP = 20  # characters of a raised mark, which a reader may leave outside the cell


@cache
def _analytes() -> Lexicon:
    return Lexicon(names_of("analytes.tsv"))


def expansions(document: Document, courses: Sequence[Course]) -> Iterator[Remark]:
    """Compare each marked label with the footnote of its mark, where both name an analyte."""
    for table in document.tables:
        notes: dict[str, list[Footnote]] = {}
        for note in table.footnotes:
            notes.setdefault(note.mark.lower(), []).append(note)
        for cell in table.cells:
            found = _MARK.match(document.text, cell.start, cell.end + _MARKUP)
            marked = notes.get(found["mark"].lower(), []) if found else []
            if found and cell.column == 0 and len(marked) == 1:
                yield from _compared(document, cell, found["label"], marked[0])


def _compared(document: Document, cell: Cell, label: str, note: Footnote) -> Iterator[Remark]:
    words = document.text[note.start : note.end].strip(" .,;\n")
    said, meant = _named(label.strip()), _named(words)
    if not said or not meant or said & meant:
        return
    names = [" or ".join(sorted(analyte(key).label for key in keys)) for keys in (said, meant)]
    place: Span = (cell.start, cell.end)
    yield Remark(
        f"The row {one_line(label)!r} names {names[0]}, its footnote {one_line(words)!r} names "
        f"{names[1]}.",
        place,
        related=((note.start, note.end),),
    )


def _named(words: str) -> set[str]:
    return {concept.id for concept in _analytes().lookup(words)}


_STILL = "Week\t1\t2\nCK <sup>a</sup>\t851\t249\nHb\t11\t12\n"
_NOTE = "a: creatine kinase"
TAB003 = Rule(
    "TAB003",
    "A table's label and its footnote name different tests",
    "warning",
    (),
    expansions,
    Examples(
        fires=(Example(_STILL.replace("CK", "Cr") + _NOTE),), still=(Example(_STILL + _NOTE),)
    ),
)
