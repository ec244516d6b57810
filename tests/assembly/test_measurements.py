"""Numbers in prose: which examination each is the result of, its unit and its normal range."""

import pytest

from epicrisis.model import describe


def values(course):
    """Each measurement with a number: what was measured, and the number as printed."""
    return [(e.analyte, str(e.quantity)) for e in course.of_kind("measurement") if e.quantity]


def ranges(course):
    """Each measurement with its normal range, an open side None."""
    return {
        e.analyte: (e.reference_range.low, e.reference_range.high)
        for e in course.of_kind("measurement")
        if e.reference_range
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ferritin was 780 ng/mL.", [("ferritin", "780 ng/mL")]),
        ("The serum ferritin level rose to 780 ng/mL.", [("ferritin", "780 ng/mL")]),
        ("Ferritin: 780 ng/mL; CRP: 12 mg/L.", [("ferritin", "780 ng/mL"), ("crp", "12 mg/L")]),
        ("Her oxygen saturation was 88% on room air.", [("spo2", "88 %")]),
        ("She had 88% saturation.", [("spo2", "88 %")]),
        ("CRP was <3 mg/L.", [("crp", "<3 mg/L")]),
        ("Blood pressure was 151/84 mmHg.", [("blood_pressure", "151/84 mmHg")]),
        ("The heart rate was 118 beats/min.", [("heart_rate", "118 beats/min")]),
        ("Visual acuity was 20/200.", [("visual_acuity", "0.1")]),
        ("The birth weight was 3 500 grams.", [("birth_weight", "3500 grams")]),
        ("The coma scale (GCS) was 14 (eye, 3; verbal, 5; motor, 6).", [("gcs", "14")]),
        ("She weighed 70 kg and the tumor weighed 3 kg.", [("weight", "70 kg")]),
        ("Her heart was large and she weighed 70 kg.", [("weight", "70 kg")]),
        ("The gland was resected and weighed 810 g.", []),
    ],
)
def test_value_finds_its_name_before_or_behind(read, sentence, expected):
    """A number belongs to the name it stands beside, on either side."""
    assert values(read(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "CRP and LDH were 12 mg/L and 412 U/L, respectively.",
            [("crp", "12 mg/L"), ("ldh", "412 U/L")],
        ),
        (
            "AST, ALT and LDH were 61, 74 and 412 U/L.",
            [("ast", "61 U/L"), ("alt", "74 U/L"), ("ldh", "412 U/L")],
        ),
        (
            "Laboratory tests showed CRP 12 mg/L, LDH 412 U/L, and ferritin 780 ng/mL.",
            [("crp", "12 mg/L"), ("ldh", "412 U/L"), ("ferritin", "780 ng/mL")],
        ),
    ],
)
def test_lists_are_shared_out_in_order(read, sentence, expected):
    """As many values as names go to the names in order."""
    assert values(read(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ferritin fell from 780 ng/mL to 210 ng/mL.",
            [("ferritin", "780 ng/mL"), ("ferritin", "210 ng/mL")],
        ),
        (
            "LDH increased from 212 to 590 U/L.",
            [("ldh", "212 U/L"), ("ldh", "590 U/L")],
        ),
    ],
)
def test_change_gives_both_sides(read, sentence, expected):
    """A change from one value to another states two results."""
    assert sorted(values(read(sentence))) == sorted(expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("LDH was 412 U/L (120-245).", {"ldh": (120, 245)}),
        ("LDH was 412 U/L (normal range 120-245 U/L).", {"ldh": (120, 245)}),
        ("LDH was 412 U/L (normal: <245).", {"ldh": (None, 245)}),
        ("Albumin was 21 g/L (>35 g/L).", {"albumin": (35, None)}),
        ("Ferritin was 780 ng/mL (reference value 10-120 ng/mL).", {"ferritin": (10, 120)}),
        ("LDH was 412 U/L, normal range 120-245 U/L.", {"ldh": (120, 245)}),
    ],
)
def test_reference_range_is_no_result(read, sentence, expected):
    """The range printed beside a value is its range, and never a second value."""
    course = read(sentence)

    assert ranges(course) == expected
    assert len(values(course)) == 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("FVC was 54% of predicted.", [("fvc_pct", "54 % of predicted")]),
        ("FVC was 54%.", [("fvc_pct", "54 %")]),
        ("FVC was 2.1 L.", [("fvc", "2.1 L")]),
    ],
)
def test_per_cent_of_predicted_is_an_examination_of_its_own(read, sentence, expected):
    """Litres and per cent of predicted are not the same thing."""
    assert values(read(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The target trough level of tacrolimus was 10 ng/mL.",
        "The ideal ferritin level is 100 ng/mL.",
        "We aimed for a ferritin below 100 ng/mL.",
        "A 3 cm nodule was resected in 2014.",
        "Albumin 25 g was infused.",
        "She was treated with thiamine (10 mg/time, 3 times/day).",
        "Protein was restricted to 0.8 g/kg/real body weight, 0.6 per ideal body weight.",
    ],
)
def test_what_was_not_measured_is_no_result(read, sentence):
    """Targets, sizes, years and doses are numbers, not results."""
    assert values(read(sentence)) == []


