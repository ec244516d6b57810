"""How many unreported patients would overturn a finding made of published ones?

Published cases are a selection. The question is turned round: if so many further patients had had
the event and nobody had reported them, the statement would no longer hold. A small number means
that the finding leans on who was written up.

The idea is the fail-safe number (Rosenthal R. Psychol Bull 1979;86:638-641), here for counts and
with exact intervals and tests in the place of a sum of normal deviates.
"""

from collections.abc import Callable
from dataclasses import dataclass

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.binomial import proportion
from epicrisis.synthesis.estimates.fourfold import compare_two
from epicrisis.synthesis.plain import Result

MOST = 10_000  # further events tried


@dataclass(frozen=True, slots=True)
class Tipping(Result):
    """What it takes to overturn a statement.

    Attributes:
        statement: The statement, in words.
        holds: Whether it holds on what was published.
        unreported: Fewest unreported events that overturn it; `None` if it does not hold, or if no
            number up to ten thousand does.
        per_reported: The same for each published patient of the group concerned.
    """

    statement: str
    holds: bool
    unreported: int | None
    per_reported: float | None


def unreported_events(
    events: int, patients: int, threshold: float, *, level: float = 0.95
) -> Tipping:
    """How many unreported events bring the exact upper limit of a share up to a threshold?

    Args:
        events: Published patients with the event, such as deaths.
        patients: Published patients.
        threshold: The share below which the finding claims to lie, between 0 and 1.
        level: Confidence of the interval.

    Raises:
        InputError: The counts or the threshold cannot be.

    >>> unreported_events(2, 20, 0.5).unreported
    6
    """
    checks.counts(events, patients)
    if not 0 < threshold < 1:
        raise InputError(f"threshold: expected a share between 0 and 1, found {threshold!r}")

    def stands(more: int) -> bool:
        share = proportion(events + more, patients + more, level=level)
        return share.interval.high < threshold

    words = f"the upper {level:.0%} limit of {events}/{patients} lies below {threshold:g}"
    return _tipping(words, stands, patients)


def unreported_in_comparison(
    events: tuple[int, int], patients: tuple[int, int], *, alpha: float = 0.05
) -> Tipping:
    """How many unreported events in the group with fewer of them make Fisher's test silent?

    Args:
        events: Patients with the event in two groups.
        patients: Patients of the two groups.
        alpha: The p-value below which a difference is claimed.

    Raises:
        InputError: The counts or `alpha` cannot be.
    """
    checks.counts(events, patients)
    checks.level_of(alpha)
    better = 0 if events[0] * patients[1] < events[1] * patients[0] else 1

    def stands(more: int) -> bool:
        added = (more, 0) if better == 0 else (0, more)
        seen = (events[0] + added[0], events[1] + added[1])
        among = (patients[0] + added[0], patients[1] + added[1])
        return compare_two(seen, among).fisher < alpha

    words = (
        f"{events[0]}/{patients[0]} differs from {events[1]}/{patients[1]} "
        f"(Fisher's exact test, p < {alpha:g})"
    )
    return _tipping(words, stands, patients[better])


def _tipping(words: str, stands: Callable[[int], bool], patients: int) -> Tipping:
    """Count upwards one by one: a test may fall silent and speak again the other way."""
    if not stands(0):
        return Tipping(words, False, None, None)
    for more in range(1, MOST + 1):
        if not stands(more):
            return Tipping(words, True, more, more / patients)
    return Tipping(words, True, None, None)
