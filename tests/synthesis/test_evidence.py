"""The evidence table says what was printed, where, and why a cell is blank."""

import pytest

from epicrisis.model import Citation, CitedSource, Disease, Measurement, Outcome, VitalStatus
from epicrisis.synthesis import evidence_table, study_name
from epicrisis.testing import CourseBuilder, DocumentBuilder, example_course, example_document
from epicrisis.testing.examples import example_cited_course, example_findings

COLUMNS = ("study", "person", "disease", "serology", "dose", "cycles", "others", "outcome")


def cells(course, **options):
    (row,) = evidence_table([course], **options).rows
    return dict(zip(COLUMNS, row.cells, strict=True))


def builder(words: str) -> CourseBuilder:
    return CourseBuilder(DocumentBuilder("note").paragraph(words).build())


def test_row_holds_the_patient_of_the_report():
    """Who, what, which antibodies, which doses, what else, and how it ended."""
    row = cells(example_course())

    assert row["person"].text == "58, F"
    assert row["disease"].text == "antisynthetase syndrome; interstitial lung disease"
    assert row["serology"].text == "anti-PL-7 positive; anti-Ro52 negative"
    assert row["dose"].text.startswith("0.4 mg/kg/day IV 5 days (day 18); 0.4 g/kg/day")
    assert row["cycles"].text == "3, told apart by date"
    assert "rituximab" not in row["others"].text
    assert "cyclophosphamide" not in row["others"].text
    assert row["outcome"].text.startswith("alive")


def test_cells_keep_the_places_that_state_them():
    """Every cell with a datum can be checked against the text."""
    document = example_document()
    for name, cell in cells(example_course(document)).items():
        for anchor in cell.anchors:
            anchor.verify(document.text)
        assert cell.anchors or name == "study"


def test_cited_patients_carry_their_reference():
    """Somebody else's patient is named by its source and the number of the reference."""
    row = cells(example_cited_course())

    assert row["study"].text == "Marchetti et al. [2], 1 patient, cited by harbour-case"
    assert row["cycles"].text == "six cycles"


def test_blanks_give_their_reason():
    """Silence is not "no": what a report does not say is said to be not reported."""
    row = cells(builder("nothing").build())

    assert row["person"].blank == row["disease"].blank == row["outcome"].blank == "not reported"
    assert row["dose"].blank == "drug not reported"


@pytest.mark.parametrize(
    ("status", "reason"),
    [("given", "dose not reported"), ("considered", "considered"), ("not_given", "not given")],
)
def test_missing_doses_say_what_is_known_of_the_drug(status, reason):
    """Given without a dose, only considered, and never mentioned are three things."""
    course = builder("IVIG").drug("immunoglobulin", "IVIG", status=status).build()
    cell = cells(course)["dose"]

    assert cell.text == reason


def test_doubted_doses_stand_as_printed():
    """The audit adds a mark and a footnote, and never changes a number."""
    document = example_document()
    table = evidence_table([example_course(document)], example_findings(document))
    cell = table.rows[0].cells[4]

    assert "0.4 mg/kg/day IV 5 days (day 18)†" in cell.text
    assert cell.marks == ("†",)
    assert table.footnotes[0][1].startswith("DOS001: 0.4 mg/kg/day is a thousandth")


def test_dismissed_findings_leave_no_mark():
    """What a person dismissed is no longer a doubt."""
    document = example_document()
    dismissed = [f.model_copy(update={"status": "dismissed"}) for f in example_findings(document)]

    assert evidence_table([example_course(document)], dismissed).footnotes == ()


def test_findings_of_another_patient_leave_no_mark():
    """An event's id is unique in its course only; a finding must name the course too."""
    document = example_document()
    table = evidence_table([example_cited_course(document)], example_findings(document))

    assert table.footnotes == ()


@pytest.mark.parametrize("drug", ["immunoglobulin", "IVIG", "ivig", "Immunoglobulin"])
def test_drugs_are_found_by_id_label_or_printed_name(drug):
    """One mention of the printed name is enough to know which drug is meant."""
    course = (
        builder("IVIG 2 g/kg and then 30 g")
        .drug("immunoglobulin", "IVIG 2 g/kg", 2, "g/kg", text="IVIG")
        .drug("immunoglobulin", "30 g", 30, "g", text="it")
        .build()
    )

    assert cells(course, drug=drug)["dose"].text == "2 g/kg; 30 g"


def test_fuller_statements_come_first_and_the_rest_are_counted():
    """At most three statements are shown, those that say most of dose and schedule first."""
    made = builder("a b c d e")
    for quote, value in zip("abcd", (1, 2, 3, 4), strict=True):
        made.drug("immunoglobulin", quote, value, "g")
    made.drug("immunoglobulin", "e", 5, "g", schedule="monthly", route="IV")
    cell = cells(made.build())["dose"]

    assert cell.text == "5 g IV monthly; 1 g; 2 g; +2 more"
    assert len(cell.anchors) == 5


def test_antibody_levels_are_a_series():
    """Levels over time are shown as first and last, in the order of the course."""
    made = builder("a b c")
    for quote, value, day in (("a", 120, 1), ("b", 60, 20), ("c", 3, 90)):
        made.lab("anti-MDA5", quote, value, day=day, category="antibody")

    assert cells(made.build())["serology"].text == "anti-MDA5 120 → … → 3"


