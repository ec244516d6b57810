"""Figures of many patients: for print, for any eyes, with any words, and always alike."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.errors import InputError
from epicrisis.plots import (
    Happening,
    Lines,
    Reading,
    Readings,
    Spell,
    Swim,
    forest,
    pathway,
    survival_curves,
    swimmer,
    trajectories,
)
from epicrisis.synthesis.estimates import kaplan_meier, pool
from make_figures import EXAMPLES, FOLDER, day

HOSTILE = '<script>alert(1)</script> & "O\'Neil" \x00 ]]> ' + "very " * 30 + "long"
NOTHING = {
    "swimmer": lambda width: swimmer([], width=width),
    "trajectories": lambda width: trajectories([], analyte="CRP", unit="mg/L", width=width),
    "forest": lambda width: forest(pool([], [], []), width=width),
    "survival": lambda width: survival_curves([], width=width),
    "pathway": lambda width: pathway([], width=width),
}


def draw(kind: str, name: str, count: int, width: float):
    """Draw one kind of figure of so many patients or papers, each with this in its name."""
    names = [f"{name} {number}" for number in range(count)]
    if kind == "swimmer":
        rows = [
            Swim(
                one,
                (Spell(f"{name} drug {n % 9}", (n, n + 5.0), day(n + 20.0)),),
                (Happening(name, day(n + 7.0)), Happening(f"{name} too", day(n + 7.0))),
                day(0),
                day(30.0 + n),
            )
            for n, one in enumerate(names)
        ]
        return swimmer(rows, zero=name, width=width)
    if kind == "trajectories":
        values = [
            Readings(one, (Reading(day(n), n + 1.0, n + 1.0), Reading((n + 3, n + 9), 5.0, 5.0)))
            for n, one in enumerate(names)
        ]
        return trajectories(values, analyte=name, unit=name, event=name, width=width)
    if kind == "forest":
        return forest(
            pool(names, [n % 4 for n in range(count)], [8] * count), outcome=name, width=width
        )
    if kind == "survival":
        groups = max(1, min(count // 2, 5))
        curves = [
            kaplan_meier(
                [3.0 + n * (group + 1) for n in range(max(1, count // groups))],
                label=f"{name} {group}",
            )
            for group in range(groups)
        ]
        return survival_curves(curves, event=name, origin=name, unit=name, width=width)
    lines = [
        Lines(one, (f"{name} {n % 3}", f"{name} {n % 8}")[: 1 + n % 2])
        for n, one in enumerate(names)
    ]
    return pathway(lines, width=width)


@pytest.mark.parametrize("width", [85, 175])
@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_fit_for_print(figure, name, width):
    """At the width of a column and of a page no words touch or are cut, none below 6 points."""
    figure(EXAMPLES[name](width)).check(width)


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_stay_as_they_were_looked_at(name):
    """A change shows as a change of the file; `python tools/make_figures.py` writes it anew."""
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")

    assert EXAMPLES[name](85) + "\n" == kept


@pytest.mark.parametrize("width", [85, 175])
@pytest.mark.parametrize("count", [1, 2, 3, 12, 60, 200])
@pytest.mark.parametrize("kind", NOTHING)
def test_figures_stay_legible_for_any_number(figure, kind, count, width):
    """One patient and two hundred, nothing overlaps and the n is right."""
    if kind == "survival" and count == 1:
        expected = "n = 1 patient"
    elif kind == "forest":
        expected = f"n = {8 * count} patients of {count} paper"
    else:
        expected = f"n = {count // 5 * 5 if kind == 'survival' and count > 9 else count} patient"

    drawn = figure(draw(kind, "Author 2020, case", count, width))

    drawn.check(width)
    assert expected in drawn.words


@pytest.mark.parametrize("kind", NOTHING)
def test_a_figure_of_nobody_says_so(figure, kind):
    """Without a patient the figure is its own explanation."""
    drawn = figure(NOTHING[kind](85))

    assert "n = 0" in drawn.words
    assert drawn.outside() == []


@pytest.mark.parametrize("width", [85, 175])
@pytest.mark.parametrize("kind", NOTHING)
def test_hostile_words_are_shown_and_never_obeyed(figure, kind, width):
    """Mark-up in a name is text; a name of any length is cut, and a tooltip has all of it."""
    svg = draw(kind, HOSTILE, 3, width)
    drawn = figure(svg)

    assert "<script" not in svg
    assert "alert(1)" in drawn.told
    assert drawn.overlaps() == []
    assert drawn.outside() == []
    assert HOSTILE.split("]]>")[1].strip() in drawn.told


@pytest.mark.parametrize("kind", NOTHING)
@given(name=st.text(max_size=40), count=st.integers(1, 5))
@settings(max_examples=15, deadline=None)
def test_any_words_make_a_well_formed_figure(kind, name, count):
    """Control characters, other scripts, nothing at all."""
    ElementTree.fromstring(draw(kind, name, count, 85))


@pytest.mark.parametrize("name", EXAMPLES)
def test_figures_are_alike_every_time_and_share_a_page(name):
    """The same content gives the same bytes; another width or content has other ids."""
    first, again, wide = EXAMPLES[name](85), EXAMPLES[name](85), EXAMPLES[name](175)
    ids = [set(re.findall(r'\sid="([^"]+)"', svg)) for svg in (first, wide)]

    assert first == again
    assert ids[0] & ids[1] == set()


@pytest.mark.parametrize("kind", NOTHING)
@pytest.mark.parametrize("width", [20, 84, 301, float("nan"), float("inf")])
def test_a_width_that_no_page_has_is_refused(kind, width):
    """A figure is for a column, a page, or between."""
    with pytest.raises(InputError, match="expected 85 to 300 mm"):
        NOTHING[kind](width)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_told_by_style_sheets(name):
    """A figure may stand in a page that forbids inline styles, and fetches nothing."""
    svg = EXAMPLES[name](85)

    assert " style=" not in svg
    assert "href" not in svg
    assert svg.count("http") == 1
