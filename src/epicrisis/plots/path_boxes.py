"""The boxes and strands of a pathway figure: where each stands, in what order, and how drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from epicrisis.plots.drawing import Sheet, counted
from epicrisis.plots.frame import letters
from epicrisis.plots.inputs import Lines
from epicrisis.plots.lettering import SMALL, TINY, width, wrapped
from epicrisis.plots.style import BLACK, GREY, WHITE
from epicrisis.plots.svg import Markup, Paint, tag
from epicrisis.plots.swatches import OTHER, Swatch, mark

_LEADING = 11.0
_GAP = 9.0  # between two boxes
FEW = 40  # patients up to which each has a strand
_BAND = 7.0  # width of the filling at the left of a box
_MOST_LINES = 3
_FAR = 130.0  # between two columns at most
_END = 14.0  # room right of the last column for ends of strands


@dataclass(frozen=True, slots=True)
class Box:
    """A regimen in a column: where it stands, and at what height each patient comes and goes."""

    regimen: str
    lines: tuple[str, ...]
    left: float
    right: float
    top: float
    bottom: float
    comes: dict[int, float]
    goes: dict[int, float]


@dataclass(frozen=True, slots=True)
class Column:
    """The boxes of one line of therapy, from top to bottom, and the height of a strand."""

    left: float
    right: float
    boxes: tuple[Box, ...]
    strand: float

    def box_of(self, patient: int) -> Box | None:
        """Give the box through which a patient goes."""
        return next((box for box in self.boxes if patient in box.comes), None)


def needs_letters(sheet: Sheet, names: Iterable[str], columns: int) -> bool:
    """Say whether some name does not fit into a box."""
    room = _box_width(sheet, columns, {}) - _BAND - 8
    return any(
        len(lines := wrapped(name, room, SMALL)) > _MOST_LINES
        or any(width(word, SMALL) > room for word in name.split())
        or any(line.endswith("…") for line in lines)
        for name in names
    )


def _box_width(sheet: Sheet, columns: int, letters_of: Mapping[str, str]) -> float:
    room = sheet.width - 12 - _END
    share = 0.66 if letters_of else 0.68
    return min((share if columns > 1 else 0.6) * room / columns, 190.0)


def columns_of(
    sheet: Sheet,
    named: Sequence[dict[int, str]],
    top: float,
    letters_of: Mapping[str, str],
    died: frozenset[int],
) -> list[Column]:
    """Lay out all columns; boxes stand near those that their patients come from."""
    wide = _box_width(sheet, len(named), letters_of)
    apart = (sheet.width - 12 - _END - wide) / max(len(named) - 1, 1)
    apart = min(apart, wide + _FAR)
    count = len(named[0])
    strand = min(9.0, max(180.0 / count, 3.0)) if count <= FEW else 280.0 / count
    orders = _orders(named)
    found = []
    for place in range(len(named)):
        left = 6 + place * apart
        boxes, y = [], top
        for name in orders[place]:
            box = _box(name, named, orders, place, (left, left + wide, y), strand, letters_of, died)
            boxes.append(box)
            y = box.bottom + _GAP
        found.append(Column(left, left + wide, tuple(boxes), strand))
    return found


def _orders(named: Sequence[dict[int, str]]) -> list[list[str]]:
    """Order the regimens of each column: the first by size, the others by where patients come from.

    What is called other stands last.
    """
    found: list[list[str]] = []
    before: dict[int, float] = {}
    for column in named:
        groups: dict[str, list[int]] = {}
        for patient, name in column.items():
            groups.setdefault(name, []).append(patient)
        places = {name: sum(before.get(p, 0.0) for p in g) / len(g) for name, g in groups.items()}
        order = sorted(groups, key=lambda n: (n == OTHER, places[n], -len(groups[n]), n))
        before = {p: float(place) for place, name in enumerate(order) for p in groups[name]}
        found.append(order)
    return found


def _box(
    name: str,
    named: Sequence[dict[int, str]],
    orders: Sequence[Sequence[str]],
    place: int,
    at: tuple[float, float, float],
    strand: float,
    letters_of: Mapping[str, str],
    died: frozenset[int],
) -> Box:
    """Lay out a box; in it patients are in the order of where they come from and go to.

    Many are bundled on either side on its own.
    """
    left, right, top = at
    inside = [patient for patient, had in named[place].items() if had == name]
    come = {p: _rank(named, orders, place - 1, p) for p in inside}
    go = {p: _rank(named, orders, place + 1, p) for p in inside}
    both = sorted(inside, key=lambda p: (come[p], go[p], p))
    first, last = both, both
    if len(named[0]) > FEW:
        last = sorted(inside, key=lambda p: (go[p], p in died, come[p], p))
    lines = tuple(wrapped(name, right - left - _BAND - 8, SMALL, most=_MOST_LINES))
    least = 16.0 if letters_of else (len(lines) + 1) * _LEADING + 6
    high = max(least, len(inside) * strand + 6)
    start = top + (high - len(inside) * strand) / 2 + strand / 2
    comes = {p: start + number * strand for number, p in enumerate(first)}
    goes = {p: start + number * strand for number, p in enumerate(last)}
    return Box(name, lines, left, right, top, top + high, comes, goes)


def _rank(
    named: Sequence[dict[int, str]], orders: Sequence[Sequence[str]], place: int, patient: int
) -> int:
    """Give the place of a patient's box in a column; last where the patient is not in it."""
    if not 0 <= place < len(named) or patient not in named[place]:
        return 999
    return orders[place].index(named[place][patient])


