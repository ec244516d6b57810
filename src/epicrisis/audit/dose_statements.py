"""Doses as a document states them, whoever got them: drug, number, unit.

The courses hold the doses of patients. A misprint in a review of the literature misleads just as
much, so the checks of doses read the text itself as well.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise

from epicrisis.audit.base import Span
from epicrisis.audit.passages import NUMBER, digits_in, lowered, number, passages, sentence_of
from epicrisis.errors import InputError
from epicrisis.measures.memory import remembered
from epicrisis.model import Document
from epicrisis.vocab.lexicon import Hit, Lexicon, names_of
from epicrisis.vocab.numbers import COUNT_WORD
from epicrisis.vocab.tables import read_table, split_cell
from epicrisis.vocab.ucum import commensurable
from epicrisis.vocab.unit_forms import plain_signs
from epicrisis.vocab.units import Unit, match_unit

_AMOUNT = re.compile(
    rf"(?<![\w.,/–-])(?P<low>{NUMBER})(?:\s*(?:-|–|—|to)\s*(?P<high>{NUMBER}))?(?!\d)"
)
_TO_DRUG = re.compile(
    r"[\s-]*(?:(?:of|oral|orally|intravenous|intravenously|iv|i\.v\.|po|daily|once|twice|a|per|day|"
    r"/|d|single|dose|high|low|pulse|maintenance)[\s-]+){0,5}",
    re.I,
)
_FROM_DRUG = 80  # characters from a drug's name to its dose
_REACH = 5 * _FROM_DRUG  # the same where brackets stand between them
_NO_NAME_OVER = (". ", ", ", "; ")  # the lexicon finds no name that runs over these
_NAMED = re.compile(r"\b(?!With|After|Oral|The)[A-Z][\w-]*\s*$")  # a name no table holds
_ASIDE = re.compile(r"^[^()]*\)|\([^()]*\)")
_BREAK = re.compile(
    r"\.\s|;|\n\s*\n|\t.*\t|\b(?:proteinuria|albuminuria|levels?|concentrations?|excretion|trough)\b"
)
_LISTED = re.compile(  # a name no table holds, in a list of drugs
    r"[,;(]\s*(?:and\s+|plus\s+)?[a-z][a-z-]{4,}(?:ine?|mab|nib|ol|ide|ate|one|am|il|ir|acil|azole)\s*$"
)
_BESIDE = re.compile(r"\s*[(\[]\s*(?P<whole>\d+(?:[.,]\d+)?)")
_TALLY = re.compile(
    r"\b(?:total\w*|cumulative|overall|altogether|sum|accumulat\w+|cumulat\w+)\b"
    rf"|\b(?:over|during|within)\s+(?:a\s+|the\s+)?(?:\d|{COUNT_WORD}|several|whole|entire)",
    re.I,
)
_SHORT = re.compile(r"[,(]\s*(?!IV|PO|IM|SC|QD|BID)[A-Z]{3,5}\s*$")  # "(…, PEM 1.0 g"
_SEEN = 40  # characters in front of a dose in which another name stands
_AHEAD = 45  # characters behind a dose in which a total is named
_OVERDOSED = (
    *("overdos", "intoxicat", "poison", "suicid", "ingest", "accident", "toxic dose", "lethal"),
    *("erroneous", "mistake", "medication error", "abuse", "misus", "murine"),
)
_BEASTS = (
    "rats?|mice|mouse|rabbits?|dogs?|cats?|horses?|mares?|foals?|pigs?|piglets?|cows?|cattle|cal(?:f|ves)|sheep|goats?"
    "|monkeys?|macaques?|ferrets?|parrots?"
)
_ANIMALS = re.compile(
    rf"\b(?:{_BEASTS}|canine|feline|equine|bovine|porcine|ovine)\b(?![\s-]+(?:bite|scratch|dander|allerg|owner|contact))"
)
_VETERINARY = re.compile(
    rf"\b(?:in|of|from)\s+(?:an?|{COUNT_WORD}|\d+|the)\s+(?:[\w-]+\s+){{0,3}}?(?:{_BEASTS})\b"
    r"(?![\s-]+(?:bite|scratch|owner|contact))|\bveterinar\w+\s+(?:medicine|clinic|hospital|school|teaching)"
)
_TITLE = 400  # characters in which an animal patient is named
_RESPECTIVE = re.compile(r"\w\s*(?:,|/|,?\s+and|\s+or|\s+plus)\s+(?:the\s+)?$", re.I)
_RATES = ("min", "h")
_UNITS = {"[IU]": 1.0, "U": 1.0, "MU": 1e6}  # in international units, as doses print them
_LETTERS = re.compile(r"[^\W\d_]{1,3}")
_HEAD = re.compile(rf"\s*[-‐‑]?({_LETTERS.pattern}|\S)")
_POWER = frozenset("x×✕*∙·1")  # what a power of ten in front of a unit begins with

_Amount = tuple[int, float, float, Unit]  # end, lowest and highest number, unit


@dataclass(frozen=True, slots=True)
class Stated:
    """A dose in print.

    `start` and `end` span number and unit; `drug` is the id in the packaged table; `low` and
    `high` are in `unit.base`. `whole` is the dose for the whole body printed in brackets beside a
    dose per kg: its span, value and UCUM unit. `tally` marks a total over time.
    """

    start: int
    end: int
    drug: str
    low: float
    high: float
    unit: Unit
    whole: tuple[Span, float, str] | None = None
    tally: bool = False

    @property
    def basis(self) -> str:
        """What the dose is per: `kg`, `m2`, or nothing."""
        return "kg" if self.unit.per_kg else "m2" if self.unit.per_m2 else ""


@cache
def _drugs() -> Lexicon:
    tables = ("field_drugs.tsv", "drug_classes.tsv", "drugs.tsv.gz")
    return Lexicon(chain.from_iterable(names_of(table) for table in tables))


@remembered(1)
def stated_doses(document: Document) -> tuple[Stated, ...]:
    """Give the doses in a document's text, in order, but for overdoses and animals."""
    doses = tuple(dose for span in passages(document) for dose in _in_passage(document, span))
    if doses and _VETERINARY.search(lowered(document), 0, _TITLE):
        return ()
    return doses


