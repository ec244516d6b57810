"""Measurements in prose: which number, and which word, is the result of which examination."""

import re
from collections.abc import Sequence

from epicrisis.assembly.drafts import Draft, Page, closed, cover
from epicrisis.assembly.heads import head_before
from epicrisis.assembly.shares import shares
from epicrisis.assembly.values import (
    NOT_MEASURED,
    find_range,
    fits,
    precedes_range,
    quantity,
    reference_range,
)
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
_PREDICTED = re.compile(r"^\s?\)?\s?(?:of\s)?(?:the\s)?(?:pred\b|predicted|of\snormal)", re.I)


def measurements(page: Page) -> list[Draft]:
    """Give the numeric measurements that the sentences about the patients state."""
    drafts: list[Draft] = []
    for index, sentence in page.told():
        names = _names(page, sentence.start, sentence.end)
        values = [
            mention
            for mention in page.mentions(sentence.start, sentence.end, "quantity")
            if isinstance(mention, QuantityMention) and not page.used(mention)
        ]
        if values:
            drafts += _link(page, index, names, values)
    return drafts


def _names(page: Page, start: int, end: int) -> list[Mention]:
    return [m for m in page.mentions(start, end) if m.concept("analyte") and not page.used(m)]


def _link(
    page: Page, index: int, names: Sequence[Mention], values: Sequence[QuantityMention]
) -> list[Draft]:
    """Join the values of a sentence to its names, left to right."""
    drafts: list[Draft] = []
    linked: list[Mention] = []
    pairs = shares(page, names, values)
    last: tuple[QuantityMention, Mention] | None = None
    for value in values:
        if page.used(value) or precedes_range(page, value) or _aimed_at(page, value):
            continue
        name = pairs.get(id(value)) or _name_for(page, names, value, last)
        if name is None:
            name = _implied(page, value)
        if name is None and not page.used(value):
            name = _unlisted(page, value, page.sentences[index].start)
        if name is None or _changed_weight(page, name, value):
            continue
        last = (value, name)
        page.use(value)
        drafts.append(_draft(page, index, name, value))
        if any(name is earlier for earlier in linked):
            drafts[-1].place = (value.start, value.end)
        linked.append(name)
    for name in linked:
        if not name.concept("finding"):  # `leukocytosis (18,000/mm3)` is a sign as well
            page.use(name)
    return drafts


def paired(
    page: Page, names: Sequence[Mention], values: Sequence[QuantityMention]
) -> dict[int, Mention]:
    """The listed name of each value by the rules alone, by the identity of the value."""
    found = dict(shares(page, names, values))
    last: tuple[QuantityMention, Mention] | None = None
    for value in values:
        name = found.get(id(value)) or _name_for(page, names, value, last)
        if name is not None:
            last, found[id(value)] = (value, name), name
    return found


_AIM = re.compile(
    r"\b(?:ideal|target(?:ed|ing)?|goal|desired|recommended|threshold|maintain(?:ed|ing)?|aim(?:ed|ing)?\s(?:for|at))\b"
    r"[^.;,]{0,60}$",
    re.IGNORECASE,
)


def _aimed_at(page: Page, value: QuantityMention) -> bool:
    """A target is no result: `the ideal peak level was 1000 ng/mL`."""
    return bool(_AIM.search(page.text, max(0, value.start - 90), value.start))


def _draft(page: Page, index: int, name: Mention, value: QuantityMention) -> Draft:
    limit = page.sentences[index].end
    span = cover((name.start, name.end), (value.start, value.end))
    draft = page.draft("measurement", index, name, "measurement.prose")
    if name.id:
        analyte = _in_matrix(page, name.concept("analyte"), page.sentences[index].start, value)
        draft.concept = ("analyte", _predicted(page, analyte, value))
    else:
        draft.fields["category"] = "other"
        draft.confidence, draft.rule = 0.5, "measurement.unlisted"
    draft.fields["quantity"] = quantity(value, page.text)
    limits = find_range(page, value, limit)
    if limits:
        page.use(limits)
        draft.fields["reference_range"] = reference_range(limits, page.text)
        span = cover(span, (limits.start, limits.end))
    draft.spans = [closed(page.text, span)]
    return draft


