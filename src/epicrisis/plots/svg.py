"""Build SVG from elements, every word and attribute escaped.

Only presentation attributes are used, never `style`, so that a figure may stand in a page that
forbids inline styles. Characters that XML does not allow are replaced.
"""

import re
from collections.abc import Iterable

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})

Value = str | float | None
Paint = dict[str, Value]  # attributes that several elements share


class Markup(str):
    """Text that is mark-up already and is not escaped again."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Give text as it may stand between tags or inside an attribute."""
    return Markup(_NOT_XML.sub("\ufffd", text).translate(_ESCAPES))


def number(value: float) -> str:
    """Print a coordinate with at most two decimals."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def tag(name: str, *content: str, **attributes: Value) -> Markup:
    """Make an element.

    Args:
        name: Name of the element.
        content: What it holds: mark-up as it is, any other text escaped.
        attributes: Its attributes; None leaves one out, `_` stands for `-` and for the `:` of a
            namespace, and a trailing `_` keeps a name from being a keyword of Python (`class_`).
    """
    listed = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(c if isinstance(c, Markup) else escaped(c) for c in content)
    return Markup(f"<{name}{listed}>{inner}</{name}>" if inner else f"<{name}{listed}/>")


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Put pieces of mark-up one after the other."""
    return Markup(between.join(parts))


def _attribute(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else number(value)
