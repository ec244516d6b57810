from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.mentions.quantities import number, quantities


@pytest.mark.parametrize(
    ("text", "value", "high", "comparator", "unit"),
    [
        ("ferritin 1393 ng/mL", 1393, None, None, "ng/mL"),
        ("ferritin of 1,393 ng/mL", 1393, None, None, "ng/mL"),
        ("leucocytes 12.5 x 10^9/L", 12.5, None, None, "x 10^9/L"),
        ("CRP <8 mg/L", 8, None, "<", "mg/L"),
        ("CRP -45 mg/L", 45, None, None, "mg/L"),  # a dash
        ("base excess -8 mmol/L", -8, None, None, "mmol/L"),  # a sign
        ("hormone level-2105 pg/mL", 2105, None, None, "pg/mL"),
        ("CRP less than 8 mg/L", 8, None, "<", "mg/L"),
        ("titre above 1500 U/mL", 1500, None, ">", "U/mL"),
        ("haemoglobin 35-45 g/L", 35, 45, None, "g/L"),
        ("haemoglobin 9 to 11 g/dL", 9, 11, None, "g/dL"),
        ("leucocytes 3,5 x 10^9/L", 3.5, None, None, "x 10^9/L"),
        ("about 30 g", 30, None, "~", "g"),
        ("platelets 44 000/µL", 44000, None, None, "/µL"),
        ("platelets 150 000-400 000/µL", 150000, 400000, None, "/µL"),
        ("leucocytes 12 500 cells/µL", 12500, None, None, "cells/µL"),
        ("between 0.15 and 0.45 g/L", 0.15, 0.45, None, "g/L"),
    ],
)
def test_quantity_is_read_with_what_belongs_to_it(text, value, high, comparator, unit):
    """Comparator, range, thousands, decimal comma, power of ten and unit are one quantity."""
    (found,) = quantities(text)

    assert (found.value, found.high, found.comparator, found.unit) == (
        value,
        high,
        comparator,
        unit,
    )


@pytest.mark.parametrize(
    "text",
    ["as reported before (2)", "others [3,4]", "Figure 2 shows", "Table 1", "IL-6 and KL-6", "CD4"],
)
def test_numbers_that_name_or_cite_are_no_quantities(text):
    """Citations, figures and the digits of names measure nothing."""
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on day 3 500 mg was given", [3, 500]),  # no thousands: a dose
        ("0.15 and 0.45 g/L", [0.15, 0.45]),  # no range: nothing says between
        ("CD 4 200 cells/µL", [4, 200]),
    ],
)
def test_two_numbers_stay_two(text, values):
    """A blank parts thousands only where cells or activity are counted."""
    assert [found.value for found in quantities(text)] == values


def test_value_behind_a_hyphen_is_read_where_a_name_ends_in_front_of_it():
    """`INR-2.57` and `HB-10.3 g/dL` are values, `IL-6` and `XY-12` are names."""
    text = "INR-2.57, HB-10 g/dL, XY-12 and ZZ-3"
    names = [(0, 3), (10, 12), (33, 35)]
    assert [(q.value, q.unit) for q in quantities(text, names)] == [(2.57, None), (10, "g/dL")]


def test_change_from_one_value_to_another_is_two_values():
    """`from 100 to 82%` is a change, not a range, and the unit belongs to both."""
    first, second = quantities("the saturation fell from 100 to 82%")

    assert [(m.value, m.unit, m.form) for m in (first, second)] == [
        (100.0, "%", "from"),
        (82.0, "%", "to"),
    ]


def test_pair_is_kept_as_a_pair():
    """A blood pressure is two numbers, the higher first."""
    (found,) = quantities("BP 141/59 mmHg")

    assert (found.value, found.high, found.form, found.unit) == (141, 59, "pair", "mmHg")


@given(st.text(max_size=200))
def test_offsets_lie_inside_any_text_and_ascend(text):
    """Whatever the text, spans are inside it, in order, and hold a digit."""
    found = quantities(text)

    assert all(0 <= m.start < m.number_end <= m.end <= len(text) for m in found)
    assert all(a.start < b.start for a, b in pairwise(found))
    assert all(any(c.isdigit() for c in text[m.start : m.number_end]) for m in found)


@given(st.integers(0, 999_999_999))
def test_thousands_separators_do_not_change_a_number(value):
    """A number reads the same with and without its commas."""
    assert number(f"{value:,}") == value == number(str(value))


def test_power_of_ten_behind_a_bracket_is_that_of_the_range():
    """The print may put a range in brackets before its unit."""
    found = quantities("rose to (4.2-5.4) × 10^9/L and later 6.1 × 10^9/L")

    assert [(m.value, m.high, m.ucum) for m in found] == [
        (4.2, 5.4, "10*9/L"),
        (6.1, None, "10*9/L"),
    ]


@pytest.mark.parametrize(
    ("printed", "value"),
    [("0,125", 0.125), ("0,123,456", 123456), ("000,111,222", 111222), ("0,123.5", 123.5)],
)
def test_commas_and_points_together_part_thousands(printed, value):
    """A number with several marks is read, and ends nothing."""
    assert number(printed) == value


@pytest.mark.parametrize("text", ["value {}", "values 3-{}", "from 3 to {}", "3 ± {}", "1:{}"])
def test_a_run_of_digits_is_no_number(text):
    """What no float can hold is no quantity, alone or as the second of two."""
    found = quantities(text.format("9" * 400))

    assert all(isfinite(one.value) and isfinite(one.high or 0) for one in found)
