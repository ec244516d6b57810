"""Misread abbreviations: repaired from the document, or left alone."""

import pytest

from epicrisis.readers import repairs

KNOWN = (
    "Anti-NXP2 and the gene TIF5 were tested. TIF5 was seen twice, TIF5 again, TIF5 once more, "
    "and the drug SCIg was given. SCIg helped, SCIg was kept, SCIg again, and SCIg at home; "
    "ferritin was 40 ng/mL, then 50 ng/mL and 60 ng/mL. "
)


def repaired(text: str) -> dict[str, str]:
    return {text[e.start : e.end]: e.replacement for e in repairs(text)}


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("TIFS", "TIF5"),
        ("TIFS5", "TIF5"),
        ("TIF?5", "TIF5"),
        ("TlF5", "TIF5"),
        ("SClg", "SCIg"),
        ("SCIig", "SCIg"),
        ("SCg", "SCIg"),
    ],
)
def test_look_alike_of_a_frequent_name_is_repaired(misread, meant):
    """Strokes, rounds, S and 5, letters in both readings, and a lost stroke."""
    assert repaired(f"{KNOWN}Then {misread} came.") == {misread: meant}


def test_unit_with_a_letter_in_both_readings_is_repaired():
    """A unit is known by its place behind a slash."""
    assert repaired(f"{KNOWN}It fell to 9 ng/mlL at last.") == {"mlL": "mL"}


def test_ligatures_are_spelt_out():
    """A ligature is two or three letters."""
    assert repaired("a \ufb01ne \ufb02ow, an e\ufb03cient one") == {
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
    }


@pytest.mark.parametrize(
    "clean",
    [
        "MRI MRI MRI MRI MRI showed it; MR angiography did not.",
        "BMI BMI BMI BMI BMI and BM.",
        "CDI CDI CDI CDI CDI but CD1 is another thing.",
        "IL-1 IL-1 IL-1 IL-1 IL-1 and IL-11, IL1B IL1B IL1B IL1B and IL18.",
        "CK CK CK CK CK and CKI.",
        "PAI PAI PAI PAI PAI and PAI1.",
        "IVIG IVIG IVIG IVIG and IVIg: the case of a letter is no misprint.",
        "Grade II, grade II, grade II, grade III, grade IV, and grade I.",
        "cTnI cTnI cTnI cTnI cTnI cTnI and cTn.",
        "GPIIb GPIIb GPIIb GPIIb GPIIb GPIIb and GPIb.",
        "In 5 ml and in 5 mL, 7 mL, 8 mL.",
        "Dose 100 mg, 1O0 or 2l0: numbers are never touched. 100 100 100 100",
        "The ill child was still in bed; Ill, ill, ill, lil.",
    ],
)
def test_clean_words_are_left_alone(clean):
    """Two names that differ by a letter are two names."""
    assert repaired(clean) == {}


def test_as_frequent_a_name_is_no_misreading():
    """A look-alike that stands as often is a name of its own."""
    assert repaired("TIF5 TIF5 TIF5 TIFS TIFS TIFS") == {}


def test_a_listed_name_outweighs_its_more_frequent_misreading():
    """A scanner that misreads a name more often than not does not decide what it is."""
    text = "IVlg was given. IVlg was repeated, and IVlg again. After IVIg she improved."

    assert {edit.replacement for edit in repairs(text)} == {"IVIg"}
