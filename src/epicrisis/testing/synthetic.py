"""As many invented cases as a test wants, the same ones for the same seed.

Nobody in them exists, and no frequency in them means anything. They are told like case reports:
who, what was found and what not, results over time, treatments with doses, how it went.

>>> document, course = synthetic_case(7)
>>> course == synthetic_case(7)[1] and document.text[: len("A ")] != ""
True
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from epicrisis.model import (
    Citation,
    Course,
    DayZero,
    Disease,
    Document,
    OntologyClass,
    Outcome,
    PhenotypicFeature,
    VitalStatus,
)
from epicrisis.testing.builders import CourseBuilder, DocumentBuilder

_DISEASES: Final = (
    ("antisynthetase syndrome", "MONDO:0100288"),
    ("cryptogenic organizing pneumonia", "MONDO:0015264"),
    ("interstitial lung disease", "MONDO:0015925"),
    ("sarcoidosis", "MONDO:0019338"),
    ("dermatomyositis", "MONDO:0016367"),
    ("adult-onset Still disease", "MONDO:0019067"),
    ("Kawasaki disease", "MONDO:0012727"),
    ("hemophagocytic lymphohistiocytosis", "MONDO:0015540"),
)
_FINDINGS: Final = (
    ("fever", "HP:0001945"),
    ("cough", "HP:0012735"),
    ("dyspnea", "HP:0002094"),
    ("exanthem", "HP:0000988"),
    ("arthralgia", "HP:0002829"),
    ("muscle weakness", "HP:0001324"),
    ("splenomegaly", "HP:0001744"),
    ("seizure", "HP:0001250"),
)
_ANALYTES: Final = (
    ("ferritin", "Ferritin", "LOINC:2276-4", "ng/mL", 15, 150, 9000),
    ("crp", "CRP", "LOINC:1988-5", "mg/L", 0, 5, 240),
    ("ck", "Creatine kinase", "LOINC:2157-6", "U/L", 30, 170, 6000),
    ("ldh", "LDH", "LOINC:2532-0", "U/L", 120, 245, 1500),
    ("hemoglobin", "Hemoglobin", "LOINC:718-7", "g/dL", 12, 16, 15),
)
_DRUGS: Final = (
    ("prednisolone", (20, 30, 40, 60), "mg/day"),
    ("methylprednisolone", (500, 1000), "mg/day"),
    ("tacrolimus", (2, 3, 4), "mg/day"),
    ("cyclophosphamide", (500, 750), "mg"),
    ("rituximab", (500, 1000), "mg"),
    ("immunoglobulin", (20, 30), "g/day"),
)
_PLACES: Final = ("harbour", "mill", "orchard", "quarry", "lighthouse", "glassworks", "ferry")
_WORKERS: Final = ("pilot", "baker", "gardener", "clerk", "weaver", "teacher", "carpenter")
_AUTHORS: Final = ("Lindqvist A", "Oduya B", "Marchetti C", "Tanabe D", "Okafor E", "Reyes F")


def synthetic_case(number: int, *, seed: int = 0) -> tuple[Document, Course]:
    """Give one invented case: the document and its patient's course."""
    random = Random(f"{seed}/{number}")
    who = f"{random.randint(1, 90)}-year-old"
    sex = random.choice(("woman", "man"))
    disease = random.choice(_DISEASES)
    told = _Telling(random)
    text = f"A {who} {sex}, a {random.choice(_WORKERS)}, was admitted with {disease[0]}. "
    text += " ".join((*told.findings(), *told.results(), *told.treatments()))
    ending = told.ending()
    citation = Citation(
        title=f"{disease[0].capitalize()} in a {random.choice(_PLACES)}: invented case {number}",
        authors=tuple(random.sample(_AUTHORS, 2)),
        journal="Journal of Invented Cases",
        year=random.randint(1995, 2025),
        doi=f"10.0000/invented.{seed}.{number}",
    )
    document = (
        DocumentBuilder(f"invented-{seed}-{number}", citation=citation)
        .title(citation.title)
        .heading("Case presentation")
        .paragraph(text)
        .paragraph(ending)
        .build()
    )
    builder = CourseBuilder(document, day_zero=DayZero(event="admission", number=1))
    builder.age(who, int(who.partition("-")[0])).sex(f" {sex}", {"man": "male"}.get(sex, "female"))
    code = OntologyClass(id=disease[1], label=disease[0])
    admitted = f"was admitted with {disease[0]}"
    builder.add(Disease, disease[0], admitted, day=1, concept=code, principal=True)
    builder.encounter("admission", "was admitted", day=1)
    told.tell(builder)
    return document, builder.build()


