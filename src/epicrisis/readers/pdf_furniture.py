"""Running heads and feet: what stands at the edge of several pages, and the numbers of pages."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from epicrisis.readers.names import caption_of
from epicrisis.readers.pdf_columns import rows_of
from epicrisis.readers.pdf_words import Strip, row_text

_ZONE: Final = 0.13  # of the height of a page
_SHORTEST: Final = 5  # letters of a running head; less may be a cell of a table
_ROWS: Final = 4  # at either edge
_NUMBER = re.compile(
    r"(?:[Pp]age\s*)?[-–—|]?\s*[A-Za-z]{0,2}\d{1,6}\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,5})?$"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[ivxl]{1,6}$")


def furniture(pages: Sequence[tuple[float, Sequence[Strip]]]) -> list[set[int]]:
    """Give for each page the ids of the strips that are no part of what it says.

    Args:
        pages: The height and the strips of each page.
    """
    edges = [_edge_rows(height, strips) for height, strips in pages]
    seen: Counter[str] = Counter()
    for rows in edges:
        seen.update({_key(row) for part in rows for row in part})
    needed = 2 if len(pages) < 12 else 3
    found: list[set[int]] = []
    for rows in edges:
        taken: set[int] = set()
        for part in rows:
            reach = 0
            for index, row in enumerate(part):
                words = row_text(row)
                alike = seen[_key(row)] >= needed and not caption_of(words)
                if (alike and _key(row)) or (index == reach and _is_number(words)):
                    taken |= {id(strip) for strip in row}
                    reach = index + 1
        found.append(taken)
    return found


def _edge_rows(height: float, strips: Sequence[Strip]) -> tuple[list[list[Strip]], ...]:
    """The rows near the top from outside to inside, and those near the foot."""
    top = rows_of([strip for strip in strips if strip.bottom < _ZONE * height])[:_ROWS]
    foot = rows_of([strip for strip in strips if strip.top > (1 - _ZONE) * height])[-_ROWS:]
    return top, foot[::-1]


def _key(row: Sequence[Strip]) -> str:
    """What a row has in common on all pages: its letters."""
    words = "".join(_LETTERS.findall(row_text(row))).casefold()
    return words if len(words) >= _SHORTEST else ""


def _is_number(words: str) -> bool:
    return bool(_NUMBER.match(words) or _ROMAN.match(words))
