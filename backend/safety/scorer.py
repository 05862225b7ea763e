"""Second ear of the safety lane: two small models for danger that no rule foresaw.

One is linear, over letters, words and sounds; the other a network over the direction of the whole message
(`backend.sentences`), which meets wordings nobody wrote down. The second is asked only where the first is not certain.

Called by the lane and by the offline training. Deterministic, no network; the weights are made by
``python -m backend.safety.train`` from ``corpus/`` and committed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend import sentences
from backend.safety.features import blocks, segments

WEIGHTS = Path(__file__).parent / "weights.npz"

Floats = NDArray[np.float64]

LONGEST = 400
"""Letters of one direction; of a longer message the loudest segment is taken."""

_STRETCH = 4.0
"""Directions are short vectors; longer ones learn in fewer epochs."""
_RULE = 1.2
"""What a rule or an idiom that was heard adds to the inputs."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the scorer's word and the rules' are weighed against each other, per label.

    Attributes:
        gain: per label, of its own score, of the louder of the two crises, and of the network's word.
        idiom: added when an idiom of exhaustion was heard.
        base: constant; what remains below nought stays silent.
        trust: log-odds a rule adds when it speaks, by ``label/rule``.
    """

    gain: Floats
    idiom: Floats
    base: Floats
    trust: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer over a message's direction and what the rules heard in it.

    Attributes:
        hidden: inputs × units, the last row a constant's.
        out: units × labels, the last row a constant's; log-odds of a label against ``none``.
    """

    hidden: Floats
    out: Floats

    def scores(self, inputs: NDArray[np.floating[Any]]) -> Floats:
        """Log-odds per label, along the last axis."""
        units = np.maximum(inputs @ self.hidden[:-1] + self.hidden[-1], 0.0)
        return np.asarray(units @ self.out[:-1] + self.out[-1])


def inputs(direction: NDArray[np.float32], rules: Floats, idiom: bool) -> Floats:
    """What the network sees: a direction, how many rules of each label spoke, whether an idiom was heard."""
    return np.concatenate((direction * _STRETCH, rules * _RULE, [_RULE * idiom]))


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of all labels.

    Attributes:
        labels: the order of the rows below.
        weights: one row of small integers per label; ``scales`` turns a row into real weights.
        network: the second model.
        verdict: how the scores are weighed against the rules.
        fingerprint: of the corpus the weights were made from.
    """

    labels: tuple[str, ...]
    weights: NDArray[np.int8]
    scales: NDArray[np.float64]
    bias: NDArray[np.float64]
    network: Network
    verdict: Verdict
    fingerprint: str

    def scores(self, text: str) -> Floats:
        """Log-odds of danger per label: that of the loudest segment of the message as it was typed."""
        return np.asarray(np.max([self._of(segment) for segment in segments(text)], axis=0) + self.bias)

    def meaning(self, text: str, rules: Floats, idiom: bool) -> Floats:
        """The network's log-odds per label."""
        if len(text) > LONGEST:
            text = max(segments(text), key=lambda segment: float(self._of(segment).max()))
        return self.network.scores(inputs(sentences.embed([text])[0], rules, idiom))

    def _of(self, segment: str) -> Floats:
        total = np.zeros(len(self.labels))
        for found in blocks(segment):
            if len(found):
                total += self.weights[:, found].sum(axis=1, dtype=np.int64) / np.sqrt(len(found))
        return total * self.scales


@cache
def load_scorer() -> Scorer:
    """Read the committed weights once per process."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return Scorer(
            labels=tuple(str(label) for label in stored["labels"]),
            weights=stored["weights"],
            scales=stored["scales"],
            bias=stored["bias"],
            network=Network(hidden=stored["hidden"].astype(np.float64), out=stored["out"].astype(np.float64)),
            verdict=Verdict(
                gain=stored["gain"],
                idiom=stored["idiom"],
                base=stored["base"],
                trust=dict(zip(map(str, stored["rules"]), map(float, stored["trust"]), strict=True)),
            ),
            fingerprint=str(stored["fingerprint"]),
        )
