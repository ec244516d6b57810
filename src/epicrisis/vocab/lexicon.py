"""All packaged names in one index: a text is scanned once for every concept.

The text is read lower-cased, with hyphens and punctuation as spaces; both mappings keep its length,
so a hit's offsets are offsets into the text as given. A hit is a whole word or run of words, with a
plural -s or -es allowed, and the longest name wins. Names of at most four characters that hold a
capital and no digit (`PE`, `Na`), and names marked `=` in their table, hit only as printed.

The scan looks up runs of words in a dictionary, leftmost and longest first. An automaton over
the same names scans several times faster, but takes longer to build than most runs take to read.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

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
    """Names, indexed by their first word, so that a text is read word by word."""

    def __init__(self, names: Iterable[tuple[str, Concept]]) -> None:
        self._names: dict[str, list[_Name]] = {}
        for name, concept in names:
            strict = name.startswith("=")
            name = name.removeprefix("=").strip()
            folded = fold(name).strip()
            if not folded or (len(folded) < 2 and not name.isupper()):
                continue
            if len(name) <= _SHORT and _is_acronym(name):
                strict = True
            entries = self._names.setdefault(folded, [])
            entry = _Name(concept, _letters(name) if strict else None)
            if entry not in entries:
                entries.append(entry)
        self._longest: dict[str, int] = {}
        for folded in self._names:
            first, _, _ = folded.partition(" ")
            words = folded.count(" ") + 1
            if words > self._longest.get(first, 0):
                self._longest[first] = words

    def __len__(self) -> int:
        return len(self._names)

    def scan(self, text: str) -> list[Hit]:
        """Find all names in a text, in order and without overlap; linear in its length."""
        words = fold(text).split(" ")
        longest, hits = self._longest, []
        at = behind = 0
        for place, word in enumerate(words):
            if word and at >= behind:
                most = longest.get(word) or (longest.get(word[:-1]) if word[-1] == "s" else None)
                if most:
                    hit = self._at(text, at, words[place : place + most])
                    if hit:
                        hits.append(hit)
                        behind = hit.end
            at += len(word) + 1
        return hits

    def _at(self, text: str, start: int, words: list[str]) -> Hit | None:
        """The longest name that these words begin with and that is printed as it must be."""
        while words:
            candidate = " ".join(words)
            words.pop()
            for ending in ("", "s", "es"):
                if ending and not candidate.endswith(ending):
                    continue
                pattern = candidate[: len(candidate) - len(ending)]
                if pattern not in self._names:
                    continue
                printed = text[start : start + len(candidate)]
                end = start + len(candidate)
                numbered = text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit()
                concepts = (
                    ()
                    if _BREAK.search(printed)
                    else self._concepts(pattern, printed, numbered=numbered)
                )
                if concepts:
                    return Hit(start, start + len(candidate), concepts)
        return None

    def lookup(self, name: str) -> tuple[Concept, ...]:
        """Give the concepts that bear exactly this name (case and hyphens aside)."""
        folded = fold(name).strip()
        for candidate in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
            if candidate in self._names:
                return self._concepts(candidate, name)
        return ()

    def _concepts(
        self, pattern: str, printed: str, *, numbered: bool = False
    ) -> tuple[Concept, ...]:
        """Concepts of a name as printed; a short form that goes on, `PD-1`, is another word."""
        entries = self._names[pattern]
        if all(entry.printed is None for entry in entries):
            return tuple(entry.concept for entry in entries)
        letters = _letters(printed)
        if numbered:
            entries = [entry for entry in entries if entry.printed is None]
        return tuple(
            entry.concept
            for entry in entries
            if entry.printed is None or letters in (entry.printed, entry.printed + "s")
        )


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
            printed = name if len(name) <= _SHORT and _is_acronym(name) else name.casefold()
            owner = claimed.setdefault((printed, concept.kind), concept.id)
            if owner == concept.id:
                yield name, concept


@cache
def lexicon() -> Lexicon:
    """The lexicon of all packaged tables, built once a process."""
    return Lexicon(_all_names())
