"""Which phrase of time speaks of which statement, by the words that stand between them."""

import re

from epicrisis.assembly.drafts import Draft, Page
from epicrisis.model import TimeExpression

_COMPARED = re.compile(
    r"\b(?:similar|compar(?:ed|able|ison)|identical|equal|than|unlike|same\sas|those|that\s(?:of|on|in))\b"
    r"[^,;.]{0,40}$",
    re.IGNORECASE,
)
_VERB = (
    r"(?:was|were|is|are|had|has|have|did|died|fell|rose|began|became|went|left|underwent|"
    r"felt|took|got|came|[a-z]{2,}(?:[^aeiou]|i|at|iz|is|ov)ed)"
)
_NEXT_CLAUSE = re.compile(
    rf"\b{_VERB}\b[^;]*?(?:,\s)?\b(?:and|but|however|while|whereas)\s(?:then\s)?"
    r"(?:the|his|her|she|he|they|it|all|no|this|a)\b"
    rf"[^;]*?\b{_VERB}\b",
    re.IGNORECASE,
)
_RIGHT_BEHIND = re.compile(r"\s?[(\[]?(?:(?:on|at|in)\s)?", re.IGNORECASE)
_CAME_TO = re.compile(  # of what was given, what came of it is dated
    r"\b(?:and|but)\s(?:then\s|subsequently\s|later\s)?(?:he\s|she\s|the\spatient\s)?"
    r"(?:develop|died|recover|improv|experienc|suffer|became|relaps|deteriorat|worsen|"
    r"was\s(?:discharged|transferred|readmitted|extubated|intubated)|"
    r"(?:[\w-]+\s){1,4}?(?:fell|rose|dropped|declined|decreased|increased|normali[sz]ed|resolved|"
    r"returned|subsided|disappeared)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:,\s|\b)(?:and|but)\s(?:then\s)?\Z", re.IGNORECASE)
_SUBJECT = re.compile(
    rf",?\s(?:(?:he|she|they|it|the|a|an|his|her)\b|(?:\w+\s){{1,3}}?{_VERB}\b)", re.IGNORECASE
)
_HAD_BEEN = frozenset({"treatment", "procedure", "phenotypic_feature", "disease", "encounter"})
_PLUPERFECT = re.compile(
    r"\bhad\s(?:\w+ly\s|also\s|never\s|not\s|already\s|first\s|once\s)*"
    r"(?:been\s(?!able|well|asymptomatic|stable|normal|improv)\w+|received|taken|undergone|"
    r"had(?=\s)|developed|experienced|noticed|noted|suffered|used|started|begun|presented|visited|"
    r"consulted|complained|smoked|undertaken|worked|tried|sought|contracted|sustained)\b"
    r"(?:(?!\b(?:and|but)\s(?:\w+ly\s|then\s|now\s)*(?:was|were|is|he|she|the\spatient|[a-z]+ed)\b|"
    r"\b(?:was|were|when|who)\b)[^.;])*\Z",
    re.IGNORECASE,
)
_REACH = 400  # characters between a statement and a phrase of its sentence
_LENGTH_OF = re.compile(r"\sof\s(?:[\w-]+\s){0,3}\Z")
_SURVIVED = re.compile(r"\bsurvived\s(?:for\s)?\Z", re.IGNORECASE)
_HISTORY = re.compile(r"\bhistory\b", re.IGNORECASE)
_AFTER = re.compile(r"(?:after|following)\b", re.IGNORECASE)
_LASTING = frozenset({"phenotypic_feature", "disease", "treatment", "procedure"})
_BRACKETED = re.compile(r"\b(?:was|were|is|are|showed|had|has|revealed)\b", re.IGNORECASE)


def own_time(page: Page, draft: Draft) -> TimeExpression | None:
    """Give the phrase of time in a draft's sentence that speaks of it: the nearest that may."""
    assert draft.sentence is not None
    told = page.times_in(draft.sentence)
    if not told:
        return None
    times = [
        t
        for t in told
        if (t.kind in ("date", "age") or t.relation in ("after", "past"))
        and (t.relation != "past" or draft.kind in _LASTING)
    ]
    text = page.text
    times = [t for t in times if not (runs_over(text, draft, t) or compared(text, t))]
    return min(times, key=lambda t: distance(text, draft, t), default=None)


def compared(text: str, time: TimeExpression) -> bool:
    """`Similar to that of 3 May`: the date of what something is compared with."""
    return time.kind == "date" and bool(_COMPARED.search(text, max(0, time.start - 60), time.start))


