"""When: what days are counted from, and the interval of days that the print allows."""

import pytest

from epicrisis.model import when as said


def interval(course, kind):
    """Earliest and latest day of the last event of a kind."""
    time = course.of_kind(kind)[-1].time
    return (time.earliest, time.latest)


@pytest.mark.parametrize(
    ("opening", "zero", "number"),
    [
        ("A 52-year-old woman was admitted to our hospital. ", "admission", 0),
        ("A 52-year-old woman presented with cough. ", "presentation", 0),
        (
            "On day 1 (admission) a 52-year-old woman had a cough. On day 8 it went. ",
            "admission",
            1,
        ),
        (
            "On day 0 (admission) a 52-year-old woman had a cough. On day 8 it went. ",
            "admission",
            0,
        ),
    ],
)
def test_day_zero_is_what_the_report_counts_from(read, opening, zero, number):
    """Days are counted as the report counts them, else from the admission or presentation."""
    course = read("Bronchoscopy was performed.", opening=f"Case report\n\n{opening}")

    assert (course.day_zero.event, course.day_zero.number) == (zero, number)


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("On day 8, bronchoscopy was performed.", 8, 8),
        ("Bronchoscopy was performed on hospital day 8.", 8, 8),
        ("Ten days after admission, bronchoscopy was performed.", 10, 10),
        ("Bronchoscopy was performed 4 months after admission.", 107, 137),
        ("Two weeks later, bronchoscopy was performed.", 10, 18),
        ("On admission, bronchoscopy was performed.", 0, 0),
        ("Three days before admission, bronchoscopy was performed.", -3, -3),
    ],
)
def test_phrase_of_time_bounds_its_event(read, sentence, low, high):
    """A phrase gives an interval as wide as its own unit, and no wider."""
    earliest, latest = interval(read(sentence), "procedure")

    assert low - 1 <= earliest <= latest <= high + 4


def test_vague_phrase_leaves_a_side_open(read):
    """ "Later" has no latest day, and none is invented."""
    earliest, latest = interval(read("Later, bronchoscopy was performed."), "procedure")

    assert earliest is not None
    assert latest is None


def test_days_after_a_treatment_are_counted_from_its_start(read):
    """A phrase that counts from a drug's start is bound to it."""
    course = read(
        "On day 10, immunoglobulin 30 g was given. "
        "Five days after the start of immunoglobulin, bronchoscopy was performed."
    )

    assert interval(course, "procedure") == (15, 15)


def test_chain_of_phrases_adds_up(read):
    """Each "later" counts from the event told before."""
    course = read(
        "On day 10, immunoglobulin 30 g was given. Five days later she was extubated. "
        "Ten days later bronchoscopy was performed."
    )
    low, high = interval(course, "procedure")

    assert (low, high) == (25, 25)


def test_days_after_discharge_are_bound_to_the_discharge(read):
    """A follow-up told from the discharge lies that far behind it."""
    course = read(
        "She was discharged on day 30. Ten days after discharge, bronchoscopy was performed."
    )

    assert interval(course, "procedure") == (40, 40)


def test_calendar_dates_are_days_apart(read):
    """Two dates give the days between them."""
    course = read(
        "Bronchoscopy was performed on 24 March 2019.",
        opening="Case report\n\nA 52-year-old woman was admitted on 10 March 2019. ",
    )

    assert interval(course, "procedure") == (14, 14)


def test_findings_of_the_opening_are_of_the_first_days(read):
    """What is told at the presentation without a time was found about then."""
    low, high = interval(read("CRP was 12 mg/L."), "measurement")

    assert -1 <= low <= high <= 4


def test_history_lies_before_day_zero(read):
    """What a patient had before has no later day than the first."""
    _, latest = interval(read("She had a history of asthma."), "phenotypic_feature")

    assert latest <= 0


