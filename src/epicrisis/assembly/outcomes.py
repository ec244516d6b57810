"""Encounters, responses, relapses and death."""

import re
from collections.abc import Iterator

from epicrisis.assembly.deaths import death
from epicrisis.assembly.drafts import Draft, Page, cover
from epicrisis.assembly.outcome_modes import mode
from epicrisis.assembly.outcome_subjects import subject
from epicrisis.assembly.series import shared
from epicrisis.model import Mention, Sentence
from epicrisis.vocab.concepts import concept_row
from epicrisis.vocab.persons import person

_ALIVE = re.compile(
    r"\b(?=[iawrhcsdlfon])"
    r"(?:(?:is|are|was|were|remains?|remained|has\sbeen|continues?)\s(?:still\s|currently\s|now\s)?"
    r"(?:alive|well\b|doing\swell|stable|asymptomatic|symptom[\s-]free|disease[\s-]free|"
    r"followed|under\s(?:follow|regular|consideration|treatment|observation)|in\s(?:complete\s|"
    r"clinical\s|good\s)?(?:remission|health|condition)|on\s(?:maintenance|treatment|therapy))"
    r"|currently\b|surviv(?:ed|es|ing)\b|discharged\b|went\shome\b|last\sfollow|"
    r"follow(?:ed)?[\s-]?up\b|outpatient\b|no\s(?:evidence\sof\s)?(?:recurrence|relapse)\b)",
    re.IGNORECASE,
)
_RELATIVES = re.compile(rf"\b{person('kin', 'family')}\b(?P<between>[^,;.]*)", re.IGNORECASE)
_TOLD_BY = re.compile(
    r"\b(?:report|stat|said|says|confirm|told|tells|inform|mention|not(?:e[ds]?|ic)|indicat|assur|wr[io]t|"
    r"felt|feels|thought)\w*\s(?:\w+\s)?that\s|\b(?:he|she|the\spatient)\b",
    re.IGNORECASE,
)
_NARRATED = frozenset({"abstract", "case", "results"})
_OWN = frozenset({"abstract", "case", "results", "conclusion", "discussion"})


def outcomes(page: Page) -> list[Draft]:
    """Give encounters, outcomes and vital status of the document's own patients."""
    drafts: list[Draft] = []
    for index, sentence in page.told():
        if sentence.section not in _OWN:
            continue
        for mention in page.mentions(sentence.start, sentence.end, "encounter", "outcome"):
            assertion = mention.assertion
            if assertion and (assertion.conditional or assertion.experiencer != "patient"):
                continue
            drafts += _of_mention(page, index, sentence, mention)
    return drafts


def survival(page: Page, drafts: list[Draft], patient: str) -> list[Draft]:
    """Say that a patient was alive at the last word about them, where no death is told.

    Nobody is called alive by silence: a sentence must speak of discharge, follow-up, or the state
    in which the patient now is.
    """
    if any(
        draft.kind == "vital_status" and draft.patient in (patient, "") and not draft.cited
        for draft in drafts
    ):
        return []
    told = [
        (index, sentence)
        for index, sentence in page.told()
        if sentence.section in _NARRATED and sentence.patient in (patient, "")
    ]
    told.sort(key=lambda one: one[1].section != "abstract")  # the case has the last word
    for last, sentence in reversed(told):
        found = _ALIVE.search(page.text, sentence.start, sentence.end)
        if found and sentence.patient != patient and not shared(page, sentence, found.start()):
            continue
        if found and not _of_relative(page.text, sentence.start, found.start()):
            return [_alive(page, last, found, patient)]
    return []


def _of_relative(text: str, start: int, end: int) -> bool:
    """`Her mother is well` is of the mother; `his wife reported that he was well` is not."""
    found = _RELATIVES.search(text, start, end)
    return found is not None and not _TOLD_BY.search(text, found.start("between"), end)


def _alive(page: Page, index: int, found: re.Match[str], patient: str) -> Draft:
    mention = Mention(found.start(), found.end(), "outcome")
    draft = page.draft("vital_status", index, mention, "vital_status.last_word", status="alive")
    draft.patient = patient
    return draft


