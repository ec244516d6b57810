"""How to pool: the choices, and which of them go together."""

from dataclasses import dataclass

from epicrisis.errors import InputError
from epicrisis.synthesis.estimates import checks
from epicrisis.synthesis.estimates.binomial import METHODS as SHARES
from epicrisis.synthesis.estimates.effects import SCALES
from epicrisis.synthesis.estimates.glmm import INTERVALS, check_nodes
from epicrisis.synthesis.estimates.spread import ESTIMATORS
from epicrisis.synthesis.plain import Result

METHODS = ("glmm", "crude", *SCALES)


@dataclass(frozen=True, slots=True)
class Options(Result):
    """How to pool; what does not belong to the method must be left unsaid.

    Attributes:
        method: `glmm`, `crude`, `logit`, `raw`, `arcsine` or `double-arcsine`.
        tau2: Estimator of the variance between studies for the last four: `reml` unless said
            otherwise, `dl`, `pm`, `ml` or `equal`.
        knapp_hartung: Whether their interval allows for that variance being an estimate.
        interval: For `glmm`: `wald` unless said otherwise, or `profile`.
        nodes: For `glmm`: points of the quadrature, 7 unless said otherwise; 1 is Laplace.
        level: Confidence as a proportion.
        together: Whether case reports, series and cohorts are pooled together.
        shares: Interval of each single study: `clopper-pearson`, `wilson`, `mid-p`, `jeffreys`.
    """

    method: str = "glmm"
    tau2: str | None = None
    knapp_hartung: bool = False
    interval: str | None = None
    nodes: int | None = None
    level: float = 0.95
    together: bool = False
    shares: str = "clopper-pearson"

    def check(self) -> None:
        """Refuse what is not known and what would be without effect.

        Raises:
            InputError: An option does not belong to the method, or is no number it can use.
            UnknownNameError: No such method, estimator or interval.
        """
        checks.one_of("method of pooling", self.method, METHODS)
        checks.one_of("interval of a proportion", self.shares, SHARES)
        checks.level_of(self.level)
        if self.tau2 is not None:
            checks.one_of("estimator of tau2", self.tau2, ESTIMATORS)
        if self.nodes is not None:
            check_nodes(self.nodes)
        if self.interval is not None:
            checks.one_of("interval of the mean", self.interval, INTERVALS)
        scaled: dict[str, object] = {"tau2": self.tau2, "knapp_hartung": self.knapp_hartung or None}
        modelled: dict[str, object] = {"interval": self.interval, "nodes": self.nodes}
        idle_for: dict[str, dict[str, object]] = {"glmm": scaled, "crude": scaled | modelled}
        others = idle_for.get(self.method, modelled)
        idle = [name for name, value in others.items() if value is not None]
        if idle:
            raise InputError(f"{' and '.join(idle)}: without effect with method {self.method!r}")
