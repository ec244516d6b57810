"""What pooling gives: a share for each kind of paper, and the papers behind it and left out."""

from dataclasses import dataclass

from epicrisis.synthesis.estimates.binomial import Proportion
from epicrisis.synthesis.plain import Interval, Result


@dataclass(frozen=True, slots=True)
class StudyShare(Result):
    """What one paper gives to a pooled share."""

    study: str
    kind: str
    share: Proportion


@dataclass(frozen=True, slots=True)
class MissingStudy(Result):
    """A paper that gives nothing, and why."""

    study: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pooled(Result):
    """A share pooled over the papers of one kind.

    Attributes:
        kind: `case`, `series`, `cohort`, `unstated`, or `all` where they are pooled together.
        method: What was done: `glmm`, `crude`, or a scale of inverse-variance pooling.
        because: Why this is not what was asked for; empty if it is.
        estimate: The pooled share.
        interval: Its interval.
        prediction: Where the share of a further study would lie; `None` if that is not known.
        tau2: Variance between studies on the scale of the method, if it was estimated.
        i2: Share of the scatter that is not sampling error, if inverse-variance pooling was done.
        q: Statistic of the test that all studies share one risk, if there are several.
        p_q: Its p-value.
        crude: All patients taken together, with the exact interval.
        studies: The papers that went in.
        missing: The papers that did not.
        notes: What a reader must know.
    """

    kind: str
    method: str
    because: str
    estimate: float
    interval: Interval
    prediction: Interval | None
    tau2: float | None
    i2: float | None
    q: float | None
    p_q: float | None
    crude: Proportion
    studies: tuple[StudyShare, ...]
    missing: tuple[MissingStudy, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pooling(Result):
    """The pooled shares, one for each kind of paper.

    Attributes:
        groups: One for each kind of which at least one paper tells its counts.
        missing: Every paper that does not.
        notes: What holds for all of them.
    """

    groups: tuple[Pooled, ...]
    missing: tuple[MissingStudy, ...]
    notes: tuple[str, ...]
