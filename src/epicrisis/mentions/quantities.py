"""Numbers and what belongs to them: comparator, range, unit, power of ten.

Digits are found first and everything else is matched anchored at them, which is several times
faster than one pattern that looks for whole quantities. Numbers inside names (`KL-6`), citation
marks, figure numbers and times are left out by the caller's list of taken spans.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from epicrisis.model import QuantityMention
from epicrisis.model.mentions import QuantityForm
from epicrisis.model.quantities import Comparator
from epicrisis.vocab.units import Unit, match_unit

_SPACED = (  # `44 000/µL`, `3 500 g`: a blank parts thousands only before such units
    r"(?<!CD )[1-9]\d{0,2}(?: \d{3})+(?![\d.,]*\d)"
    r"(?=\s?(?:/|[xX×]\s?10|(?:per|cells|copies|I?U|g(?:rams?)?)\b|[–-]\s?[1-9]\d{0,2} \d{3}\b))"
)
_NUMBER = rf"{_SPACED}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,]*\d)|\d+(?:[.,·]\d+)?"
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_MOST_DIGITS = 40  # characters of a number; what is longer was never measured
_FIND = re.compile(rf"(?<![\w.,*])(?:{_NUMBER})(?!\d*(?:st|nd|rd|th)\b)|(?<![\w.])\.\d+")
_SECOND = re.compile(
    rf"(?:\s?%)?\s?(?P<join>-|–|~|to\b|and\b|/|:)\s?(?P<number>{_NUMBER})(?!\.?\d)"
)
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_PLUS_MINUS = re.compile(rf"\s?(?:±|\+/-|\+-)\s?(?:{_NUMBER})")
_COMPARATOR = re.compile(
    r"(?P<less_equal><\s?=|≤|⩽|up to|at most|not more than|no more than)\s?$"
    r"|(?P<more_equal>>\s?=|≥|⩾|at least|not less than)\s?$"
    r"|(?P<less><|less than|lower than|fewer than|under|below)\s?$"
    r"|(?P<more>>|more than|greater than|higher than|over|above|exceeding)\s?$"
    r"|(?P<about>~|≈|∼|approximately|approx\.?|about|around|nearly|almost|ca\.|circa)\s?$",
    re.IGNORECASE,
)
_COMPARATORS: dict[str, Comparator] = {
    "less": "<",
    "less_equal": "<=",
    "more": ">",
    "more_equal": ">=",
    "about": "~",
}
_LABEL = re.compile(
    r"(?:\b(?:fig(?:ure|s)?|tables?|cases?|patients?|types?|stages?|phases?|chapters?|section|"
    r"no|number|nos|refs?|reference|appendix|supplement(?:ary)?|version|class|group|exons?|codons?|"
    r"chromosome|grade|cranial nerve|nerve roots?|gravida|gravid|para|category|lead|segment|level|"
    r"box|panel)\b\.?\s?"
    r"(?:\d+[a-z]?(?:,|\sand|-)\s?)?)$",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\[\s?\d[\d,;\-–\s]*\]|\(\s?\d{1,3}(?:\s?[,;\-–]\s?\d{1,3})*\s?\)")
_ONE_RANGE = re.compile(r"\(\s?\d{1,3}\s?[\-–]\s?\d{1,3}\s?\)")
_PER = re.compile(r"/(?:[dcmµμn]?[lL]|h|min)\s?$")
_NAME_BEFORE = re.compile(r"[A-Za-zα-ω]-$|[A-Za-z]\d?\d?/$")  # `KL-6`, `L4/5`
_WORD_BEFORE = re.compile(r"[a-z]{4}-$")  # `level-2105 pg/mL`
_CONCENTRATIONS = ("mass", "number", "catalytic", "arbitrary")
_NEVER_NEGATIVE = frozenset({"velocity", *(f"{of} concentration" for of in _CONCENTRATIONS)})
_FROM = re.compile(r"\bfrom\s(?:a\s|an\s|about\s)?(?:\w+\s){0,3}$", re.IGNORECASE)
_TO = re.compile(r"^\s?to\s")


def quantities(
    text: str, taken: Sequence[tuple[int, int]] = (), *, start: int = 0, end: int | None = None
) -> list[QuantityMention]:
    """Find the quantities of a text, in order.

    Args:
        text: The readable text (dashes and spaces in one form).
        taken: Spans in ascending order whose numbers belong to something else.
        start: Where to begin.
        end: Where to stop; the whole text by default.
    """
    stop = len(text) if end is None else end
    citations = [match.span() for match in _CITATION.finditer(text, start, stop)]
    citing = [span[0] for span in citations]
    starts = [span[0] for span in taken]
    found: list[QuantityMention] = []
    behind = start
    for match in _FIND.finditer(text, start, stop):
        at = match.start()
        if at < behind or match.end() - at > _MOST_DIGITS or _inside(taken, starts, at):
            continue
        parts = text.startswith("-", match.end()) and _PARTS.match(text, at, stop)
        if parts:
            behind = parts.end()
            continue
        if _inside(citations, citing, at) and _cites(text, _within(citing, at), behind):
            continue
        named = _NAME_BEFORE.search(text, max(0, at - 4), at)
        word = named and _WORD_BEFORE.search(text, max(0, at - 5), at)
        label = _LABEL.search(text, max(0, at - 24), at)
        if label and _limits(text, behind, label.start()):
            label = None
        if label or (named and not word and not _ends_at(taken, starts, at - 1)):
            continue
        mentions = _read(text, match, stop)
        if named and not _is_value(text, mentions[0], match[0]):
            continue
        behind = mentions[-1].end
        found += mentions
    _share_units(text, found)
    return found


def _is_value(text: str, mention: QuantityMention, printed: str) -> bool:
    """A number joined to a word is a value where it has a unit; behind a name, decimals do."""
    if _WORD_BEFORE.search(text, max(0, mention.start - 5), mention.start):
        return mention.dimension in _NEVER_NEGATIVE
    return mention.unit is not None or "." in printed


_LISTED = re.compile(r"^(?:\s?,\s|\sand\s|,\sand\s|\sor\s|\s?/\s?)$")
_LONGEST_JOINT = len(", and \n")


def _share_units(text: str, found: list[QuantityMention]) -> None:
    """`250 and 172 IU/L`: the unit printed once, behind the last, is that of all."""
    for mention, following in zip(found[-2::-1], found[:0:-1], strict=True):
        bare = mention.unit is None and mention.form == "number"
        if bare and following.unit is not None:
            gap = text[mention.end : following.start]
            if len(gap) <= _LONGEST_JOINT and _LISTED.match(gap):
                _copy_unit(following, mention)


def number(printed: str) -> float:
    """Read a printed number: `1,393` is 1393, `3,5` and `3·5` are 3.5.

    >>> number("1,393"), number("3,5"), number("12,000.5"), number("44 000")
    (1393.0, 3.5, 12000.5, 44000.0)
    """
    plain = printed.replace("·", ".").replace(" ", "")
    if _THOUSANDS.fullmatch(plain) or plain.count(",") + plain.count(".") > 1:
        return float(plain.replace(",", ""))  # of several marks, the commas part thousands
    return float(plain.replace(",", "."))


def _is_exposure(text: str, start: int) -> bool:
    low = max(0, start - 12)
    return text.find("AUC", low, start) >= 0 and _EXPOSURE.search(text, low, start) is not None


_EXPOSURE = re.compile(r"\bAUC\s?(?:of\s|=\s?|:\s?)?$")  # `carboplatin AUC 5`
_PARTS = re.compile(  # `10-5-5 mg`: a day's dose in its parts, none of which is the dose
    r"\d{1,3}(?:\.\d)?(?:-\d{1,3}(?:\.\d)?){2,3}(?=\s?(?:mg|µg|mcg|IU|U|units|tablets)\b)"
)


def _limits(text: str, behind: int, label: int) -> bool:
    """Say whether a label stands in brackets right behind a value: `5 nmol/L (reference 2-3)`."""
    return text.startswith("ref", label) and text[behind:label].strip() == "("


def _inside(spans: Sequence[tuple[int, int]], starts: list[int], at: int) -> bool:
    index = bisect_left(starts, at + 1) - 1
    return index >= 0 and spans[index][0] <= at < spans[index][1]


def _ends_at(spans: Sequence[tuple[int, int]], starts: list[int], at: int) -> bool:
    """Say whether a name ends there: `HB-10.3 g/dL` is a value of HB."""
    index = bisect_left(starts, at) - 1
    return index >= 0 and spans[index][1] == at


def _within(starts: list[int], at: int) -> int:
    """The last start that is not behind an offset."""
    return starts[bisect_left(starts, at + 1) - 1]


def _cites(text: str, start: int, behind: int) -> bool:
    """A bracket with nothing but small whole numbers cites, unless a value stands before it.

    Behind a value or a unit, `412 U/L (120-245)`, a bracketed range is the normal one.
    """
    if text[start] == "[":
        return True
    before = text[max(0, start - 2) : start].rstrip()
    last = start
    while last and text[last - 1].isspace():
        last -= 1
    printed = last == behind or _PER.search(text, max(0, start - 6), start)
    ranged = printed and _ONE_RANGE.match(text, start)
    return not (ranged or before.endswith(tuple("0123456789%")))


def _read(text: str, match: re.Match[str], stop: int) -> list[QuantityMention]:
    """Read the quantity that begins with `match`: one mention, or both sides of a change."""
    second = _SECOND.match(text, match.end(), stop)
    changing = bool(_FROM.search(text, max(0, match.start() - 40), match.start()))
    if second and not _joins(text, match, second):
        second = None
    falling = second and second["join"] == "to" and number(second["number"]) < number(match[0])
    if second and (falling or (changing and second["join"] in ("to", "-", "–"))):
        return _change(text, match, second)
    first = _mention(text, match.start(), match.end(), match[0])
    if second:
        first.high = number(second["number"])
        first.form = _form(second["join"])
        first.number_end = first.end = second.end()
        if first.form == "range" and first.high < first.value:
            first.value, first.high = first.high, first.value
    _add_unit(text, first)
    if first.unit is None and _is_exposure(text, first.start):
        first.unit, first.dimension, first.base = "AUC", "exposure", "AUC"
    if first.unit is None and not second:
        spread = _PLUS_MINUS.match(text, first.end, stop)
        if spread:
            first.number_end = first.end = spread.end()
            _add_unit(text, first)
    if first.value < 0 and first.dimension in _NEVER_NEGATIVE:
        first.start, first.value = first.start + 1, -first.value  # the dash behind a name
    if changing and first.form == "number":
        first.form = "from"
    return [first]


def _joins(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Do two numbers make one range or pair? Dates, dotted lists and fractions of words do not."""
    join = second["join"]
    if len(second["number"]) > _MOST_DIGITS:
        return False
    if join == ":":
        return first[0] == "1" != second["number"]  # a titre; `1:1` is a mixture
    if join == "and":
        return bool(_BETWEEN.search(text, max(0, first.start() - 9), first.start()))
    if join == "to":
        return True
    if join == "/":
        return not text.startswith("/", second.end())
    if re.search(r"\d-$", text[max(0, first.start() - 2) : first.start()]):
        return False  # `7-8-9`
    return not re.match(r"-\d", text[second.end() : second.end() + 2])


