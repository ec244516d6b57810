"""Measured phrases of time: "10 days after", "for 3 weeks", "2-year history", "at age 5".

The words to the left (`time_phrases`) and to the right (`time_tails`) of the unit decide together
what is meant. Names and kinds follow TIMEX3 of TimeML (Pustejovsky et al. 2003, ISO 24617-1).
"""

import re

from epicrisis.mentions.time_amounts import Amount
from epicrisis.mentions.time_anchors import AnchorEvent, read_anchor
from epicrisis.mentions.time_days import numbered, ordered, pointed
from epicrisis.mentions.time_phrases import LASTING, Phrase, read_phrase
from epicrisis.mentions.time_schedules import PERIODIC, periodic
from epicrisis.mentions.time_tails import read_half, read_tail
from epicrisis.mentions.time_words import ALL_UNITS, PARTS_OF_DAY, SHORT_UNITS, SPACE, UNIT
from epicrisis.model.mentions import TimeExpression
from epicrisis.vocab.numbers import CARDINAL, cardinal

_PAST = {"past", "last", "previous", "preceding", "prior"}
_COMING = {"next", "following", "subsequent", "coming", "ensuing", "first", "initial"}
_AGED = re.compile(r"\baged\s(?:of\s)?\Z", re.I)
_WHEN = re.compile(
    r"\b(?:when|until|since|before)\s(?:[a-z]+\s){1,3}(?:was|were|is|became|turned)\s\Z", re.I
)
_SAMPLE = re.compile(
    r"[\s-](?:urin|holter|collection|ambulatory|ecg|monitor|dietary|proteinuria)", re.I
)
_COMPOUND = re.compile(
    rf"(?:{SPACE}|,\s|{SPACE}and{SPACE})(?P<number>{CARDINAL})[\s-](?P<unit>{UNIT})\b", re.I
)
_NOUN_FOLLOWS = re.compile(r"\s(?!(?:of|and|or|in|on|at|with|he|she|we|the|his|her)\b)[a-z]", re.I)
_MEASURED_FROM = {
    "postoperative": "surgery",
    "postpartum": "birth",
    "pregnancy": "pregnancy",
    "later": "previous",
}


def unit_expression(
    text: str, floor: int, start: int, stop: int, end: int
) -> TimeExpression | None:
    """Read the phrase around the unit `text[start:stop]`.

    Args:
        text: the view.
        floor: end of the expression before; the phrase begins behind it.
        start: where the unit begins.
        stop: where the unit ends.
        end: nothing behind this offset is read.

    Returns:
        The expression, or None where the unit is no time ("mg/day", "38-year-old woman").
    """
    word = text[start:stop].lower()
    phrase = read_phrase(text, floor, start, stop, word)
    if phrase is None or phrase.bare:
        return None
    if word in PARTS_OF_DAY and not phrase.deixis and phrase.article != "that":
        return None
    if phrase.deixis in PERIODIC or phrase.preposition == "every" or phrase.times is not None:
        return periodic(phrase)
    if phrase.order is not None:
        return ordered(text, phrase, end)
    if phrase.amount is not None:
        return _measured(text, phrase, phrase.amount, end)
    return numbered(text, phrase, end) or pointed(text, phrase, end)


def _measured(text: str, phrase: Phrase, amount: Amount, end: int) -> TimeExpression | None:
    half = read_half(text, phrase.end, end)
    if half != phrase.end:
        phrase.end = half
        amount = Amount(amount.low + 0.5, amount.high + 0.5, amount.printed_range, amount.bound)
    low, high = amount.days(phrase.unit)
    low, high, phrase.end = _with_smaller_unit(text, phrase, amount, (low, high), end)
    tail, tail_end = read_tail(text, phrase.end, end)
    if tail in ("old", "age"):
        if tail == "old" and _WHEN.search(text, max(0, phrase.start - 40), phrase.start):
            phrase.preposition = "when"
        return _age(phrase, amount, tail, tail_end)
    if _AGED.search(text, max(0, phrase.start - 9), phrase.start):
        return None
    if tail in _MEASURED_FROM:
        return _date(phrase, tail_end, low, high, "after", _MEASURED_FROM[tail])
    if tail == "ago":
        return _date(phrase, tail_end, low, high, "before", "presentation")
    if tail == "earlier":
        return _date(phrase, tail_end, low, high, "before", "previous")
    if tail in ("after", "before"):
        return _counted_from(text, phrase, (low, high), tail, tail_end, end)
    if tail == "followup":
        return _followup(text, phrase, (low, high), tail_end)
    if tail in ("history", "course"):
        relation = "past" if tail == "history" or phrase.deixis in _PAST else "none"
        return _duration(phrase, tail_end, low, high, relation)
    return _by_preposition(text, phrase, amount, (low, high), tail, end)


def _with_smaller_unit(
    text: str, phrase: Phrase, amount: Amount, days: tuple[float, float], end: int
) -> tuple[float, float, int]:
    """Take in "and 3 months" behind "2 years"; the smaller unit then sets the width."""
    found = _COMPOUND.match(text, phrase.end, end)
    if found is None or amount.printed_range or phrase.unit <= 1:
        return *days, phrase.end
    unit, value = ALL_UNITS[found["unit"].lower()], cardinal(found["number"])
    if value is None or unit >= phrase.unit or found["number"].lower() in ("a", "an"):
        return *days, phrase.end
    low, high = Amount(*value, value[0] != value[1], amount.bound).days(unit)
    return low + amount.low * phrase.unit, high + amount.high * phrase.unit, found.end()


