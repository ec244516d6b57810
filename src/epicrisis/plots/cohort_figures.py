"""Figures of what a cohort answers: its results turned into what the figures are drawn from.

Single patients, patients of series and cited ones stay apart: in one figure under headings where
each patient has a row, in a figure for each kind where they would be summed up.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from math import inf, isfinite
from pathlib import Path

from epicrisis.errors import InputError
from epicrisis.plots.curves import survival_curves
from epicrisis.plots.drawing import PAGE, Drawing
from epicrisis.plots.forests import Section, forest_of
from epicrisis.plots.frame import capital
from epicrisis.plots.inputs import Happening, Lines, Reading, Readings, Spell, Summary, Swim
from epicrisis.plots.pathway import pathway
from epicrisis.plots.spans import Bounds
from epicrisis.plots.swimmer import swimmer
from epicrisis.plots.trajectories import trajectories
from epicrisis.synthesis.moments import spoken
from epicrisis.synthesis.results import (
    KINDS,
    Bar,
    CohortRegimens,
    CohortShare,
    CohortSurvival,
    CohortTrajectory,
    Missing,
    PatientTrajectory,
    Point,
    Swimmer,
    SwimmerRow,
    TrajectoryPart,
)

Result = Swimmer | CohortShare | CohortTrajectory | CohortSurvival | CohortRegimens
_TALL = re.compile(r'\sheight="([\d.]+)mm"')
_BARE = frozenset({"yes", "no", "not reported"})
_DEGREES = {"Cel": "°C", "[degF]": "°F"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Figures(tuple[Drawing, ...]):
    """The figures of one result; a notebook shows them one below the other."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return "".join(f"<div>{figure}</div>" for figure in self)

    def save(self, path: Path) -> None:
        """Write them as the path's ending says; further ones are numbered from 2 on.

        Raises:
            UnknownNameError: The ending is none of svg, png, pdf.
            MissingExtraError: PNG or PDF is wanted and what draws them is not installed.
        """
        for number, figure in enumerate(self, start=1):
            figure.save(path if number == 1 else path.with_stem(f"{path.stem}-{number}"))


def figures(result: Result, *, width: float = PAGE) -> Figures:
    """Draw what a cohort answered: a share, survival, a trajectory, regimens, a swimmer.

    Args:
        result: What a method of `Cohort` gave.
        width: In millimetres, from a journal's column (85) to its page (175) and a little more.

    Raises:
        InputError: The width is out of range, or there is no figure of such a result.
    """
    if isinstance(result, Swimmer):
        return Figures(swimmer_figures(result, width=width))
    if isinstance(result, CohortShare):
        return Figures((share_figure(result, width=width),))
    if isinstance(result, CohortTrajectory):
        return Figures(trajectory_figures(result, width=width))
    if isinstance(result, CohortSurvival):
        return Figures(survival_figures(result, width=width))
    if isinstance(result, CohortRegimens):
        return Figures(pathway_figures(result, width=width))
    raise InputError(f"there is no figure of a {type(result).__name__}")


def swimmer_figure(rows: Swimmer, *, width: float = PAGE) -> Drawing:
    """Draw the rows of a swimmer plot, each kind of patient under its heading."""
    kinds = {row.patient.kind for row in rows.rows}
    swims = [_swim(row, headed=len(kinds) > 1) for row in rows.rows]
    return swimmer(
        swims, zero=rows.origin, order="given", width=width, left_out=_missing(rows.missing)
    )


def swimmer_figures(
    rows: Swimmer, *, width: float = PAGE, tallest: float = 225.0, most: int = 180
) -> tuple[Drawing, ...]:
    """Draw many rows in several figures, each for one printed page, with one axis and one key.

    Args:
        rows: The patients.
        width: In millimetres.
        tallest: Height of a figure in millimetres that it keeps to if it can be parted.
        most: Patients drawn at all.
    """
    shown = replace(rows, rows=rows.rows[:most])
    whole = swimmer_figure(shown, width=width)
    each = len(shown.rows)
    figures = [whole]
    while each > 1 and max(map(_height, figures)) > tallest:
        each = max(1, int(each * min(0.9, tallest / max(map(_height, figures)))))
        figures = _parted(shown, each, width)
    return tuple(figures)


def _height(figure: Drawing) -> float:
    found = _TALL.search(figure)
    return float(found[1]) if found else 0.0


def _parted(rows: Swimmer, each: int, width: float) -> list[Drawing]:
    """Draw so many patients a figure, alike in axis, colours and marks."""
    kinds = {row.patient.kind for row in rows.rows}
    swims = [_swim(row, headed=len(kinds) > 1) for row in rows.rows]
    drugs = Counter(spell.label for one in swims for spell in one.spells)
    events = Counter(event.label for one in swims for event in one.events)
    parts = [swims[n : n + each] for n in range(0, len(swims), each)]
    return [
        swimmer(
            part,
            zero=rows.origin,
            order="given",
            width=width,
            treatments=[name for name, _ in drugs.most_common()],
            events=[name for name, _ in events.most_common()],
            beside=swims,
            left_out=_missing(rows.missing) if part is parts[-1] else (),
        )
        for part in parts
    ]


