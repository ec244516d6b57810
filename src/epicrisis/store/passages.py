"""Passages that answer a query, cut from a text whose matching words are known."""

from collections.abc import Iterable, Sequence
from typing import Final

from epicrisis.store.records import Quotation

OPEN: Final = "\x02"  # what a database puts around a matching word
CLOSE: Final = "\x03"
_WIDTH: Final = 200  # characters of a passage at most, before it is widened to whole words
_AROUND: Final = 60  # characters before and behind the matching words
_MOST: Final = 3  # passages of one text
Span = tuple[int, int]


def marked(text: str, answer: str) -> list[Span]:
    """Give the spans of a text that the database has marked in its answer.

    The answer is the text with marks; where the database has left anything out of it (mark-up, a
    stretch between two fragments), the marked words are looked up one after the other.
    """
    parts = answer.split(OPEN)
    at = len(parts[0])
    exact: list[Span] = []
    words: list[str] = []
    for part in parts[1:]:
        word, _, rest = part.partition(CLOSE)
        exact.append((at, at + len(word)))
        words.append(word)
        at += len(word) + len(rest)
    if all(text[a:b] == word for (a, b), word in zip(exact, words, strict=True)):
        return exact
    return list(_looked_up(text, words))


def _looked_up(text: str, words: Iterable[str]) -> Iterable[Span]:
    at = 0
    for word in words:
        start = text.find(word, at)
        if start >= 0:
            at = start + len(word)
            yield start, at


def quotations(text: str, marks: Sequence[Span]) -> tuple[Quotation, ...]:
    """Give the passages with the most different matching words, in the order of the text."""
    groups: list[list[Span]] = []
    for mark in sorted(marks):
        if groups and mark[1] - groups[-1][0][0] <= _WIDTH:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    groups.sort(key=lambda group: (-len({text[a:b].lower() for a, b in group}), group[0]))
    return tuple(_quotation(text, group) for group in sorted(groups[:_MOST]))


def _quotation(text: str, marks: Sequence[Span]) -> Quotation:
    start = _edge(text, marks[0][0], -1)
    end = _edge(text, max(end for _, end in marks), 1)
    return Quotation(start=start, end=end, text=text[start:end], marks=tuple(marks))


def _edge(text: str, at: int, step: int) -> int:
    """Move outwards to the end of the paragraph, or to a space when far enough away."""
    far = max(0, at - _AROUND) if step < 0 else min(len(text), at + _AROUND)
    low, high = min(at, far), max(at, far)
    stretch = text[low:high]
    if step < 0:
        cut = stretch.rfind("\n")
        if cut < 0 and low > 0:
            cut = stretch.find(" ")
        return low + cut + 1
    cut = stretch.find("\n")
    if cut < 0 and high < len(text):
        cut = stretch.rfind(" ")
    return high if cut < 0 else low + cut
