"""Which section of an article each passage stands in, from the words and depths of headings.

A strong heading word ("Discussion") opens its section at any depth; a weak one ("Treatment") does
so at the top only, and below another heading belongs to that one's section. The words are data:
`section_headings.tsv`.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, cast, get_args

from epicrisis.model.passages import Passage, SectionName
from epicrisis.segmentation.reading import Reading
from epicrisis.vocab.numbers import COUNT_WORD
from epicrisis.vocab.tables import read_table

_FIXED: dict[str, SectionName] = {
    "title": "title",
    "keywords": "keywords",
    "caption": "caption",
    "cell": "table",
    "table": "table",
    "row": "case",
}
_NUMBERING = re.compile(r"^(?:\(?(?:\d+(?:\.\d+)*|[ivx]+|[a-h])[.):]\s*|\d+(?:\.\d+)*\s+)+", re.I)
_ENUMERATES = re.compile(rf"(?:\d+|[ivx]+|[a-z]|and|&|no|number|{COUNT_WORD})$")
_EDGES = " .:;,-*#_()[]|"
_RUN_IN = re.compile(r"([A-Z][A-Za-z' -]{3,40}?)\s?(?:[:.]|- )\s?(?=[A-Z0-9\"])")
_LONGEST = 6  # words of the longest heading phrase
_BODY_END = frozenset({"discussion", "conclusion"})
_OUTSIDE = frozenset({"title", "abstract", "keywords", "back"})


class Heading(NamedTuple):
    """What a heading's words stand for; `numbered` if a number stands before them."""

    section: SectionName
    strong: bool
    numbered: bool = False


@cache
def _phrases() -> dict[str, Heading]:
    known = get_args(SectionName)
    phrases = {}
    for row in read_table("section_headings.tsv"):
        if row["section"] not in known:
            raise ValueError(f"section_headings.tsv: no section is named {row['section']!r}")
        phrases[row["phrase"]] = Heading(
            cast(SectionName, row["section"]), row["strength"] == "strong"
        )
    return phrases


def heading(text: str) -> Heading | None:
    """Say which section a heading opens, or None if its words are in no table.

    The whole heading is looked up first, then the longest phrase it begins with, then the longest
    strong phrase of two or more words inside it. Numbering before it does not count.
    """
    phrases = _phrases()
    words = _words(text)
    numbered = _NUMBERING.match(text.strip(_EDGES)) is not None
    for size in range(min(len(words), _LONGEST), 0, -1):
        found = phrases.get(" ".join(words[:size]))
        if found is not None and not (size == 1 and _only_a_word(found, words)):
            return found._replace(numbered=numbered)
    for size in range(min(len(words), _LONGEST), 1, -1):
        for start in range(1, len(words) - size + 1):
            found = phrases.get(" ".join(words[start : start + size]))
            if found is not None and found.strong:
                return found._replace(numbered=numbered)
    return None


def _only_a_word(found: Heading, words: list[str]) -> bool:
    """Whether a case's word merely begins a longer phrase: "Patients with..." is no "Patient 2"."""
    if len(words) == 1 or found.section != "case" or not found.strong:
        return False
    return not _ENUMERATES.match(words[1])


def run_in_heading(text: str, start: int, end: int) -> Heading | None:
    """The section that a paragraph's or sentence's first words name: "Conclusion: ..."."""
    found = _RUN_IN.match(text, start, end)
    return _phrases().get(found[1].strip().lower()) if found else None


def _words(text: str) -> list[str]:
    plain = _NUMBERING.sub("", text.strip(_EDGES)).strip(_EDGES).lower().replace("/", " ")
    return [word for word in (part.strip(_EDGES) for part in plain.split()) if word]


def name_sections(reading: Reading) -> None:
    """Set the section of every passage, in place."""
    text, passages = reading.view.text, reading.passages
    found = {
        index: heading(text[passage.start : passage.end])
        for index, passage in enumerate(passages)
        if passage.kind == "heading"
    }
    order = sorted(found)
    walk = _Walk([found[index] for index in order], [reading.levels[index] for index in order])
    notes: SectionName = "back"
    for passage, level in zip(passages, reading.levels, strict=True):
        if passage.kind in ("cell", "caption", "table", "row"):
            notes = "table"
        elif passage.kind != "footnote":
            notes = "back"
        passage.section = _section(text, passage, level, walk, notes)


def _section(
    text: str, passage: Passage, level: int, walk: "_Walk", notes: SectionName
) -> SectionName:
    if passage.kind == "footnote":
        return notes
    if passage.kind == "heading":
        return walk.enter(max(1, level))
    fixed = _FIXED.get(passage.kind)
    if fixed is not None:
        return fixed
    label = run_in_heading(text, passage.start, passage.end)
    if label is not None and label.strong and walk.current != "abstract":
        walk.turn(label.section)
    return walk.current


class _Walk:
    """Goes through the headings of a document and knows the section it is in."""

    def __init__(self, headings: Sequence[Heading | None], levels: Sequence[int]) -> None:
        self._headings, self._levels = headings, levels
        self._next = 0
        self._open: list[tuple[int, SectionName]] = []
        self._seen: set[SectionName] = set()
        names = {found.section for found in headings if found}
        divided = bool(names & {"case", "results"})
        self._body: SectionName = "introduction" if divided else "case"
        self.current: SectionName = self._body

    def turn(self, section: SectionName) -> None:
        """Go over to a section whose heading is run into its first paragraph."""
        self.current = section
        self._seen.add(section)
        if self._open:
            self._open[-1] = (self._open[-1][0], section)

    def enter(self, level: int) -> SectionName:
        """Pass the next heading and give the section behind it."""
        found = self._headings[self._next]
        self._next += 1
        if self.current == "abstract" and self._inside_abstract(found, level):
            return "abstract"
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self.current = self._choose(found)
        self._open.append((level, self.current))
        self._seen.add(self.current)
        return self.current

    def _choose(self, found: Heading | None) -> SectionName:
        parent = self._open[-1][1] if self._open else None
        if found is not None and found.strong:
            return found.section
        if parent is not None and parent not in _OUTSIDE:
            return parent
        if found is not None:
            over = self.current in _BODY_END and "case" in self._seen
            return self.current if over else found.section
        return self._body if self.current in _OUTSIDE else self.current

    def _inside_abstract(self, found: Heading | None, level: int) -> bool:
        """Whether a heading met in the abstract is one of its own ("Background", "Results").

        It is if it stands deeper than "Abstract", or if the article's own headings come later: the
        same section again, or an introduction or case after what would be a conclusion.
        """
        deeper = bool(self._open) and level > self._open[-1][0]
        if found is None or found.numbered or found.section in ("keywords", "back"):
            return found is None and deeper
        if deeper:
            return True
        later = {  # a deeper one is this one's own: "Case presentation" with "Case 1" in it
            other.section
            for other, its in zip(
                self._headings[self._next :], self._levels[self._next :], strict=True
            )
            if other and other.strong and its <= level
        }
        if found.section in later:
            return True
        return found.section in ("results", *_BODY_END) and bool(later & {"introduction", "case"})