def _form(join: str) -> QuantityForm:
    return "pair" if join == "/" else "titre" if join == ":" else "range"


def _change(text: str, first: re.Match[str], second: re.Match[str]) -> list[QuantityMention]:
    """`from 100 to 82%` is two values; the unit printed once belongs to both."""
    low = _mention(text, first.start(), first.end(), first[0])
    high = _mention(text, second.start("number"), second.end(), second["number"])
    low.form, high.form = "from", "to"
    _add_unit(text, high)
    _copy_unit(high, low)
    return [low, high]


def _copy_unit(source: QuantityMention, target: QuantityMention) -> None:
    for name in ("unit", "ucum", "dimension", "base", "per_kg", "per_m2", "per_time"):
        setattr(target, name, getattr(source, name))


def _mention(text: str, start: int, end: int, printed: str) -> QuantityMention:
    sign = 1.0
    if start and text[start - 1] in "-−" and (start == 1 or text[start - 2] in " (:="):
        start, sign = start - 1, -1.0
    mention = QuantityMention(start, end, "quantity", value=sign * number(printed), number_end=end)
    before = _COMPARATOR.search(text, max(0, start - 16), start)
    if before and before.lastgroup:
        mention.comparator = _COMPARATORS[before.lastgroup]
    return mention


@lru_cache(maxsize=8192)
def _unit(following: str) -> tuple[int, Unit] | None:
    return match_unit(following, 0)


