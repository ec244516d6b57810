"""In a series: what is of all patients, of some, and of one."""

import pytest

import epicrisis

KINDS = ("phenotypic_feature", "disease", "vital_status", "outcome")
TWO = """# Two siblings with a rare myopathy

## Abstract

{abstract}

## Case presentation

### Case 1

A 31-year-old woman was admitted with myalgia (Figure 1).

### Case 2

A 28-year-old man was admitted with dysphagia (Fig. 2A).

## Discussion

{discussion}

Figure 1. {caption}
"""


def findings(abstract="We report two patients.", discussion="", caption="A plain film."):
    """The names of what each of the two patients has, told or denied."""
    text = TWO.format(abstract=abstract, discussion=discussion, caption=caption)
    courses = epicrisis.extract(epicrisis.read_document(text.encode()))
    return [{e.text for e in course.of_kind(*KINDS)} for course in courses]


@pytest.mark.parametrize(
    ("sentence", "word", "shared"),
    [
        ("Both patients had a rash.", "rash", True),
        ("We report two patients with ptosis.", "ptosis", True),
        ("One patient had a rash and one a cough.", "rash", False),
        ("We report two patients: one woman presented with ataxia.", "ataxia", False),
        ("Tremor and ataxia were seen in patients A and B, respectively.", "ataxia", False),
        ("One neonate had a rash.", "rash", False),
        ("Another teenager had a rash.", "rash", False),
        ("One woman died and the other is alive.", "is alive", False),
        ("Of the patients, one relapsed.", "relapsed", False),
    ],
)
def test_what_some_patients_had_is_not_given_to_all(sentence, word, shared):
    """A sentence that parts the patients tells of none of them by name."""
    first, second = findings(abstract=sentence)

    assert (word in first, word in second) == (shared, shared)


@pytest.mark.parametrize(
    ("sentence", "shared"),
    [
        ("All our patients had a rash.", True),
        ("In this case, a rash was seen.", False),
        ("This lady had a rash.", False),
    ],
)
def test_one_nameless_patient_of_a_discussion_is_not_all(sentence, shared):
    """`This case` in a discussion of several is one that is not named."""
    first, second = findings(discussion=sentence)

    assert ("rash" in first, "rash" in second) == (shared, shared)


def test_figure_is_of_the_patient_whose_story_points_at_it():
    """A caption tells of the patient that refers to the figure."""
    first, second = findings(caption="The arms show a rash.")

    assert "rash" in first
    assert "rash" not in second


def who(told: str) -> list[tuple[str, str]]:
    """Age and sex of each patient of a report in one paragraph."""
    found = epicrisis.extract(epicrisis.read_document(f"Case report\n\n{told}".encode()))
    ages = [course.individual.age for course in found]
    sexes = [course.individual.sex for course in found]
    return [(str(a.quantity), s.value) for a, s in zip(ages, sexes, strict=True) if a and s]


def test_people_of_different_ages_are_different_people():
    """Told one after the other in one paragraph, without a label or a count."""
    told = (
        "A 33-year-old man had a cough. He took amoxicillin. A 21-year-old woman had a rash. "
        "Another 33-year-old man had a fever."
    )

    assert who(told) == [("33 years", "male"), ("21 years", "female"), ("33 years", "male")]


def test_one_person_told_of_twice_is_one():
    """The same age again is the same patient again."""
    told = "A 33-year-old man had a cough. A 33-year-old man had a cough."

    assert who(told) == [("33 years", "male")]


BOTH = """# Two siblings with a rare myopathy

## Case presentation

Both patients received tacrolimus on 3 March 2019. Tacrolimus was stopped on 13 March 2019. In both
patients ANA was positive on 5 March 2019. In both patients ANA was negative on 5 March 2019.

### Case 1

A 31-year-old woman was admitted on 1 March 2019 with myalgia.

### Case 2

A 28-year-old man was admitted on 2 March 2019 with dysphagia.
"""


def test_what_is_told_of_both_is_dated_for_each_anew():
    """Days count from each one's own admission, and what was found for the first is not left."""
    courses = epicrisis.extract(epicrisis.read_document(BOTH.encode()))
    given = [course.of_kind("treatment")[0] for course in courses]
    tested = [course.of_kind("measurement") for course in courses]

    assert [(e.time.bounds, e.stop.bounds) for e in given] == [
        ((2, 2), (12, 12)),
        ((1, 1), (11, 11)),
    ]
    assert [[e.conflicts for e in events] for events in tested] == [[("m2",), ("m1",)]] * 2
