"""What the index answers is what reading every course would answer."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.errors import ExpressionError, InputError
from epicrisis.model import (
    Age,
    Anchor,
    Attribute,
    CitedSource,
    Course,
    DayZero,
    Disease,
    Individual,
    Measurement,
    OntologyClass,
    Outcome,
    PhenotypicFeature,
    Procedure,
    Quantity,
    ReferenceRange,
    TimeElement,
    Treatment,
    VitalStatus,
)
from epicrisis.store import Extraction, RunRecord, open_library
from epicrisis.synthesis import cohort
from epicrisis.synthesis.index import Index
from epicrisis.testing import DocumentBuilder

WORDS = "lungs, fever, rash, ferritin, anti-MDA5, IVIG, steroids, pilot's elbow, improved, died"
IDEAS = (
    ("MONDO:0015925", "interstitial lung disease"),
    ("MONDO:0015264", "organizing pneumonia"),
    ("MONDO:0005554", "rheumatic disorder"),
    ("MONDO:0016367", "dermatomyositis"),
    ("HP:0001945", "Fever"),
    None,
)
AGENTS = ("prednisolone", "methylprednisolone", "corticosteroid", "immunoglobulin", "rituximab", "")
SHARED = ("case-3/1", "case-5/1"), ("case-5/1", "case-8/1"), ("case-9/1", "case-2/1")


def anything(random: Random, document, number: int):
    """One event of a kind that conditions ask of."""
    words = random.choice(WORDS.split(", "))
    start = document.text.index(words)
    low, high = sorted((random.randint(-3, 30), random.randint(-3, 30)))
    time = TimeElement(earliest=random.choice((low, None)), latest=random.choice((high, low, None)))
    if time.latest is not None and time.earliest is not None and time.latest < time.earliest:
        time = TimeElement(earliest=time.earliest)
    idea = random.choice(IDEAS)
    common = {
        "id": f"e{number}",
        "text": words,
        "time": random.choice((None, time)),
        "anchors": (Anchor.at(document.id, document.text, start, start + len(words)),),
        "origin": "testing",
        "concept": OntologyClass(id=idea[0], label=idea[1]) if idea else None,
    }
    made = (measurement, treatment, feature, disease, procedure, outcome, vital)
    return random.choice(made)(random, common)


def measurement(random, common):
    value = random.choice((4, 40, 400, 900, 900.5))
    quantity = Quantity(
        value=value,
        high=random.choice((None, None, value * 2)),
        comparator=random.choice((None, None, "<", ">", "<=", ">=", "~")),
        ucum=random.choice(("ng/mL", "mg/L", "1", None, "kg")),
    )
    return Measurement(
        **common,
        analyte=random.choice(("ferritin", "anti_mda5", "crp", "")),
        quantity=random.choice((quantity, quantity, None)),
        interpretation=random.choice((None, None, "positive", "negative", "not_done", "high")),
        reference_range=random.choice((None, ReferenceRange(high=40), ReferenceRange(low=1))),
    )


def treatment(random, common):
    status = random.choice(("given", "planned", "considered", "stopped", "changed", "not_given"))
    return Treatment(**common, agent=random.choice(AGENTS), status=status)


def feature(random, common):
    status = random.choice(("present", "absent", "uncertain", "historical", "family"))
    return PhenotypicFeature(**common, status=status)


def disease(random, common):
    return Disease(**common, status=random.choice(("present", "absent", "uncertain")))


def procedure(random, common):
    status = random.choice(("given", "planned", "not_given"))
    return Procedure(**common, procedure=random.choice(("plasma_exchange", "")), status=status)


def outcome(random, common):
    return Outcome(
        **common,
        outcome=random.choice(("improved", "relapse")),
        status=random.choice(("present", "absent", "uncertain")),
    )


def vital(random, common):
    return VitalStatus(**common, status=random.choice(("dead", "alive")))


def somebody(random: Random, document, patient: str) -> Course:
    """One patient of whom anything may be said."""
    anchor = Anchor.at(document.id, document.text, 0, 4)
    years = random.choice((1, 17, 18, 64.5))
    printed = Quantity(value=years, comparator=random.choice((None, ">", "<")))
    months = Quantity(value=years * 12, high=random.choice((None, years * 12 + 6)))
    age = Age(quantity=random.choice((printed, months)), years=years, anchors=(anchor,))
    sex = Attribute(value=random.choice(("male", "female")), anchors=(anchor,))
    cited = CitedSource(text="Doe", patients=random.choice((None, 1, 7)))
    return Course(
        id=f"{document.name}/{patient}",
        document=document.id,
        document_name=document.name,
        individual=Individual(
            id=patient, age=random.choice((age, None)), sex=random.choice((sex, None))
        ),
        day_zero=random.choice((None, DayZero(event="onset"))),
        events=tuple(anything(random, document, n) for n in range(random.randint(0, 9))),
        cited=random.choice((None, None, cited)),
    )


def report(seed: str, number: int) -> Extraction:
    random = Random(f"{seed}/{number}")
    document = DocumentBuilder(f"case-{number}").paragraph(f"Case {number}: {WORDS}.").build()
    people = (somebody(random, document, str(n + 1)) for n in range(random.choice((1, 2, 2))))
    return Extraction(document, tuple(people))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shelf(request, new_place):
    """A library of anything: extracted twice in part, and decided on."""
    with open_library(new_place(request.param), create=True) as library:
        run = RunRecord(program="one", started_at="2026-01-02T03:04:05Z")
        list(library.add_all((report("first", n) for n in range(60)), run))
        decide(library, range(10, 40, 2))
        again = RunRecord(program="two", started_at="2026-01-03T03:04:05Z")
        list(library.add_all((report("second", n) for n in range(20, 30)), again))
        decide(library, range(26, 50, 4))
        yield library


def decide(library, numbers) -> None:
    """Reject, change and confirm; what there is nothing of is passed over."""
    for number in numbers:
        course = library.course(f"case-{number}/1", reviewed=False)
        for event in course.events[:3]:
            verdict = ("rejected", "confirmed", "changed")[number % 3]
            more = {}
            if verdict == "changed":
                status = event.kind in ("disease", "phenotypic_feature")
                more = {"field": "status" if status else "text"}
                more["value"] = "absent" if status else "fever"
            library.decide(course.id, event.id, verdict, by="ada", **more)
        if course.individual.age:
            library.decide(course.id, "age", "rejected", by="bea")


NUMBERS = st.sampled_from(("age", "patients", 'started("corticosteroids")', "follow_up")) | (
    st.builds(
        'measured("{}", at="{}")'.format,
        st.sampled_from(("ferritin", "anti-MDA5", "CRP")),
        st.sampled_from(("any", "first", "last", "highest", "lowest")),
    )
)
OPERATORS = st.sampled_from(("<", "<=", ">", ">=", "=", "!="))
LIMITS = st.sampled_from((4, 18, 40, 400, 900))
NAMES = st.sampled_from(("ILD", "organizing pneumonia", "fever", "rash", "dermatomyositis"))
DRUGS = st.sampled_from(("corticosteroids", "prednisolone", "IVIG", "rituximab", "steroids"))
ATOMS = st.one_of(
    st.sampled_from(("died", "alive", "cited", "own", 'procedure("plasma exchange")')),
    st.builds(
        '{}("{}")'.format, st.sampled_from(("has", "diagnosed", "history", "suspected")), NAMES
    ),
    st.builds(
        'treated("{}", status="{}")'.format, DRUGS, st.sampled_from(("given", "stopped", "planned"))
    ),
    st.builds('antibody("{}")'.format, st.just("anti-MDA5")),
    st.builds('outcome("{}")'.format, st.sampled_from(("improved", "relapse"))),
    st.builds("{} {} {}".format, NUMBERS, OPERATORS, LIMITS),
    st.builds("{} < {} <= {}".format, st.just(4), NUMBERS, LIMITS),
    st.builds('sex {} "{}"'.format, st.sampled_from(("=", "!=")), st.sampled_from(("male", "x"))),
    st.builds('document {} "case-3"'.format, st.sampled_from(("=", "!="))),
    st.builds("reported({})".format, NUMBERS),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda part: st.one_of(
        st.builds("({} and {})".format, part, part),
        st.builds("({} or {})".format, part, part),
        st.builds("not ({})".format, part),
        st.builds("{}(({}))".format, st.sampled_from(("reported", "unknown")), part),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def both(shelf):
    """The same patients, read and indexed."""
    return cohort(shelf.pairs(), same=SHARED), cohort(shelf.index(), same=SHARED)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(text=CONDITIONS, second=ATOMS, keep=st.sampled_from(("yes", "no", "not reported")))
def test_index_answers_as_reading_does(both, text, second, keep):
    """Each patient's answer, every count, and who is kept."""
    from epicrisis.synthesis import State

    read, indexed = both
    assert indexed.states(indexed.condition(text)) == read.states(read.condition(text)), text
    kept, again = read.where(text, State(keep)), indexed.where(text, State(keep))
    assert again.steps == kept.steps
    assert again.rows() == kept.rows()
    assert counted(again, second) == counted(kept, second)


