"""What a cohort answers is drawn as it was answered, kinds of patients apart, nobody dropped."""

from math import inf

import pytest

from epicrisis.errors import InputError
from epicrisis.measures.intervals import Interval as Bounds
from epicrisis.plots import (
    figures,
    pathway_figures,
    share_figure,
    survival_figures,
    swimmer_figure,
    swimmer_figures,
    trajectory_figures,
)
from epicrisis.plots.frame import raised
from epicrisis.synthesis.estimates import kaplan_meier, pool
from epicrisis.synthesis.results import (
    Bar,
    CohortRegimens,
    CohortShare,
    CohortSurvival,
    CohortTrajectory,
    Line,
    Mark,
    Missing,
    Patient,
    PatientRegimen,
    PatientTrajectory,
    Point,
    RegimenPart,
    ShareGroup,
    SurvivalPart,
    Swimmer,
    SwimmerRow,
    TrajectoryPart,
    TrajectoryWindow,
)

ARDEN = Patient("a", "Arden 2014", "Arden 2014", "case")
BERIT = Patient("b", "Berit 2016, patient 2", "Berit 2016", "series")
GONE = Missing(Patient("c", "Castell 2018", "Castell 2018", "case"), "no day is told")


def day(number: float) -> Bounds:
    return Bounds(number, number)


def test_swimmer_rows_are_drawn_under_their_kinds(figure):
    """An end that is not told is no end; a class of event is a word."""
    rows = (
        SwimmerRow(
            ARDEN,
            Bounds(0, 40),
            "died",
            Bounds(40, 60),
            False,
            (Bar("prednisolone", day(0), None), Bar("rituximab", day(3), Bounds(3, 9))),
            (Mark("progressive_disease", "worse", day(12)),),
            (),
        ),
        SwimmerRow(BERIT, Bounds(0, 90), "alive", day(90), True, (), (), ()),
    )
    drawn = figure(swimmer_figure(Swimmer("admission", rows, (GONE,), ()), width=85))

    drawn.check(85)
    assert "Single patients" in drawn.words
    assert "Patients of series" in drawn.words
    assert "Days from admission" in drawn.words
    assert "end not stated" in drawn.words
    assert "progressive disease" in drawn.words
    assert "worse: day 12" in drawn.told
    assert "Not drawn: Castell 2018 (no day is told)." in drawn.words


def test_very_many_swimmers_are_parted_by_pages(figure):
    """Each figure fits on a page; axis and treatments are those of all of them."""
    rows = tuple(
        SwimmerRow(
            Patient(f"p{n}", f"Dorn {n}", f"Dorn {n}", "case"),
            Bounds(0, 10 + n),
            "alive",
            day(10 + n),
            True,
            (Bar(f"drug {n % 3}", day(3), day(5)),),
            (),
            (),
        )
        for n in range(120)
    )
    drawn = swimmer_figures(Swimmer("admission", rows, (), ()), tallest=100, most=110)
    read = [figure(svg) for svg in drawn]

    assert len(read) > 1
    heights = [float(svg.split(' height="', 1)[1].split("mm")[0]) for svg in drawn]
    assert max(heights) <= 100
    names = [f"Dorn {n}" for n in range(120)]
    shown = [name for name in names if any(name in one.words for one in read)]
    assert shown == names[:110]
    assert len({svg.count("<line") for svg in drawn[:-1]}) == 1
    assert len(swimmer_figures(Swimmer("admission", rows[:2], (), ()))) == 1


def test_trajectories_know_bounds_from_ranges(figure):
    """`<8` is 0 to 8 and a bound; 6 to 8 is a range; above 1500 is open."""
    points = (
        Point(day(0), Bounds(1500, inf), ">1500 µg/L"),
        Point(Bounds(2, 5), Bounds(6, 8), "6-8 µg/L"),
        Point(day(9), Bounds(0, 8), "<8 µg/L"),
    )
    window = TrajectoryWindow(0, 7, ("a", "b"), day(7), (day(6), day(8)), (day(6), day(8)))
    parts = (
        TrajectoryPart("case", (PatientTrajectory(ARDEN, points),), (window,)),
        TrajectoryPart("series", (PatientTrajectory(BERIT, points[1:2]),), ()),
    )
    result = CohortTrajectory("Ferritin", "ug/L", "first IVIG", parts, (GONE,), ())
    single, series = (figure(svg) for svg in trajectory_figures(result, width=85))

    single.check(85)
    assert "Arden 2014: >1500, day 0" in single.told
    assert "Arden 2014: 6 to 8, day 2 to 5" in single.told
    assert "Arden 2014: <8, day 9" in single.told
    assert "Single patients: n = 1 patient, 3 values" in single.words
    assert "Missing: Castell 2018" in single.words
    assert "Patients of series: n = 1 patient, 1 value" in series.words
    assert "Castell" not in series.told


