"""The printed forms of units, found at an offset of a text.

``data/units.tsv`` says for each form where it may stand: ``alone`` behind a number, ``above`` the
slash, ``below`` it, or ``any`` of these. A leading ``=`` makes a form case-sensitive.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from epicrisis.vocab.tables import read_table, split_cell

SPACE = r"[^\S\n\t]*(?:\n[^\S\n\t]*)?"
_SLASH = re.compile(rf"{SPACE}[/⁄∕／]{SPACE}|(?:[^\S\t]+|(?<=\s))per[^\S\t]+", re.IGNORECASE)
_DOT = re.compile(r"[^\S\n\t·.∙⋅]?[·.∙⋅]?[^\S\n\t]?")
_MINUS_ONE = re.compile(r"(?:<sup>)?\s?[-−–‐‑⁻]\s?[1¹](?!\d)(?:</sup>)?")
_TIMES = re.compile(r"(\d{1,2})[\s-]?(?=[^\W\d])")
_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₂μ−–‐‑⁻", "01234567892µ-----")
_NOISE = re.compile(r"</?su[bp]>|[\s^.·∙⋅()-]")
_SPELLINGS = {
    " ": rf"(?:{SPACE}|-)",
    "µ": "[µμ]",
    "-": "[-−–‐‑⁻]",
    "·": r"[\s·.∙⋅*]{0,2}",
    ".": r"\.?",
    "2": r"\^?\(?(?:<su[pb]>)?[2²₂](?:</su[pb]>)?\)?",
    "3": r"\^?\(?(?:<sup>)?[3³](?:</sup>)?\)?",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a unit: its UCUM code, the kind of quantity, and for times a multiple."""

    ucum: str
    dimension: str
    times: int = 1

    def below(self) -> str:
        """The part as UCUM writes it below the line: ``/kg``, ``/(2.wk)``."""
        return f"/({self.times}.{self.ucum})" if self.times > 1 else f"/{self.ucum}"


def plain_signs(text: str) -> str:
    """Superscript digits, minus signs and the micro sign in one spelling, length kept."""
    return text.translate(_SIGNS)


@lru_cache(maxsize=2048)
def _fold(printed: str) -> str:
    """The key of a printed form: spaces, hyphens, dots and superscripts do not tell units apart."""
    return _NOISE.sub("", plain_signs(printed))


def _form_pattern(form: str, *, below: bool) -> str:
    """A form as a pattern: spaces may be missing, micro has two signs, 2 may be a superscript."""
    pattern = ""
    for before, character in zip(" " + form, form, strict=False):
        raised = character in "23" and before.isalpha()
        if raised and (below or before == "H"):
            pattern += r"\s?"
        spelling = _SPELLINGS.get(character) if raised or character not in "23" else None
        pattern += spelling or re.escape(character)
        if raised and before == "H":
            pattern += r"\s?"
    return pattern


class Forms:
    """The forms allowed in one place: ``alone``, ``above`` or ``below``."""

    def __init__(self, place: str) -> None:
        self._parts: dict[tuple[str, bool], Part] = {}
        forms: dict[str, dict[str, bool]] = defaultdict(dict)
        rows = [row for row in read_table("units.tsv") if row["place"] in (place, "any")]
        for row in sorted(rows, key=lambda row: row["place"] == "any"):
            part = Part(row["ucum"], row["dimension"])
            for cell in split_cell(row["printed"]):
                form = cell.removeprefix("=")
                self._parts.setdefault((_fold(form), True), part)
                if form == cell:
                    self._parts.setdefault((_fold(form).lower(), False), part)
                forms[plain_signs(form[0]).lower()][cell] = True
        self._below = place == "below"
        self._forms = forms
        self._patterns: dict[str, re.Pattern[str] | None] = {}

    def _pattern(self, character: str) -> re.Pattern[str] | None:
        """The forms that begin with a character, compiled when it is first met behind a number."""
        cells = self._forms.get(plain_signs(character).lower())
        pattern = self._compile(cells) if cells else None
        self._patterns[character] = pattern
        return pattern

    def _compile(self, cells: dict[str, bool]) -> re.Pattern[str]:
        patterns = []
        for cell in sorted(cells, key=lambda cell: len(cell.removeprefix("=")), reverse=True):
            pattern = _form_pattern(cell.removeprefix("="), below=self._below)
            patterns.append(f"(?-i:{pattern})" if cell.startswith("=") else pattern)
        return re.compile(rf"(?:{'|'.join(patterns)})(?:(?<=\W)|(?!\w))", re.IGNORECASE)

    def match(self, text: str, at: int) -> tuple[int, Part] | None:
        """End and meaning of the longest form that starts at `at`."""
        character = text[at : at + 1]
        known = self._patterns
        pattern = known[character] if character in known else self._pattern(character)
        found = pattern.match(text, at) if pattern else None
        if found is None:
            return None
        key = _fold(found[0])
        part = self._parts.get((key, True)) or self._parts.get((key.lower(), False))
        return (found.end(), part) if part else None


@cache
def forms(place: str) -> Forms:
    """The forms of one place, built on first use."""
    return Forms(place)


def match_below(text: str, at: int) -> tuple[int, Part] | None:
    """One part below the line, at `at`: ``/kg``, ``per 2 weeks``, ``·min-1``."""
    slash = _SLASH.match(text, at)
    if slash is None:
        return _match_inverse(text, at)
    found = forms("below").match(text, slash.end())
    if found is not None:
        return found
    times = _TIMES.match(text, slash.end())
    found = forms("below").match(text, times.end()) if times else None
    if times is None or found is None or found[1].dimension != "time":
        return None
    return found[0], Part(found[1].ucum, "time", int(times[1]))


def _match_inverse(text: str, at: int) -> tuple[int, Part] | None:
    """A part written with the exponent -1: ``kg-1``, ``L⁻¹``."""
    dot = _DOT.match(text, at)
    found = forms("below").match(text, dot.end() if dot else at)
    minus = _MINUS_ONE.match(text, found[0]) if found else None
    return (minus.end(), found[1]) if found and minus else None
