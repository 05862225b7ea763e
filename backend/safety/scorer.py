"""Second ear of the safety lane: a small model over letters, words and sounds, for danger that no rule foresaw.

Called by the lane and by the offline training. Deterministic, no network; the weights are made by
``python -m backend.safety.train`` from ``corpus/`` and committed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.safety.features import Block, blocks, segments

WEIGHTS = Path(__file__).parent / "weights.npz"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the scorer's word and the rules' are weighed against each other, per label.

    Attributes:
        gain: per label, of its own score and of the louder of the two crises.
        idiom: added when an idiom of exhaustion was heard.
        base: constant; what remains below nought stays silent.
        trust: log-odds a rule adds when it speaks, by ``label/rule``.
    """

    gain: Floats
    idiom: Floats
    base: Floats
    trust: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of all labels.

    Attributes:
        labels: the order of the rows below.
        weights: one row of small integers per label; ``scales`` turns a row into real weights.
        verdict: how the scores are weighed against the rules.
        fingerprint: of the corpus the weights were made from.
    """

    labels: tuple[str, ...]
    weights: NDArray[np.int8]
    scales: NDArray[np.float64]
    bias: NDArray[np.float64]
    verdict: Verdict
    fingerprint: str

    def scores(self, text: str) -> Floats:
        """Log-odds of danger per label: that of the loudest segment of the message as it was typed."""
        loudest = np.max([self._of(blocks(segment)) for segment in segments(text)], axis=0)
        return np.asarray(loudest * self.scales + self.bias)

    def _of(self, heard: Iterable[Block]) -> Floats:
        total = np.zeros(len(self.labels))
        for found in heard:
            if len(found):
                total += self.weights[:, found].sum(axis=1, dtype=np.int64) / np.sqrt(len(found))
        return total


@cache
def load_scorer() -> Scorer:
    """Read the committed weights once per process."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return Scorer(
            labels=tuple(str(label) for label in stored["labels"]),
            weights=stored["weights"],
            scales=stored["scales"],
            bias=stored["bias"],
            verdict=Verdict(
                gain=stored["gain"],
                idiom=stored["idiom"],
                base=stored["base"],
                trust=dict(zip(map(str, stored["rules"]), map(float, stored["trust"]), strict=True)),
            ),
            fingerprint=str(stored["fingerprint"]),
        )
