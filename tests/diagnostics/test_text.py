"""Findings in text: what is doubtful is underlined, wherever and whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.diagnostics import Audited, Look, Unread
from epicrisis.diagnostics.places import Lines
from epicrisis.diagnostics.snippets import rows
from epicrisis.diagnostics.text import excerpt
from epicrisis.diagnostics.visible import cells
from epicrisis.model import Anchor, Document, Finding


def lines_of(audited: Audited, **look: object) -> list[str]:
    (finding,) = audited.findings
    text = excerpt(audited, finding, Lines(audited.document.text), Look(**{"width": 80, **look}))
    return text.rstrip("\n").split("\n")


def test_a_finding_is_printed_as_a_compiler_prints_it(audited):
    """Place, severity, code and message; the line; the counterpart with its place; the reading."""
    text = "First line.\nIVIG 2 mg/kg was given.\n\nLater it was 2 g/kg in all.\n"
    shown = lines_of(audited(text, "2 mg/kg", "2 g/kg", suggestion="2 g/kg"))

    assert shown == [
        "note.txt:2:6: error DOS001: Too much.",
        "  |",
        "2 | IVIG 2 mg/kg was given.",
        "  |      ^^^^^^^",
        " ::: note.txt:4:14",
        "4 | Later it was 2 g/kg in all.",
        "  |              ------",
        "  = probably: 2 g/kg",
    ]


def test_a_counterpart_in_the_same_line_is_underlined_there(audited):
    """Two statements side by side need one line, and the second is named."""
    shown = lines_of(audited("BP was 72/126 mmHg, then 126/72 mmHg.", "72/126", "126/72"))

    assert shown[2:] == [
        "1 | BP was 72/126 mmHg, then 126/72 mmHg.",
        "  |        ^^^^^^            ------ see 1:26",
    ]


def test_a_long_line_is_cut_around_the_words(audited):
    """The words keep their neighbours, and the cut ends are marked."""
    text = "alpha beta " * 5000 + "the dose of 900 mg was given " + "gamma delta " * 5000
    shown = lines_of(audited(text, "900 mg"), width=60)
    quoted, marks = shown[2], shown[3]

    assert all(len(line) <= 60 for line in shown[2:])
    assert quoted.startswith("1 | …")
    assert quoted.endswith("…")
    assert quoted[marks.index("^") : marks.rindex("^") + 1] == "900 mg"


def test_words_longer_than_the_line_are_underlined_to_its_end(audited):
    """A sentence that does not fit shows its beginning."""
    shown = lines_of(audited("Before. " + "word " * 60, ("word " * 60).strip()), width=50)

    assert shown[3].strip("| ").strip("^") == ""
    assert all(len(line) <= 50 for line in shown[2:])


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ferritin\t900\tng/mL", "900"),
        ("肝臓の値は 900 ng/mL でした", "900"),
        ("cafe\u0301 mu\u0308de 900 ng/mL", "900"),
        ("a\u202eb\u200bc 900 ng/mL", "900"),
        ("\u2003\u2009 900 ng/mL", "900"),
        ("x\x07\x7fy 900 ng/mL", "900"),
    ],
    ids=["tabs", "wide", "combining", "bidi", "blanks", "controls"],
)
def test_the_underline_stands_below_its_words(audited, text, quote):
    """Cells are counted as a terminal shows them."""
    document = Document(id="sha256:0", name="note", format="text", text=text)
    at = text.index(quote)
    anchor = Anchor.at(document.id, text, at, at + len(quote))
    finding = Finding(code="X", severity="note", message="m", anchors=(anchor,))
    shown = lines_of(Audited("n", document, (finding,)))
    before = shown[2][: shown[2].index(quote)]

    assert cells(before) == shown[3].index("^")
    assert shown[3].count("^") == 3


def test_nothing_in_a_report_gives_orders_to_the_terminal(audited, written):
    """Escapes, bidirectional marks and bells are shown by name, in message and path too."""
    hostile = "\x1b[31mred \u202e \u2066 \u200b \x9b31m \u2028"
    text = written(
        "text",
        audited(f"see {hostile} there", "see", message=hostile, suggestion=hostile, path=hostile),
        Unread(hostile, hostile),
    )

    assert not set(text) & set("\x1b\u202e\u2066\u200b\x9b\u2028\x07")
    assert "␛[31m" in text
    assert "<U+202E>" in text


def test_a_span_of_some_lines_is_shown_whole(audited):
    """Two or three lines are all quoted."""
    shown = lines_of(audited("one two\nthree\n  four five", "two\nthree\n  four"))

    assert shown[2:] == [
        "1 | one two",
        "  |     ^^^",
        "2 | three",
        "  | ^^^^^",
        "3 |   four five",
        "  |   ^^^^",
    ]


def test_a_span_of_many_lines_shows_its_ends(audited):
    """Of more lines the first and the last are given, with the gap marked."""
    text = "".join(f"line {number}\n" for number in range(1, 21))
    shown = lines_of(audited(text, text.strip()))

    assert shown[2:] == [
        " 1 | line 1",
        "   | ^^^^^^",
        "...",
        "20 | line 20",
        "   | ^^^^^^^",
    ]


def test_line_ends_of_all_kinds_are_no_part_of_a_line(audited):
    """A carriage return in front of a line feed is not printed."""
    shown = lines_of(audited("one\r\ntwo 900 mg\r\nthree", "900 mg"))

    assert shown[0].startswith("note.txt:2:5:")
    assert shown[2] == "2 | two 900 mg"


def test_further_counterparts_are_named(audited):
    """Whoever has twenty counterparts reads six of them and where the others are."""
    text = "0 mg\n" + "".join(f"dose {number} mg\n" for number in range(1, 21))
    quotes = [f"dose {number} mg" for number in range(1, 21)]
    shown = lines_of(audited(text, "0 mg", *quotes))

    assert sum(":::" in line for line in shown) == 6
    assert shown[-1] == "  = and 14 places more: 8:1, 9:1, 10:1, 11:1, 12:1, 13:1, …"


def test_long_messages_are_broken_for_a_terminal_alone(audited):
    """A program finds the message on one line; a person reads whole words."""
    one = audited("IVIG 2 mg/kg.", "2 mg/kg", message="many words " * 20)

    assert lines_of(one)[0].count("many words") == 20
    assert all(len(line) <= 60 for line in lines_of(one, width=60, wrap=True))


def test_colours_change_no_word(audited):
    """What is painted says the same."""
    text = "IVIG 2 mg/kg was given, later 2 g/kg."
    one = audited(text, "2 mg/kg", "2 g/kg", suggestion="2 g/kg")
    painted = lines_of(one, paint=lambda role, words: f"<{role}>{words}</>")

    assert any("<error>^^^^^^^</>" in line for line in painted)
    assert any("<counterpart>------</>" in line for line in painted)


def test_the_summary_counts_and_says_where_to_read_on(audited, written):
    """One line says how much there is, the last how to learn more."""
    one, clean = audited("IVIG 2 mg/kg.", "2 mg/kg"), audited("Nothing.")
    last = written("text", one, clean, Unread("x", "y")).splitlines()[-2:]

    assert last == [
        "1 finding in 1 of 2 documents: 1 error; 1 file could not be read.",
        "What the check asks and why: epicrisis explain DOS001",
    ]


def test_nothing_found_is_said(audited, written):
    """Silence could mean that nothing was read."""
    assert written("text", audited("All is well.")) == "No findings in 1 document.\n"


def test_a_judged_finding_says_by_whom(audited):
    """A decision is shown with the finding."""
    one = audited("IVIG 2 mg/kg.", "2 mg/kg", status="dismissed", decided_by="A. Reader")

    assert lines_of(one)[-1] == "  = dismissed by A. Reader"


@given(st.text(max_size=300), st.data())
def test_no_text_breaks_a_snippet(text, data):
    """Whatever a text holds, each row fits the room and has a mark inside it."""
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    room = data.draw(st.integers(24, 90))
    lines = Lines(text)
    place = lines.place(Anchor.at("d", text, start, end))
    found = list(rows(lines, [place], room))

    assert found
    for row in found:
        assert "\n" not in row.text
        assert cells(row.text) <= room
        assert row.marks
