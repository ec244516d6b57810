"""Treatments in prose: dose, route, schedule and duration to their drug, and what became of it."""

import re
from collections.abc import Sequence

from epicrisis.assembly.drafts import Draft, Page, closed, cover
from epicrisis.assembly.regimens import (
    add_cycles,
    add_dose,
    add_reason,
    add_route,
    add_schedule,
    changes,
)
from epicrisis.model import Assertion, Mention, QuantityMention, Sentence
from epicrisis.vocab import drugs as vocabulary
from epicrisis.vocab.numbers import RANK_WORD

_DOSED = frozenset({"mass", "volume", "arbitrary", "amount", "equivalents", "catalytic"})
_COUNTED = frozenset({"tbl", "cap", "puff", "drop", "amp", "vial", "bag", "unit", "{dose}", "AUC"})
_STATUS = {
    "absent": "not_given",
    "planned": "planned",
    "considered": "considered",
    "stopped": "stopped",
    "not_done": "not_given",
    "uncertain": "considered",
    "not_given": "not_given",
}


def treatments(page: Page) -> list[Draft]:
    """Give the treatments that the sentences about the patients state."""
    drafts: list[Draft] = []
    for index, sentence in page.told():
        drugs = _drugs(page, sentence.start, sentence.end)
        if drugs:
            drafts += _in_sentence(page, index, drugs)
    return drafts


def _drugs(page: Page, start: int, end: int) -> list[Mention]:
    """The drugs of a stretch; a name that is also an analyte counts only with a dose beside it."""
    kept: list[Mention] = []
    for mention in page.mentions(start, end):
        if not (mention.concept("drug") or mention.concept("drug_class")):
            continue
        if mention.assertion and mention.assertion.experiencer == "family":
            continue
        if kept and _agent(mention) == _agent(kept[-1]):
            between = page.text[kept[-1].end : mention.start]
            if len(between) < 45 and "(" in between and not re.search(r"\d|;", between):
                continue  # the same drug by its short form or brand
        kept.append(mention)
    return kept


_TESTED = re.compile(
    r"\b(?:isolates?|strains?|organism|bacteri\w+|culture\w*|susceptibility|grew)\b[^.]{0,80}"
    r"\b(?:sensitive|resistant|susceptible|resistance)\b|\bMICs?\b|\binhibitory\sconcentration",
    re.IGNORECASE,
)
_SCREENED = re.compile(
    r"\b(?:toxicolog\w*|drugs?\sof\sabuse|(?:drug|tox|urine|toxic)\s(?:drug\s)?(?:screen\w*|tests?|panel)|"
    r"screen(?:ed|ing)?\s(?:was\s|test\s)?(?:for|negative|positive))\b",
    re.IGNORECASE,
)  # what is looked for in urine was not given
_GIVING = re.compile(
    r"\b(?:giv(?:en|ing)|receiv\w+|treat\w*|administ\w+|start\w*|initiat\w+|therap\w+|"
    r"supplement\w*|infus\w+|inject\w+|prescrib\w+|replac\w+|discontinu\w+|stopp\w+|"
    r"medication\w*|taking|took|oral\w*|intravenous\w*|iv|drip|bolus|tablets?|us(?:ed|ing)|"
    r"maintain\w*|maintenance|continu\w+|cours\w+|cycles?|wean\w*|ceas\w+|resum\w+|regimens?|"
    r"prophyla\w+|combin\w+|respon\w+|require\w*|support|administration|discharged)\b",
    re.IGNORECASE,
)


def _only_named(page: Page, drugs: Sequence[Mention], place: int) -> bool:
    """Is a drug without a dose named only: measured, compared, or another name of the last one?"""
    drug = drugs[place]
    if _measured(page, drug) or _brand(page, drugs, place):
        return True
    if drug.kind == "analyte":
        return not _among_drugs(page, drugs, place)
    kind, key = _agent(drug)
    printed = page.text[drug.start : drug.end]
    if kind == "drug" and key in vocabulary.drugs():
        unsure = printed in vocabulary.drugs()[key].ambiguous_names
    else:
        classes = vocabulary.drug_classes()
        unsure = kind == "drug_class" and key in classes and classes[key].is_ambiguous
    if drug.role != "other" and (not unsure or _among_drugs(page, drugs, place)):
        return False
    return _GIVING.search(page.text, max(0, drug.start - 40), drug.end + 30) is None


