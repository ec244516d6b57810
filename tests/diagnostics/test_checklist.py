"""The checklists as a person and as a program read them."""

import json

import pytest

from epicrisis.cli.main import cli
from epicrisis.diagnostics.checklist import CHECKLISTS, checklist_jsonl, checklist_text
from epicrisis.pipeline import extract
from epicrisis.readers import read_document

TEXT = """\
A case of scurvy in a sailor

A 40-year-old man presented with bleeding gums because of scurvy. Physical examination showed
petechiae. He was treated with ascorbic acid 500 mg daily and recovered.
"""


@pytest.fixture
def told():
    """Give a short report with its patient."""
    document = read_document(TEXT.encode(), name="scurvy.txt")
    return document, extract(document)


@pytest.mark.parametrize("name", CHECKLISTS)
def test_every_item_has_an_answer_and_its_words(told, name):
    """What answers an item is quoted from the report; nothing is added up."""
    document, courses = told
    rows = [json.loads(line) for line in checklist_jsonl("scurvy.txt", document, courses, name)]
    assert len(rows) >= 8
    for row in rows:
        assert row["answer"]
        if row["start"] is not None:
            words = document.text[row["start"] : row["end"]]
            assert " ".join(words.split()) in row["quote"]
    assert not any("score" in key or "sum" in key for row in rows for key in row)


def test_the_words_of_an_item_begin_a_word(told):
    """`because` is no case report."""
    items = {
        row["item"]: row
        for line in checklist_jsonl("scurvy.txt", *told, "care")
        if (row := json.loads(line))
    }
    assert items["1"]["quote"].startswith("A case of scurvy")
    assert items["12"]["answer"] == "absent"
    assert items["9b"]["answer"] == "met"


def test_a_person_sees_the_place_and_is_asked_to_confirm(told):
    """Each answer stands with its line."""
    shown = "".join(checklist_text("scurvy.txt", *told, "jbi"))
    assert "To be confirmed by a person" in shown
    assert "3:3: A 40-year-old man presented" in shown


def test_the_command_fills_in_each_file(tmp_path):
    """A file that cannot be read is named, and the others are shown."""
    from click.testing import CliRunner

    path = tmp_path / "scurvy.txt"
    path.write_text(TEXT, encoding="utf-8")
    run = CliRunner().invoke(cli, ["checklist", "--list", "murad", str(path), str(tmp_path / "no")])
    assert run.exit_code == 1
    assert "Murad et al. 2018" in run.output
