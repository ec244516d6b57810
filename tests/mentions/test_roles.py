"""What a number, a name or a phrase of time is in its sentence."""

import pytest

from epicrisis.mentions.doses import doses
from epicrisis.mentions.finder import find
from epicrisis.mentions.results import qualities
from epicrisis.mentions.roles import assign_roles, described
from epicrisis.mentions.therapies import therapies
from epicrisis.model import Mention, QuantityMention, Reading, TimeExpression
from epicrisis.readers import read_document
from epicrisis.segmentation import segment
from epicrisis.vocab.linear import LinearModel


def reading(text: str) -> Reading:
    document = read_document(text.encode(), name="case", format="text")
    return find(document, segment(document))


def roles(text: str) -> dict[str, str]:
    found = reading(text)
    view = found.segmentation.view.text
    return {view[m.start : m.end]: m.role for m in [*found.mentions, *found.times] if m.role}


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("Serum creatinine was 2.4 mg/dL on arrival.", "2.4 mg/dL", "lab_value"),
        ("He was given prednisolone 40 mg daily.", "40 mg", "dosage"),
        ("He was given prednisolone 40 mg daily.", "prednisolone", "medication"),
        ("Infusion of velmorabine at 5 mg/kg was begun.", "5 mg/kg", "dosage"),
        ("Radiotherapy with 30 Gy was given.", "30 Gy", "dosage"),
        ("The volume of lung above 20 Gy was small.", "20 Gy", "other"),
        ("The mean heart dose was 4 Gy.", "4 Gy", "lab_value"),
        ("Ceftriaxone was given q8h.", "q8h", "dosage"),
        ("A mass of 4 cm was seen in the left lobe.", "4 cm", "size"),
        ("Three weeks later she was admitted.", "Three weeks later", "date"),
        ("She had had a cough for two weeks.", "for two weeks", "duration"),
        ("Blood cultures were negative.", "negative", "lab_value"),
        ("Sodium was 151 mmol/L (normal range 135-145 mmol/L).", "135-145 mmol/L", "other"),
        ("Platelets were 44 000/µL (NR 150 000-400 000/µL).", "150 000-400 000/µL", "other"),
    ],
)
def test_role_follows_from_the_words_around(text, words, role):
    """The same form of number means different things, and the sentence says which."""
    assert roles(text)[words] == role


def test_schedule_stands_beside_a_dose_or_none():
    """`Weekly` beside an amount of a drug has other features than beside none."""

    def schedule(text: str) -> list[str]:
        found = reading(text)
        view = found.segmentation.view.text
        all_of_them = described(view, found.mentions, found.times)
        return next(f for item, _, f in all_of_them if isinstance(item, TimeExpression))

    assert "dd set True True" in schedule("She had infliximab 5 mg weekly.")
    assert "dd set False False" in schedule("She went out there weekly.")


def test_schedule_of_an_amount_that_is_no_dose_is_none():
    """What is counted a day behind a dose is a schedule, behind a finding it is not."""
    amount = QuantityMention(0, 5, "quantity", value=50, number_end=2)
    daily = TimeExpression(6, 18, "set", 1, 1)
    everything = LinearModel(["dosage", "other"], {"": [100, 0]})
    nothing = LinearModel(["dosage", "other"], {"": [0, 100]})
    text = "50 mL per 24 hours"
    for number, role in ((everything, "dosage"), (nothing, "other")):
        assign_roles(text, [amount], [daily], {"number": number, "time": everything})
        assert daily.role == role


def test_without_models_nothing_is_judged():
    """Candidates keep the empty role if no model is given."""
    document = read_document(b"Ferritin was 900 ng/mL.", name="case", format="text")
    found = find(document, segment(document), models={})

    assert {m.role for m in found.mentions} == {""}


def test_every_candidate_is_described_once_and_in_order():
    """A number, a drug, a result word and a time each give one row of features."""
    found = reading("On day 3 CRP was elevated (45 mg/L) and ceftriaxone 2 g was started.")
    rows = list(described(found.segmentation.view.text, found.mentions, found.times))

    assert [task for _, task, _ in rows] == ["time", "result", "number", "drug", "number"]
    assert [item.start for item, _, _ in rows] == sorted(item.start for item, _, _ in rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("High-dose methotrexate was given.", ["High-dose"]),
        ("She received four cycles of chemotherapy.", ["four cycles"]),
        ("Prednisolone was slowly tapered off.", ["slowly tapered off"]),
        ("A prolonged course of steroids.", ["prolonged course"]),
        ("A man with a 40 pack-year history.", []),
        ("Six hundred milligrams were given.", ["Six hundred milligrams"]),
        ("Then 600 milligrams were given.", []),
        ("An oxygen of 0.40 fractions.", []),
        ("No fever was seen.", []),
    ],
)
def test_doses_in_words_are_found(text, words):
    """A dose may have no number."""
    assert [text[m.start : m.end] for m in doses(text)] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chelation with this treatment went on.", ["treatment"]),
        ("He received chelation therapy and fluids.", ["chelation therapy", "fluids"]),
        ("Nothing was given.", []),
    ],
)
def test_therapies_without_a_drug_are_found(text, words):
    """A noun of treatment with the word that names it; a plain word before it is left out."""
    assert [text[m.start : m.end] for m in therapies(text, [])] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The stage was pT2N0M0.", ["pT2N0M0"]),
        ("NYHA class III dyspnea", ["NYHA class III"]),
        ("The wound was intact and the fever improved.", ["intact", "improved"]),
    ],
)
def test_words_of_quality_are_found(text, words):
    """Grades, stages and words of change state a result without a direction."""
    assert [text[m.start : m.end] for m in qualities(text)] == words


@pytest.mark.parametrize(
    ("text", "drug", "tested"),
    [
        ("The isolate was resistant to ampicillin and susceptible to colistin.", "colistin", True),
        ("Colistin susceptibility was tested.", "Colistin", True),
        ("The strain was resistant to ampicillin and we started colistin.", "colistin", False),
        ("Her seizures were resistant to phenytoin.", "phenytoin", False),
    ],
)
def test_drug_that_microbes_were_tested_on_is_no_medication(text, drug, tested):
    """An antibiogram names drugs that nobody was given."""
    at = text.index(drug)
    mention = Mention(at, at + len(drug), "drug", id=drug.lower())
    assign_roles(text, [mention], [], {"drug": LinearModel(["medication"], {})})

    assert (mention.role == "other") is tested
