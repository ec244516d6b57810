"""Every measure: its value against a published or hand-computed number, and its silences."""

import pytest

from epicrisis.errors import UnknownNameError
from epicrisis.measures import measure, measures
from epicrisis.model import Procedure, Quantity, ReferenceRange, TimeElement


def only(course, name):
    (value,) = measure(course, [name])
    return value


def test_times_upper_limit_divides_by_the_printed_limit(course, lab):
    """400 against 119-229 is 1.75 times the limit; `<8` against 8 is at most once."""
    ldh = lab("ldh", 400, "U/L", reference_range=ReferenceRange(low=119, high=229))
    assert only(course(ldh), "times_upper_limit").value == pytest.approx(400 / 229)
    low = lab("crp", 8, "mg/L", comparator="<", reference_range=ReferenceRange(high=8))
    assert (
        only(course(low), "times_upper_limit").low,
        only(course(low), "times_upper_limit").high,
    ) == (0, 1)


def test_times_upper_limit_converts_a_range_in_another_unit(course, lab):
    """A range in mg/dL beside a value in mg/L is compared in one unit."""
    crp = lab("crp", 91, "mg/L", reference_range=ReferenceRange(high=0.5, unit="mg/dL"))
    assert only(course(crp), "times_upper_limit").value == pytest.approx(18.2)


def test_a_usual_limit_is_used_on_request_only_and_says_so(course, lab):
    """Without a printed limit there is no result unless the other measure is named."""
    crp = course(lab("crp", 91, "mg/L"))
    assert "times_typical_limit" not in {value.measure for value in measure(crp)}
    assert measure(crp, ["times_upper_limit"]) == []
    assert only(crp, "times_typical_limit").notes


def test_converted_gives_the_canonical_unit(course, lab):
    """Creatinine of 1 mg/dL is 88.4 µmol/L; an unknown unit gives nothing."""
    value = only(course(lab("creatinine", 1, "mg/dL")), "converted")
    assert (round(value.value, 1), value.unit) == (88.4, "umol/L")
    assert measure(course(lab("creatinine", 1, None)), ["converted"]) == []


def test_pf_ratio_pairs_one_day_and_reads_kilopascal(course, lab):
    """7.5 kPa on air is 267.9; a pressure and a fraction of different days make no ratio."""
    oxygen = lab("pao2", 7.5, "kPa", day=1)
    air = lab("fio2", 0.21, "1", day=1, place=30)
    value = only(course(oxygen, air), "pf_ratio")
    assert value.value == pytest.approx(267.9, abs=0.05)
    assert value.inputs == ("m10", "m30")
    assert measure(course(oxygen, lab("fio2", 40, "%", day=9, place=30)), ["pf_ratio"]) == []
    assert measure(course(oxygen), ["pf_ratio"]) == []


@pytest.mark.parametrize(
    ("agent", "dose", "unit", "expected"),
    [
        ("methylprednisolone", 500, "mg", 625),
        ("hydrocortisone", 100, "mg", 25),
        ("dexamethasone", 6, "mg", 40),
        ("prednisone", 1, "g", 1000),
    ],
)
def test_prednisolone_equivalents_match_the_published_ones(
    course, drug, agent, dose, unit, expected
):
    """The factors of the US label give these daily doses."""
    given = course(drug(agent, dose, unit, interval_days=1))
    assert only(given, "prednisolone_per_day").value == pytest.approx(expected, rel=1e-4)


def test_prednisolone_per_kg_needs_a_printed_weight(course, drug, lab):
    """1 mg/kg/day is undecided without a weight and 60 to 70 mg with one between 60 and 70 kg."""
    given = drug("prednisolone", 1, "mg/kg/day", per_kg=True)
    assert measure(course(given), ["prednisolone_per_day"]) == []
    value = only(course(given, lab("weight", 60, "kg", high=70)), "prednisolone_per_day")
    assert (value.low, value.high) == (60, 70)


