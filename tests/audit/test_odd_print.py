"""What is printed oddly is a finding or nothing, never an error of the program."""

import time

import pytest

import epicrisis
from epicrisis.audit.dose_statements import stated_doses
from epicrisis.audit.examples import example_document
from epicrisis.audit.tables import rows_of

OPENING = "Case report\n\nA 52-year-old woman was admitted with fever. "


def codes(sentences: str) -> list[str]:
    document = epicrisis.read_document((OPENING + sentences).encode())
    return [finding.code for finding in epicrisis.audit(document, epicrisis.extract(document))]


@pytest.mark.parametrize(
    "sentence",
    [
        "IVIG 0 g/kg/day for 5 days (total 20 g/kg) was given.",
        "IVIG 0.4 g/kg/day for 0 days (total 2 g/kg) was given.",
        "Arterial blood gas showed pH 7.20, PaCO2 >40 mmHg and bicarbonate 22 mmol/L.",
        "Arterial blood gas showed pH <7.00, PaCO2 40 mmHg and bicarbonate 22 mmol/L.",
    ],
    ids=["no dose", "no day", "a bound of a gas", "a bound of an acid"],
)
def test_sums_are_not_made_of_nothing_and_of_bounds(sentence):
    """Nothing times five days is no total, and a bound is no value to reckon with."""
    assert {"DOS004", "PHY003"}.isdisjoint(codes(sentence))


@pytest.mark.parametrize(
    ("printed", "found"), [("0.000", ["NUM006"]), ("0.0754", []), (".000", ["NUM006"])]
)
def test_a_p_of_zero_is_one_that_was_rounded(printed, found):
    """5/8 against 0/5 gives 0.0754 by Fisher's test (table in test_recomputed) and not 0.000."""
    assert codes(f"Some lived: 5/8 versus 0/5 without exchange (p = {printed}).") == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("She was ventilated from ſep 9, 2015 to ſep 2, 2015.", ["TIM005"]),
        ("Dopamine 20 μg for 5 days, a total of 900 μg, was given.", ["DOS004"]),
        ("Dopamine 20 µg for 5 days, a total of 900 μg, was given.", ["DOS004"]),
    ],
    ids=["long s in a month", "Greek mu", "both signs for micro"],
)
def test_letters_that_patterns_take_for_others_are_read_as_those(sentence, found):
    """What a pattern finds in any case is looked up in the letters of its table."""
    assert codes(sentence) == found


def test_a_run_of_digits_is_no_dose():
    """What no float can hold is far outside nothing."""
    assert codes(f"Prednisolone {'9' * 400} mg was given.") == []


def test_many_doses_in_one_passage_are_read_in_the_time_of_their_text():
    """The breaks between doses are looked for once, not from each dose to the passage's end."""
    document = epicrisis.read_document((OPENING + "IVIG" + " 5 mg" * 20_000).encode())
    begin = time.perf_counter()
    found = stated_doses(document)

    assert time.perf_counter() - begin < 5
    assert found


@pytest.mark.parametrize("words", ["<", "<sup>a "])
def test_signs_in_a_cell_are_no_markup_to_look_for_the_end_of(words):
    """A cell full of opening brackets is read in the time of its text."""
    document = example_document(f"Test\t1\t2\nCRP {words * 20_000}\t17\t12\n")
    begin = time.perf_counter()
    (row,) = rows_of(document, document.tables[0])

    assert time.perf_counter() - begin < 3
    assert row.label.startswith("CRP")
