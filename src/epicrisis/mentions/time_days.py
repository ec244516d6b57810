"""Days with a number or a pointer: "hospital day 3", "the third day", "the next day", "for years".

Day numbers belong to the axis that the report counts on, so they come back with relation `day` and
are not turned into distances, except where the words say what they are counted from.
"""

import re
from math import inf
from typing import Literal

from epicrisis.mentions.time_amounts import Amount
from epicrisis.mentions.time_anchors import AnchorEvent, anchor_name, read_anchor
from epicrisis.mentions.time_phrases import LASTING, Phrase
from epicrisis.mentions.time_tails import read_tail
from epicrisis.mentions.time_words import SPACE, UNIT
from epicrisis.model.mentions import TimeExpression
from epicrisis.vocab.numbers import CARDINAL, cardinal

_NUMBER = re.compile(
    rf"(?:\s\(pod\))?\s?(?:#|no\.?\s)?(?:(?P<sign>(?:\+|(?<=\s)[-−]))(?=\d)|[\s-])?(?P<low>\d{{1,4}}(?![\d%]|[.,]\d)"
    rf"|(?<=\s)(?:{CARDINAL})(?=\W|\Z))(?P<more>(?:\s?(?:-|–|,|,?\sand|to|or|/)\s?"
    r"(?P<high>\d{1,4})(?![\w%]|[.,]\d)){0,8})"
    rf"(?!{SPACE}?(?:mg|g|ml|l|u|iu|[µμ]g|°|%|units|times|patients|cases|{UNIT})\b)",
    re.I,
)
_OF = re.compile(rf"{SPACE}(?P<word>of|after|since|from|post|following)\b-?", re.I)
_BESIDE = re.compile(r"\s?\((?P<word>[a-z][a-z -]*?)(?=[),;])", re.I)
_SEVERAL = 1.5  # a plural without a number: two or more, give or take half a unit
_NEXT = {"next", "following", "subsequent", "coming", "ensuing"}
_MIDDLE_ANCHOR = {
    "hospital": ("day", "admission"),
    "postpartum": ("after", "birth"),
    "postnatal": ("after", "birth"),
}


def numbered(text: str, phrase: Phrase, end: int) -> TimeExpression | None:
    """Read "day 92", "days 8-15", "week 26", "postoperative day 5", "day 15 of treatment"."""
    found = _NUMBER.match(text, phrase.end, end)
    if found is None or phrase.deixis or phrase.article in ("a", "an"):
        return None
    value = cardinal(found["low"])
    digits = found["low"].isdigit()
    if value is None or not (digits or (not phrase.plural and value[0] == value[1])):
        return None
    low, high, stop = value[0], value[1], found.end()
    if found["high"] is not None:
        joined = phrase.plural or found["more"].lstrip()[0] in "-–"
        high, stop = (float(found["high"]), stop) if joined else (high, found.end("low"))
    if high < low or (phrase.unit > 300 and low > 99) or low != int(low):
        return None
    if (found["sign"] or "+") != "+":
        low, high = -high, -low
    out = _day(phrase, stop, low, high)
    out.relation, out.anchor = _middle_anchor(phrase)
    if not out.anchor:
        _anchor_behind(text, out, end)
        _anchor_beside(text, out, end)
    return out


def _day(phrase: Phrase, end: int, low: float, high: float) -> TimeExpression:
    amount = Amount(abs(low), abs(high), printed_range=low != high)
    if low < 0 or phrase.unit <= 1:
        bounds = low * phrase.unit, high * phrase.unit
    else:
        bounds = amount.days(phrase.unit)
    return TimeExpression(phrase.start, end, "date", *bounds, relation="day")


def _middle_anchor(phrase: Phrase) -> tuple[str, str]:
    """Relation and anchor that "hospital" or "postoperative" before the unit give."""
    middle = phrase.middle.replace(" ", "-")
    if middle.startswith("post") and middle not in _MIDDLE_ANCHOR:
        return "after", "surgery"
    return _MIDDLE_ANCHOR.get(middle, ("day", ""))


def _anchor_behind(text: str, out: TimeExpression, end: int) -> None:
    """Take in "of hospitalization", "after surgery", "postoperatively" behind a day number."""
    tail, tail_end = read_tail(text, out.end, end)
    if tail in ("postoperative", "pregnancy"):
        out.relation, out.end = "after", tail_end
        out.anchor = "surgery" if tail == "postoperative" else "pregnancy"
        return
    if tail == "age":
        out.kind, out.relation, out.anchor, out.end = "age", "after", "birth", tail_end
        return
    link = _OF.match(text, out.end, end)
    event = read_anchor(text, link.end(), end) if link else None
    if link is None or event is None or event.name == "previous":
        return
    out.relation = "day" if link["word"].lower() == "of" else "after"
    out.anchor, out.anchor_span = event.name, (event.start, event.end)
    if event.name:
        out.end = event.end


def _anchor_beside(text: str, out: TimeExpression, end: int) -> None:
    """ "Day 1 (admission)" and "day 0 (surgery)" say what the days are counted from."""
    beside = _BESIDE.match(text, out.end, end)
    if beside and not out.anchor and out.low == out.high and out.low in (0, 1):
        out.anchor = anchor_name(beside["word"])
        out.anchor_span = beside.span("word") if out.anchor else None


