"""Cue phrases: a table of phrases with a meaning each, found in one pass over a text.

A text is folded first (lower case; hyphens, brackets, quotation marks and line ends as spaces), so
that `year-old` and `Year old` are one phrase. Folding keeps the length. The longest phrase wins,
and a phrase is found as whole words only, where it ends in one.
"""

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

T = TypeVar("T")


class Cue(NamedTuple, Generic[T]):
    """A phrase found in a text, and what its table says of it."""

    start: int
    end: int
    meaning: T


def fold_cues(text: str) -> str:
    """Fold a text for the search of cue phrases; the length stays."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for character in '-(["\n/':
        folded = folded.replace(character, " ")
    return folded


class CueFinder(Generic[T]):
    """Finds the phrases of one table."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        pairs = [(" " + fold_cues(phrase).strip(), meaning) for phrase, meaning in phrases]
        self._meanings = [meaning for _, meaning in pairs]
        self._automaton = AhoCorasick(
            [phrase for phrase, _ in pairs],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.DFA,
            store_patterns=False,
        )

    def scan(self, text: str) -> list[Cue[T]]:
        """Find all phrases of the table in a text, in order and without overlap."""
        folded = " " + fold_cues(text)  # the guard space lets a phrase begin the text
        size = len(folded)
        meanings = self._meanings
        return [
            Cue(start, end - 1, meanings[index])
            for index, start, end in self._automaton.find_matches_as_indexes(folded)
            if end == size or not (folded[end].isalnum() and folded[end - 1].isalnum())
        ]
