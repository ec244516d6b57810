"""A moment is found by word, name or condition, and its days are those that the report allows."""

from math import inf

import pytest

from epicrisis.errors import ExpressionError, InputError
from epicrisis.model import DayZero, PhenotypicFeature
from epicrisis.synthesis.moments import moment, spelt_out
from epicrisis.synthesis.states import State
from epicrisis.testing import CourseBuilder, DocumentBuilder


def days(course, name: str):
    return moment(name, [course]).find(course).days


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("admission", (1, 1)),
        ("presentation", (1, 1)),
        ("day zero", (1, 1)),
        ("discharge", (20, 20)),
        ("death", (30, 37)),
        ("relapse", (12, 12)),
        ("first IVIG", (4, 6)),
        ("last IVIG", (15, 15)),
        ("immunoglobulin", (4, 6)),
        ('treated("corticosteroids")', (2, 2)),
        ('measured("ferritin") < 100', (9, 9)),
        ('measured("ferritin", at="highest")', (3, 3)),
        ('treated("IVIG") or died', (4, 6)),
    ],
)
def test_moment_is_that_of_the_events_that_make_it(patient, name, expected):
    """Words, names, and conditions; the first event unless the last one is asked for."""
    made = (
        patient("A")
        .drug("immunoglobulin", "IVIG", day=(4, 6))
        .drug("immunoglobulin", "IVIG", day=15)
    )
    made.drug("prednisolone", "prednisolone", day=2).outcome("relapse", day=12)
    made.encounter("discharge", "discharged", day=20).died(day=(30, 37))
    for value, quote, day in ((900, "900", 3), (40, "40", 9), (20, "20", 14)):
        made.lab("ferritin", quote, value, "ng/mL", day=day)
    course = with_ucum(made.build())

    assert days(course, name) == expected


def with_ucum(course):
    """Give numbers the code of their unit, as the reader of reports does."""
    events = [
        e.model_copy(update={"quantity": e.quantity.model_copy(update={"ucum": "ng/mL"})})
        if e.kind == "measurement"
        else e
        for e in course.events
    ]
    return course.model_copy(update={"events": tuple(events)})


def test_same_thing_told_less_closely_does_not_widen_the_days(patient):
    """An abstract's relapse at any time after admission is the one that the text dates."""
    course = patient("A").outcome("relapse", (1, None)).outcome("relapse", (150, 180)).build()

    assert days(course, "relapse") == (150, 180)


def test_what_was_stopped_had_begun_by_then(patient):
    """A statement that a drug was stopped dates its beginning only where nothing else does."""
    stopped = patient("A").drug("prednisolone", "prednisolone", day=40, status="stopped")

    assert days(stopped.build(), "prednisolone") == (-inf, 40)
    assert days(stopped.drug("prednisolone", "prednisolone", day=2).build(), "prednisolone") == (
        2,
        2,
    )


def test_onset_is_known_only_where_the_report_counts_from_it(patient):
    """A symptom that was there on admission began before; a named one is its own moment."""
    course = patient("A").add(PhenotypicFeature, "fever", "fever", day=(-9, -5)).build()
    document = DocumentBuilder("B").paragraph("Ill since then.").build()
    from_onset = CourseBuilder(document, day_zero=DayZero(event="onset")).build()

    assert moment("onset").find(course).state is State.NOT_REPORTED
    assert days(course, "first fever") == (-9, -5)
    assert days(from_onset, "onset") == (0, 0)


def test_admission_that_no_word_states_is_marked():
    """Day 0 taken for the admission is told apart from a stated one."""
    document = DocumentBuilder("A").paragraph("On day 1 he was ill.").build()
    zero = DayZero(event="admission", number=1, stated=False)

    assert moment("admission").find(CourseBuilder(document, day_zero=zero).build()).assumed


@pytest.mark.parametrize(
    ("event", "state", "why"),
    [
        ({"status": "not_given"}, State.NO, "never came"),
        ({"status": "given"}, State.YES, "on a day that is not told"),
        ({"status": "considered"}, State.NOT_REPORTED, "not reported"),
    ],
)
def test_silence_is_not_no(patient, event, state, why):
    """A drug refused, given on no day told, and only thought of are three things."""
    course = patient("A").drug("immunoglobulin", "IVIG", **event).build()
    found = moment("first IVIG").find(course)

    assert (found.state, found.days, found.why) == (state, None, why)


def test_what_is_so_at_any_time_is_no_moment(patient):
    """An age or a sex has no day."""
    course = patient("A").age("fever", 60).drug("immunoglobulin", "IVIG", day=2).build()

    with pytest.raises(InputError, match="no moment"):
        moment('age > 18 or treated("IVIG")').find(course)


def test_unknown_name_lists_words_and_the_nearest_names():
    """A slip of the pen is never an empty answer."""
    with pytest.raises(InputError, match=r"IVOG.*Did you mean.*Known words: day zero, admission"):
        moment("first IVOG")
    with pytest.raises(ExpressionError):
        moment('treated("IVOG")')


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("improved", "improved"),
        ("death", "died"),
        ("complete response", 'outcome("complete_response")'),
        ("IVIG", 'treated("IVIG")'),
        ("plasma exchange", 'procedure("plasma exchange")'),
        ("fever", 'has("fever")'),
        ("icu", 'encounter("icu")'),
        ("ferritin", 'measured("ferritin")'),
        ("anti-MDA5", 'antibody("anti-MDA5")'),
        ("age >= 60", "age >= 60"),
    ],
)
def test_words_and_names_stand_for_conditions(said, condition):
    """What a person would say is what the language asks."""
    assert spelt_out(said) == condition
