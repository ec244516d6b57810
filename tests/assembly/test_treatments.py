"""Drugs in prose: which dose is whose, how it was given, and whether it was given at all."""

import pytest


def given(course, *statuses):
    """Each treatment: the drug and its dose as printed, `None` without one."""
    wanted = statuses or ("given",)
    return [
        (e.agent, str(e.dose) if e.dose else None)
        for e in course.of_kind("treatment")
        if e.status in wanted
    ]


def only(course):
    """The one treatment of a course."""
    (event,) = course.of_kind("treatment")
    return event


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Prednisolone 40 mg/day was started.", [("prednisolone", "40 mg/day")]),
        ("She received 40 mg of prednisolone.", [("prednisolone", "40 mg")]),
        (
            "The doses of prednisolone and azathioprine were 20 mg and 75 mg, respectively.",
            [("prednisolone", "20 mg"), ("azathioprine", "75 mg")],
        ),
        ("She received prednisolone at a dose of 40 mg daily.", [("prednisolone", "40 mg")]),
        (
            "She was treated with prednisolone (40 mg/day) and tacrolimus (3 mg/day).",
            [("prednisolone", "40 mg/day"), ("tacrolimus", "3 mg/day")],
        ),
        (
            "She received prednisolone 40 mg/day, tacrolimus 3 mg/day and azathioprine 100 mg/day.",
            [
                ("prednisolone", "40 mg/day"),
                ("tacrolimus", "3 mg/day"),
                ("azathioprine", "100 mg/day"),
            ],
        ),
        (
            "She was given 1 g of methylprednisolone and 500 mg of cyclophosphamide.",
            [("methylprednisolone", "1 g"), ("cyclophosphamide", "500 mg")],
        ),
        ("Amoxicillin was started.", [("amoxicillin", None)]),
    ],
)
def test_dose_finds_its_drug_before_or_behind(read, sentence, expected):
    """A dose belongs to the drug it is printed with, on either side."""
    assert given(read(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Immunoglobulin 0.4 g/kg/day (24 g) was infused.",
        "She received intravenous immunoglobulin 0.4 g/kg/day (total 24 g).",
    ],
)
def test_whole_dose_in_brackets_is_the_same_dose(read, sentence):
    """A dose per kg and its amount in brackets are one treatment."""
    event = only(read(sentence))

    assert (str(event.dose), event.per_kg) == ("0.4 g/kg/day", True)
    assert str(event.absolute_dose) == "24 g"


@pytest.mark.parametrize(
    ("sentence", "interval"),
    [
        ("Prednisolone 40 mg daily was started.", 1),
        ("Prednisolone 40 mg/day was started.", 1),
        ("Tacrolimus 3 mg twice daily was started.", 0.5),
        ("She received cyclophosphamide 500 mg every 2 weeks.", 14),
        ("She received methotrexate 15 mg weekly.", 7),
        ("She received methotrexate 15 mg once a week.", 7),
        ("Meropenem 1 g every 8 hours was started.", 1 / 3),
        ("Meropenem 1 g q8h was started.", 1 / 3),
        ("Prednisolone 40 mg was given.", None),
    ],
)
def test_schedule_is_days_between_doses(read, sentence, interval):
    """How often is told in days; where the print is silent it stays missing."""
    assert only(read(sentence)).interval_days == (
        interval if interval is None else pytest.approx(interval, abs=0.02)
    )


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Methylprednisolone 1 g/day was given for 3 days.", 3),
        ("She received immunoglobulin 0.4 g/kg/day for five days.", 5),
        ("She completed a 14-day course of meropenem.", 14),
        ("She received meropenem for two weeks.", 14),
        ("Prednisolone 40 mg/day was started.", None),
    ],
)
def test_duration_is_days_of_this_course(read, sentence, days):
    """How long is told in days; where the print is silent it stays missing."""
    assert only(read(sentence)).duration_days == (
        days if days is None else pytest.approx(days, abs=0.6)
    )


