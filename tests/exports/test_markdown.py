"""Markdown shows the text of a report, and never lets it become mark-up."""

from epicrisis.exports import export
from epicrisis.exports.markdown import escaped
from epicrisis.testing import example_course


def test_words_of_a_report_stay_words():
    """A pipe, a tag or a link in a quote is printed, not obeyed."""
    assert escaped("a|b\n<img src=x> [x](y)") == r"a\|b \<img src=x\> \[x\](y)"
    assert escaped("&lt;script&gt;") == "&amp;lt;script&amp;gt;"


def test_each_patient_has_a_table():
    """One heading and one table for each course."""
    text = export([example_course(), example_course()], "markdown").decode()

    assert text.count("| When | What | Value | Evidence |") == 2
    assert "| day 18 | immunoglobulin | 0.4 mg/kg/day IV 5 days |" in text
