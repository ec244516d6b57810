"""Other people's patients: rows of a literature table, and what a discussion quotes."""

import pytest

import epicrisis

REPORT = """# Antisynthetase syndrome in a ferryman: a case report

## Case presentation

A 52-year-old man was admitted with dyspnoea. He received immunoglobulin 30 g.

## Discussion

Earlier patients are listed in Table 1. Dunmore et al. [2] described a 44-year-old woman whose
ferritin was 1840 ng/mL and who died of pneumonia.

**Table 1.** Reported cases of immunoglobulin in antisynthetase syndrome

| Study | Patients | Age | Sex | Disease | Treatment | Outcome |
|---|---|---|---|---|---|---|
| Abney et al. [1] | 1 | 61 | F | polymyositis | rituximab | recovered |
| Dunmore et al. [2] | 3 | 44 | M | dermatomyositis | tacrolimus, prednisolone | died |

## References

1. Abney T. A first case. Invented J Med. 2009;1:1-4.
2. Dunmore C. Three more cases. Invented J Med. 2014;6:20-25.
"""


@pytest.fixture(scope="module")
def courses():
    """The courses of a report with a literature table."""
    return epicrisis.extract(epicrisis.read_document(REPORT.encode()))


def test_each_row_is_a_course_of_its_own(courses):
    """A row of a literature table is somebody else's patient, behind the document's own."""
    assert [c.individual.id for c in courses] == ["1", "cited-1.1", "cited-1.2"]
    assert [c.cited is None for c in courses] == [True, False, False]


def test_row_names_its_source(courses):
    """A cited course says whose it is, by the words of the row and the reference."""
    sources = [(c.cited.text, c.cited.reference, c.cited.patients) for c in courses[1:]]

    assert sources == [("Abney et al. [1]", 1, 1), ("Dunmore et al. [2]", 2, 3)]


def test_row_is_read_by_its_columns(courses):
    """Age, sex, disease, drugs and outcome come from their columns."""
    one, several = courses[1:]

    assert (one.individual.age.years, one.individual.sex.value) == (61, "female")
    assert [e.outcome for e in one.of_kind("outcome")] == ["recovered"]
    assert [e.agent for e in several.of_kind("treatment")] == ["tacrolimus", "prednisolone"]
    assert [e.status for e in several.of_kind("vital_status")] == ["dead"]


def test_age_of_several_is_no_ones_age(courses):
    """A row of three patients prints a mean or a range, which is nobody's age."""
    assert courses[2].individual.age is None


def test_facts_of_others_are_marked(courses):
    """The flat table says of each row whether it is somebody else's patient."""
    assert [{f.cited for f in c.to_facts()} for c in courses] == [{False}, {True}, {True}]


def test_own_patient_gets_nothing_of_the_others(courses):
    """What a discussion tells of another author's patient is no datum of this one."""
    own = courses[0]

    assert own.individual.age.years == 52
    assert own.of_kind("measurement") == ()
    assert [e.agent for e in own.of_kind("treatment")] == ["immunoglobulin"]
    assert "dead" not in [e.status for e in own.of_kind("vital_status")]


@pytest.mark.parametrize(
    "sentence",
    [
        "In a cohort of 42 patients the mean ferritin was 1840 ng/mL.",
        "Dunmore et al. reported a ferritin of 1840 ng/mL.",
        "A ferritin above 1840 ng/mL has been linked to a poor prognosis [3].",
    ],
)
def test_cohorts_and_thresholds_are_nobodys_result(read, sentence):
    """Figures of groups, trials and textbooks are not the patient's."""
    course = read(f"She had a cough.\n\nDiscussion\n\n{sentence}")

    assert course.of_kind("measurement") == ()


def row(**cells: str):
    """The course of the one row of a literature table with these columns."""
    heads, words = " | ".join(cells), " | ".join(cells.values())
    table = f"| Study | {heads} |\n|{'---|' * (len(cells) + 1)}\n| Abney et al. [1] | {words} |\n"
    report = REPORT.replace("**Table 1.**", f"**Table 2.** Reported cases\n\n{table}\n**Table 1.**")
    return next(
        course
        for course in epicrisis.extract(epicrisis.read_document(report.encode()))
        if course.cited and course.cited.text == "Abney et al. [1]"
    )


@pytest.mark.parametrize(
    ("words", "days"), [("3 mg for 10 days", 10), ("3 mg for more than 10 days", None)]
)
def test_an_open_duration_of_a_cited_drug_has_no_length(words, days):
    """A row says how long the drug was given where it says it, and else not."""
    (treatment,) = row(Tacrolimus=words).of_kind("treatment")

    assert (treatment.duration_days, treatment.duration is not None) == (days, True)


def test_a_number_of_patients_that_nobody_has_is_none():
    """A run of digits in the column of numbers ends nothing."""
    assert row(Patients="9" * 5000).cited.patients is None
