"""One rich invented case, used wherever a test or a page needs a whole course.

Nobody in it exists. It holds what real reports hold: a hospital stay told by days and a follow-up
told by years, a table of results with reference ranges, an interval for every vague time, a drug
that was planned and one that was only considered, findings stated absent, a dose printed in the
wrong unit, and another author's patient in the discussion.
"""

from typing import Any

from epicrisis.model import (
    Citation,
    CitedSource,
    Course,
    DayZero,
    Disease,
    Document,
    Finding,
    Imaging,
    Measurement,
    OntologyClass,
    Outcome,
    PhenotypicFeature,
    Procedure,
    VitalStatus,
)
from epicrisis.testing.builders import CourseBuilder, DocumentBuilder

_CASE = (
    (
        "A 58-year-old woman was admitted with dyspnoea, dry cough and cracked skin of the "
        "fingers. She had no dysphagia and no fever. Her history included hypothyroidism. Anti-"
        "PL-7 antibodies were positive and anti-Ro52 was negative. Results over time are given "
        "in Table 1. Computed tomography showed bilateral consolidation with ground-glass "
        "opacity. Antisynthetase syndrome with interstitial lung disease was diagnosed."
    ),
    (
        "Methylprednisolone 1 g/day was given intravenously for 3 days from day 2, followed by "
        "prednisolone 55 mg/day from day 5. Tacrolimus 3 mg twice daily was added on day 6 and "
        "stopped about two months after admission because of tremor. On day 14 she was moved to "
        "the intensive care unit and intubated. Cyclophosphamide was considered but not used "
        "because of infection. Immunoglobulin 0.4 mg/kg/day (24 g) was infused for 5 days from "
        "day 18, and a second course of 0.4 g/kg/day was given four weeks later. Bronchoscopy "
        "on day 15 grew no organisms."
    ),
    (
        "She was extubated on day 26 and left the intensive care unit a few days later. Lung "
        "infiltrates improved in the following weeks. Prednisolone was reduced to 20 mg/day and "
        "she went home on day 61."
    ),
    (
        "Mycophenolate 1 g twice daily was started about three months after admission. Forced "
        "vital capacity was 54% at three months, 71% at one year and 78% at two years. KL-6 was "
        "512 U/mL at six months and 430 U/mL at two years. Arthritis relapsed at eighteen "
        "months and settled with a third course of immunoglobulin. Rituximab is planned should "
        "she relapse again. She was alive and walking without oxygen at the last visit."
    ),
)
_RESULTS = (
    ("Test (reference)", "Day 1", "Day 8", "Day 17", "Day 30", "Day 61"),
    ("P/F ratio", "262", "214", "96", "238", "391"),
    ("CK, U/L (30–170)", "3420", "1980", "610", "142", "88"),
    ("LDH, U/L (120–245)", "512", "466", "590", "301", "204"),
    ("KL-6, U/mL (<500)", "1240", "1610", "2380", "1730", "690"),
    ("Ferritin, ng/mL (10–120)", "780", "1120", "2240", "640", "96"),
    ("CRP, mg/L (<5)", "64", "31", "48", "9", "<3"),
    ("Lymphocytes, 10^9/L (1.0–4.0)", "0.7", "0.5", "0.4", "0.9", "1.6"),
)
_ANALYTES: tuple[tuple[str, str | None, tuple[float | None, float | None] | None], ...] = (
    ("P/F ratio", None, None),
    ("creatine kinase", "U/L", (30, 170)),
    ("lactate dehydrogenase", "U/L", (120, 245)),
    ("KL-6", "U/mL", (None, 500)),
    ("ferritin", "ng/mL", (10, 120)),
    ("C-reactive protein", "mg/L", (None, 5)),
    ("lymphocytes", "10^9/L", (1, 4)),
)
_DAYS = (1, 8, 17, 30, 61)


