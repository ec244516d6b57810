"""Pathway figure: which treatment came after which, a strand for every patient.

Each column is a line of therapy, each box a regimen with the number of patients who had it. A
strand leads each patient from one line to the next, so that everyone can be followed with a finger;
many patients are bands as wide as they are many. A stroke behind a box is the end of a strand: no
further line is reported. Where names do not fit into the boxes, letters stand for them, and the key
has the names.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from epicrisis.errors import InputError
from epicrisis.plots.drawing import PAGE, Drawing, Sheet, counted, head_of, listed, missing, short
from epicrisis.plots.inputs import Lines
from epicrisis.plots.path_boxes import (
    FEW,
    Column,
    columns_of,
    draw_bands,
    draw_box,
    draw_strands,
    needs_letters,
    stroke,
)
from epicrisis.plots.style import BLACK, GREY
from epicrisis.plots.svg import Markup
from epicrisis.plots.swatches import (
    OTHER,
    Entry,
    Swatch,
    area_entry,
    assigned,
    definitions,
    draw_entries,
    mark,
)

TITLE = "Lines of therapy of each patient"
TOP = 56.0
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def pathway(
    patients: Sequence[Lines],
    *,
    most: int = 4,
    regimens: int = 6,
    width: float = PAGE,
    left_out: Sequence[tuple[str, str]] = (),
    who: str = "",
) -> Drawing:
    """Draw the lines of therapy.

    Args:
        patients: The lines of each.
        most: Lines that are drawn, 6 at most; of later ones the figure only says how many had them.
        regimens: Boxes in a column; what is rarer goes into one called other.
        width: In millimetres.
        left_out: Patients who give nothing, and why.
        who: What kind of patients these are; stands before their number.

    Raises:
        InputError: No such width, or fewer than one line or two regimens are wanted.
    """
    if not 1 <= most <= len(_ORDINALS) or regimens < 2:
        raise InputError(f"expected 1 to {len(_ORDINALS)} lines and 2 regimens or more")
    sheet = Sheet.of(width, TITLE, tuple(patients), most, regimens)
    shown = [one for one in patients if one.regimens]
    bare = [(one.patient, "no line of therapy is told") for one in patients if not one.regimens]
    gone = missing([*bare, *left_out])
    if not shown:
        why = f"{head_of(who, '0')}; no patient has a line of therapy. {gone}"
        return sheet.nothing(TITLE, why.strip())
    named = [column for n in range(most) if (column := _named(shown, n, regimens))]
    fillings = assigned(name for column in named for name in column.values())
    letters_of = _letters(fillings) if needs_letters(sheet, fillings, len(named)) else {}
    died = frozenset(n for n, one in enumerate(shown) if one.died)
    columns = columns_of(sheet, named, TOP, letters_of, died)
    bottom = max(box.bottom for column in columns for box in column.boxes)
    key = draw_entries(_entries(sheet, fillings, letters_of, shown), bottom + 4, sheet.width)
    notes = " ".join(part for part in (_further(shown, len(named)), gone) if part)
    draw = draw_strands if len(shown) <= FEW else draw_bands
    parts = [
        definitions(sheet.uid, fillings.values()),
        *_heads(columns, named),
        *draw(columns, shown, fillings),
        *(
            draw_box(sheet.uid, box, fillings[box.regimen], letters_of.get(box.regimen, ""))
            for column in columns
            for box in column.boxes
        ),
        *key.parts,
    ]
    head = head_of(who, counted(len(shown), "patient"))
    names = listed([one.patient for one in shown])
    return sheet.finished(TITLE, head, names, notes, parts, key.bottom)


def _named(patients: Sequence[Lines], place: int, regimens: int) -> dict[int, str]:
    """Give each patient's regimen in a column by the patient's number, rare ones as other."""
    had = {n: one.regimens[place] for n, one in enumerate(patients) if len(one.regimens) > place}
    counts = Counter(had.values())
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    kept = set(ranked if len(ranked) <= regimens else ranked[: regimens - 1])
    return {n: name if name in kept else OTHER for n, name in had.items()}


def _letters(fillings: Mapping[str, Swatch]) -> dict[str, str]:
    return {name: _LETTERS[place % 26] * (1 + place // 26) for place, name in enumerate(fillings)}


def _heads(columns: Sequence[Column], named: Sequence[Mapping[int, str]]) -> list[Markup]:
    return [
        short(column.left, y, words, column.right - column.left + 12, fill=fill)
        for place, column in enumerate(columns)
        for y, words, fill in (
            (TOP - 20, f"{_ORDINALS[place]} line", BLACK),
            (TOP - 8, f"n = {len(named[place])}", GREY),
        )
    ]


def _further(patients: Sequence[Lines], columns: int) -> str:
    further = sum(len(one.regimens) > columns for one in patients)
    return f"{counted(further, 'patient')} had further lines." if further else ""


def _entries(
    sheet: Sheet,
    fillings: Mapping[str, Swatch],
    letters_of: Mapping[str, str],
    patients: Sequence[Lines],
) -> list[Entry]:
    found = [
        area_entry(sheet.uid, fillings[name], f"{letter}: {name}")
        for name, letter in letters_of.items()
    ]
    found.append(Entry(lambda x, y: stroke(x + 5, y, 3.0, 1.2), "no further line reported"))
    if any(one.died for one in patients):
        found.append(Entry(lambda x, y: mark("cross", x + 10, y, 2.6), "died"))
    return found
