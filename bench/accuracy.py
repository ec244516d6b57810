"""Print how well mentions and links are found, against gold annotations: `make bench`.

    python bench/accuracy.py                                    the dev files of ../shared/gold
    python bench/accuracy.py --gold FILE.jsonl --out FOUND.jsonl   any file of that format

A document that the packaged models were trained on is read with models trained without its fold (a
fifth of the training documents, chosen by the SHA-256 of the id), so nothing is ever scored on what
it was trained on. Nothing is asserted. `--page FILE` writes the figures as a page of the
documentation. `--gold` may be given several times; `--out` then takes the predictions of the last.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent / "tools"))  # the training program

from epicrisis.assembly.drafts import Page
from epicrisis.assembly.links import links
from epicrisis.mentions.roles import assign_roles
from epicrisis.vocab.linear import Models, packaged, trained_on
from evaluation_page import page
from matching import Count, kinds, score, uneven
from spans import Writer
from train import examples_of, read_gold, reading_of, train_all

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
DEV = ("maccrobat.dev.jsonl", "e3c.dev.jsonl")
TYPES = (
    "age", "sex", "lab_value", "lab_value:numeric", "lab_name", "medication", "dosage",
    "duration", "date", "rel:lab", "rel:lab:numeric", "rel:medication",
)  # fmt: skip
FOLDS = 5
Document = dict[str, Any]


def fold_of(key: str) -> int:
    """The fold of a document, by the SHA-256 of its id."""
    return int(hashlib.sha256(key.encode("utf-8")).hexdigest(), 16) % FOLDS


def models_without(seen: Sequence[Document]) -> list[Models]:
    """Models for each fold, trained on all documents of the others."""
    examples = [(fold_of(g["id"]), examples_of(g, reading_of(g["text"]))) for g in seen]
    return [train_all(e for other, e in examples if other != fold) for fold in range(FOLDS)]


def predictions(golds: Sequence[Document], training: Sequence[Document]) -> Iterator[Document]:
    """Read every document with models that have not seen it.

    Raises:
        SystemExit: A document was trained on, and the training documents are not at hand.
    """
    known = trained_on()
    seen = [gold for gold in golds if gold["id"] in known]
    if seen and {gold["id"] for gold in training} != known:
        raise SystemExit("some of these documents were trained on, and the others are not here")
    folds = models_without(training) if seen else []
    for gold in golds:
        models = folds[fold_of(gold["id"])] if gold["id"] in known else packaged()
        reading = reading_of(gold["text"])
        assign_roles(reading.segmentation.view.text, reading.mentions, reading.times, models)
        yield {"id": gold["id"], **Writer(reading).write(links(Page(reading, models)))}


def table(counts: dict[str, Count]) -> str:
    """Lay the figures out for a terminal."""
    lines = [f"{'type':18} {'gold':>5} {'found':>6}   exact F1    P     R     F1 (overlap)"]
    for name, count in counts.items():
        if count.gold:
            p, r, f = count.figures("overlap")
            lines.append(
                f"{name:18} {count.gold:5} {count.predicted:6}   {count.figures('exact')[2]:8.3f}"
                f" {p:5.3f} {r:5.3f}  {f:5.3f}"
            )
    return "\n".join(lines)


def analysis(
    counts: dict[str, Count], golds: Sequence[Document], found: dict[str, Document]
) -> str:
    """The twenty commonest kinds of miss and false hit."""
    whole = {name: count for name, count in counts.items() if name != "lab_value:numeric"}
    told = kinds(whole, golds, found)
    lines = [f"{number:6}  {name}: {kind}" for (name, kind), number in told.most_common(20)]
    noise = ", ".join(
        f"{name} {uneven(count, golds)} of {len(count.false)}"
        for name, count in counts.items()
        if count.false and not name.startswith("rel:")
    )
    return "\n".join([*lines, f"false hits whose words the gold marks elsewhere: {noise}"])


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--gold", type=Path, action="append", help="gold file, JSON lines")
    parser.add_argument("--out", type=Path, help="where to write the predictions, JSON lines")
    parser.add_argument("--page", type=Path, help="where to write the page of the documentation")
    return parser.parse_args()


def main() -> None:
    """Score every gold file."""
    options = arguments()
    files = options.gold or [GOLD / name for name in DEV if (GOLD / name).is_file()]
    if not files:
        print(f"no gold: {GOLD} is not there, and no --gold is given")
    training = read_gold(GOLD / DEV[0]) if (GOLD / DEV[0]).is_file() else []
    scored: dict[str, dict[str, Count]] = {}
    errors: dict[str, str] = {}
    for file in files:
        golds = read_gold(file)
        found = {p["id"]: p for p in predictions(golds, training)}
        if options.out:
            options.out.write_text(
                "".join(json.dumps(p) + "\n" for p in found.values()), encoding="utf-8"
            )
        counts = scored[file.name] = score(golds, found, TYPES)
        print(f"\n{file.name}: {len(golds)} documents\n{table(counts)}")
        errors[file.name] = analysis(counts, golds, found)
        print(errors[file.name])
    if options.page:
        options.page.write_text(page(scored, errors), encoding="utf-8")


if __name__ == "__main__":
    main()