def example_document() -> Document:
    """Give the text of the invented case."""
    builder = DocumentBuilder(
        "harbour-case",
        citation=Citation(title="A harbour case", authors=("Lindqvist A", "Oduya B"), year=2021),
    )
    builder.title("Lung disease in a harbour pilot: an invented case").heading("Case presentation")
    for words in _CASE[:2]:
        builder.paragraph(words)
    builder.table(
        "Table 1. Results over time.", _RESULTS, footnotes=(("*", "P/F: PaO2/FiO2 in mmHg"),)
    )
    for words in _CASE[2:]:
        builder.paragraph(words)
    builder.heading("Discussion").paragraph(
        "Marchetti et al. [2] treated a 44-year-old man with anti-PL-7 antibodies with "
        "immunoglobulin 2 g/kg monthly for six cycles, who recovered."
    )
    builder.heading("References")
    builder.reference(1, "Oduya B. Lungs and muscles. Invented J Med. 2015;1:1–9.")
    builder.reference(
        2, "Marchetti C. One more case. Invented J Med. 2018;4:20–22.", first_author="Marchetti"
    )
    return builder.build()


def example_course(document: Document | None = None) -> Course:
    """Give the course of the document's own patient."""
    document = document or example_document()
    builder = CourseBuilder(document, day_zero=DayZero(event="admission", number=1))
    builder.age("58-year-old", 58).sex("woman", "female")
    _presentation(builder)
    _results(builder, document)
    _treatments(builder)
    _stay(builder)
    _follow_up(builder)
    return builder.build()


def example_cited_course(document: Document | None = None) -> Course:
    """Give the course of the patient whom the discussion quotes from another paper."""
    document = document or example_document()
    source = CitedSource(text="Marchetti et al.", reference=2, patients=1)
    builder = CourseBuilder(document, patient="cited-1", cited=source)
    builder.age("44-year-old", 44).sex("44-year-old man", "male")
    builder.add(
        Measurement,
        "anti-PL-7",
        "anti-PL-7 antibodies",
        category="antibody",
        interpretation="positive",
    )
    builder.drug(
        "immunoglobulin",
        "immunoglobulin 2 g/kg monthly for six cycles",
        2,
        "g/kg",
        per_kg=True,
        schedule="monthly",
        interval_days=30.0,
        duration="six cycles",
    )
    builder.add(Outcome, "recovered", "recovered", outcome="recovered")
    return builder.build()


def example_findings(document: Document | None = None) -> tuple[Finding, ...]:
    """Give what an audit would say of the invented case: one doubtful dose."""
    document = document or example_document()
    course = example_course(document)
    dose = next(e for e in course.of_kind("treatment") if "0.4 mg/kg" in e.anchors[0].exact)
    return (
        Finding(
            code="DOS001",
            severity="error",
            message="0.4 mg/kg/day is a thousandth of the usual dose; 24 g implies g/kg.",
            anchors=dose.anchors,
            suggestion="0.4 g/kg/day",
            events=(dose.id,),
            course=course.id,
        ),
    )


def _presentation(builder: CourseBuilder) -> None:
    feature = PhenotypicFeature
    lasting = OntologyClass(id="HP:0002094", label="dyspnoea")
    builder.add(feature, "dyspnoea", "dyspnoea", day=1, concept=lasting)
    builder.add(feature, "dry cough", "dry cough", day=1)
    builder.add(feature, "cracked skin", "cracked skin of the fingers", day=1)
    builder.add(feature, "dysphagia", "no dysphagia", day=1, status="absent")
    builder.add(feature, "fever", "no fever", day=1, status="absent")
    builder.add(Disease, "hypothyroidism", "hypothyroidism", day=(None, 1), status="historical")
    for name, quote, result in (
        ("anti-PL-7", "Anti-PL-7 antibodies were positive", "positive"),
        ("anti-Ro52", "anti-Ro52 was negative", "negative"),
    ):
        builder.add(
            Measurement, name, quote, day=(1, 14), category="antibody", interpretation=result
        )
    builder.add(
        Imaging,
        "Computed tomography",
        "bilateral consolidation with ground-glass opacity",
        day=(1, 5),
        modality="CT",
        finding="consolidation, ground-glass opacity",
    )
    builder.add(
        Disease,
        "antisynthetase syndrome",
        "Antisynthetase syndrome",
        day=(1, 14),
        principal=True,
    )
    builder.add(Disease, "interstitial lung disease", "interstitial lung disease", day=(1, 14))