def draw_strands(
    columns: Sequence[Column], patients: Sequence[Lines], fillings: Mapping[str, Swatch]
) -> list[Markup]:
    """Draw each patient from column to column, and how the strand ends."""
    strand = columns[0].strand
    wide = max(1.2, strand * 0.5)
    parts = []
    for number, one in enumerate(patients):
        pieces = [tag("title", f"{one.patient}: {' → '.join(one.regimens)}")]
        boxes = [box for column in columns if (box := column.box_of(number))]
        for here, there in pairwise(boxes):
            path = _curve(here.right, here.goes[number], there.left, there.comes[number])
            colour = fillings[here.regimen].line
            pieces.append(tag("path", d=path, fill="none", stroke=colour, stroke_width=wide))
        if len(boxes) == len(one.regimens):
            x, y = boxes[-1].right, boxes[-1].goes[number]
            half = min(2.6, strand * 0.4)
            if one.died:
                pieces.append(mark("cross", x + 6, y, max(half, 1.2)))
            else:
                pieces.append(stroke(x, y, half, 1.2))
        parts.append(tag("g", *pieces))
    return parts


def draw_bands(
    columns: Sequence[Column], patients: Sequence[Lines], fillings: Mapping[str, Swatch]
) -> list[Markup]:
    """Draw those who go from one box to another as a band as wide as they are many."""
    parts, half = [], columns[0].strand / 2
    for place, column in enumerate(columns):
        after = columns[place + 1].boxes if place + 1 < len(columns) else ()
        for here in column.boxes:
            for there in after:
                both = [one for one in here.goes if one in there.comes]
                if both:
                    colour = fillings[here.regimen].line
                    parts.append(_band(here, there, both, half, colour))
            parts += _ends(here, place, patients, half)
    return parts


def _band(here: Box, there: Box, both: Sequence[int], half: float, colour: str) -> Markup:
    """Draw one band: its patients lie next to each other in both boxes."""
    out = [here.goes[one] for one in both]
    into = [there.comes[one] for one in both]
    x1, x2 = here.right, there.left
    path = _curve(x1, min(out) - half, x2, min(into) - half)
    back = _curve(x2, max(into) + half, x1, max(out) + half)
    path += f"L{back[1:]}z"
    told = f"{here.regimen} → {there.regimen}: {counted(len(both), 'patient')}"
    return tag("g", tag("title", told), tag("path", d=path, fill=colour, fill_opacity=0.65))


def _ends(here: Box, place: int, patients: Sequence[Lines], half: float) -> list[Markup]:
    """Draw how many end behind a box, and below them how many of these died."""
    last = [one for one in here.goes if len(patients[one].regimens) == place + 1]
    parts = []
    for died in (False, True):
        some = [here.goes[one] for one in last if patients[one].died == died]
        if some:
            top, bottom = min(some) - half, max(some) + half
            words = f"{here.regimen}: {counted(len(some), 'patient')}"
            told = tag("title", f"{words} {'died' if died else 'with no further line reported'}")
            y, reach = (top + bottom) / 2, max((bottom - top) / 2, 1.5)
            line = stroke(here.right, y, reach, 1.2)
            cross = [mark("cross", here.right + 11, y, 2.2)] if died else []
            parts.append(tag("g", told, line, *cross))
    return parts


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    half = (x1 + x2) / 2
    return f"M{x1:.2f} {y1:.2f}C{half:.2f} {y1:.2f} {half:.2f} {y2:.2f} {x2:.2f} {y2:.2f}"


def stroke(x: float, y: float, half: float, thick: float) -> Markup:
    """Draw the end of a strand of whom nothing further is reported."""
    path = f"M{x:.2f} {y:.2f}h7M{x + 7:.2f} {y - half:.2f}v{2 * half:.2f}"
    return tag("path", d=path, fill="none", stroke=GREY, stroke_width=thick)


def draw_box(uid: str, box: Box, swatch: Swatch, letter: str) -> Markup:
    """Draw a box with its name or its letter, and its number of patients."""
    high = box.bottom - box.top
    area: Paint = {"x": box.left, "y": box.top, "height": high}
    frame = tag("rect", width=box.right - box.left, fill=WHITE, stroke=GREY, **area)
    edge: Paint = {"stroke": GREY, "stroke_width": 0.5}
    band = tag("rect", width=_BAND, fill=swatch.paint(uid), **edge, **area)
    told = tag("title", f"{box.regimen}: {counted(len(box.comes), 'patient')}")
    x, middle = box.left + _BAND + 4, (box.top + box.bottom) / 2
    count = f"n = {len(box.comes)}"
    if letter:
        name = letters(x, middle + 3.6, letter, size=SMALL, fill=BLACK, weight="600")
        beside = x + width(letter, SMALL, bold=True) + 4
        if beside + width(count, TINY) > box.right - 2:
            count = str(len(box.comes))
        return tag("g", told, frame, band, name, letters(beside, middle + 3.4, count, size=TINY))
    first = middle - (len(box.lines) - 1) * _LEADING / 2 - 2
    words = [
        letters(x, first + number * _LEADING, line, size=SMALL, fill=BLACK)
        for number, line in enumerate(box.lines)
    ]
    below = letters(x, first + len(box.lines) * _LEADING, count, size=TINY, fill=GREY)
    return tag("g", told, frame, band, *words, below)