@pytest.mark.parametrize(
    "sentence", ["She reported a weight loss of 5 kg.", "She had lost 5 kg of weight."]
)
def test_lost_weight_is_no_weight(read, sentence):
    """Kilograms lost are a change of the weight and never the weight itself."""
    assert "weight" not in dict(values(read(sentence)))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Cerebrospinal fluid protein was 0.9 g/L.", [("csf_protein", "0.9 g/L")]),
        (
            "Lumbar puncture showed a total protein of 0.9 g/L and glucose of 3.1 mmol/L.",
            [("csf_protein", "0.9 g/L"), ("csf_glucose", "3.1 mmol/L")],
        ),
        ("Blood glucose was 3.1 mmol/L.", [("glucose", "3.1 mmol/L")]),
    ],
)
def test_cerebrospinal_fluid_is_not_blood(read, sentence, expected):
    """One substance in two fluids is two examinations."""
    assert values(read(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("She was febrile (39.2 °C).", [("temperature", "39.2 °C")]),
        ("She presented with a fever of 39.2°C.", [("temperature", "39.2 °C")]),
        ("She was hypotensive at 84/50 mmHg.", [("blood_pressure", "84/50 mmHg")]),
    ],
)
def test_some_units_say_what_was_measured(read, sentence, expected):
    """Only a temperature is in degrees, only a blood pressure is a pair in mmHg."""
    assert [(a, q) for a, q in values(read(sentence))] == expected


@pytest.mark.parametrize(
    ("sentence", "ucum"),
    [
        ("FVC was 3.1 before treatment.", "L"),
        ("Body temperature was 38.6.", "Cel"),
    ],
)
def test_missing_unit_is_coded_where_only_one_is_possible(read, sentence, ucum):
    """The printed unit stays missing; its code is filled in only where no other unit fits."""
    (event,) = [e for e in read(sentence).of_kind("measurement") if e.quantity]

    assert (event.quantity.unit, event.quantity.ucum) == (None, ucum)
    assert "no unit printed" in event.notes[0]


def test_missing_unit_is_taken_from_the_other_statements(read):
    """A value without a unit takes that of the same examination printed elsewhere."""
    course = read("Creatine kinase was 3420 U/L. After two weeks creatine kinase was 610.")
    first, second = [e.quantity for e in course.of_kind("measurement")]

    assert (first.ucum, second.ucum, second.unit) == ("U/L", "U/L", None)


def test_quote_holds_name_and_value(read):
    """Who checks a datum sees the name and the number in one quote."""
    (event,) = read("The ferritin was 780 ng/mL on arrival.").of_kind("measurement")

    assert event.anchors[0].exact == "ferritin was 780 ng/mL"


@pytest.mark.parametrize(
    ("sentence", "analyte", "note"),
    [
        ("Urinalysis showed leukocytes of 20 cells/HPF.", "urine_wbc", ()),
        ("The pleural fluid had an LDH of 812 U/L.", "pleural_ldh", ()),
        (
            "Bronchoalveolar lavage showed 62% lymphocytes.",
            "",
            ("in bronchoalveolar lavage fluid",),
        ),
        ("Urine output was low while serum sodium was 128 mmol/L.", "sodium", ()),
    ],
)
def test_other_specimens_are_not_blood(read, sentence, analyte, note):
    """An examination of blood is another one in urine or lavage, or has no code there."""
    (event,) = (e for e in read(sentence).of_kind("measurement") if e.quantity)

    assert (event.analyte, event.notes) == (analyte, note)


def test_bare_names_told_of_cerebrospinal_fluid_are_those_of_it(read):
    """However the name was found, the specimen says what it is."""
    course = read(
        "Cerebrospinal fluid (CSF) analysis showed normal cellularity (4 cells/μl), "
        "protein (43 mg/dl) and glucose (3.98 mmol/L)."
    )
    found = [e.analyte for e in course.of_kind("measurement") if e.quantity]

    assert found == ["csf_wbc", "csf_protein", "csf_glucose"]


