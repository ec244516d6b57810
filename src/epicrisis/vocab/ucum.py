"""Arithmetic on UCUM codes: how large a unit is, and of what kind.

A small exact subset of the Unified Code for Units of Measure: the atoms and prefixes that clinical
reports use, products, quotients, integer exponents, powers of ten (``10*9``), bracketed groups, and
annotations in braces, which carry no meaning for size (``mg/g{creat}`` is ``mg/g``). Sizes are
fractions, so nothing is lost between two units. Catalytic activity (``U``) and international units
(``[IU]``) are two kinds on purpose, as UCUM has it: only an analyte can say that they are equal.

Source: The Unified Code for Units of Measure, version 2.1, https://ucum.org/ucum.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from math import isfinite

from epicrisis.errors import UnitError
from epicrisis.vocab.tables import read_table

_TOKEN = re.compile(
    r"10\*(?P<power>-?\d+)|(?P<number>\d+)(?![\d*])|(?P<atom>(?:\[[^\]]*\]|[A-Za-z%])+)"
)
_ANNOTATION = re.compile(r"\{[^}]*\}")
_EXPONENT = re.compile(r"-?\d+")
_PREFIXES = {
    "T": 12, "G": 9, "M": 6, "k": 3, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12,
    "f": -15,
}  # fmt: skip
_KELVIN = {  # kelvin = value * slope + intercept
    "K": (Fraction(1), Fraction(0)),
    "Cel": (Fraction(1), Fraction("273.15")),
    "[degF]": (Fraction(5, 9), Fraction("459.67") * 5 / 9),
}


@dataclass(frozen=True, slots=True)
class Size:
    """A unit as a number times powers of base kinds; kinds with power zero are left out."""

    factor: Fraction
    kinds: tuple[tuple[str, int], ...]


@cache
def _atoms() -> dict[str, tuple[Size, bool]]:
    """Atoms by code, from ``ucum.tsv``, each with whether it takes a metric prefix."""
    atoms: dict[str, tuple[Size, bool]] = {}
    for row in read_table("ucum.tsv"):
        kinds = tuple(
            (name, int(power or 1))
            for name, _, power in (item.partition("^") for item in row["kinds"].split())
        )
        atoms[row["code"]] = (Size(Fraction(row["factor"]), kinds), row["metric"] == "yes")
    return atoms


def _atom_size(code: str, whole: str) -> Size:
    atoms = _atoms()
    if code in atoms:
        return atoms[code][0]
    power = _PREFIXES.get(code[:1])
    rest = atoms.get(code[1:])
    if power is None or rest is None or not rest[1]:
        raise UnitError(f"{whole!r} is not a unit known here: no UCUM atom is called {code!r}")
    return Size(rest[0].factor * Fraction(10) ** power, rest[0].kinds)


class _Product:
    """A product under construction."""

    def __init__(self) -> None:
        self.factor = Fraction(1)
        self.kinds: dict[str, int] = {}

    def multiply(self, factor: Fraction, kinds: Mapping[str, int], power: int) -> None:
        self.factor *= factor**power
        for kind, own in kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + own * power

    def size(self) -> Size:
        return Size(self.factor, tuple(sorted((k, p) for k, p in self.kinds.items() if p)))


@lru_cache(maxsize=4096)
def size(ucum: str) -> Size:
    """Size and kind of a unit, in gram, metre, second, mole and the arbitrary kinds.

    ``size('mg/dL')`` is 10 with kinds ``g`` and ``m^-3``. An empty code, ``1`` and a bare
    annotation are the number one.

    Raises:
        UnitError: an atom is not known, or the code is malformed; also for ``Cel`` and ``[degF]``,
            which have no size alone (see `convert_plain`).
    """
    product = _Product()
    text = _ANNOTATION.sub("", ucum)
    depth, position, sign = [1], 0, 1
    while position < len(text):
        character = text[position]
        if character in "./":
            sign = 1 if character == "." else -1
            position += 1
        elif character == "(":
            depth.append(depth[-1] * sign)
            sign = 1
            position += 1
        elif character == ")" and len(depth) > 1:
            depth.pop()
            position += 1
        else:
            position = _multiply_token(product, text, position, depth[-1] * sign, ucum)
            sign = 1
    if len(depth) > 1 or ucum[-1:] in ("/", "."):
        raise UnitError(f"{ucum!r} is not a UCUM code: it breaks off")
    return product.size()


def _multiply_token(product: _Product, text: str, position: int, sign: int, whole: str) -> int:
    token = _TOKEN.match(text, position)
    if token is None:
        raise UnitError(f"{whole!r} is not a UCUM code: unexpected {text[position:]!r}")
    end = token.end()
    if token["power"] is not None:
        product.multiply(Fraction(10) ** int(token["power"]), {}, sign)
    elif token["number"] is not None:
        product.multiply(Fraction(int(token["number"])), {}, sign)
    else:
        atom = _atom_size(token["atom"], whole)
        exponent = _EXPONENT.match(text, end)
        power = int(exponent[0]) if exponent else 1
        end = exponent.end() if exponent else end
        product.multiply(atom.factor, dict(atom.kinds), sign * power)
    return end


def commensurable(first: str, second: str) -> bool:
    """Whether a value in one unit can be turned into the other by a factor (or both are degrees).

    Raises:
        UnitError: one of the two is not known.
    """
    if first in _KELVIN or second in _KELVIN:
        return first in _KELVIN and second in _KELVIN
    return size(first).kinds == size(second).kinds


def ratio(from_ucum: str, to_ucum: str) -> Fraction:
    """The exact number of `to_ucum` in one `from_ucum`: 1000 for ``g`` and ``mg``.

    Raises:
        UnitError: the two measure different kinds of quantity, or one is not known.
    """
    start, goal = size(from_ucum), size(to_ucum)
    if start.kinds != goal.kinds:
        raise UnitError(
            f"{from_ucum!r} and {to_ucum!r} measure different kinds of quantity; "
            "name the analyte if its molar mass or activity joins them"
        )
    return start.factor / goal.factor


def convert_plain(value: float, from_ucum: str, to_ucum: str) -> float:
    """Convert without knowing what is measured: prefixes, equivalent units, and temperatures.

    Raises:
        UnitError: the two measure different kinds of quantity, one is not known, or the value is
            not a finite number.
    """
    if not isfinite(value):
        raise UnitError(f"cannot convert {value!r} {from_ucum}: not a finite number")
    if from_ucum == to_ucum:
        return value
    if from_ucum in _KELVIN and to_ucum in _KELVIN:
        slope, intercept = _KELVIN[from_ucum]
        kelvin = Fraction(repr(float(value))) * slope + intercept
        slope, intercept = _KELVIN[to_ucum]
        return float((kelvin - intercept) / slope)
    return float(Fraction(repr(float(value))) * ratio(from_ucum, to_ucum))
