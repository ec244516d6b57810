"""Results to their names, doses to their drugs."""

import pytest

from epicrisis.assembly.drafts import Page
from epicrisis.assembly.links import links
from epicrisis.mentions.finder import find
from epicrisis.readers import read_document
from epicrisis.segmentation import segment


def linked(text: str) -> set[tuple[str, str]]:
    document = read_document(text.encode(), name="case", format="text")
    reading = find(document, segment(document))
    view = reading.segmentation.view.text
    return {
        (view[link.value.start : link.value.end], view[link.start : link.end])
        for link in links(Page(reading))
    }


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Hemoglobin was 9.8 g/dL.", {("9.8 g/dL", "Hemoglobin")}),
        (
            "The WBC count was 4,100/mm3, with 62% neutrophils.",
            {("4,100/mm3", "WBC count"), ("62%", "neutrophils")},
        ),
        (
            "Sodium, potassium and chloride were 131, 3.4 and 97 mmol/L, respectively.",
            {("131", "Sodium"), ("3.4", "potassium"), ("97 mmol/L", "chloride")},
        ),
        (
            "He received ceftriaxone 2 g daily and 500 mg of azithromycin.",
            {("2 g", "ceftriaxone"), ("500 mg", "azithromycin")},
        ),
        ("Serum velmorin was 480 U/L.", {("480 U/L", "velmorin")}),
    ],
)
def test_value_finds_its_name(text, pairs):
    """Before or behind it, in lists and in turn, listed or never heard of."""
    assert pairs <= {(value, name.removeprefix("Serum ")) for value, name in linked(text)}


def test_nothing_is_linked_over_a_sentence():
    """A value in one sentence is never that of a name in the next."""
    assert ("7.1", "Potassium") not in linked("The ratio was 7.1. Potassium was normal.")


def test_without_models_nothing_is_linked():
    """No model, no link."""
    document = read_document(b"Ferritin was 900 ng/mL.", name="case", format="text")

    assert links(Page(find(document, segment(document)), {})) == []
