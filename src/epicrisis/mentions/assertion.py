"""What the words around a mention say of it: denied, doubted, planned, past, or someone else's.

Cue phrases with a direction and a reach, after NegEx (Chapman et al., J Biomed Inform
2001;34:301-310) and ConText (Harkema et al., J Biomed Inform 2009;42:839-851). A reach ends with
the sentence, with a word that turns it ("but", "which"), with a verb, or where a comma or "and" is
followed by a word that opens a new statement. "No improvement of" denies the improvement alone. All
words are data: `context_cues.tsv`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from epicrisis.mentions.interventions import spared_ahead, spared_behind
from epicrisis.model.mentions import Assertion, Mention
from epicrisis.vocab.cues import Cue, CueFinder
from epicrisis.vocab.persons import phrases
from epicrisis.vocab.tables import read_table

_GIVEN = frozenset({"drug", "drug_class", "procedure", "imaging", "biopsy", "encounter"})
_ILLS = frozenset({"finding", "disease"})
_FACTS = frozenset({*_ILLS, "outcome", "result"})
_KINDS: dict[str, frozenset[str]] = {
    "absent": _FACTS | _GIVEN,
    "absent_fact": _FACTS | {"encounter"},
    "uncertain": _ILLS,
    "considered": _GIVEN | _ILLS,
    "planned": _GIVEN,
    "stopped": _GIVEN,
    "not_done": _GIVEN | {"analyte"},
    "prevention": _FACTS,
    "itself": _FACTS,
}
_TWO_FACED = {  # what a cue says of what stands behind it, and of what stands ahead
    "planned_if": ("planned", "conditional"),
    "considered_if": ("considered", "conditional"),
}
_RANK = ("present", "uncertain", "considered", "planned", "stopped", "not_done", "absent")
_POSSESSION = re.compile(
    r"(?: \([^()]{1,30}\))?(?P<who>, who)? "
    r"(?:(?:also|both|all|had|have|has|was|were|is|been|previously|reportedly) )*"
    r"(?:had|have|has|with|diagnosed|suffer\w*|died|affected|known|carr\w+|alive|healthy|well|"
    r"treated|received|receiving|underwent|undergone|takes|took(?!\s(?:him|her|them|the)\b)|"
    r"in good health|asymptomatic|unaffected|unremarkable)\b"
    r"(?!\s(?:noticed|noted|observed|reported|seen|found|brought|taken|called|given)\b)"
)
_DURATION = re.compile(r"(?:min(?:ute)?|hour|day|week|month|year)s?'? $")
_CARRIES = re.compile(r" n?or ")
_JOINT = re.compile(r", | and ")
_SILENT = frozenset({"stop", "verb", "pseudo"})
_SUBJECTLESS = re.compile(
    r"\W*(?:(?:and|or|but|yet|which|who|that|it|however|although|though|nevertheless|therefore|"
    r"thus|because|until|when|while|after|since|still|only|then|later|soon|also|again|not|was|were|"
    r"is|are|been|be|being|had|has|have|\w+ly)\b\W*)*",
    re.IGNORECASE,
)  # words from a turn to a cue among which no subject stands
_NOBODY = re.compile(r"(?:no|neither|none|nor)\b", re.IGNORECASE)  # "neither X nor Y recurred"
_LEADING = re.compile(r"\W*(?:(?:and|or|but|yet|however|although|though|while|when)\W+)*", re.I)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|be|being|is|are) (?:\w+ly |later |then |also |thus ){0,2}$"
)
_ACTIVE = re.compile(r"(?:and|then|later) (?:stopped|discontinued)", re.IGNORECASE)
_ENDS = re.compile(
    r"\W*(?:$|[.,;:(]|(?:after|within|without|because|due|owing|since|on|in|at|for|by|from|following|"
    r"when|while|once|as|it|them|later|soon|before|upon|during|over|and|but|with|if|\w+ly|\d+)\b)",
    re.IGNORECASE,
)
_VERB_WITHIN = re.compile(r"\b(?:had|has|have|was|were|is|are|did|does|denie[ds])\b", re.IGNORECASE)
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
        end: Where the sentence ends.
        marks: Offsets of words that turn it, such as "but", and of commas and "and"s behind which
            a new statement may open; in order.
        begins: Before the first mark and behind each: where the statement there begins, that is at
            the last mark that turns or that follows a verb.
        verbs: Where its verbs begin.
        verb_ends: Where they end.
        finite: Where those begin that need a subject of their own: "was", not "noted".
    """

    end: int
    marks: list[int]
    begins: list[int]
    verbs: list[int]
    verb_ends: list[int]
    finite: frozenset[int]


