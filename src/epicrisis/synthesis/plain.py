"""What every result is: a small frozen object that can say itself in plain values."""

from dataclasses import dataclass, fields, is_dataclass
from math import isfinite

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


class Result:
    """Base of the results; each is a frozen dataclass whose fields are its numbers."""

    __slots__ = ()

    def as_dict(self) -> dict[str, Plain]:
        """Give every field as plain values, nested results as dictionaries.

        A number that does not exist, and the open end of an interval, is `None`.
        """
        if not is_dataclass(self):
            raise TypeError(f"{type(self).__name__} is no dataclass")
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}


def plain(value: object) -> Plain:
    """Turn a value of a result into what JSON knows.

    >>> plain((1, float("inf"), "a"))
    [1, None, 'a']
    """
    if isinstance(value, Result):
        return value.as_dict()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, tuple | list):
        return [plain(held) for held in value]
    number = float(value)  # type: ignore[arg-type]
    return number if isfinite(number) else None


@dataclass(frozen=True, slots=True)
class Interval(Result):
    """The two ends of an interval of confidence.

    Attributes:
        low: Lower end; minus infinity where it is open.
        high: Upper end; infinity where it is open.
        method: How it was made, by name.
        level: Its confidence as a proportion: 0.95, not 95.
    """

    low: float
    high: float
    method: str
    level: float = 0.95

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high
