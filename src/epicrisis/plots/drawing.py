"""A figure of many patients as a whole: its sheet, its heading with the n, its words for readers.

A unit is a quarter of a millimetre in print. A journal's column is 85 mm wide, its page 175 mm; the
figures are drawn for these two and for anything between or a little wider.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path

from epicrisis.errors import InputError
from epicrisis.plots.frame import letters
from epicrisis.plots.lettering import FAMILY, NORMAL, SMALL, TINY, fitted, wrapped
from epicrisis.plots.print_files import rendered
from epicrisis.plots.style import BLACK, GREY, WHITE
from epicrisis.plots.svg import Markup, joined, tag

COLUMN, PAGE = 85, 175  # millimetres
_WIDEST = 300
_LEADING = 12.0
_MOST_NOTES = 8  # lines
_MOST_NAMED = 6  # patients named for one reason; the others are counted


class Drawing(Markup):
    """A figure: the text of an SVG document, shown as a picture by a notebook."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)

    def save(self, path: Path) -> None:
        """Write the figure as SVG, PNG or PDF, whichever the file's ending says.

        Raises:
            UnknownNameError: The ending is none of these.
            MissingExtraError: PNG or PDF is wanted and what draws them is not installed.
        """
        path.write_bytes(rendered(self, path.suffix))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a figure is drawn on.

    Attributes:
        width: In units, a quarter of a millimetre each.
        uid: Put before the ids inside the figure, so that several can share a page.
    """

    width: float
    uid: str

    @classmethod
    def of(cls, millimetres: float, *content: object) -> "Sheet":
        """Make a sheet for a figure of some content, which decides its ids.

        Raises:
            InputError: The width is less than a column or more than any page.
        """
        if not isfinite(millimetres) or not COLUMN <= millimetres <= _WIDEST:
            raise InputError(f"width: expected {COLUMN} to {_WIDEST} mm, got {millimetres:g}")
        return cls(
            millimetres * 4,
            "f" + sha256(repr((millimetres, content)).encode("utf-8", "replace")).hexdigest()[:10],
        )

    @property
    def narrow(self) -> bool:
        """Say whether it is nearer to a column than to a page."""
        return self.width < 2 * (COLUMN + PAGE)

    def whole(self, title: str, described: str, parts: Iterable[Markup], height: float) -> Drawing:
        """Put the parts of a figure together."""
        return Drawing(
            tag(
                "svg",
                tag("title", title, id=f"{self.uid}-title"),
                tag("desc", described, id=f"{self.uid}-desc"),
                tag("rect", x=0, y=0, width=self.width, height=height, fill=WHITE),
                joined(parts, "\n"),
                xmlns="http://www.w3.org/2000/svg",
                viewBox=f"0 0 {self.width:g} {height:.0f}",
                width=f"{self.width / 4:g}mm",
                height=f"{round(height) / 4:g}mm",
                font_family=FAMILY,
                role="img",
                aria_labelledby=f"{self.uid}-title {self.uid}-desc",
            )
        )

    def finished(
        self, title: str, head: str, names: str, notes: str, parts: Sequence[Markup], bottom: float
    ) -> Drawing:
        """Put a figure together with the line above it and the notes below it.

        Args:
            title: What readers of the screen are told first.
            head: The line above the figure, with the n.
            names: Who is in it; told to readers of the screen.
            notes: What stands below it.
            parts: The figure, from 20 units down.
            bottom: Where it ends.
        """
        top = short(6, 14, head, self.width - 12, weight="600")
        lines = paragraph(notes, 6, bottom + 10, self.width - 12, most=_MOST_NOTES)
        described = f"{head}: {names}. {notes}".strip()
        height = bottom + 12 * len(lines) + 4
        return self.whole(title, described, [top, *parts, *lines], height)

    def nothing(self, title: str, why: str) -> Drawing:
        """Draw a figure that says that there is nothing to draw, and why."""
        lines = paragraph(why, 6, 16, self.width - 12, size=NORMAL, fill=BLACK)
        return self.whole(title, why, lines, 16 + 12 * len(lines))


def paragraph(
    words: str,
    x: float,
    baseline: float,
    room: float,
    *,
    size: float = TINY,
    fill: str = GREY,
    most: int = 99,
) -> list[Markup]:
    """Set words in lines from a first baseline on; further lines are 12 units lower each."""
    lines = wrapped(words, room, size, most=most)
    return [
        letters(x, baseline + _LEADING * number, line, size=size, fill=fill)
        for number, line in enumerate(lines)
    ]


def short(
    x: float,
    baseline: float,
    words: str,
    room: float,
    *,
    size: float = SMALL,
    fill: str = BLACK,
    anchor: str | None = None,
    weight: str | None = None,
    halo: bool = False,
) -> Markup:
    """Set words in the room there is; where they are cut short, a tooltip has all of them."""
    flat = " ".join(words.split())
    cut = fitted(flat, room, size, bold=bool(weight))
    line = letters(x, baseline, cut, size=size, fill=fill, anchor=anchor, weight=weight, halo=halo)
    return line if cut == flat else tag("g", tag("title", flat), line)


def listed(names: Sequence[str], most: int = 200) -> str:
    """Name all, or the first of very many and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def counted(number: int, noun: str) -> str:
    """Give a number with its noun, which takes an s where it is not one.

    >>> counted(1, "patient"), counted(0, "patient")
    ('1 patient', '0 patients')
    """
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"


def missing(left_out: Sequence[tuple[str, str]], word: str = "Missing") -> str:
    """Name those who give nothing, by the reason; of very many the first, so that no reason is cut.

    >>> missing([("A", "no day"), ("B", "no value"), ("C", "no day")])
    'Missing: A, C (no day); B (no value).'
    >>> missing([(name, "no day") for name in "ABCDEFGH"])
    'Missing: A, B, C, D, E, F and 2 more (no day).'
    >>> missing([])
    ''
    """
    reasons: dict[str, list[str]] = {}
    for name, why in left_out:
        reasons.setdefault(why, []).append(name)
    told = "; ".join(f"{listed(names, _MOST_NAMED)} ({why})" for why, names in reasons.items())
    return f"{word}: {told}." if told else ""


def head_of(who: str, *counts: str) -> str:
    """Give the line above a figure: who is in it, and how many.

    >>> head_of("Single patients", "3 patients", "5 values")
    'Single patients: n = 3 patients, 5 values'
    """
    return f"{f'{who}: ' if who else ''}n = {', '.join(counts)}"
