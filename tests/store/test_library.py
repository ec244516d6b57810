"""What goes into a library comes out of it, once and whole."""

import pytest
from hypothesis import HealthCheck, given, settings

from epicrisis.errors import InputError, LibraryReadOnlyError, UnknownNameError
from epicrisis.model import Course
from epicrisis.store import Extraction, RunRecord, open_library
from epicrisis.store.alike import MOST, runs
from epicrisis.testing import example_course, example_document, example_findings
from epicrisis.testing.examples import example_cited_course
from epicrisis.testing.strategies import courses, documents


def add(library, extraction, run):
    return library.add(extraction.document, extraction.courses, extraction.findings, run)


def test_what_goes_in_comes_out(library, run):
    """Document, course and findings are read back equal to what was added."""
    document = example_document()
    course = example_course(document)
    added = library.add(document, [course], example_findings(document), run)

    assert (added.status, added.cases) == ("added", ("harbour-case/1",))
    assert list(library.documents()) == [document]
    assert list(library.courses()) == [course]
    assert list(library.pairs()) == [(document, course)]
    assert library.course("harbour-case/1") == course
    assert library.document("harbour-case/1") == document
    assert library.findings("harbour-case/1") == list(example_findings(document))
    assert library.counts() == {"reports": 1, "cases": 1, "versions": 1, "decisions": 0}


@settings(max_examples=5, suppress_health_check=list(HealthCheck), deadline=None)
@given(source=documents().flatmap(lambda d: courses(d).map(lambda c: (d, c))))
def test_any_document_and_course_come_back(library, run, source):
    """Whatever characters, open intervals and empty cells there are."""
    document, course = source
    added = library.add(document, [course], [], run)

    assert library.document(added.cases[0]) == document
    assert library.course(added.cases[0]) == course.model_copy(update={"id": added.cases[0]})


def test_adding_again_changes_nothing(library, run, case):
    """The same text with the same result of the same program is there once."""
    first = add(library, case(1), run)
    again = add(library, case(1), RunRecord(program=run.program))

    assert (first.status, again.status) == ("added", "unchanged")
    assert library.counts()["versions"] == 1
    assert len(library.runs()) == 1


def test_many_are_added_as_one_by_one(new_place, run, case):
    """Batches give what single additions give, also where a document comes twice."""
    numbers = [0, 1, 2, 1, 0, 3]
    with open_library(new_place("sqlite"), create=True) as one:
        single = [add(one, case(number), run) for number in numbers]
        with open_library(new_place("sqlite"), create=True) as other:
            batch = list(other.add_all(map(case, numbers), run))

            assert batch == single
            assert list(one.pairs()) == list(other.pairs())


def test_new_result_is_a_new_version(library, run, quay):
    """The earlier version stays readable, and the history tells what changed."""
    add(library, quay(), run)
    added = add(library, quay(first=790), run)
    history = library.history("quay/1")

    assert (added.status, added.version) == ("new version", 2)
    assert library.course("quay/1").events[0].quantity.value == 790
    assert library.course("quay/1", 1).events[0].quantity.value == 780
    assert len(list(library.courses())) == 1
    assert [version.number for version in history.versions] == [1, 2]
    (change,) = history.versions[1].changes
    assert (change.before, change.after) == ("780 ng/mL, day 1", "790 ng/mL, day 1")


@pytest.mark.parametrize("fields", [{"program": "epicrisis 2.0"}, {"settings": {"checks": "all"}}])
def test_new_program_or_setting_is_a_new_version(library, run, quay, fields):
    """Equal results of two programs are two versions, so that each says what made it."""
    add(library, quay(), run)
    other = RunRecord.model_validate({"program": run.program, **fields})

    assert add(library, quay(), other).status == "new version"
    assert library.history("quay/1").versions[1].run == other
    assert library.history("quay/1").versions[1].changes == ()


def test_corrected_text_belongs_to_its_report(library, run, quay):
    """A file of the same name with most of the words is another form of the report."""
    text = quay().document.text.split("\n\n")[1]
    add(library, quay(), run)
    added = add(library, quay(text.replace("96 ng/mL", "98 ng/mL")), run)
    back = add(library, quay(), run)

    assert (added.status, added.version) == ("new version", 2)
    assert (back.status, back.version) == ("new version", 3)
    assert library.document("quay/1", 2).text != library.document("quay/1", 1).text
    assert library.document("quay/1", 3).text == library.document("quay/1", 1).text


def test_other_report_of_the_same_name_is_told_apart(library, run, quay):
    """Two files named alike do not hide one another, and courses carry the name they go by."""
    add(library, quay(), run)
    other = quay("Twins of 7 weeks had a rash of the face that faded without any treatment at all.")
    added = add(library, other, run)
    (name,) = added.cases

    assert added.status == "added"
    assert name.startswith("quay@")
    assert {course.id for course in library.courses()} == {"quay/1", name}
    assert library.course(name).id == name


