"""Everything in a document at once: kinds, order, and numbers that are nobody's result."""

from itertools import pairwise

import pytest
from hypothesis import given, settings

import epicrisis
from epicrisis.mentions.finder import find
from epicrisis.segmentation import segment
from epicrisis.testing import strategies

TEXT = (
    "Case report\n\nA 52-year-old woman was admitted on day 1 with fever. CRP was 64 mg/L. "
    "Prednisolone 40 mg was given for 5 days."
)


def reading(text):
    """What is found in a report."""
    document = epicrisis.read_document(text.encode())
    return find(document, segment(document))


def words(found, kind):
    """The words of the mentions of a kind."""
    text = found.segmentation.view.text
    return [text[m.start : m.end] for m in found.mentions if m.kind == kind]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("age", ["52-year-old"]),
        ("sex", ["woman"]),
        ("finding", ["fever"]),
        ("analyte", ["CRP"]),
        ("quantity", ["64 mg/L", "40 mg"]),
        ("drug", ["Prednisolone"]),
    ],
)
def test_each_kind_is_found(kind, expected):
    """One pass gives people, names and numbers."""
    assert words(reading(TEXT), kind) == expected


def test_times_stand_apart():
    """Phrases of time are kept beside the mentions, in order."""
    found = reading(TEXT)
    text = found.segmentation.view.text

    assert [text[t.start : t.end] for t in found.times] == ["on day 1", "for 5 days"]


@pytest.mark.parametrize(
    "sentence",
    ["KL-6 was raised.", "Anti-Jo-1 was found.", "She was 52 years old.", "She came on day 8."],
)
def test_numbers_of_names_ages_and_days_are_no_quantities(sentence):
    """A digit inside a name, an age or a day number measures nothing."""
    assert words(reading(f"Case report\n\nA woman was admitted. {sentence}"), "quantity") == []


def test_assertion_is_set_where_a_cue_reaches():
    """What is denied is known to be denied; what no cue reaches is left alone."""
    found = reading("Case report\n\nA 52-year-old woman had no fever. She had cough.")
    fever, cough = (m for m in found.mentions if m.kind == "finding")

    assert (fever.assertion.status, cough.assertion) == ("absent", None)


def test_name_does_not_run_over_a_line_end_between_passages():
    """Two cells or headings that stand below one another are not one phrase of time."""
    found = reading("Case report\n\nA woman had fever on day\n\n8\n\nThe end came.")

    assert [t for t in found.times if t.kind == "date" and t.low == 8] == []


@settings(max_examples=50, deadline=None)
@given(strategies.documents())
def test_mentions_are_in_order_and_in_the_text(document):
    """For any document, mentions and times lie in the view, in order."""
    found = find(document, segment(document))
    end = len(found.segmentation.view.text)

    assert [m.start for m in found.mentions] == sorted(m.start for m in found.mentions)
    assert all(0 <= m.start < m.end <= end for m in found.mentions)
    assert all(a.end <= b.start for a, b in pairwise(found.times))
