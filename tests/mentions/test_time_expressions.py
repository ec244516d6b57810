"""What phrases of time mean: kind, relation, anchor, and days from and to."""

import re
import time
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.mentions.time_expressions import time_expressions
from epicrisis.mentions.time_words import MONTH, YEAR
from epicrisis.model.mentions import TimeExpression

UNITS = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "w": 7.0, "mo": MONTH, "y": YEAR}


class Row(NamedTuple):
    """A text with its phrase in [brackets], and what the phrase means."""

    phrase: str
    kind: str
    relation: str
    anchor: str
    anchor_words: str
    low: float
    high: float

    @property
    def text(self) -> str:
        """The text without brackets."""
        return self.phrase.replace("[", "").replace("]", "")


def in_days(cell: str) -> float:
    """Read "10d", "1.5w", "-inf", an ISO date, or a sum of such numbers ("2y+2.5mo")."""
    if cell.endswith("inf"):
        return float(cell)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell).toordinal()
    total = 0.0
    for part in cell.split("+"):
        number = part.rstrip("adhimnowy")
        total += float(Fraction(number)) * UNITS[part[len(number) :]]
    return total


def table() -> list[Row]:
    """Rows of `time_phrases.tsv`."""
    lines = Path(__file__).with_name("time_phrases.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines[1:]]
    return [
        Row(phrase, kind, relation, anchor, words, in_days(low), in_days(high))
        for phrase, kind, relation, anchor, words, low, high in cells
    ]


TABLE = table()

NOTHING = [
    "He received 400 mg/day of it.",
    "A 38-year-old woman came.",
    "A man aged 63 years came.",
    "The pulse was 80 beats per minute.",
    "A 24-hour urine collection was normal.",
    "The 6-month survival is poor.",
    "He had smoked 36 pack-years.",
    "The ratio was 5/7 days.",
    "Hair may grow, and march on.",
    "After five courses he stopped.",
    "Subsequently, and thereafter, he rested, then left.",
    "The 2D and 3D pictures agree.",
    "In 2000 patients and in 2015 mg of it.",
    "Haemoglobin was 12 g/dL and platelets 2010.",
    "The dose was 5 mL/min/1.73 m2.",
    "The podium and its pods.",
    "According to the 2016 criteria and to 2013 ACR criteria he was well.",
    "It was read from the 2005 cryostat.",
    "Cycle 2, day 8 was omitted.",
    "",
]


def only(text: str) -> TimeExpression:
    """The one expression in a text."""
    found = time_expressions(text)
    assert len(found) == 1, [text[e.start : e.end] for e in found]
    return found[0]


@pytest.mark.parametrize("row", TABLE, ids=[row.phrase for row in TABLE])
def test_phrase_binds_the_days_it_says(row: Row) -> None:
    """Span, kind, relation, anchor, words of the anchor and days are all as the table says."""
    found = only(row.text)
    start, end = row.phrase.index("["), row.phrase.index("]") - 1
    assert row.text[found.start : found.end] == row.text[start:end]
    assert (found.kind, found.relation, found.anchor) == (row.kind, row.relation, row.anchor)
    span = found.anchor_span
    assert (row.text[span[0] : span[1]] if span else "") == row.anchor_words
    assert (found.low, found.high) == pytest.approx((row.low, row.high))


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    """Rates, ages at presentation, modal verbs and plain numbers give nothing."""
    assert time_expressions(text) == []


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.relation == "calendar"], ids=lambda row: row.phrase
)
def test_calendar_dates_can_be_subtracted(row: Row) -> None:
    """`ordinal` is the first day meant; a date without a year has none."""
    found = only(row.text)
    assert found.ordinal == (found.low if found.low > 366 * 5 else None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On March 12 she came, on March 20 it fell and on 2 April she left.", [0, 8, 21]),
        ("On December 30 she came and on January 4 she left.", [0, 5]),
        ("In May 2019 he fell ill. On June 2 he came.", [0, 32]),
        ("On June 2 he came; he had fallen ill on 5 May 2019.", [0, -28]),
        ("On March 12 she came. She had been operated on December 3.", [0, -99]),
        ("On March 12 she came, on January 5 of the following year she left.", [0, 299]),
        ("On March 12 she came, on February 29 she had been well.", [0, -11]),
        ("On May 3, 2019 she came. On February 29 she left.", [0, 302]),  # 2019 has no such day
    ],
)
def test_dates_without_a_year_are_of_the_year_that_the_story_is_in(text, days):
    """A story goes on, or looks back a little; it does not leap over most of a year."""
    dates = [found for found in time_expressions(text) if found.relation == "calendar"]
    assert [found.low - dates[0].low for found in dates] == pytest.approx(days, abs=2)