def _age(phrase: Phrase, amount: Amount, tail: str, end: int) -> TimeExpression | None:
    """An age counts completed units: 22 years last until the 23rd birthday."""
    adjective = phrase.hyphen or phrase.article or phrase.preposition in ("", "of", "for", "in")
    if tail == "old" and adjective:
        return None
    low, high = amount.days(phrase.unit)
    if not amount.bound and phrase.unit >= 1:
        step = phrase.unit if phrase.unit > 1 else 0.0
        low, high = amount.low * phrase.unit, amount.high * phrase.unit + step
    return TimeExpression(phrase.start, end, "age", low, high, "after", "birth")


def _date(
    phrase: Phrase, end: int, low: float, high: float, relation: str, anchor: str
) -> TimeExpression:
    least = 0.0 if phrase.preposition == "within" else low
    return TimeExpression(phrase.start, end, "date", least, high, relation, anchor)


def _duration(
    phrase: Phrase, end: int, low: float, high: float, relation: str = "none", anchor: str = ""
) -> TimeExpression:
    return TimeExpression(phrase.start, end, "duration", low, high, relation, anchor)


def _counted_from(
    text: str, phrase: Phrase, days: tuple[float, float], tail: str, tail_end: int, end: int
) -> TimeExpression:
    """ "10 days after surgery"; "for 10 days before admission" is a duration."""
    event = read_anchor(text, tail_end, end) or AnchorEvent("", tail_end, tail_end)
    stop = event.end if event.name else tail_end
    lasting = phrase.preposition in LASTING and phrase.preposition != "of"
    if lasting or phrase.deixis in _COMING | _PAST:
        relation = "past" if tail == "before" else "after"
        out = _duration(phrase, stop, *days, relation, event.name)
    else:
        out = _date(phrase, stop, *days, tail, event.name)
    out.anchor_span = (event.start, event.end) if event.end > event.start else None
    return out


def _followup(text: str, phrase: Phrase, days: tuple[float, float], end: int) -> TimeExpression:
    """ "at 6-month follow-up" is a moment, "6 months of follow-up" a stretch."""
    of = re.search(r"\bof\b", text[phrase.end : end], re.I)
    if phrase.preposition in ("at", "after", "by", "on", "within") or (phrase.hyphen and not of):
        return _date(phrase, end, *days, "after", "")
    return _duration(phrase, end, *days)


def _by_preposition(
    text: str,
    phrase: Phrase,
    amount: Amount,
    days: tuple[float, float],
    tail: str,
    end: int,
) -> TimeExpression | None:
    """Nothing behind the unit decides: the words before it do."""
    stop = phrase.end
    if _is_attribute(text, phrase, amount):
        return None
    within = phrase.preposition == "within"
    if within:
        days = (0.0, amount.high * phrase.unit)
    if phrase.deixis in _PAST:
        if within:
            return _date(phrase, stop, *days, "before", "presentation")
        return _duration(phrase, stop, *days, "past", "presentation")
    event = _of_event(text, phrase, tail, end)
    if phrase.deixis in _COMING:
        out = _duration(phrase, stop, *days, "after", event.name)
        out.kind = "date" if within else "duration"
    elif phrase.preposition in ("after", "following", "within", "in"):
        out = _date(phrase, stop, *days, "after", event.name)
    elif phrase.preposition == "by" and _PRECEDED.search(
        text, max(0, phrase.start - _BEFORE), phrase.start
    ):
        return _duration(phrase, stop, *days, "past", "previous")
    elif phrase.preposition in ("at", "by", "until", "till", "on"):
        out = _date(phrase, stop, *days, "after", event.name if tail else "")
    elif phrase.preposition == "since":
        out = _duration(phrase, stop, *days, "past", "presentation")
    elif _is_plain_duration(phrase, amount, tail):
        out = _duration(phrase, stop, *days)
    else:
        return None
    if event.end > event.start and out.relation == "after":
        out.anchor_span = (event.start, event.end)
    return out


_PRECEDED = re.compile(r"\bpreceded\s\Z")
_BEFORE = len("preceded ") + 1


def _of_event(text: str, phrase: Phrase, tail: str, end: int) -> AnchorEvent:
    """The event in "after 3 days of treatment"; the event told before where none is named."""
    if tail == "of":
        event = (
            read_anchor(text, text.index("of", phrase.end) + 2, end)
            if (text.find("of", phrase.end, phrase.end + 6) >= 0)
            else None
        )
        if event is not None and event.name:
            return event
    return AnchorEvent("previous", phrase.end, phrase.end)


def _is_attribute(text: str, phrase: Phrase, amount: Amount) -> bool:
    """ "24-h urine", "the 6-8 month stage": the phrase only qualifies the noun behind it."""
    if amount.low == 24 and _SAMPLE.match(text, phrase.end, phrase.end + 14):
        return True
    several = amount.high > 1 and phrase.word not in SHORT_UNITS
    tied = not phrase.plural and (phrase.hyphen or several)
    return tied and bool(_NOUN_FOLLOWS.match(text, phrase.end))


def _is_plain_duration(phrase: Phrase, amount: Amount, tail: str) -> bool:
    """Leave out "24-hour urine", "6-month survival", "one day" and other measures in passing."""
    if phrase.preposition in LASTING:
        return True
    if phrase.hyphen or (phrase.article in ("a", "an") and not tail):
        return False
    return not (amount.low == amount.high == 1 and phrase.unit == 1)
