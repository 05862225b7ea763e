"""Which intent a Japanese message has: features and linear models, without Rasa. Used by the graph component and the tools.

Four views of a message, each scaled to length one:
    chars     1–4-grams of the normalised text
    reading   2–4-grams of the kana reading, so that all-hiragana voice input meets the kanji of the examples
    words     Sudachi's normalised forms and their pairs
    meaning   mean of the chiVe vectors, rarer words weigh more, without the direction all messages share
A linear SVM (one against the rest) over all of them, then one temperature that makes the scores honest probabilities;
it is fitted on scores of examples the model had not seen.
"""

import json
import math
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

import numpy as np
import scipy.sparse as sp

from bot.components import morphology, vectors
from bot.components.normalise import hiragana, normalise, strip_placeholders

FORMAT = 1


@dataclass(frozen=True)
class Options:
    """Everything that may be set in config.yml; the defaults are the measured best (docs/training.md)."""

    char_ngrams: Tuple[int, int] = (1, 4)
    reading_ngrams: Tuple[int, int] = (2, 4)
    word_ngrams: Tuple[int, int] = (1, 2)
    char_weight: float = 1.0
    reading_weight: float = 0.7
    word_weight: float = 0.8
    meaning_weight: float = 1.0
    c: float = 0.5
    calibration_folds: int = 4
    seed: int = 13


@dataclass(frozen=True)
class View:
    """What is counted in one message."""

    chars: Counter
    reading: Counter
    words: Counter
    rows: Counter


def _grams(text: str, low: int, high: int) -> Iterable[str]:
    padded = f"^{text}$"
    for size in range(low, high + 1):
        for index in range(len(padded) - size + 1):
            gram = padded[index : index + size]
            if gram not in ("^", "$"):
                yield gram


def view_of(text: str, options: Options, table: Optional[vectors.Vectors]) -> View:
    """Count a raw message."""
    plain = " ".join(strip_placeholders(normalise(text).text).split())
    tokens = morphology.words(plain, "B") if plain else []
    reading = "".join(hiragana(token.reading) for token in tokens if token.part not in ("補助記号", "空白"))
    content = [token for token in tokens if token.part not in ("補助記号", "空白")]
    bases = [token.base for token in content]
    low, high = options.word_ngrams
    grams = Counter(
        "\t".join(bases[index : index + size])
        for size in range(low, high + 1)
        for index in range(len(bases) - size + 1)
    )
    rows: Counter = Counter()
    if table is not None:
        for token in content:
            row = table.first_row((token.base, token.dictionary, token.surface))
            if row >= 0:
                rows[row] += 1
    return View(
        chars=Counter(_grams(plain, *options.char_ngrams)) if plain else Counter(),
        reading=Counter(_grams(reading, *options.reading_ngrams)) if reading else Counter(),
        words=grams,
        rows=rows,
    )


class _Block:
    """TF-IDF of one kind of gram: sublinear counts, smoothed idf, length one, times the block's weight."""

    def __init__(self, vocabulary: Dict[str, int], idf: np.ndarray, weight: float) -> None:
        self.vocabulary = vocabulary
        self.idf = idf
        self.weight = weight

    @classmethod
    def fit(cls, counters: Sequence[Counter], weight: float) -> "_Block":
        seen: Counter = Counter()
        for counter in counters:
            seen.update(counter.keys())
        grams = sorted(seen)
        idf = np.array([math.log((1 + len(counters)) / (1 + seen[gram])) + 1 for gram in grams], dtype=np.float32)
        return cls({gram: index for index, gram in enumerate(grams)}, idf, weight)

    def one(self, counter: Counter) -> Tuple[np.ndarray, np.ndarray]:
        """Sorted column numbers and their values."""
        vocabulary = self.vocabulary
        known = sorted((vocabulary[gram], count) for gram, count in counter.items() if gram in vocabulary)
        if not known:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
        columns = np.array([column for column, _ in known], dtype=np.int32)
        values = (1 + np.log(np.array([count for _, count in known], dtype=np.float32))) * self.idf[columns]
        return columns, values * np.float32(self.weight / max(float(np.linalg.norm(values)), 1e-9))

    def matrix(self, counters: Sequence[Counter]) -> sp.csr_matrix:
        pairs = [self.one(counter) for counter in counters]
        pointers = np.cumsum([0] + [len(columns) for columns, _ in pairs])
        return sp.csr_matrix(
            (
                np.concatenate([values for _, values in pairs]) if pairs else np.empty(0, dtype=np.float32),
                np.concatenate([columns for columns, _ in pairs]) if pairs else np.empty(0, dtype=np.int32),
                pointers,
            ),
            shape=(len(counters), len(self.vocabulary)),
            dtype=np.float32,
        )