def _results(builder: CourseBuilder, document: Document) -> None:
    table = document.tables[0]
    for cell in table.cells:
        if cell.row == 0 or cell.column == 0:
            continue
        name, unit, reference = _ANALYTES[cell.row - 1]
        words = document.text[cell.start : cell.end]
        nth = document.text[: cell.start].count(words)
        builder.lab(
            name,
            words,
            float(words.lstrip("<")),
            unit,
            day=_DAYS[cell.column - 1],
            nth=nth,
            reference=reference,
            comparator="<" if words.startswith("<") else None,
            section="table",
        )


def _treatments(builder: CourseBuilder) -> None:
    daily: dict[str, Any] = {"interval_days": 1.0, "schedule": "/day"}
    builder.drug(
        "methylprednisolone",
        "Methylprednisolone 1 g/day was given intravenously for 3 days",
        1,
        "g/day",
        day=2,
        stop=5,
        route="IV",
        duration="3 days",
        duration_days=3.0,
        **daily,
    )
    builder.drug("prednisolone", "prednisolone 55 mg/day", 55, "mg/day", day=5, **daily)
    builder.drug(
        "tacrolimus",
        "Tacrolimus 3 mg twice daily",
        3,
        "mg",
        day=6,
        stop=(52, 72),
        schedule="twice daily",
        interval_days=0.5,
        reason="tremor",
    )
    builder.drug(
        "cyclophosphamide",
        "Cyclophosphamide was considered but not used",
        day=(14, 18),
        status="considered",
    )
    _later_treatments(builder)


def _later_treatments(builder: CourseBuilder) -> None:
    daily: dict[str, Any] = {"interval_days": 1.0, "schedule": "/day"}
    infusion: dict[str, Any] = {
        "text": "Immunoglobulin",
        "per_kg": True,
        "duration_days": 5.0,
        **daily,
    }
    builder.drug(
        "immunoglobulin",
        "Immunoglobulin 0.4 mg/kg/day (24 g) was infused for 5 days",
        0.4,
        "mg/kg/day",
        day=18,
        stop=23,
        route="IV",
        duration="5 days",
        **infusion,
    )
    builder.drug(
        "immunoglobulin", "0.4 g/kg/day", 0.4, "g/kg/day", day=(43, 49), stop=(48, 54), **infusion
    )
    builder.drug("prednisolone", "20 mg/day", 20, "mg/day", day=(40, 61), status="changed", **daily)
    builder.drug(
        "mycophenolate",
        "Mycophenolate 1 g twice daily",
        1,
        "g",
        day=(80, 105),
        schedule="twice daily",
        interval_days=0.5,
    )
    builder.drug("immunoglobulin", "third course of immunoglobulin", day=(520, 580))
    builder.drug("rituximab", "Rituximab is planned", day=(700, None), status="planned")


def _stay(builder: CourseBuilder) -> None:
    builder.encounter("admission", "admitted", day=1)
    builder.encounter("icu", "moved to the intensive care unit", day=14)
    builder.encounter("intubation", "intubated", day=14)
    builder.add(Procedure, "bronchoscopy", "Bronchoscopy", day=15)
    builder.encounter("extubation", "extubated", day=26)
    builder.encounter("transfer", "left the intensive care unit", day=(28, 31))
    builder.encounter("discharge", "went home", day=61)
    builder.add(Outcome, "improved", "infiltrates improved", day=(26, 61), outcome="improved")


def _follow_up(builder: CourseBuilder) -> None:
    for quote, value, day in (
        ("54%", 54, (80, 105)),
        ("71%", 71, (340, 390)),
        ("78%", 78, (700, 760)),
    ):
        builder.lab("forced vital capacity", quote, value, "%", day=day, category="lung_function")
    limit = (None, 500.0)
    builder.lab("KL-6", "512 U/mL", 512, "U/mL", day=(165, 200), reference=limit)
    builder.lab("KL-6", "430 U/mL", 430, "U/mL", day=(700, 760), reference=limit)
    builder.add(
        Outcome, "relapse", "Arthritis relapsed", day=(520, 580), outcome="relapse", of="arthritis"
    )
    builder.add(VitalStatus, "alive", "alive", day=(700, 760), status="alive")