def _among_drugs(page: Page, drugs: Sequence[Mention], place: int) -> bool:
    """Whether a name that is also measured stands in a list of drugs: `metformin and insulin`."""
    for low, high in ((place - 1, place), (place, place + 1)):
        if low >= 0 and high < len(drugs):
            other = drugs[high if low == place else low]
            gap = page.text[drugs[low].end : drugs[high].start]
            if other.kind == "drug" and other.role != "other" and _LIST.fullmatch(gap):
                return True
    return False


_LIST = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or)\s")


def _in_sentence(page: Page, index: int, drugs: Sequence[Mention]) -> list[Draft]:
    sentence = page.sentences[index]
    if _TESTED.search(page.text, sentence.start, sentence.end):
        return []
    doses = [
        m
        for m in page.mentions(sentence.start, sentence.end, "quantity")
        if isinstance(m, QuantityMention) and is_dose(m) and not page.used(m)
    ]
    for change in [dose for dose in doses if changes(page.text, dose.start)]:
        doses.remove(change)
        page.use(change)
    owned = owners(page, drugs, doses)
    drafts: list[Draft] = []
    for place, drug in enumerate(drugs):
        own = [d for d in doses if owned.get(id(d)) is drug and not _is_result(drug, d)]
        if drug.assertion and drug.assertion.experiencer == "family":
            continue
        if not own and (_only_named(page, drugs, place) or _screened(page, sentence)):
            continue
        stretch = _stretch(page, index, drugs, place)
        drafts += _of_drug(page, index, drug, own, stretch)
    return drafts


