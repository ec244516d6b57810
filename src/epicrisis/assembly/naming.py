"""Which name the rules give a value: the nearest that fits, before it or right behind it."""

import re
from collections.abc import Sequence

from epicrisis.assembly.drafts import Page
from epicrisis.assembly.shares import shares
from epicrisis.assembly.values import NOT_MEASURED, fits
from epicrisis.model import Mention, QuantityMention
from epicrisis.vocab.analytes import analytes

_REACH = 110  # characters between a name and its value
_BARRIER = re.compile(r";|\.\s|\bbut\b|\bhowever\b|\bwhile\b|\bwhereas\b|\balthough\b")
_TIGHT = re.compile(
    r"^[\s,:=(\[-]*(?:(?:serum|plasma|blood|urine|total|level|levels|value|values|count|counts|"
    r"concentration|concentrations|titer|titers|titre|titres|activity|score|ratio|rate|index|"
    r"antibody|antibodies|peak|nadir|maximum|minimum|max|min|initial|baseline|was|were|is|are|of|"
    r"at|to|as|had|been|being|found|measured|showed|revealed|reached|remained|up|a|an|the|high|low|"
    r"elevated|increased|raised|decreased|reduced|normal|by|only|and|with|result|results|rose|fell|"
    r"dropped|peaked|improved|worsened|from|in|on|room|air|both|approximately|about|around|just|"
    r"still|also|further|again|then|now|slightly|mildly|markedly|significantly|highly|extremely|"
    r"very|respectively|positive|negative|less|more|than|over|above|below)\b[\s,:=(\[<>≤≥~-]*)*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[\s-]*(?:(?:of|for|in|as|the|his|her|its|serum|plasma|blood|mean|total|arterial|predicted|"
    r"on\sroom\sair)\s)*$",
    re.IGNORECASE,
)


def paired(
    page: Page, names: Sequence[Mention], values: Sequence[QuantityMention]
) -> dict[int, Mention]:
    """The listed name of each value by the rules alone, by the identity of the value."""
    found = dict(shares(page, names, values))
    last: tuple[QuantityMention, Mention] | None = None
    for value in values:
        name = found.get(id(value)) or name_for(page, names, value, last)
        if name is not None:
            last, found[id(value)] = (value, name), name
    return found


def name_for(
    page: Page,
    names: Sequence[Mention],
    value: QuantityMention,
    last: tuple[QuantityMention, Mention] | None,
) -> Mention | None:
    """Choose the name of a value: the nearest fitting one before it, else the one right behind."""
    behind = _name_behind(page, names, value)
    for name in reversed([n for n in names if n.end <= value.start]):
        gap = page.text[name.end : value.start]
        if len(gap) > _REACH or _BARRIER.search(gap):
            break
        tight = bool(_TIGHT.match(gap))
        if not fits(name.concept("analyte"), value.ucum, value.dimension):
            if tight and value.dimension not in NOT_MEASURED and not behind:
                return name  # the unit is misprinted, the sentence is not
            continue
        if behind and (not tight or _adjacent(page, value, behind)):
            return behind
        if last and name is last[1]:
            return name if _goes_on(page, last[0], value) else behind
        if tight or value.unit is not None or value.form != "number":
            return None if _dosing(name, value) else name
        break
    return behind


def _name_behind(page: Page, names: Sequence[Mention], value: QuantityMention) -> Mention | None:
    """`92% saturation`, `38.3 °C of temperature`: the name follows its value at once."""
    for name in names:
        if value.end <= name.start <= value.end + 30:
            gap = page.text[value.end : name.start]
            fitting = fits(name.concept("analyte"), value.ucum, value.dimension)
            if _AFTER.match(gap) and fitting and value.unit is not None:
                return name
            counted = analytes().get(name.concept("analyte"))
            cells = counted is not None and counted.ucum.startswith("10*")
            if value.unit is None and cells and _adjacent(page, value, name):
                return name
            break
    return None


def _adjacent(page: Page, value: QuantityMention, name: Mention) -> bool:
    """`80% neutrophils`: nothing stands between, and the name takes no value of its own."""
    if page.text[value.end : name.start] not in (" ", "-"):
        return False
    return not re.match(
        r"\s?(?:[:=(\d<>≤≥]|was\b|were\b|of\b|is\b)", page.text[name.end : name.end + 8]
    )


def _goes_on(page: Page, earlier: QuantityMention, value: QuantityMention) -> bool:
    """A second value of the same name: a change, a list, another day."""
    if earlier.form == "from" or value.form == "to":
        return True
    if earlier.dimension != value.dimension and value.unit is not None:
        return False
    gap, at = "", earlier.end
    for time in page.times(earlier.end, value.start):
        gap, at = gap + page.text[at : time.start], time.end
    gap += page.text[at : value.start]
    return bool(_SERIES.match(gap)) and "respectively" not in page.text[value.end : value.end + 40]


_SERIES = re.compile(
    r"^[\s,/→;()<>≤≥-]*(?:(?:and|to|then|followed|by|from|on|in|at|after|before|which|it|had|was|"
    r"were|rose|fell|increased|decreased|dropped|peaked|up|down|reached|subsequently|later|finally|"
    r"day|days|week|weeks|the|a|of|level|levels|value|values|admission|discharge|normal|peak|"
    r"further|again|gradually|measured|remeasured|repeated|checked|baseline|usual|usually|previous|previously|premorbid|for|with|only|over|under|above|below)\b[\s,/→;()<>≤≥-]*)*$",
    re.IGNORECASE,
)


def _dosing(name: Mention, value: QuantityMention) -> bool:
    """An ion or protein may be given as well as measured: `albumin 25 g` is a dose."""
    given = name.concept("drug") or name.concept("drug_class")
    return bool(given) and value.dimension in ("mass", "volume", "arbitrary amount")