@cache
def _finder() -> CueFinder[_Meaning]:
    return CueFinder(
        (phrase, _Meaning(row["category"], row["direction"]))
        for row in read_table("context_cues.tsv")
        if row["category"] != "opener"
        for phrase in phrases(row["phrase"])
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
            within, offsets = mentions[first:last], firsts[first:last]
            for reach in _reaches(text, start, end, cues[low:high]):
                _apply(text, reach, _near(reach, within, offsets))


def _clauses(text: str, start: int, end: int, cues: Sequence[Cue[_Meaning]]) -> _Clauses:
    turns = [cue.start for cue in cues if cue.meaning.category == "stop"]
    verbs = [
        cue
        for cue in cues
        if cue.meaning.category == "verb" and not text.endswith(" that ", start, cue.start)
    ]
    offsets = [verb.start for verb in verbs]
    marks = sorted(turns + [found.start() for found in _opening().finditer(text, start, end)])
    begin, begins, turning = start, [start], set(turns)
    for mark in marks:
        verbal = bisect_left(offsets, begin) < bisect_left(offsets, mark)
        if verbal or mark in turning or text[mark] == ";":
            begin = mark
        begins.append(begin)
    finite = frozenset(verb.start for verb in verbs if verb.meaning.direction == "finite")
    return _Clauses(end, marks, begins, offsets, [verb.end for verb in verbs], finite)


def _reaches(text: str, start: int, end: int, cues: Sequence[Cue[_Meaning]]) -> Iterator[_Reach]:
    """Give the reach of every cue of one sentence, two for a cue that works both ways."""
    clauses = _clauses(text, start, end, cues)
    of_kin = start
    for cue in cues:
        category = cue.meaning.category
        if category in _SILENT:
            continue
        direction = _direction(text, cue)
        span = (cue.start, cue.end)
        if category == "itself":
            yield _Reach("absent", span, cue.start, cue.end, True)
        if category == "relative":
            told = _POSSESSION.match(text, cue.end, end)
            if told is None:
                continue
            cue = cue._replace(end=told.end("who")) if told["who"] else cue
        if category == "historical" and _DURATION.search(
            text, max(start, cue.start - 10), cue.start
        ):
            continue
        category, ahead = _TWO_FACED.get(category, (category, category))
        if direction in ("forward", "item", "both", "from"):
            stop = _forward_end(text, cue, clauses)
            to = text.find(" to ", cue.end, stop) if direction == "from" else -1
            yield _Reach(ahead, span, cue.end, stop if to < 0 else to, True)
        if direction in ("backward", "both", "subject"):
            begin = _backward_start(text, cue, clauses)
            if category == "family":  # `a fracture, and a family history of gout in her son`
                begin, of_kin = max(begin, of_kin), cue.end
            if direction == "subject":  # `after A, B and C, A was switched to D`
                begin = max(begin, text.rfind(", ", begin, cue.start) + 2)
            yield _Reach(category, span, begin, cue.start, False)
        elif category == "family":
            of_kin = cue.end
        if direction == "next":
            yield _Reach(category, span, cue.end, cue.end + _NEAR, True)
        if direction == "last":
            yield _Reach(category, span, cue.start - _NEAR, cue.start, False)


def _direction(text: str, cue: Cue[_Meaning]) -> str:
    """Which way a cue works; a verb in the passive ("was later stopped") works back.

    "Given and stopped after a week" works back, "reduced A and stopped B" ahead.
    """
    direction = cue.meaning.direction
    word = text[cue.start : cue.end]
    if direction == "forward" and word.endswith("ed") and " " not in word:
        before = text[max(0, cue.start - 24) : cue.start]
        return "backward" if _PASSIVE.search(before) else direction
    if direction == "backward" and _ACTIVE.fullmatch(word) and not _ENDS.match(text, cue.end):
        return "forward"
    return direction


def _forward_end(text: str, cue: Cue[_Meaning], clauses: _Clauses) -> int:
    """Where a reach ahead ends.

    "Not" and its like reach to the next comma, unless an "or" behind it carries them on. So does
    "no" inside a list of things that are there: "fever, no cough, and weight loss". A verb that the
    cue itself denies, "not had any", ends nothing.
    """
    stop = _next(clauses.marks, cue.end, clauses.end)
    if cue.meaning.category != "relative":
        verb = _next(clauses.verbs, _own_end(cue, clauses), stop)
        stop = _subject_start(text, cue, clauses, verb) if verb < stop else stop
        if stop == verb < clauses.end and cue.meaning.category == "absent":
            begin = clauses.begins[bisect_left(clauses.marks, cue.start)]
            if _NOBODY.match(text, cue.start) and _LEADING.fullmatch(text, begin, cue.start):
                stop = _past_verb(clauses, verb, stop)
    listed = cue.meaning.category == "absent" and text.startswith(", no ", cue.start - 2)
    if listed or cue.meaning.direction == "item":
        comma = text.find(", ", cue.end, stop)
        if comma >= 0 and not _CARRIES.search(text, comma, stop):
            return comma
    return stop


def _past_verb(clauses: _Clauses, verb: int, stop: int) -> int:
    index = bisect_left(clauses.verbs, verb)
    found = index < len(clauses.verbs) and clauses.verbs[index] == verb
    return clauses.verb_ends[index] if found else stop


def _own_end(cue: Cue[_Meaning], clauses: _Clauses) -> int:
    """Where a cue ends, with the verb right behind it that it denies."""
    index = bisect_left(clauses.verbs, cue.end)
    own = index < len(clauses.verbs) and clauses.verbs[index] == cue.end + 1
    return clauses.verb_ends[index] if own and cue.meaning.category == "absent" else cue.end


def _subject_start(text: str, cue: Cue[_Meaning], clauses: _Clauses, verb: int) -> int:
    """Where the subject of the verb begins that ends a reach.

    "She had no fever and cough was present": behind a verb before the cue, a second one has a
    subject of its own, back to the "and". "No fever and cough were noted" has one verb.
    """
    begin = clauses.begins[bisect_left(clauses.marks, cue.start)]
    told = bisect_left(clauses.verbs, begin) < bisect_left(clauses.verbs, cue.start)
    told = told or _VERB_WITHIN.search(text, cue.start, cue.end) is not None
    if verb not in clauses.finite or not told:
        return verb
    joint = max(text.rfind(" and ", cue.end, verb), text.rfind(", ", cue.end, verb))
    return joint if joint >= 0 else verb


def _next(offsets: list[int], at: int, default: int) -> int:
    """The first offset behind a place, or the default where that is nearer."""
    index = bisect_right(offsets, at)
    return min(offsets[index], default) if index < len(offsets) else default


def _backward_start(text: str, cue: Cue[_Meaning], clauses: _Clauses) -> int:
    """Where a reach back begins: behind the last statement that has a verb of its own.

    Where the cue follows a turn at once ("was started but was stopped"), its subject stands before
    that turn.
    """
    marks = clauses.marks
    index = bisect_left(marks, cue.start)
    told = cue.start  # where what the cue speaks of has been told
    while index and _SUBJECTLESS.fullmatch(text, marks[index - 1], cue.start):
        index -= 1
        told = marks[index]
    begin = clauses.begins[index]
    last = bisect_right(clauses.verb_ends, told) - 1
    if last < 0 or clauses.verbs[last] < begin:
        return begin
    joint = _JOINT.search(text, clauses.verb_ends[last], told)
    return joint.end() if joint and joint.end() < told else begin


def _near(reach: _Reach, mentions: Sequence[Mention], starts: list[int]) -> Sequence[Mention]:
    """The mentions of a sentence that a reach may hold, by where they start."""
    if reach.ahead:
        return mentions[bisect_left(starts, reach.cue[0]) : bisect_left(starts, reach.end)]
    if reach.end - reach.start == _NEAR:
        return mentions[: bisect_right(starts, reach.end)]
    return mentions[bisect_left(starts, reach.start) : bisect_right(starts, reach.end)]


_OF_AN_OUTCOME = re.compile(r" (?:of|in|from|for|with|to) ")


def _denied_alone(text: str, reach: _Reach, mentions: Sequence[Mention]) -> int:
    """Where a denial ends that denies an outcome: "no lasting relief from pain" leaves the pain."""
    if reach.category == "absent" and reach.ahead:
        for mention in mentions:
            if reach.cue[1] < mention.start < reach.end:
                alone = mention.kind == "outcome" and _OF_AN_OUTCOME.match(text, mention.end)
                return min(reach.end, mention.end) if alone else reach.end
    return reach.end


def _apply(text: str, reach: _Reach, mentions: Sequence[Mention]) -> None:
    kinds = _KINDS.get(reach.category)
    reach = reach._replace(end=_denied_alone(text, reach, mentions)) if reach.ahead else reach
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
        if kinds is not None and kinds.isdisjoint((mention.kind, _as_sign(mention))):
            continue
        if mention.kind == "outcome" and "negativ" in text[slice(*reach.cue)]:
            continue  # `the rash progressed, and the skin test was negative`
        if mention.kind in _GIVEN and _spared(text, reach, mention, mentions):
            continue
        _set(mention, reach)


def _as_sign(mention: Mention) -> str:
    """A name that is measured may be a sign too: `no weight loss`."""
    return "finding" if mention.kind == "analyte" and mention.concept("finding") else mention.kind


def _spared(text: str, reach: _Reach, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a cue speaks of something else than an intervention in its reach."""
    place = (mention.start, mention.end)
    if not reach.ahead:
        return spared_behind(text, reach.category, reach.cue, place)
    others = any(reach.cue[1] <= m.start and m.end < mention.start for m in mentions)
    return spared_ahead(text, reach.category, reach.cue, place, others)


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
