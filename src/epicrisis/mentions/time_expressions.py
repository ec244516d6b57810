"""Find phrases of time in readable text and say what they bind, in days.

Two scans find where to look: one Aho-Corasick pass over the words of time, one regular expression
over the digits. An anchored reading then starts from each place, so the cost is that of the scans
and of the few words around each hit. What is not said is left open: "more than 4 years" has no
upper bound.

Ages at presentation ("a 38-year-old woman", "aged 63") are demographics and not found here; ages
elsewhere in the course ("at the age of 22") are.
"""

import re
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from epicrisis.mentions.time_calendar import figure_date, month_date, settle_orders, settle_years
from epicrisis.mentions.time_moments import (
    age_expression,
    at_event,
    decade_of_life,
    postoperative_day,
    weeks_and_days,
)
from epicrisis.mentions.time_rereading import reread
from epicrisis.mentions.time_schedules import adverb, every_so_many, latin
from epicrisis.mentions.time_units import unit_expression
from epicrisis.mentions.time_words import (
    ADVERBS,
    ANCHORS,
    LATIN,
    MONTH_NUMBER,
    PARTS_OF_DAY,
    SHORT_UNITS,
    UNITS,
)
from epicrisis.model.mentions import TimeExpression

_DIGITS = re.compile(
    r"\d(?:"
    r"(?P<unit>[\s-]{0,2}(?-i:" + "|".join(sorted(SHORT_UNITS, key=len, reverse=True)) + r")\b)"
    r"|(?P<figures>(?<=[12])[90]\d\d(?!\d)|\d?[-/.]\d{1,2}[-/.](?:19|20)\d\d|\d?[/-](?:19|20)\d\d)"
    r"|(?P<decade>0s\b))",
    re.I,
)
_ABBREVIATED = re.compile(r"[a-z]+\Z", re.I)


_SAME_TIME = ("at that time", "at this time", "at the same time")


@cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    """The word scanner, and role and word of each of its patterns."""
    roles = {word: "anchor" for word in ANCHORS if ANCHORS[word] not in ("previous", "symptom")}
    roles |= dict.fromkeys(LATIN, "latin")
    roles |= {".".join(word) + end: "latin" for word in LATIN for end in (".", "")}
    roles |= {f"q{gap}{digit}": "q" for gap in ("", " ") for digit in range(1, 10)}
    roles |= dict.fromkeys(MONTH_NUMBER, "month")
    roles |= dict.fromkeys(ADVERBS, "adverb")
    roles |= dict.fromkeys(UNITS | PARTS_OF_DAY, "unit")
    roles |= {"age": "age", "ages": "age", "pod": "pod"} | dict.fromkeys(_SAME_TIME, "same")
    automaton = AhoCorasick(
        list(roles),
        matchkind=MatchKind.LeftmostLongest,
        implementation=Implementation.ContiguousNFA,
    )
    return automaton, tuple((role, word) for word, role in roles.items())


def time_expressions(text: str, start: int = 0, end: int | None = None) -> list[TimeExpression]:
    """Find the phrases of time in `text[start:end]`.

    Args:
        text: readable text of a view.
        start: first offset looked at.
        end: offset behind the last one looked at; the end of the text by default.

    Returns:
        The expressions in order of their start, not overlapping. Offsets are into `text`.
    """
    end = len(text) if end is None else min(end, len(text))
    found: list[TimeExpression] = []
    floor = start
    for begin, stop, role in _places(text, start, end):
        if begin < floor:
            continue
        expression = _read(text, floor, begin, stop, role, end)
        if expression is not None and expression.start >= floor:
            found.append(expression)
            floor = expression.end
    settle_orders(text, found)
    settle_years(found)
    return reread(text, found)


def _places(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Where a reading may start: begin, end and role of each word or figure of time."""
    automaton, patterns = _automaton()
    piece = text[start:end]
    lowered = piece.lower()
    if len(lowered) != len(piece):
        lowered = "".join(c if len(low := c.lower()) != 1 else low for c in piece)
    places = []
    for index, begin, stop in automaton.find_matches_as_indexes(lowered):
        role = patterns[index][0]
        if begin and (lowered[begin - 1].isalnum() or lowered[begin - 1] == "_"):
            continue
        behind = lowered[stop : stop + 1]
        if role != "q" and behind.isalnum() and not (role == "pod" and behind.isdigit()):
            continue
        places.append((begin + start, stop + start, role))
    for hit in _DIGITS.finditer(text, start, end):
        role = hit.lastgroup or ""
        begin = hit.start()
        if role == "unit":
            word = _ABBREVIATED.search(hit[0])
            begin = hit.start() + word.start() if word else begin
        elif role == "figures" and begin > start and text[begin - 1].isdigit():
            continue
        places.append((begin, hit.end(), role))
    places.sort()
    return places


def _read(
    text: str, floor: int, begin: int, stop: int, role: str, end: int
) -> TimeExpression | None:
    """Read the expression around one place by what was found there."""
    if role == "unit":
        plus = "+" in text[max(0, begin - 6) : begin]  # "32+4 weeks"
        told = weeks_and_days(text, floor, begin, stop, end) if plus else None
        return told or unit_expression(text, floor, begin, stop, end)
    if role == "anchor":
        return at_event(text, floor, begin, stop)
    if role == "month":
        return month_date(text, floor, begin, stop, end)
    if role == "figures":
        return figure_date(text, floor, begin, end)
    if role == "adverb":
        return adverb(text, floor, begin, stop)
    if role == "age":
        return age_expression(text, floor, begin, stop, end)
    if role == "latin":
        return latin(text, begin, stop)
    if role == "q":
        return every_so_many(text, begin, end)
    if role == "pod":
        return postoperative_day(text, floor, begin, stop, end)
    if role == "same":
        return TimeExpression(begin, stop, "date", 0, 0, "after", "previous")
    if role == "decade":
        return decade_of_life(text, floor, begin, stop)
    return None