class _Meaning:
    """Smooth-inverse-frequency sentence vectors with the common direction taken out."""

    def __init__(self, table: vectors.Vectors, rows: Dict[int, float], mean: np.ndarray, weight: float) -> None:
        self.table = table
        self.rows = rows
        self.common = mean
        self.weight = weight

    @staticmethod
    def _raw(table: vectors.Vectors, rows: Dict[int, float], counter: Counter) -> np.ndarray:
        total = np.zeros(table.dimensions, dtype=np.float32)
        default = max(rows.values(), default=1.0)
        for row, count in counter.items():
            total += table.vector(row) * np.float32(rows.get(row, default) * count)
        length = float(np.linalg.norm(total))
        return total / length if length > 0 else total

    @classmethod
    def fit(cls, table: vectors.Vectors, counters: Sequence[Counter], weight: float) -> "_Meaning":
        seen: Counter = Counter()
        for counter in counters:
            seen.update(counter.keys())
        rows = {row: math.log((1 + len(counters)) / (1 + count)) + 1 for row, count in seen.items()}
        raw = np.array([cls._raw(table, rows, counter) for counter in counters])
        _, _, directions = np.linalg.svd(raw, full_matrices=False)
        return cls(table, rows, directions[0].astype(np.float32), weight)

    def one(self, counter: Counter) -> np.ndarray:
        vector = self._raw(self.table, self.rows, counter)
        vector = vector - self.common * float(vector @ self.common)
        length = float(np.linalg.norm(vector))
        return vector * np.float32(self.weight / length) if length > 1e-6 else np.zeros_like(vector)

    def matrix(self, counters: Sequence[Counter]) -> np.ndarray:
        return np.array([self.one(counter) for counter in counters], dtype=np.float32)


