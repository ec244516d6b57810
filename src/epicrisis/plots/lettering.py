"""How wide text is, without a font at hand.

Widths are those of Helvetica, rounded up by class of character, so that text set in any of its
usual substitutes takes no more room than was kept for it.
"""

from unicodedata import combining, east_asian_width

TINY, SMALL, NORMAL = 9.0, 10.0, 11.0  # 6.4, 7.1 and 7.8 pt in print, a unit being 0.25 mm
FAMILY = "Helvetica Neue, Helvetica, Arial, Liberation Sans, Nimbus Sans, sans-serif"
_CLASSES = (
    ("ijl|!.,:;'’ ", 0.30),
    ("frtI()[]{}/\\-·†‡", 0.36),
    ("ckszvxyJ", 0.53),
    ("mMW%@—…", 0.98),
    ("w", 0.76),
    ("ABCDEFGHKLNOPQRSTUVXYZ&", 0.74),
)
_WIDTHS = {letter: width for letters, width in _CLASSES for letter in letters}


def width(text: str, size: float = NORMAL, *, bold: bool = False) -> float:
    """Give the room a line of text takes, in the unit of its size."""
    return size * (1.08 if bold else 1.0) * sum(map(_width, text))


def _width(letter: str) -> float:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if combining(letter):
        return 0.0
    return 1.02 if east_asian_width(letter) in "WF" else 0.58


def fitted(text: str, room: float, size: float = NORMAL, *, bold: bool = False) -> str:
    """Shorten text to the room there is, with an ellipsis."""
    flat = " ".join(text.split())
    if width(flat, size, bold=bold) <= room:
        return flat
    used = width("…", size, bold=bold)
    for place, letter in enumerate(flat):
        used += width(letter, size, bold=bold)
        if used > room:
            return flat[:place].rstrip() + "…"
    return flat


def wrapped(text: str, room: float, size: float = NORMAL, *, most: int = 99) -> list[str]:
    """Break text into lines at spaces; the last of `most` lines is shortened to fit."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size) <= room:
            taken += 1
        if len(lines) == most - 1:
            taken = len(words)
        lines.append(fitted(" ".join(words[:taken]), room, size))
        words = words[taken:]
    return lines
