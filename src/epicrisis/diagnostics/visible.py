"""Characters as a terminal may show them: each has a known width, and none gives orders.

A report is foreign text. An escape sequence in it could repaint a terminal, a bidirectional control
could turn a line round, a zero-width space could hide in a number; all are shown by name.
"""

from unicodedata import category, combining, east_asian_width

_TAB = "    "
_PICTURES = 0x2400  # the control pictures, in the order of the controls
_NAMED = frozenset({"Cf", "Cs", "Cc", "Zl", "Zp", "Co", "Cn"})


def shown(char: str) -> str:
    """Give what is printed for one character.

    >>> shown("a"), shown("\\x1b"), shown("\\u202e"), shown("\\u2009")
    ('a', '␛', '<U+202E>', ' ')
    """
    if " " <= char <= "~":
        return char
    if char == "\t":
        return _TAB
    code = ord(char)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "␡"
    kind = category(char)
    if kind in _NAMED:
        return f"<U+{code:04X}>"
    if kind == "Zs":
        return "  " if east_asian_width(char) == "F" else " "
    return char


def width(char: str) -> int:
    """Count the terminal cells of what is printed for one character.

    >>> width("a"), width("\\t"), width("肝"), width("\\u0301")
    (1, 4, 2, 0)
    """
    if " " <= char <= "~":
        return 1
    printed = shown(char)
    if len(printed) > 1 or printed != char:
        return len(printed)
    if combining(char) or category(char) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def visible(text: str) -> str:
    """Give words that may be printed: on one line, and without controls of any kind.

    >>> visible("two\\nlines\\x1b[31m")
    'two lines␛[31m'
    """
    return "".join(" " if char in "\n\t\r" else shown(char) for char in text)


def cells(text: str) -> int:
    """Count the terminal cells of a text."""
    return sum(map(width, text))


def printed(text: str, between: str = "\n") -> str:
    """Give lines that may be printed: tabs are room, and controls are shown by name.

    >>> printed("a\\tb\\r\\n\\x07")
    'a    b\\n␇'
    """
    lines = (line.removesuffix("\r") for line in text.split("\n"))
    return between.join("".join(map(shown, line)) for line in lines)
