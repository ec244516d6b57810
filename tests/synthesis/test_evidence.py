"""The evidence table says what was printed, where, and why a cell is blank."""

import pytest

from epicrisis.errors import InputError, UnknownNameError
from epicrisis.model import (
    Citation,
    CitedSource,
    Course,
    Disease,
    Document,
    Measurement,
    Outcome,
    PhenotypicFeature,
    VitalStatus,
)
from epicrisis.synthesis import evidence_table, study_name
from epicrisis.synthesis.columns import COLUMNS, DEFAULT
from epicrisis.testing import CourseBuilder, DocumentBuilder, example_course, example_document
from epicrisis.testing.examples import example_cited_course, example_findings


def cells(course, **options):
    table = evidence_table([course], **{"drug": "immunoglobulin", **options})
    return dict(zip(table.names, table.rows[0].cells, strict=True))


def builder(words: str) -> CourseBuilder:
    return CourseBuilder(DocumentBuilder("note").paragraph(words).build())


def test_row_holds_the_patient_of_the_report():
    """Who, what, which antibodies, which doses, what else, and how it ended."""
    row = cells(example_course())

    assert row["person"].text == "58, F"
    assert row["disease"].text == "antisynthetase syndrome; interstitial lung disease"
    assert row["serology"].text == "anti-PL-7 positive; anti-Ro52 negative"
    assert row["dose"].text.startswith("0.4 mg/kg/day IV 5 days (day 18); 0.4 g/kg/day")
    assert row["duration"].text == "3, told apart by date"
    assert "rituximab" not in row["others"].text
    assert "cyclophosphamide" not in row["others"].text
    assert row["outcome"].text.startswith("alive")


def test_cells_keep_the_places_that_state_them():
    """Every cell with a datum can be checked against the text."""
    document = example_document()
    for name, cell in cells(example_course(document)).items():
        for anchor in cell.anchors:
            anchor.verify(document.text)
        assert cell.anchors or cell.blank or name in ("study", "patients", "design")
        assert len(cell.quotes) == len(cell.anchors)


def test_cited_patients_carry_their_reference():
    """Somebody else's patient is named by its source and the number of the reference."""
    row = cells(example_cited_course())

    assert row["study"].text == "Marchetti et al. [2], cited by harbour-case"
    assert row["duration"].text == "six cycles"


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
    cell = table.rows[0].cells[DEFAULT.index("dose")]

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
    assert row["duration"].text == "3, told apart by date"


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
    """Cycles are those printed; a schedule that is a sentence stands with them."""
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

    assert row["dose"].text == "0.4 g/kg for 5 days"
    assert row["duration"].text == "1-2 cycles; once a month for half a year"


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

    assert row["study"].text == "Okoro et al [7], cited by note"
    assert row["patients"].text == "3"
    assert row["outcome"].text == "regained full strength, and lived"


def test_columns_are_chosen_by_name():
    """Every column can be written for every course; an unknown one lists the known."""
    row = cells(example_course(), columns=tuple(COLUMNS))

    assert row["age"].text == "58"
    assert row["sex"].text == "F"
    with pytest.raises(UnknownNameError, match=r"Did you mean outcome.*lab:NAME"):
        evidence_table([], columns=["outcomes"])


def test_columns_can_be_about_one_thing():
    """One examination, one more drug, one finding; blanks still give their reason."""
    made = builder("ferritin 900, then 40; CK not measured; no rash; rituximab 1 g")
    made.lab("ferritin", "900", 900, "ng/mL", day=1).lab("ferritin", "40", 40, "ng/mL", day=30)
    made.add(Measurement, "CK", "CK", analyte="ck", interpretation="not_done")
    made.add(PhenotypicFeature, "exanthem", "rash", status="absent")
    made.drug("rituximab", "rituximab 1 g", 1, "g")
    names = (
        "lab:ferritin",
        "lab:CK",
        "lab:CRP",
        "drug:rituximab",
        "finding:exanthem",
        "finding:fever",
    )
    row = cells(made.build(), columns=names)

    assert [row[name].text for name in names] == [
        "900 → 40 ng/mL", "not done", "not reported", "1 g", "absent", "not reported",
    ]  # fmt: skip
    with pytest.raises(InputError, match="Did you mean 'ferritin'"):
        evidence_table([], columns=["lab:feritin"])