@pytest.mark.parametrize(
    ("sentence", "route"),
    [
        ("Oral prednisolone 40 mg/day was started.", "oral"),
        ("Intravenous methylprednisolone 1 g was given.", "intravenous"),
        ("She received IV methylprednisolone 1 g.", "intravenous"),
        ("Methotrexate 15 mg was injected subcutaneously.", "subcutaneous"),
        ("Prednisolone 40 mg was given.", None),
    ],
)
def test_route_is_coded(read, sentence, route):
    """The ways of giving have one name each; where the print is silent it stays missing."""
    assert only(read(sentence)).route == route


def test_schedule_before_a_list_is_shared(read):
    """What is said once before two drugs holds for both."""
    course = read("She went home on daily maintenance with prednisolone 10 mg and tacrolimus 3 mg.")

    assert [e.interval_days for e in course.of_kind("treatment")] == [1, 1]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Rituximab was considered.", "considered"),
        ("She is under consideration for rituximab.", "considered"),
        ("Rituximab is planned.", "planned"),
        ("We plan to start rituximab.", "planned"),
        ("Tacrolimus was stopped because of tremor.", "stopped"),
        ("Tacrolimus was discontinued.", "stopped"),
        ("Tacrolimus was not given.", "not_given"),
        ("She was not treated with rituximab.", "not_given"),
        ("Rituximab was given.", "given"),
        ("Rituximab was started and tacrolimus was stopped.", ["given", "stopped"]),
        ("Rituximab was considered but not given.", "considered"),
    ],
)
def test_status_says_what_became_of_a_drug(read, sentence, status):
    """Given, planned, considered, stopped and not given are five things."""
    found = [e.status for e in read(sentence).of_kind("treatment")]

    assert found == (status if isinstance(status, list) else [status])


@pytest.mark.parametrize(
    "sentence",
    [
        "Recovery was quicker than with cyclophosphamide.",
        "The isolate was resistant to ampicillin and sensitive to meropenem.",
        "The trough level of tacrolimus was 8 ng/mL.",
        "She is allergic to penicillin.",
        "She had a known penicillin allergy.",
        "The arthritis was refractory to methotrexate.",
        "Serum potassium and iron were normal.",
    ],
)
def test_drug_that_is_only_named_is_no_treatment(read, sentence):
    """Compared, tested, measured and suspected drugs were not given here and now."""
    assert given(read(sentence)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "She received ciclosporin (Sandimmun) 100 mg/day.",
        "She received cyclosporine A (CyA) (Sandimmun, Novartis) 100 mg/day.",
        "She received intravenous immunoglobulin (IVIG) 30 g.",
    ],
)
def test_second_name_in_brackets_is_the_same_drug(read, sentence):
    """A brand or a short form behind the name is no second drug."""
    assert len(read(sentence).of_kind("treatment")) == 1


def test_two_doses_of_one_drug_are_two_statements(read):
    """A dose that was changed gives a treatment before and one after."""
    course = read("Prednisolone 60 mg/day was started and then reduced to 20 mg/day.")

    assert [str(e.dose) for e in course.of_kind("treatment")] == ["60 mg/day", "20 mg/day"]


def test_reason_is_kept_as_printed(read):
    """Why a drug was stopped is kept in the words of the report."""
    assert only(read("Tacrolimus was stopped because of tremor.")).reason == "tremor"


def test_quote_holds_drug_dose_and_duration(read):
    """One quote shows all that is said of a treatment."""
    event = only(read("We gave methylprednisolone 1 g/day for 3 days and observed her."))

    assert event.anchors[0].exact == "methylprednisolone 1 g/day for 3 days"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Because of gout she was given colchicine.", "gout"),
        ("Colchicine was given due to gout.", "gout"),
        ("Colchicine was useless, and the patient died due to sepsis.", None),
        ("Due to good recovery she was discharged with colchicine.", None),
    ],
)
def test_reason_is_that_of_the_drug(read, sentence, reason):
    """Why somebody died or went home is not why a drug was given."""
    (event,) = read(sentence).of_kind("treatment")

    assert event.reason == reason


def test_number_of_doses_is_that_of_the_dose_before_it(read):
    """A loading dose's count is not the count of what follows."""
    first, second = read(
        "Voriconazole 400 mg was given for 2 doses, then 200 mg every 12 h."
    ).of_kind("treatment")

    assert (first.cycles, second.cycles) == ("2 doses", None)


