"""Results are laid over one another without a value, a day or a limit that nobody printed."""

from math import inf, isnan

import pytest

from epicrisis.errors import InputError
from epicrisis.model import Quantity
from epicrisis.synthesis import cohort

IVIG = "immunoglobulin"


def ldh(value: float, unit: str = "U/L", comparator: str | None = None) -> dict:
    quantity = Quantity(value=value, unit=unit, ucum=unit.replace("µ", "u"), comparator=comparator)
    return {"analyte": "ldh", "quantity": quantity}


def measured(made, *results, reference=None):
    """Add results: value, day, and a comparator if there is one."""
    from epicrisis.model import Measurement, ReferenceRange

    for number, (value, day, *comparator) in enumerate(results):
        fields = ldh(value, comparator=comparator[0] if comparator else None)
        if reference and number == 0:
            fields["reference_range"] = ReferenceRange(high=reference, unit="U/L")
        made.add(Measurement, "LDH", "LDH 300", day=day, **fields)
    return made


def points(result) -> list[tuple]:
    return [(p.days, p.value) for part in result.parts for row in part.patients for p in row.points]


def test_days_are_counted_from_each_patients_own_event(patient):
    """Two patients with the event on days 5 and 9."""
    courses = [
        measured(patient("A"), (900, 3), (300, 12)).drug(IVIG, "IVIG", day=5).build(),
        measured(patient("B"), (500, 9)).drug(IVIG, "IVIG", day=9).build(),
    ]
    found = cohort(courses).trajectory("LDH", "first IVIG", windows=[(-5, 0), (0, 8)])
    [part] = found.parts

    assert points(found) == [((-2, -2), (900, 900)), ((7, 7), (300, 300)), ((0, 0), (500, 500))]
    assert [w.patients for w in part.windows] == [("A/1",), ("A/1", "B/1")]
    assert part.windows[1].median == (400, 400)
    assert found.unit == "U/L"


def test_bounds_of_day_and_value_are_kept(patient):
    """A day within a week is in no window that it may miss; a median of bounds is bounds."""
    courses = [
        measured(patient("A"), (1500, 4, ">")).build(),
        measured(patient("B"), (300, 5)).build(),
        measured(patient("C"), (250, (3, 30))).build(),
    ]
    found = cohort(courses).trajectory("LDH", windows=[(0, 7)])
    [window] = found.parts[0].windows

    assert window.patients == ("A/1", "B/1")
    assert window.range[1].high == inf
    assert window.median.high == inf
    assert window.median.low == pytest.approx(900)
    assert any("1 of 3 values are of a day known within bounds" in note for note in found.notes)
    assert found.records()[0]["value_high"] is None


def test_limits_are_those_printed_and_the_usual_one_is_named(patient):
    """Beside the value, elsewhere in the report, or of the vocabulary: each is told apart."""
    courses = [
        measured(patient("A"), (500, 2), (1000, 4), reference=200).build(),
        measured(patient("B"), (500, 2)).build(),
    ]
    found = cohort(courses).trajectory("LDH", in_multiples_of_limit=True)
    told = [(p.value.low, p.limit) for row in found.parts[0].patients for p in row.points]

    assert told[:2] == [(2.5, "printed"), (5.0, "printed elsewhere")]
    assert told[2][1] == "usual"
    assert found.unit == "ULN"
    assert any("1 of 3 values are divided by a usual upper limit" in note for note in found.notes)


def test_one_result_told_in_two_reports_stands_once(patient):
    """Of one patient; the report that prints the limit counts."""
    one = measured(patient("A"), (500, 2), reference=200).build()
    other = measured(patient("B"), (500, 2), (100, 9)).build()
    found = cohort([one, other], same=[("A/1", "B/1")])
    result = found.trajectory("LDH", in_multiples_of_limit=True)
    [row] = result.parts[0].patients

    assert [(p.days.low, p.limit) for p in row.points] == [(1, "printed"), (8, "usual")]


def test_who_gives_no_value_is_named_with_the_reason(patient):
    """Not measured, no event, an event without a day, no day, in words only."""
    from epicrisis.model import Measurement

    courses = [
        patient("A").drug(IVIG, "IVIG", day=2).build(),
        measured(patient("B"), (500, 2)).build(),
        measured(patient("C"), (500, 2)).drug(IVIG, "IVIG").build(),
        measured(patient("D"), (500, 2)).drug(IVIG, "IVIG", status="not_given").build(),
        measured(patient("E"), (500, None)).drug(IVIG, "IVIG", day=2).build(),
        patient("F")
        .drug(IVIG, "IVIG", day=2)
        .add(Measurement, "LDH", "LDH", day=3, analyte="ldh", result="raised")
        .build(),
    ]
    found = cohort(courses).trajectory("LDH", "first IVIG")

    assert [one.reason for one in found.missing] == [
        "Lactate dehydrogenase: not reported",
        "first IVIG: not reported",
        "first IVIG: on a day that is not told",
        "first IVIG: never came",
        "no value with a day",
        "results in words only",
    ]
    assert found.parts == ()
    assert "Missing, first IVIG: never came: 1 (D)" in str(found)


def test_window_without_a_value_has_none(patient):
    """No number is made up for it, and it is not printed."""
    found = cohort([measured(patient("A"), (500, 2)).build()]).trajectory("LDH")
    empty = found.parts[0].windows[-1]

    assert empty.patients == ()
    assert isnan(empty.median.low)
    assert found.as_dict()["parts"][0]["windows"][-1]["median"] == [None, None]
    assert "180 to 365" not in str(found)


def test_bad_names_and_windows_are_refused(patient):
    """An unknown examination gives its nearest names."""
    found = cohort([measured(patient("A"), (500, 2)).build()])

    with pytest.raises(InputError, match="Did you mean"):
        found.trajectory("feritin")
    with pytest.raises(InputError, match="window"):
        found.trajectory("LDH", windows=[(7, 0)])