def literature() -> tuple[Document, Course]:
    """A row of a literature table of which only the drug was understood."""
    rows = (
        ("Study", "Type", "Diagnosis*", "Regimen", "Response"),
        ("Marchetti et al. [2]", "Case report", "Velmora lung", "IVIG weekly", "walked again"),
    )
    notes = [("*", "Lung involvement was not classified by the authors")]
    document = DocumentBuilder("review").table("Table 2. Cases.", rows, footnotes=notes).build()
    cited = CitedSource(text="Marchetti et al. [2]", reference=2)
    made = CourseBuilder(document, patient="cited-1", cited=cited)
    place = made.anchor("Marchetti et al. [2]")
    made = CourseBuilder(
        document, patient="cited-1", cited=cited.model_copy(update={"anchors": (place,)})
    )
    return document, made.drug("immunoglobulin", "IVIG weekly", schedule="weekly").build()


def test_what_a_source_prints_is_shown_where_nothing_was_coded():
    """A literature table's cell is never lost: its own words stand in, with their place."""
    document, course = literature()
    row = cells(course, documents=[document])

    assert row["design"].text == "Case report"
    assert row["disease"].text.startswith("Velmora lung")
    assert row["outcome"].text == "walked again"
    assert row["outcome"].anchors[0].exact == "walked again"
    assert row["person"].blank == "not reported"


def test_contradictions_in_print_are_noted():
    """Both statements stand, and the note quotes them."""
    made = builder("died; discharged home")
    made.add(VitalStatus, "died", "died", status="dead")
    made.add(VitalStatus, "discharged", "discharged home", status="alive", conflicts=("v1",))
    table = evidence_table([made.build()])

    assert "contradicted in print" in table.footnotes[0][1]
    assert "“died” and “discharged home”" in table.footnotes[0][1]


def test_sentences_are_quoted_whole_where_the_document_is_at_hand():
    """A reader sees the sentence, not a fragment."""
    document = (
        DocumentBuilder("n").paragraph("She was well. IVIG 2 g/kg was given. Then rest.").build()
    )
    course = CourseBuilder(document).drug("immunoglobulin", "2 g/kg", 2, "g/kg").build()

    assert cells(course, documents=[document])["dose"].quotes == ("IVIG 2 g/kg was given.",)
    assert cells(course)["dose"].quotes[0].startswith("She was well. IVIG 2 g/kg was given")


def test_short_forms_with_two_meanings_keep_both():
    """Each report defines its own short forms."""
    first = (
        CourseBuilder(DocumentBuilder("a").paragraph("IP").build()).add(Disease, "IP", "IP").build()
    )
    second = (
        CourseBuilder(DocumentBuilder("b").paragraph("IP!").build())
        .add(Disease, "IP", "IP")
        .build()
    )
    forms = {
        first.document: {"IP": "interstitial pneumonia"},
        second.document: {"IP": "inner peace"},
    }
    table = evidence_table([first, second], abbreviations=forms)

    assert ("IP", "interstitial pneumonia or inner peace") in table.abbreviations


def test_a_patient_told_twice_is_said_to_be():
    """Both rows stand, as each report tells it; the later one names the earlier."""
    one = CourseBuilder(DocumentBuilder("early").paragraph("x").build()).build()
    two = CourseBuilder(DocumentBuilder("late").paragraph("y").build()).build()
    table = evidence_table([one, two], same=[("late/1", "early/1")])

    assert table.rows[0].cells[0].text == "early"
    assert table.rows[1].cells[0].text == "late†"
    assert table.footnotes == (("†", "Decided to be the patient of early."),)


def test_a_printed_cell_that_no_one_can_read_is_said_to_be():
    """Damaged print is not silence."""
    rows = (("Study", "Outcome"), ("Okoro 2001 [2]", "\ufffd\ufffd"), ("Other 2002 [3]", "NR"))
    document = DocumentBuilder("review").table("Table 1. Cases.", rows).build()
    texts = []
    for name in ("Okoro 2001 [2]", "Other 2002 [3]"):
        place = CourseBuilder(document).anchor(name)
        cited = CitedSource(text=name, anchors=(place,))
        course = CourseBuilder(document, patient=name, cited=cited).build()
        texts.append(cells(course, documents=[document])["outcome"].blank)

    assert texts == ["unreadable", "not reported"]


def test_alternatives_in_print_are_not_lost():
    """A list of names says "all"; where the source prints "and/or", the note says so."""
    rows = (("Study", "Co-medications"), ("Okoro 2001 [2]", "steroid and/or CyA"))
    document = DocumentBuilder("review").table("Table 1. Cases.", rows).build()
    place = CourseBuilder(document).anchor("Okoro 2001 [2]")
    cited = CitedSource(text="Okoro 2001 [2]", anchors=(place,))
    made = CourseBuilder(document, patient="c", cited=cited).drug("corticosteroids", "steroid")
    table = evidence_table([made.build()], documents=[document], columns=["others"])

    assert table.rows[0].cells[0].text == "corticosteroids†"
    assert table.footnotes[0][1] == "review: printed as “steroid and/or CyA”."
    assert table.rows[0].cells[0].anchors[0].exact == "steroid and/or CyA"
