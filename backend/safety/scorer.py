"""Second ear of the safety lane: a small linear model over letters, for danger that no rule foresaw.

Called by the lane (with the view it already has) and by the offline training. Deterministic,
NumPy only; the weights are made by ``python -m backend.safety.train`` from ``corpus/`` and committed.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights.npz"
BITS = 18
DIMENSIONS = 1 << BITS
LONGEST = 5
"""Runs of one to this many letters are the features."""

_WHOLE = 70
_WINDOW = 48
_STEP = 20
_MOST_SEGMENTS = 400
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_COMMA = re.compile("、")


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of all labels, and where each label starts to ring.

    Attributes:
        labels: the order of the rows below.
        weights: one row of small integers per label; ``scales`` turns a row into real weights.
        alarm: score from which the letters alone ring, per label.
        trust: log-odds that a rule is right when it speaks, by ``label/rule``.
        fingerprint: of the corpus the weights were made from.
    """

    labels: tuple[str, ...]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    bias: NDArray[np.float32]
    alarm: NDArray[np.float32]
    trust: Mapping[str, float]
    fingerprint: str

    def scores(self, text: str) -> NDArray[np.float64]:
        """Log-odds of danger per label: that of the loudest segment of ``Views.text``."""
        best = np.full(len(self.labels), -math.inf)
        for segment in segments(text):
            found = letters(segment)
            if len(found):
                best = np.maximum(best, self.weights[:, found].sum(axis=1, dtype=np.int64) / math.sqrt(len(found)))
        best[np.isinf(best)] = 0.0
        return np.asarray(best * self.scales + self.bias, dtype=np.float64)


@cache
def load_scorer() -> Scorer:
    """Read the committed weights once per process."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return Scorer(
            labels=tuple(str(label) for label in stored["labels"]),
            weights=stored["weights"],
            scales=stored["scales"],
            bias=stored["bias"],
            alarm=stored["alarm"],
            trust=dict(zip(map(str, stored["rules"]), map(float, stored["trust"]), strict=True)),
            fingerprint=str(stored["fingerprint"]),
        )


def segments(text: str) -> list[str]:
    """Sentences, the whole if it is short, and overlapping windows of sentences without an end."""
    found: list[str] = []
    if len(text) <= _WHOLE:
        found.append(text)
    for sentence in text.split("。"):
        if not sentence or sentence == text:
            continue
        if len(sentence) <= _WHOLE:
            found.append(sentence)
    for sentence in text.split("。"):
        if len(sentence) > _WHOLE:
            found += [sentence[start : start + _WINDOW] for start in range(0, len(sentence) - _STEP, _STEP)]
    return found[:_MOST_SEGMENTS]


def letters(segment: str) -> NDArray[np.int64]:
    """Distinct hashed runs of letters in one segment, its edges marked; commas do not count."""
    marked = f"^{_COMMA.sub('', segment)}$"
    codes = np.frombuffer(marked.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    runs: list[NDArray[np.uint64]] = []
    grown = codes * _PRIME
    for length in range(1, min(LONGEST, len(codes)) + 1):
        if length > 1:
            grown = (grown[:-1] ^ (grown[:-1] >> np.uint64(29))) * _PRIME + codes[length - 1 :]
        runs.append(grown)
    mixed = np.concatenate(runs)
    mixed = (mixed ^ (mixed >> np.uint64(31))) * _PRIME
    return np.unique((mixed >> np.uint64(64 - BITS)).astype(np.int64))
