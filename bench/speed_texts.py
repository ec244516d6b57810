"""What the contenders read: a sample of published case texts, a ladder of sizes, and the terms."""

import gzip
import json
from collections.abc import Sequence
from itertools import chain, cycle
from pathlib import Path
from typing import NamedTuple, TypeVar

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "case_texts.jsonl.gz"
EXAMPLES = ROOT / "examples"
TABLES = ("drugs.tsv.gz", "hpo.tsv.gz", "mondo.tsv.gz", "analytes.tsv")
PIECES = 20  # texts of one small size, since a single kilobyte is a lottery
TOGETHER = 400_000  # bytes of all of them

Item = TypeVar("Item")


class Texts(NamedTuple):
    """The texts there are, and a word on where they come from."""

    texts: list[str]
    source: str


def reports() -> list[str]:
    """Give the example reports that are plain text or Markdown."""
    files = sorted(p for p in EXAMPLES.iterdir() if p.suffix in (".txt", ".md"))
    return [p.read_text(encoding="utf-8") for p in files if p.name != "README.md"]


def available(corpus: Path = CORPUS) -> Texts:
    """Give the published case texts, or the examples where the shared folder is absent."""
    if not corpus.is_file():
        found = reports()
        return Texts(found, f"{len(found)} example reports, repeated: {corpus.name} is not here")
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        return Texts([json.loads(line)["text"] for line in lines], corpus.name)


def evenly(items: Sequence[Item], wanted: int) -> list[Item]:
    """Take so many items at even distances, or all of them in turn until there are enough."""
    if wanted >= len(items):
        return [items[i % len(items)] for i in range(wanted)] if items else []
    return [items[i * len(items) // wanted] for i in range(wanted)]


def ladder(largest: int) -> list[int]:
    """Give the sizes in bytes: powers of ten from 1 kB, and the largest."""
    sizes = [size for power in range(3, 12) if (size := 10**power) < largest]
    return [*sizes, largest] if largest > 0 else []


def pieces(texts: Sequence[str], size: int) -> list[str]:
    """Join texts by blank lines and cut that into pieces of a size in bytes.

    Small sizes give several pieces; where the texts are too few they begin anew.
    """
    wanted = max(1, min(PIECES, TOGETHER // size))
    stream, length = [], 0
    for text in cycle(texts):
        if length >= wanted * size:
            break
        stream.append(text.encode() + b"\n\n")
        length += len(stream[-1])
    joined = b"".join(stream)
    cut = (joined[i * size : (i + 1) * size] for i in range(wanted))
    return [piece.decode(errors="ignore") for piece in cut]


def terms(wanted: int) -> list[str]:
    """Take terms at even distances from the packaged names, in lower case."""
    from epicrisis.vocab.tables import read_table, split_cell

    rows = chain.from_iterable(read_table(table) for table in TABLES)
    names = chain.from_iterable((row["label"], *split_cell(row["names"])) for row in rows)
    known = {name.removeprefix("=").strip().lower() for name in names}
    return evenly(sorted(name for name in known if 3 < len(name) < 60), wanted)


def megabytes(texts: Sequence[str]) -> float:
    """Give the size of texts as UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6
