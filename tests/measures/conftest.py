"""Events and courses made by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from epicrisis.model import (
    Anchor,
    Course,
    DayZero,
    Measurement,
    Quantity,
    TimeElement,
    Treatment,
    VitalStatus,
)


def _at(place: int) -> tuple[Anchor, ...]:
    return (Anchor(document="d", start=place, end=place + 4, exact="text"),)


def _time(day: float | tuple[float | None, float | None] | None) -> TimeElement | None:
    if day is None:
        return None
    low, high = day if isinstance(day, tuple) else (day, day)
    return TimeElement(earliest=low, latest=high)


@pytest.fixture
def lab() -> Callable[..., Measurement]:
    def make(
        analyte: str, value: float, ucum: str | None, day: Any = None, place: int = 10, **more: Any
    ) -> Measurement:
        printed = {name: more.pop(name) for name in ("high", "comparator") if name in more}
        return Measurement(
            id=f"m{place}",
            text=analyte,
            analyte=analyte,
            quantity=Quantity(value=value, unit=ucum, ucum=ucum, **printed),
            time=_time(day),
            anchors=_at(place),
            origin="test",
            **more,
        )

    return make


@pytest.fixture
def drug() -> Callable[..., Treatment]:
    def make(
        agent: str, value: float, unit: str, day: Any = None, place: int = 100, **more: Any
    ) -> Treatment:
        return Treatment(
            id=f"t{place}",
            text=agent,
            agent=agent,
            dose=Quantity(value=value, unit=unit, high=more.pop("high", None)),
            time=_time(day),
            anchors=_at(place),
            origin="test",
            **more,
        )

    return make


@pytest.fixture
def death() -> Callable[[Any], VitalStatus]:
    def make(day: Any) -> VitalStatus:
        return VitalStatus(
            id="v1", text="died", status="dead", time=_time(day), anchors=_at(500), origin="test"
        )

    return make


@pytest.fixture
def course() -> Callable[..., Course]:
    def make(*events: Any) -> Course:
        return Course(id="d/1", document="d", day_zero=DayZero(event="admission"), events=events)

    return make
