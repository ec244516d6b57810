"""Citation marks in running text, and the entries of the reference list they point to.

Numbers stand in square brackets, in round ones, or raised behind the word, where they have lost
their height in reading; a document keeps to one style. Names with a year are looked up in the list.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from epicrisis.model.documents import Reference

_LIST = r"\d{1,3}+(?: ?[,;-] ?\d{1,3}+)*+"  # nothing shorter than all of it is followed by a letter
_SQUARE = re.compile(rf"\[({_LIST})\]")
_ROUND = re.compile(rf"\(({_LIST})\)")
_BEFORE_ROUND = re.compile(r"[a-zA-Z.,%)] $|[a-z.,]$")
_RAISED = re.compile(rf"(?<=[a-z)]\.|[a-z],)({_LIST})(?= [A-Za-z]|$|\n)")
_NAMED = re.compile(
    r"\b([A-Z][\w'-]+)(?: et al\.?,?| (?:and|&) [A-Z][\w'-]+)?,? \(?((?:19|20)\d\d)[a-z]?\b"
)
_ENOUGH = 2  # marks of one kind that make it the document's style
_GREATEST = 400  # no case report cites more


class Mark(NamedTuple):
    """A citation mark in the view and the numbers it gives."""

    start: int
    end: int
    numbers: tuple[int, ...]


def find_marks(text: str, references: Sequence[Reference]) -> list[Mark]:
    """Find the citation marks of a view, in order.

    Args:
        text: The view.
        references: The reference list, where there is one: marks in round brackets and raised ones
            are believed only as far as the list goes.
    """
    last = max((reference.number for reference in references), default=0)
    marks = [Mark(*m.span(), _numbers(m[1])) for m in _SQUARE.finditer(text)]
    if len(marks) < _ENOUGH:
        bracketed = (
            found
            for found in _ROUND.finditer(text)
            if _BEFORE_ROUND.search(text[max(0, found.start() - 2) : found.start()])
        )
        marks += _plausible(bracketed, last or _GREATEST)
        if len(marks) < _ENOUGH and last:
            marks += _plausible(_RAISED.finditer(text), last)
    marks += _named(text, references)
    return sorted(marks)


def _plausible(every: Iterable[re.Match[str]], last: int) -> list[Mark]:
    """Those whose numbers the list reaches."""
    marks = []
    for found in every:
        numbers = _numbers(found[1])
        if numbers and max(numbers) <= last:
            marks.append(Mark(*found.span(), numbers))
    return marks


def _numbers(printed: str) -> tuple[int, ...]:
    """Numbers of a mark with its ranges written out: `3,5-7` gives 3, 5, 6, 7."""
    numbers: list[int] = []
    for item in re.split(r"[,;]", printed.replace(" ", "")):
        low, _, high = item.partition("-")
        first = int(low) if low else 0
        last = int(high.rpartition("-")[2]) if high else first
        if 0 < first <= last <= first + 60:
            numbers.extend(range(first, last + 1))
    return tuple(numbers)


def _named(text: str, references: Sequence[Reference]) -> list[Mark]:
    known = {
        (reference.first_author.split(" ")[0].lower(), reference.year): reference.number
        for reference in references
        if reference.first_author and reference.year
    }
    if not known:
        return []
    return [
        Mark(*found.span(), (known[key],))
        for found in _NAMED.finditer(text)
        if (key := (found[1].lower(), int(found[2]))) in known
    ]
