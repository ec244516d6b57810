"""Cox's partial likelihood with its first two derivatives, for ties and for late entry.

Each event compares its patient with all who were at risk at that time; a patient who entered late
is at risk from then on. Sums over the risk sets are differences of running sums, so the work grows
with the number of patients and not with its square. Ties are Efron's (as in R's survival) or
Breslow's (as in coxphf).

References:
    Cox DR. J R Stat Soc B 1972;34:187-220.
    Efron B. J Am Stat Assoc 1977;72:557-565.
    Firth D. Bias reduction of maximum likelihood estimates. Biometrika 1993;80:27-38.
"""

from math import log

import numpy as np
from numpy.typing import NDArray

from epicrisis.synthesis.estimates.checks import Floats


class PartialLikelihood:
    """The likelihood of coefficients, with Firth's penalty if wanted.

    Args:
        x: A row a patient, a column a covariate.
        t: Times at exit.
        d: Whether the event happened then.
        s: Times at entry.
        ties: `efron` or `breslow`.
        penalised: Whether half the logarithm of the information's determinant is added.
    """

    def __init__(
        self,
        x: Floats,
        t: Floats,
        d: NDArray[np.bool_],
        s: Floats,
        *,
        ties: str,
        penalised: bool,
    ) -> None:
        self.x = x - x.mean(axis=0)
        self.penalised = penalised
        at, self.place = np.unique(t[d], return_inverse=True)
        self.out = np.argsort(-t, kind="stable")
        self.inn = np.argsort(-s, kind="stable")
        self.leaving = t.size - np.searchsorted(np.sort(t), at, side="left")
        self.entering = s.size - np.searchsorted(np.sort(s), at, side="left")
        self.dead = np.flatnonzero(d)
        self.late = bool((self.entering > 0).any())
        self.fraction = self._fractions() if ties == "efron" else np.zeros(self.dead.size)

    def _fractions(self) -> Floats:
        """Give for each of the events at one time the share of their weight to be taken off."""
        tied = np.bincount(self.place)
        order = np.argsort(self.place, kind="stable")
        rank = np.empty(order.size)
        begun = np.concatenate([[0], np.cumsum(tied)[:-1]])
        rank[order] = np.arange(order.size) - np.repeat(begun, tied)
        fractions: Floats = rank / tied[self.place]
        return fractions

    def value(self, beta: Floats) -> float:
        """Give the logarithm of the (penalised) likelihood."""
        plain, _, information = self.derivatives(beta)
        return plain + self.penalty(information)

    def penalty(self, information: Floats) -> float:
        """Give what is added to the logarithm of the likelihood."""
        if not self.penalised:
            return 0.0
        determinant = float(np.linalg.det(information))
        return log(determinant) / 2 if determinant > 0 else -np.inf

    def derivatives(self, beta: Floats) -> tuple[float, Floats, Floats]:
        """Give the unpenalised log-likelihood, its gradient and the information."""
        eta = self.x @ beta
        shift = float(eta.max())
        (a0, mean, second), _ = self._moments(np.exp(eta - shift))
        value = float(eta[self.dead].sum() - (np.log(a0) + shift).sum())
        gradient = self.x[self.dead].sum(axis=0) - mean.sum(axis=0)
        information = (second - mean[:, :, None] * mean[:, None, :]).sum(axis=0)
        return value, gradient, information

    def score(self, beta: Floats) -> tuple[Floats, Floats]:
        """Give the gradient of the (penalised) log-likelihood, and the information."""
        eta = self.x @ beta
        w = np.exp(eta - float(eta.max()))
        (a0, m, second), wxx = self._moments(w)
        gradient = self.x[self.dead].sum(axis=0) - m.sum(axis=0)
        information = (second - m[:, :, None] * m[:, None, :]).sum(axis=0)
        if not self.penalised:
            return gradient, information
        wxxx = wxx[:, :, :, None] * self.x[:, None, None, :]
        third = self._at_risk(wxxx) / a0[:, None, None, None]
        skew = third.sum(axis=0) + 2 * np.einsum("ej,ek,er->jkr", m, m, m)
        skew -= np.einsum("ejk,er->jkr", second, m)
        skew -= np.einsum("ejr,ek->jkr", second, m) + np.einsum("ekr,ej->jkr", second, m)
        inverse = np.linalg.inv(information)
        added: Floats = np.einsum("jk,jkr->r", inverse, skew) / 2
        return gradient + added, information

    def _moments(self, w: Floats) -> tuple[tuple[Floats, Floats, Floats], Floats]:
        """Give for each event the weight at risk and its first two moments; and what they sum."""
        wx = w[:, None] * self.x
        wxx = wx[:, :, None] * self.x[:, None, :]
        a0 = self._at_risk(w)
        moments = (a0, self._at_risk(wx) / a0[:, None], self._at_risk(wxx) / a0[:, None, None])
        return moments, wxx

    def _at_risk(self, part: Floats) -> Floats:
        """Sum over those at risk at each event, less the share of the tied ones taken off."""
        summed = self._sums(part)
        if not self.fraction.any():
            return summed
        taken: Floats = summed - self.fraction.reshape(-1, *[1] * (part.ndim - 1)) * self._tied(
            part
        )
        return taken

    def _sums(self, part: Floats) -> Floats:
        """Sum over those at risk at each event."""
        running = np.cumsum(part[self.out], axis=0)[self.leaving - 1]
        if self.late:
            zero = np.zeros((1, *part.shape[1:]))
            entered = np.concatenate([zero, np.cumsum(part[self.inn], axis=0)])
            running = running - entered[self.entering]
        held: Floats = running[self.place]
        return held

    def _tied(self, part: Floats) -> Floats:
        """Sum over those who have the event at the same time."""
        total = np.zeros((self.leaving.size, *part.shape[1:]))
        np.add.at(total, self.place, part[self.dead])
        held: Floats = total[self.place]
        return held