def survived(text: str, time: TimeExpression) -> bool:
    """`Survived for 4 years` dates that life, and nothing else of the sentence."""
    return _SURVIVED.search(text, max(0, time.start - 16), time.start) is not None


def runs_over(text: str, draft: Draft, time: TimeExpression) -> bool:
    """A phrase is another statement's if a semicolon stands between, or a bracket of its own."""
    if draft.kind != "vital_status" and survived(text, time):
        return True
    if draft.kind in ("treatment", "procedure") and _HISTORY.search(text, time.start, time.end):
        return True
    if _opens_clause(text, draft, time):
        return True
    low, high = sorted((draft.place or (draft.start, draft.end), (time.start, time.end)))
    return ";" in text[low[1] : high[0]] or _in_own_bracket(text, draft, time)


def _opens_clause(text: str, draft: Draft, time: TimeExpression) -> bool:
    """`He had fever, and three days later he became confused`: the phrase is of what follows."""
    end = draft.place[1] if draft.place else draft.end
    if not 0 <= time.start - end <= _REACH:
        return False
    led = _AND.search(text, max(end, time.start - 24), time.start)
    return led is not None and _SUBJECT.match(text, time.end) is not None


def had_been(text: str, draft: Draft, start: int) -> bool:
    """`He had taken ibuprofen`: before what is told; `the count had risen` is so when it is told.

    Args:
        text: The view.
        draft: What the sentence tells.
        start: Where the sentence begins.
    """
    if draft.kind not in _HAD_BEEN or text.find("had ", start, draft.start) < 0:
        return False
    return _PLUPERFECT.search(text, start, draft.start) is not None


def pluperfect(text: str, start: int, end: int) -> bool:
    """Is what is told at `end`, in the sentence that begins at `start`, told as what had been?"""
    if text.find("had ", start, end) < 0:
        return False
    return _PLUPERFECT.search(text, start, end) is not None


def dates_itself(text: str, draft: Draft, time: TimeExpression) -> bool:
    """`From 120 (day 1) to 20 (day 9)`: a phrase right behind a value dates this value alone."""
    gap = text[draft.end : time.start] if draft.end <= time.start else None
    return gap is not None and _RIGHT_BEHIND.fullmatch(gap) is not None


def told_before(text: str, draft: Draft, time: TimeExpression) -> bool:
    """`Steroids were given but she worsened and died two days later`: the steroids came before."""
    if not 0 <= time.start - draft.end <= _REACH:
        return False
    if draft.kind in ("treatment", "procedure") and _CAME_TO.search(text, draft.end, time.start):
        return True
    if time.anchor != "previous" or time.relation != "after":
        return False
    return _NEXT_CLAUSE.search(text, draft.end, time.start) is not None


def measures_length(text: str, draft: Draft, time: TimeExpression) -> bool:
    """`After 5 days of dialysis` says how long, and what came after, not when it was begun."""
    if draft.kind not in ("treatment", "procedure") or draft.start < time.end:
        return False
    if draft.start - time.end > 40 or not _AFTER.match(text, time.start):
        return False
    return _LENGTH_OF.match(text, time.end, draft.start) is not None


def is_length(text: str, time: TimeExpression) -> bool:
    """`On 3 May, after 5 days of bed rest, ...`: how long, where the date is told already."""
    lasted = time.anchor == "previous" and _AFTER.match(text, time.start) is not None
    return lasted and text.startswith(" of ", time.end)


def distance(text: str, draft: Draft, time: TimeExpression) -> float:
    """Characters between a draft and a phrase; commas and `and` count as a step.

    A phrase right behind a result is at no distance from it.
    """
    if draft.kind == "measurement" and dates_itself(text, draft, time):
        return -1.0
    start, end = draft.place or (draft.start, draft.end)
    if time.start < end and start < time.end:
        return 0.0
    low, high = sorted(((start, end), (time.start, time.end)))
    between = text[low[1] : high[0]]
    steps = len(re.findall(r",|\band\b|\bbut\b", between))
    return len(between) + 25 * steps + (5 if time.start > end else 0)


def _in_own_bracket(text: str, draft: Draft, time: TimeExpression) -> bool:
    """`(the film of two months earlier was lost)` tells of itself alone."""
    opened = text.rfind("(", max(0, time.start - 160), time.start)
    if opened < 0 or ")" in text[opened : time.start]:
        return False
    closed = text.find(")", time.end, time.end + 160)
    if closed < 0 or opened < draft.start < closed:
        return False
    return _BRACKETED.search(text, opened, closed) is not None
