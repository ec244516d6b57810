"""Reading the packaged concept tables.

A table is a UTF-8 TSV file with a header row in ``vocab/data/``, or the gzip of one. Cells never
hold tabs or line breaks; several items inside a cell are separated by ``|``.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files


@cache
def read_table(name: str) -> list[dict[str, str]]:
    """Read ``vocab/data/NAME`` into one dict a row, keyed by the header.

    The list is cached and shared: treat it, and the dicts in it, as read-only.

    Args:
        name: file name with its ending, ``units.tsv`` or ``drugs.tsv.gz``.

    Raises:
        FileNotFoundError: no such table is packaged.
        ValueError: a row has another number of cells than the header.
    """
    data = (files("epicrisis.vocab") / "data" / name).read_bytes()
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    lines = data.decode("utf-8").split("\n")
    header = lines[0].rstrip("\r").split("\t")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.rstrip("\r").split("\t")
        if cells == [""]:
            continue
        if len(cells) != len(header):
            raise ValueError(
                f"{name}, line {number}: {len(cells)} cells where the header has {len(header)}"
            )
        rows.append(dict(zip(header, cells, strict=True)))
    return rows


def split_cell(cell: str) -> tuple[str, ...]:
    """Items of a ``|``-separated cell, blanks dropped: ``'a| b|'`` gives ``('a', 'b')``."""
    return tuple(item.strip() for item in cell.split("|") if item.strip())
