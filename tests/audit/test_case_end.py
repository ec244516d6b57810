"""Where the case ends and the discussion begins."""

import pytest

from epicrisis.audit.examples import example_document
from epicrisis.audit.passages import case_end

CASE = "CASE REPORT\nA man had a cough for a week.\n"
ABSTRACT = "Lungs and what is in them.\nConclusion\nCoughs pass.\nINTRODUCTION\nCoughs are many.\n"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (CASE * 2 + "DISCUSSION\nHe had one.\nCONCLUSION\nIt passed.\n", "DISCUSSION"),
        (ABSTRACT + CASE * 4 + "DISCUSSION\nHe had one.\n", "DISCUSSION"),
        (ABSTRACT + CASE * 4, ""),
        (CASE * 2, ""),
    ],
)
def test_the_conclusion_of_an_abstract_ends_no_case(text, ends):
    """The discussion begins at its own heading, and behind the abstract."""
    document = example_document(text)
    assert case_end(document) == (text.index(ends) if ends else len(text))
