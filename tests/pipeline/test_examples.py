"""The example reports end to end, against what a careful reader takes from them."""

import json
from functools import cache
from pathlib import Path

import pytest

import epicrisis
from scoring import Places, Score, score

GOLD = sorted((Path(__file__).resolve().parents[2] / "examples" / "gold").glob("*.json"))


def name(path: Path) -> str:
    return path.stem


@cache
def extracted(gold: Path) -> tuple[epicrisis.Document, tuple[epicrisis.Course, ...]]:
    file = json.loads(gold.read_text(encoding="utf-8"))["text_file"]
    document = epicrisis.read_document(gold.parent / file)
    return document, tuple(epicrisis.extract(document))


@cache
def result(gold: Path) -> Score:
    document, courses = extracted(gold)
    return score(document, [row for course in courses for row in course.to_facts()], gold)


def quotes(datum: object) -> list[str]:
    if isinstance(datum, dict):
        own = [datum["quote"]] if datum.get("quote") else []
        return own + [quote for value in datum.values() for quote in quotes(value)]
    return [quote for item in datum for quote in quotes(item)] if isinstance(datum, list) else []


@pytest.mark.parametrize("gold", GOLD, ids=name)
def test_gold_quotes_the_report(gold):
    """Every quote of the gold stands in the text of the document as it is read."""
    places = Places(extracted(gold)[0].text)
    listed = json.loads(gold.read_text(encoding="utf-8"))

    assert [quote for quote in quotes(listed["patients"]) if not places.spans(quote)] == []


@pytest.mark.parametrize("gold", GOLD, ids=name)
def test_person_is_found(gold):
    """Age and sex of each patient, and nobody dies who lived."""
    found = result(gold)

    assert [found.recall("age"), found.recall("sex"), found.recall("outcome")] == [1, 1, 1]


@pytest.mark.parametrize("gold", GOLD, ids=name)
def test_every_datum_is_anchored_and_nobody_elses(gold):
    """The text at the offsets is the quote, and no stretch about other people yields a datum."""
    found = result(gold)

    assert found.counts["unanchored"] == 0
    assert found.counts["leaked"] == 0


# Shares that must be found over all examples; raise them when the program has become better.
FLOORS = {
    "numeric": 0.9,
    "numeric.unit": 0.95,
    "numeric.day": 0.9,
    "treatment": 0.9,
    "finding": 0.7,
}


@pytest.fixture(scope="module")
def total() -> Score:
    """The scores of all examples together."""
    together = Score()
    for gold in GOLD:
        together.add(result(gold))
    return together


@pytest.mark.parametrize("kind", FLOORS)
def test_enough_is_found(total, kind):
    """What a careful reader finds is found, up to the floor."""
    assert total.recall(kind) >= FLOORS[kind], "\n".join(total.misses)


@pytest.mark.parametrize("kind", ["numeric", "treatment"])
def test_little_is_made_up(total, kind):
    """Numbers and treatments that no reader finds are rare."""
    assert total.precision(kind) >= 0.9, "\n".join(total.misses)
