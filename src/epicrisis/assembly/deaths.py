"""Whose death is told, and what of.

A report speaks of other deaths than its patient's: of a brother, of the fetus a pregnant woman
carried, of an organ's donor, and of the death that was averted.
"""

import re

from epicrisis.assembly.drafts import Draft, Page
from epicrisis.model import AgeMention, Mention, Sentence
from epicrisis.vocab.persons import person

_UNBORN = r"f(?:o|oe)?etus(?:es)?|f(?:o|oe)?etal|embryos?|conceptus|stillborn|abortus"
_KIN = person("kin", "family")
_BORN = r"(?:newborns?|neonates?|neonatal|baby|babies|infants?|child(?:ren)?)"
_GROWN = rf"(?:s?he|{person('patient')}|(?!{_BORN}\b){person('human')})"
_BEING = re.compile(
    rf"\b(?:(?P<kin>{_KIN})|(?P<unborn>{_UNBORN})|(?P<born>{_BORN})|(?P<patient>{_GROWN}))\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:with|by|to|from|for|(?<!\bone\s)(?<!\btwo\s)(?<!\bboth\s)of)\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:his|her|patient's)\s$", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and|but)\s(?:\w+ly\s|then\s|later\s)*$", re.IGNORECASE)
_OF_WHOM = re.compile(
    rf"s?\s(?:of|in)\s(?:\w+\s){{0,3}}?(?:{_KIN}|{_UNBORN}|(?:one|both|either)\s(?:of\sthe\s)?twins?|twin)\b",
    re.IGNORECASE,
)
_AVERTED = re.compile(
    r"\b(?:prevent\w*|avoid\w*|avert\w*|escap\w+|risk\w*(?:\sof|\sfor)?|threat\w*(?:\sof)?|"
    r"fear\w*(?:\sof)?|(?:saved|rescued)\sfrom|impending|imminent|near|free\sof|cases\sof|"
    r"rates?\sof|incidence\sof)\s(?:\w+'?s?\s){0,2}$",
    re.IGNORECASE,
)
_ADULT = 12  # years from which on a newborn who is named is somebody else
_VERB = re.compile(r"\b(?:died|dies|succumbed|expired|deceased|passed\saway)\b", re.IGNORECASE)
_MOMENT = (  # "died 8 months from the first diagnosis"
    r"(?:(?:the|his|her|initial|first|last|our)\s)*(?:admission|hospital\w*|gestation|life|age|birth|"
    r"treatment|therapy|evolution|onset|diagnosis|surgery|operation|discharge|injury|"
    r"presentation|beginning|start|initiation|follow-?up|(?:ICU\s)?stay|transplant\w*)\b"
)
_BECAUSE = (
    r"(?:due\sto|because\sof|caused\sby|as\sa\s(?:result|consequence)\sof|secondary\sto|owing\sto|"
    r"attributed\sto)\s"
)
_AFTER = r"(?:later|hours?|days?|weeks?|months?|years?|admission|surgery|operation|day\s\d+)"
_CAUSE = re.compile(
    rf"(?:[\s,]*(?:of|from)\s(?!{_MOMENT})|[^.;,]{{0,60}}?\b{_BECAUSE}"
    rf"|[^.;,]{{0,60}}?\b{_AFTER}\s(?:of|from)\s(?!{_MOMENT}))"
    r"(?P<cause>[^.;]{3,120})",
    re.IGNORECASE,
)
_NOUN_CAUSE = re.compile(  # "death of" somebody is no cause
    rf"(?:[^.;,]{{0,60}}?\b{_BECAUSE}|\sfrom\s)(?P<cause>[^.;]{{3,120}})", re.IGNORECASE
)
_BREAK = re.compile(r",?\s(?:while|whereas|although|despite|before|and\s\w+psy)\b", re.IGNORECASE)
_TRAILING = re.compile(r"(?:\s(?:on|in|at|after|during|within))?[\s,(]*\Z", re.IGNORECASE)
_NAMED = re.compile(r"\s(?P<cause>[^.;]{3,120})")


def death(page: Page, index: int, sentence: Sentence, mention: Mention) -> Draft | None:
    """Give the patient's death as a draft, or None where it is another's, or was averted."""
    if not _of_patient(page, sentence, mention):
        return None
    draft = page.draft("vital_status", index, mention, "vital_status.prose", status="dead")
    pattern = _CAUSE if _VERB.search(page.text, mention.start, mention.end) else _NOUN_CAUSE
    cause = pattern.match(page.text, mention.end, sentence.end)
    if cause is None and draft.text.lower().endswith((" of", " to")):
        cause = _NAMED.match(page.text, mention.end, sentence.end)
    if cause:
        start = cause.start("cause")
        words = _words(page, start, cause.end("cause"))
        if words:
            draft.fields["cause"] = words
            draft.spans = [(mention.start, start + len(words))]
    return draft


def _words(page: Page, start: int, end: int) -> str:
    """The cause without what follows it: `of sepsis on day 20`, `of sepsis and was examined`."""
    turn = _BREAK.search(page.text, start, end)
    ends = [turn.start() if turn else end, *(time.start for time in page.times(start + 1, end))]
    end = min(ends)
    return _TRAILING.sub("", page.text[start:end])


def _of_patient(page: Page, sentence: Sentence, mention: Mention) -> bool:
    text, start, end = page.text, mention.start, mention.end
    if _OF_WHOM.match(text, end, sentence.end):
        return False
    if text[start : end + 1].lower().rstrip().endswith("deaths"):
        return False
    if _AVERTED.search(text, max(sentence.start, start - 60), start):
        return False
    if _OWN.search(text, max(sentence.start, start - 12), start):
        return True
    beings = [
        found
        for found in _BEING.finditer(text, sentence.start, start)
        if not (found["kin"] and _ASIDE.search(text, sentence.start, found.start()))
    ]
    if not beings:
        return True
    joined = _JOINED.search(text, max(sentence.start, start - 30), start)
    who = beings[0 if joined else -1].lastgroup
    return who == "patient" or (who == "born" and not _adult(page, sentence.patient))


def _adult(page: Page, patient: str) -> bool:
    """Whether the first age printed of the patient is above that of a child."""
    for index, sentence in page.told():
        del index
        if sentence.patient in (patient, ""):
            for age in page.mentions(sentence.start, sentence.end, "age"):
                if isinstance(age, AgeMention):
                    return age.years >= _ADULT
    return False