def _swim(row: SwimmerRow, *, headed: bool) -> Swim:
    first, last = row.seen
    end = max(last, row.end[1]) if isfinite(row.end[1]) else last
    return Swim(
        row.patient.label,
        tuple(_spell(bar) for bar in row.bars),
        tuple(Happening(mark.what.replace("_", " "), mark.days, mark.label) for mark in row.marks),
        (first, first),
        (last, end),
        row.ongoing,
        KINDS[row.patient.kind].capitalize() if headed else "",
        row.undated,
    )


def _spell(bar: Bar) -> Spell:
    stop: Bounds = (bar.start[0], inf) if bar.stop is None else bar.stop
    return Spell(bar.label, bar.start, stop)


def trajectory_figures(result: CohortTrajectory, *, width: float = PAGE) -> tuple[Drawing, ...]:
    """Draw a figure for each kind of patient; one that says so where there is none."""
    parts = result.parts or (TrajectoryPart("all", (), ()),)
    return tuple(
        trajectories(
            [_readings(one) for one in part.patients],
            [Summary(w.start, w.end, len(w.patients), w.median) for w in part.windows],
            analyte=result.analyte,
            unit=_printed(result.unit),
            event=result.align,
            limit=result.unit == "ULN",
            width=width,
            left_out=_missing(m for m in result.missing if _is_of(m, part.kind, result.parts)),
            who=_named(part.kind, result.parts),
        )
        for part in parts
    )


def _printed(ucum: str) -> str:
    """Give a unit as it is printed.

    >>> _printed("10*9/L"), _printed("ug/L"), _printed("Cel"), _printed("m[IU]/mL")
    ('10⁹/L', 'µg/L', '°C', 'mIU/mL')
    """
    plain = re.sub(r"\{[^}]*\}", "", _DEGREES.get(ucum, ucum)).replace("[", "").replace("]", "")
    raised = re.sub(r"10\*(\d+)", lambda power: "10" + power[1].translate(_RAISED), plain)
    return re.sub(r"\bu(?=(?:g|mol|L|U|kat)\b)", "µ", raised)


def _readings(one: PatientTrajectory) -> Readings:
    return Readings(one.patient.label, tuple(_reading(point) for point in one.points))


def _reading(point: Point) -> Reading:
    low, high = point.value
    if high == inf:
        bound = ">"
    elif low == -inf or point.printed.lstrip().startswith(("<", "≤")):
        bound = "<"
    else:
        bound = ""
    return Reading(point.days, low, high, bound)


def survival_figures(result: CohortSurvival, *, width: float = PAGE) -> tuple[Drawing, ...]:
    """Draw a figure for each kind of patient."""
    figures = [
        survival_curves(
            [*part.curves, *part.interval_curves],
            event=spoken(result.event),
            origin=result.origin,
            unit="days",
            width=width,
            events=sum(p.event for p in part.patients) if part.interval_curves else None,
            left_out=_missing(part.missing),
            who=_named(part.kind, result.parts),
        )
        for part in result.parts
    ]
    if not figures:
        figures = [survival_curves([], width=width, left_out=_missing(result.missing))]
    return tuple(figures)


def share_figure(result: CohortShare, *, width: float = PAGE) -> Drawing:
    """Draw the shares as a forest, a part for each answer and kind."""
    sections = [
        Section(_heading(result.by, group.answer, group.kind), group.pooled)
        for group in result.groups
        if group.pooled is not None
    ]
    left_out = _missing(result.missing)
    outcome = spoken(result.question)
    return forest_of(sections, outcome=outcome, width=width, left_out=left_out)


def _heading(by: str, answer: str, kind: str) -> str:
    """Say who is in a part; an answer that does not speak for itself comes with its question.

    >>> _heading('treated("IVIG")', "no", "case"), _heading("sex", "female", "case")
    ('IVIG: no, single patients', 'Female, single patients')
    """
    named = f"{spoken(by)}: {answer}" if answer in _BARE else answer
    return capital(", ".join(part for part in (named, KINDS.get(kind, kind)) if part))


def pathway_figures(result: CohortRegimens, *, width: float = PAGE) -> tuple[Drawing, ...]:
    """Draw a figure for each kind of patient."""
    figures = [
        pathway(
            [
                Lines(
                    one.patient.label,
                    tuple(" + ".join(line.drugs) for line in one.lines),
                    one.ended == "died",
                )
                for one in part.patients
            ],
            width=width,
            left_out=_missing(m for m in result.missing if _is_of(m, part.kind, result.parts)),
            who=_named(part.kind, result.parts),
        )
        for part in result.parts
    ]
    if not figures:
        figures = [pathway([], width=width, left_out=_missing(result.missing))]
    return tuple(figures)


def _is_of(missing: Missing, kind: str, parts: tuple[object, ...]) -> bool:
    """Say whether a missing patient is named in the figure of a kind."""
    return len(parts) <= 1 or missing.patient.kind == kind


def _named(kind: str, parts: tuple[object, ...]) -> str:
    """Give the words for a kind where there are several."""
    return KINDS.get(kind, kind).capitalize() if len(parts) > 1 else ""


def _missing(found: Iterable[Missing]) -> list[tuple[str, str]]:
    return [(one.patient.label, one.reason) for one in found]
