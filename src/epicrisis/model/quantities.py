"""Numbers with their units, as printed and as coded."""

from typing import Literal

from epicrisis.model.base import Noun

Comparator = Literal["<", "<=", ">", ">=", "~"]


class Quantity(Noun):
    """A value, a range or a bound, with its unit.

    `<8` is value 8 with comparator `<`; `35-45` is value 35 with high 45. `unit` is as printed and
    None where none is printed; `ucum` is its UCUM code and None where it is not known. `text` holds
    the characters that state the number.
    """

    value: float
    high: float | None = None
    comparator: Comparator | None = None
    unit: str | None = None
    ucum: str | None = None
    text: str = ""

    def __str__(self) -> str:
        number = f"{self.comparator or ''}{self.value:.10g}"
        if self.high is not None:
            number += f"{'/' if '/' in self.text else '–'}{self.high:.10g}"
        return f"{number} {self.unit}" if self.unit else number


class ReferenceRange(Noun):
    """The normal range printed beside a value; an open side is None, never 0."""

    low: float | None = None
    high: float | None = None
    unit: str | None = None
    text: str = ""
