"""What people decide is kept, laid over what is read, and carried to later versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.errors import InputError, UnknownNameError
from epicrisis.model import Anchor, Finding
from epicrisis.store import Extraction, RunRecord
from epicrisis.store.attaching import find
from epicrisis.testing import example_course, example_document, example_findings

LATER = RunRecord(program="epicrisis 2.0")


@pytest.fixture
def filled(library, run, quay):
    """A library with one small case."""
    add(library, quay(), run)
    return library


def add(library, extraction, run=LATER):
    return library.add(extraction.document, extraction.courses, extraction.findings, run)


def text_of(quay) -> str:
    return quay().document.text.split("\n\n")[1]


def test_changed_value_is_read_and_the_print_is_kept(filled):
    """The course read has the person's value and says whose it is; the version keeps its own."""
    filled.decide("quay/1", "m1", "changed", by="ada", field="quantity.value", value="781")
    event = filled.course("quay/1").events[0]

    assert (event.quantity.value, event.origin) == (781, "person/ada")
    assert next(filled.courses()).events[0] == event
    assert filled.course("quay/1", reviewed=False).events[0].quantity.value == 780
    assert filled.course("quay/1", 1).events[0].quantity.value == 780


def test_rejected_datum_is_gone_until_confirmed(filled):
    """The later decision counts, and both are kept."""
    filled.decide("quay/1", "t1", "rejected", by="ada", reason="another patient's")
    assert filled.course("quay/1").of_kind("treatment") == ()
    filled.decide("quay/1", "t1", "confirmed", by="bea")

    assert len(filled.course("quay/1").of_kind("treatment")) == 1
    assert [a.ruling.decision.verdict for a in filled.decisions()] == ["rejected", "confirmed"]


def test_properties_of_the_person_may_be_decided(filled):
    """Age and sex are data too."""
    filled.decide("quay/1", "age", "changed", by="ada", field="years", value="41")
    filled.decide("quay/1", "sex", "rejected", by="ada")
    who = filled.course("quay/1").individual

    assert (who.age.years, who.sex) == (41, None)


def test_finding_takes_the_status_that_people_give_it(library, run):
    """Accepted and dismissed, by whom; findings of one code are told apart."""
    document = example_document()
    first = example_findings(document)[0]
    other = Finding(
        code=first.code,
        severity="note",
        message="A second one.",
        anchors=(Anchor.at(document.id, document.text, 0, 10),),
    )
    library.add(document, [example_course(document)], [first, other], run)
    library.decide("harbour-case/1", f"{first.code}#2", "rejected", by="ada")
    said = [(f.status, f.decided_by) for f in library.findings("harbour-case/1")]

    assert said == [("open", None), ("dismissed", "ada")]


@pytest.mark.parametrize(
    ("target", "field", "value", "error"),
    [
        ("m9", "text", "x", UnknownNameError),
        ("DOS001", "", None, UnknownNameError),
        ("m1", "colour", "red", InputError),
        ("m1", "quantity.value", "many", InputError),
        ("m1", "anchors.exact", "x", InputError),
        ("m1", "", "x", InputError),
    ],
)
def test_impossible_decision_is_refused(filled, target, field, value, error):
    """What is not there cannot be decided, and a field takes only its own kind of value."""
    with pytest.raises(error) as raised:
        filled.decide("quay/1", target, "changed", by="ada", field=field, value=value)
    assert not field or not str(raised.value).endswith(f", {field}.")
    with pytest.raises(InputError, match="name"):
        filled.decide("quay/1", "m1", "confirmed", by=" ")
    assert filled.decisions() == []


