"""Encounters, responses and survival."""

import pytest


def encounters(course):
    """The encounters of a course, without the admission that opens it."""
    return [e.encounter for e in course.of_kind("encounter") if e.encounter != "admission"]


def vital(course):
    """The vital status of a course, or None where nothing is said."""
    found = course.of_kind("vital_status")
    return found[0].status if found else None


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [
        ("She died of septic shock on day 20.", "septic shock"),
        ("She died of septic shock.", "septic shock"),
        ("She died from respiratory failure.", "respiratory failure"),
        ("She died 3 weeks after admission from respiratory failure.", "respiratory failure"),
        ("The patient died due to respiratory failure.", "respiratory failure"),
        ("The patient died a few months later from spread of the tumor.", "spread of the tumor"),
        ("She died 8 months from the initial diagnosis.", None),
        ("She died within 4 months after discharge from hospital.", None),
        ("She died at 28 weeks of gestation.", None),
        ("She died of sepsis, although drainage was done.", "sepsis"),
        ("The course ended in her death due to renal failure.", "renal failure"),
        ("He was transferred with the help of his family and died.", None),
        ("Unfortunately, the patient died.", None),
        ("She passed away.", None),
    ],
)
def test_death_is_told_with_its_cause(read, sentence, cause):
    """A death is a death however it is put, and its cause only what is printed."""
    course = read(sentence)

    assert vital(course) == "dead"
    assert course.of_kind("vital_status")[0].cause == cause


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("She had a cough and was given amoxicillin.", None),
        ("Her father died of a stroke.", None),
        ("One of her sisters, who had died at 9 months, had the same rash.", None),
        ("She told of the death of her brother.", None),
        ("The fetus died in utero.", None),
        ("Ultrasound showed intrauterine fetal death.", None),
        ("The newborn died in the intensive care unit.", None),
        ("She received a deceased donor kidney.", None),
        ("Cells were positive for programmed death ligand 1.", None),
        ("The clot was removed to prevent the patient's death.", None),
        ("They could remove the clot and prevent the patient's death.", None),
        ("There had been two sudden deaths in the village.", None),
        ("She is alive.", "alive"),
        ("She was alive and well at the last visit.", "alive"),
        ("She was discharged home.", "alive"),
        ("She remains in remission.", "alive"),
        ("This disease is often fatal.", None),
    ],
)
def test_nobody_lives_or_dies_by_silence(read, sentence, status):
    """Alive is said only where the report speaks of the patient's state or of follow-up."""
    assert vital(read(sentence)) == status


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("She was moved to the intensive care unit.", ["transfer", "icu"]),
        ("She was seen in the outpatient clinic.", ["follow_up"]),
        ("She was discharged.", ["discharge"]),
        ("On admission she had a fever.", []),
        ("Ten days after admission she had a fever.", []),
        ("She was well until discharge.", []),
        ("She was not discharged.", []),
        ("The radiograph presented bilateral infiltrates.", []),
        ("A CT showed that the mass had grown, which was evaluated as progression.", []),
        ("She was evaluated for dyspnoea.", ["visit"]),
    ],
)
def test_words_that_only_date_are_no_encounters(read, sentence, expected):
    """A word is a move through care only where the move itself is told."""
    assert encounters(read(sentence)) == expected


@pytest.mark.parametrize(
    ("sentence", "outcome", "status"),
    [
        ("Her dyspnoea improved.", "improved", "present"),
        ("The arthritis relapsed.", "relapse", "present"),
        ("There was no relapse.", "relapse", "absent"),
        ("She did not relapse.", "relapse", "absent"),
        ("There was no improvement.", "improved", "absent"),
        ("The pneumonitis worsened.", "worsened", "present"),
        ("She recovered.", "recovered", "present"),
        ("The tumour showed a partial response.", "partial_response", "present"),
    ],
)
def test_outcome_is_classed_and_may_be_denied(read, sentence, outcome, status):
    """A response has a class; a denied one is stated absent."""
    found = read(sentence).of_kind("outcome")

    assert [(e.outcome, e.status) for e in found] == [(outcome, status)]


@pytest.mark.parametrize(
    ("sentence", "of"),
    [
        ("The joint pain improved.", "joint pain"),
        ("Gradually her muscle strength was slowly regained.", "muscle strength"),
        ("There was gradual resolution of the rash.", "rash"),
        ("She noticed an improvement in her quality of life.", "quality of life"),
        ("The postoperative course was uneventful.", "postoperative course"),
        ("Plasma exchange relieved the muscle pain.", "muscle pain"),
        ("She had worsening fatigue.", "fatigue"),
        ("There was a recovery of renal and hepatic function.", "renal and hepatic function"),
        ("There was improvement of the rash and the cough.", "rash"),
        ("She improved in 3 days.", ""),
        ("In the end she has been in remission.", ""),
        ("At the visit the doctor saw an improvement.", ""),
        ("Her parrot gradually improved.", ""),
    ],
)
def test_outcome_says_of_what(read, sentence, of):
    """What it was that improved is kept as printed, and left out where that is not plain."""
    (event,) = read(sentence).of_kind("outcome")

    assert event.of == of


