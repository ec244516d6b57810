"""The names of the large tables, packed by first word, so that none is parsed before it is met.

`data/names.tsv.gz` is made from `drugs.tsv.gz`, `hpo.tsv.gz` and `mondo.tsv.gz` by
`tools/pack_names.py`. It has three parts, parted by empty lines:

1. the concepts, a line each, in the order of their bytes: id, kind, label, code;
2. the first words of all folded names, a line each;
3. for each of these, a line of its names: a name, the number of its concept, the next name, ...

The file is held as bytes; a line is decoded when its word, or its concept, is asked for.
"""

import gzip
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from epicrisis.vocab.names import Concept, fold_name

FILE = "names.tsv.gz"
_PARTS = b"\n\n"


class PackedNames:
    """Names by their first word, and concepts by their id."""

    def __init__(self, data: bytes) -> None:
        concepts, firsts, names = data.split(_PARTS)
        self._concepts = concepts.split(b"\n")
        words = firsts.decode().split("\n")
        self._names = dict(zip(words, names.split(b"\n"), strict=True))

    def first_words(self) -> Iterable[str]:
        """Give every word with which a folded name begins."""
        return self._names.keys()

    def names(self, first: str) -> list[tuple[str, Concept]]:
        """Give the names that begin with a folded word, as their tables write them."""
        cells = self._names.get(first, b"").decode().split("\t")
        numbers = map(int, cells[1::2])
        return [(name, self._concept(n)) for name, n in zip(cells[::2], numbers, strict=False)]

    def row(self, id: str) -> dict[str, str]:
        """Give id, kind, label and code of a concept, or an empty dict where there is none."""
        key = id.encode() + b"\t"
        index = bisect_left(self._concepts, key)
        line = self._concepts[index] if index < len(self._concepts) else b""
        if not line.startswith(key):
            return {}
        return dict(zip(("id", "kind", "label", "code"), line.decode().split("\t"), strict=True))

    def _concept(self, number: int) -> Concept:
        id, kind, _ = self._concepts[number].split(b"\t", 2)
        return Concept(kind.decode(), id.decode())


def pack(rows: Iterable[tuple[str, str, str, str]], names: Iterable[tuple[str, Concept]]) -> bytes:
    """Write concepts (id, kind, label, code) and names, in order of precedence, as one file.

    Raises:
        ValueError: Two concepts have one id.
    """
    concepts = sorted("\t".join(row).encode() for row in rows)
    numbers = {line.split(b"\t", 1)[0].decode(): n for n, line in enumerate(concepts)}
    if len(numbers) < len(concepts):
        raise ValueError("two concepts of the large tables have one id")
    lines: dict[str, list[str]] = {}
    for name, concept in names:
        first = fold_name(name).partition(" ")[0]
        if first:
            lines.setdefault(first, []).append(f"{name}\t{numbers[concept.id]}")
    words = sorted(lines)
    parts = (
        b"\n".join(concepts),
        "\n".join(words).encode(),
        "\n".join("\t".join(lines[word]) for word in words).encode(),
    )
    return _PARTS.join(parts)


@cache
def packed_names() -> PackedNames:
    """The packaged file, read once a process."""
    path = files("epicrisis.vocab") / "data" / FILE
    return PackedNames(gzip.decompress(path.read_bytes()))
