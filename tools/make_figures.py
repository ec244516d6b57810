"""Small fictional examples of the figures of many patients, written to `tests/golden/figures`.

A change of a figure shows there as a change of its file: look at the picture and at the difference
before the new file is kept.
"""

from math import inf
from pathlib import Path

from epicrisis.plots import (
    Drawing,
    Happening,
    Lines,
    Reading,
    Readings,
    Spell,
    Summary,
    Swim,
    forest,
    pathway,
    survival_curves,
    swimmer,
    trajectories,
)
from epicrisis.synthesis.estimates import kaplan_meier, pool, turnbull

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "golden" / "figures"


def day(number: float) -> tuple[float, float]:
    """Give the bounds of a day that is known."""
    return number, number


def swims() -> list[Swim]:
    """Three patients: treatments at once, an unknown end, a late relapse, two marks on one day."""
    first = (
        Spell("prednisolone", day(0), (30, 60)),
        Spell("immunoglobulin", day(5), day(10)),
    )
    happened = (Happening("discharged", day(20)), Happening("improved", day(20)))
    second = (Spell("ciclosporin", (2, 9), (2, inf)),)
    third = (Spell("prednisolone", day(0), (0, inf), ongoing=True),)
    late = (Happening("relapse", (75, 90)), Happening("died", (95, inf)))
    return [
        Swim("Arden 2014", first, happened, day(0), day(120), ongoing=True),
        Swim("Berit 2016", second, late, day(0), day(50)),
        Swim("Castell 2018", third, (), day(-10), (60, 80)),
    ]


def draw_swimmer(width: float) -> Drawing:
    """Draw the three patients, and name one who cannot be drawn."""
    gone = [("Doe 2020", "no treatment is dated")]
    return swimmer(swims(), zero="admission", width=width, left_out=gone)


def draw_trajectories(width: float) -> Drawing:
    """Draw values that are exact, between two days, a range, and beyond what was measured."""
    first = (
        Reading(day(-3), 1500.0, inf, ">"),
        Reading((2, 6), 800.0, 800.0),
        Reading(day(14), 90.0, 90.0),
    )
    second = (
        Reading(day(0), 400.0, 450.0),
        Reading(day(10), 60.0, 60.0),
        Reading((20, 24), 0.0, 8.0, "<"),
    )
    return trajectories(
        [Readings("Arden 2014", first), Readings("Berit 2016", second)],
        [Summary(0, 7, 2, day(612.5)), Summary(7, 28, 2, (34.0, 75.0))],
        analyte="Ferritin",
        unit="µg/L",
        event="first immunoglobulin",
        width=width,
    )


def draw_forest(width: float) -> Drawing:
    """Draw single patients, three series, and one cohort that is pooled with nothing."""
    papers = ["Solo A", "Solo B", "Solo C", "Arden 2014", "Berit 2016", "Castell 2018", "Doe 2020"]
    events, patients = [1, 1, 0, 3, 0, 7, 9], [1, 1, 1, 8, 4, 12, 60]
    kinds = ["case"] * 3 + ["series"] * 3 + ["cohort"]
    papers, events, patients = [*papers, "Elm 2021"], [*events, None], [*patients, 7]
    pooling = pool(papers, events, patients, [*kinds, "series"])
    return forest(pooling, outcome="improvement", width=width)


def draw_survival(width: float) -> Drawing:
    """Draw two groups with exact limits."""
    treated = kaplan_meier([9, 31, 44, 60, 75], [0, 1, 0, 1, 0], label="treated")
    others = kaplan_meier([3, 12, 20, 33], [1, 1, 0, 1], label="not treated")
    gone = [("Elm 2021", "no time reported")]
    return survival_curves(
        [treated, others],
        event="death",
        origin="admission",
        unit="days",
        width=width,
        left_out=gone,
    )


def draw_intervals(width: float) -> Drawing:
    """Draw a group of whom intervals are known."""
    curve = turnbull([0, 2, 4, 10, 12], [3, 5, inf, 14, 12], label="ciclosporin")
    return survival_curves([curve], event="relapse", unit="weeks", width=width)


def draw_pathway(width: float) -> Drawing:
    """Draw five patients, one of whom died after the second line."""
    lines = [
        Lines("Arden 2014", ("prednisolone", "immunoglobulin", "rituximab")),
        Lines("Berit 2016", ("prednisolone", "ciclosporin"), died=True),
        Lines("Castell 2018", ("prednisolone + ciclosporin", "immunoglobulin")),
        Lines("Doe 2020", ("prednisolone",)),
        Lines("Elm 2021", ("prednisolone + ciclosporin", "plasma exchange", "rituximab")),
    ]
    return pathway(lines, width=width)


EXAMPLES = {
    "forest": draw_forest,
    "intervals": draw_intervals,
    "pathway": draw_pathway,
    "survival": draw_survival,
    "swimmer": draw_swimmer,
    "trajectories": draw_trajectories,
}


def main() -> None:
    """Write every example in the width of a column."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in EXAMPLES.items():
        (FOLDER / f"{name}.svg").write_text(draw(85) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