@pytest.mark.parametrize(
    ("sentence", "outcome", "status"),
    [
        ("The operation was uneventful.", "adverse_event", "absent"),
        ("She made an uneventful recovery.", "recovered", "present"),
        ("The rash has not recurred.", "relapse", "absent"),
        ("The rash has never recurred.", "relapse", "absent"),
        ("She has had no recurrence for 5 years.", "relapse", "absent"),
        ("There was no recurrence of fever.", "relapse", "absent"),
        ("She was relapse-free.", "relapse", "absent"),
        ("The pain was not completely relieved.", "improved", "absent"),
        ("The rash did not resolve.", "recovered", "absent"),
        ("She not only improved.", "improved", "present"),
    ],
)
def test_denials_are_read_once(read, sentence, outcome, status):
    """No recurrence is a relapse denied, no remission denied; a quiet course is no recovery."""
    found = read(sentence).of_kind("outcome")

    assert [(e.outcome, e.status) for e in found] == [(outcome, status)]


def test_steady_vital_signs_are_no_outcome(read):
    """What is found at the first examination is not how it went."""
    assert read("On examination her vital signs were stable.").of_kind("outcome") == ()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("She did not respond to prednisolone.", [("improved", "absent", "")]),
        ("There was no response to prednisolone.", [("improved", "absent", "")]),
        ("Rituximab was planned in case of relapse.", []),
        ("The aim was improved patient management.", []),
        ("A recovery-based approach was taken.", []),
        ("Plasma exchange was started on day 2 and she recovered.", [("recovered", "present", "")]),
    ],
)
def test_words_that_deny_or_tell_of_nobody(read, sentence, told):
    """No response is an improvement denied; plans and manners of speech are no outcome."""
    course = read(sentence)
    assert [(e.outcome, e.status, e.of) for e in course.of_kind("outcome")] == told


def test_health_of_relatives_is_not_the_patients(read):
    """Whoever speaks of the parents says nothing of the patient."""
    assert vital(read("Both parents were in good health.")) is None


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("His wife reported that he was doing well.", "alive"),
        ("Her mother stated that she is well.", "alive"),
        ("Her sister is well.", None),
        ("Her grandmother is well.", None),
        ("His spouse is alive.", None),
    ],
)
def test_relatives_may_tell_how_the_patient_is(read, sentence, status):
    """Who speaks is not who is spoken of."""
    assert vital(read(sentence)) == status


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("She was given baths in order to improve her gait.", []),
        ("We hoped for improvement.", []),
        ("The baths were unable to improve her gait.", [("improved", "absent")]),
        ("None of the drugs led to lasting improvement.", [("improved", "absent")]),
        ("None of the drugs, old and new, led to improvement.", [("improved", "absent")]),
        ("None of the cultures grew and the fever improved.", [("improved", "present")]),
        ("Neither of the drugs helped, but the fever improved.", [("improved", "present")]),
        ("As expected the fever improved.", [("improved", "present")]),
        ("The fever improved earlier than expected by us.", [("improved", "present")]),
        ("Earlier than expected the rash improved.", [("improved", "present")]),
        ("We expected some improvement.", []),
        ("Her gait began to improve.", [("improved", "present")]),
        ("A scan showed progressive disease reduction.", []),
    ],
)
def test_what_is_hoped_for_is_no_outcome(read, sentence, told):
    """A purpose tells of nothing that came about, and what failed is denied."""
    assert [(e.outcome, e.status) for e in read(sentence).of_kind("outcome")] == told


def test_death_of_a_donor_is_not_the_patients(read):
    """An organ from a deceased donor says nothing of whoever received it."""
    course = read("She received a liver from a deceased donor.")

    assert not [e for e in course.of_kind("vital_status") if e.status == "dead"]


@pytest.mark.parametrize(
    ("sentence", "subjects"),
    [
        ("Because ptosis had not resolved, rest was advised.", ["ptosis"]),
        ("The pain was relieved and hip function had recovered.", ["pain", "hip function"]),
    ],
)
def test_what_joins_a_clause_is_no_part_of_its_subject(read, sentence, subjects):
    """`Because` and `and` name nothing that could get better."""
    assert [event.of for event in read(sentence).of_kind("outcome")] == subjects