def test_dose_over_how_often_is_a_dose(read):
    """`600 mg/twice a day` is 600 mg."""
    (event,) = read("Linezolid 600 mg/twice a day was given.").of_kind("treatment")

    assert (event.dose.value, event.dose.ucum, event.interval_days) == (600, "mg", 0.5)


@pytest.mark.parametrize(
    ("sentence", "schedule"),
    [
        ("She received capecitabine 1.5 g, twice a day.", "twice a day"),
        ("She received rituximab (375 mg on D1, every 3 weeks).", "every 3 weeks"),
        ("She received rituximab 1 g once.", "once"),
        ("She received insulin 6 U 3 times/day.", "3 times/day"),
        ("She received rituximab 1 g, and was seen every 3 months.", None),
        ("She received rituximab 1 g, followed by visits every 3 months.", None),
        ("She took thiamine 10 mg and was seen once a month.", None),
        ("She received prednisolone 40 mg once she had improved.", None),
    ],
)
def test_schedule_behind_a_comma_is_that_of_the_dose(read, sentence, schedule):
    """How often stands near the dose, and never in another statement; `once she` tells when."""
    (treatment,) = read(sentence).of_kind("treatment")

    assert treatment.schedule == schedule


def test_schedule_behind_a_comma_is_that_of_the_dose_before_it(read):
    """`500 mg, once a day and B` says how often the 500 mg; `seen once a month` says nothing."""
    (event,) = read("Levofloxacin 500 mg, once a day and rest were ordered.").of_kind("treatment")
    (other,) = read("She took insulin and was seen once a month.").of_kind("treatment")

    assert (event.schedule, other.schedule) == ("once a day", None)


@pytest.mark.parametrize(
    "sentence",
    [
        "She received metoprolol, a beta blocker, at 25 mg/day.",
        "She received metoprolol beta blocker therapy (25 mg/day).",
    ],
)
def test_dose_behind_a_class_that_explains_a_drug_is_the_drugs(read, sentence):
    """A class named to explain the drug before it has no dose of its own."""
    assert ("metoprolol", "25 mg/day") in given(read(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Her mother had been treated with tacrolimus 3 mg daily.",
        "Her sister received tacrolimus for lupus.",
        "Her brother underwent plasma exchange.",
    ],
)
def test_drug_of_a_relative_is_none_of_the_patients(read, sentence):
    """What a relative was given is told of nobody else."""
    assert read(sentence).of_kind("treatment", "procedure") == ()


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Tacrolimus was not started until day 12.", "given"),
        ("She was not treated with tacrolimus until day 12.", "given"),
        ("She did not receive tacrolimus 3 mg daily until after the biopsy.", "given"),
        ("Tacrolimus was not given until the last visit.", "not_given"),
        ("Tacrolimus was not given because she was well until day 12.", "not_given"),
    ],
)
def test_drug_that_is_only_delayed_is_given(read, sentence, status):
    """Not until a day means from that day on."""
    (event,) = read(sentence).of_kind("treatment")

    assert event.status == status


@pytest.mark.parametrize(
    "sentence",
    [
        "A urine drug screen was negative for opiates and benzodiazepines.",
        "Blood cultures grew Serratia, resistant to ceftriaxone and susceptible to meropenem.",
        "MICs were: penicillin 0.5 mg/L, gentamicin 2 mg/L.",
        "Theophylline and salicylate were undetectable.",
    ],
)
def test_what_is_tested_is_not_given(read, sentence):
    """Drugs looked for, and drugs that microbes were tested on, are no treatments."""
    assert not read(sentence).of_kind("treatment")


def test_amount_of_a_change_is_no_dose(read):
    """`Reduced by 5 mg every week to 10 mg/day` has one dose, and no weekly schedule."""
    course = read("Prednisolone was reduced by 5 mg every week to 10 mg/day.")
    other = read("Prednisone was tapered by 2.5 mg weekly.")

    assert given(course) == [("prednisolone", "10 mg/day")]
    assert given(other) == [("prednisone", None)]
    assert only(other).schedule is None


