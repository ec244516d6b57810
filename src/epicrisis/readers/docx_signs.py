"""Single signs of WordprocessingML: characters of the font Symbol, and formulas."""

from collections.abc import Iterator
from functools import cache

from epicrisis.readers.inline import Element, tag_of
from epicrisis.readers.jats_front import child_named
from epicrisis.readers.names import read_rows


@cache
def _symbols() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("symbol_font.tsv")}


def symbol(code: str) -> str:
    """Give a character of the font Symbol, "" for one that is a mere sign."""
    return _symbols().get(code.upper().removeprefix("F0"), "")


def formula_in(element: Element) -> Iterator[str]:
    """Give the pieces of a formula on one line; scripts are marked, fractions divided."""
    for child in element:
        tag = tag_of(child)
        if tag == "t":
            yield child.text or ""
        elif tag == "f":
            parts = [child_named(child, name) for name in ("num", "den")]
            yield "/".join(f"({_joined(part)})" for part in parts if part is not None)
        elif tag == "sup":
            yield "^" + _joined(child)
        elif tag and not tag.endswith("Pr"):
            yield from formula_in(child)


def _joined(element: Element) -> str:
    return "".join(formula_in(element)).strip()
