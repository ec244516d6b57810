"""A report says what the cohort's papers tell, whom it counts, and what is missing."""

import pytest

from epicrisis import cohort, compile_report
from epicrisis.errors import InputError
from epicrisis.model import Course, DayZero, Finding, Quantity
from epicrisis.report.examinations import usual_examinations
from epicrisis.report.material import Choices
from epicrisis.report.parts import Doubts, Evidence, Grid, Items, Picture, Words
from epicrisis.testing import CourseBuilder, DocumentBuilder


def section(report, id):
    return next(one for one in report.sections if one.id == id)


def words(section):
    """All words of a section, one string."""
    found = []
    for block in section.blocks:
        match block:
            case Words():
                found.append(block.text)
            case Items():
                found += block.lines
            case Grid():
                found += block.sheet.lines()
            case Picture():
                found.append(block.caption)
    return "\n".join(found)


def patient(name: str, *days: float) -> Course:
    """Make a patient whose sodium is known on some days."""
    document = DocumentBuilder(name).paragraph("sodium 140 mmol/L").build()
    zero = DayZero(event="presentation", stated=True)
    made = CourseBuilder(document, day_zero=zero)
    value = Quantity(value=140, unit="mmol/L", ucum="mmol/L", text="140 mmol/L")
    for day in days:
        made.lab("sodium", "140 mmol/L", 140, day=day, quantity=value)
    return made.build()


def test_sections_come_in_the_order_in_which_a_review_is_read(report):
    """Question, flow, patients, courses, numbers, doubts, methods, references."""
    ids = [one.id for one in report.sections]

    assert ids == [
        "question",
        "flow",
        "patients",
        "courses",
        "examinations",
        "treatment",
        "event-1",
        "audit",
        "methods",
        "references",
    ]
    assert "How do they fare?" in words(section(report, "question"))


def test_every_figure_of_patients_names_its_ids_and_who_is_missing(report, gathered):
    """Nobody is lost without a word: whoever is not in a figure is named with the reason."""
    apart = {"dunmere/cited-2.3"}
    everyone = {case[0].id for case in gathered.cohort.cases}

    assert apart < everyone
    assert "dunmere/cited-2.3" in words(section(report, "question"))
    for id in ("courses", "treatment", "event-1"):
        said = words(section(report, id))
        assert [one for one in everyone - apart if one not in said] == [], id


def test_cases_series_and_cited_patients_are_apart_unless_asked(compiled):
    """Three kinds of patients have three shares; together they have one, and it is said."""
    grid = next(b for b in section(compiled(), "event-1").blocks if isinstance(b, Grid))
    assert [row[0] for row in grid.sheet.rows] == [
        "single patients",
        "patients of series",
        "patients cited from other papers",
    ]
    together = compiled(together=True)
    grid = next(b for b in section(together, "event-1").blocks if isinstance(b, Grid))
    assert [row[0] for row in grid.sheet.rows] == ["all patients"]
    assert "put together because that was asked" in words(section(together, "methods"))


def test_few_patients_have_exact_limits_and_no_more(report):
    """Two of four died: Clopper and Pearson's limits, as binom.test(2, 4) of R prints them."""
    grid = next(b for b in section(report, "event-1").blocks if isinstance(b, Grid))
    single = grid.sheet.rows[0]

    assert single[:6] == ("single patients", "2", "2", "1", "50.0 %", "6.8 to 93.2 %")
    assert single[6] == "exact"


def test_findings_that_touch_an_included_datum_are_listed(gathered):
    """The doubt of an included patient is there; those of reports left out are not."""
    [course] = [course for course in gathered.courses if course.document_name == "ashgrove"]
    event = course.of_kind("treatment")[0]
    doubt = Finding(
        code="DOS001",
        severity="error",
        message="Too much.",
        anchors=event.anchors[:1],
        course=course.id,
        events=(event.id,),
    )
    with_it = compile_report(gathered.cohort, findings=[doubt])
    (doubts,) = [b for b in section(with_it, "audit").blocks if isinstance(b, Doubts)]
    assert {one.study for one in doubts.listed} == {"ashgrove"}

    narrowed = gathered.cohort.where("age >= 60")
    without = compile_report(narrowed, findings=[doubt])
    assert "No open finding" in words(section(without, "audit"))


def test_examinations_are_those_that_most_patients_have_twice():
    """One value, or two of one day, is no course."""
    courses = [patient("a", 1, 5), patient("b", 2), patient("c", 3, 3)]
    (found,) = usual_examinations(cohort(courses), "presentation")

    assert found.analyte.lower() == "sodium"
    assert usual_examinations(cohort(courses[1:]), "presentation") == []


def test_what_is_no_happening_has_a_share_and_no_curve(compiled):
    """Nobody waits to be older than forty."""
    said = words(section(compiled(events=("age > 40",)), "event-1"))

    assert "no time to it" in said
    assert "yes (" in said


def test_unknown_names_are_errors(compiled):
    """A slip of the pen is no silence of the reports."""
    for wrong in (
        {"events": ("diedd",)},
        {"analytes": ("feritin",)},
        {"origin": "admision"},
        {"align": "onnset"},
    ):
        with pytest.raises(InputError):
            compiled(**wrong)


def test_unknown_names_are_errors_of_a_report_on_nobody_too(gathered):
    """A misspelt event is not excused by an empty cohort."""
    with pytest.raises(InputError):
        compile_report(gathered.cohort.where("age > 100"), choices=Choices(events=("diedd",)))


def test_nobody_is_said_to_be_nobody(gathered):
    """A cohort without patients has a report that says so, in both forms."""
    empty = compile_report(
        gathered.cohort.where("age > 100"), flow=gathered.flow(), courses=gathered.courses
    )

    assert [one.id for one in empty.sections] == ["question", "flow", "methods"]
    assert "No patient is left." in words(section(empty, "question"))
    assert "nan" not in empty.html().lower()
    assert empty.docx()
    assert "course was found. There is nothing" in compile_report(cohort([])).html()


def test_references_name_the_included_reports_and_whose_patients_they_cite(report):
    """A reader finds the papers."""
    said = words(section(report, "references"))

    assert "DOI 10.0000/fictional.0733" in said
    assert "One good outcome" in said
    assert any(isinstance(b, Evidence) for b in section(report, "patients").blocks)