def test_a_story_outlasts_no_calendar() -> None:
    """Half a year further with each sentence, the dates end where the calendar does."""
    found = time_expressions("In June he came. In December he went. " * 11_000)

    assert len(found) == 22_000
    assert all(one.low <= two.high for one, two in pairwise(found[:10_000]))


def test_year_that_is_over_is_none_in_which_the_story_goes_on():
    """`He had smoked until 2004` says nothing about the year of the days told next."""
    text = "On 2 May 2013 he came. He had smoked until 2004. On May 9 he left."
    first, _, last = time_expressions(text)
    assert last.low - first.low == 7


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On 14/01/2019 she fell ill, on 04/03/2019 she came.", 49),
        ("On 01/14/2019 she fell ill, on 03/04/2019 she came.", 49),
        ("On 04.03.2019 she came, on 06.03.2019 she left.", 2),
    ],
)
def test_dates_in_figures_are_read_in_the_order_of_the_others(text, days):
    """One day above the twelfth tells which figure is the month in all of them."""
    first, last = time_expressions(text)
    assert (first.low, last.low) == (first.high, last.high)
    assert last.low - first.low == days


@pytest.mark.parametrize("text", ["On 04/03/2019 she came.", "14/01/2019, 01/14/2019: 04/03/2019"])
def test_dates_in_figures_of_no_known_order_keep_both_readings(text):
    """Nothing decides between March and April where no date, or two against each other, do."""
    last = time_expressions(text)[-1]
    assert last.high - last.low == 30


def test_expressions_come_in_order_and_do_not_overlap() -> None:
    """A sentence with several phrases keeps them apart."""
    text = (
        "In 2014, 3 months later, and every 2 weeks for 6 months after surgery until day 12 of "
        "treatment, twice daily for 5 days, at 3 and 6 months, on 12 May 2019."
    )
    found = time_expressions(text)
    assert [text[e.start : e.end] for e in found] == [
        "2014",
        "3 months later",
        "every 2 weeks",
        "for 6 months after surgery",
        "until day 12 of treatment",
        "twice daily",
        "for 5 days",
        "at 3 and 6 months",
        "12 May 2019",
    ]


def test_en_dashes_thin_spaces_and_line_ends_read_like_blanks_and_hyphens() -> None:
    """A phrase may be broken over a line, never over an empty one."""
    assert only("for 2–3\u2009weeks").high == 21
    assert only("for\n5 days").kind == "duration"
    assert time_expressions("for\n\n5 days")[0].start == 5


@given(st.integers(0, 30), st.integers(0, 30))
def test_only_the_asked_stretch_is_read(before: int, behind: int) -> None:
    """Offsets stay those of the whole text, and nothing outside is looked at."""
    text = "for 5 days " + "x" * before + " after 2 weeks " + "y" * behind + " daily"
    start, end = 11 + before, len(text) - 6
    found = time_expressions(text, start, end)
    assert [text[e.start : e.end] for e in found] == ["after 2 weeks"]


WORDS = re.findall(
    r"\S+",
    "a the for after 3 10-day day days week weeks of one and half every second twice times per / -"
    " , . ( ) May 2014 12/05/2019 age old later before admission follow-up about ~ POD q8h b.i.d."
    " daily İ ½ first",
)


@given(st.lists(st.sampled_from([*WORDS, "\n", "\n\n"]), max_size=25))
def test_any_text_gives_ordered_spans_and_intervals(words: list[str]) -> None:
    """Nothing raises; spans ascend, stay inside the text, and intervals are not reversed."""
    text = " ".join(words)
    floor = 0
    for found in time_expressions(text):
        assert floor <= found.start < found.end <= len(text)
        assert found.low <= found.high
        if found.anchor_span:
            assert found.anchor_span[0] < found.anchor_span[1] <= len(text)
        floor = found.end


@pytest.mark.parametrize(
    "piece", ["1, ", "one and ", "1-", "a the ", "3 3 ", "the first ", "every "]
)
def test_reading_is_linear_in_hostile_text(piece: str) -> None:
    """Long runs of words of time do not make the reader slow."""
    text = (piece * 40 + "days ") * 50
    begin = time.process_time()
    time_expressions(text)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize("piece", ["by 3 days, ", "preceded by 3 days, "])
def test_reading_is_linear_in_the_text_before(piece: str) -> None:
    """A phrase late in a long text costs what it costs at its beginning."""
    begin = time.process_time()
    time_expressions(piece * 15_000)
    assert time.process_time() - begin < 10