def test_contradiction_in_print_is_noted(read):
    """Two phrases that cannot both be true are quoted on the events they concern."""
    course = read(
        "On day 10, immunoglobulin 30 g was given. "
        "On day 40, five days after the start of immunoglobulin, bronchoscopy was performed."
    )
    (treatment,), (procedure,) = course.of_kind("treatment"), course.of_kind("procedure")

    assert "“five days after the start of immunoglobulin” / “On day 40”" in treatment.notes[0]
    assert (treatment.conflicts, procedure.conflicts) == ((procedure.id,), (treatment.id,))


def test_two_clocks_for_one_moment_must_agree(read):
    """A day number and a distance from the admission that exclude each other are noted."""
    course = read("On day 40, ten days after admission, bronchoscopy was performed.")
    (event,) = course.of_kind("procedure")

    assert "time contradiction" in event.notes[0]


def test_second_value_has_its_own_day(read):
    """Where one sentence tells of two values, each has the day it is printed with."""
    course = read("Haemoglobin fell to 7.9 g/dL on day 5 and rose to 11.2 g/dL on day 12.")

    assert [e.time.earliest for e in course.of_kind("measurement")] == [5, 12]


def test_second_dose_has_its_own_day(read):
    """Where one sentence tells of two doses, each has the day it is printed with."""
    course = read("Prednisolone 60 mg/day was given on day 3 and 20 mg/day on day 20.")

    assert [e.time.earliest for e in course.of_kind("treatment")] == [3, 20]


def test_events_stand_in_time_order(read):
    """The course is told in the order of its days, whatever order the report chose."""
    course = read("On day 20, bronchoscopy was performed. On day 5, plasma exchange was performed.")
    days = [e.time.earliest for e in course.of_kind("procedure")]

    assert days == [5, 20]


def test_presentation_is_day_zero(read):
    """Where nobody is admitted, the words that tell of the presentation stand at day 0."""
    course = read("", opening="Case report\n\nA 44-year-old woman presented with cough.")
    (visit,) = course.of_kind("encounter")

    assert (visit.time.earliest, visit.time.latest) == (0, 0)


def test_look_back_in_an_undated_story_counts_from_the_presentation(read):
    """`Seven months prior` means before the patient came, whatever was told last."""
    course = read(
        "She was given codeine. Seven months prior, spirometry was normal; however, 4 months prior,"
        " she had suffered from syncope for 3 h."
    )
    when = {e.text: (e.time.earliest, e.time.latest) for e in course.events if e.time}

    assert -230 < when["spirometry"][0] <= when["spirometry"][1] < -190
    assert -140 < when["syncope"][0] <= when["syncope"][1] < -100


def test_procedures_are_counted_from_too(read):
    """What follows an intubation by days is dated where the intubation is."""
    course = read("On day 5 she was intubated. Three days after intubation CRP was 9 mg/L.")
    assert interval(course, "measurement") == (8, 8)


def test_two_clocks_agree_behind_the_event_that_one_counts_from(read):
    """`Ten days after discharge, on day 40` is one moment told twice."""
    course = read("She was discharged. Ten days after discharge, on day 40, ferritin was 90 ng/mL.")
    assert interval(course, "measurement") == (40, 40)
    discharge = course.of_kind("encounter")[-1].time
    assert (discharge.earliest, discharge.latest) == (30, 30)


def when(course, name):
    """Earliest and latest day of the first event of a name."""
    time = next(e.time for e in course.events if e.text.lower() == name)
    return (time.earliest, time.latest)


def test_days_of_a_cycle_are_no_days_of_the_course(read):
    """`Days 1-5 of each cycle` neither dates the drug nor sets what the days are counted from."""
    course = read("On hospital day 9 ifosfamide 2 g was given on days 1-5 of each 21-day cycle.")

    assert when(course, "ifosfamide") == (9, 9)


def test_time_of_the_next_clause_is_its_own(read):
    """What a sentence tells before it moves on happened before."""
    course = read(
        "On day 6 she was febrile. Dexamethasone 8 mg was given but the fever rose and she died "
        "four days later."
    )

    assert when(course, "died") == (10, 10)
    assert when(course, "dexamethasone") == (6, 10)


