"""Trajectories show each value as it was printed: exact, a range, a bound, on a day or between."""

from math import inf
from xml.etree import ElementTree

from epicrisis.plots import Reading, Readings, Summary, trajectories
from make_figures import day

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*readings: Reading, summaries=(), limit: bool = False) -> str:
    patient = Readings("Arden 2014", readings)
    return trajectories([patient], summaries, analyte="CRP", unit="mg/L", limit=limit, width=85)


def patient(svg: str) -> ElementTree.Element:
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    [found] = [g for g in groups if g.findtext(f"{SVG}title") == "Arden 2014"]
    return found


def joins(svg: str) -> list[ElementTree.Element]:
    """The lines from one value to the next."""
    return patient(svg).findall(f"{SVG}line")


def test_a_value_of_a_known_day_is_a_point_and_of_two_days_a_line():
    """Nothing is put in the middle."""
    svg = drawn(Reading(day(1), 5, 5), Reading((5, 9), 7, 7))
    exact, between = patient(svg).findall(f"{SVG}g")

    assert exact.find(f"{SVG}circle") is not None
    assert between.find(f"{SVG}circle") is None
    assert len(between.findall(f"{SVG}line")) == 3


def test_only_values_whose_order_is_certain_are_joined():
    """Between days 3 to 9 and 5 to 12 no line says which came first."""
    assert len(joins(drawn(Reading((3, 9), 5, 5), Reading((5, 12), 7, 7)))) == 0
    assert len(joins(drawn(Reading((3, 4), 5, 5), Reading((5, 12), 7, 7)))) == 1


def test_bounds_are_triangles_that_point_to_the_true_value():
    """Below 8 points down, above 1500 points up; lines to them are dashed."""
    svg = drawn(
        Reading(day(0), 1500, inf, ">"), Reading(day(3), 80, 80), Reading(day(9), 0, 8, "<")
    )
    high, _, low = patient(svg).findall(f"{SVG}g")

    assert high.find(f"{SVG}path").get("d").endswith("-5.2z")
    assert low.find(f"{SVG}path").get("d").endswith(" 5.2z")
    assert all(line.get("stroke-dasharray") for line in joins(svg))


def test_a_wide_range_asks_for_a_logarithmic_axis(figure):
    """From 8 to 1500 by factors, from 8 to 90 by differences."""
    wide = figure(drawn(Reading(day(0), 1500, 1500), Reading(day(9), 8, 8))).words
    narrow = figure(drawn(Reading(day(0), 90, 90), Reading(day(9), 8, 8))).words

    assert "10 | " in wide
    assert "100 | " in wide
    assert "1000 | " in wide
    assert "0 | 20 | 40" in narrow


def test_multiples_have_the_upper_limit_at_one(figure):
    """The axis says what one is, and holds it although all values lie above."""
    words = figure(drawn(Reading(day(0), 9, 9), Reading(day(9), 4, 4), limit=True)).words

    assert "upper limit of normal" in words
    assert "CRP (× upper limit)" in words


def test_medians_have_their_n_and_bounds(figure):
    """A median of which only bounds are known is a box, and each says of how many it is."""
    summaries = [
        Summary(0, 7, 4, (5.0, 5.0)),
        Summary(7, 14, 3, (2.0, 3.0)),
        Summary(14, 21, 0, (0, 0)),
    ]
    svg = drawn(Reading(day(0), 9, 9), Reading(day(20), 4, 4), summaries=summaries)
    told = figure(svg).told

    assert "median of 4 patients: 5" in told
    assert "median of 3 patients: 2 to 3" in told
    assert "n | 4 | 3 | value" in figure(svg).words
    assert told.count("median of ") == 2


def test_values_of_no_known_day_are_counted(figure):
    """They have no place in the figure, and it says how many they are."""
    words = figure(drawn(Reading(day(0), 9, 9), Reading((-inf, inf), 4, 4))).words

    assert "1 value on no known day not drawn." in words
    assert "n = 1 patient, 1 value" in words


def test_no_median_loses_its_n(figure):
    """Windows too narrow for their numbers side by side have them one below the other."""
    summaries = [Summary(n, n + 1, 11 + n, (5.0, 5.0)) for n in range(8)]
    shown = figure(drawn(Reading(day(0), 9, 9), Reading(day(400), 4, 4), summaries=summaries))

    assert all(f" {11 + n} |" in shown.words for n in range(8))
    shown.check(85)
