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
from epicrisis.audit.passages import NUMBER, number, passages, sentence_of
from epicrisis.errors import InputError
from epicrisis.model import Document
from epicrisis.vocab.lexicon import Hit, Lexicon, names_of
from epicrisis.vocab.ucum import commensurable
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


def stated_doses(document: Document) -> list[Stated]:
    """Give the doses in a document's text, in order, but for overdoses and animals."""
    return [dose for span in passages(document) for dose in _in_passage(document, span)]


def _in_passage(document: Document, span: Span) -> Iterator[Stated]:
    text = document.text
    hits = [_moved(hit, span[0]) for hit in _drugs().scan(text[span[0] : span[1]])]
    if not hits:
        return
    for found in _AMOUNT.finditer(text, *span):
        amount = _amount(text, found)
        drug = amount and _drug(text, hits, found.start(), amount[0])
        if not amount or not drug:
            continue
        end, low, high, unit = amount
        sentence = sentence_of(document, found.start(), end)
        if not _OVERDOSE.search(text, *sentence):
            tally = bool(_TALLY.search(text, max(span[0], found.start() - 40), end + 20))
            whole = _beside(text, end) if unit.per_kg else None
            yield Stated(found.start(), end, drug, low, high, unit, whole, tally)


def _moved(hit: Hit, by: int) -> Hit:
    return hit._replace(start=hit.start + by, end=hit.end + by)


def _amount(text: str, found: re.Match[str]) -> tuple[int, float, float, Unit] | None:
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