def test_date_of_a_comparison_dates_nothing(read):
    """A film that is like an earlier one is not of that earlier day."""
    course = read(
        "On 3 May 2019 bronchoscopy was done. On 20 May 2019 she had a cough. "
        "Spirometry was similar to that of 3 May 2019.",
        opening="Case report\n\nA 52-year-old woman was admitted on 1 May 2019. ",
    )

    assert when(course, "spirometry")[0] == 19


def test_time_in_a_bracket_with_a_verb_is_the_bracket_s(read):
    """A remark in brackets has its own time."""
    course = read(
        "On day 5, bronchoscopy was performed (a spirometry of two months earlier was normal)."
    )

    assert when(course, "bronchoscopy") == (5, 5)


def test_length_of_a_treatment_does_not_date_its_start(read):
    """`After 5 days of plasmapheresis` dates what follows, not the plasmapheresis."""
    course = read(
        "On day 10 plasmapheresis was begun. After 5 days of plasmapheresis, ferritin was 90 ng/mL."
    )

    assert when(course, "plasmapheresis") == (10, 10)
    assert interval(course, "measurement") == (15, 15)


def test_days_after_surgery_count_from_this_illness_s_surgery(read):
    """An operation in childhood is not the one that a discharge is counted from."""
    course = read(
        "At the age of 6 years she underwent appendectomy. On day 3 colectomy was performed. "
        "She was discharged on postoperative day 5."
    )

    assert interval(course, "encounter") == (8, 8)


def test_years_survived_date_the_survival_alone(read):
    """`Survived more than two years` says how late the patient lived, and dates nothing else."""
    course = read("She received prednisolone, recovered and survived more than two years.")

    assert interval(course, "vital_status") == (730.5, None)
    assert when(course, "recovered")[0] < 30


def test_drug_taken_for_the_past_years_is_dated_there(read):
    """A treatment of the years before is not begun at the presentation."""
    low, high = interval(read("For the past 3 years she had taken methotrexate."), "treatment")

    assert low < -900
    assert high <= 0


def test_length_told_beside_a_date_does_not_move_it(read):
    """`On 9 May, after 5 days of bed rest` is 9 May."""
    course = read(
        "On 9 May 2019, after 5 days of bed rest, bronchoscopy was performed.",
        opening="Case report\n\nA 52-year-old woman was admitted on 1 May 2019. ",
    )

    assert when(course, "bronchoscopy") == (8, 8)


def test_stay_of_some_days_dates_the_discharge(read):
    """How long a stay lasted says when it ended, and what came days later counts from there."""
    course = read("The hospital stay lasted 10 days. Four days later spirometry was performed.")

    assert when(course, "spirometry") == (14, 14)


def test_operation_of_the_past_is_not_of_the_presentation(read):
    """What had been done before is told at the opening, and has no earliest day."""
    course = read("She had previously undergone cholecystectomy and had a fever.")

    assert when(course, "cholecystectomy") == (None, 0)


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "A 52-year-old woman had had a stroke. She was brought to the emergency room.",
            "presentation",
        ),
        (
            "She was discharged on a Monday. On 9 May 2019 she was seen in the emergency room.",
            "presentation",
        ),
        ("A 52-year-old woman was discharged after a stroke. Spirometry was normal.", "discharge"),
    ],
)
def test_who_leaves_does_not_present(read, sentence, event):
    """A discharge is day 0 only where nothing tells how the patient came, and is called so."""
    course = read(sentence, opening="Case report\n\nA 52-year-old woman had a cough. ")

    assert course.day_zero.event == event


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("On day 10 her CRP fell from 120 to 20 mg/L.", {120: "≤ day 10", 20: "day 10"}),
        ("Her CRP fell from 120 mg/L on day 1 to 20 mg/L on day 9.", {120: "day 1", 20: "day 9"}),
        ("Her CRP fell from 120 (day 1) to 20 mg/L (day 9).", {120: "day 1", 20: "day 9"}),
        ("Her CRP was 120 mg/L on day 3, on day 9 she died.", {120: "day 3"}),
    ],
)
def test_first_value_of_a_change_was_there_before(read, sentence, expected):
    """What it fell from was there on that day or earlier, unless a day of its own is printed."""
    found = [e for e in read(sentence).of_kind("measurement") if e.quantity]

    assert {e.quantity.value: said(e.time) for e in found} == expected


