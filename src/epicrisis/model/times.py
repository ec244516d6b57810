"""When something happened: an interval of days on the patient's own axis."""

from math import inf
from typing import Literal

from epicrisis.model.anchors import Anchor
from epicrisis.model.base import Noun

DayZeroEvent = Literal[
    "admission", "presentation", "onset", "diagnosis", "treatment_start", "discharge", "birth"
]


class TimeElement(Noun):
    """The earliest and the latest day that the report allows; None where a side is open.

    Nothing invents a midpoint: "two weeks later" is 11 to 17 days after its anchor event, and
    "subsequently" has a lower bound only. `text` is the expression as printed, if there is one.
    """

    text: str | None = None
    earliest: float | None = None
    latest: float | None = None
    anchor: Anchor | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """Earliest and latest day, with infinities for open sides."""
        low = -inf if self.earliest is None else self.earliest
        high = inf if self.latest is None else self.latest
        return low, high

    @property
    def known(self) -> bool:
        """Both sides are bounded."""
        return self.earliest is not None and self.latest is not None


class DayZero(Noun):
    """What the days of a course are counted from.

    `number` is the day number that the event itself carries: 1 where a report prints "day 1
    (admission)", 0 otherwise. `stated` is False where the event had to be assumed.
    """

    event: DayZeroEvent
    number: int = 0
    stated: bool = True
    anchor: Anchor | None = None
