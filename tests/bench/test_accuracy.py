"""The programs that measure accuracy count as the scorer beside the gold counts."""

import importlib.util
import json
from pathlib import Path

import pytest

import accuracy
from evaluation_page import page
from matching import Count, iou, kinds, score, uneven
from spans import Writer, predict
from train import reading_of

SHARED = Path(__file__).resolve().parents[3] / "shared" / "gold"
TEXT = "A 40-year-old man had CRP 45 mg/L and was given prednisolone 30 mg daily."


def mention(key: str, kind: str, words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"id": key, "type": kind, "start": start, "end": start + len(words)}


GOLD = {
    "id": "made-up",
    "text": TEXT,
    "mentions": [
        mention("a", "age", "40-year-old"),
        mention("v", "lab_value", "45 mg/L"),
        mention("n", "lab_name", "CRP"),
        mention("m", "medication", "prednisolone"),
        mention("d", "dosage", "30 mg daily"),
    ],
    "relations": [
        {"type": "lab", "head": "v", "tail": "n"},
        {"type": "medication", "head": "d", "tail": "m"},
    ],
}
TYPES = ("age", "lab_value", "lab_name", "medication", "dosage", "rel:lab", "rel:medication")


def test_clear_sentence_is_read_wholly():
    """Every mention and both links of a plain sentence are found where they stand."""
    counts = score([GOLD], {"made-up": predict(TEXT)}, TYPES)

    assert {name: count.figures("exact")[2] for name, count in counts.items()} == dict.fromkeys(
        TYPES, 1.0
    )


@pytest.mark.parametrize(
    "dose",
    [
        "total dose of 120 mg",
        "low dose (20 mg) daily",
        "80 mg [50 mg/m2]",
        "30 Gy/10 fractions",
    ],
)
def test_dose_said_twice_over_is_one_span(dose: str):
    """A dose in words and figures, or by weight and by surface, is marked once."""
    text = f"Then came a {dose} and nothing else."
    reading = reading_of(text)
    parts = [*reading.mentions, *reading.times]
    for part in parts:
        part.role = "dosage"

    assert len(parts) > 1
    assert {text[start:end] for start, end in Writer(reading).doses().values()} == {dose}


def test_nothing_found_is_all_missed():
    """A document without predictions counts in full."""
    counts = score([GOLD], {}, TYPES)

    assert counts["age"].figures("overlap") == (0.0, 0.0, 0.0)
    assert len(counts["rel:lab"].misses) == 1


def test_misses_and_false_hits_are_told_apart():
    """What was read in the place of a miss is named."""
    wrong = {"mentions": [mention("x", "dosage", "45 mg/L")], "relations": []}
    counts = score([GOLD], {"made-up": wrong}, ("lab_value", "dosage"))
    told = kinds(counts, [GOLD], {"made-up": wrong})

    assert told["lab_value", "missed; read as dosage"] == 1
    assert told["dosage", "false hit; gold has lab_value"] == 1
    assert uneven(counts["dosage"], [GOLD]) == 0


def test_iou_is_of_characters():
    """Half of a span shared with another twice as long."""
    one, other = {"start": 0, "end": 4}, {"start": 2, "end": 6}

    assert iou(one, other) == pytest.approx(2 / 6)


def test_page_holds_the_figures():
    """The page is made of the counts and names no type without gold."""
    text = page(
        {"some.jsonl": {"age": Count(2, 2, 1, 2), "sex": Count()}}, {"some.jsonl": "1 age: missed"}
    )

    assert "| `age` | 2 | 1.000 | 1.000 | 1.000 | 0.500 |" in text
    assert "`sex`" not in text
    assert "1 age: missed" in text


def test_folds_are_stable():
    """The fold is the SHA-256 of the id modulo five; the digests are those of `sha256sum`."""
    digests = (
        "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
        "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35",
        "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce",
    )

    assert [accuracy.fold_of(key) for key in ("1", "2", "3")] == [int(d, 16) % 5 for d in digests]
    assert {accuracy.fold_of(str(n)) for n in range(60)} == set(range(accuracy.FOLDS))


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="no gold beside the repository")
def test_counts_are_those_of_the_scorer():
    """On real gold the counts agree with the scorer that lies with it."""
    spec = importlib.util.spec_from_file_location("scorer", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    lines = (SHARED / "e3c.dev.jsonl").read_text(encoding="utf-8").splitlines()[:8]
    golds = {g["id"]: g for g in map(json.loads, lines)}
    found = {key: predict(gold["text"]) for key, gold in golds.items()}
    types = ["lab_value", "lab_value:numeric", "date", "duration", "rel:lab", "rel:lab:numeric"]
    theirs = scorer.evaluate(golds, found, types)["scores"]
    ours = score(golds.values(), found, types)

    for name in types:
        assert ours[name].overlap == theirs[name]["overlap"]["tp"]
        assert ours[name].exact == theirs[name]["exact"]["tp"]
        assert ours[name].predicted == theirs[name]["pred"]