def test_prednisolone_needs_a_schedule_and_a_given_dose(course, drug):
    """Without an interval, or where the drug was only planned, there is no daily dose."""
    assert measure(course(drug("prednisolone", 50, "mg")), ["prednisolone_per_day"]) == []
    planned = drug("prednisolone", 50, "mg/day", status="planned")
    assert measure(course(planned), ["prednisolone_per_day"]) == []


def test_ivig_course_dose_keeps_the_print_and_its_doubt(course, drug):
    """Five days of 0.4 g/kg are 2 g/kg; without "per day" it is 0.4 to 2; a misprint stays."""
    name = "ivig_course_dose"
    daily = drug("immunoglobulin", 0.4, "g/kg/day", per_kg=True, duration_days=5)
    assert only(course(daily), name).value == pytest.approx(2)
    vague = drug("immunoglobulin", 400, "mg/kg", per_kg=True, duration_days=5)
    assert (only(course(vague), name).low, only(course(vague), name).high) == pytest.approx(
        (0.4, 2)
    )
    slip = drug("immunoglobulin", 0.4, "mg/kg/day", per_kg=True, duration_days=5)
    assert only(course(slip), name).value == pytest.approx(0.002)


def test_implied_body_weight_divides_the_printed_doses(course, drug):
    """28 g beside 0.4 g/kg makes 70 kg."""
    whole = Quantity(value=28, unit="g", ucum="g")
    given = drug("immunoglobulin", 0.4, "g/kg", per_kg=True, absolute_dose=whole)
    assert only(course(given), "implied_body_weight").value == pytest.approx(70)


def test_follow_up_ends_with_the_death_or_stays_open(course, lab, death):
    """A dated death closes the follow-up; `after day 30` leaves it open above."""
    first = lab("crp", 5, "mg/L", day=3)
    dead = only(course(first, death((80, 90))), "follow_up_days")
    assert (dead.low, dead.high, dead.of) == (80, 90, "death")
    late = lab("crp", 5, "mg/L", day=(30, None), place=40)
    assert (
        only(course(first, late), "follow_up_days").low,
        only(course(first, late), "follow_up_days").high,
    ) == (30, None)
    assert measure(course(lab("crp", 5, "mg/L")), ["follow_up_days"]) == []


def test_change_of_lung_function_is_given_in_points_and_as_a_share(course, lab):
    """93 % to 84 % over a year: 9 points, 9.7 % of the first value, 365 days."""
    values = course(lab("fvc_pct", 93, "%", day=0), lab("fvc_pct", 84, "%", day=365, place=40))
    points, share = measure(values, ["change_of_fvc"])
    assert points.value == -9
    assert share.value == pytest.approx(-9.677, abs=0.001)
    assert points.span == (365, 365)
    assert measure(values, ["change_of_dlco"]) == []


def test_an_unknown_measure_lists_the_known_ones(course):
    """The error names what there is."""
    with pytest.raises(UnknownNameError, match="pf_ratio"):
        measure(course(), ["p_f"])


def test_every_measure_has_definition_and_source():
    """Nothing computed is without its formula and its origin."""
    for name, one in measures().items():
        assert one.name == name
        assert one.definition
        assert one.source


def test_nothing_is_compared_with_a_usual_limit_of_zero(course, lab):
    """Blasts have no place in blood, so that 20 % are no number of times the usual."""
    blasts = course(lab("blasts_pct", 20, "%"))

    assert measure(blasts, ["times_typical_limit"]) == []


@pytest.mark.parametrize(("status", "days"), [("given", 400), ("planned", 0), ("considered", 0)])
def test_follow_up_ends_before_an_operation_that_is_only_planned(course, lab, status, days):
    """Nobody was seen on the day for which an operation is planned."""
    seen = lab("crp", 5, "mg/L", day=0)
    operation = Procedure(
        id="p1",
        text="lobectomy",
        status=status,
        time=TimeElement(earliest=400, latest=400),
        anchors=seen.anchors,
        origin="test",
    )

    assert only(course(seen, operation), "follow_up_days").high == days
