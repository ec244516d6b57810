"""Measurements in prose: which number, and which word, is the result of which examination."""

import re
from collections.abc import Sequence

from epicrisis.assembly.drafts import Draft, Page, closed, cover
from epicrisis.assembly.heads import head_before
from epicrisis.assembly.links import named
from epicrisis.assembly.naming import name_for
from epicrisis.assembly.no_results import is_no_result, is_no_weight
from epicrisis.assembly.shares import shares
from epicrisis.assembly.values import (
    find_range,
    fits,
    precedes_range,
    quantity,
    reference_range,
)
from epicrisis.model import Mention, QuantityMention
from epicrisis.vocab.analytes import analytes, share_of
from epicrisis.vocab.specimens import in_blood, specimen_told

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
    for place, draft in enumerate(drafts):
        if draft.concept is None and draft.text.lower() in _AGAIN:
            _name_again(draft, drafts[max(0, place - _RECENT) : place])
    return drafts


_AGAIN = frozenset({"count", "counts", "level", "levels", "value", "values", "concentration"})
_RECENT = 6  # results before one that may have named it


def _name_again(draft: Draft, before: Sequence[Draft]) -> None:
    """`the count was 230,000/µL` is of what was last counted in this unit."""
    unit = draft.fields["quantity"].unit
    for earlier in reversed(before):
        if earlier.concept and earlier.patient == draft.patient and unit:
            if earlier.fields["quantity"].unit == unit:
                draft.concept, draft.rule = earlier.concept, "measurement.again"
                draft.fields.pop("category", None)
                draft.fields |= {k: v for k, v in earlier.fields.items() if k == "category"}
            return


def _names(page: Page, start: int, end: int) -> list[Mention]:
    return [
        mention
        for mention in page.mentions(start, end)
        if mention.concept("analyte") and not page.used(mention) and not _divides(page, mention)
    ]


def _divides(page: Page, name: Mention) -> bool:
    """In `0.8 g/kg/real body weight` the weight belongs to the unit."""
    return bool(_PER.search(page.text, max(0, name.start - 16), name.start))


_PER = re.compile(r"(?:\bper\s|\b(?:k?g|mg|day)/)(?:\w+\s)?$")


def _link(
    page: Page, index: int, names: Sequence[Mention], values: Sequence[QuantityMention]
) -> list[Draft]:
    """Join the values of a sentence to its names, left to right."""
    drafts: list[Draft] = []
    linked: list[Mention] = []
    pairs = shares(page, names, values)
    judged: dict[int, Mention] | None = None
    last: tuple[QuantityMention, Mention] | None = None
    sentence = page.sentences[index]
    for value in values:
        if page.used(value) or precedes_range(page, value) or is_no_result(page.text, value):
            continue
        if (value.unit or "").startswith("time"):
            continue  # `3 times/day` says how often, and measures nothing
        name = pairs.get(id(value)) or _carried(last, value) or name_for(page, names, value, last)
        if name is None:
            name = _implied(page, value)
        if name is None and value.role == "lab_value":
            judged = named(page, sentence.start, sentence.end) if judged is None else judged
            name = _sound(page, judged.get(id(value)), value)
        if name is None:
            name = head_before(page, value, sentence.start)
        if name is not None and not name.id:
            name = _in_blood(page, name, value, last) or _in_fluid(
                page, name, value, sentence.start
            )
        if name is None or is_no_weight(page, index, name, value):
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


_DOSE_NAME = re.compile(r"\b(?:doses?|dosages?|infusions?)$", re.IGNORECASE)
_SCALED = re.compile(
    r"\b(?:index|ratio|rate|score|scale|fraction|gradient|grade|titer|titre|count|level)s?\b", re.I
)


def _sound(page: Page, name: Mention | None, value: QuantityMention) -> Mention | None:
    """A judged name that the unit allows; a bare number needs a listed name, or that of a scale."""
    if name is None or _divides(page, name):
        return None
    if name.id:
        return name if fits(name.concept("analyte"), value.ucum, value.dimension) else None
    kinds = ("encounter", "procedure", "drug", "drug_class")
    done = page.mentions(
        name.start, name.end, *kinds[: 2 if "concentration" in value.dimension else 4]
    )
    if done and done[-1].end >= name.end:
        return None  # `valve replacement (23 mm)`: what is done is not measured
    if _DOSE_NAME.search(page.text, name.start, name.end):
        return None
    if value.dimension == "time" and value.ucum in ("wk", "mo", "a"):
        return None
    scaled = value.unit is not None or _SCALED.search(page.text[name.start : name.end])
    return name if scaled else None


