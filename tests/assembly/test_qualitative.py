"""Results in words, and to how many names one word speaks."""

import pytest

from epicrisis.model import describe


def results(course):
    """Each result in words: what was examined, and what came out."""
    return {
        e.analyte: e.interpretation
        for e in course.of_kind("measurement")
        if e.quantity is None and e.interpretation
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("CK was elevated.", {"ck": "high"}),
        ("Liver enzymes and CK were normal.", {"ck": "normal"}),
        ("Serum sodium was low.", {"sodium": "low"}),
        ("Anti-Jo-1 was positive.", {"jo1": "positive"}),
        ("Anti-Jo-1 and anti-Ro52 antibodies were positive.", ["positive", "positive"]),
        ("She was negative for ANA, anti-Jo-1 and rheumatoid factor.", ["negative"] * 3),
        ("ANA, anti-Jo-1 and rheumatoid factor were all negative.", ["negative"] * 3),
        ("Anti-Jo-1 was positive but ANA was negative.", ["positive", "negative"]),
        ("Positive anti-Jo-1 antibodies were found.", ["positive"]),
    ],
)
def test_word_holds_for_the_whole_list(read, sentence, expected):
    """One word about a list of names is a result of each, and of no other."""
    found = results(read(sentence))

    if isinstance(expected, dict):
        assert expected.items() <= found.items()
    else:
        assert sorted(found.values()) == sorted(expected)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("CK was not elevated.", "normal"),
        ("ANA was not positive.", "negative"),
        ("Troponin was undetectable.", "undetectable"),
        ("ANA was not obtained.", "not_done"),
        ("ANA was not tested.", "not_done"),
    ],
)
def test_denied_result_is_turned_round(read, sentence, expected):
    """A denied result says its opposite; what was not done is neither positive nor negative."""
    assert list(results(read(sentence)).values()) == [expected]


def test_antibody_that_names_the_disease_was_found(read):
    """A disease called by its antibody is a positive test."""
    course = read("She was diagnosed with anti-PL-7 antisynthetase syndrome.")

    assert list(results(course).values()) == ["positive"]


def test_word_joins_the_number_it_describes(read):
    """A high value is one result with a number and a word, not two results."""
    course = read("CK was elevated at 3420 U/L.")
    (event,) = course.of_kind("measurement")

    assert (event.quantity.value, event.interpretation) == (3420, "high")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "The virus swab PCR result and antibody result were negative.",
            [("virus swab PCR result", "laboratory"), ("antibody result", "antibody")],
        ),
        (
            "However, her rate was high and a malaria smear and dengue test were negative.",
            [("malaria smear", "laboratory"), ("dengue test", "laboratory")],
        ),
    ],
)
def test_tests_that_no_list_holds_are_named_by_their_own_words(read, sentence, told):
    """Not by those of another statement; one is a serology only where it is called so."""
    found = [e for e in read(sentence).of_kind("measurement") if e.interpretation == "negative"]

    assert [(e.text, e.category) for e in found] == told


def told(course):
    """Each result in words by the name as printed or known."""
    return {describe(e)[0]: e.result for e in course.of_kind("measurement") if e.quantity is None}


def test_what_serology_was_done_for_is_not_thereby_found(read):
    """Illnesses in a list of tests with one result are what was tested for."""
    course = read("HIV, toxoplasmosis and Bartonella serology were negative.")

    assert told(course).keys() >= {"HIV serology", "toxoplasmosis serology"}
    assert not course.of_kind("phenotypic_feature")


def test_as_was_carries_a_result_on(read):
    """`Was negative, as were X and Y`: these are as negative, and X is no illness found."""
    course = read("Blood culture was negative, as were PCR for measles and a mumps smear.")

    assert set(told(course).values()) == {"negative"}
    assert len(told(course)) == 3
    assert not course.of_kind("phenotypic_feature")


def test_what_a_test_was_negative_for_is_a_test_each(read):
    """`Serologies were negative for A, B and C` are three results beside their own."""
    course = read("Serologies were negative for Coxiella, echinococcus and M. imaginaria.")

    assert [name for name in told(course) if name.startswith(("Cox", "echino", "M. imag"))] == [
        "Coxiella Serologies",
        "echinococcus Serologies",
        "M. imaginaria Serologies",
    ]


def test_items_of_a_list_of_tests_share_their_words(read):
    """The name of each test is whole; what joins two statements is no part of a name."""
    course = read(
        "Hepatitis A, B and C serologies were negative, whereas adenovirus PCR was positive."
    )
    other = read("Blood and sputum cultures were sterile.")

    assert told(course) == {
        "Hepatitis A serologies": "negative",
        "Hepatitis B serologies": "negative",
        "Hepatitis C serologies": "negative",
        "adenovirus PCR": "positive",
    }
    assert "Blood cultures" in told(other)


def test_class_of_an_antibody_is_no_result_of_its_own(read):
    """`Anti-X (IgG) was positive` is one result, and none of immunoglobulin G."""
    course = read("Anti-SSA antibody (IgG) was positive.")

    assert [e.analyte for e in course.of_kind("measurement")] == ["ssa"]


def test_a_statement_before_a_test_is_none(read):
    """`The swelling progressed, and skin testing was negative` neither tests nor denies it."""
    course = read("The rash progressed, and skin testing for lidocaine was negative.")

    assert list(told(course)) == ["skin testing for lidocaine"]
    assert [e.status for e in course.of_kind("phenotypic_feature")] == ["present"]
    assert [e.status for e in course.of_kind("outcome")] == ["present"]
