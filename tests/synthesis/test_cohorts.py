"""Patients are asked in three states, and every count has its denominator."""

import sys

import pytest

from epicrisis.errors import ExpressionError, InputError, MissingExtraError
from epicrisis.model import (
    CitedSource,
    Disease,
    Measurement,
    OntologyClass,
    Outcome,
    PhenotypicFeature,
    Quantity,
    VitalStatus,
)
from epicrisis.synthesis import State, Tally, cohort, condition
from epicrisis.synthesis.cohorts import grouped
from epicrisis.testing import CourseBuilder, DocumentBuilder, example_course

WORDS = (
    "a 34-year-old man with ILD, no fever; IVIG, never rituximab; ferritin 900, 40; died; relapse"
)


def builder(name: str = "note", words: str = WORDS, **options) -> CourseBuilder:
    return CourseBuilder(DocumentBuilder(name).paragraph(words).build(), **options)


def state(made: CourseBuilder, text: str) -> State:
    course = made.build()
    return condition(text, [course])(course)


def ferritin(value: float, comparator: str | None = None) -> dict:
    quantity = Quantity(value=value, unit="ng/mL", ucum="ng/mL", comparator=comparator)
    return {"analyte": "ferritin", "quantity": quantity}


YES, NO, UNKNOWN = State.YES, State.NO, State.NOT_REPORTED


def test_logic_is_kleenes():
    """Not reported stands between no and yes, and is its own opposite."""
    assert (YES & UNKNOWN, NO & UNKNOWN, YES | UNKNOWN, NO | UNKNOWN) == (UNKNOWN, NO, YES, UNKNOWN)
    assert (~YES, ~NO, ~UNKNOWN) == (NO, YES, UNKNOWN)


@pytest.mark.parametrize(
    ("drug", "status", "expected"),
    [
        ("prednisolone", "given", {"corticosteroids": YES, "immunosuppressants": YES}),
        ("prednisolone", "not_given", {"prednisolone": NO, "corticosteroids": UNKNOWN}),
        ("corticosteroids", "not_given", {"prednisolone": NO, "IVIG": UNKNOWN}),
        ("prednisolone", "considered", {"prednisolone": UNKNOWN}),
        ("immunoglobulin", "changed", {"IVIG": YES, "intravenous immunoglobulin": YES}),
    ],
)
def test_drugs_affirm_their_class_and_a_class_denies_its_drugs(drug, status, expected):
    """A drug not given says nothing of the others of its class; considered is not given."""
    made = builder().drug(drug, "IVIG", status=status)

    assert {name: state(made, f'treated("{name}")') for name in expected} == expected


def test_statuses_can_be_asked_for():
    """What was thought of is a question of its own."""
    made = builder().drug("rituximab", "rituximab", status="considered")

    assert state(made, 'treated("rituximab", status="considered")') is YES


def feature(made: CourseBuilder, kind, code: str, label: str, status: str) -> CourseBuilder:
    concept = OntologyClass(id=code, label=label)
    return made.add(kind, "ILD", "ILD", concept=concept, status=status)


def test_kinds_affirm_the_class_and_the_class_denies_its_kinds():
    """Organizing pneumonia is an interstitial lung disease; without that there is none."""
    op, ild = (
        ("MONDO:0015264", "organizing pneumonia"),
        ("MONDO:0015925", "interstitial lung disease"),
    )
    has_op = feature(builder(), Disease, *op, "present")
    no_op = feature(builder(), Disease, *op, "absent")
    no_ild = feature(builder(), Disease, *ild, "absent")

    assert state(has_op, 'has("interstitial lung disease")') is YES
    assert state(no_op, 'has("interstitial lung disease")') is UNKNOWN
    assert state(no_ild, 'has("organizing pneumonia")') is NO


