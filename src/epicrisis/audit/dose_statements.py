"""Doses as a document states them, whoever got them: drug, number, unit.

The courses hold the doses of patients. A misprint in a review of the literature misleads just as
much, so the checks of doses read the text itself as well.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from epicrisis.audit.base import Span
from epicrisis.audit.passages import NUMBER, digits_in, number, passages, sentence_of
from epicrisis.errors import InputError
from epicrisis.measures.memory import remembered
from epicrisis.model import Document
from epicrisis.vocab.lexicon import Hit, Lexicon, names_of
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
_NAMED = re.compile(r"\b(?!With|After|Oral|The)[A-Z][\w-]*\s*$")  # a name no table holds
_ASIDE = re.compile(r"^[^()]*\)|\([^()]*\)")
_BREAK = re.compile(r"\.\s|;|\n\s*\n|\t.*\t")
_BESIDE = re.compile(r"\s*[(\[]\s*(?P<whole>\d+(?:[.,]\d+)?)")
_TALLY = re.compile(r"\b(?:total|cumulative|overall|altogether|sum|accumulat\w+)\b", re.I)
_OVERDOSE = re.compile(
    r"overdos|intoxicat|poison|suicid|ingest|accident|toxic dose|lethal|erroneous|mistake|"
    r"medication error|\brats?\b|\bmice\b|murine|\brabbits?\b",
    re.I,
)
_RATES = ("min", "h")
_HEAD = re.compile(r"\s*[-‐‑]?(\S.?)", re.S)
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
    return tuple(dose for span in passages(document) for dose in _in_passage(document, span))


def _in_passage(document: Document, span: Span) -> Iterator[Stated]:
    text = document.text
    amounts = list(_amounts(document, span))
    if not amounts:  # the drugs are looked for last, as that takes longest
        return
    hits = [_moved(hit, span[0]) for hit in _drugs().scan(text[span[0] : span[1]])]
    for found, amount in amounts:
        end, low, high, unit = amount
        drug = _drug(text, hits, found.start(), end) if hits else None
        if not drug:
            continue
        sentence = sentence_of(document, found.start(), end)
        if not _OVERDOSE.search(text, *sentence):
            tally = bool(_TALLY.search(text, max(span[0], found.start() - 40), end + 20))
            whole = _beside(text, end) if unit.per_kg else None
            yield Stated(found.start(), end, drug, low, high, unit, whole, tally)


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
    return head in _heads() or head[0] in _POWER or (not head[1:].isalpha() and head[0] in _heads())


@cache
def _heads() -> frozenset[str]:
    """The first one and two letters of the printed forms of masses and international units."""
    rows = (r for r in read_table("units.tsv") if r["dimension"] == "mass" or r["ucum"] == "[IU]")
    forms = (form.removeprefix("=") for row in rows for form in split_cell(row["printed"]))
    plain = [plain_signs(form).lower() for form in forms]
    letters = ("".join(c for c in form if c.isalnum()) for form in plain)
    return frozenset({form[0] for form in plain} | {form[:2] for form in letters})


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
    if unit.per_time in _RATES or not (is_mass(unit.base) or unit.base == "[IU]"):
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
    if following and following.start <= reach and not named:
        return _id(following)
    if last is None or start - last.end > 5 * _FROM_DRUG:
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
