"""Words that state a result."""

import pytest

from epicrisis.mentions.results import results
from epicrisis.vocab.tables import read_table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ANA was positive.", ["positive"]),
        ("ANA was negative and CK was elevated.", ["negative", "high"]),
        ("CK was within normal limits.", ["normal"]),
        ("Anti-Mi-2 was not obtained.", ["not_done"]),
        ("Troponin was undetectable.", ["undetectable"]),
        ("Sodium was low.", ["low"]),
        ("HER2 seronegativity", []),
        ("The slow lowering of a pillow", []),
    ],
)
def test_word_gives_its_interpretation(text, expected):
    """Each word or phrase has one meaning, and is found as whole words only."""
    assert [m.id for m in results(text)] == expected


@pytest.mark.parametrize("row", read_table("result_words.tsv"), ids=lambda row: row["phrase"])
def test_every_phrase_of_the_table_is_found_whole(row):
    """No phrase is hidden by a shorter one inside it, in any case or over two blanks."""
    text = f"It was {row['phrase'].upper()}."
    (mention,) = results(text)

    assert text[mention.start : mention.end].lower() == row["phrase"].lower()
    assert mention.id == row["interpretation"]