def ordered(text: str, phrase: Phrase, end: int) -> TimeExpression | None:
    """Read "the third day", "fifth postoperative day", "the 12th week of treatment"."""
    tail, tail_end = read_tail(text, phrase.end, end)
    signs = phrase.preposition or phrase.article or phrase.middle or tail
    if not signs or phrase.article in ("a", "an") or phrase.order is None or phrase.hyphen:
        return None
    low, high = float(phrase.order), float(phrase.order_high or phrase.order)
    if phrase.unit != 1:
        low, high = (low - 1) * phrase.unit, high * phrase.unit
    out = TimeExpression(phrase.start, phrase.end, "date", low, high, "day")
    out.relation, out.anchor = _middle_anchor(phrase)
    if tail == "later":
        out.relation, out.anchor, out.end = "after", "previous", tail_end
    elif not out.anchor:
        _anchor_behind(text, out, end)
    return out


def pointed(text: str, phrase: Phrase, end: int) -> TimeExpression | None:
    """Read a unit without a number: "the next day", "the following months", "for years"."""
    tail, tail_end = read_tail(text, phrase.end, end)
    lasting = phrase.preposition in LASTING
    if phrase.deixis == "same":
        return None if phrase.plural else _same(phrase)
    if tail == "age" and phrase.deixis == "first":
        return TimeExpression(phrase.start, tail_end, "age", 0, inf, "after", "birth")
    if phrase.deixis in _NEXT or (phrase.deixis in ("first", "initial") and phrase.plural):
        return _coming(phrase, lasting)
    if phrase.deixis in ("past", "last", "previous", "preceding", "prior"):
        return None if phrase.deixis == "last" and tail == "of" else _gone(phrase)
    if phrase.deixis:
        return None
    if tail in ("after", "before", "later", "ago", "earlier"):
        return _unnumbered(text, phrase, tail, tail_end, end)
    if phrase.article == "that" and phrase.unit == 1 and not phrase.plural:
        return TimeExpression(phrase.start, phrase.end, "date", 0, 0, "after", "previous")
    if tail == "of" and phrase.unit == 1 and not phrase.plural:
        return _day_of(text, phrase, end)
    if phrase.plural and (phrase.preposition, phrase.article) in _PLURAL:
        kind = _PLURAL[phrase.preposition, phrase.article]
        low = 0.0 if phrase.preposition == "within" else _SEVERAL * phrase.unit
        relation, anchor = ("after", "previous") if kind == "date" else ("none", "")
        return TimeExpression(phrase.start, phrase.end, kind, low, inf, relation, anchor)
    return None


_PLURAL: dict[tuple[str, str], Literal["date", "duration"]] = {
    ("for", ""): "duration",
    ("over", ""): "duration",
    ("over", "the"): "duration",
    ("within", ""): "date",
    ("after", ""): "date",
}


def _span(phrase: Phrase) -> tuple[float, float]:
    """One unit, or two and more where the unit is in the plural."""
    if phrase.plural:
        return _SEVERAL * phrase.unit, inf
    return Amount(1, 1).days(phrase.unit)


def _same(phrase: Phrase) -> TimeExpression:
    width = phrase.unit if phrase.unit > 1 else 0.0
    return TimeExpression(phrase.start, phrase.end, "date", -width, width, "after", "previous")


def _coming(phrase: Phrase, lasting: bool) -> TimeExpression:
    kind: Literal["date", "duration"] = "duration" if lasting or phrase.plural else "date"
    return TimeExpression(phrase.start, phrase.end, kind, *_span(phrase), "after", "previous")


def _gone(phrase: Phrase) -> TimeExpression:
    low, high = _span(phrase)
    if phrase.unit == 1 and not phrase.plural:
        return TimeExpression(phrase.start, phrase.end, "date", 1, 1, "before", "previous")
    if phrase.preposition == "within":
        return TimeExpression(
            phrase.start, phrase.end, "date", 0.0, phrase.unit, "before", "presentation"
        )
    return TimeExpression(phrase.start, phrase.end, "duration", low, high, "past", "presentation")


def _unnumbered(
    text: str, phrase: Phrase, tail: str, tail_end: int, end: int
) -> TimeExpression | None:
    """ "the day before surgery", "the week prior to onset", "months later", "years ago"."""
    if not phrase.plural and phrase.article != "the":
        return None
    low, high = _span(phrase)
    relation = "after" if tail in ("after", "later") else "before"
    anchor = {"later": "previous", "earlier": "previous", "ago": "presentation"}.get(tail, "")
    out = TimeExpression(phrase.start, tail_end, "date", low, high, relation, anchor)
    if tail in ("after", "before"):
        event = read_anchor(text, tail_end, end) or AnchorEvent("", tail_end, tail_end)
        out.anchor = event.name
        out.anchor_span = (event.start, event.end) if event.end > event.start else None
        out.end = max(out.end, event.end) if event.name else out.end
    return out


def _day_of(text: str, phrase: Phrase, end: int) -> TimeExpression | None:
    """ "on the day of admission": at the event itself."""
    link = _OF.match(text, phrase.end, end)
    event = read_anchor(text, link.end(), end) if link else None
    if event is None or not event.name or event.name == "previous":
        return None
    return TimeExpression(
        phrase.start, event.end, "date", 0, 0, "at", event.name, (event.start, event.end)
    )
