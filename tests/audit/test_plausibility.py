"""Values beyond the limits of the possible, as sentences print them."""

import pytest

from epicrisis.audit import audit
from epicrisis.pipeline import extract
from epicrisis.readers import read_document

WHO = "A 60-year-old man was admitted."


def codes(sentence: str) -> list[str]:
    document = read_document(f"{WHO} {sentence}".encode())
    found = audit(document, extract(document), select=["PHY004", "UNI001"])
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("PHY004", "The NIHSS score was 55."),
        ("PHY004", "The INR was 257."),
        ("PHY004", "The ejection fraction was estimated at more than 130%."),
        ("PHY004", "The haematocrit was 131.6%."),
        ("PHY004", "The respiratory rate was about 160/min."),
        ("PHY004", "The heart rate was 900 at that time."),
        ("PHY004", "The heart rate rose up to 900/min."),
        ("PHY004", "He was ventilated with an FiO2 of 4.0."),
        ("UNI001", "The serum albumin was 31 g/dL and the serum-ascites gradient 0.8 g/dL."),
        ("UNI001", "The serum creatinine was 60.4 mg/dL."),
        ("UNI001", "The haemoglobin was 12.8 g/L."),
        ("UNI001", "The serum bilirubin was 2.2 mmol/L."),
        ("UNI001", "His height was 172 m."),
    ],
)
def test_impossible_values_are_found(code, sentence):
    """Scores, shares and vital signs without a unit, bounds, sizes, and units out by a thousand."""
    assert codes(sentence) == [code]


@pytest.mark.parametrize(
    "sentence",
    [
        "The NIHSS score was 15 and the INR 2.7.",
        "The Nutrition Risk Screening (NRS 2002) was done.",
        "The lactate rose to 63 mmol/L (normal range 0.7-2.1 mmol/L).",
        "He had fallen from a height of 60 meters.",
        "A horse with a weight of 900 kg had kicked him.",
        "The cerebrospinal fluid held red blood cells of 24 /mm3.",
        "It was sequenced on an ABI 3500 analyser.",
        "The ascitic albumin was 31 g/dL.",
        "The platelet count was 20 × 10^9/L.",
        "Haemoglobin was 128 g/L.",
    ],
)
def test_possible_values_and_other_things_keep_still(sentence):
    """What a body may have, and what is no body's, gives no finding."""
    assert codes(sentence) == []