def _carried(
    last: tuple[QuantityMention, Mention] | None, value: QuantityMention
) -> Mention | None:
    """`Desaturation from 100 to 82%`: the second of two such numbers has the name of the first."""
    if last is None or value.form != "to" or last[0].form != "from":
        return None
    return last[1] if 0 <= value.start - last[0].end <= 6 else None


_FRACTIONS = frozenset({"visual_acuity"})  # 20/200 of Snellen's chart is a decimal acuity of 0.1


def _draft(page: Page, index: int, name: Mention, value: QuantityMention) -> Draft:
    limit = page.sentences[index].end
    span = cover((name.start, name.end), (value.start, value.end))
    draft = page.draft("measurement", index, name, "measurement.prose")
    if name.id:
        _identify(page, draft, name.concept("analyte"), value)
    else:
        draft.fields["category"] = "other"
        draft.confidence, draft.rule = 0.5, "measurement.unlisted"
    fraction = name.concept("analyte") in _FRACTIONS
    draft.fields["quantity"] = quantity(value, page.text, fraction=fraction)
    draft.earlier = value.form == "from"
    if value.form == "to":
        draft.place = (value.start, value.end)  # the name stands before the other value
    limits = find_range(page, value, limit)
    if limits:
        page.use(limits)
        draft.fields["reference_range"] = reference_range(limits, page.text)
        span = cover(span, (limits.start, limits.end))
    draft.spans = [closed(page.text, span)]
    return draft


def _identify(page: Page, draft: Draft, analyte: str, value: QuantityMention) -> None:
    """Give a draft its concept; what belongs to blood alone is none in another specimen."""
    known = analytes()[analyte]
    ranged = known.low is not None or known.high is not None
    assert draft.sentence is not None
    start = page.sentences[draft.sentence].start
    if _OF_BLOOD.search(page.text, max(0, value.start - 14), value.start):
        draft.concept = ("analyte", _predicted(page, in_blood(analyte), value))
        return
    specimen = specimen_told(page.text, start, value.start) if known.kind == "laboratory" else None
    if specimen and specimen.label.split()[0] not in known.label:
        here = specimen.concept(analyte)
        if not here and ranged:
            draft.concept, draft.fields["category"] = None, "laboratory"
            draft.notes.append(f"in {specimen.label}")
            return
        analyte = here or analyte
    draft.concept = ("analyte", _predicted(page, analyte, value))


_IN_FLUID = (("protein", "csf_protein"), ("pressure", "csf_pressure"), ("cellularity", "csf_wbc"))


def _in_fluid(page: Page, name: Mention, value: QuantityMention, start: int) -> Mention:
    """Bare `protein`, `pressure` and `cellularity` told of cerebrospinal fluid are those of it."""
    specimen = specimen_told(page.text, start, value.start)
    if specimen and specimen.id == "csf":
        words = page.text[name.start : name.end].lower()
        for ending, analyte in _IN_FLUID:
            if words.endswith(ending) and fits(analyte, value.ucum, value.dimension):
                return Mention(name.start, name.end, "analyte", id=analyte)
    return name


_BLOOD = frozenset({"serum", "plasma", "blood"})
_OF_BLOOD = re.compile(r"[(\[]\s?(?:serum|plasma|blood)[\s:=<>]*$", re.IGNORECASE)


def _in_blood(
    page: Page,
    name: Mention,
    value: QuantityMention,
    last: tuple[QuantityMention, Mention] | None,
) -> Mention | None:
    """`CSF glucose was 2 mmol/L (serum 6 mmol/L)`: the same examination of the blood."""
    if last is None or page.text[name.start : name.end].lower() not in _BLOOD:
        return None
    if page.text[name.end : value.start].strip(" (:=<>"):
        return None
    analyte = last[1].concept("analyte")
    same = bool(analyte) and fits(analyte, value.ucum, value.dimension)
    return Mention(name.start, name.end, "analyte", id=in_blood(analyte)) if same else None


def _predicted(page: Page, analyte: str, value: QuantityMention) -> str:
    """FVC in per cent is FVC % predicted, a concept of its own."""
    percent = value.ucum == "%" or (value.unit or "").startswith("%")
    if percent or _PREDICTED.match(page.text, value.end):
        return share_of(analyte) or analyte
    return analyte


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
    elif value.dimension == "number concentration":
        specimen = specimen_told(page.text, max(0, value.start - 40), value.start)
        implied = "csf_wbc" if specimen and specimen.id == "csf" else ""
    if implied and implied in analytes():
        return Mention(value.start, value.end, "analyte", id=implied)
    return None
