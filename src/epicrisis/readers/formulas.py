"""Formulas as a line of text: MathML read from its leaves, TeX stripped of its commands."""

import re
from typing import Final

from lxml import etree

Element = etree._Element
_PREAMBLE = re.compile(
    r"\\(?:documentclass|usepackage|setlength)(?:\[[^\[\]]{0,99}\])?(?:\{[^{}]{0,99}\}){0,2}"
    r"|\\(?:begin|end)\{\w{1,20}\}"
)
_SCRIPT = re.compile(r"\s?\^\s?\{?([^{}\s]{1,20})\}?")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?")
_SIGNS: Final = {
    "times": "×",
    "pm": "±",
    "mu": "µ",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "kappa": "κ",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "cdot": "·",
    "sim": "~",
    "approx": "≈",
    "circ": "°",
    "Delta": "Δ",
    "rightarrow": "→",
}
_ACCENTS: Final = frozenset("\u02d9\u00af\u0302\u005e\u007e\u203e\u2192\u02c6\u02dc")


def formula(element: Element) -> str:
    """Give the reading of a formula, from its MathML where there is one."""
    for inner in element.iter():
        if _name(inner) == "math":
            return " ".join(_math(inner).split())
    for inner in element.iter():
        if _name(inner) == "tex-math":
            return tex("".join(map(str, inner.itertext())))
    return " ".join("".join(map(str, element.itertext())).split())


def tex(source: str) -> str:
    """Give the reading of a TeX formula: signs for the commands that name one, the rest dropped."""
    plain = _PREAMBLE.sub(" ", source).replace("$", " ")
    plain = _SCRIPT.sub(r"^\1", plain)
    plain = _COMMAND.sub(lambda found: _SIGNS.get(found[1], ""), plain)
    return " ".join(re.sub(r"[{}_\\~&]", "", plain).split())


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _math(element: Element) -> str:
    children = [child for child in element if _name(child)]
    name = _name(element)
    if name in ("annotation", "annotation-xml"):
        return ""
    if not children:
        return (element.text or "").strip()
    parts = [_math(child) for child in children]
    if name == "msup" and len(parts) == 2:
        return f"{parts[0]}^{parts[1]}"
    if name == "msubsup" and len(parts) == 3:
        return f"{parts[0]}{parts[1]}^{parts[2]}"
    if name == "mfrac" and len(parts) == 2:
        return f"({parts[0]})/({parts[1]})"
    if name in ("mover", "munder") and len(parts) == 2 and parts[1] in _ACCENTS:
        return parts[0]
    if name == "semantics":
        return parts[0]
    return "".join(
        f" {part} " if _name(child) == "mo" and part in "=+×<>≤≥±≈" and part else part
        for child, part in zip(children, parts, strict=True)
    )
