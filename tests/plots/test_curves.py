"""A survival figure draws the estimate that it was given and nothing that is not known."""

import re
from math import inf
from xml.etree import ElementTree

import pytest

from epicrisis.plots import survival_curves
from epicrisis.synthesis.estimates import kaplan_meier, turnbull

SVG = "{http://www.w3.org/2000/svg}"
TIMES, EVENTS = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]


def elements(svg: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{name}"))


def titles(svg: str) -> list[str]:
    return [title.text for title in elements(svg, "title")]


def at_risk(words: str) -> list[int]:
    return [int(n) for n in words.rpartition("At risk")[2].split(" | ") if n.isdigit()]


# Miller RG. Survival Analysis. New York: Wiley, 1981: the maintained group of the leukaemia trial.
def test_numbers_at_risk_are_those_of_the_ticks(figure):
    """At 0, 20, 40... weeks: 11 patients, 7 after the exits at 9, 13, 13, 18, then 3, 1..."""
    curve = kaplan_meier(TIMES, EVENTS)
    ticks = range(0, 161, 20)
    expected = [sum(time >= tick for time in TIMES) for tick in ticks]
    words = figure(survival_curves([curve], unit="weeks", width=175)).words
    shown = at_risk(words)

    assert [curve.at_risk(tick) for tick in ticks] == expected
    assert shown[0] == 11
    assert sorted(shown, reverse=True) == shown


def test_those_who_enter_late_are_at_risk_from_then_on():
    """The number at risk rises as patients enter."""
    curve = kaplan_meier([10, 20, 30], [1, 1, 0], start=[0, 5, 15])

    assert [curve.at_risk(time) for time in (0, 1, 6, 10, 11, 16, 25, 31)] == [
        1, 1, 2, 2, 1, 2, 1, 0,
    ]  # fmt: skip


def test_every_patient_last_seen_has_a_tick():
    """Two last seen at one time are one tick that says so."""
    svg = survival_curves([kaplan_meier([5, 5, 9, 12], [0, 0, 1, 0])], width=85)
    said = [title for title in titles(svg) if "last seen at" in title]

    assert said == ["2 patients last seen at 5", "1 patient last seen at 12"]


def test_the_band_is_exact_unless_somebody_entered_late(figure):
    """The key names the limits that are drawn."""
    exact = figure(survival_curves([kaplan_meier(TIMES, EVENTS)]))
    late = figure(survival_curves([kaplan_meier(TIMES, EVENTS, start=[0] * 10 + [5])]))

    assert "95% exact limits" in exact.words
    assert "95% limits by Greenwood" in late.words


def test_the_band_reaches_what_three_patients_can_tell():
    """With 3 of 3 alive the lower limit is 0.025 to the power of 1/3 at the start, 29 %."""
    svg = survival_curves([kaplan_meier([10, 20, 30], [0, 0, 0])], width=85)
    [band] = [p for p in elements(svg, "path") if p.get("fill-opacity")]
    heights = sorted({float(y) for y in re.findall(r"L[\d.]+ ([\d.]+)", band.get("d"))})
    [curve] = [p for p in elements(svg, "path") if p.get("stroke-width") == "1.7"]
    top = float(curve.get("d").split("H")[0].split()[1])
    axes = [(float(e.get("y1")), float(e.get("y2"))) for e in elements(svg, "line")]
    bottom = max(y1 for y1, y2 in axes if y1 - y2 > 100)
    lowest_at_start = 1 - (heights[1] - top) / (bottom - top)

    assert heights[0] == top
    assert lowest_at_start == pytest.approx(0.025 ** (1 / 3), abs=0.01)


def test_the_line_above_tells_patients_and_events(figure):
    """Of days it is counted; of intervals it is handed in, or nothing is said of it."""
    loose = [turnbull([0, 2, 4], [3, 5, inf])]

    days = figure(survival_curves([kaplan_meier([3, 9], [1, 0])], event="relapse", width=85))
    assert "n = 2 patients, 1 with relapse" in days.words
    told = figure(survival_curves(loose, event="relapse", events=2, width=85))
    assert "n = 3 patients, 2 with relapse, times known within intervals" in told.words
    bare = figure(survival_curves(loose, event="relapse", width=85))
    assert "n = 3 patients, times known within intervals" in bare.words


def test_within_an_interval_there_is_a_box_and_no_curve():
    """The curve is drawn up to where the box begins and goes on where it ends."""
    svg = survival_curves([turnbull([0, 2, 4], [3, 5, inf])], width=85)
    paths = [p.get("d") for p in elements(svg, "path") if p.get("stroke-width") == "1.7"]
    said = [title for title in titles(svg) if "of the patients" in title]

    assert said == ["Between 2 and 3: 50% of the patients", "Between 4 and 5: 50% of the patients"]
    assert len(paths) == 2
    assert not any("V" in path for path in paths)


def test_an_event_that_may_never_come_leaves_the_box_open():
    """The last box has no right edge."""
    svg = survival_curves([turnbull([1, 6], [2, inf])], width=85)
    [last] = [t for t in titles(svg) if t.startswith("After")]
    edges = [p.get("d") for p in elements(svg, "path") if p.get("stroke-dasharray") == "2 1.5"]

    assert last == "After 6, if ever: 50% of the patients"
    assert [edge.endswith("z") for edge in edges] == [True, False]


def test_groups_are_named_at_their_curves_and_in_the_table(figure):
    """A reader needs no legend, nor colour: each group has its own dash."""
    curves = [
        kaplan_meier([10, 40, 80, 90], [1, 1, 1, 0], label="treated"),
        kaplan_meier([5, 8, 12], [1, 1, 1], label="not treated"),
    ]
    svg = survival_curves(curves, width=85)
    words = figure(svg).words
    dashes = {
        p.get("stroke-dasharray") for p in elements(svg, "path") if p.get("stroke-width") == "1.7"
    }

    assert "treated (3 of 4)" in words
    assert "not treated (3 of 3)" in words
    assert len(dashes) == 2
