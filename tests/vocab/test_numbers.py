"""Numbers in words mean what they say, and the patterns find all of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.vocab.numbers import (
    BELOW_HUNDRED,
    CARDINAL,
    COUNT_WORD,
    ORDINAL,
    RANK_WORD,
    cardinal,
    counted,
    ordinal,
)

ONES: list[str] = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
)
TENS: list[str] = re.findall(r"[\w-]+", "- - twenty thirty forty fifty sixty seventy eighty ninety")
ORDINALS: list[str] = re.findall(
    r"\w+", "zeroth first second third fourth fifth sixth seventh eighth ninth"
)


def spell(number: int, joint: str = "-", link: str = " and ") -> str:
    """English words of a number below a hundred thousand."""
    if number < 20:
        return ONES[number]
    if number < 100:
        ten, one = divmod(number, 10)
        return TENS[ten] + (joint + ONES[one] if one else "")
    scale, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, rest = divmod(number, scale)
    tail = (link if rest < 100 else " ") + spell(rest, joint, link) if rest else ""
    return f"{spell(head, joint, link)} {name}{tail}"


@given(st.integers(0, 99_999), st.sampled_from(["-", " "]), st.sampled_from([" and ", " "]))
def test_cardinal_reads_back_every_spelled_number(number: int, joint: str, link: str) -> None:
    """Hyphens and "and" may come or not."""
    assert cardinal(spell(number, joint, link)) == (number, number)


@given(st.integers(0, 99_999), st.sampled_from(["-", " "]))
def test_cardinal_pattern_covers_every_spelled_number(number: int, joint: str) -> None:
    """The pattern takes the whole phrase, not its first word."""
    words = spell(number, joint)
    found = re.match(CARDINAL, words, re.I)
    assert found is not None
    assert found[0] == words


@given(st.integers(0, 999))
def test_half_adds_one_half(number: int) -> None:
    """ "... and a half" with blanks and with hyphens."""
    words = spell(number)
    assert cardinal(f"{words} and a half") == (number + 0.5, number + 0.5)
    assert cardinal(f"{words}-and-a-half") == (number + 0.5, number + 0.5)
    assert cardinal(f"{number}½") == (number + 0.5, number + 0.5)


@given(st.integers(0, 10**9))
def test_figures_read_with_and_without_thousands_commas(number: int) -> None:
    """1,234 is twelve hundred and thirty-four."""
    assert cardinal(str(number)) == (number, number)
    assert cardinal(f"{number:,}") == (number, number)


@given(st.integers(1, 99))
def test_ordinal_reads_figures_and_words(number: int) -> None:
    """ "21st" and "twenty-first" are one number."""
    teen = 10 < number % 100 < 20
    suffix = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    assert ordinal(f"{number}{suffix}") == number
    if number % 10 and number > 20:
        words = f"{TENS[number // 10]}-{ORDINALS[number % 10]}"
        assert ordinal(words) == number
        assert re.fullmatch(ORDINAL, words, re.I)


@pytest.mark.parametrize("number", range(1, 13))
def test_small_counts_and_ranks_are_words_to_twelve(number: int) -> None:
    """Whatever counts patients, courses or days knows the same words."""
    rank = {10: "tenth", 11: "eleventh", 12: "twelfth"}.get(number) or ORDINALS[number]
    assert re.fullmatch(COUNT_WORD, ONES[number])
    assert re.fullmatch(RANK_WORD, rank)
    assert counted(ONES[number].title()) == counted(str(number)) == ordinal(rank) == number


@given(st.integers(0, 99), st.sampled_from(["-", " "]))
def test_numbers_below_a_hundred_are_one_pattern(number: int, joint: str) -> None:
    """Ages in words are found whole, "twenty" as well as "twenty-one"."""
    words = spell(number, joint)
    assert re.match(BELOW_HUNDRED, words)[0] == words  # type: ignore[index]


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text: str) -> None:
    """Nothing raises; a number has its lower end first."""
    value = cardinal(text)
    assert value is None or value[0] <= value[1]
    assert (ordinal(text) or 0) >= 0


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a", 1, 1),
        ("an", 1, 1),
        ("half", 0.5, 0.5),
        ("half a", 0.5, 0.5),
        ("half an", 0.5, 0.5),
        ("½", 0.5, 0.5),
        ("2 ½", 2.5, 2.5),
        ("several", 3, 7),
        ("few", 2, 4),
        ("a few", 2, 4),
        ("A couple of", 2, 2),
        ("a couple", 2, 2),
        ("dozen", 12, 12),
        ("a dozen", 12, 12),
        ("two dozen", 24, 24),
        ("a hundred", 100, 100),
        ("3.5", 3.5, 3.5),
        ("3,5", 3.5, 3.5),
    ],
)
def test_cardinal_reads_fractions_and_vague_counts(text: str, low: float, high: float) -> None:
    """Vague words are intervals, fractions exact."""
    assert cardinal(text) == (low, high)


@pytest.mark.parametrize("text", ["", "and", "day", "many", "two many", "1.2.3", "-", "3 4"])
def test_cardinal_refuses_what_is_no_number(text: str) -> None:
    """None, not a guess."""
    assert cardinal(text) is None
