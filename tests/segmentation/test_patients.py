"""A series' patients are told apart, and what reports no patient says so."""

import pytest

from epicrisis.model.passages import Segmentation
from epicrisis.segmentation import segment
from epicrisis.testing import DocumentBuilder


def of(*paragraphs: str) -> Segmentation:
    builder = DocumentBuilder()
    for words in paragraphs:
        builder.paragraph(words)
    return segment(builder.build())


def test_headings_number_the_patients() -> None:
    """Everything below "Case 2" is the second patient's, the discussion nobody's in particular."""
    builder = DocumentBuilder()
    for number, person in (("1", "man"), ("2", "woman")):
        builder.block("heading", f"Case {number}", level=1)
        builder.paragraph(f"A 40-year-old {person} was admitted. Fever was present.")
    builder.block("heading", "Discussion", level=1)
    builder.paragraph("Our patients recovered. Case 2 relapsed. She was treated again.")
    result = segment(builder.build())
    assert result.patients == ("1", "2")
    told = [s.patient for s in result.sentences if s.section == "case"]
    assert told == ["1"] * 3 + ["2"] * 3
    assert [s.patient for s in result.sentences][-3:] == ["", "2", "2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Patient A was a 30-year-old man.", "Patient B was his 3-year-old son."),
        ("Case I: a 30-year-old man fell.", "Case II: a 50-year-old man fell."),
        ("The first patient was a 30-year-old man.", "The second patient was a woman aged 20."),
    ],
)
def test_sentences_may_begin_with_the_label(first: str, second: str) -> None:
    """Letters, Roman numbers and ordinals count as numbers do."""
    result = of(f"{first} He had fever. {second} Fever was absent.")
    assert result.patients == ("1", "2")
    assert [s.patient for s in result.sentences] == ["1", "1", "2", "2"]


@pytest.mark.parametrize(
    ("labels", "patients"),
    [
        (("IX", "XI", "XIII"), ("9", "11", "13")),
        (("ten", "Eleven", "twelve"), ("10", "11", "12")),
    ],
)
def test_long_series_are_numbered_to_their_end(labels: tuple[str, ...], patients: object) -> None:
    """Numbers beyond ten, Roman or in words, are numbers too."""
    builder = DocumentBuilder()
    for label in labels:
        builder.block("heading", f"Case {label}", level=1)
        builder.paragraph("A 40-year-old man was admitted. Fever was present.")

    assert segment(builder.build()).patients == patients


def test_introductions_count_where_the_article_says_how_many() -> None:
    """Without labels, each person introduced by age is one of the announced patients."""
    builder = DocumentBuilder().block("heading", "Abstract", level=1)
    builder.paragraph("We report two patients with jaundice.")
    builder.block("heading", "Case reports", level=1)
    builder.paragraph("A 30-year-old man had jaundice.").paragraph("A 60-year-old woman had it.")
    result = segment(builder.build())
    assert result.patients == ("1", "2")
    assert [s.patient for s in result.sentences][-2:] == ["1", "2"]


def test_a_single_patient_is_always_the_first() -> None:
    """One case, even if headed "Case 1", is patient 1 throughout."""
    result = of("Case 1: A 30-year-old man had jaundice.", "The patient recovered.")
    assert result.patients == ("1",)
    assert {s.patient for s in result.sentences} == {"1"}


@pytest.mark.parametrize(
    "words",
    [
        "A 7-year-old neutered male cat had jaundice. The cat was treated. The cat recovered.",
        "A questionnaire was sent to 200 teachers. Half of them answered. Answers were ranked.",
        "Dissection of a 62-year-old male cadaver showed a second artery beside the nerve.",
        "An adult male cheetah was lame. Edema was found, and a fracture of the radius.",
        "The runner, aged 50, completed 330 km in five days. Her speed was measured on each climb. "
        "Oxygen uptake was constant. Stride length was not changed by the distance covered. " * 4,
    ],
)
def test_animals_surveys_and_athletes_are_no_patients(words: str) -> None:
    """What is not about a sick person yields no patient."""
    result = of(words)
    assert result.report is False
    assert result.patients == ()


@pytest.mark.parametrize(
    "words",
    [
        "A 30-year-old woman was bitten by a cat. The cat was lost. A dog and a cat were seen.",
        "The patient was admitted. She had fever. The patient recovered.",
        "A newborn was transferred to our hospital because of jaundice.",
        "A 25-year-old Asian female had thyroiditis of one lobe.",
        "A 35-year- old lady met with an accident.",
        "A healthy young man presented with scrotal swelling. Gangrene was diagnosed.",
        "This male patient developed paraplegia at the age of fifteen. A swab grew nothing.",
        "A 58-year-old man visited the authors' hospital with acute pain.",
        "We report the first case of rupture of that ligament. There was no complication.",
    ],
)
def test_people_are_patients_even_beside_animals(words: str) -> None:
    """An animal in the story does not make it veterinary."""
    assert of(words).patients == ("1",)


def test_segmenting_is_linear_in_the_text() -> None:
    """Awkward text of some size neither hangs nor fails."""
    for words in (
        "(" * 4000,
        "a. " * 4000,
        "no 1 [2] (3).4 " * 2000,
        "- " * 4000,
        "Case 1 " * 2000,
    ):
        assert of(words).view.text
