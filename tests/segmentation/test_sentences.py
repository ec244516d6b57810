"""Sentences end where a reader would say so."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.segmentation.sentences import split_sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Okoro et al. described it first.",
        "Seen by Dr. Lindqvist in Fig. 2 of the report.",
        "Given i.v. twice, e.g. at night, vs. placebo.",
        "The level fell to 3.4 mg/dL at 7.5 weeks.",
        "Sample No. 14 grew E. coli in both bottles.",
        "Taken b.i.d. with food, approx. two hours apart.",
        "It was mild (Fig. 1. An overview), then faded.",
        "Sodium 140; potassium 4.1; chloride 101.",
        "Okoro et al. (3) saw the same.",
        "See www.Example.org for more.",
        "He was 42 yr. old then.",
    ],
)
def test_stops_inside_a_sentence_do_not_end_it(text: str) -> None:
    """Abbreviations, decimals, initials, brackets and addresses are kept whole."""
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It is rare.", "The cause is unknown."),
        ("Few cases exist.[3,4]", "The cause is unknown."),
        ("Few cases exist.3,4", "The cause is unknown."),
        ("Few cases exist [12].", "A new one is told here."),
        ("It was given b.i.d.", "She improved."),
        ("He took vitamin D.", "The level rose."),
        ("Was it cured?", "It was."),
        ("The scan showed oedema.", "10 days after, it was gone."),
        ("It grew on agar.", "treated with penicillin, he recovered."),
        ("(It was mild.)", "It faded."),
    ],
)
def test_a_stop_between_two_sentences_ends_the_first(first: str, second: str) -> None:
    """Citation marks stay with the sentence before; a small letter may begin the next."""
    assert cut(f"{first} {second}") == [first, second]


def test_missing_space_is_no_hindrance() -> None:
    """Two sentences run together in print are still two."""
    assert cut("It is a rare entity.A 50-year-old came.") == [
        "It is a rare entity.",
        "A 50-year-old came.",
    ]
    assert cut("He kept his regimen.Anti-Ku disease followed.")[1] == "Anti-Ku disease followed."


def test_bullets_open_sentences() -> None:
    """Each item of a list in running text is read by itself."""
    assert cut("Findings: • rash • fever") == ["Findings:", "• rash", "• fever"]


@given(st.text(st.sampled_from("aA. ([)]1?•;,\"'"), max_size=80))
def test_sentences_hold_every_character_that_is_no_space(text: str) -> None:
    """Nothing is lost, nothing said twice, and no sentence has loose spaces."""
    behind = 0
    for start, end in split_sentences(text, 0, len(text)):
        assert text[behind:start].strip(" ") == ""
        assert text[start] != " "
        assert text[end - 1] != " "
        behind = end
    assert text[behind:].strip(" ") == ""


@pytest.mark.parametrize("words", ["no fever ", "CRP 12, ", "1/", "a", "was given; "])
def test_what_no_stop_ends_is_cut(words: str) -> None:
    """A text without full stops is read in pieces, as reading a sentence looks at all of it."""
    text = (words * 20_000).rstrip()
    pieces = cut(text)

    assert max(map(len, pieces)) <= 2000
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize("run", [".", "?!", ". ", ".)", ".["])
def test_runs_of_stops_are_passed_once(run: str) -> None:
    """A hundred thousand stops in a row take no longer than as many letters."""
    begin = time.perf_counter()
    cut(f"It went on{run * 100_000}, and on.")

    assert time.perf_counter() - begin < 2