def test_dose_beside_its_drug_stays_with_it(read):
    """Behind a comma the next drug begins, with a dose and a route of its own."""
    course = read("She got labetalol 20 mg i.v. twice, dexamethasone 6 mg i.m. and aspirin 75 mg.")

    assert [(e.agent, str(e.dose), e.route) for e in course.of_kind("treatment")] == [
        ("labetalol", "20 mg", "intravenous"),
        ("dexamethasone", "6 mg", "intramuscular"),
        ("aspirin", "75 mg", None),
    ]


def test_length_of_one_dose_is_not_that_of_the_next(read):
    """`A for 3 days, then B` says nothing of how long B was given."""
    course = read("She took colchicine 1 mg daily for 3 days, then 0.5 mg daily.")

    assert [(str(e.dose), e.duration) for e in course.of_kind("treatment")] == [
        ("1 mg", "for 3 days"),
        ("0.5 mg", None),
    ]


def test_dose_stands_behind_another_name_in_the_bracket(read):
    """`Anakinra (ANA-1; 100 mg daily)`: the name in the bracket does not part drug and dose."""
    assert given(read("Anakinra (rIL1Ra; 100 mg daily) was given.")) == [("anakinra", "100 mg")]


def test_units_of_anti_xa_activity_are_doses(read):
    """Heparins of low weight are dosed in units of what they inhibit."""
    assert given(read("She got 5,000 anti-Xa IU of dalteparin daily.")) == [
        ("dalteparin", "5000 anti-Xa IU")
    ]


def test_drug_that_is_also_measured_counts_in_a_list_of_drugs(read):
    """Insulin between other drugs that were stopped was stopped."""
    course = read("Metformin, insulin and amlodipine could all be discontinued.")

    assert [e.agent for e in course.of_kind("treatment") if e.status == "stopped"] == [
        "metformin",
        "insulin",
        "amlodipine",
    ]


def test_trial_of_a_drug_is_no_trial_of_other_people(read):
    """`A trial of X` is what the patient was given."""
    course = read("Previous trials of lithium 900 mg/day and lamotrigine 200 mg/day had failed.")

    assert len(course.of_kind("treatment")) == 2


def test_short_forms_of_chemotherapy_need_a_dose(read):
    """`PEM 500 mg/m2` is pemetrexed; PEM alone may be anything."""
    course = read("She received PEM 480 mg/m2 and NDP 75 mg/m2.")

    assert given(course) == [("pemetrexed", "480 mg/m2"), ("nedaplatin", "75 mg/m2")]
    assert not read("PEM was noted.").of_kind("treatment")


def test_route_before_a_name_wins_over_that_in_the_name(read):
    """IVIG under the skin is not intravenous, whatever its short form says."""
    assert only(read("She received s.c. IVIG 0.3 g/kg weekly.")).route == "subcutaneous"
    assert only(read("She received IVIG 0.3 g/kg.")).route == "intravenous"


def test_bd_and_od_are_schedules_behind_a_dose(read):
    """British prescriptions; OD without a dose is an eye."""
    course = read("She took ramipril 5 mg bd and indapamide 1.5 mg o.d. Pressure OD was high.")

    assert [e.schedule for e in course.of_kind("treatment")] == ["bd", "o.d."]


def test_parts_of_a_days_dose_are_no_doses(read):
    """`20 mg daily (10-5-5 mg)` has one dose."""
    course = read("Hydrocortisone 15 mg daily (7.5-5-2.5 mg) was given.")

    assert given(course) == [("hydrocortisone", "15 mg")]


def test_what_a_relative_takes_is_no_treatment(read):
    """A drug of the sister is none of the patient."""
    assert not read("Her sister has been treated with imatinib.").of_kind("treatment")


def test_reaction_to_a_drug_does_not_give_it(read):
    """Anaphylaxis to a drug is as an allergy to it."""
    assert not read("He had a history of anaphylaxis to penicillin.").of_kind("treatment")


def test_aim_of_exposure_is_a_dose(read):
    """Carboplatin is dosed by the area under its curve."""
    assert given(read("She received carboplatin (AUC 5) and docetaxel 75 mg/m2.")) == [
        ("carboplatin", "5 AUC"),
        ("docetaxel", "75 mg/m2"),
    ]
