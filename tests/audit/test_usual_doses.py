"""Doses as they are published: what is usual for route, schedule and body, and what is a slip."""

import pytest

from epicrisis.audit import audit
from epicrisis.pipeline import extract
from epicrisis.readers import read_document

PUBLISHED = [
    "High-dose methotrexate 5 g was given intravenously every 2 weeks.",
    "Methotrexate 3.5 g/m2 was infused over 24 hours.",
    "Intramuscular methotrexate 100 mg was given for the ectopic pregnancy.",
    "Prednisolone 8 mg/kg/day was given for infantile spasms.",
    "Dexamethasone pulse therapy with 100 mg was given.",
    "Hydrocortisone 200 mg every 6 hours was begun.",
    "Intracameral cefuroxime 1 mg was injected.",
    "Intravitreal vancomycin 1 mg/0.1 mL and ceftazidime 2.25 mg/0.1 mL were given.",
    "Desensitization with ceftriaxone 1 mg, then 10 mg and 100 mg was done.",
    "Phenytoin 1500 mg was loaded intravenously.",
    "Acetazolamide 2 g/day was begun.",
    "Intravenous melphalan 280 mg was given.",
    "Aripiprazole 400 mg monthly was given.",
    "Haloperidol decanoate 200 mg every 4 weeks was given.",
    "Amoxicillin 2 g every 4 hours was given intravenously.",
    "Erlotinib 1500 mg weekly was given.",
    "Acetaminophen 80 mg/kg/day was given.",
    "Busulfan 16 mg/kg and cyclophosphamide 120 mg/kg were given.",
    "The total of cyclophosphamide and doxorubicin was 1800 mg/m2 and 50 mg/m2, respectively.",
    "Levothyroxine 500 µg was given intravenously.",
    "Penicillin G 24 million units per day was given.",
    "Heparin 80 U/kg was given.",
    "IVIG 2 g/kg/day was given once.",
    "Diazepam 240 mg/day was needed for tetanus.",
    "A dog was treated with prednisolone 20 mg/kg.",
]
SLIPS = [
    "Methotrexate 150 mg weekly was given orally.",
    "Prednisolone 600 mg daily was given orally.",
    "Prednisone 60 mg/kg/day was given.",
    "IVIG 0.4 mg/kg/day for 5 days was given.",
    "Vancomycin 1 mg every 12 hours was given intravenously.",
    "Digoxin 25 mg daily was given.",
    "Levothyroxine 100 mg daily was given.",
    "Rituximab 375 mg/kg was given.",
    "Aripiprazole 400 mg daily was given.",
    "Heparin 500000 U was given.",
    "Metformin 8500 mg twice daily was given.",
]


def alarms(words: str) -> list[str]:
    document = read_document(
        f"A 50-year-old man was admitted. {words}\n".encode(), name="report.txt"
    )
    return [finding.message for finding in audit(document, extract(document), select=["DOS"])]


@pytest.mark.parametrize("words", PUBLISHED)
def test_a_published_use_is_left_alone(words):
    """An unusual use that is in labels, guidelines or many reports is no slip."""
    assert alarms(words) == []


@pytest.mark.parametrize("words", SLIPS)
def test_a_slip_of_unit_or_point_is_found(words):
    """A dose that nobody gives is asked about."""
    assert alarms(words)


def test_an_animal_patient_has_other_doses():
    """A report from a veterinary clinic is not held against what people get."""
    words = "Recovery in a neutered male dog with scurvy\n\nPrednisone 60 mg/kg/day was given.\n"
    document = read_document(words.encode(), name="dog.txt")
    assert audit(document, [], select=["DOS"]) == []