def _behind_bracket(text: str, mention: QuantityMention) -> tuple[int, Unit] | None:
    """`(4.2-5.4) × 10^9/L`: the power of ten is that of the whole bracket."""
    end = mention.end
    if not (mention.start and text[mention.start - 1] == "(" and _POWER.match(text, end)):
        return None
    found = _unit(text[end + 1 : end + 33])
    return found and (found[0] + 1, found[1])


_POWER = re.compile(r"\)\s?[×x*]\s?10")


def _add_unit(text: str, mention: QuantityMention) -> None:
    """Take the unit behind the number; the few characters that decide it are looked up once."""
    if mention.end >= len(text) or not (text[mention.end : mention.end + 12].strip()):
        return
    found = _unit(text[mention.end : mention.end + 32])
    if found is None:
        found = _behind_bracket(text, mention)
    if found is None:
        return
    length, unit = found
    printed = unit.printed
    if printed.endswith(")") and printed.count(")") > printed.count("("):
        length, printed = length - 1, printed[:-1]  # the bracket is the sentence's
    mention.end += length
    mention.unit = printed
    mention.ucum, mention.dimension, mention.base = unit.ucum, unit.dimension, unit.base
    mention.per_kg, mention.per_m2, mention.per_time = unit.per_kg, unit.per_m2, unit.per_time
