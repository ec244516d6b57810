"""How raised and lowered characters are read in plain text.

`10<sup>9</sup>/L` is read `10^9/L`, `m<sup>2</sup>` as `m2`, `CD4<sup>+</sup>` as `CD4+`, a raised
number behind a word as the citation `[12]`, and a raised letter or sign as the mark of a footnote,
which is no part of the words and is dropped.
"""

import re
from typing import Final

_TEN = re.compile(r"(?<![\d.,])10$")
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[cdkmµμn]?m|[dmµμ]?[lL]|kg|s|min|h|sec)$")
_EXPONENT = re.compile(r"[-+]?\d{1,2}$")
_NUMBERS = re.compile(r"\[?\d{1,3}[a-z]?(?:\s?[,;–-]\s?\d{1,3}[a-z]?)*\]?$")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ème|o|a)$")
_CHARGE = re.compile(r"\d?[-+−–]{1,3}$|\d[-+−]$|high|low|hi|lo|bright|dim|null")
_MARKS = re.compile(r"[A-Za-z*∗†‡§¶#‖|]{1,3}(?:\s?[,;]\s?[A-Za-z\d*∗†‡§¶#‖]{1,3})*$")
_SIGNS: Final = frozenset("®™©℠")
_MINUS: Final = str.maketrans("−–‐‑", "----")


def superscript(before: str, raised: str, after: str, *, cited: bool = False) -> str:
    """Give the plain reading of raised characters.

    Args:
        before: What stands before them, to a dozen characters.
        raised: The raised characters, without markup.
        after: What follows, at least one character where there is one.
        cited: Whether the source marks them as a citation.
    """
    raised = raised.strip()
    if not raised or raised[0] in _SIGNS:
        return ""
    plain = raised.translate(_MINUS)
    if not cited and (reading := exponent(before, raised)):
        return reading
    last = before[-1:]
    if cited or _NUMBERS.match(plain):
        return _citation(last, raised, after, cited=cited)
    if _ORDINAL.match(raised) and last.isdigit() and len(raised) > 1:
        return raised
    if _CHARGE.match(plain):
        return plain
    if raised == "m" and last.isdigit() and after[:1].isupper():
        return raised
    if _MARKS.match(raised):
        return ""
    return raised


def exponent(before: str, raised: str) -> str:
    """Give the reading of an exponent, `^9` behind a ten and `2` behind a metre, or "" for others.

    Blanks between the base and the raised characters are overlooked.
    """
    plain = raised.strip().translate(_MINUS)
    if not _EXPONENT.match(plain):
        return ""
    base = before.rstrip()
    if _TEN.search(base):
        return "^" + plain
    if plain[0] == "-" or (plain in ("2", "3") and _UNIT.search(base)):
        return plain
    return ""


def _citation(last: str, raised: str, after: str, *, cited: bool) -> str:
    if not cited:
        if not last or (last.isspace() and after[:1].isupper()) or last in "([{":
            return raised  # an isotope, or a mark before its own note
        if last.isdigit():
            return "^" + raised
    if raised[0] in "[(" or not _NUMBERS.match(raised.translate(_MINUS)):
        return raised
    return f"[{raised}]"


def footnote_marks(before: str, raised: str) -> tuple[str, ...]:
    """Give the marks in raised characters at the end of a table cell, or nothing.

    Args:
        before: What stands before them in the cell.
        raised: The raised characters, without markup.
    """
    raised = raised.strip()
    plain = raised.translate(_MINUS)
    if exponent(before, raised):
        return ()
    if not raised or _CHARGE.match(plain) or raised[0] in _SIGNS:
        return ()
    if not (_MARKS.match(raised) or re.fullmatch(r"\d(?:\s?,\s?\d)*", raised)):
        return ()
    if len(raised) > 1 and _ORDINAL.match(raised) and before.rstrip()[-1:].isdigit():
        return ()
    return split_marks(raised)


def split_marks(raised: str) -> tuple[str, ...]:
    """Split marks printed together: `a,b` and `*†` are two each, `**` is one."""
    found = re.findall(r"\*+|∗+|[A-Za-z]|\d+|[†‡§¶#‖|]+", raised)
    return tuple(mark.lower().replace("∗", "*") for mark in found)
