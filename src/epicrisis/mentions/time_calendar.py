"""Calendar dates: "12 May 2019", "early 2018", "2019-05-12", "from June to July 2014".

`low` and `high` are proleptic ordinals (`datetime.date.toordinal`) of the first and the last day
meant, and `ordinal` equals `low`. A date without a year has no ordinal; its days are those of the
year that the dates told before it suggest, and of a year of its own where no year is printed at
all, so that two such dates can be subtracted. "12/05/2019" is read both ways and covers both days.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from epicrisis.mentions.time_seasons import season
from epicrisis.mentions.time_words import MONTH_NUMBER, MONTHS, SPACE, alternation
from epicrisis.model.mentions import TimeExpression

Days = tuple[int, int]
_NEXT_YEAR = re.compile(r",?\s(?:in|of)?\s?(?:the\s)?(?:following|next)\syear\b", re.I)
_NO_YEAR = 4  # stands for the year where none is printed; it has a 29 February
_BACK = 366 - 200
_AROUND_LEAP = range(-8, 9)  # years between two days of 29 February, at most
_LAST = date(9900, 1, 1).toordinal()  # beyond it a calendar has no more years
_WHOLE_YEAR = 300.0
_ONWARD = 200  # days a story may go on to a date without a year; further off it looks back

_PART = (
    rf"(?P<part>early|mid|middle|late|beginning|start|end)(?:{SPACE}of|[\s-]|{SPACE}in){{1,2}}"
    rf"(?:the{SPACE}year{SPACE})?"
)
_MONTH = alternation(dict.fromkeys(sorted(MONTH_NUMBER, key=len, reverse=True), ""))
_YEAR = r"(?:19|20)\d\d(?!\d|[.,]\d)"
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th)\b)?"
_BEFORE_MONTH = re.compile(
    rf"(?<![\w.,/])(?:{_PART}\s?)?(?:(?:the{SPACE})?"
    rf"(?:(?P<first>{_DAY})\s?(?:-|–|to|and)\s?(?:the{SPACE})?)?(?P<day>{_DAY})(?:{SPACE}of)?[\s-])?\Z",
    re.I,
)
_BEHIND_MONTH = re.compile(
    rf"\.?(?:(?:[\s-]|,\s|{SPACE}of{SPACE})(?P<year>{_YEAR})"
    rf"|{SPACE}(?P<day>{_DAY})(?![\d%]|[.,]\d|\s?(?:mg|g|kg|mL|years|days)\b)"
    rf"(?:\s?(?:-|–|to|and)\s?(?P<last>\d{{1,2}})(?!\d))?(?:,?\s(?P<dayyear>{_YEAR}))?"
    rf"|{SPACE}(?:and|to|or|through|until)\s|\s?[-–]\s?)?",
    re.I,
)
_SECOND_MONTH = re.compile(
    rf"(?P<month>{_MONTH})\.?(?:,?\s|{SPACE}of{SPACE})(?P<year>{_YEAR})", re.I
)
_ALONE = re.compile(r"\b(?:in|since|until|till|during|by|of|from|before|after|to|and)\s\Z", re.I)
_ISO = re.compile(rf"(?P<y>{_YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)")
_SLASHED = re.compile(rf"(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{_YEAR})")
_MONTH_YEAR = re.compile(rf"(?P<m>0?[1-9]|1[0-2])[/-](?P<y>{_YEAR})")
_BEFORE_YEAR = re.compile(
    rf"(?:\b(?:in|since|until|till|during|by|from|before|after|of|between|year|and|to){SPACE}"
    rf"(?:the{SPACE})?(?:year{SPACE})?|(?P<lead>{_PART}))\Z",
    re.I,
)
_RANGE = re.compile(rf"\s?(?:-|–|{SPACE}(?:to|and|through|until)\s)\s?(?P<year>{_YEAR})")
_COUNTED = re.compile(
    r"\s?(?:[-/]?(?:mg|g|kg|ml|l|iu|u|units?|ng|pg|[µμ]g|mm|cm|hz|kcal|steps)\b|[%°×/]|x\s?10"
    r"|cells|copies|patients|cases|participants|subjects|people)",
    re.I,
)
_EDITION = re.compile(
    r"\s(?:[\w/&-]+\s){0,4}?(?:criteri(?:a|on)|guidelines?|guidance|classification|consensus|"
    r"recommendations?|statement|revision|edition|version|update|definitions?|standards?)\b"
)
_LISTED = re.compile(rf"(?:{_YEAR},\s|{_YEAR}\s(?=and\s))+(?:and\s)?\Z", re.IGNORECASE)
_ISSUED = re.compile(r"(?:by|from|of|and|to)\s", re.IGNORECASE)
_NAMED = re.compile(
    r"\s(?!(?:and|or|with|when|where|for|he|she|the|to|in|at|by|after|before|because|due|was|were|"
    r"season|year|pandemic|epidemic|outbreak|wave)\b)[A-Za-z]"
)


def month_date(text: str, floor: int, start: int, stop: int, end: int) -> TimeExpression | None:
    """Read the date around the month name `text[start:stop]`.

    Returns:
        The date; None where the word is no month ("may", "march") or stands alone.
    """
    before = _BEFORE_MONTH.search(text, max(floor, start - 30), start)
    behind = _BEHIND_MONTH.match(text, stop, end)
    if before is None or behind is None or not text[start].isupper():
        return None
    month = MONTH_NUMBER[text[start:stop].lower()]
    begin = before.start()
    if behind["year"]:
        year = int(behind["year"])
        days = _part(_month_days(year, month, before["day"]), before["part"])
        if before["first"]:
            days = (min(days[0], _month_days(year, month, before["first"])[0]), days[1])
        return _calendar(begin, behind.end("year"), days)
    if behind["day"] and before["day"] is None:
        return _day_month(text, begin, behind, month)
    second = _SECOND_MONTH.match(text, behind.end(), end) if behind.end() > stop + 1 else None
    if second is not None:
        year, last = int(second["year"]), MONTH_NUMBER[second["month"].lower()]
        if month <= last:
            days = (_month_days(year, month)[0], _month_days(year, last)[1])
            return _calendar(begin, second.end(), days)
    named = text[start:stop].lower() in MONTHS
    alone = before["day"] or before["part"] or _ALONE.search(text, max(0, start - 12), start)
    if not (named and alone):
        return None
    days = _part(_month_days(_NO_YEAR, month, before["day"]), before["part"])
    if before["first"]:
        days = (min(days[0], _month_days(_NO_YEAR, month, before["first"])[0]), days[1])
    return _yearless(begin, stop, days, text)


def _day_month(text: str, begin: int, behind: re.Match[str], month: int) -> TimeExpression:
    """ "May 12, 2019", "May 12-14", "November 27"."""
    stop = behind.end() if behind["dayyear"] else behind.end("last" if behind["last"] else "day")
    year = int(behind["dayyear"] or _NO_YEAR)
    first, last = _month_days(year, month, behind["day"])
    if behind["last"]:
        last = max(first, _month_days(year, month, behind["last"])[1])
    if behind["dayyear"]:
        return _calendar(begin, stop, (first, last))
    return _yearless(begin, stop, (first, last), text)


def figure_date(text: str, floor: int, start: int, end: int) -> TimeExpression | None:
    """Read a date in figures at `start`: "2019-05-12", "12.05.2019", "in 05/2019", "in 2017"."""
    if start > floor and (text[start - 1].isalnum() or text[start - 1] in "./,"):
        return None
    if start > floor + 1 and text[start - 1] == "-" and not text[start - 2].isalpha():
        return None
    if found := _ISO.match(text, start, end):
        days = _exact(int(found["y"]), int(found["m"]), int(found["d"]))
        return _calendar(start, found.end(), days) if days else None
    if found := _SLASHED.match(text, start, end):
        year, a, b = int(found["y"]), int(found["a"]), int(found["b"])
        readings = [days for days in (_exact(year, a, b), _exact(year, b, a)) if days]
        if not readings:
            return None
        return _calendar(start, found.end(), (min(readings)[0], max(readings)[1]))
    if found := _MONTH_YEAR.match(text, start, end):
        lead = _BEFORE_YEAR.search(text, max(floor, start - 24), start)
        days = _month_days(int(found["y"]), int(found["m"]))
        return _calendar(start, found.end(), days) if lead else None
    return _year(text, floor, start, end)


def _year(text: str, floor: int, start: int, end: int) -> TimeExpression | None:
    """A year counts as one behind "in", "since", "early" and the like only."""
    if re.match(_YEAR, text[start : start + 7]) is None or start + 4 > end:
        return None
    if told := season(text, floor, int(text[start : start + 4]), start):
        return _calendar(told[0], start + 4, told[1:])
    lead = _BEFORE_YEAR.search(text, max(floor, start - 28), start)
    if lead is None or _COUNTED.match(text, start + 4, end):
        return None
    if _ISSUED.match(lead[0]) and _EDITION.match(text, start + 4, end):
        return None  # "according to 2013 consensus criteria"
    if lead[0].lower().endswith("the ") and _NAMED.match(text, start + 4, end):
        return None  # "from the 2005 cryostat": the year is part of a name
    first, stop = int(text[start : start + 4]), start + 4
    last = first
    if text[stop : stop + 1] == "s" and first % 10 == 0:
        last, stop = first + 9, stop + 1
    elif (found := _RANGE.match(text, stop, end)) and int(found["year"]) >= first:
        last, stop = int(found["year"]), found.end()
    if listed := _LISTED.search(text, max(floor, start - 60), start):
        first = min(first, *(int(year) for year in re.findall(_YEAR, listed[0])))
    days = (_month_days(first, 1)[0], _month_days(last, 12)[1])
    begin = lead.start("lead") if lead["lead"] else start
    return _calendar(begin, stop, _part(days, lead["part"]) if first == last else days)


def _calendar(start: int, end: int, days: Days) -> TimeExpression:
    return TimeExpression(start, end, "date", *days, relation="calendar", ordinal=days[0])


def _yearless(start: int, end: int, days: Days, text: str) -> TimeExpression:
    """A date in the year that stands for none, or in the one after: "of the following year"."""
    following = _NEXT_YEAR.match(text, end)
    low, high = (day + (366 if following else 0) for day in days)
    stop = following.end() if following else end
    return TimeExpression(start, stop, "date", low, high, relation="calendar")


def settle_orders(text: str, times: Sequence[TimeExpression]) -> None:
    """Read "04/03/2019" as the report's other dates in figures are to be read, in place.

    Where one has a day above 12 ("14/01/2019") and none has it on the other side, the order of all
    is known. Full stops between figures stand behind the day.
    """
    slashed = [
        (time, found)
        for time in times
        if time.relation == "calendar" and (found := _SLASHED.fullmatch(text, time.start, time.end))
    ]
    day_first = any(int(found["a"]) > 12 for _, found in slashed)
    month_first = any(int(found["b"]) > 12 for _, found in slashed)
    for time, found in slashed:
        year, a, b = int(found["y"]), int(found["a"]), int(found["b"])
        if time.low == time.high or (day_first == month_first and found["sep"] != "."):
            continue
        dotted = found["sep"] == "." and not month_first
        days = _exact(year, b, a) if day_first or dotted else _exact(year, a, b)
        if days:
            time.low, time.high = days
            time.ordinal = days[0]


def settle_years(times: Sequence[TimeExpression]) -> None:
    """Put dates without a year into the year in which the story goes on, in place.

    A story goes on from the date before by up to `_ONWARD` days; a date further off is one looked
    back to. What stands before the first printed year is seen from there. A year alone that is over
    when it is told ("he had smoked until 2010") is none in which the story goes on.
    """
    dates = [time for time in times if time.relation == "calendar"]
    if all(time.ordinal is not None for time in dates):
        return
    first = next((time for time in dates if time.ordinal is not None), dates[0])
    last = (first.low + first.high) / 2
    for time in dates:
        if time.ordinal is None:
            settled = _settled(time, last)
            time.low, time.high = settled
        if time.high >= last or time.high - time.low < _WHOLE_YEAR:
            last = (time.low + time.high) / 2


def _settled(time: TimeExpression, last: float) -> tuple[float, float]:
    """The days of a date in the year that suits one told before it."""
    day = date.fromordinal(int(time.low))
    length = time.high - time.low
    middle = date.fromordinal(min(max(1, int(last)), _LAST))
    around = _AROUND_LEAP if (day.month, day.day) == (2, 29) else (-1, 0, 1)
    years = [middle.year + step for step in around if middle.year + step > 0]
    if day.year > _NO_YEAR:
        years = [middle.year + 1]
    exact = [days for year in years if (days := _exact(year, day.month, day.day))]
    lows = [days[0] for days in exact or [_month_days(year, day.month) for year in years]]
    onward = [low for low in lows if -_BACK <= low + length / 2 - last <= _ONWARD]
    low = min(onward or lows, key=lambda low: abs(low + length / 2 - last))
    return low, low + length


def _exact(year: int, month: int, day: int) -> Days | None:
    try:
        ordinal = date(year, month, day).toordinal()
    except ValueError:
        return None
    return ordinal, ordinal


def _month_days(year: int, month: int, day: str | None = None) -> Days:
    """First and last day of a month, or the day where the month has it."""
    if day is not None:
        exact = _exact(year, month, int(re.sub(r"\D", "", day)))
        if exact is not None:
            return exact
    last = monthrange(year, month)[1]
    return date(year, month, 1).toordinal(), date(year, month, last).toordinal()


def _part(days: Days, part: str | None) -> Days:
    """ "Early" and "late" are the first and the last half, "mid" the middle half."""
    if not part or days[0] == days[1]:
        return days
    first, last = days
    quarter = (last - first + 1) / 4
    word = part.lower()
    if word in ("early", "beginning", "start"):
        return first, int(first + 2 * quarter)
    if word in ("late", "end"):
        return int(first + 2 * quarter), last
    return int(first + quarter), int(first + 3 * quarter)
