"""Results in words, and to how many names one word speaks."""

import pytest


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
