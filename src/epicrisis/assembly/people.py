"""Who the patient is: age, sex and ethnicity, with every place that states them."""

import re
from collections.abc import Sequence

from epicrisis.assembly.cited import CitedRow
from epicrisis.assembly.drafts import Page
from epicrisis.model import (
    Age,
    AgeMention,
    Anchor,
    Attribute,
    Individual,
    Mention,
    Quantity,
    QuantityMention,
)
from epicrisis.vocab.persons import person

_KINDS = ("age", "sex", "ethnicity")
_FIRST = ("case", "results", "abstract", "title")


def individual(page: Page, patient: str, sentences: Sequence[int]) -> Individual:
    """Gather what the told sentences say of one patient; the case has the first word."""
    told = _found(page, sentences)
    ages, sexes, ethnicities = (
        [mention for mention in told if mention.kind == kind] for kind in _KINDS
    )
    return Individual.trusted(
        id=patient,
        age=_age(page, ages),
        sex=_attribute(page, sexes) or _by_pronoun(page, sentences),
        ethnicity=_attribute(page, ethnicities),
    )


_OF_KIN = re.compile(
    r"(?:[\s-](?:years?|old|healthy|[a-z]+gravid\w*|[A-Z]\w+)\b){0,4}\s"
    r"(?:mother|father|brother|sister|donor)\b(?!\sof\b)"
)
_TODAY = re.compile(
    r"\b(?:now|currently|today|at\spresent|presently|is)\s(?:an?\s|aged\s|about\s)*\Z",
    re.IGNORECASE,
)


def is_age_of_today(page: Page, sentences: Sequence[int]) -> bool:
    """`She is now 15 years old` is no age at which the patient came."""
    ages = [mention for mention in _found(page, sentences) if mention.kind == "age"]
    if not ages:
        return False
    start = ages[0].start
    return _TODAY.search(page.text, max(0, start - 24), start) is not None


def of_row(page: Page, row: CitedRow) -> Individual:
    """Say who a row of a literature table tells of; the age of several is no one's age."""
    return Individual(
        id=row.key,
        label=row.text,
        age=_age_of_row(page, row.age) if row.patients in (None, 1) else None,
        sex=_attribute(page, [row.sex] if row.sex else []),
    )


def _age_of_row(page: Page, mention: Mention | None) -> Age | None:
    if not isinstance(mention, QuantityMention):
        return _age(page, [mention] if mention else [])
    years = AgeMention(
        mention.start, mention.end, "age", value=mention.value, high=mention.high, unit="years"
    )
    years.years = mention.value
    return _age(page, [years]) if mention.unit is None else None


def _found(page: Page, sentences: Sequence[int]) -> list[Mention]:
    """What says who the patient is, first what the case says."""
    found: list[tuple[int, int, Mention]] = []
    for index in sentences:
        sentence = page.sentences[index]
        if sentence.section not in _FIRST:
            continue
        rank = _FIRST.index(sentence.section)
        found += [
            (rank, mention.start, mention)
            for mention in page.mentions(sentence.start, sentence.end, *_KINDS)
            if (mention.assertion is None or mention.assertion.experiencer == "patient")
            and not (mention.kind == "age" and _OF_KIN.match(page.text, mention.end))
        ]
    return [mention for _, _, mention in sorted(found, key=lambda item: item[:2])]


def _anchors(page: Page, mentions: Sequence[Mention]) -> tuple[Anchor, ...]:
    view = page.segmentation.view
    spans = [view.spans(mention.start, mention.end) for mention in mentions]
    return tuple(page.anchor(pieces[0]) for pieces in spans if pieces)


def _age(page: Page, mentions: Sequence[Mention]) -> Age | None:
    ages = [mention for mention in mentions if isinstance(mention, AgeMention)]
    if not ages:
        return None
    first = ages[0]
    same = [age for age in ages if age.years == first.years]
    return Age.trusted(
        quantity=Quantity.trusted(
            value=first.value,
            high=first.high,
            unit=first.unit,
            ucum=first.ucum,
            text=page.text[first.start : first.end],
        ),
        years=round(first.years, 4),
        anchors=_anchors(page, same),
        origin="rules/age.prose",
    )


def _attribute(page: Page, mentions: Sequence[Mention]) -> Attribute | None:
    if not mentions:
        return None
    same = [mention for mention in mentions if mention.id == mentions[0].id]
    return _stated(mentions[0].id, _anchors(page, same), f"rules/{mentions[0].kind}.prose")


def _stated(value: str, anchors: tuple[Anchor, ...], origin: str) -> Attribute | None:
    return Attribute.trusted(value=value, anchors=anchors, origin=origin) if anchors else None


_PRONOUN = re.compile(  # as a word between spaces, perhaps with its punctuation
    rf"(?<![^ ])[.,;:()'\"]*(?:(?P<male>{person('pronoun', sex='male')})"
    rf"|(?P<female>{person('pronoun', sex='female')}))"
    r"[.,;:()'\"]*(?![^ ])",
    re.IGNORECASE | re.ASCII,
)


def _by_pronoun(page: Page, sentences: Sequence[int]) -> Attribute | None:
    """The sex that the pronouns of the told sentences agree on, if they clearly do."""
    counts: dict[str, list[tuple[int, int]]] = {"male": [], "female": []}
    for index in sentences:
        sentence = page.sentences[index]
        for found in _PRONOUN.finditer(page.text[sentence.start : sentence.end]):
            value = "male" if found["male"] else "female"
            start, end = found.span(value)
            counts[value].append((sentence.start + start, sentence.start + end))
    male, female = len(counts["male"]), len(counts["female"])
    if max(male, female) < 2 or min(male, female) * 4 > max(male, female):
        return None
    value = "male" if male > female else "female"
    start, end = counts[value][0]
    anchors = _anchors(page, [Mention(start, end, "sex", id=value)])
    return _stated(value, anchors, "rules/sex.pronoun")
