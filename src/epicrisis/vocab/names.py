"""How names are compared: folded, first words first, and short forms as printed.

Folding lower-cases and makes hyphens and punctuation spaces; it keeps the length, so offsets into
the folded text are offsets into the text. Words are then compared in one spelling, the American
one, however they are printed (`spellings.tsv`). Names of at most four characters that hold a
capital and no digit (`PE`, `Na`), and names marked `=` in their table, count only as printed.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from epicrisis.vocab.tables import read_table

_SHORT = 4  # names up to this length that hold a capital are matched as printed

_PUNCTUATION = (
    "!\"#$&'()*,-./:;=?@[\\]^_`{|}~\n\t\r\u2019\u2018\u201c\u201d\u2013\u2014\u2010\u2011\u2212"
)
_FOLD: dict[int, str] = {ord(c): " " for c in _PUNCTUATION}
_FOLD.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
_FOLD.update({ord(c): c.lower() for c in "ÄÖÜÀÂÇÈÉÊËÎÏÔÙÛÑÅÆØŠŽČΑΒΓΔΚΛ" if len(c.lower()) == 1})
_FOLD.update({ord("\u00a0"): " ", ord("\u2009"): " ", ord("\u202f"): " ", ord("\u00b5"): "μ"})
_ASCII_RUN = re.compile(r"[\x00-\x7f]+")
_OTHER_RUN = re.compile(r"[^\x00-\x7f]+")


class Concept(NamedTuple):
    """A row of a packaged table as the scanner sees it.

    `kind` is the mention kind (all measurable concepts are `analyte`); `id` is the table's key.
    """

    kind: str
    id: str


class Name(NamedTuple):
    """What one folded name stands for: a concept, and how it must be printed (None: any case)."""

    concept: Concept
    printed: str | None


def fold(text: str) -> str:
    """Fold a text for matching: case and punctuation go, the length stays."""
    if text.isascii():
        return text.translate(_FOLD)
    # Python translates pure ASCII ten times faster, and most of any text is.
    folded = _OTHER_RUN.sub(_fold_run, text)
    return _ASCII_RUN.sub(_fold_run, folded)


def _fold_run(run: re.Match[str]) -> str:
    return run[0].translate(_FOLD)


def fold_name(name: str) -> str:
    """Fold a name as a table writes it, with or without its mark `=`; "" where nothing is left."""
    folded = fold(name).strip()
    return respell(folded) if any(british in folded for british, _ in spellings()) else folded


@cache
def spellings() -> tuple[tuple[str, str], ...]:
    """Parts of words in British spelling, each with the American one."""
    return tuple((row["british"], row["american"]) for row in read_table("spellings.tsv"))


def respell(folded: str) -> str:
    """Give folded words in American spelling; words of few letters (`toe`) have one spelling.

    >>> respell("haemophagocytic leucocyte of the toe")
    'hemophagocytic leukocyte of the toe'
    """
    return _LONG_WORD.sub(_american, folded)


_LONG_WORD = re.compile(r"[^ ]{5,}")


def _american(word: re.Match[str]) -> str:
    spelt = word[0]
    for british, american in spellings():
        spelt = spelt.replace(british, american)
    return spelt


def beginning(folded: str) -> str:
    """The first two words of a folded name, under which it is kept; its only word where it is one.

    >>> beginning("acute kidney injury"), beginning("fever")
    ('acute kidney', 'fever')
    """
    return " ".join(folded.split(" ", 2)[:2])


def letters(text: str) -> str:
    """The letters and digits of a name, by which two printed forms are compared."""
    return text if text.isalnum() else "".join(c for c in text if c.isalnum())


def read_name(name: str, concept: Concept) -> tuple[str, Name] | None:
    """Give the folded name and its meaning; None for what is too short to be looked for."""
    marked = name.startswith("=")
    name = name.removeprefix("=").strip()
    folded = fold_name(name)
    if not folded or (len(folded) < 2 and not name.isupper()):
        return None
    strict = marked or _is_short_form(name)
    return folded, Name(concept, letters(name) if strict else None)


def first_claims(names: Iterable[tuple[str, Concept]]) -> Iterator[tuple[str, Concept]]:
    """Leave out a name that another concept of the same kind bears before."""
    owners: dict[tuple[str, str], str] = {}
    for name, concept in names:
        printed = name if _is_short_form(name) else respell(name.casefold())
        if owners.setdefault((printed, concept.kind), concept.id) == concept.id:
            yield name, concept


def _is_short_form(name: str) -> bool:
    """Few letters with a capital and no digit: a digit (`PaO2`) is sign enough of what is meant."""
    return (
        len(name) <= _SHORT
        and any(c.isupper() for c in name)
        and not any(c.isdigit() for c in name)
    )
