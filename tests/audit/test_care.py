"""Checklists: items come in order with the words that answer them, and nothing is added up."""

from epicrisis.audit.appraisal import appraisal
from epicrisis.audit.care import care_items
from epicrisis.pipeline import extract
from epicrisis.readers import read_document


def test_items_quote_the_words_that_answer_them(examples):
    """What is met stands in the text; the dose of every drug but one is printed."""
    document = read_document(examples / "velmora-ild.md")
    courses = extract(document)
    items = {item.number: item for item in care_items(document, courses)}
    assert list(items)[:7] == ["1", "2", "3", "4", "5a", "5b", "5c"]
    assert items["5a"].status == "met"
    assert items["9b"].status in ("met", "partial")
    assert items["12"].status == "absent"
    assert items["12"].place is None
    start, end = items["3"].place
    assert document.text[start:end].lower() == "abstract"


def test_appraisal_proposes_and_leaves_the_rest_to_a_person(examples):
    """Demographics are told; what only a person can judge stays unclear."""
    document = read_document(examples / "velmora-ild.md")
    courses = extract(document)
    jbi = appraisal(document, courses, "jbi")
    murad = appraisal(document, courses, "murad")
    assert [one.number for one in jbi] == list(range(1, 9)) == [one.number for one in murad]
    assert jbi[0].answer == "yes"
    assert murad[0].answer == "unclear"
