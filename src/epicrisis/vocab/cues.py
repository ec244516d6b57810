"""Cue phrases: a table of phrases with a meaning each, found in one pass over a text.

A text is folded first (lower case; hyphens, brackets, quotation marks and line ends as spaces), so
that `year-old` and `Year old` are one phrase. Folding keeps the length. The longest phrase wins,
and a phrase is found as whole words only, where it ends in one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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
    folded = _lower(text)
    for character in '-(["\n/':
        folded = folded.replace(character, " ")
    return folded


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower


class CueFinder(Generic[T]):
    """Finds the phrases of one table."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        pairs = [(" " + fold_cues(phrase).strip(), meaning) for phrase, meaning in phrases]
        self._meanings = [meaning for _, meaning in pairs]
        self._shorter = _shorter([phrase for phrase, _ in pairs])
        self._longest = max((len(phrase) for phrase, _ in pairs), default=0)
        self._automaton = AhoCorasick(
            [phrase for phrase, _ in pairs],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def scan(self, text: str) -> list[Cue[T]]:
        """Find all phrases of the table in a text, in order and without overlap.

        Where a phrase ends inside a word (`was considered a` in "was considered and"), the longest
        one that it begins with counts instead.
        """
        folded = " " + fold_cues(text)  # the guard space lets a phrase begin the text
        size = len(folded)
        meanings = self._meanings
        cues: list[Cue[T]] = []
        behind = 0
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            if start < behind:
                continue
            if end == size or not (folded[end].isalnum() and folded[end - 1].isalnum()):
                cues.append(Cue(start, end - 1, meanings[index]))
            elif index in self._shorter:
                for cue in self._again(folded, index, start, end):
                    cues.append(cue)
                    behind = cue.end + 1
        return cues

    def _again(self, folded: str, index: int, start: int, end: int) -> Iterator[Cue[T]]:
        """The phrase that one ending inside a word begins with, and what begins behind it there."""
        whole, length = self._shorter[index]
        yield Cue(start, start + length - 1, self._meanings[whole])
        low = start + length
        near = folded[low : end + self._longest]
        for other, first, last in self._automaton.find_matches_as_indexes(near):
            apart = last == len(near) or not (near[last].isalnum() and near[last - 1].isalnum())
            if low + first >= end:
                return
            if apart:
                yield Cue(low + first, low + last - 1, self._meanings[other])


def _shorter(phrases: Sequence[str]) -> dict[int, tuple[int, int]]:
    """For each phrase that begins with others as whole words, the longest: its place and length."""
    places = {phrase: place for place, phrase in enumerate(phrases)}
    found = {}
    for place, phrase in enumerate(phrases):
        at = phrase.rfind(" ")
        while at > 0 and phrase[:at] not in places:
            at = phrase.rfind(" ", 0, at)
        if at > 0:
            found[place] = (places[phrase[:at]], at)
    return found


class Landmarks:
    """Finds where any of some words stands, inside other words too.

    A pattern that can match at such a place only is tried there, and not at every character.

    Args:
        words: The words.
        any_case: Whether their case does not matter.
    """

    def __init__(self, words: Iterable[str], *, any_case: bool = True) -> None:
        self._any_case = any_case
        self._automaton = AhoCorasick(
            sorted(set(map(_lower, words) if any_case else words)),
            matchkind=MatchKind.Standard,
            store_patterns=False,
        )

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Give start and end of every word, overlapping ones too, in order of their ends."""
        text = _lower(text) if self._any_case else text
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(start, end) for _, start, end in found]

    def starts(self, text: str) -> list[int]:
        """Give the offsets at which one of the words begins, in order, each once."""
        return sorted({start for start, _ in self.spans(text)})


def matches_at(
    pattern: re.Pattern[str], text: str, places: Iterable[int]
) -> Iterator[re.Match[str]]:
    """Match a pattern at given places alone, in order and without overlap.

    Where the places hold every start of a match this is `pattern.finditer(text)`, but faster.
    """
    behind = 0
    for place in places:
        if place >= behind:
            match = pattern.match(text, place)
            if match:
                behind = match.end()
                yield match
