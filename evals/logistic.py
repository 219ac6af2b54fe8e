"""A logistic regression, for every weight of ours that is learned from yes and no."""

from __future__ import annotations

import numpy as np


def fit(
    values: np.ndarray, right: np.ndarray, weight: np.ndarray, pull: float = 1.0
) -> tuple[np.ndarray, float]:
    """Weights of the columns and the constant, by Newton's steps.

    `values` are (examples, features), `right` whether each is one, `weight` what it counts. The
    weights are pulled towards zero (ridge), the constant is not.
    """
    x = np.hstack([values, np.ones((len(values), 1))])
    penalty = np.full(x.shape[1], pull)
    penalty[-1] = 1e-6
    found = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (weight * (chance - right)) + penalty * found
        curve = (x * (weight * chance * (1 - chance))[:, None]).T @ x + np.diag(penalty)
        found = found - np.linalg.solve(curve, slope)
    return found[:-1], float(found[-1])
