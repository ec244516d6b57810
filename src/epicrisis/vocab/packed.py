"""The names of the large tables, packed by first words, so that none is parsed before it is met.

`data/names.tsv.gz` is made from `drugs.tsv.gz`, `hpo.tsv.gz` and `mondo.tsv.gz` by
`tools/pack_names.py`. It has three parts, parted by empty lines:

1. the concepts, a line each, in the order of their bytes: id, kind, label, code;
2. the beginnings of all folded names, their first two words or their only one, a line each;
3. for each of these, a line of its names: a name, the number of its concept, the next name, ...

The file is held as bytes; a line is decoded when its beginning, or its concept, is asked for.
"""

import gzip
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from sys import intern

from epicrisis.vocab.names import Concept, beginning, fold_name

FILE = "names.tsv.gz"
_PARTS = b"\n\n"


class PackedNames:
    """Names by their beginning, and concepts by their id."""

    def __init__(self, data: bytes) -> None:
        concepts, keys, names = data.split(_PARTS)
        self._concepts = concepts.split(b"\n")
        self._met: dict[int, Concept] = {}  # so that the names of a concept share it
        self._names = dict(zip(keys.decode().split("\n"), names.split(b"\n"), strict=True))

    def keys(self) -> Iterable[str]:
        """Give every beginning of a folded name."""
        return self._names.keys()

    def names(self, key: str) -> list[tuple[str, Concept]]:
        """Give the names with this beginning, as their tables write them."""
        cells = self._names.get(key, b"").decode().split("\t")
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
        found = self._met.get(number)
        if found is None:
            id, kind, _ = self._concepts[number].split(b"\t", 2)
            found = self._met[number] = Concept(intern(kind.decode()), id.decode())
        return found


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
        key = beginning(fold_name(name))
        if key:
            lines.setdefault(key, []).append(f"{name}\t{numbers[concept.id]}")
    keys = sorted(lines)
    parts = (
        b"\n".join(concepts),
        "\n".join(keys).encode(),
        "\n".join("\t".join(lines[key]) for key in keys).encode(),
    )
    return _PARTS.join(parts)


@cache
def packed_names() -> PackedNames:
    """The packaged file, read once a process."""
    path = files("epicrisis.vocab") / "data" / FILE
    return PackedNames(gzip.decompress(path.read_bytes()))
