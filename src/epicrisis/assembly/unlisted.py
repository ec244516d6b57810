"""Tests that no packaged list holds: `a malaria smear and hantavirus serology were negative`."""

import re

from epicrisis.assembly.drafts import Draft, Page
from epicrisis.model import Mention

_TEST = re.compile(
    r"\b(?:serolog(?:y|ies)|PCR|antigens?|antibod(?:y|ies)|IgM|IgG|cultures?|smears?|tests?|"
    r"testing|swabs?|assays?|stains?|immunoassay|ELISA|immunoblot)\b",
    re.IGNORECASE,
)
_SEROLOGY = re.compile(r"serolog|antibod|IgM|IgG|ELISA|immunoblot", re.IGNORECASE)
_VERB = re.compile(
    r"\s(?:was|were|is|are|came\sback|returned|turned\sout|remained|tested|proved)\s"
    r"(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_TOLD = re.compile(  # another statement before the list: `the rate was high and X and Y were`
    r"(?:\b(?:was|were|is|are|had|has|have|showed|revealed|remained)\b[^,]*?(?:,\s(?:and\s|but\s)?|"
    r"\sand\s|\sbut\s))|^(?:however|moreover|furthermore|therefore|thus|also|interestingly),\s",
    re.IGNORECASE,
)
_SPLIT = re.compile(r",\s(?:and\s|or\s)?|\sand\s|\sor\s|\sas\swell\sas\s")
_LEAD = re.compile(
    r"^(?:however|also|further(?:more)?|additionally|all|both|the|a|an|his|her|other|results?\s(?:of|from)|"
    r"tests?\sfor|testing\sfor|including|such\sas)\s",
    re.IGNORECASE,
)
_MOST = 6  # words a test's name may have


def unlisted(page: Page, done: set[int]) -> list[Draft]:
    """Give the results of tests that are only named in the text.

    Args:
        page: Where to look.
        done: Starts of the result words that a listed examination has taken already.
    """
    drafts: list[Draft] = []
    for index, sentence in page.told():
        for word in page.mentions(sentence.start, sentence.end, "result"):
            if word.start not in done and word.id in ("positive", "negative"):
                drafts += _of_word(page, index, sentence.start, word)
    return drafts


def _of_word(page: Page, index: int, start: int, word: Mention) -> list[Draft]:
    """The list before `were negative`: every item is a test if any of them is called one."""
    before = page.text[start : word.start]
    verb = _VERB.search(before)
    if verb is None:
        return []
    begin = max(before.rfind(mark, 0, verb.start()) + len(mark) for mark in ("; ", ": ", ". "))
    begin = begin if begin > 1 else 0
    told = [found.end() for found in _TOLD.finditer(before, begin, verb.start())]
    begin = told[-1] if told else begin
    listed = before[begin : verb.start()]
    called = _TEST.search(listed)
    if called is None or len(listed) > 160:
        return []
    drafts = []
    at = start + begin
    for item in _SPLIT.split(listed):
        place = page.text.index(item, at)
        at = place + len(item)
        name = item
        while lead := _LEAD.match(name):
            name = name[lead.end() :]
        if _is_test(page, name, at):
            drafts.append(_draft(page, index, (at - len(name), at), word, listed))
            for named in page.mentions(at - len(name), at, "disease", "finding"):
                page.use(named)  # what is tested for is not thereby found
    return drafts


def _is_test(page: Page, name: str, end: int) -> bool:
    """An item is a test if it is called one, or is a short name in a list of tests."""
    words = name.split()
    if not words or len(words) > _MOST or page.times(end - len(name), end):
        return False
    return bool(_TEST.search(name)) or (len(words) <= 3 and not re.search(r"\d|\bpatient", name))


def _draft(page: Page, index: int, span: tuple[int, int], word: Mention, listed: str) -> Draft:
    name = page.text[slice(*span)]
    result = Mention(span[0], span[1], "analyte")
    draft = page.draft("measurement", index, result, "measurement.unlisted_test")
    draft.text = name if _TEST.search(name) else f"{name} test"
    draft.fields["interpretation"] = _sense(word)
    draft.fields["result"] = page.text[word.start : word.end]
    called = name if _TEST.search(name) else listed
    draft.fields["category"] = "antibody" if _SEROLOGY.search(called) else "laboratory"
    draft.spans = [(span[0], word.end)]
    draft.confidence = 0.6
    return draft


def _sense(word: Mention) -> str:
    denied = word.assertion is not None and word.assertion.status == "absent"
    return "negative" if denied and word.id == "positive" else word.id