def test_what_a_report_affirms_is_not_denied_by_its_class():
    """ "No rheumatic disease" beside a dermatomyositis does not rule a lupus out."""
    made = feature(builder(), PhenotypicFeature, "MONDO:0005554", "rheumatic disorder", "absent")
    made = feature(made, Disease, "MONDO:0016367", "dermatomyositis", "present")

    assert state(made, 'has("polymyositis")') is UNKNOWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('measured("ferritin") > 500', YES),
        ('measured("ferritin", at="first") > 500 ng/mL', YES),
        ('measured("ferritin", at="last") > 500', NO),
        ('measured("ferritin", at="highest") <= 0.9 mg/L', YES),
        ('measured("ferritin", at="lowest") = 40 ug/L', YES),
        ('100 < measured("ferritin", at="first") < 1000', YES),
        ('measured("CRP") > 5', UNKNOWN),
        ("age >= 18", YES),
        ("age < 400 months", NO),
        ('sex = "female"', NO),
        ('sex != "female"', YES),
        ("died", YES),
        ("alive", NO),
        ("reported(age) and unknown(measured('CRP'))", YES),
        ('outcome("relapse")', NO),
        ("cited", NO),
        ("own", YES),
        ('started("IVIG") <= 12', YES),
        ('document = "note"', YES),
    ],
)
def test_questions(text, expected):
    """One patient, asked."""
    made = (
        builder()
        .age("34-year-old", 34)
        .sex("man", "male")
        .add(Measurement, "ferritin", "900", **ferritin(900), day=1)
        .add(Measurement, "ferritin", "40", **ferritin(40), day=30)
        .drug("immunoglobulin", "IVIG", day=12)
        .add(VitalStatus, "died", "died", status="dead")
        .add(Outcome, "relapse", "relapse", outcome="relapse", status="absent")
    )

    assert state(made, text) is expected


@pytest.mark.parametrize(
    ("comparator", "text", "expected"),
    [
        ("<", 'measured("ferritin") < 900', YES),
        ("<", 'measured("ferritin") >= 900', NO),
        ("<", 'measured("ferritin") < 500', UNKNOWN),
        (">", 'measured("ferritin") > 900', YES),
        (">", 'measured("ferritin") > 1000', UNKNOWN),
    ],
)
def test_bounds_answer_what_they_can(comparator, text, expected):
    """`<900` may or may not be below 500."""
    made = builder().add(Measurement, "ferritin", "900", **ferritin(900, comparator))

    assert state(made, text) is expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"interpretation": "positive"}, YES),
        ({"interpretation": "negative"}, NO),
        ({"interpretation": "not_done"}, UNKNOWN),
    ],
)
def test_antibodies_are_found_or_not_or_not_tested(options, expected):
    """A test not done is no negative test."""
    made = builder().add(Measurement, "anti-MDA5", "fever", analyte="mda5", **options)

    assert state(made, 'antibody("anti-MDA5")') is expected


def people():
    first = builder("one").age("34-year-old", 34).drug("immunoglobulin", "IVIG").build()
    second = (
        builder("two").age("34-year-old", 17).drug("immunoglobulin", "IVIG", status="not_given")
    )
    group = CitedSource(text="Marchetti et al.", patients=5)
    third = builder("three", cited=group).drug("immunoglobulin", "IVIG").build()
    return [first, second.build(), third]


def test_counts_give_their_denominator_and_keep_groups_apart():
    """A row for five patients is not a patient."""
    found = cohort(people())

    assert str(found.count('treated("IVIG")')) == (
        "yes 1, no 1, not reported 0 of 2; and in 1 of 1 groups of patients"
    )
    assert found.count("age >= 18") == Tally(1, 1, 0, groups=1)
    assert found.count('has("fever")').reported == 0


def test_narrowing_keeps_an_account():
    """Each condition leaves a step with what it found."""
    found = cohort(people()).where('treated("IVIG")').where("age >= 18")

    assert [case[0].id for case in found.cases] == ["one/1"]
    assert [str(step.tally) for step in found.steps][1].startswith(
        "yes 1, no 0, not reported 0 of 1"
    )
    assert len(cohort(people()).where("age >= 18", State.NOT_REPORTED)) == 1


