"""Imaging and biopsies with what they showed, wherever in the sentence that stands."""

import re
from collections.abc import Iterator

from epicrisis.assembly.drafts import Draft, Page, cover
from epicrisis.model import Mention, Sentence

Place = tuple[int, int]
_SHOWED = re.compile(
    r"\b(?:show(?:ed|ing|s)?|reveal(?:ed|ing|s)?|demonstrat(?:ed|ing|es)|disclos(?:ed|ing)|"
    r"suggest(?:ed|ing|ive\sof|s)?|indicat(?:ed|ing|es)|confirm(?:ed|ing|s)?|identified|detected|"
    r"display(?:ed|ing)|exhibited|visuali[sz]ed|depicted|found|noted|(?:was|were)\s(?:consistent|"
    r"compatible|positive|significant|notable)(?:\s(?:with|for))?)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|no|never|failed\sto)\s(?:\w+\s)?$", re.IGNORECASE)
_NORMAL = (  # but for names of what is there: `clear cell carcinoma`, `clear signs of`
    r"(?:normal(?![\s-]pressure\shydroceph)|unremarkable|negative|"
    r"clear(?!\s(?:cells?|signs?|evidence|margins?|zones?|fluid|mass|lesions?|(?:in|de)creases?|"
    r"pro?gress\w+|improvement|worsening|reduction|enlargement|demarcation|enhancement|uptake)\b)|"
    r"within\snormal\slimits|without\sabnormalit)"
)
_STATE = re.compile(
    r"[^.;:,()]{0,40}(?:\([^()]{0,40}\)\s?)?\b(?:was|were|is|are|remained|appeared|returned|came\sback)"
    rf"\s(?:(?:also|all|both|otherwise|\w+ly|again)\s)?(?={_NORMAL})",
    re.IGNORECASE,
)
_BRACKET = re.compile(rf"\s?\((?={_NORMAL}[^()]*\))", re.IGNORECASE)
_COLON = re.compile(r"\s?(?:\([^()]{0,40}\)\s?)?(?:(?:findings?|results?|report)\s?)?:\s")
_JOINED = re.compile(
    r"\s?(?:\([^()]{0,40}\)\s?)?(?:,|and|or|,\sand|as\swell\sas)\s(?:the\s|an?\s|his\s|her\s)?"
)
_LEADING = (
    r"(?:(?:the|an?|his|her|repeat(?:ed)?|follow-up|subsequent|initial|plain|\w*enhanced)\s)*"
)
_SEEN = re.compile(
    r"\s(?:was|were|is|are|(?:had|have|has)\sbeen)\s(?P<not>not\s)?(?:\w+ly\s)?(?:seen|noted|detected|"
    r"found|observed|identified|visuali[sz]ed|demonstrated|revealed|shown|confirmed|evident|visible|"
    rf"present)\s(?:on|by|in|with|at|through|via|using)\s{_LEADING}$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\bthere\s(?:was|were|is|are)\s(?P<what>[^.;,]{4,160}?)"
    rf"\s(?:on|in|by)\s{_LEADING}$",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"\s*(?:on|in|at|by|upon)\s{_LEADING}", re.IGNORECASE)
_CLAUSE = re.compile(r".*(?:^|[,;:]\s(?:and\s|but\s)?|\band\s|\bbut\s)(?=\S)", re.IGNORECASE)
_TURN = re.compile(  # where another statement begins
    r",?\s(?:and|but|while|whereas|so|thus|therefore)\s(?:[\w-]+\s){1,5}?(?:was|were|is|are|had|has|"
    r"showed|revealed|demonstrated|underwent|received|recovered|did)\b|"
    r",\s(?:and\s)?(?:his|her|their)\s(?:[\w-]+\s){1,3}(?:was|were)\b|(?<=normal)\sand\s|(?<=remarkable)\sand\s",
    re.IGNORECASE,
)
_ABSENT = re.compile(r"(?:no|not|without)\b|" + _NORMAL, re.IGNORECASE)
_YET = re.compile(  # `no effusion but a mass`: something is there all the same
    r"\bbut\s(?!no\b|not\b|without\b|neither\b)|\bexcept\b|\b(?:apart|aside)\sfrom\b|\bother\sthan\b",
    re.IGNORECASE,
)
_LEAST = 4  # letters of what was seen