def test_value_in_brackets_behind_was_normal_is_no_limit(read):
    """It is the value that is called normal; a range or a bound there is the limit."""
    course = read("LDH was normal (240 U/L). Ferritin was normal (30-300 ng/mL).")
    assert [str(event.quantity) for event in course.of_kind("measurement") if event.quantity] == [
        "240 U/L"
    ]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Her haemoglobin fell by 3 g/dL.", []),
        ("Her haemoglobin fell by about 3 g/dL to 8 g/dL.", [("hemoglobin", 8)]),
        ("She walked with desaturation from 99 to 81%.", [("spo2", 81), ("spo2", 99)]),
        ("Her breath rate was 14 bpm.", [("respiratory_rate", 14)]),
        ("Urine cultures were negative, TSH was 1.8 mU/L.", [("tsh", 1.8)]),
    ],
)
def test_number_is_the_result_of_what_it_is_said_of(read, sentence, told):
    """A change is no result, two numbers of a fall are of one name, a culture is no specimen."""
    found = [e for e in read(sentence).of_kind("measurement") if e.quantity]

    assert [(e.analyte, e.quantity.value) for e in found] == told


def test_word_of_the_test_before_is_not_of_the_number_behind(read):
    """ "Cultures were negative, and TSH was 1.8" says nothing negative of the TSH."""
    (tsh,) = [
        e for e in read("Cultures were negative, and TSH was 1.8 mU/L.").events if "TSH" in e.text
    ]

    assert tsh.interpretation is None


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Platelets were 12,000/µL. Later the count was 90,000/µL.", ["platelets", "platelets"]),
        ("Platelets were 12,000/µL. Later the level was 9 g/L.", ["platelets", ""]),
        (
            "Platelets were 12,000/µL and CRP 9 mg/L. The count was 9/µL.",
            ["platelets", "crp", ""],
        ),
    ],
)
def test_bare_count_is_of_what_was_last_counted(read, sentence, told):
    """Only where the last result has the same unit."""
    found = [e for e in read(sentence).of_kind("measurement") if e.quantity]

    assert [e.analyte for e in found] == told


def test_control_and_mixture_are_no_results(read):
    """What a control had, and the parts of a mixture, were not measured in the patient."""
    course = read("Prothrombin time was 40 s (control 12 s) and not corrected in a 1:1 mixture.")

    assert [e.quantity.value for e in course.of_kind("measurement")] == [40]


def test_centile_is_no_limit(read):
    """`(>97th centile)` is neither a value nor a range."""
    (event,) = read("Birth weight was 4,140 g (>97th centile).").of_kind("measurement")

    assert event.reference_range is None


def test_reference_in_brackets_behind_a_value_is_its_range(read):
    """`(reference 12-22)` behind a unit cites nothing."""
    (event,) = read("Free T4 was 7.5 pmol/L (reference 12-22).").of_kind("measurement")

    assert (event.reference_range.low, event.reference_range.high) == (12, 22)


def test_baseline_in_brackets_is_of_the_same_examination(read):
    """What stood before is named by what was measured now."""
    course = read(
        "Sodium was 131 mmol/L, creatinine 190 µmol/L (baseline 75 µmol/L) and urea 14 mmol/L."
    )

    assert [e.analyte for e in course.of_kind("measurement")].count("creatinine") == 2


def test_what_was_done_is_not_measured(read):
    """The size of what was put in is no result of the operation."""
    assert not read("He had a mitral valve replacement (29 mm).").of_kind("measurement")


def test_oxygen_breathed_is_no_saturation(read):
    """`SpO2 was 90% under 40% oxygen` has one saturation."""
    course = read("Oxygen saturation was 90% under 40% oxygen.")

    assert [e.quantity.value for e in course.of_kind("measurement")] == [90]


def test_blood_in_brackets_behind_another_fluid(read):
    """`CSF glucose was 1.9 mmol/L (serum 7 mmol/L)`: the second is of the blood."""
    course = read("The CSF glucose was 1.9 mmol/L (serum 7 mmol/L).")

    assert [(e.analyte, e.quantity.value) for e in course.of_kind("measurement")] == [
        ("csf_glucose", 1.9),
        ("glucose", 7),
    ]


def test_level_of_a_drug_is_measured(read):
    """The level of a drug that no table of examinations lists has the drug's name."""
    (event,) = read("The olanzapine level was 61 ng/mL.").of_kind("measurement")

    assert describe(event)[0] == "olanzapine level"
