"""Each sentence is judged by whom it speaks of."""

import pytest

from epicrisis.segmentation import segment
from epicrisis.testing import DocumentBuilder

STORY = "A 41-year-old man was admitted with jaundice."


def judged(section: str, *sentences: str) -> list[str]:
    """Subjects of the sentences of one paragraph under a heading, in an article with a case."""
    builder = DocumentBuilder()
    for name, words in (("Case report", STORY), (section, " ".join(sentences))):
        builder.block("heading", name, level=1).paragraph(words)
    builder.block("heading", "Discussion", level=1).paragraph("Much is unknown.")
    result = segment(builder.build())
    last = [p for p in result.passages if p.kind == "paragraph"][1]
    return [s.subject for s in result.sentences if last.start <= s.start < last.end]


@pytest.mark.parametrize(
    "sentence",
    [
        "In our case, plasma exchange clearly lowered the titre.",
        "Our patient was treated early.",
        "In the present case, however, the titre rose.",
        "Here, we present a woman with jaundice of unknown cause.",
        "We started plasma exchange at once.",
    ],
)
def test_own_patient_is_heard_in_the_discussion(sentence: str) -> None:
    """What the discussion says of the patient at hand is the patient's."""
    assert judged("Discussion", sentence) == ["patient"]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Okoro et al. (4) reported that plasma exchange helped.", "cited"),
        ("A 50-year-old man was cured by it [7].", "cited"),
        ("Several reports of such cures have been published in the literature.", "cited"),
        ("In a retrospective study of 30 patients with jaundice it failed.", "cohort"),
        ("The prevalence of the disease is 3 per 100,000.", "cohort"),
        ("Jaundice occurs in 20% of cases (n = 12).", "cohort"),
        ("Velmora disease is a rare disorder of bile.", "general"),
        ("Plasma exchange should be begun early.", "general"),
        ("This case highlights the value of plasma exchange.", "general"),
    ],
)
def test_other_people_groups_and_rules_are_not_the_patient(sentence: str, subject: str) -> None:
    """Papers, cohorts and general statements are told apart from the case."""
    assert judged("Discussion", sentence) == [subject]


def test_a_report_of_others_runs_on_until_the_reader_is_called_back() -> None:
    """A foreign patient stays foreign; "our patient" ends the digression."""
    assert judged(
        "Discussion",
        "Okoro et al. [4] reported a man with jaundice.",
        "He was given plasma exchange.",
        "Two of the patients responded.",
        "Our patient did not respond.",
        "He died on day 9.",
    ) == ["cited", "cited", "cohort", "patient", "patient"]


def test_the_case_itself_quotes_criteria_without_leaving_the_patient() -> None:
    """A citation mark alone does not make a finding somebody else's."""
    assert judged(
        "Clinical course",
        "The diagnosis was made by the criteria of Okoro et al. [2].",
        "His bilirubin fell within 4 days.",
        "Patients with this disorder may relapse [3].",
    ) == ["patient", "patient", "cohort"]


def test_an_abstract_without_headings_is_parted_by_its_sentences() -> None:
    """What comes before the patient and after the patient is general."""
    words = (
        "Velmora disease is rare. A 30-year-old woman presented with jaundice. Biopsy showed "
        "fibrosis. She is currently waiting for a transplant. Velmora disease can be fatal. One "
        "trial showed a survival of 40%. Drugs such as cladribine have also shown good results."
    )
    builder = DocumentBuilder().block("heading", "Abstract", level=1).paragraph(words)
    subjects = [s.subject for s in segment(builder.build()).sentences][1:]
    assert subjects == ["general", "patient", "patient", "patient", "general", "cohort", "general"]


def test_references_are_read_from_marks_and_their_ranges() -> None:
    """Each sentence knows the numbers of the list that it cites."""
    builder = DocumentBuilder().paragraph("It is rare [1,3-5]. It is mild [2].")
    assert [s.references for s in segment(builder.build()).sentences] == [(1, 3, 4, 5), (2,)]


def test_a_table_of_papers_is_cited_and_so_is_its_caption() -> None:
    """Rows that name papers are not the patient's; a table of results is."""
    builder = DocumentBuilder().paragraph(STORY)
    builder.table("Table 1. Results of the patient", [["Day", "ALT"], ["1", "90"]])
    builder.table(
        "Table 2. Reports of jaundice",
        [["Study", "Dose"], ["Okoro et al. [2]", "3 mg"], ["Lind et al. [4]", "4 mg"]],
    )
    result = segment(builder.build())
    assert result.tables == ("patient", "cited")
    captions = [s.subject for s in result.sentences if s.section == "caption"]
    assert (captions[0], captions[-1]) == ("patient", "cited")
