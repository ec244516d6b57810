"""All packaged names in one index: a text is scanned once for every concept.

The text is read folded, word by word. A hit is a whole word or run of words, with a plural -s or
-es allowed, and the longest name wins. How names are compared stands in `vocab/names.py`.

The names are kept by their first word and put in order, as steps from word to word, when that word
is first met: a text uses few of the hundred thousand names. An automaton over all of them scans
faster still, but takes longer to build than most runs take to read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from epicrisis.vocab.names import Concept, Name, first_claims, fold, fold_name, letters, read_name
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


class _Step:
    """Where a run of words has come to: the names that end here, and the words that lead on.

    Attributes:
        names: The names that end with the last word.
        concepts: Their concepts where any print of the name will do; None where some are strict.
        onward: The step of each word that may follow.
        ends: Of a first word: the steps whose names it is, or is the plural of, the likelier last.
        alone: Of a first word: the concepts it bears by itself, where any print will do.
    """

    __slots__ = ("alone", "concepts", "ends", "names", "onward")

    def __init__(self) -> None:
        self.names: tuple[Name, ...] = ()
        self.concepts: tuple[Concept, ...] | None = None
        self.onward = _NOWHERE
        self.ends: tuple[_Step, ...] = ()
        self.alone: tuple[Concept, ...] | None = None

    def add(self, words: list[str], name: Name) -> None:
        """Let a name end behind some words more."""
        step = self
        for word in words:
            following = step.onward.get(word)
            if step.onward is _NOWHERE:
                step.onward = {}
            if following is None:
                following = step.onward[word] = _Step()
            step = following
        if name not in step.names:
            step.names += (name,)
            strict = any(name.printed is not None for name in step.names)
            step.concepts = None if strict else tuple(name.concept for name in step.names)

    def begins(self) -> bool:
        """Whether any name comes this way; the plural of a first word begins none of its own."""
        return bool(self.names or self.onward)

    def leads(self, word: str) -> bool:
        """Whether a name may go on with this word, or with the word of which it is the plural."""
        onward = self.onward
        return word in onward or (
            word[-1:] == "s"
            and (word[:-1] in onward or (word[-2:-1] == "e" and word[:-2] in onward))
        )

    def meant(self, printed: str, *, numbered: bool) -> tuple[Concept, ...]:
        """Concepts of the names as printed; a short form that goes on, `PD-1`, is another word."""
        if self.concepts is not None:
            return self.concepts
        own = letters(printed)
        return tuple(
            name.concept
            for name in self.names
            if name.printed is None or (not numbered and own in (name.printed, name.printed + "s"))
        )


_NOWHERE: dict[str, _Step] = {}  # shared by the many steps that lead no farther; stays empty


class Lexicon:
    """Names, indexed by their first word, so that a text is read word by word.

    Args:
        names: Names with their concepts.
        packed: More names, which yield to the others where both claim one for the same kind.
    """

    def __init__(
        self, names: Iterable[tuple[str, Concept]], packed: PackedNames | None = None
    ) -> None:
        self._packed = packed
        # The names of each first word that has not been met; () where only packed ones begin so.
        self._unmet: dict[str, Sequence[tuple[str, Concept]]] = {}
        if packed is not None:
            self._unmet = dict.fromkeys(packed.first_words(), ())
        self._steps: dict[str, _Step] = {}  # of the words that have been met
        listed: dict[str, list[tuple[str, Concept]]] = {}
        for name, concept in names:
            first = fold_name(name).partition(" ")[0]
            if first:
                listed.setdefault(first, []).append((name, concept))
        self._unmet.update(listed)

    def scan(self, text: str) -> list[Hit]:
        """Find all names in a text, in order and without overlap; linear in its length."""
        words = fold(text).split(" ")
        words.append(_END)
        steps, unmet, hits = self._steps, self._unmet, []
        behind = after = place = 0
        for word in words:
            start = after
            after += len(word) + 1
            place += 1
            step = steps.get(word)
            if step is None:
                if word not in unmet and word[-1:] != "s":
                    continue
                step = self._begin(word)
                if step is None:
                    continue
            if start < behind:
                continue
            onward = step.onward
            if onward:
                following = words[place]
                if following in onward or (following[-1:] == "s" and step.leads(following)):
                    hit = self._longest(text, start, words, place, step)
                    if hit is not None:
                        hits.append(hit)
                        behind = hit.end
                    continue
            if step.alone is not None:
                hits.append(Hit(start, after - 1, step.alone))
            elif step.ends:
                hit = _printed(text, start, [(after - 1, end) for end in step.ends])
                if hit is not None:
                    hits.append(hit)
        return hits

    def lookup(self, name: str) -> tuple[Concept, ...]:
        """Give the concepts that bear exactly this name (case and hyphens aside)."""
        folded = fold_name(name)
        for candidate in (folded, folded.removesuffix("s"), folded.removesuffix("es")):
            first, *others = candidate.split(" ")
            step = self._begin(first)
            for word in others:
                step = step and step.onward.get(word)
            if step is not None and step.names:
                return step.meant(name, numbered=False)
        return ()

    def _begin(self, word: str) -> _Step | None:
        """The step of a first word, or of the plural of one; None where no name begins so."""
        step = self._steps.get(word)
        if step is not None:
            return step
        plural = word[-1:] == "s" and (word[:-1] in self._unmet or word[:-1] in self._steps)
        if not plural and word not in self._unmet:
            return None
        step = self._opened(word)
        shorter = [self._begin(form) for form in _singulars(word)]
        if not any(form and form.begins() for form in (step, *shorter[-1:])):
            return None
        step.ends = tuple(end for end in (*shorter, step) if end and end.names)
        step.alone = step.ends[-1].concepts if step.ends else None
        self._steps[word] = step
        return step

    def _opened(self, first: str) -> _Step:
        """The names with this first word, put in order."""
        names: Iterable[tuple[str, Concept]] = self._unmet.pop(first, ())
        if self._packed is not None:
            names = first_claims([*names, *self._packed.names(first)])
        step = _Step()
        for name, concept in names:
            read = read_name(name, concept)
            if read is not None:
                step.add(read[0].split(" ")[1:], read[1])
        return step

    @staticmethod
    def _longest(text: str, start: int, words: list[str], place: int, begin: _Step) -> Hit | None:
        """The longest name that begins with the word before `place`, printed as it must be."""
        end = start + len(words[place - 1])
        ends = [(end, last) for last in begin.ends]
        step: _Step | None = begin
        while step is not None and step.onward:
            onward = step.onward
            word = words[place]
            place += 1
            end += 1 + len(word)
            if word[-1:] == "s":
                ends += [(end, onward[form]) for form in _singulars(word) if form in onward]
            step = onward.get(word)
            if step is not None and step.names:
                ends.append((end, step))
        return _printed(text, start, ends) if ends else None


def _singulars(word: str) -> tuple[str, ...]:
    """The words of which this one may be the plural, the less likely first."""
    if word[-1:] != "s":
        return ()
    return (word[:-2], word[:-1]) if word[-2:-1] == "e" else (word[:-1],)


def _printed(text: str, start: int, ends: list[tuple[int, _Step]]) -> Hit | None:
    """The last of these ends at which a name is printed as it must be."""
    for end, step in reversed(ends):
        if step.names and not _BREAK.search(text, start, end):
            numbered = text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit()
            concepts = step.meant(text[start:end], numbered=numbered)
            if concepts:
                return Hit(start, end, concepts)
    return None


def names_of(table: str) -> Iterator[tuple[str, Concept]]:
    """Give the names of one packaged table with their concepts."""
    for row in read_table(table):
        kind = "analyte" if row["kind"] in ANALYTE_KINDS else row["kind"]
        concept = Concept(kind, row["id"])
        for name in split_cell(row["names"]):
            yield name, concept


@cache
def lexicon() -> Lexicon:
    """The lexicon of all packaged tables, made once a process."""
    return Lexicon(chain.from_iterable(map(names_of, CURATED)), packed_names())
