"""In a report of several patients, which statements that name nobody are of all of them.

"All patients had a rash" is; "one boy had a rash and one girl a cough" is of some, and "our patient
had a rash" of one that only the reader of the whole can name. What is of some is given to nobody:
each patient's own paragraphs tell it again.
"""

import re

from epicrisis.assembly.drafts import Draft, Page
from epicrisis.model import Sentence
from epicrisis.vocab.numbers import COUNT_WORD, RANK_WORD, counted
from epicrisis.vocab.persons import person

_PERSONS = person("patient", "human", "sex", "birth")
_PEOPLE = person("patient", "human", "sex", "birth", number="many")
_SOME = re.compile(
    rf"\b(?:(?P<number>{COUNT_WORD}|[1-9])(?:\s(?:of|out\sof)\s(?:them|whom|the|our|these)\b"
    rf"|\s(?:\w+\s){{0,2}}?{_PERSONS}\b|\s(?:with|had|was|has|died|relapsed|received|presented|showed|"
    r"developed|recovered|underwent|survived|responded)\b)"
    rf"|another\s(?:\w+\s)?{_PERSONS}|the\sothers?\b|the\s(?:former|latter|remaining)\b"
    rf"|(?:some|most|neither|either)\sof\s|the\s(?:{RANK_WORD}|older|younger|"
    rf"elder)\s(?:\w+\s)?{_PERSONS})",
    re.IGNORECASE,
)
_EACH = re.compile(r"\brespectively\b", re.IGNORECASE)
_SINGLE = re.compile(
    r"\b(?:this|our|the|that)\s(?:present\s|index\s|current\s)?"
    rf"{person('patient', 'human', number='one')}\b(?!\sseries)|\b(?:he|she|his|hers?|him)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    rf"\b(?:all|both|each|every|they|their|them)\b|\b(?:our|these|the)\s(?:\w+\s)?{_PEOPLE}\b",
    re.IGNORECASE,
)
_TOLD = frozenset({"case", "results", "abstract", "title"})
_GIVEN = frozenset({"treatment", "procedure"})


def of_all(page: Page, draft: Draft) -> bool:
    """Say whether a draft that names no patient of a series is of every one of them."""
    if draft.sentence is None:
        return True
    if draft.kind in _GIVEN and draft.section in ("discussion", "abstract"):
        return False  # may be one patient's alone
    if draft.section == "caption":
        return False  # a picture is of one patient
    sentence = page.sentences[draft.sentence]
    return shared(page, sentence, draft.start)


def shared(page: Page, sentence: Sentence, start: int) -> bool:
    """Say whether what stands at a place of a sentence is said of all patients."""
    text = page.text
    if _EACH.search(text, start, sentence.end):
        return False
    count = len(page.segmentation.patients)
    for found in _SOME.finditer(text, sentence.start, start):
        if not found["number"] or counted(found["number"]) != count:
            return False
    if sentence.section in _TOLD or _MANY.search(text, sentence.start, sentence.end):
        return True
    return _SINGLE.search(text, sentence.start, sentence.end) is None