@pytest.mark.parametrize(
    ("sentence", "low"),
    [
        ("She presented with two weeks of dysuria.", -17.5),
        ("She was admitted because of dysuria for three days.", -3),
        ("She had dysuria of two months' duration.", -76.1),
    ],
)
def test_complaint_is_as_old_as_it_is_said_to_be(read, sentence, low):
    """How long a complaint had lasted says when it began."""
    assert when(read(sentence), "dysuria") == (low, 0)


def test_length_of_a_treatment_at_the_presentation_is_not_of_the_past(read):
    """`Presented with fever and received a drug for 5 days` tells of those days to come."""
    (event,) = read("She presented with fever and received amoxicillin for 5 days.").of_kind(
        "treatment"
    )

    assert event.duration_days == 5


def test_drug_is_not_dated_by_what_came_of_it(read):
    """The day of a complication is not the day on which the drug was begun."""
    low, high = when(
        read("Enoxaparin was given and she developed a rash on the third day of hospitalization."),
        "enoxaparin",
    )

    assert (low, high) == (0, 3)


@pytest.mark.parametrize(
    "aside",
    [
        "She had smoked until 2010.",
        "In 2010 she had undergone cholecystectomy.",
        "Her father had died at the age of 60.",
        "Her mother had a stroke in 2011.",
        "Her niece had a stroke in 2019.",
        "Her husband fell ill in 2019.",
    ],
)
def test_what_was_before_moves_the_story_nowhere(read, aside):
    """A year before the one the story has come to, and a relative's age, date nothing behind."""
    opening = "Case report\n\nA 52-year-old woman was admitted in March 2018 with a cough. "
    course = read(f"{aside} On examination her temperature was 38.1 °C.", opening=opening)
    (event,) = course.of_kind("measurement")

    assert (event.time.earliest, event.time.latest) == (0, 3)


def test_what_a_relative_had_is_not_dated(read):
    """The relative's age is on no axis of the patient."""
    (event,) = read("Her father had a stroke at the age of 60.").of_kind("phenotypic_feature")

    assert (event.status, event.time) == ("family", None)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("On day 9 her dysphagia had resolved.", "≤ day 9"),
        ("Resolution of the dysphagia was seen on day 9.", "≤ day 9"),
        ("On day 9 her dysphagia had not resolved.", "day 9"),
        ("On day 9 dysphagia was noted.", "day 9"),
    ],
)
def test_what_has_gone_was_there_before(read, sentence, days):
    """A sign that resolved is not there on that day."""
    (event,) = read(sentence).of_kind("phenotypic_feature")

    assert said(event.time) == days


def test_weeks_of_a_pregnancy_go_on(read):
    """`At 34 weeks` after `28 weeks of gestation` is six weeks on; a visit at 6 weeks is none."""
    course = read(
        "She was at 28 weeks of gestation on admission. At 34 weeks a caesarean section was done.",
        opening="Case report\n\nA 31-year-old woman was admitted with a cough. ",
    )
    (section,) = course.of_kind("procedure")

    assert (section.time.earliest, section.time.latest) == (35, 49)


@pytest.mark.parametrize(
    "told",
    [
        "She had had a stillbirth at 26 weeks of gestation two years before.",
        "She had a history of delivery at 26 weeks of gestation.",
        "Born at 26 weeks of gestation, she had grown up well.",
    ],
)
def test_weeks_of_a_pregnancy_that_has_ended_do_not_go_on(read, told):
    """`At 36 weeks` counts from the treatment, where the weeks of gestation were of the past."""
    course = read(
        f"{told} Tacrolimus was started on day 1. At 36 weeks a lobectomy was done.",
        opening="Case report\n\nA 31-year-old woman was admitted with a cough. ",
    )
    (operation,) = course.of_kind("procedure")

    assert operation.time.earliest > 240
