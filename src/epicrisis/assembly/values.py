"""Quantities and reference ranges of the model, made from mentions."""

import re
from functools import lru_cache

from epicrisis.assembly.drafts import Page
from epicrisis.errors import UnitError
from epicrisis.model import Quantity, QuantityMention, ReferenceRange
from epicrisis.vocab.analytes import Analyte, analytes, canonical, share_of
from epicrisis.vocab.ucum import commensurable

_RANGE_WORD = (
    r"(?:normal|reference|ref|rr|nr|n|nv|vn|normal\svalue|laboratory|lab|adult|upper|lower|limits?|"
    r"cut-?off|range|ranges|value|values|interval|intervals|level|levels|of|for|is|was|the|uln|"
    r"lln|physiological|expected|between|from|at)"
)
_WORDS = re.compile(rf"^[\s,;:.=()\[\]-]*(?:{_RANGE_WORD}\b[\s,;:.=()\[\]-]*)*$", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:\bnormal|\breference|\bref\b|\brr\b|\bnr\b|\bnv\b|\bvn\b|\bn\s?[:=]|\bcut-?off|\buln\b|\blln\b|"
    r"upper\slimit|lower\slimit)",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\b(?:was|were|is|are|remained|stayed|became)\s(?:\w+\s)?normal\s\($", re.I)
# Dimensions that no laboratory value has: they count time, space or the patient's body.
NOT_MEASURED = frozenset({"time", "length", "area", "volume", "age", "mass", "body mass"})


def quantity(mention: QuantityMention, text: str, *, fraction: bool = False) -> Quantity:
    """Make the model's quantity of a mention.

    A titre is its reciprocal, `1:320` is 320; of a score out of a whole, `27/30`, the score. What
    is a fraction, such as an acuity of `20/200`, is divided.
    """
    value, high = mention.value, mention.high
    if mention.form == "titre" and high is not None:
        value, high = high, None
    elif mention.form == "pair" and mention.unit is None:
        value, high = round(value / high, 4) if fraction and high else value, None
    return Quantity.trusted(
        value=value,
        high=high,
        comparator=mention.comparator,
        unit=mention.unit,
        ucum=mention.ucum,
        text=_printed(text, mention),
    )


def _printed(text: str, mention: QuantityMention) -> str:
    """The words of a quantity; a bracket that closes in it opens in it."""
    words = text[mention.start : mention.end]
    opened = mention.start and text[mention.start - 1] == "("
    return f"({words}" if opened and words.count(")") > words.count("(") else words


def reference_range(mention: QuantityMention, text: str) -> ReferenceRange:
    """Read a range from a quantity: `119-229`, `<8`, `>60`; a lone number is an upper limit."""
    low: float | None = None
    high: float | None = None
    if mention.form == "range":
        low, high = mention.value, mention.high
    elif mention.comparator in (">", ">="):
        low = mention.value
    else:
        high = mention.value
    start = _with_sign(text, mention.start) if mention.comparator else mention.start
    printed = text[start : mention.end]
    return ReferenceRange.trusted(low=low, high=high, unit=mention.unit, text=printed)


def _with_sign(text: str, start: int) -> int:
    """Where the sign of comparison right before a number begins; the number if there is none."""
    at = start
    while at and text[at - 1].isspace():
        at -= 1
    if at and text[at - 1] not in "<>≤≥=":
        return start
    while at and text[at - 1] in "<>≤≥= ":
        at -= 1
    while text[at].isspace():
        at += 1
    return at


def find_range(page: Page, value: QuantityMention, limit: int) -> QuantityMention | None:
    """Find the reference range printed behind a value, in brackets or after `normal`.

    A bracket right behind a value is a range if it holds nothing but a range or a bound, perhaps
    with words such as "normal"; a plain number there is not (`1.92 (58%)`).
    """
    for candidate in page.mentions(value.end, min(limit, value.end + 60), "quantity"):
        if not isinstance(candidate, QuantityMention) or page.used(candidate):
            continue
        start = candidate.start
        between = page.text[value.end : start]
        stripped = between.rstrip("<>≤≥= ") if candidate.comparator else between
        if not _WORDS.match(_without_comparator(stripped)):
            return None
        named = bool(_NAMED.search(between))
        bracket = "(" in between or "[" in between
        bounded = candidate.form == "range" or candidate.comparator in ("<", ">", "<=", ">=")
        if not (named or (bracket and bounded)):
            return None
        if candidate.ucum and value.ucum and not _alike(candidate.ucum, value.ucum):
            return None
        return candidate
    return None


def precedes_range(page: Page, candidate: QuantityMention) -> bool:
    """Is this number itself a limit: `normal < 5`, `reference range 3-10`?

    What stands in brackets behind "was normal" is the value that is called so.
    """
    before = page.text[max(0, candidate.start - 28) : candidate.start]
    if candidate.form == "number" and not candidate.comparator and _CALLED.search(before):
        return False
    return bool(
        re.search(
            r"(?:\bnormal(?:\s(?:range|values?|limits?|upper\slimit))?|\breference(?:\s\w+)?|"
            r"\bref\.?|\buln|\blln|\bcut-?off(?:\svalue)?|[(\[](?:normal\s)?controls?(?:\svalue)?)"
            r"[\s:,=(<>≤≥]*(?:(?:is|was|of)\s)?$",
            before,
            re.IGNORECASE,
        )
    )


def _without_comparator(words: str) -> str:
    return re.sub(
        r"(?:less|lower|more|greater|higher)\sthan|up\sto|below|above|under|over|[<>≤≥]",
        " ",
        words,
        flags=re.IGNORECASE,
    )


@lru_cache(maxsize=4096)
def _alike(first: str, second: str) -> bool:
    try:
        return first == second or commensurable(first, second)
    except UnitError:
        return False


@lru_cache(maxsize=4096)
def only_unit(analyte_id: str, value: float) -> str | None:
    """Give the one accepted unit in which a number without a unit is possible, if there is one.

    FVC 3.1 can only be litres, for in millilitres nobody lives; CK 109 may be U/L or nkat/L.
    """
    known = analytes().get(analyte_id)
    if known is None or not known.ucum or known.phys_low is None or known.phys_high is None:
        return None
    units = dict.fromkeys([known.ucum, *(scale.ucum for scale in known.scales)])
    possible = [u for u in units if _possible(known, value, u)]
    return possible[0] if len(possible) == 1 and possible[0] != "1" else None


def _possible(known: Analyte, value: float, ucum: str) -> bool:
    try:
        plain = canonical(value, ucum, known)
    except UnitError:
        return False
    low, high = known.phys_low, known.phys_high
    return plain is not None and low is not None and high is not None and low <= plain <= high


@lru_cache(maxsize=16384)
def fits(analyte_id: str, ucum: str | None, dimension: str) -> bool:
    """Does a unit measure this analyte? Without a unit anything may."""
    if ucum is None:
        return True
    known: Analyte | None = analytes().get(analyte_id)
    if known is None:
        return dimension not in NOT_MEASURED
    if ucum == "%" and share_of(analyte_id):
        return True
    if any(_alike(ucum, scale.ucum) for scale in known.scales):
        return True
    if known.ucum:
        return _alike(ucum, known.ucum)
    return dimension not in NOT_MEASURED
