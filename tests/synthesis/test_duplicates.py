"""Pairs are proposed with reasons; a person decides."""

import pytest

from epicrisis.model import Citation, CitedSource, Measurement, OntologyClass, Quantity, Reference
from epicrisis.model.events import Disease
from epicrisis.model.publications import work_cited
from epicrisis.synthesis.duplicates import duplicates
from epicrisis.synthesis.sketches import resemblance, sketch
from epicrisis.testing import CourseBuilder, DocumentBuilder

STORY = "A man came by boat with a cough and left on foot after nine days of rest and tea. "


def report(name: str, words: str, *, authors=(), year=None, references=(), doi=""):
    citation = Citation(authors=tuple(authors), year=year, doi=doi)
    document = DocumentBuilder(name, citation=citation).paragraph(words).build()
    return document.model_copy(update={"references": tuple(references)})


def patient(document, *, age, sex="male", ferritin=None, disease="", **options):
    made = CourseBuilder(document, **options).age(str(age), age).sex("man", sex)
    if ferritin:
        quantity = Quantity(value=ferritin, unit="ng/mL", ucum="ng/mL")
        made.add(Measurement, "ferritin", "man", analyte="ferritin", quantity=quantity)
    if disease:
        concept = OntologyClass(id="x", label=disease)
        made.add(Disease, disease, "man", concept=concept)
    return made.build()


def pairs(*items, **options):
    return duplicates([(document, list(courses)) for document, *courses in items], **options)


def test_one_text_in_two_layouts_is_one_publication():
    """Line ends, case and punctuation do not matter; other words do."""
    first = report("a", STORY * 3 + "Aged 40, man.")
    second = report("b", (STORY * 3 + "Aged 40, man.").upper().replace(" ", "\n"))
    other = report(
        "c", "Quite another tale, of a woman of 40 years who never left her house at all."
    )
    found = pairs((first, patient(first, age=40)), (second,), (other,))

    assert [(p.kind, p.first, p.second) for p in found] == [("document", "a", "b")]
    assert "of their runs of words are the same" in found[0].reasons[0]


def test_files_of_one_name_are_told_apart_by_their_format():
    """`case.xml` and `case.pdf` are often one publication."""
    first, second = report("case", STORY), report("case", STORY + "!").model_copy()
    second = second.model_copy(update={"format": "jats"})

    assert pairs((first,), (second,))[0].first == "case (text)"


def test_one_identifier_is_enough():
    """Two versions of a paper may share few words."""
    found = pairs(
        (report("a", "one man", doi="10.0/X"),), (report("b", "two men, other", doi="10.0/x"),)
    )

    assert found[0].reasons == ("the same DOI, 10.0/X",)


def library():
    """Ten other patients of the same disease, so that the disease tells nothing."""
    out = []
    for number in range(10):
        document = report(f"n{number}", f"man of {20 + 3 * number} in town {number}")
        out.append((document, patient(document, age=20 + 3 * number, disease="velmora lung")))
    return out


def test_a_patient_of_two_papers_is_proposed_with_reasons():
    """Age, sex, a rare number; a common diagnosis weighs next to nothing."""
    first, second = report("early", "man, 34"), report("series", "a man again, 34")
    one = patient(first, age=34, ferritin=26951, disease="velmora lung")
    two = patient(second, age=34, ferritin=26951, disease="velmora lung")
    found = pairs((first, one), (second, two), *library())

    assert [(p.kind, p.first, p.second) for p in found] == [("patient", "early/1", "series/1")]
    assert found[0].score > 8
    assert any("ferritin 26951" in reason for reason in found[0].reasons)
    assert not any("velmora" in reason and "+1" in reason for reason in found[0].reasons)


def test_what_disagrees_speaks_against():
    """The same number in a man of 34 and a woman of 71 is chance."""
    first, second = report("a", "man, 34"), report("b", "man, 71")
    one = patient(first, age=34, ferritin=26951)
    two = patient(second, age=71, sex="female", ferritin=26951)

    assert pairs((first, one), (second, two), *library()) == []
    weak = pairs((first, one), (second, two), *library(), least=-20)
    assert any("-5.6 male and female" in reason for pair in weak for reason in pair.reasons)


@pytest.mark.parametrize(("patients", "kind"), [(1, "patient"), (5, "group")])
def test_rows_of_a_literature_table_meet_their_primary_report(patients, kind):
    """By first author and year; a row for several patients may hold this one."""
    primary = report("primary", "man, 34", authors=["Marchetti, L."], year=2016)
    entry = Reference(number=7, start=0, end=3, first_author="Marchetti", year=2016)
    review = report("review", "man, 34, in a table", references=[entry])
    cited = CitedSource(text="Marchetti et al. [9]", reference=9, patients=patients)
    row = patient(review, age=34, patient="cited-1", cited=cited)
    (pair,) = pairs((primary, patient(primary, age=34)), (review, row))

    assert pair.kind == kind
    assert "both are of Marchetti 2016: the same first author and year" in pair.reasons[0]


def test_names_go_before_numbers():
    """A reference number that has slipped does not make a row somebody else's."""
    entries = [
        Reference(number=9, start=0, end=3, first_author="Okoro", year=2001),
        Reference(number=7, start=0, end=3, first_author="Marchetti", year=2016),
    ]
    review = report("review", "man, 34", references=entries)
    cited = CitedSource(text="Marchetti et al. [9]", reference=9)
    work = work_cited(review, patient(review, age=34, patient="c", cited=cited))

    assert work is not None
    assert (work.author, work.year) == ("marchetti", 2016)


def test_decided_pairs_are_not_asked_again():
    """Yes or no, it is settled."""
    first, second = report("early", "man, 34"), report("series", "a man again, 34")
    one, two = patient(first, age=34, ferritin=26951), patient(second, age=34, ferritin=26951)
    decided = [("series/1", "early/1")]

    assert pairs((first, one), (second, two), decided=decided) == []


def test_sketches_estimate_what_two_texts_share():
    """Half of the words are the same, give or take a tenth."""
    shared = " ".join(f"word{n}" for n in range(400))
    more = " ".join(f"other{n}" for n in range(400))
    both = resemblance(sketch(shared), sketch(f"{shared} {more}"))

    assert 0.35 < both < 0.65
    assert resemblance(sketch(shared), sketch(more)) == 0
    assert resemblance(sketch(""), sketch("")) in (0.0, 1.0)


def test_the_row_of_the_present_case_is_the_papers_own_patient():
    """A literature table often ends with the patient whom the paper is about."""
    document = report("paper", "man, 34; Present case")
    row = patient(document, age=34, patient="cited-1", cited=CitedSource(text="Present case"))
    (pair,) = pairs((document, patient(document, age=34), row))

    assert (pair.first, pair.second) == ("paper/1", "paper/cited-1")
    assert "Present case" in pair.reasons[0]
    assert (
        pairs((document, patient(document, age=34), row), decided=[("paper/1", "paper/cited-1")])
        == []
    )