def examinations(
    page: Page, index: int, sentence: Sentence, mentions: list[Mention]
) -> Iterator[Draft]:
    """Give imaging and biopsies of a sentence that says what they showed."""
    named = [m for m in mentions if m.kind in ("imaging", "biopsy")]
    behind: Place | None = None
    found: list[tuple[Mention, Place, bool]] = []
    for place in reversed(range(len(named))):
        mention = named[place]
        stop = named[place + 1].start if place + 1 < len(named) else sentence.end
        joined = place + 1 < len(named) and _JOINED.fullmatch(page.text, mention.end, stop)
        behind = behind if joined else _behind(page.text, sentence.start, mention, stop)
        before = None if behind else _before(page.text, sentence.start, mention.start)
        if behind:
            found.append((mention, behind, False))
        elif before:
            found.append((mention, *before))
    for mention, words, absent in reversed(found):
        yield _draft(page, index, mention, words, absent=absent)


def _behind(text: str, start: int, mention: Mention, stop: int) -> Place | None:
    """`MRI showed a mass`, `X-ray was normal`, `CT (normal)`, `CT: a mass`, `On CT, a mass`."""
    at = mention.end
    verb = _SHOWED.search(text, at, stop)
    opened = _STATE.match(text, at, stop) or _BRACKET.match(text, at, stop)
    if opened and (verb is None or opened.end() <= verb.start()):
        return _to(text, opened.end(), stop, ",;()")
    colon = _COLON.match(text, at, stop)
    if colon:
        return _to(text, colon.end(), stop, ";")
    if text.startswith(", ", at, stop) and _OPENS.fullmatch(text, start, mention.start):
        return _to(text, at + 2, stop, ";")
    if verb is None:
        return None
    denied = _DENIED.search(text, at, verb.start())
    if denied and verb[0].lower() == "indicated":  # `biopsy was not indicated`
        return None
    return _to(text, denied.start() if denied else verb.end(), stop, ";")


def _before(text: str, start: int, end: int) -> tuple[Place, bool] | None:
    """`A mass was seen on MRI`, `there was a mass on MRI`; and whether that was denied."""
    there = _THERE.search(text, start, end)
    if there:
        return there.span("what"), False
    seen = _SEEN.search(text, start, end)
    if seen is None:
        return None
    opened = _CLAUSE.match(text, start, seen.start())
    words = (opened.end() if opened else start, seen.start())
    return (words, bool(seen["not"])) if words[1] - words[0] >= _LEAST else None


def _to(text: str, start: int, stop: int, ends: str) -> Place | None:
    """The words from a place to the end of their clause, without the blanks around them."""
    end = start
    while end < stop and text[end] not in ends and not text.startswith((". ", ".\n"), end):
        end += 1
    turn = _TURN.search(text, start, end)
    end = turn.start() if turn else end
    while start < end and text[start] in " :,":
        start += 1
    if text.startswith("that ", start, end):  # `showed that there was no thrombus`
        start += len("that ")
    while end > start and text[end - 1] in " .,":
        end -= 1
    return (start, end) if end - start >= _LEAST else None


def _draft(page: Page, index: int, mention: Mention, found: Place, *, absent: bool) -> Draft:
    label = page.text[mention.start : mention.end]
    words = page.text[found[0] : found[1]]
    denied = absent or (_ABSENT.match(words) and not _YET.search(words))
    fields = {"finding": words, "status": "absent" if denied else "present"}
    if mention.kind == "imaging":
        fields["modality"] = label
    else:
        fields["site"] = re.sub(r"\s?biops(?:y|ies)\b", "", label, flags=re.IGNORECASE)
    draft = page.draft(mention.kind, index, mention, f"{mention.kind}.prose", **fields)
    draft.spans = [cover((mention.start, mention.end), found)]
    return draft
