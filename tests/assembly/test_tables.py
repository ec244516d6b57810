"""Tables: what rows and columns stand for, and which unit, range, day and patient a cell has."""

import pytest

from epicrisis.pipeline import extract
from epicrisis.testing import DocumentBuilder

INTRODUCTION = "# Case report\n\n## Case presentation\n\nA 52-year-old woman was admitted. "


def table(*rows, caption="Results over time.", below=""):
    """A Markdown table below its caption; cells stand between `|`."""
    head, *body = rows
    rule = "|".join("---" for _ in head.split("|"))
    lines = [f"| {row} |" for row in (head, rule, *body)]
    return f"She was treated (Table 1).\n\n**Table 1.** {caption}\n\n" + "\n".join(lines) + below


@pytest.fixture
def read_table(read):
    """Read a report that holds one table."""

    def course(*rows, **options):
        return read(table(*rows, **options), opening=INTRODUCTION)

    return course


def cells(course):
    """Each number of a table: what, how much, the unit's code, the first day it may be of."""
    return [
        (e.analyte, e.quantity.value, e.quantity.ucum, e.time.earliest if e.time else None)
        for e in course.of_kind("measurement")
        if e.quantity
    ]


def test_columns_headed_by_days_date_their_cells(read_table):
    """A value stands where an examination meets a day; an empty cell is no value."""
    course = read_table(
        "Test | Day 1 | Day 8 | Day 30",
        "Ferritin (ng/mL) | 780 | 1120 | 96",
        "CRP (mg/L) | 64 | | <3",
    )

    assert sorted(cells(course)) == [
        ("crp", 3, "mg/L", 30),
        ("crp", 64, "mg/L", 1),
        ("ferritin", 96, "ng/mL", 30),
        ("ferritin", 780, "ng/mL", 1),
        ("ferritin", 1120, "ng/mL", 8),
    ]


@pytest.mark.parametrize(
    ("rows", "unit"),
    [
        (["Test | Result", "LDH (U/L) | 412"], "U/L"),
        (["Test | Result", "LDH, U/L | 412"], "U/L"),
        (["Test | Result", "LDH | 412 U/L"], "U/L"),
        (["Test | Result | Unit", "LDH | 412 | U/L"], "U/L"),
        (["Test | Unit | Result", "LDH | U/L | 412"], "U/L"),
    ],
)
def test_unit_comes_from_cell_label_or_column(read_table, rows, unit):
    """The unit is where the table prints it."""
    assert [cell[:3] for cell in cells(read_table(*rows))] == [("ldh", 412, unit)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Test | Reference range | Result", "LDH (U/L) | 120-245 | 412"], (120, 245)),
        (["Test | Result | Normal", "CRP (mg/L) | 64 | <5"], (None, 5)),
        (["Test (reference) | Day 1", "LDH, U/L (120-245) | 412"], (120, 245)),
    ],
)
def test_reference_column_is_no_result(read_table, rows, expected):
    """The normal range has a column or stands in the label, and is the range of the row."""
    course = read_table(*rows)
    (event,) = [e for e in course.of_kind("measurement") if e.quantity]

    assert (event.reference_range.low, event.reference_range.high) == expected


def test_footnote_explains_label_and_unit(read_table):
    """A mark on a label leads to the footnote that says what the row is."""
    course = read_table(
        "Weeks after discharge | 2 | 6",
        "Prednisolone <sup>a</sup> | 25 | 20",
        below="\n\na: daily dose of prednisolone in mg.\n",
    )
    doses = [(e.dose.value, e.dose.ucum, e.schedule) for e in course.of_kind("treatment")[-2:]]

    assert doses == [(25, "mg", "daily"), (20, "mg", "daily")]


def test_mark_stands_for_the_dose_of_its_label(read_table):
    """An x says that the dose of the label was given on that day."""
    course = read_table(
        "Treatment | Day 3 | Day 31 | Day 59", "Intravenous immunoglobulin 30 g | x | | x"
    )
    given = [(str(e.dose), e.time.earliest) for e in course.of_kind("treatment") if e.dose]

    assert given == [("30 g", 3), ("30 g", 59)]


