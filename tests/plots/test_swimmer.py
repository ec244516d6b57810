"""Every treatment and event of a swimmer figure is there, and as sure as it was told."""

import re
from math import inf
from xml.etree import ElementTree

import pytest

from epicrisis.errors import UnknownNameError
from epicrisis.plots import Happening, Spell, Swim, swimmer
from make_figures import day, swims

SVG = "{http://www.w3.org/2000/svg}"
CIRCLE = re.compile(r"M([\d.]+) ([\d.]+)a([\d.]+)")


def told(svg: str, words: str) -> ElementTree.Element:
    """The one group whose tooltip begins with these words."""
    root = ElementTree.fromstring(svg)
    titles = [(group, group.find(f"{SVG}title")) for group in root.iter(f"{SVG}g")]
    [found] = [g for g, title in titles if title is not None and title.text.startswith(words)]
    return found


def circles(group: ElementTree.Element) -> list[tuple[float, float]]:
    """The middles of the round marks in a group."""
    found = [CIRCLE.match(path.get("d")) for path in group.iter(f"{SVG}path")]
    return [(float(m[1]) + float(m[3]), float(m[2])) for m in found if m]


def with_events(*events: Happening, until: float = 100.0) -> str:
    return swimmer([Swim("A", (), events, day(0), day(until))], width=175)


def with_spell(spell: Spell, until: tuple[float, float] = (100.0, 100.0)) -> ElementTree.Element:
    return told(swimmer([Swim("A", (spell,), (), day(0), until)], width=175), spell.label)


def full_width(group: ElementTree.Element) -> float:
    """How long the certain part of a treatment is drawn."""
    rects = [r for r in group.iter(f"{SVG}rect") if r.get("fill-opacity") is None]
    return sum(float(r.get("width")) for r in rects if r.get("fill") != "#ffffff")


def test_marks_of_one_day_stand_above_one_another():
    """Two things on one day are two marks on that day, and neither covers the other."""
    first, second = Happening("seen", day(20), "one"), Happening("seen", day(20), "two")
    svg = with_events(first, second)
    [(x, y)], [(other_x, other_y)] = circles(told(svg, "one")), circles(told(svg, "two"))

    assert x == other_x
    assert abs(y - other_y) > 6


def test_marks_of_different_days_stand_on_the_bar():
    """What has room is not moved."""
    svg = with_events(Happening("seen", day(20), "one"), Happening("seen", day(60), "two"))

    assert circles(told(svg, "one"))[0][1] == circles(told(svg, "two"))[0][1]


def test_a_day_between_two_is_a_line_and_no_point():
    """Both ends are hollow, and nothing is drawn in the middle."""
    group = told(with_events(Happening("seen", (20, 40))), "seen: day 20 to 40")
    ends = circles(group)

    assert len(ends) == 2
    assert ends[1][0] - ends[0][0] > 50
    assert {path.get("fill") for path in group.iter(f"{SVG}path")} == {"#ffffff"}


def test_an_open_side_has_an_arrow():
    """Of what happened on a day or later only the first day has a mark."""
    group = told(with_events(Happening("seen", (20, inf))), "seen: day 20 or later")

    assert len(circles(group)) == 1
    assert len(list(group.iter(f"{SVG}path"))) == 2


def test_an_event_outside_the_bar_is_tied_to_it():
    """A death after the last visit stands on its day, with a dotted line from the bar."""
    group = told(with_events(Happening("died", day(90)), until=50), "died")

    assert len([line for line in group.iter(f"{SVG}line") if line.get("stroke-dasharray")]) == 1
    assert (
        told(with_events(Happening("died", day(40)), until=50), "died").find(f"{SVG}line") is None
    )


def test_only_what_is_certain_is_drawn_in_full():
    """From the latest beginning to the earliest end; nothing where these cross."""
    sure = full_width(with_spell(Spell("drug", day(20), day(60))))

    assert full_width(with_spell(Spell("drug", (10, 20), (60, 80)))) == pytest.approx(sure, abs=0.1)
    assert full_width(with_spell(Spell("drug", (10, 70), (60, 80)))) == 0
    assert full_width(with_spell(Spell("drug", (10, 20), (10, inf)))) == 0