def test_decision_survives_a_new_extraction(filled, quay):
    """Ids may change; the words tell where it belongs."""
    filled.decide("quay/1", "m2", "changed", by="ada", field="quantity.value", value="97")
    anew = quay(first=790)
    (course,) = anew.courses
    renamed = [e.model_copy(update={"id": f"x{n}"}) for n, e in enumerate(course.events)]
    added = add(
        filled, Extraction(anew.document, (course.model_copy(update={"events": tuple(renamed)}),))
    )
    values = [e.quantity.value for e in filled.course("quay/1").of_kind("measurement")]

    assert (added.kept, added.lost) == (1, ())
    assert values == [790, 97]


def test_decision_survives_a_corrected_text(filled, quay):
    """Words that have moved are found by what stands around them."""
    filled.decide("quay/1", "m1", "changed", by="ada", field="quantity.value", value="781")
    filled.decide("quay/1", "t1", "rejected", by="ada")
    moved = "He had smoked for years. " + text_of(quay).replace("from day 3", "from\nday 3")
    added = add(filled, quay(moved))
    course = filled.course("quay/1")

    assert (added.status, added.kept) == ("new version", 2)
    assert course.events[0].quantity.value == 781
    assert course.of_kind("treatment") == ()
    assert {a.how for a in filled.decisions("quay/1")} == {"quote"}


def test_decision_on_reworded_datum_stands_by_its_place(filled, quay):
    """Where the words themselves were corrected, those around them show the place."""
    filled.decide("quay/1", "age", "confirmed", by="ada")
    text = text_of(quay).replace("40-year-old", "41-year-old")
    document = quay(text).document
    person = quay().courses[0].individual
    start = document.text.index("41-year-old")
    anchor = Anchor.at(document.id, document.text, start, start + 11)
    age = person.age.model_copy(update={"anchors": (anchor,), "years": 41.0})
    (course,) = quay(text).courses
    course = course.model_copy(update={"individual": person.model_copy(update={"age": age})})
    add(filled, Extraction(document, (course,)))
    (held,) = filled.decisions("quay/1")

    assert (held.how, held.id) == ("position", "age")


def test_decision_that_no_longer_stands_is_listed(filled, quay):
    """It is named when the version is added and in the history, and never thrown away."""
    filled.decide("quay/1", "t1", "rejected", by="ada")
    added = add(filled, quay(text_of(quay).replace("Prednisolone 40 mg/day was given", "All was")))
    (held,) = filled.history("quay/1").decisions

    assert added.kept == 0
    assert [lost.ruling for lost in added.lost] == [held.ruling]
    assert held.how == "lost"
    assert held.reason
    assert held.ruling.datum


def test_decision_comes_back_with_its_datum(filled, run, quay):
    """A version that finds the datum again has the decision again."""
    filled.decide("quay/1", "t1", "rejected", by="ada")
    add(filled, quay(text_of(quay).replace("Prednisolone 40 mg/day was given", "All was")))
    added = add(filled, quay(), run)

    assert (added.version, added.kept) == (3, 1)
    assert filled.course("quay/1").of_kind("treatment") == ()


@given(
    before=st.text("ab \n", max_size=30),
    behind=st.text("ab \n", max_size=30),
    moved=st.text("xyz ", max_size=60),
)
def test_words_are_found_wherever_they_went(before, behind, moved):
    """A quote that stands once in a text is found at any distance from its old place."""
    words = "7.5 mg/kg"
    old = f"{before}{words}{behind}"
    new = f"{moved}{before}{words}{behind}"
    anchor = Anchor.at("d", old, len(before), len(before) + len(words))
    place = find(anchor, new)

    assert place is not None
    assert new[place.start : place.end] == words
    assert place.how == "quote"


def test_of_equal_words_the_ones_in_context_are_chosen():
    """What stands around tells repeated quotes apart, however far they moved."""
    old = "dose 5 mg in May; then 5 mg in June"
    anchor = Anchor.at("d", old, 23, 27)
    new = "5 mg at first, dose 5 mg in May; later and after long thought, then 5 mg in June"
    place = find(anchor, new)

    assert place is not None
    assert new[place.start :] == "5 mg in June"
