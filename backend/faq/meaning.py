"""Words of like meaning, from the bot's word vectors where `make setup` has built them. Used by the FAQ index only."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.components import vectors as table

Floats = NDArray[np.float32]
COMMON_DIRECTIONS = 3
"""What all words share (SIF's principal components) is taken out, so that likeness means likeness."""
NEIGHBOURS = 6
NEIGHBOUR_AT = 0.4


class WordVectors(Protocol):
    """Word vectors; ``None`` for a word they do not know."""

    def vector(self, token: str) -> NDArray[Any] | None:
        """Vector of one normalised word."""
        ...


class BotVectors:
    """The table the intent classifier is trained with (memory-mapped)."""

    def __init__(self, rows: table.Vectors) -> None:
        self._rows = rows

    def vector(self, token: str) -> NDArray[Any] | None:
        """Unit vector of one normalised word."""
        row = self._rows.row(token)
        return None if row < 0 else self._rows.vector(row)


def find_vectors() -> WordVectors | None:
    """The vectors of this checkout, None where they have not been built."""
    try:
        return BotVectors(table.load())
    except table.VectorsMissing:
        return None


class Meaning:
    """The vocabulary of one index in vector space."""

    def __init__(self, vectors: WordVectors, idf: Mapping[str, float], unknown: float) -> None:
        self._vectors, self._idf, self._unknown = vectors, idf, unknown
        known = [(word, vector) for word in idf if (vector := vectors.vector(word)) is not None]
        self._words = [word for word, _ in known]
        rows = np.array([vector for _, vector in known], dtype=np.float32)
        self._mean = rows.mean(axis=0) if len(known) > COMMON_DIRECTIONS else None
        if self._mean is not None:
            rows = rows - self._mean
            _, self._common = np.linalg.eigh(rows.T @ rows)
            self._common = self._common[:, -COMMON_DIRECTIONS:].T.astype(np.float32)
        self._rows = _unit(self._freed(rows)) if known else rows
        self._near: dict[str, tuple[tuple[str, float], ...]] = {}

    def neighbours(self, word: str) -> tuple[tuple[str, float], ...]:
        """The nearest other words of the index with their likeness (0 to 1)."""
        if word not in self._near:
            self._near[word] = self._find_neighbours(word)
        return self._near[word]

    def mean(self, words: Iterable[str]) -> Floats | None:
        """Direction of a text: its words' vectors, rare words counting more; None when none is known."""
        known = [
            (vector, self._idf.get(word, self._unknown))
            for word in set(words)
            if (vector := self._vectors.vector(word)) is not None
        ]
        if not known:
            return None
        weights = np.array([weight for _, weight in known], dtype=np.float32)
        rows = self._centred(np.array([vector for vector, _ in known], dtype=np.float32))
        total = weights @ rows
        norm = float(np.linalg.norm(total))
        return total / np.float32(norm) if norm > 0 else None

    def _find_neighbours(self, word: str) -> tuple[tuple[str, float], ...]:
        vector = self._vectors.vector(word)
        if vector is None or not self._words:
            return ()
        likeness = self._rows @ self._centred(np.array([vector], dtype=np.float32))[0]
        best = np.argsort(-likeness)[: NEIGHBOURS + 1]
        near = [(self._words[i], min(1.0, float(likeness[i]))) for i in best if likeness[i] >= NEIGHBOUR_AT]
        return tuple((other, alike) for other, alike in near if other != word)

    def _centred(self, rows: Floats) -> Floats:
        return _unit(self._freed(rows if self._mean is None else rows - self._mean))

    def _freed(self, rows: Floats) -> Floats:
        return rows if self._mean is None else rows - (rows @ self._common.T) @ self._common


def _unit(rows: Floats) -> Floats:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    norms[norms == 0] = 1
    unit: Floats = rows / norms
    return unit
