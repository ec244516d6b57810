"""What all results print alike: who is missing, and what a reader must know."""

from collections.abc import Iterable, Sequence

from epicrisis.synthesis.results.people import Missing
from epicrisis.synthesis.sheets import Sheet

MOST = 100  # rows listed one by one
_MANY = 12  # names listed for one reason


def further(rows: int, noun: str) -> tuple[str, ...]:
    """Say how many rows are not listed, if any."""
    more = rows - MOST
    return (f"({more} more {noun}; JSON, CSV and `records()` have all)",) if more > 0 else ()


def last_sheet(missing: Sequence[Missing], notes: Iterable[str]) -> Sheet:
    """Give the lines that stand at the end: the missing by reason, then the notes."""
    reasons: dict[str, list[str]] = {}
    for one in missing:
        reasons.setdefault(one.reason, []).append(one.patient.label)
    lines = [
        f"Missing, {reason}: {len(who)} ({_listed(who)})"
        for reason, who in sorted(reasons.items(), key=lambda item: -len(item[1]))
    ]
    return Sheet("", notes=(*lines, *(f"Note: {note}." for note in notes)))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MANY
    return "; ".join(names[:_MANY]) + (f"; and {more} more" if more > 0 else "")
