"""The three reports that came first, scored against hand-made courses."""

import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest

import epicrisis

FLOORS = {
    "age": 1.0,
    "sex": 1.0,
    "numeric": 0.95,
    "numeric.unit": 0.95,
    "numeric.range": 0.95,
    "numeric.time": 0.90,
    "treatment": 0.90,
    "finding": 0.85,
    "antibody": 0.90,
    "outcome": 1.0,
}


def scorer(shared) -> ModuleType:
    path = shared / "gold" / "score_courses.py"
    spec = importlib.util.spec_from_file_location("score_courses", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def courses(shared) -> list[list[epicrisis.Course]]:
    """The courses of each report, in the order of the files."""
    reports = sorted((shared / "seeds").glob("*.txt"))
    return [epicrisis.extract(epicrisis.read_document(report)) for report in reports]


@pytest.fixture(scope="module")
def result(shared, courses, tmp_path_factory) -> dict[str, Any]:
    """What the scorer says of the facts of all reports."""
    file = tmp_path_factory.mktemp("seeds") / "facts.jsonl"
    facts = [fact for found in courses for course in found for fact in course.to_facts()]
    file.write_text("".join(fact.model_dump_json() + "\n" for fact in facts), encoding="utf-8")
    module = scorer(shared)
    gold = module.read_gold([str(shared / "gold" / "courses")])
    return module.evaluate(gold, module.read_facts(str(file)))[0]


@pytest.mark.parametrize("kind", FLOORS)
def test_enough_is_found_and_little_made_up(result, kind):
    """F1 where the gold is complete, recall where it is not, accuracy of a field of found data."""
    if kind in result["attributes"]:
        score = result["attributes"][kind]["accuracy"]
    else:
        row = result["total"][kind]
        score = row["recall"] if row["f1"] is None else row["f1"]

    assert score >= FLOORS[kind], json.dumps(result["total"].get(kind))


def test_every_fact_is_anchored_and_nobody_elses(result):
    """The text at the offsets is the quote, and no passage on others yields a fact."""
    assert (result["anchoring"], result["leakage"]) == (1.0, 0)


def test_no_report_is_left_out(result):
    """Each report gives facts, and each fact belongs to one of them."""
    assert (result["without_rows"], result["unmatched_documents"]) == ([], {})


def test_drug_under_discussion_is_considered(courses):
    """A drug that is only being thought about was not given."""
    (course,) = courses[1]
    statuses = {e.status for e in course.of_kind("treatment") if e.agent == "rituximab"}

    assert statuses == {"considered"}


def test_literature_table_gives_a_cited_course_a_row(courses):
    """Six rows of earlier reports are six courses that are not the document's own."""
    own, *cited = courses[2]

    assert own.cited is None
    assert [course.cited is not None for course in cited] == [True] * 6
    assert all(course.events for course in cited)
