"""Multinomial logistic regression with a quadratic penalty, over named features.

The weights W make the likelihood of the right labels greatest, less |W|^2 / (2 `reach`); found by
L-BFGS (Liu & Nocedal, Mathematical Programming 1989;45:503-528). The same examples give the same
weights, which are kept in whole hundredths.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from epicrisis.vocab.linear import SCALE, Features, LinearModel

RARE = 2  # a feature must occur this often to be learnt
LEAST = 3  # hundredths; smaller weights are left out
STEPS = 400

Array = np.ndarray[Any, np.dtype[np.float64]]


def train(examples: Sequence[tuple[Features, str]], reach: float = 0.3) -> LinearModel:
    """Learn a model from examples, features and the right label of each.

    Args:
        examples: What is to be told apart.
        reach: The variance that weights are thought to have before anything is seen.
    """
    counts = Counter(name for features, _ in examples for name in set(features))
    labels = sorted({label for _, label in examples})
    names = sorted(name for name, count in counts.items() if count >= RARE)
    if len(labels) < 2 or not names:
        return LinearModel(labels or ["other"], {})
    seen, right = _matrix(examples, names), _right(examples, labels)
    shape = len(names), len(labels)

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape)
        scores = seen @ weights
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(axis=1, keepdims=True)
        missed = float(np.log(total).sum() - (right * scores).sum())
        slope = seen.T @ (odds / total - right) + weights / reach
        return missed + float((weights * weights).sum()) / (2 * reach), slope.ravel()

    found = minimize(
        loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    )
    rows = np.rint(SCALE * found.x.reshape(shape)).astype(int)
    kept = (abs(rows) >= LEAST).any(axis=1)
    weights = {name: rows[at].tolist() for at, name in enumerate(names) if kept[at]}
    return LinearModel(labels, weights)


def _matrix(examples: Sequence[tuple[Features, str]], names: Sequence[str]) -> csr_matrix:
    """One row an example, with a one for each feature it has."""
    column = {name: at for at, name in enumerate(names)}
    starts, columns = [0], []
    for features, _ in examples:
        columns += sorted({column[name] for name in features if name in column})
        starts.append(len(columns))
    shape = len(examples), len(names)
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)


def _right(examples: Sequence[tuple[Features, str]], labels: Sequence[str]) -> Array:
    """One row an example, with a one for the right label."""
    right = np.zeros((len(examples), len(labels)))
    right[range(len(examples)), [labels.index(label) for _, label in examples]] = 1
    return right