def test_one_patient_of_two_papers_is_counted_once():
    """What a person decided is respected by every count."""
    found = cohort(people(), same=[("two/1", "one/1")])

    assert len(found) == 2
    assert found.count('treated("IVIG")') == Tally(1, 0, 0, groups=1, groups_yes=1)
    with pytest.raises(InputError, match="no course has the id 'four/1'"):
        cohort(people(), same=[("one/1", "four/1")])
    assert len(cohort([*people(), people()[0]])) == 3  # a file named twice
    twin = builder("one", "other words of a 40-year-old").build()
    assert len(cohort([*people(), twin])) == 4
    with pytest.raises(InputError, match="more than one course has the id"):
        cohort([*people(), twin], same=[("one/1", "two/1")])


def test_rows_are_tidy_and_missing_is_none():
    """One row a patient, a column a question."""
    rows = cohort(people()).rows(ivig='treated("IVIG")', ferritin='measured("ferritin")')

    assert [(row["course"], row["ivig"], row["ferritin"]) for row in rows] == [
        ("one/1", "yes", None),
        ("two/1", "no", None),
        ("three/1", "yes", None),
    ]
    assert {"ferritin_low", "ferritin_high", "ferritin_unit", "ferritin_text"} <= set(rows[0])
    with pytest.raises(InputError, match="two columns are named ferritin_low"):
        cohort(people()).rows(ferritin="age", ferritin_low="died")
    with pytest.raises(InputError, match="always there"):
        cohort(people()).rows(age="age")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_come_from_the_library_asked_for(library):
    """Where it is installed."""
    pytest.importorskip(library)
    frame = cohort(people()).frame(library, ivig='treated("IVIG")')

    assert list(frame["ivig"]) == ["yes", "no", "yes"]


def test_missing_libraries_are_told_by_name(monkeypatch):
    """The message is the command to type."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'epicrisis\[pandas\]'"):
        cohort(people()).frame()


def test_answers_keep_their_places():
    """Whoever doubts an answer can read the words."""
    course = example_course()
    answer = condition('antibody("anti-Ro52") or age >= 18', [course]).ask(course)

    assert answer.state is YES
    assert [anchor.exact for anchor in answer.anchors]


def test_unknown_names_are_known_where_a_course_prints_them():
    """A drug of no list is still found; another spelling is an error."""
    course = builder().drug("", "IVIG", text="glimepirex").build()

    assert condition('treated("Glimepirex")', [course])(course) is YES
    with pytest.raises(ExpressionError, match="Did you mean 'glimepirex'"):
        condition('treated("glimepirez")', [course])


def test_documents_may_come_with_one_course_or_with_several():
    """A library gives them one by one, a folder of files report by report."""
    document = DocumentBuilder("one").paragraph(WORDS).build()
    first = CourseBuilder(document).build()
    second = CourseBuilder(document, patient="2").build()

    assert len(cohort([(document, first), (document, second)])) == 2
    assert cohort([(document, [first, second])]).documents == {document.id: document}
    assert grouped([(document, first), (document, [first, second])]) == [
        (document, [first, second])
    ]


def test_numbers_keep_their_bounds():
    """An interval stays one; an open side is missing, and the print stands beside it."""
    made = builder().drug("immunoglobulin", "IVIG", day=(3, 9))
    made.add(Measurement, "ferritin", "900", **ferritin(900, ">"))
    columns = {"start": 'started("IVIG")', "ferritin": 'measured("ferritin")'}
    (row,) = cohort([made.build()]).rows(**columns)

    assert (row["start"], row["start_low"], row["start_high"]) == (None, 3, 9)
    assert (row["start_unit"], row["start_text"]) == ("d", "day 3 to 9")
    assert row["ferritin_low"] == pytest.approx(900)
    assert row["ferritin_high"] is None
    assert cohort([made.build()]).shown(**columns)[0]["start"] == "day 3 to 9"
