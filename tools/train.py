"""Train the small models of finding and linking from gold mentions.

    python tools/train.py ../shared/gold/maccrobat.dev.jsonl

writes `src/epicrisis/vocab/data/models.json.gz`, and beside it which documents they have seen. The
gold is MACCROBAT2020 (Caufield JH, figshare 2019, doi:10.6084/m9.figshare.9764942.v2, CC BY 4.0),
one document a line with `text`, `mentions` of `type`, `start`, `end`, and `relations` between them.
The same gold gives the same bytes.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from epicrisis.assembly.drafts import Page
from epicrisis.assembly.links import TASKS, Kind, pairs, valued
from epicrisis.mentions.finder import find
from epicrisis.mentions.roles import described
from epicrisis.model import Reading, Segmentation
from epicrisis.readers import read_document
from epicrisis.segmentation import segment
from epicrisis.vocab.linear import Features, LinearModel, pack, write_models
from logistic import train

TARGET = Path(__file__).resolve().parent.parent / "src/epicrisis/vocab/data"
Gold = dict[str, Any]
Examples = dict[str, list[tuple[Features, str]]]

LABELS = {
    "number": {
        "lab_value": "lab_value",
        "dosage": "dosage",
        "age": "age",
        "date": "date",
        "time": "date",
        "duration": "duration",
        "frequency": "frequency",
        "distance": "size",
        "area": "size",
        "volume": "size",
        "mass": "size",
        "height": "size",
        "weight": "size",
    },
    "time": {
        "date": "date",
        "duration": "duration",
        "time": "time",
        "frequency": "frequency",
        "dosage": "dosage",
        "lab_value": "lab_value",
        "age": "age",
    },
    "drug": {"medication": "medication"},
    "result": {"lab_value": "lab_value", "dosage": "dosage"},
    "dose": {"dosage": "dosage"},
}

REACH = {
    "number": 0.2,
    "result": 0.2,
    "dose": 0.2,
    "lab_link": 0.2,
}  # by cross-validation; 1 for other tasks
RELATIONS: dict[Kind, str] = {"lab": "lab", "dose": "medication"}  # kind of link to the gold's type
LINKS = {task: kind for kind, (task, _) in TASKS.items()}


def read_gold(file: Path) -> list[Gold]:
    """Read a gold file."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def reading_of(text: str) -> Reading:
    """Find everything in a text, without judging it."""
    document = read_document(text.encode("utf-8"), name="gold", format="text")
    return find(document, segment(document), models={})


def label_of(gold: Gold, task: str, span: tuple[int, int]) -> str:
    """The label of the gold mention that shares most characters with a span."""
    best, label = 0, "other"
    for mention in gold["mentions"]:
        meant = LABELS[task].get(mention["type"])
        shared = min(mention["end"], span[1]) - max(mention["start"], span[0])
        if meant and shared > best:
            best, label = shared, meant
    return label


def printed(segmentation: Segmentation, start: int, end: int) -> tuple[int, int] | None:
    """Where a span of the view stands in the document."""
    pieces = segmentation.view.spans(start, end)
    return (min(p[0] for p in pieces), max(p[1] for p in pieces)) if pieces else None


def examples_of(gold: Gold, reading: Reading) -> Examples:
    """Every candidate of a document with its features and its right label, by task.

    The roles of the reading are set to the right ones, since links are learnt between true ends.
    """
    out: Examples = {task: [] for task in (*LABELS, *LINKS)}
    text = reading.segmentation.view.text
    for item, task, features in described(text, reading.mentions, reading.times):
        span = printed(reading.segmentation, item.start, item.end)
        if span is not None:
            item.role = label_of(gold, task, span)
            out[task].append((features, item.role))
    for task in LINKS:
        out[task] = links_of(gold, reading, task)
    return out


def links_of(gold: Gold, reading: Reading, task: str) -> list[tuple[Features, str]]:
    """Every pair of a value and a candidate name, `yes` where the gold links the two."""
    kind = LINKS[task]
    role, relation = TASKS[kind][1], RELATIONS[kind]
    by_id = {mention["id"]: mention for mention in gold["mentions"]}
    true = [
        (by_id[r["head"]], by_id[tail])
        for r in gold["relations"]
        if r["type"] == relation
        for tail in (r["tail"], *r.get("tail_alts", ()))
    ]
    out = []
    page = Page(reading)
    for start, end, values in valued(reading, role):
        for value, row in zip(values, pairs(page, start, end, values, kind), strict=True):
            own = [tail for head, tail in true if touches(reading, value.start, value.end, head)]
            for name, features in row:
                right = any(touches(reading, name.start, name.end, tail) for tail in own)
                out.append((features, "yes" if right else "no"))
    return out


def touches(reading: Reading, start: int, end: int, mention: Gold) -> bool:
    """Say whether a span of the view shares a character with a gold mention."""
    span = printed(reading.segmentation, start, end)
    return span is not None and span[0] < mention["end"] and mention["start"] < span[1]


def train_all(examples: Iterable[Examples]) -> dict[str, LinearModel]:
    """Train one model a task."""
    documents = list(examples)
    models = {}
    for task in (*LABELS, *LINKS):
        examples_of_task = [example for document in documents for example in document[task]]
        models[task] = train(examples_of_task, REACH.get(task, 1.0))
    return models


def main(arguments: list[str]) -> None:
    """Train on the gold files named and write the packaged weights."""
    golds = [gold for name in arguments for gold in read_gold(Path(name))]
    models = train_all(examples_of(gold, reading_of(gold["text"])) for gold in golds)
    data = write_models(models)
    (TARGET / "models.json.gz").write_bytes(data)
    (TARGET / "models_trained_on.json.gz").write_bytes(pack(sorted(gold["id"] for gold in golds)))
    print(f"{len(golds)} documents, {len(data)} bytes of weights in {TARGET}")


if __name__ == "__main__":
    main(sys.argv[1:])
