"""Logistic regression over sparse features. Offline: used by training, never at run time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from backend.safety.features import DIMENSIONS, Block

Floats = NDArray[np.float64]
Loss = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True)
class Sparse:
    """Rows of features in one piece: row n holds ``index[start[n] : start[n + 1]]`` with the same ``value``."""

    index: NDArray[np.int64]
    value: Floats
    start: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Sequence[Block]]) -> "Sparse":
        """Every block of a row gets length one, so that none outshouts the others."""
        index = np.concatenate([block for row in rows for block in row])
        sizes = np.array([len(block) for row in rows for block in row])
        value = np.repeat(np.maximum(sizes, 1) ** -0.5, sizes)
        lengths = [sum(len(block) for block in row) for row in rows]
        return cls(index, value, np.concatenate(([0], np.cumsum(lengths))))

    def take(self, rows: NDArray[np.int64]) -> "Sparse":
        """Only these rows, in this order."""
        lengths = self.start[rows + 1] - self.start[rows]
        start = np.concatenate(([0], np.cumsum(lengths)))
        at = np.arange(start[-1]) + np.repeat(self.start[rows] - start[:-1], lengths)
        return Sparse(self.index[at], self.value[at], start)

    def times(self, weights: Floats) -> Floats:
        """One number a row."""
        summed = np.concatenate(([0.0], np.cumsum(weights[self.index] * self.value)))
        return np.asarray(summed[self.start[1:]] - summed[self.start[:-1]])


def logistic(
    rows: Sparse,
    target: Floats,
    cost: Floats,
    penalty: float,
    start: tuple[Floats, float] | None = None,
    steps: int = 24,
) -> tuple[Floats, float]:
    """Weights and bias that tell ``target`` +1 from -1. A feature of one row only stays nought."""
    often = (np.bincount(rows.index, minlength=DIMENSIONS) > 1)[rows.index]
    row_of = np.repeat(np.arange(len(target)), np.diff(rows.start))[often]
    used, index = np.unique(rows.index[often], return_inverse=True)
    kept = np.concatenate(([0], np.cumsum(np.bincount(row_of, minlength=len(target)))))
    compact = Sparse(index, rows.value[often], kept)
    order = np.argsort(index, kind="stable")
    columns = np.searchsorted(index[order], np.arange(len(used)))
    row_of, value = row_of[order], compact.value[order]
    # Rare features need longer steps than common ones: each is measured by its own curvature.
    curvature = 0.25 * np.add.reduceat(cost[row_of] * value**2, columns) + penalty
    scale = np.sqrt(np.append(curvature, 0.25 * cost.sum()))

    def loss(point: Floats) -> tuple[float, Floats]:
        point = point / scale
        margin = target * (compact.times(point[:-1]) + point[-1])
        total = float(cost @ np.logaddexp(0.0, -margin)) + 0.5 * penalty * float(point[:-1] @ point[:-1])
        pull = -cost * target / (1.0 + np.exp(np.clip(margin, -500, 500)))
        slope = np.empty_like(point)
        slope[:-1] = np.add.reduceat(pull[row_of] * value, columns) + penalty * point[:-1]
        slope[-1] = pull.sum()
        return total, slope / scale

    weights, bias = start if start is not None else (np.zeros(DIMENSIONS), 0.0)
    found = _least(loss, np.append(weights[used], bias) * scale, steps) / scale
    weights = np.zeros(DIMENSIONS)
    weights[used] = found[:-1]
    return weights, float(found[-1])


def dense_logistic(rows: Floats, target: Floats, prior: Floats, penalty: Floats) -> Floats:
    """Coefficients near ``prior``, the last one a constant's: what little evidence there is moves them little."""

    def loss(point: Floats) -> tuple[float, Floats]:
        margin = target * (rows @ point)
        away = point - prior
        total = float(np.logaddexp(0.0, -margin).sum()) + 0.5 * float(penalty @ (away * away))
        pull = -target / (1.0 + np.exp(np.clip(margin, -500, 500)))
        return total, rows.T @ pull + penalty * away

    return _least(loss, prior, 200)


def _least(loss: Loss, start: Floats, steps: int) -> Floats:
    """Where ``loss`` is least; it is convex, so the way does not matter."""
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 8}).x)
