"""Published reports beside the repository are judged as people have judged them."""

import json
import re
from pathlib import Path

from epicrisis.readers import read_document
from epicrisis.segmentation import segment


def test_no_foreign_passage_is_taken_for_the_patient(shared: Path) -> None:
    """Passages marked as other people's hold no sentence about the document's own patient."""
    taken = []
    for gold in sorted((shared / "gold" / "courses").glob("*.json")):
        course = json.loads(gold.read_text(encoding="utf-8"))
        document = read_document(gold.parent / course["text_file"])
        result = segment(document)
        for passage in course["foreign"]:
            start = document.text.index(passage["from"])
            end = document.text.index(passage["to"], start) + len(passage["to"])
            for sentence in result.sentences:
                spans = result.view.spans(sentence.start, sentence.end)
                inside = any(low < end and high > start for low, high in spans)
                if inside and sentence.subject == "patient":
                    taken.append(result.view.text[sentence.start : sentence.end])
    assert taken == []


def test_papers_without_a_patient_yield_none(shared: Path) -> None:
    """Animals, athletes and surveys give no patient; every other paper gives one at least."""
    rows = re.findall(
        r"^\| (PMC\d+) \|[^|]*\| ([^|]*) \|",
        (shared / "papers" / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert rows
    wrong = []
    for name, specialty in rows:
        result = segment(read_document(shared / "papers" / "jats" / f"{name}.xml"))
        none = "NOT A PATIENT" in specialty or specialty.startswith("veterinary")
        if result.report is none or bool(result.patients) is none:
            wrong.append(name)
    assert wrong == []