def test_per_cent_in_brackets_is_a_second_value(read_table):
    """Litres and, in brackets, per cent of predicted are two results in one cell."""
    course = read_table("Test | Day 1", "FVC (L) | 1.52 (52%)")

    assert [cell[:3] for cell in cells(course)] == [("fvc", 1.52, "L"), ("fvc_pct", 52, "%")]


def test_sign_of_an_antibody_is_a_result(read_table):
    """A plus is positive, a minus negative."""
    course = read_table("Antibody | Day 1", "Anti-Jo-1 | +", "Anti-Mi-2 | -")
    found = {e.analyte: e.interpretation for e in course.of_kind("measurement")}

    assert found == {"jo1": "positive", "mi2": "negative"}


@pytest.mark.parametrize("heads", ["Patient 1 | Patient 2", "Case 01 | Case 02"])
def test_columns_of_patients_are_kept_apart(heads):
    """In a series each patient gets the column that bears the number."""
    import epicrisis

    text = (
        "# Two patients with sarcoidosis\n\n## Case 1\n\nA 66-year-old man was admitted with cough."
        "\n\n## Case 2\n\nA 58-year-old woman was admitted with fever.\n\n"
        f"**Table 1.** Findings in both patients\n\n| Test | {heads} |\n|---|---|---|"
        "\n| CRP (mg/L) | 12 | 88 |\n"
    )
    courses = epicrisis.extract(epicrisis.read_document(text.encode()))

    assert [[cell[:2] for cell in cells(course)] for course in courses] == [
        [("crp", 12)],
        [("crp", 88)],
    ]


def test_lost_cells_leave_the_column_open(read):
    """Where the print has lost its empty cells, a value may be of any column it could stand in."""
    report = (
        "Case Presentation\n\nA 52-year-old woman was admitted with a cough (Table 1).\n\n"
        "Table 1. Changes in laboratory data\n\n"
        "Clinical data Day 1 (admission) Day 15 Day 92 Day 200\n"
        "LDH (U/L) 412 208 317 205\n"
        "CRP (mg/L) 64 31 48 9\n"
        "Ferritin (ng/mL) 780 96\n"
    )
    events = [e for e in read(report, opening="").of_kind("measurement") if e.quantity]
    ferritin = [(e.time.earliest, e.time.latest) for e in events if e.analyte == "ferritin"]
    ldh = [(e.time.earliest, e.time.latest) for e in events if e.analyte == "ldh"]

    assert ldh == [(1, 1), (15, 15), (92, 92), (200, 200)]
    assert [low for low, high in ferritin if low == high] == []


def test_missing_unit_is_taken_from_the_row(read_table):
    """A cell without a unit has that of its neighbours; what is printed stays as printed."""
    course = read_table("Test | Day 1 | Day 8", "Ferritin | 780 ng/mL | 1120")
    first, second = [e.quantity for e in course.of_kind("measurement")]

    assert (first.unit, second.unit, second.ucum) == ("ng/mL", None, "ng/mL")


def test_head_of_a_time_may_say_what_was_begun_then():
    """`Day 92 (switched to IVIG)` dates its column, and the treatment."""
    document = (
        DocumentBuilder("note")
        .heading("Case report")
        .paragraph("A 40-year-old woman was admitted with dyspnea.")
        .table(
            "Table 1. Course.",
            (
                ("Test", "Day 1", "Day 15 (after prednisolone)", "Day 92 (switched to IVIG)"),
                ("Ferritin (ng/mL)", "1393", "1970", "2599"),
            ),
        )
        .build()
    )
    [course] = extract(document)
    values = {e.time.earliest: e.quantity.value for e in course.of_kind("measurement")}
    assert values == {1: 1393, 15: 1970, 92: 2599}
    [given] = course.of_kind("treatment")
    assert (given.agent, given.time.earliest, given.time.latest) == ("immunoglobulin", 92, 92)
