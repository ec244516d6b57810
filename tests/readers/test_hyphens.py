"""Words broken at a line end."""

import pytest


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("the bar-\nber came", "the barber came"),
        ("anti-\nharp antibodies", "anti-harp antibodies"),
        ("a long-\nterm cure", "a long-term cure"),
        ("a 60-\nyear-old man", "a 60-year-old man"),
        ("the IL-\n6 level", "the IL-6 level"),
        ("ABC-\ntreated mice", "ABC-treated mice"),
        ("anti-\nRo was seen", "anti-Ro was seen"),
        ("50 mg/\nday of it", "50 mg/day of it"),
        ("soft\u00ad\nly said", "softly said"),
        ("sea-\nside, a sea-side town", "sea-side, a sea-side town"),
        ("side-\nwalk, the sidewalk", "sidewalk, the sidewalk"),
        ("over-\r\n crowding is", "overcrowding is"),
        ("2 -\n3 days", "2 -\n3 days"),
        ("ends here -\nand goes on", "ends here -\nand goes on"),
    ],
)
def test_hyphen_is_judged_by_the_document(read, printed, meant):
    """The form found elsewhere wins; prefixes, capitals and digits keep their hyphen."""
    assert read(f"It was {printed}.", "text").reading == f"It was {meant}."


def test_two_words_of_the_document_keep_their_hyphen(read):
    """Two whole words that stand alone elsewhere are a compound."""
    page = read("The milk and honey diet. Honey, milk. A milk-\nhoney mixture.", "text")

    assert "milk-honey" in page.reading


def test_word_torn_by_a_heading_is_left_alone(read):
    """Nothing is joined across a block that is not a continuation."""
    page = read("It ended in the mid-\n\nDiscussion\n\nAnother sentence, which is new.", "text")

    assert "mid-\n" in page.reading
