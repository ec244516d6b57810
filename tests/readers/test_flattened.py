"""Tables that lost their columns in print."""

TABLE = """Discussion

The values are shown in the table, and they speak for themselves as far as they go.

Table 2. Course of the illness

Day 40 (after the first Day 7 (second Day 120
Parameter Normal range Day 2 (arrival) boat, and rest) dose of tea) (home)
Hb (g/dL) >12 9.1 10.2 11.8 13.0
Pulse 104 96 80 72
Zinc (\u00b5g/dL) 70-120 41 66 90 101
Titre (units) <4 88.5 6.25

Hb: haemoglobin; TTR: titre

It then went on.
"""


def test_columns_values_and_labels_are_found(read):
    """Labels keep their unit, the range has its column, and values stand under their moment."""
    page = read(TABLE)
    table = page.document.tables[0]

    assert table.flattened
    assert table.label == "Table 2"
    assert page.rows()[0] == [
        "Parameter",
        "Normal range",
        "Day 2 (arrival)",
        "Day 7",
        "Day 40",
        "Day 120",
    ]
    assert page.rows()[1] == ["Hb (g/dL)", ">12", "9.1", "10.2", "11.8", "13.0"]
    assert page.rows()[2] == ["Pulse", "104", "96", "80", "72"]
    assert [c.column for c in table.cells if c.row == 2] == [0, 2, 3, 4, 5]


def test_rows_that_lost_cells_keep_every_possible_column(read):
    """Nothing is moved by a guess: each value keeps the columns it may belong to."""
    table = read(TABLE).document.tables[0]
    short = [(c.column, c.column_last) for c in table.cells if c.row == 4]
    full = [c.column_last for c in table.cells if c.row < 4]

    assert short == [(0, None), (1, None), (2, 4), (3, 5)]
    assert set(full) == {None}


def test_list_of_abbreviations_below_is_a_note(read):
    """The abbreviations are notes of the table, under their own mark."""
    page = read(TABLE)

    assert page.notes() == [("Hb", "haemoglobin"), ("TTR", "titre")]
    assert page.pieces("footnote") == ["Hb: haemoglobin; TTR: titre"]
    assert page.pieces("paragraph")[-1] == "It then went on."


def test_header_of_numbers_is_no_row(read):
    """A line that counts weeks heads the columns."""
    page = read("Table 1. Weight.\n\nWeeks 2 6 14\nWeight (kg) 61 64 66\nPulse 99 90 88\n")

    assert page.rows()[0] == ["Weeks", "2", "6", "14"]
    assert page.document.tables[0].header_rows == 1


def test_named_moments_head_the_columns(read):
    """Admission and discharge are moments like any counted day."""
    page = read(
        "Table 1. Blood tests.\n\nTest On admission Day 5 At discharge\nHb 9.0 10.0 12.1\n"
        "CRP (mg/L) 120 60 3\n"
    )

    assert page.rows()[0] == ["Test", "On admission", "Day 5", "At discharge"]


def test_prose_below_a_caption_is_no_table(read):
    """Sentences that end in a number stay sentences."""
    page = read(
        "Table 1. Weight.\n\nThe patient was seen in the outpatient clinic of the harbour in 2011\n"
        "and he came again, with his daughter, who knew more of the story than he, in the year\n"
        "after it, when the weight was no longer a question.\n"
    )

    assert page.document.tables == ()


def test_label_broken_over_two_lines_is_one_label(read):
    """The end of a label stands in front of its values."""
    page = read("Table 1. Tests.\n\nDay 1 Day 2\nAntibody to sea\n(units) 5 6\nHb 7 8\n")

    assert ["Antibody to sea\n(units)", "5", "6"] in page.rows()