def test_a_name_of_many_reports_says_little(library, run, quay, monkeypatch):
    """Few of sixty are compared with one another, and a corrected one is known again."""
    compared = []
    monkeypatch.setattr(
        "epicrisis.store.adding.word_runs", lambda text: compared.append(text) or runs(text)
    )
    texts = [
        f"Ship {n} came in with {n} sailors who had eaten {n} crabs. A 40-year-old man of its crew "
        f"was admitted with cough. Ferritin was 780 ng/mL on day 1, and {n} days later 96 ng/mL."
        for n in range(60)
    ]
    list(library.add_all([quay(text, name="article") for text in texts[:30]], run))
    list(library.add_all([quay(text, name="article") for text in texts[30:]], run))
    first = len(compared)
    corrected = add(library, quay(texts[11].replace("cough", "a cough"), name="article"), run)
    added = add(
        library, quay("It was a cold day on the pier, and more was to come.", name="article"), run
    )

    assert (corrected.status, corrected.version) == ("new version", 2)
    assert library.document(corrected.cases[0], 1).text.endswith(texts[11])
    assert added.status == "added"
    assert first <= 60 * (MOST + 1)
    assert len(compared) - first <= 2 * (MOST + 1)
    assert library.counts()["reports"] == 61


def test_patient_that_is_found_no_more_stays_in_the_history(library, run):
    """A later version without the patient hides the case from lists, and deletes nothing."""
    document = example_document()
    both = [example_course(document), example_cited_course(document)]
    library.add(document, both, [], run)
    library.add(document, both[:1], [], run)
    gone = both[1].id

    assert [row.case for row in library.cases()] == [both[0].id]
    assert [version.present for version in library.history(gone).versions] == [True, False]
    assert library.course(gone) == both[1]


def test_cited_patients_may_be_left_out(library, run):
    """`own` keeps to the patients of the reports themselves."""
    document = example_document()
    library.add(document, [example_course(document), example_cited_course(document)], [], run)

    assert len(list(library.courses())) == 2
    assert len(list(library.courses(own=True))) == len(list(library.cases(own=True))) == 1


def test_chosen_cases_are_read_alone(library, run, case):
    """Ids choose; unknown ones are passed over."""
    list(library.add_all(map(case, range(5)), run))
    chosen = ["invented-0-3/1", "invented-0-1/1", "nobody/1"]

    assert {course.id for course in library.courses(chosen)} == set(chosen[:2])


def test_reading_sees_one_state(library, run, case):
    """What is added while a list is read is not in that list."""
    list(library.add_all(map(case, range(3)), run))
    reading = library.courses()
    first = next(reading)
    list(library.add_all(map(case, range(3, 6)), run))
    changed = case(0)
    less = Course.model_validate({**changed.courses[0].model_dump(), "events": ()})
    library.add(changed.document, [less], [], run)

    assert [c.id for c in (first, *reading)] == [f"invented-0-{n}/1" for n in range(3)]
    assert len(list(library.courses())) == 6


def test_list_of_cases_says_who(library, run, quay):
    """A line has age, sex, diagnosis and how much there is."""
    add(library, quay(), run)
    (row,) = library.cases()

    assert (row.case, row.version, row.age_years, row.sex) == ("quay/1", 1, 40, "male")
    assert (row.events, row.decisions, row.cited) == (3, 0, False)


def test_sessions_are_remembered(library, run, case):
    """Program, engine, settings, time and counts of every session."""
    add(library, case(1), run)
    library.end_run(run, {"added": 1})
    idle = RunRecord(program="epicrisis 2.0", engine="model x", settings={"b": "1", "a": "2"})
    library.end_run(idle, {})
    first, second = library.runs()

    assert (first.run, first.counts) == (run, {"added": 1})
    assert first.finished_at
    assert second.run == idle


@pytest.mark.parametrize("case_id", ["quai/1", "nobody/7"])
def test_unknown_case_lists_near_ones(library, run, quay, case_id):
    """A slip of the pen is answered with what there is."""
    add(library, quay(), run)
    with pytest.raises(UnknownNameError, match="quay/1"):
        library.course(case_id)
    with pytest.raises(UnknownNameError, match="version"):
        library.course("quay/1", 9)


def test_what_cannot_be_stored_is_refused(library, run, quay):
    """Characters no database takes, two courses of one patient, a course of another text."""
    good = quay()
    for text in ("A\0B", "half \ud800 a character"):
        bad = good.document.model_copy(update={"text": text})
        with pytest.raises(InputError):
            library.add(bad, [], [], run)
    with pytest.raises(InputError, match="same patient"):
        add(library, Extraction(good.document, good.courses * 2), run)
    with pytest.raises(InputError, match="another document"):
        library.add(quay(name="x").document.model_copy(update={"id": "y"}), good.courses, [], run)

    assert library.counts()["reports"] == 0


def test_library_opened_to_read_is_not_written(place, library, run, quay):
    """Nothing can be added to it or decided in it."""
    add(library, quay(), run)
    with open_library(place, readonly=True) as reader:
        assert len(list(reader.courses())) == 1
        with pytest.raises(LibraryReadOnlyError):
            add(reader, quay(first=1), run)
        with pytest.raises(LibraryReadOnlyError):
            reader.decide("quay/1", "age", "confirmed", by="ada")