def counted(found, text):
    """The count, or the slip that keeps it from being made."""
    try:
        return found.count(text)
    except ExpressionError as error:
        return str(error)


def test_index_is_what_synthesis_asks_for(shelf):
    """The two rooms do not know each other; this is where they are compared."""
    assert isinstance(shelf.index(), Index)


def test_rows_of_an_index_are_those_of_courses(both):
    """Who the patients are, and what columns they are asked for."""
    read, indexed = both
    columns = {"ferritin": 'measured("ferritin")', "fever": 'has("fever")'}

    assert indexed.rows() == read.rows()
    assert indexed.rows(**columns) == read.rows(**columns)
    assert indexed.shown(**columns) == read.shown(**columns)
    assert repr(indexed) == repr(read)
    assert [f.model_dump() for f in indexed.facts()] == [f.model_dump() for f in read.facts()]


def test_names_that_only_reports_print_are_known(both):
    """What no table holds may be asked for if a course prints it, and else is a slip."""
    read, indexed = both

    assert indexed.count('has("pilot\'s elbow")') == read.count('has("pilot\'s elbow")')
    nobody = indexed.where("died and alive")
    assert len(nobody) == 0
    with pytest.raises(ExpressionError, match="no finding or disease is named"):
        nobody.count('has("pilot\'s elbow")')
    with pytest.raises(ExpressionError, match="no drug is named"):
        indexed.count('treated("rituximap")')


def test_one_patient_must_be_there(shelf):
    """A decided pair that names nobody is an error, as it is among files."""
    with pytest.raises(InputError, match="no course has the id 'case-99/1'"):
        cohort(shelf.index(), same=[("case-3/1", "case-99/1")])


def test_index_sees_one_state(library, run):
    """What is added or read anew after the index was made is not in its counts."""
    list(library.add_all((report("first", n) for n in range(3)), run))
    before = cohort(library.index())
    said = before.count('has("fever")')
    list(library.add_all((report("first", n) for n in range(3, 6)), run))
    list(library.add_all([report("second", 0)], RunRecord(program="later")))

    assert before.count('has("fever")') == said
    assert len(cohort(library.index())) > len(before)