def _in_passage(document: Document, span: Span) -> Iterator[Stated]:
    text = document.text
    amounts = list(_amounts(document, span))
    if not amounts:  # the drugs are looked for last, as that takes longest
        return
    ends = [(found.start(), amount[0]) for found, amount in amounts]
    hits = [
        _moved(hit, low)
        for low, high in _around(text, span, ends)
        for hit in _drugs().scan(text[low:high])
    ]
    for found, amount in amounts:
        end, low, high, unit = amount
        drug = _drug(text, hits, found.start(), end) if hits else None
        if not drug:
            continue
        sentence = sentence_of(document, found.start(), end)
        if not _is_overdose(document, sentence) and not _is_shared(text, hits, sentence):
            tally = bool(_TALLY.search(text, max(span[0], found.start() - 40), end + _AHEAD))
            whole = _beside(text, end) if unit.per_kg else None
            yield Stated(found.start(), end, drug, low, high, unit, whole, tally)


def _is_overdose(document: Document, sentence: Span) -> bool:
    """Whether a sentence tells of an overdose, a mistake or an animal."""
    words = lowered(document)[slice(*sentence)]
    return any(stem in words for stem in _OVERDOSED) or bool(_ANIMALS.search(words))


def _is_shared(text: str, hits: list[Hit], sentence: Span) -> bool:
    """Whether a sentence lists drugs and then, `respectively`, their doses."""
    if "respectively" not in text[slice(*sentence)]:
        return False
    inside = [hit for hit in hits if sentence[0] <= hit.start < sentence[1]]
    return any(
        _RESPECTIVE.fullmatch(text, one.end - 1, other.start) for one, other in pairwise(inside)
    )


def _around(text: str, span: Span, doses: list[Span]) -> list[Span]:
    """The stretches of a passage in which the drugs of its doses are named, up to full breaks.

    No character is looked at twice: back up to the last stretch, ahead from the last break.
    """
    stretches: list[Span] = []
    ahead = dict.fromkeys(_NO_NAME_OVER, -1)
    for start, end in doses:
        floor = stretches[-1][1] if stretches else span[0]
        from_ = max(span[0], start - _REACH)
        low = max(text.rfind(mark, floor, from_) for mark in _NO_NAME_OVER)
        behind = _TO_DRUG.match(text, end)
        to = behind.end() if behind else end
        for mark, place in ahead.items():
            if place < to:
                found = text.find(mark, to, span[1])
                ahead[mark] = found if found >= 0 else len(text)
        low, high = low + 2 if low >= 0 else floor, min(span[1], *ahead.values())
        if stretches and low <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(high, stretches[-1][1]))
        else:
            stretches.append((low, high))
    return stretches


