"""All packaged names in one index: a text is scanned once for every concept.

The text is read folded, word by word. A hit is a whole word or run of words, with a plural -s or
-es allowed, and the longest name wins. How names are compared stands in `vocab/names.py`.

The names are kept by their first two words and put in order when these are first met: a text uses
few of the hundred thousand names. An automaton over all of them scans faster still, but takes
longer to build than most runs take to read.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, chain
from typing import NamedTuple

from epicrisis.vocab.names import (
    Concept,
    Name,
    beginning,
    first_claims,
    fold,
    fold_name,
    letters,
    read_name,
    respell,
    spellings,
)
from epicrisis.vocab.packed import PackedNames, packed_names
from epicrisis.vocab.tables import read_table, split_cell

__all__ = [
    "ANALYTE_KINDS",
    "CURATED",
    "LARGE",
    "TABLES",
    "Concept",
    "Hit",
    "Lexicon",
    "fold",
    "lexicon",
    "names_of",
]

# Tables in order of precedence: where two claim one name for the same kind, the first keeps it.
CURATED: tuple[str, ...] = (
    "analytes.tsv",
    "field_drugs.tsv",
    "drug_classes.tsv",
    "procedures.tsv",
    "imaging.tsv",
    "outcomes.tsv",
    "encounters.tsv",
    "findings_extra.tsv",
    "diseases_extra.tsv",
)
LARGE: tuple[str, ...] = ("drugs.tsv.gz", "hpo.tsv.gz", "mondo.tsv.gz")
TABLES: tuple[str, ...] = CURATED + LARGE
ANALYTE_KINDS = frozenset({"laboratory", "vital", "lung_function", "antibody", "score"})
_BREAK = re.compile(r"[,;:.)\]] |[()\[\]]|\n")  # no name runs over these
_END = "\n"  # behind the last word; folding leaves none in a text


class Hit(NamedTuple):
    """A name found in a text: its offsets, and every concept that bears the name."""

    start: int
    end: int
    concepts: tuple[Concept, ...]


class _Bearers:
    """What one folded name stands for.

    Attributes:
        names: Its meanings.
        concepts: Their concepts where any print of the name will do; None where some are strict.
    """

    __slots__ = ("concepts", "names")

    def __init__(self) -> None:
        self.names: tuple[Name, ...] = ()
        self.concepts: tuple[Concept, ...] | None = ()

    def add(self, name: Name) -> None:
        """Let the name stand for one thing more."""
        if name not in self.names:
            self.names += (name,)
            strict = any(name.printed is not None for name in self.names)
            self.concepts = None if strict else tuple(name.concept for name in self.names)

    def meant(self, printed: str, *, numbered: bool) -> tuple[Concept, ...]:
        """Concepts of the name as printed; a short form that goes on, `PD-1`, is another word."""
        if self.concepts is not None:
            return self.concepts
        own = letters(printed)
        return tuple(
            name.concept
            for name in self.names
            if name.printed is None or (not numbered and own in (name.printed, name.printed + "s"))
        )


class _Group:
    """The names that begin alike, put in order.

    Attributes:
        bearers: By the folded name.
        sizes: The numbers of words that its names of more than two words have, falling.
    """

    __slots__ = ("bearers", "sizes")

    def __init__(self, names: Iterable[tuple[str, Concept]]) -> None:
        self.bearers: dict[str, _Bearers] = {}
        for name, concept in names:
            read = read_name(name, concept)
            if read is not None:
                self.bearers.setdefault(read[0], _Bearers()).add(read[1])
        sizes = {name.count(" ") + 1 for name in self.bearers}
        self.sizes = tuple(sorted((size for size in sizes if size > 2), reverse=True))


class Lexicon:
    """Names, indexed by their first two words, so that a text is read word by word.

    Args:
        names: Names with their concepts.
        packed: More names, which yield to the others where both claim one for the same kind.
    """

    def __init__(
        self, names: Iterable[tuple[str, Concept]], packed: PackedNames | None = None
    ) -> None:
        self._packed = packed
        self._listed: dict[str, list[tuple[str, Concept]]] = {}
        for name, concept in names:
            key = beginning(fold_name(name))
            if key:
                self._listed.setdefault(key, []).append((name, concept))
        keys = [*self._listed, *(packed.keys() if packed is not None else ())]
        self._firsts = frozenset([key.partition(" ")[0] for key in keys])
        # By their beginning; None until it is met.
        self._groups: dict[str, _Group | None] = dict.fromkeys(keys)

    def scan(self, text: str) -> list[Hit]:
        """Find all names in a text, in order and without overlap; linear in its length."""
        folded = fold(text)
        words = folded.split(" ")
        starts = [0, *accumulate([len(word) + 1 for word in words])]
        for place in _spelt_otherwise(folded, starts):
            words[place] = respell(words[place])
        words.append(_END)
        firsts, groups = self._firsts, self._groups
        hits: list[Hit] = []
        behind = 0
        for place, word in enumerate(words):
            if starts[place] < behind:
                continue
            hit = None
            if word in firsts:
                pair = f"{word} {words[place + 1]}"
                if pair in groups or (pair[-1] == "s" and self._plural(pair)):
                    hit = _printed(text, starts, place, self._longer(words, place, pair))
                if hit is None and (word in groups or word[-1] == "s"):
                    hit = _printed(text, starts, place, self._named(1, word))
            elif word[-1:] == "s" and self._plural(word):
                hit = _printed(text, starts, place, self._named(1, word))
            if hit is not None:
                hits.append(hit)
                behind = hit.end
        return hits

    def lookup(self, name: str) -> tuple[Concept, ...]:
        """Give the concepts that bear exactly this name (case and hyphens aside)."""
        folded = fold_name(name)
        for candidate in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
            group = self._group(beginning(candidate))
            bearers = group and group.bearers.get(candidate)
            if bearers:
                return bearers.meant(name, numbered=False)
        return ()

    def _plural(self, run: str) -> bool:
        """Whether names begin with what this, which ends in -s, may be the plural of."""
        return run[:-1] in self._groups or run[:-2] in self._groups

    def _longer(self, words: list[str], place: int, pair: str) -> Iterator[tuple[int, _Bearers]]:
        """The names that two words begin, with their number of words, the likeliest first."""
        group = self._group(pair)
        sizes, bearers = (group.sizes, group.bearers) if group else ((), {})
        for size in sizes:
            if place + size < len(words):
                for form in _numbers(" ".join(words[place : place + size])):
                    if form in bearers:
                        yield size, bearers[form]
        yield from self._named(2, pair)

    def _named(self, size: int, run: str) -> list[tuple[int, _Bearers]]:
        """The names of one or two words that a run is, or is the plural of."""
        found = []
        for form in _numbers(run) if run[-1:] == "s" else (run,):
            group = self._groups.get(form) or self._group(form)
            bearers = group.bearers.get(form) if group is not None else None
            if bearers is not None:
                found.append((size, bearers))
        return found

    def _group(self, key: str) -> _Group | None:
        """The names that begin so; None where there are none."""
        group = self._groups.get(key)
        if group is None and key in self._groups:
            names: Iterable[tuple[str, Concept]] = self._listed.get(key, ())
            if self._packed is not None:
                names = first_claims([*names, *self._packed.names(key)])
            group = self._groups[key] = _Group(names)
        return group


def _spelt_otherwise(folded: str, starts: list[int]) -> Iterator[int]:
    """The places of the words that hold a part in British spelling, perhaps more than once."""
    for british, _ in spellings():
        at = folded.find(british)
        while at >= 0:
            yield bisect_right(starts, at) - 1
            at = folded.find(british, at + 1)


def _numbers(name: str) -> tuple[str, ...]:
    """A name, and those of which it may be the plural, the likeliest first."""
    if name[-1:] != "s":
        return (name,)
    return (name, name[:-1], name[:-2]) if name[-2:-1] == "e" else (name, name[:-1])


_VALUED = re.compile(r"-\d+(?:[.,]\d|\s?(?:%|/|[A-Za-zµμ]{1,5}/))")  # `INR-2.57`, `CRP-45 mg/L`


def _printed(
    text: str, starts: list[int], place: int, candidates: Iterable[tuple[int, _Bearers]]
) -> Hit | None:
    """The first of these names that is printed as it must be and runs over no break."""
    start = starts[place]
    for size, bearers in candidates:
        end = starts[place + size] - 1
        if size == 1 or not _BREAK.search(text, start, end):
            concepts = bearers.concepts
            if concepts is None:
                numbered = text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit()
                numbered = numbered and not _VALUED.match(text, end)
                concepts = bearers.meant(text[start:end], numbered=numbered)
            if concepts:
                return Hit(start, end, concepts)
    return None


_LOWERED = re.compile(r"(?<=[A-Za-z]{3})(?=\d)|(?<= [A-Za-z])(?=\d)")  # `SpO 2`, `vitamin B 12`


def names_of(table: str) -> Iterator[tuple[str, Concept]]:
    """Give the names of one packaged table with their concepts."""
    for row in read_table(table):
        kind = "analyte" if row["kind"] in ANALYTE_KINDS else row["kind"]
        concept = Concept(kind, row["id"])
        for name in split_cell(row["names"]):
            yield name, concept
            if kind == "analyte" and (apart := _LOWERED.sub(" ", name)) != name:
                yield apart, concept


@cache
def lexicon() -> Lexicon:
    """The lexicon of all packaged tables, made once a process."""
    return Lexicon(chain.from_iterable(map(names_of, CURATED)), packed_names())
