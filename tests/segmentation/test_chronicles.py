"""Tables that tell a course are read as sentences, and no other table is."""

import pytest

from epicrisis.pipeline import extract
from epicrisis.segmentation import segment
from epicrisis.testing import DocumentBuilder

TOLD = (
    ("Date", "Event"),
    ("4 May 2021", "Presented to the emergency department with severe chest pain"),
    ("6 May 2021", "Ferritin was 900 ng/mL and colchicine 0.5 mg daily was started"),
    ("14 May 2021", "Discharged"),
)


def document(rows, caption="Table 1. Timeline"):
    builder = DocumentBuilder("note").heading("Case report")
    builder.paragraph("A 44-year-old woman presented to the emergency department.")
    return builder.table(caption, rows).build()


def rows_of(rows) -> list[str]:
    found = segment(document(rows))
    return [found.view.text[p.start : p.end] for p in found.passages if p.kind == "row"]


def test_entries_become_sentences_with_their_time_in_front():
    """Each row below the header is one stretch of the case."""
    assert rows_of(TOLD)[0].startswith("4 May 2021: Presented to the emergency")
    assert len(rows_of(TOLD)) == 3


def test_what_happened_in_the_table_is_dated_by_its_row():
    """The presentation is day 0, whatever the table's place in the print."""
    [course] = extract(document(TOLD))
    days = {
        event.concept.label if event.concept else event.text: event.time.earliest
        for event in course.events
        if event.time and event.time.earliest is not None
    }
    assert days["Ferritin"] - days["Chest pain"] == pytest.approx(2, abs=1.1)
    [discharge] = [e for e in course.of_kind("encounter") if e.encounter == "discharge"]
    assert discharge.time.earliest >= 9
    assert discharge.time.latest <= 11
    [colchicine] = course.of_kind("treatment")
    assert str(colchicine.dose) == "0.5 mg"


@pytest.mark.parametrize(
    "rows",
    [
        (("Day", "Ferritin"), ("Day 1", "900"), ("Day 3", "700"), ("Day 9", "88")),
        (
            ("Finding", "Patient"),
            ("Fever", "present on day 3 and gone soon"),
            ("Rash", "none was seen"),
            ("Cough", "dry and not productive"),
        ),
        (("Date", "Event"), ("4 May 2021", "Presented with severe chest pain")),
    ],
)
def test_tables_of_values_and_of_findings_stay_tables(rows):
    """Numbers by day, words without a time, and a single row tell no course."""
    assert rows_of(rows) == []


def test_entry_without_a_date_goes_on_with_the_one_above():
    """Nothing that stands in the table is lost."""
    rows = (*TOLD[:3], ("", "Colchicine was stopped for diarrhea"), TOLD[3])
    assert rows_of(rows)[2] == "Colchicine was stopped for diarrhea"