def _screened(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells of a screening for drugs: of what is found there none was given."""
    words = page.text[sentence.start : sentence.end].lower()
    told = "screen" in words or "toxic" in words or "abuse" in words or "urine" in words
    return told and _SCREENED.search(words) is not None


def _is_result(drug: Mention, dose: QuantityMention) -> bool:
    """`24-hour norepinephrine 468 µg`: what is given elsewhere was measured here."""
    return drug.role == "other" and dose.role == "lab_value"


def is_dose(mention: QuantityMention) -> bool:
    """May this quantity be a dose? Masses, volumes and units; never a concentration or a flow."""
    if mention.unit is None or "/" in mention.base:
        return False
    kind = mention.dimension.split(" per ")[0]
    return kind in _DOSED or mention.base.strip("{}[]") in _COUNTED


def owners(
    page: Page, drugs: Sequence[Mention], doses: Sequence[QuantityMention]
) -> dict[int, Mention]:
    """The drug of each dose, by the identity of the dose; in order if `respectively`."""
    found = {id(dose): owner(page, drugs, dose) for dose in doses}
    run: list[QuantityMention] = []
    for dose in doses:
        joined = run and _JOINED.fullmatch(page.text, run[-1].end, dose.start)
        run = [*run, dose] if joined else [dose]
        before = [drug for drug in drugs if drug.end <= run[0].start][-len(run) :]
        if len(before) == len(run) > 1 and _RESPECTIVELY.match(page.text, dose.end):
            found |= {id(own): drug for own, drug in zip(run, before, strict=True)}
    return {key: drug for key, drug in found.items() if drug is not None}


_JOINED = re.compile(r",\s|,?\sand\s")
_RESPECTIVELY = re.compile(r"\s?,?\s?respectively\b", re.IGNORECASE)


def owner(page: Page, drugs: Sequence[Mention], dose: QuantityMention) -> Mention | None:
    """The drug of a dose: right behind it, else the nearest before it."""
    before = [drug for drug in drugs if drug.end <= dose.start]
    beside = bool(before) and not page.text[before[-1].end : dose.start].strip()
    for drug in drugs:
        if drug.start >= dose.end:
            gap = page.text[dose.end : drug.start]
            if len(gap) <= 40 and _LEADS.match(gap) and not (beside and "," in gap):
                return drug
            break
    if before:
        drug = before[-1]
        if ")" in page.text[drug.end : dose.start]:
            drug = _before_brackets(page, before)
        drug = _itself(page, before, drug)
        gap = page.text[drug.end : dose.start]
        if len(gap) <= 140 and not re.search(r";|\.\s", _OTHER_NAME.sub("", gap)):
            return drug
    for drug in drugs:
        if drug.start >= dose.end:
            gap = page.text[dose.end : drug.start]
            return drug if len(gap) <= 30 and not _PARTED.search(gap) else None
    return None


def _itself(page: Page, before: Sequence[Mention], drug: Mention) -> Mention:
    """The drug that a class only explains: `landiolol, a beta blocker,`, `warfarin therapy`."""
    place = before.index(drug)
    if place == 0 or drug.kind != "drug_class" or not before[place - 1].concept("drug"):
        return drug
    between = page.text[before[place - 1].end : drug.start]
    return before[place - 1] if _EXPLAINS.fullmatch(between) else drug


_OTHER_NAME = re.compile(r"^\s\([^\s();]{2,14};\s")  # `factor VIIa (rFVIIa; 90 µg/kg)`
_PARTED = re.compile(r"[;,.)]|\b(?:with|without|and|plus|then|but)\b", re.IGNORECASE)
_EXPLAINS = re.compile(r"\s|,\s(?:an?|the|our)\s(?:[\w-]+\s){0,3}")
_LEADS = re.compile(
    r"^\s?(?:(?:of|oral|orally|iv|intravenous|i\.v\.|daily|per\sday|a\sday|/day|/d|once|twice|"
    r"three\stimes|weekly|subcutaneous|sc|im|intramuscular|every\s\w+\s\w+|pulse|high-dose|"
    r"low-dose|dose\sof|doses\sof|tablets?\sof|bolus\sof|infusions?\sof)[\s,]*)*$",
    re.IGNORECASE,
)


def _before_brackets(page: Page, before: Sequence[Mention]) -> Mention:
    """The drug a bracketed dose follows; names inside earlier brackets are its other names."""
    last = before[-1]
    for earlier in reversed(before[:-1]):
        between = page.text[earlier.end : last.start]
        if between.count("(") > between.count(")") and len(between) < 60:
            last = earlier
            continue
        break
    return last


def _brand(page: Page, drugs: Sequence[Mention], place: int) -> bool:
    """A second name in brackets right behind the first: `cyclosporine A (CyA) (Neoral, ...)`."""
    if place == 0:
        return False
    drug, earlier = drugs[place], drugs[place - 1]
    between = page.text[earlier.end : drug.start]
    same = drug.id == earlier.id
    return bool(re.match(r"^[\s(\[,]*(?:[A-Za-z-]+\)\s\()?$", between)) and (same or "(" in between)


def _measured(page: Page, drug: Mention) -> bool:
    """`cyclosporine level`, `allergy to penicillin`: the drug is named, not given."""
    behind = page.text[drug.end : drug.end + 48]
    before = page.text[max(0, drug.start - 40) : drug.start]
    return bool(
        re.match(
            r"[\s-]*(?:\w+\s)?(?:levels?|concentrations?|trough|methyltransferase|reductase|allerg|resistan|toxicity|naive|"
            r"naïve|sensitiv|suscept|intoleran|assay|titers?|deficien|antibod)|"
            r"(?:\sand\s[\w-]+)?\s(?:was|were)\s(?:undetect|not\sdetect|detect)",
            behind,
            re.IGNORECASE,
        )
        or re.search(
            r"(?:\bthan|\bother|\bunlike|compared\s(?:with|to)|allerg(?:y|ies|ic)|anaphyla\w+(?=\sto\s)|"
            r"hypersensitiv\w+|resistan(?:t|ce)|intoleran(?:t|ce)|"
            r"levels?\sof|sensitiv\w+|susceptib\w+|refractory|exposure)\s"
            r"(?:to\s|of\s)?(?:[\w-]+(?:,\s|\s)){0,6}$",
            before,
            re.IGNORECASE,
        )
    )


def _stretch(page: Page, index: int, drugs: Sequence[Mention], place: int) -> tuple[int, int]:
    """Where words about one drug may stand: from the drug before it to the drug behind it."""
    sentence = page.sentences[index]
    low = drugs[place - 1].end if place else sentence.start
    high = drugs[place + 1].start if place + 1 < len(drugs) else sentence.end
    return low, high


def _of_drug(
    page: Page,
    index: int,
    drug: Mention,
    doses: Sequence[QuantityMention],
    stretch: tuple[int, int],
) -> list[Draft]:
    """One draft for a drug, or one a dose where a sentence gives several in turn."""
    groups = _dose_groups(page, doses)
    if not groups:
        return [_draft(page, index, drug, [], stretch)]
    drafts = []
    for place, group in enumerate(groups):
        low = stretch[0] if place == 0 else _turned(page, groups[place - 1][-1], group[0])
        high = stretch[1] if place + 1 == len(groups) else groups[place + 1][0].start
        high = max(high, group[-1].end)
        since = low if place else None
        drafts.append(_draft(page, index, drug, group, (min(low, drug.start), high), since=since))
        if place:
            drafts[-1].place = (group[0].start, group[-1].end)
    return drafts


def _turned(page: Page, earlier: QuantityMention, later: QuantityMention) -> int:
    """Where the words about a later dose begin: `10 mg for 5 days, then 5 mg daily`."""
    joints = list(_JOINT.finditer(page.text, earlier.end, later.start))
    return joints[-1].end() if joints else earlier.end


_JOINT = re.compile(r"[,;]|\b(?:then|and|to|followed\sby)\b", re.IGNORECASE)


def _dose_groups(page: Page, doses: Sequence[QuantityMention]) -> list[list[QuantityMention]]:
    """A dose and its whole amount in brackets, `0.4 g/kg (30 g)`, are one statement."""
    groups: list[list[QuantityMention]] = []
    for dose in doses:
        if groups:
            first = groups[-1][-1]
            between = page.text[first.end : dose.start]
            bracketed = re.match(r"^\s?[(\[]\s?(?:total\s|=\s?|i\.e\.,?\s)?$", between)
            scaled = (first.per_kg, first.per_m2) != (dose.per_kg, dose.per_m2)
            if bracketed and len(groups[-1]) == 1 and scaled:
                groups[-1].append(dose)
                continue
        groups.append([dose])
    return groups


def _draft(
    page: Page,
    index: int,
    drug: Mention,
    doses: Sequence[QuantityMention],
    stretch: tuple[int, int],
    *,
    since: int | None = None,
) -> Draft:
    """Make the draft of a drug with one dose.

    Where another dose of it stands before, how often and how long is told behind `since`.
    """
    draft = page.draft("treatment", index, drug, "treatment.prose")
    draft.concept = _agent(drug)
    draft.again = bool(_AGAIN.search(page.text, max(0, drug.start - 30), drug.start))
    draft.fields["status"] = _status(page, drug, bool(doses))
    spans = [(drug.start, drug.end)]
    if doses:
        add_dose(page, draft, doses)
        spans += [(dose.start, dose.end) for dose in doses]
    own = stretch if since is None else (since, stretch[1])
    spans += add_schedule(page, draft, drug, doses, own)
    add_route(page, draft, drug, stretch)
    add_cycles(page, draft, drug, own if since is None else (doses[0].start, own[1]))
    add_reason(page, draft, stretch)
    draft.spans = [closed(page.text, cover(*spans))]
    return draft


_AGAIN = re.compile(
    rf"\b(?:another|(?!first){RANK_WORD}(?!\s(?:day|week|month|year))|repeat(?:ed)?|further|additional)"
    r"\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)


def _agent(drug: Mention) -> tuple[str, str]:
    for kind in ("drug", "drug_class"):
        if drug.concept(kind):
            return kind, drug.concept(kind)
    return drug.kind, drug.id


def _of_result(page: Page, assertion: Assertion) -> bool:
    """`cultures before the use of antibiotics were negative` denies no antibiotics."""
    cue = assertion.cue
    return bool(cue and re.search(r"negativ|normal|unremark", page.text[cue[0] : cue[1]], re.I))


def _status(page: Page, drug: Mention, dosed: bool) -> str:
    assertion = drug.assertion
    if assertion is None or assertion.status == "present" or _of_result(page, assertion):
        return "considered" if assertion and assertion.conditional and not dosed else "given"
    return _STATUS.get(assertion.status, "given")
