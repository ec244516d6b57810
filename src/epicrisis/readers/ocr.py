"""Misread abbreviations and units, repaired from the document itself.

There is no list of misprints. A token is repaired only where it is a rare look-alike of an
abbreviation, a gene or antibody name, or a unit that the same document uses often or defines, or
any look-alike of one that the vocabulary lists and the document prints at least once. Only
what scanners confuse may differ: strokes (`l`, `1`, `I`, `i`, `|`), `O` and `0`, `S` and `5`, `rn`
and `m`. A confused letter may also stand in both readings side by side (`S5`), and a thin stroke
may be lost inside a name of mixed case. Words of prose and numbers are never touched.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from epicrisis.model import Edit
from epicrisis.readers.base import MAX_EDITS
from epicrisis.vocab.lexicon import lexicon

_TOKEN = re.compile(r"[^\W_]+(?:\?[^\W_]+)*")
_DEFINED = re.compile(r"(?<=[^\W_][ \n)])\(\s?(?P<short>[^\W_][\w/+-]{1,14})\s?[);,]")
_ROMAN = re.compile(r"(?:[IVX]+|[ivx]+)[ab]?$")
_LIGATURES: Final = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_CONFUSED: Final = frozenset(
    frozenset((one, other))
    for letters in ("l1Ii|", "O0", "S5")
    for one in letters
    for other in letters
    if one != other
)
_FOLD: Final = str.maketrans("O5", "0S", "l1Ii|?")
_LOWER_HALF = re.compile(r"/([A-Za-z1|]{2,4})(?![^\W_])")
_BROKEN_M = re.compile(r"\d ([a-z]{0,2}rn[A-Za-z]{0,2})(?![^\W_])")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_GAPS: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
_VOWELS: Final = frozenset("aeiouy")
_LONGEST: Final = 10
_COMPARED: Final = 20  # the most frequent look-alikes of a token that it is compared with
_LISTED: Final = 4  # letters from which on a name of the vocabulary is no chance look-alike
_OFTEN: Final = 3  # times a name stands in a document before look-alikes are measured by it
_TWICE: Final = 2  # a name is at least so many times as frequent as its look-alike
_MUCH: Final = 5  # and so many times where a stroke is lost, or where both might be names


class Name(NamedTuple):
    """A token that others may be misreadings of, and how often it stands in the document."""

    token: str
    times: int


def repairs(text: str) -> list[Edit]:
    """Give the repairs of misread abbreviations, names and units, in order and disjoint.

    A text in which no abbreviation has a look-alike gives an empty list.
    """
    edits = [
        Edit(start=match.start(), end=match.end(), replacement=_LIGATURES[match[0]], kind="ocr")
        for match in islice(() if text.isascii() else _LIGATURE.finditer(text), MAX_EDITS)
    ]
    readings = dict(_readings(_symbols(text), text))
    if readings:
        found = (match for match in _TOKEN.finditer(text) if match[0] in readings)
        edits += [
            Edit(start=match.start(), end=match.end(), replacement=readings[match[0]], kind="ocr")
            for match in islice(found, MAX_EDITS)
        ]
    return sorted(edits, key=lambda edit: edit.start)


def _symbols(text: str) -> dict[str, int]:
    """How often each token stands that looks like an abbreviation, a name or a unit."""
    counts = Counter(_tokens(text))
    units = {*_LOWER_HALF.findall(text), *_BROKEN_M.findall(text)}
    return {
        token: count
        for token, count in counts.items()
        if 2 <= len(token) <= _LONGEST
        and (token in units or (not _is_word(token) and _is_symbol(token)))
    }


def _tokens(text: str) -> list[str]:
    """What `_TOKEN` finds; where no doubt is printed, cutting at the gaps does it sooner."""
    if "?" in text:
        return _TOKEN.findall(text)
    for character in () if text.isascii() else set(_BEYOND_ASCII.findall(text)):
        if not character.isalnum():
            text = text.replace(character, " ")
    return text.translate(_GAPS).split()


def _is_word(token: str) -> bool:
    """Say whether a token is plainly a word, as nearly all are."""
    return len(token) > 3 and token[1:].islower()


@lru_cache(maxsize=4096)
def _is_symbol(token: str) -> bool:
    if not token.isascii() or _is_word(token):
        return False
    if token.isdecimal() or _ROMAN.match(token):
        return False
    if any(letter.isupper() or letter.isdigit() or letter == "?" for letter in token[1:]):
        return not token[0].isdigit() or token[1].isalpha()
    return len(token) <= 3 and token[0].isupper() and not _VOWELS & set(token.lower())


def _key(token: str) -> str:
    """What is left of a token when everything a scanner may confuse is folded together."""
    folded = token.replace("rn", "m").translate(_FOLD)
    return "".join(
        letter for index, letter in enumerate(folded) if index == 0 or letter != folded[index - 1]
    )


def _readings(counts: dict[str, int], text: str) -> Iterator[tuple[str, str]]:
    """Every misread token with the name it stands for."""
    alike: defaultdict[str, list[Name]] = defaultdict(list)
    for token, count in counts.items():
        alike[_key(token)].append(Name(token, count))
    groups = [names for names in alike.values() if len(names) > 1]
    defined = {match["short"] for match in _DEFINED.finditer(text)} if groups else set()
    for found in groups:
        names = _weighed(found)
        for rare in names[1:]:
            reading = _reading(rare, names[:_COMPARED], defined)
            if reading:
                yield rare.token, reading


def _weighed(names: list[Name]) -> list[Name]:
    """The look-alikes, the likeliest first: one that the vocabulary lists outweighs all others."""
    listed = {name for name in names if len(name.token) >= _LISTED and lexicon().lookup(name.token)}
    if listed and len(listed) < len(names):
        most = _MUCH * max(name.times for name in names)
        names = [name._replace(times=most) if name in listed else name for name in names]
    return sorted(names, key=lambda name: (-name.times, name.token))


def _reading(rare: Name, names: Sequence[Name], defined: set[str]) -> str:
    for name in names:
        if name.times < _TWICE * rare.times or name.token == rare.token:
            break
        known = name.times >= _OFTEN or name.token in defined
        if known and "?" not in name.token and _misread(rare, name):
            return name.token
    return ""


def _misread(rare: Name, name: Name) -> bool:
    token, meant = rare.token, name.token
    if token.replace("rn", "m") == meant and "rn" in token:
        return True
    if len(token) == len(meant):
        return _is_substituted(rare, name)
    if len(token) > len(meant):
        return len(meant) >= 2 and _has_extra(token, meant)
    return name.times >= _MUCH * rare.times and _has_lost_strokes(token, meant)


def _is_substituted(rare: Name, name: Name) -> bool:
    """Say whether letters were exchanged; short tokens of one case may both be names."""
    token, meant = rare.token, name.token
    pairs = [pair for pair in zip(token, meant, strict=True) if pair[0] != pair[1]]
    if len(pairs) > 2 or not all(frozenset(pair) in _CONFUSED for pair in pairs):
        return False
    if len(token) < 3:
        return False
    if _is_mixed(meant) or token[0].islower() != meant[0].islower():
        return True
    return len(token) > 3 and name.times >= _OFTEN * rare.times


def _has_extra(token: str, meant: str) -> bool:
    """Say whether a letter stands in two readings side by side, or a question mark for a doubt."""
    plain = token.replace("?", "")
    if plain == meant or len(plain) != len(meant) + 1:
        return plain == meant
    for index, letter in enumerate(plain):
        counted = letter.isdigit() and index + 1 == len(plain)  # `PAI1` is no misread `PAI`
        if counted or plain[:index] + plain[index + 1 :] != meant:
            continue
        for other in (plain[max(0, index - 1) : index], plain[index + 1 : index + 2]):
            if other and other != letter and _doubles(letter, other):
                return True
    return False


def _doubles(letter: str, other: str) -> bool:
    return frozenset((letter, other)) in _CONFUSED or letter.lower() == other.lower()


def _is_mixed(meant: str) -> bool:
    upper = sum(letter.isupper() for letter in meant)
    return upper >= 2 and any(letter.islower() for letter in meant)


def _has_lost_strokes(token: str, meant: str) -> bool:
    """Say whether the token is the name without one or two capital `I` before its last letter."""
    if not _is_mixed(meant) or "II" in meant or len(token) < 2 or token[-1] != meant[-1]:
        return False
    kept = iter(token)
    expected = next(kept, "")
    lost = 0
    for letter in meant:
        if letter == expected or frozenset((letter, expected)) in _CONFUSED:
            expected = next(kept, "")
        elif letter == "I":
            lost += 1
        else:
            return False
    return not expected and 0 < lost <= 2