def _of_mention(page: Page, index: int, sentence: Sentence, mention: Mention) -> Iterator[Draft]:
    kind = concept_row(mention.kind, mention.id).get("class", "")
    status = _status(page, sentence, mention)
    if kind.startswith(_DENIES):  # by its own words: `uneventful`, `failed to improve`
        kind, status = kind.removeprefix(_DENIES), "absent" if status == "present" else "uncertain"
    if mention.kind == "encounter":
        if _only_dates(page, mention, kind) or _of_a_thing(page, sentence, mention):
            return
        if status in ("present", "uncertain") and kind:
            yield page.draft("encounter", index, mention, "encounter.prose", encounter=kind)
    elif kind == "died":
        told_of = death(page, index, sentence, mention) if status == "present" else None
        if told_of is not None:
            yield told_of
    elif kind == "alive":
        if status == "present":
            yield page.draft("vital_status", index, mention, "vital_status.prose", status="alive")
    elif kind and status in ("present", "absent"):
        told = mode(page.text, sentence, mention)
        if told == "hoped":
            return
        status = "absent" if told == "missed" else status
        yield _outcome(page, index, sentence, mention, kind, status)


_DENIES = "no_"  # how the class of a word begins that denies an outcome
_DENIED = re.compile(r"\b(?:not|never|cannot)\s(?:yet\s|been\s|(?!only\b)\w+ly\s)*$", re.IGNORECASE)


def _status(page: Page, sentence: Sentence, mention: Mention) -> str:
    """What is said of a mention; a `not` beside a verb denies it: `has not yet recurred`.

    A cue within the mention, `failed to respond`, is the mention's own affair.
    """
    status, cue = "present", None
    if mention.assertion:
        status, cue = mention.assertion.status, mention.assertion.cue
    own = cue is not None and mention.start <= cue[0] < mention.end
    if status == "absent" and own:
        status = "present"
    before = page.text[max(sentence.start, mention.start - 40) : mention.start]
    return "absent" if status == "present" and _DENIED.search(before) else status


_DATING = re.compile(
    r"\b(?:on|at|after|before|since|of|to|upon|during|following|until|from|for|post|pre|between)\s"
    r"(?:the\s|his\s|her\s|this\s|hospital\s)*$",
    re.IGNORECASE,
)


_PERSON = re.compile(
    rf"\b(?:s?he|who|they|i|we|mother|{person('patient', 'human', 'sex', 'birth')})\b",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"case", "clinical", "clinical case", "patient"})
_ALSO_OF_THINGS = frozenset({"presented", "presents", "was evaluated"})


def _of_a_thing(page: Page, sentence: Sentence, mention: Mention) -> bool:
    """`The radiograph presented infiltrates`, `the response was evaluated as stable`: no visit."""
    words = page.text[mention.start : mention.end].lower()
    if page.text[sentence.start : mention.start].strip().lower() in _HEADINGS:
        return page.text.startswith((":", ".", " -", " \u2013"), mention.end)
    if words == "presented" and page.text.endswith("are ", 0, mention.start):
        return True
    if words not in _ALSO_OF_THINGS:
        return False
    start = sentence.start
    if words != "was evaluated":
        shown = page.mentions(start, mention.start, "imaging", "analyte", "biopsy", "finding")
        if not shown:
            return False
        start = shown[-1].end
    return _PERSON.search(page.text, start, mention.start) is None


_LASTED = re.compile(
    r"\s(?:lasted|lasting|took|(?:was|of)\s\w+\s(?:day|week|month))", re.IGNORECASE
)
_PLACES = frozenset({"icu", "emergency"})
_TO_PLACE = re.compile(r"\bto\s(?:the\s|our\s|an?\s)*$", re.IGNORECASE)


def _only_dates(page: Page, mention: Mention, kind: str) -> bool:
    """`10 days after admission`, `on admission`: the word only dates something.

    A place that somebody is moved to, `to the intensive care unit`, does not.
    """
    inside = any(
        time.start <= mention.start < time.end
        for time in page.times(max(0, mention.start - 60), mention.start + 1)
    )
    before = page.text[max(0, mention.start - 30) : mention.start]
    if inside or (kind in _PLACES and _TO_PLACE.search(before)):
        return inside
    moment = kind in ("admission", "discharge")
    if kind == "admission" and _LASTED.match(page.text, mention.end):
        return True
    first = page.text[mention.start : mention.end].split()[0] + " "
    return bool(_DATING.search(before) or (moment and _DATING.search(first)))


def _outcome(
    page: Page, index: int, sentence: Sentence, mention: Mention, kind: str, status: str
) -> Draft:
    draft = page.draft("outcome", index, mention, "outcome.prose", outcome=kind, status=status)
    place = (mention.start, mention.end)
    of = subject(page, sentence.start, place, sentence.end)
    if of:
        draft.fields["of"] = page.text[of[0] : of[1]]
        draft.spans = [cover(of, place)]
    return draft
