"""Figures of a classifier's predictions; pure functions for the training and evaluation tools."""

from collections import Counter
from typing import Any, Dict, List, Sequence

import numpy as np

BINS = 15


def calibration_error(confidences: np.ndarray, right: np.ndarray, bins: int = BINS) -> float:
    """Expected calibration error: mean distance of confidence and truth over equal bins, weighted by their size."""
    total = 0.0
    for number in range(bins):
        inside = (confidences > number / bins) & (confidences <= (number + 1) / bins)
        if inside.any():
            total += float(inside.mean()) * abs(float(right[inside].mean()) - float(confidences[inside].mean()))
    return total


def per_intent(expected: Sequence[str], predicted: Sequence[str]) -> Dict[str, Dict[str, float]]:
    """Examples, precision, recall and F1 of each expected intent."""
    wanted, given = Counter(expected), Counter(predicted)
    hits = Counter(e for e, p in zip(expected, predicted, strict=True) if e == p)
    table = {}
    for intent in sorted(wanted):
        precision = hits[intent] / given[intent] if given[intent] else 0.0
        recall = hits[intent] / wanted[intent]
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        table[intent] = {
            "n": wanted[intent],
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
        }
    return table


def confusion_matrix(expected: Sequence[str], predicted: Sequence[str]) -> Dict[str, Dict[str, int]]:
    """How often each intent (row) was taken for which (column); cells without a case are left out."""
    matrix: Dict[str, Dict[str, int]] = {}
    for e, p in sorted(zip(expected, predicted, strict=True)):
        row = matrix.setdefault(e, {})
        row[p] = row.get(p, 0) + 1
    return matrix


def confusions(expected: Sequence[str], predicted: Sequence[str], texts: Sequence[str], limit: int = 40) -> List[Any]:
    """The most frequent mistakes with up to three examples, most frequent first."""
    counted: Dict[Any, List[str]] = {}
    for e, p, text in zip(expected, predicted, texts, strict=True):
        if e != p:
            counted.setdefault((e, p), []).append(text)
    ordered = sorted(counted.items(), key=lambda item: (-len(item[1]), item[0]))[:limit]
    return [{"intent": e, "taken_for": p, "n": len(found), "examples": found[:3]} for (e, p), found in ordered]


def summary(intents: Sequence[str], probabilities: np.ndarray, targets: np.ndarray) -> Dict[str, float]:
    """Accuracy, top-3, macro F1 and calibration error of a matrix of probabilities."""
    order = np.argsort(-probabilities, axis=1, kind="stable")
    right = order[:, 0] == targets
    expected = [intents[number] for number in targets]
    table = per_intent(expected, [intents[number] for number in order[:, 0]])
    return {
        "n": len(targets),
        "accuracy": round(float(right.mean()), 4),
        "top3": round(float((order[:, :3] == targets[:, None]).any(axis=1).mean()), 4),
        "macro_f1": round(float(np.mean([row["f1"] for row in table.values()])), 4),
        "ece": round(calibration_error(probabilities.max(axis=1), right), 4),
    }


def group_recall(intents: Sequence[str], predicted: np.ndarray, targets: np.ndarray, group: Sequence[str]) -> float:
    """Of the examples of a group of intents, the share predicted as any of that group; 1.0 without examples."""
    members = np.array([intent in set(group) for intent in intents])
    inside = members[targets]
    return float(members[predicted[inside]].mean()) if inside.any() else 1.0


def fallback_table(
    probabilities: np.ndarray, targets: np.ndarray, thresholds: Sequence[float]
) -> List[Dict[str, float]]:
    """What a fallback threshold costs and saves: share answered at once, share of those that are right."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == targets
    rows = []
    for threshold in thresholds:
        answered = confidence >= threshold
        rows.append(
            {
                "threshold": threshold,
                "answered": round(float(answered.mean()), 4),
                "right_of_answered": round(float(right[answered].mean()), 4) if answered.any() else 1.0,
                "wrong_of_all": round(float((answered & ~right).mean()), 4),
            }
        )
    return rows