def synthetic_cases(count: int, *, seed: int = 0) -> Iterator[tuple[Document, Course]]:
    """Give the first `count` invented cases of a seed, one after the other."""
    return (synthetic_case(number, seed=seed) for number in range(count))


class _Telling:
    """Draws what happened, puts it into words, and then into the course."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.drawn = random.sample(_FINDINGS, 4)
        self.days = sorted(random.sample(range(1, 60), 3))
        self.analytes = random.sample(_ANALYTES, 3)
        self.values = {
            (name, day): random.randint(max(1, high // 2), most)
            for name, _, _, _, _, high, most in self.analytes
            for day in self.days
        }
        self.drugs = [
            (name, random.choice(doses), unit, random.randint(2, 40))
            for name, doses, unit in random.sample(_DRUGS, 2)
        ]
        self.last = self.days[-1] + random.randint(2, 30)
        self.recovered = random.random() < 0.8

    def findings(self) -> Iterator[str]:
        """Two findings present, two stated absent."""
        yield f"There was {self.drawn[0][0]} with {self.drawn[1][0]}."
        yield f"There was no {self.drawn[2][0]}, and no {self.drawn[3][0]} was noted."

    def results(self) -> Iterator[str]:
        """Each analyte on each day; the range where it comes first."""
        for name, words, _, unit, low, high, _ in self.analytes:
            for day in self.days:
                span = f" (normal {low}-{high} {unit})" if day == self.days[0] else ""
                yield f"{words} was {self.values[name, day]} {unit}{span} on day {day}."

    def treatments(self) -> Iterator[str]:
        """What was given."""
        for name, dose, unit, day in self.drugs:
            yield f"{name.capitalize()} {dose} {unit} was given from day {day}."

    def ending(self) -> str:
        """How it went."""
        if self.recovered:
            return f"The illness improved, and discharge home followed on day {self.last}."
        return f"The illness worsened, and death followed on day {self.last}."

    def tell(self, builder: CourseBuilder) -> None:
        """Put it all into a course."""
        for (words, code), absent in zip(self.drawn, (False, False, True, True), strict=True):
            status = "absent" if absent else "present"
            concept = OntologyClass(id=code, label=words)
            builder.add(PhenotypicFeature, words, words, day=1, concept=concept, status=status)
        for name, words, code, unit, low, high, _ in self.analytes:
            for day in self.days:
                value = self.values[name, day]
                first = day == self.days[0]
                builder.lab(
                    name,
                    f"{words} was {value} {unit}" + ("" if first else f" on day {day}"),
                    value,
                    unit,
                    ucum=unit,
                    day=day,
                    reference=(low, high) if first else None,
                    concept=OntologyClass(id=code, label=words),
                )
        for name, dose, unit, day in self.drugs:
            builder.drug(name, f"{name.capitalize()} {dose} {unit}", dose, unit, day=day)
        if self.recovered:
            builder.add(Outcome, "improved", "improved", day=self.last, outcome="improved")
            builder.encounter("discharge", "discharge home", day=self.last)
        else:
            builder.add(Outcome, "worsened", "worsened", day=self.last, outcome="worsened")
            builder.add(VitalStatus, "death", "death", day=self.last, status="dead")
