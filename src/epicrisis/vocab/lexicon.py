"""All packaged names in one automaton: a text is scanned once for every concept.

The text is read lower-cased, with hyphens and punctuation as spaces; both mappings keep its length,
so a hit's offsets are offsets into the text as given. A hit is a whole word or run of words, with a
plural -s or -es allowed, and the longest name wins. Names of at most four characters that hold a
capital and no digit (`PE`, `Na`), and names marked `=` in their table, hit only as printed.

The scan is Aho-Corasick (Aho & Corasick 1975, doi:10.1145/360825.360855), leftmost-longest.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from epicrisis.vocab.tables import read_table, split_cell

# Tables in order of precedence: where two claim one name for the same kind, the first keeps it.
TABLES: tuple[str, ...] = (
    "analytes.tsv",
    "field_drugs.tsv",
    "drug_classes.tsv",
    "procedures.tsv",
    "imaging.tsv",
    "outcomes.tsv",
    "encounters.tsv",
    "findings_extra.tsv",
    "diseases_extra.tsv",
    "drugs.tsv.gz",
    "hpo.tsv.gz",
    "mondo.tsv.gz",
)
ANALYTE_KINDS = frozenset({"laboratory", "vital", "lung_function", "antibody", "score"})
_SHORT = 4  # names up to this length that hold a capital are matched as printed

_PUNCTUATION = (
    "!\"#$&'()*,-./:;=?@[\\]^_`{|}~\n\t\r\u2019\u2018\u201c\u201d\u2013\u2014\u2010\u2011\u2212"
)
_FOLD: dict[int, str] = {ord(c): " " for c in _PUNCTUATION}
_FOLD.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
_FOLD.update({ord(c): c.lower() for c in "ÄÖÜÀÂÇÈÉÊËÎÏÔÙÛÑÅÆØŠŽČΑΒΓΔΚΛ" if len(c.lower()) == 1})
_FOLD.update({ord("\u00a0"): " ", ord("\u2009"): " ", ord("\u202f"): " ", ord("\u00b5"): "μ"})
_BREAK = re.compile(r"[,;:.)\]] |[()\[\]]|\n")  # no name runs over these


class Concept(NamedTuple):
    """A row of a packaged table as the scanner sees it.

    `kind` is the mention kind (all measurable concepts are `analyte`); `id` is the table's key.
    """

    kind: str
    id: str


class Hit(NamedTuple):
    """A name found in a text: its offsets, and every concept that bears the name."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


class _Name(NamedTuple):
    """What one folded name stands for: a concept, and how it must be printed (None: any case)."""

    concept: Concept
    printed: str | None


def fold(text: str) -> str:
    """Fold a text for matching: case and punctuation go, the length stays."""
    return text.translate(_FOLD)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _is_acronym(name: str) -> bool:
    """Letters with a capital and no digit: a digit (`PaO2`) is sign enough of what is meant."""
    return any(c.isupper() for c in name) and not any(c.isdigit() for c in name)


class Lexicon:
    """Names and the automaton that finds them."""

    def __init__(self, names: Iterator[tuple[str, Concept]]) -> None:
        by_pattern: dict[str, list[_Name]] = {}
        for name, concept in names:
            strict = name.startswith("=")
            name = name.removeprefix("=").strip()
            folded = fold(name).strip()
            if len(folded) < 2 and not strict:
                continue
            if len(name) <= _SHORT and _is_acronym(name):
                strict = True
            entries = by_pattern.setdefault(folded, [])
            entry = _Name(concept, _letters(name) if strict else None)
            if entry not in entries:
                entries.append(entry)
        self._names = by_pattern
        self._patterns = list(by_pattern)
        self._automaton = AhoCorasick(
            [" " + pattern for pattern in self._patterns],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def __len__(self) -> int:
        return len(self._patterns)

    def scan(self, text: str) -> list[Hit]:
        """Find all names in a text, in order and without overlap; linear in its length."""
        folded = " " + fold(text)  # the guard space lets a name begin the text
        size = len(folded)
        hits: list[Hit] = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            if end < size and folded[end].isalnum():
                end = _plural_end(folded, end, size)
                if not end:
                    continue
            pattern = self._patterns[index]
            printed = text[start : end - 1]
            if _BREAK.search(printed):
                continue
            concepts = self._concepts(pattern, printed)
            if concepts:
                hits.append(Hit(start, end - 1, concepts))
        return hits

    def lookup(self, name: str) -> tuple[Concept, ...]:
        """Give the concepts that bear exactly this name (case and hyphens aside)."""
        folded = fold(name).strip()
        for candidate in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
            if candidate in self._names:
                return self._concepts(candidate, name)
        return ()

    def _concepts(self, pattern: str, printed: str) -> tuple[Concept, ...]:
        entries = self._names[pattern]
        if all(entry.printed is None for entry in entries):
            return tuple(entry.concept for entry in entries)
        letters = _letters(printed)
        return tuple(
            entry.concept
            for entry in entries
            if entry.printed is None or letters in (entry.printed, entry.printed + "s")
        )


def _plural_end(folded: str, end: int, size: int) -> int:
    """Offset behind a plural ending that follows a name, or 0 if the word goes on otherwise."""
    for ending in ("s", "es"):
        stop = end + len(ending)
        if folded.startswith(ending, end) and (stop >= size or not folded[stop].isalnum()):
            return stop
    return 0


def names_of(table: str) -> Iterator[tuple[str, Concept]]:
    """Give the names of one packaged table with their concepts."""
    for row in read_table(table):
        kind = "analyte" if row["kind"] in ANALYTE_KINDS else row["kind"]
        concept = Concept(kind, row["id"])
        for name in split_cell(row["names"]):
            yield name, concept


def _all_names() -> Iterator[tuple[str, Concept]]:
    claimed: dict[tuple[str, str], str] = {}
    for table in TABLES:
        for name, concept in names_of(table):
            owner = claimed.setdefault((name.casefold(), concept.kind), concept.id)
            if owner == concept.id:
                yield name, concept


@cache
def lexicon() -> Lexicon:
    """The lexicon of all packaged tables, built once a process."""
    return Lexicon(_all_names())
