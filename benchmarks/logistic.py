"""A trained rival: logistic regression on eight features of a tie (after Raeder et al. 2011).

It learns at the cut-off that lies one horizon earlier, whose labels are all known at the cut-off asked about.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from ranking import History, Question, Scores

from comity.core.days import SECONDS_PER_DAY

Matrix = NDArray[np.float64]
_PENALTY = 1.0
_STEPS = 25


def scores(trained_on: Question, asked: Question) -> Scores:
    """The log-odds of contact for every row of `asked`, learnt from `trained_on`."""
    known = features(trained_on)
    mean, spread = known.mean(axis=0), known.std(axis=0) + 1e-9
    labels = np.array(list(trained_on.labels.values()), dtype=np.float64)
    weights = _fit(_with_constant((known - mean) / spread), labels)
    odds = _with_constant((features(asked) - mean) / spread) @ weights
    return dict(zip(asked.histories, odds.tolist(), strict=True))


def features(asked: Question) -> Matrix:
    """One row a pair: volume each way, in 30 and in 90 days, recency, age, days, share of the ego's mail."""
    written: Counter[str] = Counter()
    for (ego, _), history in asked.histories.items():
        written[ego] += len(history.times)
    return np.array(
        [_features(history, asked.at, written[ego]) for (ego, _), history in asked.histories.items()]
    )


def _features(history: History, at: int, of_ego: int) -> list[float]:
    ages = [(at - when) / SECONDS_PER_DAY for when in history.times]
    return [
        float(np.log1p(len(history.incoming))),
        float(np.log1p(len(history.outgoing))),
        float(np.log1p(sum(age <= 30 for age in ages))),
        float(np.log1p(sum(age <= 90 for age in ages))),
        float(np.log1p(min(ages))),
        float(np.log1p(max(ages))),
        float(np.log1p(len(history.days()))),
        len(ages) / of_ego,
    ]


def _fit(rows: Matrix, labels: Matrix) -> Matrix:
    """Weights by Newton's method, with a small ridge penalty on all but the constant."""
    weights = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], _PENALTY)
    penalty[-1] = 0.0
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (labels - chance) - penalty * weights
        curvature = (rows.T * (chance * (1 - chance))) @ rows + np.diag(penalty + 1e-9)
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


def _with_constant(rows: Matrix) -> Matrix:
    return np.hstack([rows, np.ones((len(rows), 1))])
