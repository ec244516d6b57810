"""Which diagnoses stand in an evidence table, and in which order."""

from epicrisis.model import Course, Disease, Document, OntologyClass, Outcome, PhenotypicFeature
from epicrisis.synthesis import evidence_table
from epicrisis.synthesis.illnesses import diseases
from epicrisis.testing import CourseBuilder, DocumentBuilder

LEUKEMIA = ("leukemia", "MONDO:0005059")
LYMPHOBLASTIC = ("acute lymphoblastic leukemia", "MONDO:0004967")
ASTHMA = ("asthma", "MONDO:0004979")


def course(*named: tuple[str, str], kind: type = Disease, **fields: object) -> Course:
    """A patient of whom all these are said, in this order."""
    document: Document = DocumentBuilder("note").paragraph("; ".join(n for n, _ in named)).build()
    builder = CourseBuilder(document)
    for name, code in named:
        builder.add(kind, name, name, concept=OntologyClass(id=code, label=name), **fields)
    return builder.build()


def test_narrower_name_stands_for_the_wider() -> None:
    """Who has an acute lymphoblastic leukemia has a leukemia; both places state it."""
    ((label, events),) = diseases(course(LEUKEMIA, LYMPHOBLASTIC))

    assert label == LYMPHOBLASTIC[0]
    assert [event.text for event in events] == [LEUKEMIA[0], LYMPHOBLASTIC[0]]


def test_unrelated_names_all_stand() -> None:
    """A second illness is no kind of the first."""
    assert [label for label, _ in diseases(course(ASTHMA, LEUKEMIA))] == ["asthma", "leukemia"]


def test_title_comes_first() -> None:
    """The disease that the report is titled for is read before any other."""
    found = course(ASTHMA, LEUKEMIA)
    second = found.events[1].model_copy(update={"section": "title"})
    titled = found.model_copy(update={"events": (found.events[0], second)})

    assert [label for label, _ in diseases(titled)] == ["leukemia", "asthma"]


def test_titled_signs_stand_in_for_a_disease() -> None:
    """A report titled for a cough is about a cough; a sign told elsewhere is none of this."""
    cough = ("cough", "HP:0012735")
    assert diseases(course(cough, kind=PhenotypicFeature)) == []
    ((label, _),) = diseases(course(cough, kind=PhenotypicFeature, section="title"))
    assert label == "cough"
    assert diseases(course(("lesion", "lesion"), kind=PhenotypicFeature, section="title")) == []


def test_recovery_of_a_sign_is_not_that_of_the_patient() -> None:
    """What is said of signs stands together, and apart from what is said of the patient."""
    words = "rash resolved; fever resolved; relapse"
    builder = CourseBuilder(DocumentBuilder("note").paragraph(words).build())
    for of in ("rash", "fever"):
        builder.add(Outcome, "resolved", f"{of} resolved", outcome="recovered", of=of)
    builder.add(Outcome, "relapse", "relapse", outcome="relapse")
    table = evidence_table([builder.build()], drug="prednisolone")
    cell = dict(zip(table.names, table.rows[0].cells, strict=True))["outcome"]

    assert cell.text == "rash, fever: recovered; relapse"
