"""Names of concepts: one reading first, and the document's own abbreviations before all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.mentions.concepts import concepts
from epicrisis.testing.strategies import CHARACTERS


def found(text, **abbreviations):
    """The names in a text: words, kind and id."""
    return [(text[m.start : m.end], m.kind, m.id) for m in concepts(text, abbreviations)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferritin rose.", [("Ferritin", "analyte", "ferritin")]),
        ("She had fever.", [("fever", "finding")]),
        ("Prednisolone was given.", [("Prednisolone", "drug", "prednisolone")]),
        ("FERRITIN and ferritin", [("FERRITIN", "analyte"), ("ferritin", "analyte")]),
        ("Bronchoscopy was done.", [("Bronchoscopy", "procedure", "bronchoscopy")]),
        ("The ferritinous rock", []),
        ("SpO 2 was 91 %.", [("SpO 2", "analyte", "spo2")]),
        ("vitamin B 12 was low", [("vitamin B 12", "analyte", "vitamin_b12")]),
        ("INR-2.57", [("INR", "analyte", "inr")]),
    ],
)
def test_name_is_found_as_a_whole_word(text, expected):
    """A name is found whatever its case, and never inside another word."""
    assert [hit[: len(want)] for hit, want in zip(found(text), expected, strict=True)] == expected


def test_longest_name_wins():
    """A name inside a longer one is not found again."""
    assert len(found("anti-Jo-1 antibody")) == 1


def test_other_readings_stay_with_the_mention():
    """A name of several things is read as one, and remembers the others."""
    (mention,) = concepts("albumin", {})

    assert (mention.kind, mention.concept("analyte")) == ("analyte", "albumin")
    assert mention.concept("drug") or mention.concept("drug_class")
    assert mention.concept("outcome") == ""


def test_abbreviation_means_what_the_document_says():
    """A short form that the document defines is that long form, everywhere."""
    assert found("QZX was 5 g/L.", QZX="ferritin") == [("QZX", "analyte", "ferritin")]


def test_abbreviation_wins_over_the_tables():
    """Where a short form is defined as something else, the packaged reading is dropped."""
    assert found("CRP was low.", CRP="community reading programme") == []
    assert found("CRP was low.", CRP="C-reactive protein") == [("CRP", "analyte", "crp")]


def test_plural_of_an_abbreviation_is_found():
    """An `s` behind a defined short form changes nothing."""
    (hit,) = found("Two QZXs were seen.", QZX="pleural effusion")

    assert hit[1] in ("finding", "disease")


@given(
    st.text(CHARACTERS, max_size=200),
    st.dictionaries(
        st.text(CHARACTERS, min_size=1, max_size=5),
        st.sampled_from(["ferritin", "fever", "nothing"]),
        max_size=3,
    ),
)
def test_mentions_are_in_order_and_apart(text, abbreviations):
    """For any text and any abbreviations, names lie in the text, in order, without overlap."""
    mentions = concepts(text, abbreviations)

    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("She had DM.", []),
        ("She had dermatomyositis. DM was severe.", ["dermatomyositis", "dermatomyositis"]),
        ("She had dermatomyositis. CD was seen.", ["dermatomyositis"]),
        ("She had PE.", ["pulmonary_embolism"]),
        ("Both DMs relapsed.", ["relapse"]),
    ],
)
def test_short_form_of_several_meanings_waits_for_the_full_name(text, ids):
    """DM is diabetes to most authors; who means dermatomyositis says so once."""
    assert [mention.id for mention in concepts(text, {})] == ids
