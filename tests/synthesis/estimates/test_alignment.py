"""Courses are laid over one another without a value that nobody measured."""

import math

import pytest

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import align, times_upper_limit

# Ferritin at baseline, escalation and last observation: Ida 2023, RMD Open 9:e002795, Table 1.
FERRITIN = {
    "1": (1289, 493, 622),
    "2": (960, 2959, 134),
    "3": (1185, 1592, 1643),
    "4": (852, 295, 20),
    "5": (67, 275, 67),
    "6": (791, 943, 55),
}


def test_median_of_published_ferritin_is_906():
    """The baseline of six patients, each with one value in the window."""
    patients = list(FERRITIN)
    trajectory = align(
        patients,
        [0.0] * 6,
        [values[0] for values in FERRITIN.values()],
        dict.fromkeys(patients, 0.0),
        windows=[(-1, 1), (1, 30)],
    )
    first, empty = trajectory.windows

    assert (first.median, len(first.patients)) == (906, 6)
    assert empty.patients == ()
    assert math.isnan(empty.median)


def test_times_are_counted_from_each_patients_own_event():
    """What is not dated, or has no event, is left out and named."""
    trajectory = align(
        ["a", "a", "b", "c", "d"],
        [10, 4, 7, 3, float("nan")],
        [1.0, 2.0, 3.0, 4.0, 5.0],
        {"a": 5, "b": 7, "c": None, "d": 0},
    )

    assert {c.patient: (c.times, c.values) for c in trajectory.courses} == {
        "a": ((-1.0, 5.0), (2.0, 1.0)),
        "b": ((0.0,), (3.0,)),
    }
    assert [patient for patient, _ in trajectory.missing] == ["c", "d"]


@pytest.mark.parametrize(("within", "value"), [("last", 9.0), ("median", 4.0), ("nearest", 1.0)])
def test_one_value_a_patient_counts_in_a_window(within, value):
    """A patient measured daily weighs no more than one measured once."""
    [window] = align(
        ["a", "a", "a"], [1, 5, 9], [4.0, 1.0, 9.0], {"a": 0}, windows=[(0, 10)], within=within
    ).windows

    assert window.median == value


def test_values_are_divided_by_their_own_limit():
    """Missing limits leave missing multiples; a limit of 0 is an error."""
    assert times_upper_limit([300, 90, 5], [150, 30, float("nan")])[:2] == (2.0, 3.0)
    assert math.isnan(times_upper_limit([1], [float("nan")])[0])
    with pytest.raises(InputError, match="above 0"):
        times_upper_limit([1], [0])
