"""Which doses are asked for their drug, and which drugs share one dose."""

import pytest

from epicrisis.assembly.dose_links import behind_words, shared, silent
from epicrisis.mentions.doses import doses
from epicrisis.model import Mention
from train import reading_of


@pytest.mark.parametrize(
    ("text", "of_both"),
    [
        ("Two cycles of aaaa and bbbb followed.", True),
        ("Two cycles of oral aaaa, cccc, and bbbb followed.", True),
        ("There was aaaa and bbbb at low doses.", True),
        ("High-dose aaaa and bbbb were given.", False),
        ("Two cycles of aaaa were followed by bbbb.", False),
        ("There was aaaa (20 mg) and bbbb as needed.", False),
    ],
)
def test_dose_in_words_is_shared_by_a_list(text: str, of_both: bool):
    """A count or a closing word is that of the whole list, a strength in front of the nearest."""
    (dose,) = doses(text)
    first, second = ((at := text.index(name), at + 4) for name in ("aaaa", "bbbb"))
    if dose.start > first[0]:
        first, second = second, first

    assert shared(text, dose, first, second) is of_both


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("a low dose of 20 mg daily", ["20 mg"]),
        ("a low dose of it at 20 mg then", ["low dose", "20 mg"]),
        ("a dose of rays of 30 Gy in ten fractions", []),
        ("an initial daily dose 80 mg", ["80 mg"]),
    ],
)
def test_what_goes_on_with_a_dose_is_not_asked(text: str, asked: list[str]):
    """Words before figures, a schedule behind them and rays are asked for no drug."""
    reading = reading_of(text)
    values = sorted([*reading.mentions, *reading.times], key=lambda value: value.start)
    quiet = silent(text, values)

    assert [text[v.start : v.end] for i, v in enumerate(values) if i not in quiet] == asked


def test_name_begins_behind_the_dose_in_it():
    """`High-dose aaaa` as a name leaves the dose its words."""
    text = "High-dose aaaa was given."

    assert behind_words(doses(text), Mention(0, 14, "drug")) == 10
    assert behind_words([], Mention(0, 14, "drug")) == 0