def test_a_treatment_of_unknown_end_shows_the_day_it_began():
    """That day is certain; the little that is drawn after it is light and ragged."""
    told_little = full_width(with_spell(Spell("drug", day(20), (20, inf))))

    assert told_little == pytest.approx(3, abs=0.1)


def test_what_goes_on_is_certain_until_the_patient_was_surely_seen():
    """Between the two days on one of which the patient was last seen it is light."""
    spell = Spell("drug", day(20), (20, inf), ongoing=True)
    sure = full_width(with_spell(spell))

    assert full_width(with_spell(spell, (60, 100))) == pytest.approx(sure / 2, rel=0.02)


def test_treatments_at_once_are_side_by_side():
    """One bar never hides another."""
    spells = tuple(Spell(f"drug {n}", day(0), day(50)) for n in range(4))
    svg = swimmer([Swim("A", spells, (), day(0), day(60))], width=85)
    tops = {told(svg, spell.label).find(f"{SVG}rect").get("y") for spell in spells}

    assert len(tops) == 4


def test_many_kinds_share_a_sign_and_the_key_says_so(figure):
    """Beyond seven treatments and ten kinds of events nothing looks alike without a word."""
    spells = tuple(Spell(f"drug {n:02}", day(n), day(n + 1)) for n in range(12))
    events = tuple(Happening(f"kind {n:02}", day(9 * n)) for n in range(13))
    words = figure(swimmer([Swim("A", spells, events, day(0), day(99))])).words

    assert "other: drug 07, drug 08, drug 09, drug 10, drug 11" in words
    assert "other: kind 09, kind 10, kind 11, kind 12" in words


def test_order_is_by_length_within_groups_or_as_given(figure):
    """The longest followed comes first in each group; groups stay in their order."""
    rows = [
        Swim("short", (), (), day(0), day(5), group="b"),
        Swim("long", (), (), day(0), day(50), group="a"),
        Swim("middle", (), (), day(0), day(20), group="b"),
    ]
    by_length = figure(swimmer(rows, width=85)).words
    given = figure(swimmer(rows, order="given", width=85)).words

    assert re.findall("short|long|middle", by_length) == ["middle", "short", "long"]
    assert re.findall("short|long|middle", given) == ["short", "long", "middle"]


def test_figures_that_share_days_have_one_axis(figure):
    """Very many patients can be parted into figures that are read as one."""
    parts = [
        figure(swimmer([row], beside=swims(), treatments=["prednisolone"], width=85))
        for row in swims()[:2]
    ]
    ticks = [[w for w in part.words.split(" | ") if w.lstrip("−").isdigit()] for part in parts]

    assert ticks[0] == ticks[1] != []


def test_unknown_choices_name_the_known_ones():
    """A slip is an error that lists what there is."""
    with pytest.raises(UnknownNameError, match="length"):
        swimmer(swims(), order="size")
    with pytest.raises(UnknownNameError, match="months"):
        swimmer(swims(), unit="fortnights")


def test_patients_without_a_day_are_named(figure):
    """Nobody is dropped in silence."""
    drawn = figure(swimmer([*swims(), Swim("Fir 2022")], left_out=[("Gale 2023", "no text")]))

    assert "Not drawn: Fir 2022 (no time is known); Gale 2023 (no text)." in drawn.words
    assert "n = 3 patients" in drawn.words


def test_what_has_no_day_is_named_and_not_drawn(figure):
    """An infusion on a day that is not told has no bar anywhere."""
    nowhere = (-inf, inf)
    row = Swim(
        "Arden",
        (Spell("rituximab", nowhere, nowhere),),
        (Happening("relapse", nowhere),),
        day(0),
        day(9),
        undated=("transplant",),
    )
    drawn = figure(swimmer([row], width=85))

    assert "On a day not told: Arden: transplant, rituximab, relapse." in drawn.words
    assert "rituximab: " not in drawn.told
