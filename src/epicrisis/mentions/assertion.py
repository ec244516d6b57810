"""What the words around a mention say of it: denied, doubted, planned, past, or someone else's.

Cue phrases with a direction and a reach, after NegEx (Chapman et al., J Biomed Inform
2001;34:301-310) and ConText (Harkema et al., J Biomed Inform 2009;42:839-851). A reach ends with
the sentence, with a word that turns it ("but", "which"), with a verb, or where a comma or "and" is
followed by a word that opens a new statement. "No improvement of" denies the improvement alone. All
words are data: `context_cues.tsv`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from epicrisis.model.mentions import Assertion, Mention
from epicrisis.vocab.cues import Cue, CueFinder
from epicrisis.vocab.tables import read_table

_GIVEN = frozenset({"drug", "drug_class", "procedure", "imaging", "biopsy", "encounter"})
_ILLS = frozenset({"finding", "disease"})
_FACTS = frozenset({*_ILLS, "outcome", "result"})
_KINDS: dict[str, frozenset[str]] = {
    "absent": _FACTS | _GIVEN,
    "uncertain": _ILLS,
    "considered": _GIVEN | _ILLS,
    "planned": _GIVEN,
    "stopped": _GIVEN,
    "not_done": _GIVEN | {"analyte"},
    "prevention": _FACTS,
    "itself": _FACTS,
}
_RANK = ("present", "uncertain", "considered", "planned", "stopped", "not_done", "absent")
_POSSESSION = re.compile(
    r" (?:(?:also|both|all|had|have|has|was|were|is|been|previously|reportedly) )*"
    r"(?:had|have|has|with|diagnosed|suffer\w*|died|affected|known|carr\w+)\b"
    r"(?!\s(?:noticed|noted|observed|reported|seen|found|brought|taken|called|given)\b)"
)
_DURATION = re.compile(r"(?:hour|day|week|month|year)s?'? $")
_LINK = re.compile(r" (?:with|on|by|for|to|under|from|at|in) ")
_COURSE_OF = re.compile(r"(?:treatment|therapy|treated|course|doses?|use|need)$")
_CARRIES = re.compile(r" n?or ")
_JOINT = re.compile(r", | and ")
_SILENT = frozenset({"stop", "verb", "pseudo"})
_SUBJECTLESS = re.compile(
    r"\W*(?:(?:and|or|but|yet|which|who|that|it|however|although|though|nevertheless|therefore|"
    r"thus|because|until|when|while|after|since|still|only|then|later|soon|also|again|not|was|were|"
    r"is|are|been|be|being|had|has|have|\w+ly)\b\W*)*",
    re.IGNORECASE,
)  # words from a turn to a cue among which no subject stands
_PASSIVE = re.compile(
    r"\b(?:was|were|been|be|being|is|are) (?:\w+ly |later |then |also |thus ){0,2}$"
)
_NEAR = 2  # characters between a mention and a cue that must touch it


class _Meaning(NamedTuple):
    category: str
    direction: str


class _Reach(NamedTuple):
    """Where a cue holds: ahead, for mentions that end behind it and begin before `end`; or behind,
    for mentions within `start:end`.
    """

    category: str
    cue: tuple[int, int]
    start: int
    end: int
    ahead: bool


class _Clauses(NamedTuple):
    """The breaks of one sentence that holds cues.

    Attributes:
        start: Where the sentence begins.
        end: Where it ends.
        turns: Offsets of words that turn it, such as "but".
        openings: Offsets of commas and "and"s behind which a new statement may open.
        verbs: Its verbs.
    """

    start: int
    end: int
    turns: list[int]
    openings: list[int]
    verbs: list[tuple[int, int]]


@cache
def _finder() -> CueFinder[_Meaning]:
    return CueFinder(
        (row["phrase"], _Meaning(row["category"], row["direction"]))
        for row in read_table("context_cues.tsv")
        if row["category"] != "opener"
    )


@cache
def _opening() -> re.Pattern[str]:
    """A semicolon, or a comma or "and" with a word behind it that opens a new statement."""
    openers = [
        row["phrase"] for row in read_table("context_cues.tsv") if row["category"] == "opener"
    ]
    words = "|".join(sorted(map(re.escape, openers), key=len, reverse=True))
    return re.compile(rf";|(?:,(?: and| or)?| and) (?=(?:{words})\b)", re.IGNORECASE)


def assert_mentions(
    text: str, sentences: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> None:
    """Set the assertion of every mention that a cue reaches, in place.

    A mention that no cue reaches keeps None: it is stated of the patient, as present.

    Args:
        text: The view.
        sentences: Spans in order, without overlap. Mentions outside them are not touched.
        mentions: In order of `start`.
    """
    cues = _finder().scan(text)
    starts = [cue.start for cue in cues]
    firsts = [mention.start for mention in mentions]
    active = [cue.start for cue in cues if cue.meaning.category not in _SILENT]
    active.append(len(text))  # behind every sentence
    for start, end in sentences:
        if active[bisect_left(active, start)] >= end:
            continue
        first = bisect_left(firsts, start)
        last = bisect_left(firsts, end, first)
        if first < last:
            low = bisect_left(starts, start)
            high = bisect_left(starts, end, low)
            for reach in _reaches(text, start, end, cues[low:high]):
                _apply(text, reach, mentions[first:last])


def _clauses(text: str, start: int, end: int, cues: Sequence[Cue[_Meaning]]) -> _Clauses:
    return _Clauses(
        start,
        end,
        [cue.start for cue in cues if cue.meaning.category == "stop"],
        [found.start() for found in _opening().finditer(text, start, end)],
        [
            (cue.start, cue.end)
            for cue in cues
            if cue.meaning.category == "verb" and not text.endswith(" that ", start, cue.start)
        ],
    )


def _reaches(text: str, start: int, end: int, cues: Sequence[Cue[_Meaning]]) -> Iterator[_Reach]:
    """Give the reach of every cue of one sentence, two for a cue that works both ways."""
    clauses = _clauses(text, start, end, cues)
    for cue in cues:
        category = cue.meaning.category
        if category in _SILENT:
            continue
        direction = _direction(text, cue)
        span = (cue.start, cue.end)
        if category == "itself":
            yield _Reach("absent", span, cue.start, cue.end, True)
        if category == "relative" and not _POSSESSION.match(text, cue.end, end):
            continue
        if category == "historical" and _DURATION.search(
            text, max(start, cue.start - 10), cue.start
        ):
            continue
        if direction in ("forward", "item", "both"):
            yield _Reach(category, span, cue.end, _forward_end(text, cue, clauses), True)
        if direction in ("backward", "both"):
            begin = _backward_start(text, cue, clauses)
            yield _Reach(category, span, begin, cue.start, False)
        if direction == "next":
            yield _Reach(category, span, cue.end, cue.end + _NEAR, True)
        if direction == "last":
            yield _Reach(category, span, cue.start - _NEAR, cue.start, False)


def _direction(text: str, cue: Cue[_Meaning]) -> str:
    """Which way a cue works; a verb in the passive ("was later stopped") works back."""
    direction = cue.meaning.direction
    word = text[cue.start : cue.end]
    if direction == "forward" and word.endswith("ed") and " " not in word:
        before = text[max(0, cue.start - 24) : cue.start]
        return "backward" if _PASSIVE.search(before) else direction
    return direction


def _forward_end(text: str, cue: Cue[_Meaning], clauses: _Clauses) -> int:
    """Where a reach ahead ends.

    "Not" and its like reach to the next comma, unless an "or" behind it carries them on. So does
    "no" inside a list of things that are there: "fever, no cough, and weight loss".
    """
    marks = [*clauses.turns, *clauses.openings]
    if cue.meaning.category != "relative":
        marks += [begin for begin, _ in clauses.verbs]
    stop = min((mark for mark in marks if mark > cue.end), default=clauses.end)
    listed = cue.meaning.category == "absent" and text.startswith(", no ", cue.start - 2)
    if listed or cue.meaning.direction == "item":
        comma = text.find(", ", cue.end, stop)
        if comma >= 0 and not _CARRIES.search(text, comma, stop):
            return comma
    return stop


def _backward_start(text: str, cue: Cue[_Meaning], clauses: _Clauses) -> int:
    """Where a reach back begins: behind the last statement that has a verb of its own.

    Where the cue follows a turn at once ("was started but was stopped"), its subject stands before
    that turn.
    """
    begin = clauses.start
    for mark in sorted([*clauses.turns, *clauses.openings]):
        if mark >= cue.start or _SUBJECTLESS.fullmatch(text, mark, cue.start):
            break
        verbal = any(begin <= verb < mark for verb, _ in clauses.verbs)
        if verbal or mark in clauses.turns or text[mark] == ";":
            begin = mark
    verbs = [end for verb, end in clauses.verbs if begin <= verb < end <= cue.start]
    joint = _JOINT.search(text, verbs[-1], cue.start) if verbs else None
    return joint.end() if joint and joint.end() < cue.start else begin


def _apply(text: str, reach: _Reach, mentions: Sequence[Mention]) -> None:
    kinds = _KINDS.get(reach.category)
    for mention in mentions:
        if reach.ahead:
            adjacent = reach.end - reach.start == _NEAR  # "non-": not the mention that holds it
            named = reach.start > reach.cue[0]  # "no relapse" as one name denies itself already
            first = reach.start if adjacent else reach.cue[0] + named
            within = mention.end > reach.start and first <= mention.start < reach.end
        elif reach.end - reach.start == _NEAR:
            within = reach.start <= mention.end <= reach.end
        else:
            within = reach.start <= mention.start and mention.end <= reach.end
        if not within:
            continue
        if kinds is not None and mention.kind not in kinds:
            continue
        if reach.ahead and mention.kind in _GIVEN and _linked(text, reach, mention):
            continue
        _set(mention, reach)


def _linked(text: str, reach: _Reach, mention: Mention) -> bool:
    """Whether a denial reaches an intervention only through a preposition: "no relapse on X"."""
    if reach.category != "absent":
        return False
    return any(
        not _COURSE_OF.search(text, reach.cue[0], link.start())
        for link in _LINK.finditer(text, reach.cue[1], mention.start)
    )


def _set(mention: Mention, reach: _Reach) -> None:
    assertion = mention.assertion or Assertion()
    mention.assertion = assertion
    category = reach.category
    if category in ("family", "relative", "absent_family"):
        assertion.experiencer = "family"
    if category in ("historical", "absent_historical"):
        assertion.historical = True
    if category in ("conditional", "prevention"):
        assertion.conditional = True
    status = "absent" if category.startswith("absent") else category
    if status == "considered" and mention.kind in _ILLS:
        status = "uncertain"
    if {status, assertion.status} == {"considered", "stopped"}:
        status = assertion.status = "considered"  # held back before it was begun
    if status in _RANK and _RANK.index(status) > _RANK.index(assertion.status):
        assertion.status = status
        assertion.cue = reach.cue
    elif assertion.cue is None:
        assertion.cue = reach.cue
