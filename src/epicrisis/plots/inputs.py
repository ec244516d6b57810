"""What the figures of many patients are drawn from, where no estimate has that shape already.

A time is a pair of days, the earliest and the latest; a moment that is known has the same day
twice, a side that is open is infinite. Nothing is put in the middle.
"""

from dataclasses import dataclass

from epicrisis.plots.spans import Bounds


@dataclass(frozen=True, slots=True)
class Spell:
    """A treatment from one time to another.

    Attributes:
        label: Which.
        start: When it began.
        stop: When it ended; open at its later side where that is not told.
        ongoing: Whether it went on when the patient was last seen.
    """

    label: str
    start: Bounds
    stop: Bounds
    ongoing: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, and when; `told` says it in the report's own words."""

    label: str
    when: Bounds
    told: str = ""


@dataclass(frozen=True, slots=True)
class Swim:
    """One patient's bar.

    Attributes:
        patient: Who.
        spells: What was given.
        events: What happened.
        begin: When follow-up begins; `None` if neither end of it is known.
        until: When the patient was last seen or died.
        ongoing: Whether follow-up went on after that.
        group: What stands above the rows that share it; empty for nothing.
        undated: What was given or happened on a day that is not told.
    """

    patient: str
    spells: tuple[Spell, ...] = ()
    events: tuple[Happening, ...] = ()
    begin: Bounds | None = None
    until: Bounds | None = None
    ongoing: bool = False
    group: str = ""
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one patient.

    Attributes:
        when: The day, or the days between which it was measured.
        low: The value, or the lower end of a range.
        high: The upper end of a range; the value again where there is none.
        bound: `<` where the true value lies below what is printed, `>` where above; else empty.
    """

    when: Bounds
    low: float
    high: float
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """The values of one patient, in order of time."""

    patient: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The values of several patients between two days.

    Attributes:
        start: First day.
        end: The day before which it ends.
        patients: How many have a value.
        median: Of their values; two different numbers where some are known within bounds only.
    """

    start: float
    end: float
    patients: int
    median: Bounds


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of therapy of one patient, in order; each may be several agents together.

    `died` says that the patient is known to have died after the last of them.
    """

    patient: str
    regimens: tuple[str, ...]
    died: bool = False
