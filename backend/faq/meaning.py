"""How alike words are: the same, of one group of everyday words, or near in the bot's word vectors. FAQ index only."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from backend.faq.synonyms import synonyms_of
from bot.components import vectors as table

Floats = NDArray[np.float32]
COMMON_DIRECTIONS = 3
"""What all words share (SIF's principal components) is taken out, so that likeness means likeness."""
CHANCE = 0.15
"""Likeness any two words may have; what is above it counts."""
SYNONYM = 0.8


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


class Vocabulary:
    """The words of one index."""

    def __init__(self, words: Sequence[str], vectors: WordVectors | None) -> None:
        self._vectors = vectors
        self._columns = {word: column for column, word in enumerate(words)}
        rows, known = self._look_up(words)
        self._mean = np.zeros(rows.shape[1], dtype=np.float32)
        self._common = np.zeros((rows.shape[1], 0), dtype=np.float32)
        if known.sum() > COMMON_DIRECTIONS:
            self._mean = rows[known].mean(axis=0)
            self._common = np.linalg.eigh(np.cov(rows[known].T))[1][:, -COMMON_DIRECTIONS:].astype(np.float32)
        self._directions = self._freed(rows, known)

    def column(self, word: str) -> int:
        """Where ``likeness`` has a word of the index."""
        return self._columns[word]

    def likeness(self, words: Sequence[str]) -> Floats:
        """0 to 1: a row for each given word, a column for each word of the index."""
        near = self._freed(*self._look_up(words)) @ self._directions.T
        alike: Floats = np.clip((near - CHANCE) / (1 - CHANCE), 0, 1)
        for row, word in zip(alike, words, strict=True):
            others = [self._columns[other] for other in synonyms_of(word) if other in self._columns]
            row[others] = np.maximum(row[others], SYNONYM)
            if word in self._columns:
                row[self._columns[word]] = 1
        return alike

    def _look_up(self, words: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
        """A row for each word, zero where it is not known, and which are known."""
        found = [self._vectors.vector(word) if self._vectors is not None else None for word in words]
        width = next((len(vector) for vector in found if vector is not None), 0)
        rows = np.array([np.zeros(width) if vector is None else vector for vector in found], dtype=np.float32)
        return rows.reshape(len(words), width), np.array([vector is not None for vector in found], dtype=bool)

    def _freed(self, rows: Floats, known: NDArray[np.bool_]) -> Floats:
        """Rows of length one without what all words share; zero where a word is not known."""
        if not known.any() or not self._mean.size:
            return np.zeros((len(rows), len(self._mean)), dtype=np.float32)
        free = (rows - self._mean) * known[:, None]
        free -= (free @ self._common) @ self._common.T
        unit: Floats = free / np.maximum(np.linalg.norm(free, axis=1, keepdims=True), 1e-6)
        return unit
