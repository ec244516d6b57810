"""Durations between two moments keep the bounds of both, and a day is its 24 hours."""

import numpy as np
import pytest

from epicrisis.errors import InputError
from epicrisis.synthesis import cohort
from epicrisis.synthesis.estimates import duration

IVIG = "immunoglobulin"


def test_bounds_of_both_ends_go_into_the_distribution(patient):
    """What is fitted is what the same four numbers give, each day a day long."""
    days = [(3, 4), ((2, 9), 5), (6, (8, 12)), (15, 21), (4, 5), (9, 9)]
    courses = []
    for number, (begun, better) in enumerate(days):
        made = patient(f"R{number}").drug(IVIG, "IVIG", day=begun)
        courses.append(made.outcome("improved", day=better).build())
    [part] = cohort(courses).duration("first IVIG", "improved").parts

    assert [one.days for one in part.patients][:3] == [(1, 1), (0, 3), (2, 6)]
    ends = [
        (3, 4, 4, 5),
        (2, 6, 5, 6),
        (6, 7, 8, 13),
        (15, 16, 21, 22),
        (4, 5, 5, 6),
        (9, 10, 9, 10),
    ]
    expected = duration(*np.array(ends, dtype=float).T)
    assert part.fitted.parameters == expected.parameters
    assert "rests on 6 patients" in part.notes[0]


def test_who_gives_no_duration_is_named_with_the_reason(patient):
    """No first, no second, an open side, the wrong order; and one patient is no distribution."""
    courses = [
        patient("A").outcome("improved", day=9).build(),
        patient("B").drug(IVIG, "IVIG", day=3).build(),
        patient("C").drug(IVIG, "IVIG", day=3).outcome("improved", day=(5, None)).build(),
        patient("D").drug(IVIG, "IVIG", day=9).outcome("improved", day=3).build(),
        patient("E").drug(IVIG, "IVIG", day=3).outcome("improved", day=9).build(),
    ]
    found = cohort(courses).duration("first IVIG", "improved")

    assert [one.reason for one in found.missing] == [
        "first IVIG: not reported",
        "improved: not reported",
        "improved: no latest day told",
        "improved was before first IVIG",
    ]
    assert found.parts[0].fitted is None
    assert "no distribution: 1 patients" in found.parts[0].notes[0]


def test_durations_that_are_all_alike_have_no_distribution(patient):
    """Not a crash: the two parameters cannot be told apart."""
    courses = [patient(name).drug(IVIG, "IVIG", day=1).build() for name in "ABC"]
    [part] = cohort(courses).duration("admission", "first IVIG").parts

    assert part.fitted is None
    assert part.notes[0].startswith("no distribution: ")


def test_unknown_distribution_lists_the_known_ones(patient):
    """Before anything is computed."""
    with pytest.raises(InputError, match="lognormal"):
        cohort([patient("A").build()]).duration("admission", "death", distribution="normal")