def _amounts(document: Document, span: Span) -> Iterator[tuple[re.Match[str], _Amount]]:
    """The numbers of a passage that have the unit of a dose."""
    text, behind = document.text, span[0]
    for start, _ in digits_in(document, span):
        found = _AMOUNT.match(text, start, span[1]) if start >= behind else None
        if found is None:
            continue
        behind = found.end()
        amount = _amount(text, found) if _may_be_dose(text, behind) else None
        if amount:
            yield found, amount


def _may_be_dose(text: str, position: int) -> bool:
    """Whether what stands behind a number begins as the unit of a dose or a power of ten does."""
    found = _HEAD.match(text, position)
    if found is None:
        return False
    head = found[1].replace("μ", "µ").lower()
    return head in _heads() or head[0] in _POWER


@cache
def _heads() -> frozenset[str]:
    """The first letters, at most three, of the printed masses and international units."""
    rows = (r for r in read_table("units.tsv") if r["dimension"] == "mass" or r["ucum"] in _UNITS)
    forms = (form.removeprefix("=") for row in rows for form in split_cell(row["printed"]))
    found = (_LETTERS.match(plain_signs(form).lower()) for form in forms)
    return frozenset(letters[0] for letters in found if letters)


def _moved(hit: Hit, by: int) -> Hit:
    return hit._replace(start=hit.start + by, end=hit.end + by)


def _amount(text: str, found: re.Match[str]) -> _Amount | None:
    """End, lowest and highest number and unit of a dose; None where the unit is no dose."""
    behind = match_unit(text, found.end())
    low = number(found["low"])
    high = number(found["high"]) if found["high"] else low
    if behind is None or low is None or high is None or low <= 0:
        return None
    end, unit = behind
    times = _UNITS.get(unit.base)
    if times:
        low, high, unit = low * times, high * times, replace(unit, base="[IU]")
    if unit.per_time in _RATES or not (times or is_mass(unit.base)):
        return None
    return end, min(low, high), max(low, high), unit


def is_mass(ucum: str) -> bool:
    """Say whether a UCUM code is a mass that a dose can have."""
    try:
        return ucum != "kg" and commensurable(ucum, "g")
    except InputError:
        return False


def _drug(text: str, hits: list[Hit], start: int, end: int) -> str | None:
    """The drug whose dose stands at `start`: the one named right behind, else the last before."""
    behind = _TO_DRUG.match(text, end)
    reach = behind.end() if behind else end
    index = bisect_right(hits, start, key=lambda hit: hit.end)
    last = hits[index - 1] if index else None
    following = next((hit for hit in hits[index : index + 2] if hit.start >= end), None)
    named = last is not None and not text[last.end : start].strip(" (\n,:")
    named = named or bool(_NAMED.search(text, max(0, start - 30), start))
    comma = last is not None and "," in text[last.end : start]
    if following and comma and not text[end : following.start].strip():
        return _id(following)  # "saline, 10 mg adrenaline": the comma parts the first from the dose
    if following and following.start <= reach and not named:
        return _id(following)
    if last is None or start - last.end > _REACH:
        return None
    between = text[max(last.end, start - _SEEN) : start]
    if _LISTED.search(between) or _SHORT.search(between):
        return None
    gap = _ASIDE.sub(" ", text[last.end : start])  # what stands in brackets is the maker
    return None if len(gap) > _FROM_DRUG or _BREAK.search(gap) else _id(last)


def _id(hit: Hit) -> str | None:
    """The id of a named drug; None for a class, which has no usual dose, or a doubtful name."""
    concepts = set(hit.concepts)
    only = concepts.pop()
    return only.id if not concepts and only.kind == "drug" else None


def _beside(text: str, end: int) -> tuple[Span, float, str] | None:
    found = _BESIDE.match(text, end)
    value = number(found["whole"]) if found else None
    unit = match_unit(text, found.end()) if found else None
    if found is None or value is None or unit is None or unit[1].per_kg:
        return None
    if not is_mass(unit[1].base):
        return None
    return (found.start("whole"), unit[0]), value, unit[1].base
