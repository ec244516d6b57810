"""Numbers as prose writes them: digits, number words, fractions, vague counts, ordinals.

`CARDINAL` and `ORDINAL` are regular-expression sources, to be built into larger patterns that are
compiled with `re.IGNORECASE`; `cardinal` and `ordinal` read what they match. A number is a pair
`(least, greatest)`: "several" is 3 to 7 and "a few" 2 to 4, everything else has no width. What
comes in small whole numbers (patients, courses, days) has patterns of its own, `COUNT_WORD` and
`RANK_WORD`, and `counted`. All words are data: `number_words.tsv`.
"""

import re
from functools import lru_cache

from epicrisis.vocab.tables import read_table


def _words(role: str) -> dict[str, tuple[float, float]]:
    """The words of one role, longest first, so that an alternation of them is greedy."""
    rows = [row for row in read_table("number_words.tsv") if row["role"] == role]
    rows.sort(key=lambda row: -len(row["word"]))
    return {row["word"]: (float(row["low"]), float(row["high"])) for row in rows}


_DIGIT, _TEEN, _TEN, _SCALE = map(_words, ("digit", "teen", "ten", "scale"))
_ORDINALS = {role: _words(f"ordinal_{role}") for role in ("digit", "teen", "ten", "scale")}
_VAGUE, _FRACTION = _words("vague"), _words("fraction")
_PLAIN = {word: low for table in (_DIGIT, _TEEN, _TEN) for word, (low, _) in table.items()}
NUMBER_WORDS = tuple(_PLAIN)
"""The words that whole numbers below a hundred are made of."""

_ORDINAL_VALUE = {word: low for t in _ORDINALS.values() for word, (low, _) in t.items()}


def _either(words: dict[str, tuple[float, float]]) -> str:
    return "(?:" + "|".join(map(re.escape, words)).replace(r"\ ", r"\s") + ")"


BELOW_HUNDRED = (
    rf"(?:{_either(_TEN)}(?:[\s-]{_either(_DIGIT)}\b)?|{_either(_TEEN)}|{_either(_DIGIT)})"
)
"""Regular-expression source of a whole number below a hundred in words; no groups."""

_BIG = rf"(?:{BELOW_HUNDRED}|an?)[\s-]{_either(_SCALE)}\b"
_COUNT = (
    rf"(?:{_BIG}(?:\s(?:and\s)?{_BIG})?(?:[\s-](?:and[\s-])?{BELOW_HUNDRED}\b)?|{BELOW_HUNDRED}\b)"
)
_AND_HALF = r"[\s-]and[\s-](?:a|one)[\s-]half\b"
_FIGURES = r"\d+(?:[.,]\d+)*(?:\s?[½¼¾])?"

CARDINAL = (
    rf"(?:{_FIGURES}(?:{_AND_HALF})?|(?:an?\s)?{_either(_VAGUE)}(?=\W|$)|{_either(_FRACTION)}(?=\W|$)"
    rf"|{_COUNT}(?:\sdozen\b|{_AND_HALF})?)"
)
"""Regular-expression source of a cardinal number; no groups. A lone article is not matched."""

ORDINAL = (
    rf"(?:\d+\s?(?:st|nd|rd|th)\b|{_either(_TEN)}[\s-]{_either(_ORDINALS['digit'])}\b"
    rf"|(?:{'|'.join(_ORDINAL_VALUE)})\b)"
)
"""Regular-expression source of an ordinal number ("third", "12th", "twenty-first"); no groups."""

_MOST_COUNTED = 12  # what is counted further is written in digits


def _up_to_twelve(words: dict[str, float]) -> str:
    known = [word for word, value in words.items() if 1 <= value <= _MOST_COUNTED]
    return f"(?:{'|'.join(known)})"


COUNT_WORD = _up_to_twelve(_PLAIN)
"""Regular-expression source of the words from "one" to "twelve"; no groups."""

RANK_WORD = _up_to_twelve(_ORDINAL_VALUE)
"""Regular-expression source of the words from "first" to "twelfth"; no groups."""

_FRACTION_SIGN = re.compile(r"(?P<whole>.*?)\s?(?P<sign>[½¼¾])\Z")
_HALF_TAIL = re.compile(rf"{_AND_HALF}\Z", re.I)


@lru_cache(maxsize=4096)
def cardinal(text: str) -> tuple[float, float] | None:
    """Read a cardinal number: "twenty-two", "1,200", "2½", "one and a half", "several", "an".

    Args:
        text: the number alone, in any letter case.

    Returns:
        Least and greatest value meant, or None where the text is not a number.
    """
    phrase = " ".join(text.lower().split())
    if phrase in ("a", "an"):
        return 1.0, 1.0
    if phrase in _FRACTION:
        return _FRACTION[phrase]
    bare = phrase.removeprefix("a ")
    if bare in _VAGUE:
        return _VAGUE[bare]
    if bare.endswith(" dozen"):
        return _twelvefold(cardinal(bare.removesuffix(" dozen")))
    if half := _HALF_TAIL.search(phrase):
        return _plus(cardinal(phrase[: half.start()]), 0.5)
    if sign := _FRACTION_SIGN.match(phrase):
        return _plus(cardinal(sign["whole"]), _FRACTION[sign["sign"]][0])
    value = _figures(phrase) if phrase[:1].isdigit() else _count(phrase)
    return None if value is None else (value, value)


def counted(text: str) -> int:
    """Read a whole number in digits or as one of `COUNT_WORD`.

    >>> counted("12"), counted("Twelve")
    (12, 12)
    """
    return int(text) if text.isdecimal() else int(_PLAIN[text.lower()])


def ordinal(text: str) -> int | None:
    """Read an ordinal number: "third", "12th", "twenty-first"; None where it is none."""
    phrase = text.lower().strip()
    if found := re.fullmatch(r"(\d{1,6})\s?(?:st|nd|rd|th)", phrase):
        return int(found[1])
    ten, _, digit = phrase.replace(" ", "-").rpartition("-")
    if ten:
        if ten not in _TEN or digit not in _ORDINALS["digit"]:
            return None
        return int(_TEN[ten][0] + _ORDINALS["digit"][digit][0])
    value = _ORDINAL_VALUE.get(phrase)
    return None if value is None else int(value)


def _plus(value: tuple[float, float] | None, more: float) -> tuple[float, float] | None:
    return None if value is None else (value[0] + more, value[1] + more)


def _twelvefold(value: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if value is None else (value[0] * 12, value[1] * 12)


def _figures(phrase: str) -> float | None:
    """Digits; a comma before exactly three digits groups thousands, any other is decimal."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", phrase):
        return float(phrase.replace(",", ""))
    plain = phrase.replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,15}(?:\.\d{1,15})?", plain) else None


def _count(phrase: str) -> float | None:
    """Add up number words below a million; None where a word is no number word."""
    total = current = 0.0
    words = [word for word in re.split(r"[\s-]+", phrase) if word != "and"]
    if not words:
        return None
    for word in words:
        if word in _SCALE:
            scale = _SCALE[word][0]
            current = max(current, 1) * scale
            if scale == 1000:
                total, current = total + current, 0.0
        elif word in _PLAIN:
            current += _PLAIN[word]
        elif word not in ("a", "an"):
            return None
    return total + current