class Featuriser:
    """The four views as one row of numbers."""

    def __init__(self, options: Options, blocks: List[_Block], meaning: Optional[_Meaning]) -> None:
        self.options = options
        self.blocks = blocks
        self.meaning = meaning

    @staticmethod
    def _counters(views: Sequence[View]) -> List[List[Counter]]:
        return [[view.chars for view in views], [view.reading for view in views], [view.words for view in views]]

    @classmethod
    def fit(cls, views: Sequence[View], options: Options, table: Optional[vectors.Vectors]) -> "Featuriser":
        weights = (options.char_weight, options.reading_weight, options.word_weight)
        blocks = [_Block.fit(counters, weight) for counters, weight in zip(cls._counters(views), weights)]
        meaning = None
        if table is not None and options.meaning_weight > 0:
            meaning = _Meaning.fit(table, [view.rows for view in views], options.meaning_weight)
        return cls(options, blocks, meaning)

    def matrix(self, views: Sequence[View]) -> sp.csr_matrix:
        parts: List[Any] = [block.matrix(counters) for block, counters in zip(self.blocks, self._counters(views))]
        if self.meaning is not None:
            parts.append(sp.csr_matrix(self.meaning.matrix([view.rows for view in views])))
        return sp.hstack(parts, format="csr", dtype=np.float32)

    def scores(self, view: View, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """Decision values of one message; adds up only the rows it touches."""
        total = bias.astype(np.float32).copy()
        offset = 0
        for block, counter in zip(self.blocks, (view.chars, view.reading, view.words)):
            columns, values = block.one(counter)
            if len(columns):
                total += values @ weights[columns + offset]
            offset += len(block.vocabulary)
        if self.meaning is not None:
            total += self.meaning.one(view.rows) @ weights[offset:]
        return total


def softmax(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities of decision values, along the last axis."""
    scaled = scores / temperature
    scaled = scaled - scaled.max(axis=-1, keepdims=True)
    exponential = np.exp(scaled)
    return exponential / exponential.sum(axis=-1, keepdims=True)


def fit_temperature(scores: np.ndarray, targets: np.ndarray) -> float:
    """The temperature with the least log loss."""
    best, best_loss = 1.0, math.inf
    for temperature in np.geomspace(0.03, 3.0, 80):
        probabilities = softmax(scores, float(temperature))[np.arange(len(targets)), targets]
        loss = float(-np.log(np.maximum(probabilities, 1e-9)).mean())
        if loss < best_loss:
            best, best_loss = float(temperature), loss
    return best


def stratified_folds(labels: Sequence[str], folds: int, seed: int) -> np.ndarray:
    """Fold number of each example; each label is spread evenly."""
    generator = np.random.default_rng(seed)
    numbers = np.zeros(len(labels), dtype=np.int64)
    array = np.array(labels)
    for label in sorted(set(labels)):
        members = np.flatnonzero(array == label)
        generator.shuffle(members)
        numbers[members] = (np.arange(len(members)) + generator.integers(folds)) % folds
    return numbers


class IntentModel:
    """Fitted model. `weights` has one row a feature and one column an intent."""

    def __init__(self, intents: List[str], featuriser: Featuriser, weights: np.ndarray, bias: np.ndarray,
                 temperature: float) -> None:
        self.intents = intents
        self.featuriser = featuriser
        self.weights = weights
        self.bias = bias
        self.temperature = temperature

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str], options: Options, table: Optional[vectors.Vectors],
            views: Optional[Sequence[View]] = None) -> "IntentModel":
        """Train. `views` spares counting again when the caller already has them."""
        counted = list(views) if views is not None else [view_of(text, options, table) for text in texts]
        intents = sorted(set(labels))
        index = {intent: number for number, intent in enumerate(intents)}
        targets = np.array([index[label] for label in labels])
        featuriser = Featuriser.fit(counted, options, table)
        features = featuriser.matrix(counted)
        temperature = cls._calibrate(features, targets, labels, len(intents), options)
        weights, bias = _linear(features, targets, len(intents), options)
        return cls(intents, featuriser, weights.astype(np.float32), bias.astype(np.float32), temperature)

    @staticmethod
    def _calibrate(features: sp.csr_matrix, targets: np.ndarray, labels: Sequence[str], count: int,
                   options: Options) -> float:
        fold = stratified_folds(labels, options.calibration_folds, options.seed)
        scores = np.zeros((len(labels), count), dtype=np.float32)
        for number in range(options.calibration_folds):
            held, rest = fold == number, fold != number
            if not held.any() or len(set(targets[rest])) < 2:
                return 0.3
            weights, bias = _linear(features[rest], targets[rest], count, options)
            scores[held] = features[held] @ weights + bias
        return fit_temperature(scores, targets)

    def probabilities(self, text: str) -> np.ndarray:
        """One number an intent, in the order of `intents`."""
        view = view_of(text, self.featuriser.options, self.table)
        return softmax(self.featuriser.scores(view, self.weights, self.bias), self.temperature)

    @property
    def table(self) -> Optional[vectors.Vectors]:
        """Vectors in use, None when switched off."""
        return self.featuriser.meaning.table if self.featuriser.meaning else None

    def ranking(self, text: str, length: int = 10) -> List[Tuple[str, float]]:
        """Best intents first."""
        probabilities = self.probabilities(text)
        order = np.argsort(-probabilities, kind="stable")[:length]
        return [(self.intents[number], float(probabilities[number])) for number in order]

    def batch(self, views: Sequence[View]) -> np.ndarray:
        """Probabilities of many counted messages."""
        scores = self.featuriser.matrix(views) @ self.weights + self.bias
        return softmax(np.asarray(scores), self.temperature)

    # --- files: numbers and JSON, nothing that could run code when it is loaded ---

    def save(self, folder: Path) -> None:
        """Write into an existing folder."""
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-9) / 127.0
        del scale
        np.savez_compressed(
            folder / "model.npz",
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            **{f"idf_{number}": block.idf for number, block in enumerate(self.featuriser.blocks)},
            **({"common": self.featuriser.meaning.common,
                "rows": np.array(sorted(self.featuriser.meaning.rows), dtype=np.int32),
                "row_weights": np.array([self.featuriser.meaning.rows[row]
                                         for row in sorted(self.featuriser.meaning.rows)], dtype=np.float32)}
               if self.featuriser.meaning else {}),
        )
        document = {
            "format": FORMAT,
            "intents": self.intents,
            "options": asdict(self.featuriser.options),
            "temperature": self.temperature,
            "vectors": self.table.fingerprint if self.table else None,
            "vocabularies": ["\n".join(sorted(block.vocabulary, key=block.vocabulary.__getitem__))
                             for block in self.featuriser.blocks],
        }
        (folder / "model.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what `save` wrote.

        Raises:
            VectorsMissing: trained with word vectors that are not on this machine.
        """
        document = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ValueError(f"intent model of format {document['format']}; train again")
        options = Options(**{key: tuple(value) if isinstance(value, list) else value
                             for key, value in document["options"].items()})
        with np.load(folder / "model.npz", allow_pickle=False) as data:
            weights = data["weights"].astype(np.float32)
            blocks = []
            for number, joined in enumerate(document["vocabularies"]):
                grams = joined.split("\n") if joined else []
                weight = (options.char_weight, options.reading_weight, options.word_weight)[number]
                blocks.append(_Block({gram: index for index, gram in enumerate(grams)}, data[f"idf_{number}"], weight))
            meaning = None
            if document["vectors"]:
                table = vectors.load()
                if table.fingerprint != document["vectors"]:
                    raise vectors.VectorsMissing("the model was trained with other word vectors; train again")
                meaning = _Meaning(table, dict(zip(data["rows"].tolist(), data["row_weights"].tolist())),
                                   data["common"], options.meaning_weight)
            return cls(document["intents"], Featuriser(options, blocks, meaning), weights, data["bias"],
                       float(document["temperature"]))


def _linear(features: sp.csr_matrix, targets: np.ndarray, count: int, options: Options) -> Tuple[np.ndarray, np.ndarray]:
    """Weights (features × intents) and bias; intents without an example get a very low score."""
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=options.c, random_state=options.seed, max_iter=2000)
    model.fit(features, targets)
    weights = np.zeros((features.shape[1], count), dtype=np.float32)
    bias = np.full(count, -2.0, dtype=np.float32)
    if len(model.classes_) == 2:
        weights[:, model.classes_] = np.stack([-model.coef_[0], model.coef_[0]], axis=1)
        bias[model.classes_] = [-model.intercept_[0], model.intercept_[0]]
    else:
        weights[:, model.classes_] = model.coef_.T
        bias[model.classes_] = model.intercept_
    return weights, bias
