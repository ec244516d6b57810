"""Knowing a text again that was corrected or is read better than before.

Reports of one name are compared by the runs of words that two texts share (Broder, SEQUENCES 1997).
Where a name is that of many (`article`, `main`), comparing each with each would take longer than
reading them; of these only the few whose title or beginning is the same are compared.
"""

from collections import Counter
from typing import Final

_RUN: Final = 5  # words in a row that two texts of one report share
_SHARE: Final = 0.5  # of the runs of the shorter text
BEGINNING: Final = 150  # characters
MOST: Final = 20  # texts that one is compared with
_COMMON: Final = 100  # texts that begin alike, from which on that says nothing of them


def runs(text: str) -> set[int]:
    """Give the runs of words of a text, each as a number that means something in this process."""
    words = text.lower().split()
    return set(map(hash, zip(*(words[shift:] for shift in range(_RUN)), strict=False)))


def are_one(ours: set[int], theirs: set[int]) -> bool:
    """Say by the runs of two texts whether one is another form of the other."""
    return len(ours & theirs) >= _SHARE * max(1, min(len(ours), len(theirs)))


class Beginnings:
    """Titles and first words of texts, by which those that may be one are found at once."""

    def __init__(self) -> None:
        self._known: dict[int, list[int]] = {}

    def take(self, number: int, title: str, text: str) -> None:
        """Remember how a text begins under the number it goes by."""
        for mark in _marks(title, text):
            held = self._known.setdefault(mark, [])
            if len(held) <= _COMMON:
                held.append(number)

    def alike(self, title: str, text: str) -> list[int]:
        """Give the numbers of at most `MOST` texts that begin so or are called so, likest first."""
        votes: Counter[int] = Counter()
        for mark in _marks(title, text):
            held = self._known.get(mark, ())
            if len(held) <= _COMMON:
                votes.update(held)
        return [number for number, _ in votes.most_common(MOST)]


def _marks(title: str, text: str) -> set[int]:
    marks = runs(text[:BEGINNING])
    return marks | {hash(title.lower())} if title else marks