def test_past_illnesses_are_no_diagnoses_of_the_case():
    """The principal diagnosis comes first, history is left out."""
    course = (
        builder("gout, lupus, rash, died in care")
        .add(Disease, "gout", "gout", status="historical")
        .add(Disease, "rash", "rash")
        .add(Disease, "lupus", "lupus", principal=True)
        .add(VitalStatus, "died", "died", status="dead", day=40, cause="sepsis")
        .add(Outcome, "care", "care", outcome="relapse", status="absent")
        .add(Measurement, "ANA", "care", category="antibody", interpretation="not_done")
        .build()
    )
    row = cells(course)

    assert row["disease"].text == "lupus; rash"
    assert row["outcome"].text == "dead, sepsis (day 40); no relapse"
    assert row["serology"].text == "ANA not done"


@pytest.mark.parametrize(
    ("authors", "name"),
    [
        ((), "paper"),
        (("Okoro B",), "Okoro 2019"),
        (("Bea Okoro",), "Okoro 2019"),
        (("Cas van der Berg", "Ida B. Lind-Sato"), "van der Berg and Lind-Sato 2019"),
        (("Okoro, B.", "van der Berg C D"), "Okoro and van der Berg 2019"),
        (("Okoro B", "Lind C", "Sato D"), "Okoro et al. 2019"),
    ],
)
def test_studies_are_named_as_tables_do(authors, name):
    """First author and year, or the file's name where the authors are not known."""
    citation = Citation(authors=authors, year=2019)
    document = DocumentBuilder("paper", citation=citation).paragraph("x").build()

    assert study_name(document) == name


def test_abbreviations_in_use_are_listed():
    """Only what the cells abbreviate is explained."""
    table = evidence_table([example_course()], abbreviations={"XYZ": "unused"})

    assert dict(table.abbreviations) == {"F": "female", "IV": "intravenous"}


def test_equal_doses_on_different_days_are_counted():
    """Infusions that recur are one phrase with their number and the days they span."""
    made = builder("a b c")
    for quote, day in (("a", 10), ("b", (38, 42)), ("c", 70)):
        made.drug("immunoglobulin", quote, 30, "g", day=day)
    row = cells(made.build())

    assert row["dose"].text == "30 g, 3× (day 10 to 70)"
    assert row["cycles"].text == "3, told apart by date"


def test_results_of_one_antibody_are_said_once():
    """What it was and its numbers are one phrase, with the unit behind the last."""
    made = builder("a b c d")
    for quote in "ad":
        made.add(Measurement, "ANA", quote, category="antibody", interpretation="positive")
    made.lab("ANA", "b", 120, "U/mL", day=1, category="antibody")
    made.lab("ANA", "c", 3, "U/mL", day=90, category="antibody")

    assert cells(made.build())["serology"].text == "ANA positive (120 → 3 U/mL)"


def test_bare_mentions_are_no_doses():
    """Beside a dose, or without one, the route alone says nothing."""
    made = builder("a b").drug("immunoglobulin", "a", route="intravenous", day=(0, None))
    bare = cells(made.build())["dose"]
    made.drug("immunoglobulin", "b", 2, "g/kg", route="intravenous", day=4)

    assert bare.text == "dose not reported"
    assert cells(made.build())["dose"].text == "2 g/kg IV (day 4)"


def test_printed_cycles_and_long_schedules_are_shown():
    """Cycles are those printed; a schedule that is a sentence follows the dose."""
    made = builder("a").drug(
        "immunoglobulin",
        "a",
        0.4,
        "g/kg",
        duration="for 5 days",
        schedule="Once a month for half a year",
        cycles="1-2 cycles",
    )
    row = cells(made.build())

    assert row["dose"].text == "0.4 g/kg for 5 days, once a month for half a year"
    assert row["cycles"].text == "1-2 cycles"


def test_outcomes_are_said_once_in_order_of_time():
    """Life or death first, then each class once, with days only where both bounds are known."""
    course = (
        builder("a b c d")
        .add(Outcome, "better", "a", outcome="improved", day=(0, None))
        .add(Outcome, "worse", "b", outcome="worsened", day=(3, 9))
        .add(Outcome, "better again", "c", outcome="improved", day=20)
        .add(VitalStatus, "alive", "d", status="alive", day=(30, None))
        .build()
    )
    cell = cells(course)["outcome"]

    assert cell.text == "alive; worsened (day 3 to 9); improved (day 20)"
    assert len(cell.anchors) == 4


def test_cited_patients_are_told_in_the_words_of_the_print():
    """A table of other people's patients says no more than its few words; none is lost."""
    made = builder("Okoro et al [7]. regained full strength , and lived; ILD")
    course = (
        made.add(Outcome, "regained full strength , and lived", "regained", outcome="recovered")
        .add(Disease, "ILD", "ILD")
        .build()
    )
    cited = CitedSource(text="Okoro et al [7].", reference=7, patients=3)
    row = cells(course.model_copy(update={"cited": cited}))

    assert row["study"].text == "Okoro et al [7], 3 patients, cited by note"
    assert row["outcome"].text == "regained full strength, and lived"
