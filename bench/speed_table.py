"""From single runs to figures: bests, medians, ratios, goals, and tables of them."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple


class Run(NamedTuple):
    """One process: seconds to load, seconds for all texts, peak MB, seconds of each stage."""

    load: float
    seconds: float
    peak: float
    stages: dict[str, float] = {}  # noqa: RUF012  read only


class Ratio(NamedTuple):
    """How many times as fast: by the best runs, and the range over the rounds."""

    best: float
    low: float
    high: float


class Goal(NamedTuple):
    """What is asked for, and what was found; None where it could not be measured."""

    what: str
    found: float | None
    limit: float
    least: bool  # the limit is the least that will do, not the most

    @property
    def reached(self) -> bool | None:
        """Tell whether the goal is reached."""
        if self.found is None:
            return None
        return self.found >= self.limit if self.least else self.found <= self.limit

    @property
    def verdict(self) -> str:
        """Say it in words."""
        return {None: "not measured", True: "reached", False: "not reached"}[self.reached]

    @property
    def asked(self) -> str:
        """Write what is asked for."""
        return f"{'at least' if self.least else 'at most'} {number(self.limit)}"


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> Ratio | None:
    """Compare the runs of two contenders over the same texts, or None where one has none.

    The range is that of the ratios within each round, so a busy minute shows as a wide range.
    """
    if not ours or not theirs:
        return None
    rounds = [their.seconds / our.seconds for our, their in zip(ours, theirs, strict=False)]
    best = min(run.seconds for run in theirs) / min(run.seconds for run in ours)
    return Ratio(best, min(rounds), max(rounds))


def figures(runs: Sequence[Run], texts: int, megabytes: float) -> dict[str, float]:
    """Give the figures of one contender: the best of its runs, and the median speed."""
    best = min(run.seconds for run in runs)
    return {
        "mb_per_s": megabytes / best,
        "median_mb_per_s": megabytes / median(run.seconds for run in runs),
        "texts_per_s": texts / best,
        "load_s": min(run.load for run in runs),
        "peak_mb": max(run.peak for run in runs),
    }


def shares(runs: Sequence[Run]) -> dict[str, float]:
    """Give each stage's part of the time, from the quickest run."""
    if not runs:
        return {}
    stages = min(runs, key=lambda run: run.seconds).stages
    whole = sum(stages.values()) or 1.0
    return {name: seconds / whole for name, seconds in stages.items()}


def added(runs: Sequence[Run], stage: str, beside: Sequence[str] = ()) -> float | None:
    """Compare a stage's time with that of the others, leaving out those `beside` it."""
    parts = shares(runs)
    rest = sum(part for name, part in parts.items() if name not in (stage, *beside))
    return parts[stage] / rest if stage in parts and rest else None


def growth(per_kilobyte: dict[int, float], base: int = 10_000) -> float | None:
    """Compare the time a kilobyte takes in the longest text with that in one of 10 kB."""
    longest = max(per_kilobyte, default=0)
    if longest <= base or base not in per_kilobyte:
        return None
    return per_kilobyte[longest] / per_kilobyte[base]


def number(value: float) -> str:
    """Write a figure with three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3g}"


def size(length: int) -> str:
    """Write a size in bytes."""
    for power, unit in ((1_000_000, "MB"), (1000, "kB")):
        if length >= power:
            return f"{length / power:g} {unit}"
    return f"{length} B"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align rows under a head: the first and the last column to the left, as words are."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    words = (0, len(widths) - 1)
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i in words else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    )
