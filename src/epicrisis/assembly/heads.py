"""Names that no list holds: the words right before a value that has a laboratory's unit."""

import re

from epicrisis.assembly.drafts import Page
from epicrisis.model import Mention, QuantityMention

_MEASURING = frozenset(
    {
        "mass concentration",
        "substance concentration",
        "equivalent concentration",
        "catalytic concentration",
        "arbitrary concentration",
        "number concentration",
        "osmolality",
        "osmolarity",
        "pressure",
        "flow",
        "frequency",
        "velocity",
    }
)
_FUNCTION_WORDS = frozenset(
    {
        "on",
        "in",
        "with",
        "via",
        "while",
        "under",
        "despite",
        "to",
        "by",
        "and",
        "or",
        "which",
        "then",
        "but",
    }
)
_SIZES = re.compile(
    r"\b(?:length|height|width|depth|thickness|diameter|circumference|size|distance|volume|area|"
    r"index|ratio|rate|score|fraction|gradient)$",
    re.IGNORECASE,
)
_CONNECTING = re.compile(
    r"(?:[\s,:=(\[<>≤≥~]|\b(?:was|were|is|are|of|at|to|by|level|levels|value|values|count|counts|"
    r"concentration|concentrations|titer|titers|titre|activity|had|been|has|found|measured|"
    r"decreased|increased|dropped|fallen|risen|rose|fell|raised|elevated|reduced|low|high|normal|"
    r"up|only|about|approximately|markedly|mildly|slightly|significantly|less|more|than|below|"
    r"above|over|under|a|an|the|from|remained|reached|persisted|stayed|stabili[sz]ed|peaked|declined|"
    r"climbed|plateaued|averaged)(?=\W|$))+$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:[A-Za-zα-ω][\w'/αβγ-]*\s){0,3}[A-Za-zα-ω][\w'/αβγ-]*\s*(?:\([^()]{1,14}\))?$"
)
_STOP = re.compile(
    r"^.*\b(?:and|or|with|showed|revealed|demonstrated|showing|revealing|including|were|was|had|"
    r"has|his|her|the|a|an|of|in|on|for|by|at|to|that|which|who|but|while|whereas|although|when|"
    r"where|because|patient|then|also|blood|"
    r"serum|plasma|laboratory|results?|tests?|findings?)\s",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\s(?:serum\s|blood\s|plasma\s|trough\s)?(?:levels?|concentrations?)\b")
_INSERTED = re.compile(r"\s*,\s*(?:was|were|is|are|had)\b")  # `the level, known later, was 5`
_FLOW = re.compile(r"\s?(?:of\s)?(?:oxygen|O2|O₂|air)\b", re.IGNORECASE)
_REACH = 70


def head_before(page: Page, value: QuantityMention, start: int) -> Mention | None:
    """Give the name-like words before a value, or None where the unit measures no examination."""
    if value.unit is None and value.dimension not in _MEASURING:
        return None
    if _FLOW.match(page.text, value.end):
        return None
    low = max(start, value.start - _REACH)
    before = page.text[low : value.start]
    connecting = _CONNECTING.search(before)
    if connecting and _INSERTED.match(connecting[0]):
        return None
    words = before[: connecting.start()] if connecting else ""
    found = _NAME.search(words)
    if found is None:
        return None
    name = _STOP.sub("", found[0]).strip()
    measuring = value.dimension in _MEASURING or bool(value.unit and _SIZES.search(name))
    if (
        not measuring
        or name.lower() in _FUNCTION_WORDS
        or len(re.sub(r"[^A-Za-zα-ω]", "", name)) < 2
    ):
        return None
    at = low + found.start() + found[0].index(name)
    taken = page.mentions(at, at + len(name), "drug", "drug_class", "encounter", "procedure")
    level = _LEVEL.match(page.text, at + len(name)) if taken else None
    if level and taken[-1].kind == "drug" and "concentration" in value.dimension:
        return Mention(at, level.end(), "analyte", id="")  # `the clozapine level was 412 ng/mL`
    if taken or page.times(max(0, at - 2), at + len(name)):
        return None
    return Mention(at, at + len(name), "analyte", id="")