_CSF = re.compile(
    r"\b(?:CSF|cerebrospinal\sfluid|lumbar\spuncture)\b(?:[^.]|\.\d)*$", re.IGNORECASE
)
_CSF_NAMES = {"total_protein": "csf_protein", "glucose": "csf_glucose", "wbc": "csf_wbc"}


def _in_matrix(page: Page, analyte: str, start: int, value: QuantityMention) -> str:
    """Protein, glucose and cells told of cerebrospinal fluid are examinations of their own."""
    if analyte in _CSF_NAMES and _CSF.search(page.text, start, value.start):
        return _CSF_NAMES[analyte]
    return analyte


def _unlisted(page: Page, value: QuantityMention, start: int) -> Mention | None:
    """The words before a value as its name; bare `protein` and `pressure` may be those of CSF."""
    name = head_before(page, value, start)
    if name and _CSF.search(page.text, start, value.start):
        words = page.text[name.start : name.end].lower()
        for ending, analyte in (("protein", "csf_protein"), ("pressure", "csf_pressure")):
            if words.endswith(ending) and fits(analyte, value.ucum, value.dimension):
                return Mention(name.start, name.end, "analyte", id=analyte)
    return name


def _predicted(page: Page, analyte: str, value: QuantityMention) -> str:
    """FVC in per cent is FVC % predicted, a concept of its own."""
    percent = value.ucum == "%" or (value.unit or "").startswith("%")
    if (percent or _PREDICTED.match(page.text, value.end)) and f"{analyte}_pct" in analytes():
        return f"{analyte}_pct"
    return analyte


def _name_for(
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
            return None if _dosing(page, name, value) else name
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
    return not re.match(r"\s?(?:[:=(\d<>≤≥]|was\b|were\b|of\b|is\b)", page.text[name.end :][:8])


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
    r"further|again|gradually|measured|remeasured|repeated|checked|for|with|only|over|under|above|below)\b[\s,/→;()<>≤≥-]*)*$",
    re.IGNORECASE,
)


_LOSS = re.compile(r"\b(?:los[st]|loss|losing|gain(?:ed|ing)?)\b", re.IGNORECASE)


def _changed_weight(page: Page, name: Mention, value: QuantityMention) -> bool:
    """`a weight loss of 5 kg` is no body weight."""
    if name.concept("analyte") != "weight":
        return False
    low, high = min(name.start, value.start), max(name.end, value.end)
    return bool(_LOSS.search(page.text, max(0, low - 20), high + 20))


def _dosing(page: Page, name: Mention, value: QuantityMention) -> bool:
    """An ion or protein may be given as well as measured: `albumin 25 g` is a dose."""
    given = name.concept("drug") or name.concept("drug_class")
    return bool(given) and value.dimension in ("mass", "volume", "arbitrary amount")


_BEATS = re.compile(r"beat|bpm", re.IGNORECASE)
_SATURATION = re.compile(r"\b(?:de)?saturat(?:ion|ed|ing)\b[^.;]*$", re.IGNORECASE)


def _implied(page: Page, value: QuantityMention) -> Mention | None:
    """A value whose unit alone says what it is: a temperature, a blood pressure."""
    implied = ""
    if value.ucum in ("Cel", "[degF]") and (30 <= value.value <= 45 or 86 <= value.value <= 113):
        implied = "temperature"
    elif value.dimension == "frequency" and _BEATS.search(value.unit or ""):
        implied = "heart_rate"
    elif value.dimension == "frequency" and "breath" in (value.unit or ""):
        implied = "respiratory_rate"
    elif value.ucum == "mm[Hg]" and value.form == "pair":
        implied = "blood_pressure"
    elif value.ucum == "%" and _SATURATION.search(page.text, max(0, value.start - 30), value.start):
        implied = "spo2"
    elif value.dimension == "number concentration" and _CSF.search(
        page.text, max(0, value.start - 40), value.start
    ):
        implied = "csf_wbc"
    if implied and implied in analytes():
        return Mention(value.start, value.end, "analyte", id=implied)
    return None
