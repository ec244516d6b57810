"""Pack the names of the large tables into ``vocab/data/names.tsv.gz``, by their first two words.

    python tools/pack_names.py

Run it after ``pack_drugs.py`` or ``pack_ontologies.py``, and where folding has changed; a test says
when it is due. The curated tables are small and are read as they are.
"""

from __future__ import annotations

import gzip
from itertools import chain
from pathlib import Path

from epicrisis.vocab.lexicon import LARGE, names_of
from epicrisis.vocab.packed import FILE, pack
from epicrisis.vocab.tables import read_table

TARGET = Path(__file__).parent.parent / "src/epicrisis/vocab/data" / FILE


def packed() -> bytes:
    """The content of the packed file, as the large tables are now."""
    rows = (
        (row["id"], row["kind"], row["label"], row["code"])
        for table in LARGE
        for row in read_table(table)
    )
    return pack(rows, chain.from_iterable(map(names_of, LARGE)))


def main() -> None:
    """Write the file; the same tables give the same bytes."""
    TARGET.write_bytes(gzip.compress(packed(), compresslevel=9, mtime=0))
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
