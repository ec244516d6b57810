"""The drug of a table is the one whose doses most patients have."""

from epicrisis import extract, read_document
from epicrisis.model import CitedSource, Course
from epicrisis.synthesis import cohort, evidence_table
from epicrisis.synthesis.dosed import main_drug
from epicrisis.testing import CourseBuilder, DocumentBuilder


def patient(name: str, **doses: float | None) -> Course:
    """Make a patient who was given drugs, each with so many milligrams or with no dose."""
    made = CourseBuilder(DocumentBuilder(name).paragraph(" ".join(doses) or "nothing").build())
    for drug, dose in doses.items():
        made.drug(drug, drug, dose, "mg" if dose else None)
    return made.build()


def test_most_patients_with_a_dose_decide():
    """A drug that is given more often, but without doses, is not the one to tabulate."""
    courses = [
        patient("a", rituximab=500, prednisolone=None),
        patient("b", rituximab=None, prednisolone=None),
        patient("c", prednisolone=None),
    ]
    found = main_drug([(course,) for course in courses])

    assert found is not None
    assert (found.id, found.dosed, found.given, found.patients) == ("rituximab", 1, 2, 3)
    table = evidence_table(courses)
    assert "rituximab: dose and schedule" in [heading.lower() for heading in table.columns]
    assert table.main == found


def test_ties_go_to_the_drug_given_more_often_and_then_by_name():
    """The choice is the same whatever the order of the reports."""
    courses = [patient("a", zinc=5, aspirin=5), patient("b", zinc=None)]

    assert main_drug([(c,) for c in courses]).id == "zinc"
    assert main_drug([(c,) for c in reversed(courses)]).id == "zinc"
    assert main_drug([(courses[0],)]).id == "aspirin"


def test_without_any_dose_there_are_no_columns_of_doses():
    """A column of blanks under the name of a drug that nobody was given says nothing."""
    table = evidence_table([patient("a", aspirin=None)])

    assert not {"dose", "duration"} & set(table.names)
    assert table.main is None
    assert "dose" in evidence_table([patient("a")], drug="rituximab").names


def test_one_patient_told_twice_is_counted_once():
    """Two courses of one patient are one patient with a dose."""
    courses = [patient("a", aspirin=100), patient("b", aspirin=100), patient("c", zinc=5)]
    found = main_drug(cohort(courses, same=[(courses[0].id, courses[1].id)]).cases)

    assert (found.id, found.dosed, found.patients) == ("aspirin", 1, 2)


def test_a_group_of_a_literature_table_is_no_patient():
    """It is counted only where it alone has doses."""
    source = CitedSource(text="Orla et al.", reference=3, patients=17)
    group = patient("b", zinc=5).model_copy(update={"cited": source})
    found = main_drug([(patient("a", aspirin=5),), (group,), (group,)])

    assert (found.id, found.dosed, found.patients) == ("aspirin", 1, 1)
    assert main_drug([(patient("a", aspirin=None),), (group,)]).id == "zinc"


def test_the_reports_the_work_began_with_are_about_immunoglobulin(shared):
    """The table that a review of them needs comes out without a word."""
    files = sorted((shared / "seeds").glob("*.txt"))
    read = [(d, extract(d)) for d in map(read_document, files)]

    assert main_drug(cohort(read).cases).id == "immunoglobulin"
