"""What holds for any text at all: nothing but foreseen errors, true anchors, one result."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import epicrisis
from epicrisis.errors import EpicrisisError
from epicrisis.model import Course, Document
from epicrisis.testing import strategies

EXAMPLES = sorted(
    path
    for path in (Path(__file__).resolve().parents[2] / "examples").iterdir()
    if path.suffix in {".txt", ".md"} and path.stem != "README"
)
SENTENCES = [
    sentence
    for path in EXAMPLES
    for sentence in re.split(r"(?<=[.!?])\s+", path.read_text(encoding="utf-8"))
    if sentence.strip()
]


def courses_of(text: str) -> tuple[Document, list[Course]] | None:
    """Read and extract, or None where the text is no document."""
    try:
        document = epicrisis.read_document(text.encode())
    except EpicrisisError:
        return None
    return document, epicrisis.extract(document)


def verify(document: Document, courses: list[Course]) -> None:
    """Check every anchor of every course against the text."""
    for course in courses:
        who = course.individual
        people = [x for x in (who.age, who.sex, who.ethnicity) if x]
        for datum in [*people, *course.events]:
            for anchor in datum.anchors:
                anchor.verify(document.text)


@settings(max_examples=100, deadline=None)
@given(st.text(strategies.CHARACTERS, max_size=300))
def test_any_text_is_read_or_refused(text):
    """No text raises anything but what epicrisis raises on purpose."""
    found = courses_of(text)

    if found:
        verify(*found)


# The pieces that the rules look for, put together as no author would.
WORDS = """A 52-year-old woman|was admitted|Table 1.|day 3|IVIG|0.4 g/kg/day|ferritin|780 ng/mL|(|)
[1]|et al.|no|fever|respectively|;|:|# Case|Discussion|and|,|.|x|-|<|1:320|died of|later|her mother
Day 1 Day 8 Day 30|CRP (mg/L) 64 31|LDH (U/L) 412 208|Case 2|P/F ratio|half-\u200b|\u00b5|\x0c"""
PIECES = st.sampled_from(["\n", "\n\n", "|", *WORDS.replace("\n", "|").split("|")])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_order_of_words_keeps_anchors_true(pieces):
    """Nonsense made of clinical words is read without error, and its quotes are in it."""
    found = courses_of(" ".join(pieces))

    if found:
        verify(*found)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=25))
def test_shuffled_reports_keep_anchors_true(sentences):
    """So are the sentences of several reports in any order."""
    found = courses_of("\n".join(sentences))

    assert found is not None
    verify(*found)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_extraction_is_deterministic(path):
    """The same bytes give the same courses."""
    first, second = (epicrisis.extract(epicrisis.read_document(path)) for _ in range(2))

    assert [c.model_dump_json() for c in first] == [c.model_dump_json() for c in second]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_courses_and_facts_survive_json(path):
    """What is written out is read back equal."""
    for course in epicrisis.extract(epicrisis.read_document(path)):
        facts = course.to_facts()

        assert Course.model_validate_json(course.model_dump_json()) == course
        assert [epicrisis.Fact.model_validate_json(f.model_dump_json()) for f in facts] == facts


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_other_line_ends_change_no_value(path):
    """A report saved with Windows line ends has the same data."""
    text = path.read_text(encoding="utf-8")
    plain, windows = (
        epicrisis.extract(epicrisis.read_document(x.encode()))
        for x in (text, text.replace("\n", "\r\n"))
    )

    def rows(courses):
        return [(f.kind, f.concept, f.value, f.unit) for c in courses for f in c.to_facts()]

    assert rows(plain) == rows(windows)


def test_paragraphs_cut_anywhere_are_read():
    """A report cut off in the middle of anything is still a report."""
    text = EXAMPLES[0].read_text(encoding="utf-8")
    chance = random.Random(7)

    for end in (chance.randrange(200, len(text)) for _ in range(12)):
        found = courses_of(text[:end])

        assert found is not None
        verify(*found)
