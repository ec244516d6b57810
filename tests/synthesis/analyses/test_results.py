"""Every result prints itself, becomes a frame and JSON, and is harmless as HTML."""

import json

import pytest

from epicrisis.errors import InputError
from epicrisis.synthesis import cohort

IVIG = "immunoglobulin"
ASKED = {
    "proportion": lambda found: found.proportion("death", by="sex"),
    "survival": lambda found: found.survival(treatment="IVIG", landmark=3),
    "trajectory": lambda found: found.trajectory("ferritin", "first IVIG"),
    "duration": lambda found: found.duration("admission", "first IVIG"),
    "regimens": lambda found: found.regimens(),
    "swimmer": lambda found: found.swimmer(),
}


@pytest.fixture
def three(patient):
    """Three patients, one of whom died, one without an outcome; a name with markup."""
    return cohort(
        [
            patient("<b>A</b>")
            .sex("fever", "male")
            .drug(IVIG, "IVIG", day=3)
            .seen(5)
            .died(9)
            .build(),
            patient("B").drug(IVIG, "IVIG", day=(4, 8)).seen(2, 12).alive(40).build(),
            patient("C").seen(7).build(),
        ]
    )


@pytest.mark.parametrize("name", ASKED)
def test_three_patients_and_none_can_be_shown_in_every_form(three, name):
    """Text, HTML, JSON, rows, pandas and polars; no false number; no markup let through."""
    for found in (three, three.where("age > 200")):
        result = ASKED[name](found)
        text, html, record = str(result), result._repr_html_(), result.as_dict()

        assert text.strip()
        assert "<b>" not in html
        assert json.loads(json.dumps(record, allow_nan=False)) == record
        rows = result.records()
        assert len(result.frame()) == len(rows)
        assert result.frame("polars").height == len(rows)
        assert "nan" not in text


@pytest.mark.parametrize("name", ASKED)
def test_every_patient_is_in_the_result_or_among_the_missing(three, name):
    """Nobody is lost on the way."""
    result = ASKED[name](three)
    said = json.dumps(result.as_dict(), ensure_ascii=False)

    assert all(f'"{id}"' in said for id in ("<b>A</b>/1", "B/1", "C/1"))


def test_long_lists_are_cut_in_print_alone(patient):
    """A hundred rows are shown, the others counted; the rows themselves are all there."""
    found = cohort([patient(f"R{n}").seen(2).alive(n + 3).build() for n in range(120)])
    result = found.survival()

    assert "(20 more patients; JSON, CSV and `records()` have all)" in str(result)
    assert len(result.records()) == 120


def test_frame_of_another_library_is_refused(three):
    """The known ones are listed."""
    with pytest.raises(InputError, match="pandas, polars"):
        three.swimmer().frame("dplyr")


def test_evidence_table_of_a_cohort_is_that_of_its_courses(three):
    """Patients decided to be one are marked, as in the command."""
    merged = cohort(three.courses, same=[("<b>A</b>/1", "B/1")])
    table = merged.evidence_table(drug=IVIG, columns=["study", "dose", "outcome"])

    assert [row.course for row in table.rows] == ["<b>A</b>/1", "B/1", "C/1"]
    assert any("Decided to be the patient of" in note for note in table.notes)
    assert table.records()[2]["outcome"] == "not reported"
    assert "&lt;b&gt;A" in table._repr_html_()
    assert len(table.frame()) == 3
