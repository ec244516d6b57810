"""Tests that no packaged list holds: `a malaria smear and hantavirus serology were negative`."""

import re
from collections.abc import Iterator

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
    r"^(?:whereas|while|and|but|although|however|also|further(?:more)?|additionally|all|both|the|a|an|his|her|other|results?\s(?:of|from)|"
    r"tests?\sfor|testing\sfor|including|such\sas)\s",
    re.IGNORECASE,
)
_LAST_TEST = re.compile(
    r"(?:serologies|serology|cultures?|smears?|PCR|stains?|swabs?)$", re.IGNORECASE
)
_LETTERED = re.compile(r"(?:(?P<head>[A-Za-z-]{4,}) )?[A-E](?: .*)?")
AS_WELL = re.compile(r",?\sas\s(?:was|were)\s(?:the\s|all\s|also\s)*", re.IGNORECASE)
_FOR = re.compile(r"\sfor\s(?:any\s|both\s|all\s|the\s)?")
_CALLED = re.compile(
    r"\b(?P<noun>serolog(?:y|ies)|PCR|cultures?|antibodies|antigens?|smears?|swabs?)\b[^,;]{0,40}"
    r"\b(?:was|were)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"[;(]|(?<!\b[A-Z])\.|,?\s(?:but|while|whereas|which|with|although|and\s(?:[\w-]+\s){1,4}(?:was|were|showed|"
    r"revealed|had))\b|,\s(?:[\w-]+\s){1,4}(?:was|were|showed|revealed)\b",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(r"\b[a-z]{3,}ed$")
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
            if word.id not in ("positive", "negative"):
                continue
            drafts += _of_word(page, index, sentence.start, word, others=word.start in done)
            drafts += _as_well(page, index, word, sentence.end)
            drafts += _sought(page, index, sentence.start, word, sentence.end)
    return drafts


def _of_word(page: Page, index: int, start: int, word: Mention, *, others: bool) -> list[Draft]:
    """The list before `were negative`: every item is a test if any of them is called one.

    Where `others` of it are listed and told already, an illness in it is what was tested for.
    """
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
    noun = _LAST_TEST.search(listed)
    head = ""
    for low, high in _items(page.text, start + begin, listed):
        named = page.mentions(low, high, "disease", "finding")
        if others and (not named or _examined(page, low, high)):
            continue
        if not _is_test(page, page.text[low:high], high):
            continue
        drafts.append(_draft(page, index, (low, high), word, listed))
        head = _name(drafts[-1], page.text[low:high], head, noun[0] if noun else "test")
        for mention in named:
            page.use(mention)  # what is tested for is not thereby found
    return drafts


def _items(text: str, start: int, listed: str) -> Iterator[tuple[int, int]]:
    """The items of a list, without the words that lead them in."""
    at = start
    for item in _SPLIT.split(listed):
        place = text.index(item, at)
        at = place + len(item)
        name = item
        while lead := _LEAD.match(name):
            name = name[lead.end() :]
        yield at - len(name), at


def _name(draft: Draft, name: str, head: str, noun: str) -> str:
    """Name a test of a list whose items share words: `hepatitis A, B and C serologies`.

    Returns:
        What the items behind it share with this one: `hepatitis`.
    """
    lettered = _LETTERED.fullmatch(name)
    if lettered and lettered["head"]:
        head = lettered["head"]
    elif lettered and head:
        name = f"{head} {name}"
    draft.text = name if _TEST.search(name) else f"{name} {noun}"
    return head


def _examined(page: Page, start: int, end: int) -> bool:
    return any(mention.concept("analyte") for mention in page.mentions(start, end))


def _as_well(page: Page, index: int, word: Mention, end: int) -> list[Draft]:
    """`Cultures were negative, as were PCR for X and Y`: what follows is as negative."""
    same = AS_WELL.match(page.text, word.end, end)
    listed = _until(page.text, same.end(), end) if same else ""
    if same is None or not _TEST.search(listed):
        return []
    return _tests(page, index, same.end(), listed, word)


def _sought(page: Page, index: int, start: int, word: Mention, end: int) -> list[Draft]:
    """`Serology was negative for X, Y and Z`: three tests; illnesses are absent without this."""
    sought = _FOR.match(page.text, word.end, end)
    called = _CALLED.search(page.text, start, word.start) if sought else None
    if sought is None or called is None:
        return []
    listed = _until(page.text, sought.end(), end)
    drafts = []
    for low, high in _items(page.text, sought.end(), listed):
        given = page.mentions(low, high, "disease", "finding", "drug", "drug_class")
        if given or _examined(page, low, high) or not _is_test(page, page.text[low:high], high):
            continue
        drafts.append(_draft(page, index, (low, high), word, called[0]))
        drafts[-1].text = f"{page.text[low:high]} {called['noun']}"
        drafts[-1].spans = [(word.start, high)]
    return drafts


def _tests(page: Page, index: int, at: int, listed: str, word: Mention) -> list[Draft]:
    drafts = []
    for low, high in _items(page.text, at, listed):
        for named in page.mentions(low, high, "disease", "finding"):
            page.use(named)
        if not _examined(page, low, high) and _is_test(page, page.text[low:high], high):
            drafts.append(_draft(page, index, (low, high), word, listed))
            drafts[-1].spans = [(word.start, high)]
    return drafts


def _until(text: str, start: int, end: int) -> str:
    """The list that begins here: to the end of its clause."""
    closed = _CLOSED.search(text, start, end)
    return text[start : closed.start() if closed else end].rstrip(" .")


def _is_test(page: Page, name: str, end: int) -> bool:
    """An item is a test if it is called one, or is a short name in a list of tests."""
    words = name.split()
    if not words or len(words) > _MOST or page.times(end - len(name), end):
        return False
    if _TOLD_OF.search(name):
        return False  # `the rash progressed`
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