def test_multiples_of_the_limit_are_known_by_their_unit(figure):
    """ULN draws the line at one."""
    part = TrajectoryPart("case", (PatientTrajectory(ARDEN, (Point(day(1), day(3), "3"),)),), ())
    [svg] = trajectory_figures(CohortTrajectory("CRP", "ULN", "onset", (part,), (), ()))

    assert "upper limit of normal" in figure(svg).words


def test_survival_is_drawn_for_each_kind(figure):
    """Curves of single patients and of series never share a figure."""
    curve = kaplan_meier([3, 9, 14], [1, 0, 1])
    parts = tuple(
        SurvivalPart(kind, (), (curve,), (), (), None, None, (), missing, (), ())
        for kind, missing in (("case", (GONE,)), ("series", ()))
    )
    result = CohortSurvival("death", "admission", "", "", "", parts, (GONE,), ())
    single, series = (figure(svg) for svg in survival_figures(result, width=85))

    single.check(85)
    assert "Single patients: n = 3 patients, 2 with death" in single.words
    assert "Days from admission" in single.words
    assert "Castell" in single.words
    assert "Castell" not in series.words


def test_shares_have_a_part_for_each_answer_and_kind(figure):
    """Who is asked and does not answer is named below."""
    [pooled] = pool(["A", "B", "C"], [1, 1, 0], [1, 1, 1], ["case"] * 3).groups
    groups = tuple(
        ShareGroup(answer, "case", ("a",), (), (), pooled, None, None, None)
        for answer in ("IVIG", "no IVIG")
    )
    silent = ShareGroup("not told", "case", (), (), ("c",), None, None, None, None)
    result = CohortShare("improved", "IVIG", (*groups, silent), (), (ARDEN,), (GONE,), ())
    drawn = figure(share_figure(result, width=85))

    drawn.check(85)
    assert "IVIG, single patients" in drawn.words
    assert "No IVIG, single patients" in drawn.words
    assert "Improvement (% of patients)" in drawn.words
    assert "Missing: Castell 2018 (no day is told)." in drawn.words


def test_regimens_are_lines_of_drugs(figure):
    """Drugs begun together are one box."""
    lines = (
        Line(1, ("IVIG", "prednisolone"), day(0), True),
        Line(2, ("rituximab",), Bounds(5, 9), True),
    )
    part = RegimenPart("case", (PatientRegimen(ARDEN, lines, (), "died"),), ())
    result = CohortRegimens((), 7.0, "admission", (part,), (GONE,), ())
    [svg] = pathway_figures(result, width=175)
    drawn = figure(svg)

    drawn.check(175)
    assert "Arden 2014: IVIG + prednisolone → rituximab" in drawn.told
    assert "died" in drawn.words
    assert "Missing: Castell 2018 (no day is told)." in drawn.words


def test_answers_about_nobody_are_figures_that_say_so(figure):
    """No result is no crash, and who is missing is named."""
    empty = [
        swimmer_figure(Swimmer("admission", (), (GONE,), ())),
        *trajectory_figures(CohortTrajectory("CRP", "mg/L", "onset", (), (GONE,), ())),
        *survival_figures(CohortSurvival("death", "onset", "", "", "", (), (GONE,), ())),
        share_figure(CohortShare("improved", "", (), (), (), (GONE,), ())),
        *pathway_figures(CohortRegimens((), 7.0, "onset", (), (GONE,), ())),
    ]

    assert all("n = 0" in figure(svg).words for svg in empty)
    assert all("Castell 2018" in figure(svg).words for svg in empty)


def test_one_function_draws_whatever_a_cohort_answered(tmp_path):
    """A notebook shows the figures, and they are written side by side."""
    drawn = figures(Swimmer("admission", (), (), ()))

    assert len(drawn) == 1
    assert drawn._repr_html_().startswith("<div><svg")
    drawn.save(tmp_path / "swimmer.svg")
    assert (tmp_path / "swimmer.svg").read_text("utf-8") == str(drawn[0])


def test_what_has_no_figure_is_refused():
    """The name of what was given is said."""
    with pytest.raises(InputError, match="no figure of a str"):
        figures("a share")


def test_raised_figures_are_small_ones_higher_up():
    """Few fonts have a raised nine; the words beside it keep their font."""
    assert list(raised("10⁹/L", 10)) == [
        "<tspan>10</tspan>",
        '<tspan dy="-3.5" font-size="7">9</tspan>',
        '<tspan dy="3.5">/L</tspan>',
    ]
    assert list(raised("τ² = 0.8", 10)) == ["τ² = 0.8"]
