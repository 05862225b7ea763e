"""Which intent a Japanese message has: features and models, without Rasa. Used by the graph component and the tools.

Four views of a message, each scaled to length one:
    chars     1–3-grams of the normalised text
    reading   2–3-grams of the kana reading, so that all-hiragana voice input meets the kanji of the examples
    words     Sudachi's normalised forms and their pairs
    meaning   mean of the chiVe vectors, rarer words weigh more, without the direction all messages share
Two models look at them: a linear SVM (one against the rest) over all views, and a small neural network over their
latent directions (SVD). They err on different messages, so the mean of their probabilities is better than either, and
better calibrated. Three temperatures make the numbers honest; they are fitted on five-fold predictions for examples
the models had not seen, and the same predictions are the cross-validation report that every trained model carries.

Part of the examples is learned a second time as it would sound, all in hiragana. In doubt between a danger and anything
else the danger wins: `caution_factor` multiplies the probabilities of `caution_intents`.
"""

import json
import math
import os
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

import numpy as np
import scipy.sparse as sp

from bot.components import morphology, vectors
from bot.components.normalise import hiragana, normalise, strip_placeholders

FORMAT = 3

_ONE_SVM = Lock()
"""LIBLINEAR draws its random numbers from one stream: two fits at once would never make the same model twice."""


@dataclass(frozen=True)
class Options:
    """Everything that may be set in config.yml; the defaults are the measured best (docs/training.md)."""

    char_ngrams: Tuple[int, int] = (1, 3)
    reading_ngrams: Tuple[int, int] = (2, 3)
    word_ngrams: Tuple[int, int] = (1, 2)
    char_weight: float = 1.0
    reading_weight: float = 1.0
    word_weight: float = 0.8
    meaning_weight: float = 1.2
    meaning_dims: int = 60
    """Principal directions of the meaning that the SVM sees; the network sees all."""
    min_documents: int = 2
    c: float = 1.0
    network: bool = True
    latent_dims: Tuple[int, int, int] = (140, 90, 220)
    hidden: int = 192
    epochs: int = 6
    folds: int = 5
    kana_share: float = 0.4
    """Share of the examples that are also learned in hiragana."""
    caution_intents: Tuple[str, ...] = ()
    caution_factor: float = 1.0
    seed: int = 13

    @property
    def block_weights(self) -> Tuple[float, float, float]:
        """Weights of chars, reading and words."""
        return self.char_weight, self.reading_weight, self.word_weight


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


def kana_of(text: str) -> str:
    """How a message would be written by voice input: hiragana, no marks; placeholders stay."""
    _, tokens = morphology.analyse(text)
    return "".join(token.reading or token.surface for token in tokens if token.part not in ("補助記号", "空白"))


class _Block:
    """TF-IDF of one kind of gram: sublinear counts, smoothed idf, length one, times the block's weight."""

    def __init__(self, vocabulary: Dict[str, int], idf: np.ndarray, weight: float) -> None:
        self.vocabulary = vocabulary
        self.idf = idf
        self.weight = weight

    def one(self, counter: Counter) -> Tuple[np.ndarray, np.ndarray]:
        """Sorted column numbers and their values."""
        vocabulary = self.vocabulary
        known = sorted((vocabulary[gram], count) for gram, count in counter.items() if gram in vocabulary)
        if not known:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32)
        columns = np.array([column for column, _ in known], dtype=np.int32)
        values = (1 + np.log(np.array([count for _, count in known], dtype=np.float32))) * self.idf[columns]
        return columns, values * np.float32(self.weight / max(float(np.linalg.norm(values)), 1e-9))


class _Meaning:
    """Smooth-inverse-frequency sentence vectors with the direction that all messages share taken out."""

    def __init__(self, table: vectors.Vectors, rows: Dict[int, float], common: np.ndarray, weight: float) -> None:
        self.table = table
        self.rows = rows
        self.default = max(rows.values(), default=1.0)
        self.common = common
        self.weight = weight

    def _raw(self, counter: Counter) -> np.ndarray:
        total = np.zeros(self.table.dimensions, dtype=np.float32)
        for row, count in counter.items():
            total += self.table.vector(row) * np.float32(self.rows.get(row, self.default) * count)
        length = float(np.linalg.norm(total))
        return total / length if length > 0 else total

    def one(self, counter: Counter) -> np.ndarray:
        """Vector of one message; zero when no word is known."""
        vector = self._raw(counter)
        vector = vector - self.common * float(vector @ self.common)
        length = float(np.linalg.norm(vector))
        return vector * np.float32(self.weight / length) if length > 1e-6 else np.zeros_like(vector)


@dataclass(frozen=True)
class _Counts:
    """Counted messages as matrices, made once; every fold takes its rows and weighs them by itself."""

    grams: List[List[str]]
    blocks: List[sp.csr_matrix]
    """1 + log(count) of each gram of all messages."""
    row_ids: List[int]
    rows: sp.csr_matrix
    """How often each vector row occurs."""
    units: np.ndarray
    """Unit vectors of `row_ids`."""

    @classmethod
    def of(cls, views: Sequence[View], table: Optional[vectors.Vectors], min_documents: int) -> "_Counts":
        """Count, without grams of fewer messages; `table` None leaves the meaning out."""
        grams, blocks = [], []
        for counters in ([v.chars for v in views], [v.reading for v in views], [v.words for v in views]):
            names, matrix = _count_matrix(counters)
            kept = np.flatnonzero(_idf(matrix)[0] >= min_documents)
            matrix = sp.csr_matrix(matrix[:, kept])
            matrix.data = (1 + np.log(matrix.data)).astype(np.float32)
            grams.append([names[column] for column in kept])
            blocks.append(matrix)
        ids, rows = _count_matrix([v.rows for v in views])
        units = np.array([table.vector(row) for row in ids]) if table is not None and ids else np.zeros((len(ids), 1))
        return cls(grams, blocks, ids, rows, units.astype(np.float32))


def _count_matrix(counters: Sequence[Counter]) -> Tuple[List[Any], sp.csr_matrix]:
    names = sorted({name for counter in counters for name in counter})
    index = {name: number for number, name in enumerate(names)}
    columns = np.array([index[name] for counter in counters for name in counter], dtype=np.int32)
    data = np.array([count for counter in counters for count in counter.values()], dtype=np.float32)
    pointers = np.cumsum([0] + [len(counter) for counter in counters])
    matrix = sp.csr_matrix((data, columns, pointers), shape=(len(counters), len(names)))
    matrix.sort_indices()
    return names, matrix


def _unit_rows(matrix: sp.csr_matrix, weight: float) -> sp.csr_matrix:
    """Each row scaled to length `weight`; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.where(lengths > 1e-9, weight / np.maximum(lengths, 1e-9), 0.0).astype(np.float32)
    return sp.csr_matrix(sp.diags(scale) @ matrix, dtype=np.float32)


def _unit_dense(matrix: np.ndarray, weight: float) -> np.ndarray:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, matrix * (weight / np.maximum(lengths, 1e-6)), 0.0).astype(np.float32)


def _idf(matrix: sp.csr_matrix) -> Tuple[np.ndarray, np.ndarray]:
    """Number of messages with each column, and the smoothed idf."""
    found = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return found, (np.log((1 + matrix.shape[0]) / (1 + found)) + 1).astype(np.float32)


@dataclass
class _Network:
    """One hidden layer over latent directions; `projections` has one matrix a sparse block."""

    projections: List[np.ndarray]
    hidden_weights: np.ndarray
    hidden_bias: np.ndarray
    out_weights: np.ndarray
    out_bias: np.ndarray

    def scores(self, latent: np.ndarray) -> np.ndarray:
        """Logits."""
        hidden = np.maximum(latent @ self.hidden_weights + self.hidden_bias, 0)
        return hidden @ self.out_weights + self.out_bias


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


@dataclass(frozen=True)
class Report:
    """Cross-validation: what the model said about examples it had not seen, in the order they were given."""

    probabilities: np.ndarray
    targets: np.ndarray
    kana_accuracy: float = 0.0
    """Of the examples rewritten in hiragana, the share found."""


def read_report(folder: Path) -> Tuple[List[str], Report]:
    """Intents and cross-validation of a saved model."""
    intents = json.loads((folder / "model.json").read_text(encoding="utf-8"))["intents"]
    with np.load(folder / "cross_validation.npz", allow_pickle=False) as saved:
        return intents, Report(
            saved["probabilities"].astype(np.float32), saved["targets"], float(saved["kana_accuracy"])
        )


class IntentModel:
    """Fitted model; immutable after `fit` or `load`."""

    def __init__(
        self,
        *,
        intents: List[str],
        options: Options,
        blocks: List[_Block],
        meaning: Optional[_Meaning],
        directions: np.ndarray,
        weights: np.ndarray,
        bias: np.ndarray,
        network: Optional[_Network],
        temperatures: Tuple[float, float, float] = (0.2, 1.0, 1.0),
    ) -> None:
        self.intents = intents
        self.options = options
        self._blocks = blocks
        self._meaning = meaning
        self._directions = directions
        self._weights = weights
        self._bias = bias
        self._network = network
        self.temperatures = temperatures
        cautious = set(options.caution_intents)
        self._caution = np.array([options.caution_factor if i in cautious else 1.0 for i in intents], dtype=np.float32)
        self.report: Optional[Report] = None

    # --- training ---

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], options: Options, table: Optional[vectors.Vectors]
    ) -> "IntentModel":
        """Train, calibrate and cross-validate. Same input, same model."""
        spoken = _spoken(texts, options)
        heard = [text for _, text in spoken]
        counts = _Counts.of([view_of(text, options, table) for text in [*texts, *heard]], table, options.min_documents)
        intents = sorted(set(labels))
        index = {intent: number for number, intent in enumerate(intents)}
        parents = np.array([*range(len(texts)), *(number for number, _ in spoken)])
        targets = np.array([index[label] for label in labels])[parents]
        fold = stratified_folds(labels, options.folds, options.seed)[parents]

        latent: List[np.ndarray] = []

        def run(number: int) -> Any:
            chosen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
            model, scores = cls._fit_once(counts, latent, chosen, held, targets[chosen], intents, options, table)
            return model if number == options.folds else (held, scores)

        svm_scores = np.zeros((len(parents), len(intents)), dtype=np.float32)
        net_scores = np.zeros_like(svm_scores)
        model: Optional["IntentModel"] = None
        with _few_threads(), ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            if options.network:
                # Once, without looking at any intent; the folds share them (docs/training.md).
                directions = partial(_latent_directions, options=options)
                latent.extend(pool.map(directions, counts.blocks, options.latent_dims))
            for result in pool.map(run, [options.folds, *range(options.folds)]):
                if isinstance(result, IntentModel):
                    model = result
                elif len(result[0]):
                    svm_scores[result[0]], net_scores[result[0]] = result[1]
        assert model is not None
        count = len(texts)
        model.temperatures = _fit_temperatures(svm_scores[:count], net_scores[:count], targets[:count], options.network)
        probabilities = model._mix(svm_scores, net_scores)
        right = probabilities.argmax(axis=1) == targets
        kana_accuracy = float(right[count:].mean()) if len(heard) else 0.0
        model.report = Report(probabilities[:count], targets[:count], kana_accuracy)
        return model

    @classmethod
    def _fit_once(
        cls,
        counts: _Counts,
        latent: Sequence[np.ndarray],
        chosen: np.ndarray,
        held: np.ndarray,
        targets: np.ndarray,
        intents: List[str],
        options: Options,
        table: Optional[vectors.Vectors],
    ) -> Tuple["IntentModel", Tuple[np.ndarray, np.ndarray]]:
        """Train on the rows `chosen`; also the scores of the rows `held`. `latent` is empty without a network."""
        blocks, seen, unseen, used = [], [], [], []
        for grams, matrix, weight in zip(counts.grams, counts.blocks, options.block_weights, strict=True):
            found, idf = _idf(matrix[chosen])
            kept = np.flatnonzero(found >= options.min_documents)
            used.append(kept)
            scaled = sp.csr_matrix(matrix[:, kept] @ sp.diags(idf[kept]))
            blocks.append(_Block({grams[column]: number for number, column in enumerate(kept)}, idf[kept], weight))
            seen.append(_unit_rows(scaled[chosen], weight))
            unseen.append(_unit_rows(scaled[held], weight))
        meaning, dense, held_dense, directions = None, None, None, np.zeros((0, 0), dtype=np.float32)
        if table is not None and options.meaning_weight > 0:
            found, idf = _idf(counts.rows[chosen])
            raw = _unit_dense(counts.rows @ (counts.units * idf[:, None]), 1.0)
            common = _main_directions(raw[chosen], 1)[:, 0]
            rows = {int(counts.row_ids[i]): float(idf[i]) for i in np.flatnonzero(found)}
            meaning = _Meaning(table, rows, common, options.meaning_weight)
            both = _unit_dense(raw - np.outer(raw @ common, common), options.meaning_weight)
            dense, held_dense = both[chosen], both[held]
            directions = _main_directions(dense, options.meaning_dims)
        weights, bias = _linear(_joined(seen, dense, directions), targets, len(intents), options)
        network = None
        if latent:
            projections = [directions[kept] for directions, kept in zip(latent, used, strict=True)]
            network = _fit_network(seen, projections, dense, targets, len(intents), options)
        model = cls(
            intents=intents,
            options=options,
            blocks=blocks,
            meaning=meaning,
            directions=directions,
            weights=weights,
            bias=bias,
            network=network,
        )
        svm = np.asarray(_joined(unseen, held_dense, directions) @ weights) + bias
        net = np.zeros_like(svm)
        if network is not None and len(held):
            net = network.scores(_latent(unseen, network.projections, held_dense))
        return model, (svm, net)

    # --- prediction ---

    @property
    def table(self) -> Optional[vectors.Vectors]:
        """Vectors in use, None when switched off."""
        return self._meaning.table if self._meaning else None

    def _raw_one(self, view: View) -> Tuple[np.ndarray, np.ndarray]:
        """Scores of the SVM and of the network (zeros without one); adds up only the rows the message touches."""
        svm = self._bias.astype(np.float32)
        latent = []
        offset = 0
        counters = (view.chars, view.reading, view.words)
        for number, (block, counter) in enumerate(zip(self._blocks, counters, strict=True)):
            columns, values = block.one(counter)
            svm += values @ self._weights[columns + offset]
            if self._network is not None:
                latent.append(values @ self._network.projections[number][columns])
            offset += len(block.vocabulary)
        if self._meaning is not None:
            dense = self._meaning.one(view.rows)
            svm += (dense @ self._directions) @ self._weights[offset:]
            latent.append(dense)
        return svm, self._network.scores(np.concatenate(latent)) if self._network is not None else np.zeros_like(svm)

    def _mix(self, svm: np.ndarray, net: np.ndarray) -> np.ndarray:
        plain = mix(svm, net, self.temperatures, self._network is not None)
        weighed = plain * self._caution
        return np.asarray(weighed / weighed.sum(axis=-1, keepdims=True))

    def probabilities(self, text: str) -> np.ndarray:
        """One number an intent, in the order of `intents`."""
        return self._mix(*self._raw_one(view_of(text, self.options, self.table)))

    def ranking(self, text: str, length: int = 10) -> List[Tuple[str, float]]:
        """Best intents first; empty for text in which nothing is known (marks, placeholders, another script)."""
        view = view_of(text, self.options, self.table)
        if not any(
            gram in block.vocabulary
            for block, counter in zip(self._blocks, (view.chars, view.reading, view.words), strict=True)
            for gram in counter
        ):
            return []
        probabilities = self._mix(*self._raw_one(view))
        order = np.argsort(-probabilities, kind="stable")[:length]
        return [(self.intents[number], float(probabilities[number])) for number in order]

    # --- files: numbers and JSON, nothing that could run code when it is loaded ---

    def save(self, folder: Path) -> None:
        """Write into an existing folder."""
        arrays: Dict[str, np.ndarray] = {"bias": self._bias}
        arrays["weights"], arrays["weights_scales"] = _packed(self._weights)
        for number, block in enumerate(self._blocks):
            arrays[f"idf_{number}"] = block.idf
        if self._meaning is not None:
            rows = sorted(self._meaning.rows)
            arrays["rows"] = np.array(rows, dtype=np.int32)
            arrays["row_weights"] = np.array([self._meaning.rows[row] for row in rows], dtype=np.float32)
            arrays["common"], arrays["directions"] = self._meaning.common, self._directions
        if self._network is not None:
            for number, projection in enumerate(self._network.projections):
                arrays[f"projection_{number}"], arrays[f"projection_{number}_scales"] = _packed(projection)
            arrays["hidden_weights"], arrays["hidden_bias"] = self._network.hidden_weights, self._network.hidden_bias
            arrays["out_weights"], arrays["out_bias"] = self._network.out_weights, self._network.out_bias
        np.savez(folder / "model.npz", **arrays)
        document = {
            "format": FORMAT,
            "intents": self.intents,
            "options": asdict(self.options),
            "temperatures": list(self.temperatures),
            "vectors": self.table.fingerprint if self.table else None,
            "network": self._network is not None,
            "vocabularies": ["\n".join(block.vocabulary) for block in self._blocks],
        }
        (folder / "model.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        if self.report is not None:
            np.savez(
                folder / "cross_validation.npz",
                probabilities=self.report.probabilities.astype(np.float16),
                targets=self.report.targets,
                kana_accuracy=self.report.kana_accuracy,
            )

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what `save` wrote.

        Raises:
            VectorsMissing: trained with word vectors that are not on this machine.
        """
        document = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ValueError(f"intent model of format {document['format']}; train again")
        options = Options(
            **{key: tuple(value) if isinstance(value, list) else value for key, value in document["options"].items()}
        )
        data = np.load(folder / "model.npz", allow_pickle=False)
        blocks = []
        for number, joined in enumerate(document["vocabularies"]):
            grams = joined.split("\n") if joined else []
            vocabulary = {gram: number for number, gram in enumerate(grams)}
            blocks.append(_Block(vocabulary, data[f"idf_{number}"], options.block_weights[number]))
        meaning, directions = None, np.zeros((0, 0), dtype=np.float32)
        if document["vectors"]:
            table = vectors.load()
            if table.fingerprint != document["vectors"]:
                raise vectors.VectorsMissing("The model was trained with other word vectors; train again.")
            rows = dict(zip(data["rows"].tolist(), data["row_weights"].tolist(), strict=True))
            meaning = _Meaning(table, rows, data["common"], options.meaning_weight)
            directions = data["directions"]
        network = None
        if document["network"]:
            network = _Network(
                [_unpacked(data, f"projection_{number}") for number in range(len(blocks))],
                data["hidden_weights"],
                data["hidden_bias"],
                data["out_weights"],
                data["out_bias"],
            )
        return cls(
            intents=document["intents"],
            options=options,
            blocks=blocks,
            meaning=meaning,
            directions=directions,
            weights=_unpacked(data, "weights"),
            bias=data["bias"],
            network=network,
            temperatures=tuple(document["temperatures"]),
        )


def _spoken(texts: Sequence[str], options: Options) -> List[Tuple[int, str]]:
    """Position and hiragana spelling of the examples that are learned a second time."""
    drawn = np.random.default_rng(options.seed).random(len(texts)) < options.kana_share
    pairs = [(number, kana_of(texts[number])) for number in np.flatnonzero(drawn)]
    return [(int(number), heard) for number, heard in pairs if heard and heard != texts[number]]


def _packed(matrix: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """8-bit numbers and one scale a column: a quarter of the size, and as accurate (docs/training.md)."""
    scales = (np.maximum(np.abs(matrix).max(axis=0), 1e-9) / 127).astype(np.float32)
    return np.rint(matrix / scales).astype(np.int8), scales


def _unpacked(data: Any, name: str) -> np.ndarray:
    return np.asarray(data[name].astype(np.float32) * data[f"{name}_scales"])


def mix(svm: np.ndarray, net: np.ndarray, temperatures: Tuple[float, float, float], network: bool) -> np.ndarray:
    """Calibrated probabilities of raw scores, along the last axis."""
    first = softmax(svm, temperatures[0])
    if not network:
        return first
    both = 0.5 * first + 0.5 * softmax(net, temperatures[1])
    return softmax(np.log(np.maximum(both, 1e-12)), temperatures[2])


def _fit_temperatures(
    svm: np.ndarray, net: np.ndarray, targets: np.ndarray, network: bool
) -> Tuple[float, float, float]:
    first = fit_temperature(svm, targets)
    if not network:
        return first, 1.0, 1.0
    second = fit_temperature(net, targets)
    both = 0.5 * softmax(svm, first) + 0.5 * softmax(net, second)
    return first, second, fit_temperature(np.log(np.maximum(both, 1e-12)), targets)


def _main_directions(matrix: np.ndarray, count: int) -> np.ndarray:
    """Columns: the directions with the most weight, strongest first."""
    _, axes = np.linalg.eigh(matrix.T @ matrix)
    return np.ascontiguousarray(axes[:, ::-1][:, :count]).astype(np.float32)


def _joined(sparse: Sequence[sp.csr_matrix], dense: Optional[np.ndarray], directions: np.ndarray) -> sp.csr_matrix:
    """What the SVM sees."""
    parts: List[Any] = list(sparse)
    if dense is not None:
        parts.append(sp.csr_matrix(dense @ directions))
    return sp.csr_matrix(sp.hstack(parts, format="csr"), dtype=np.float64)


def _few_threads() -> Any:
    """One BLAS thread each: the folds already run side by side."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)


def _linear(
    features: sp.csr_matrix, targets: np.ndarray, count: int, options: Options
) -> Tuple[np.ndarray, np.ndarray]:
    """Weights (features × intents) and bias; intents without an example in this fold get a very low score."""
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=options.c, tol=1.0, random_state=options.seed, max_iter=1000)
    with _ONE_SVM:
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


def _latent_directions(matrix: sp.csr_matrix, count: int, options: Options) -> np.ndarray:
    """Columns × `count`: the main directions of a block's weighed messages."""
    from sklearn.utils.extmath import randomized_svd

    weighed = _unit_rows(sp.csr_matrix(matrix @ sp.diags(_idf(matrix)[1])), 1.0)
    count = max(1, min(count, min(matrix.shape) - 1))
    _, _, directions = randomized_svd(weighed, count, n_iter=1, random_state=options.seed)
    return np.asarray(directions.T.astype(np.float32))


def _latent(
    sparse: Sequence[sp.csr_matrix], projections: Sequence[np.ndarray], dense: Optional[np.ndarray]
) -> np.ndarray:
    """What the network sees."""
    parts = [matrix @ projection for matrix, projection in zip(sparse, projections, strict=True)]
    return np.hstack(parts + ([dense] if dense is not None else [])).astype(np.float32)


def _fit_network(
    sparse: Sequence[sp.csr_matrix],
    projections: List[np.ndarray],
    dense: Optional[np.ndarray],
    targets: np.ndarray,
    count: int,
    options: Options,
) -> _Network:
    """A fixed number of epochs, so no data are held back."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    latent = _latent(sparse, projections, dense)
    # The inputs are short vectors; longer ones learn in fewer epochs. Folded into the weights afterwards.
    stretch = np.float32(1.5)
    model = MLPClassifier(
        (options.hidden,),
        alpha=1e-4,
        batch_size=min(128, len(targets)),
        learning_rate_init=3e-3,
        max_iter=options.epochs,
        random_state=options.seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(latent * stretch, targets)
    out_weights = np.zeros((options.hidden, count), dtype=np.float32)
    out_bias = np.full(count, -20.0, dtype=np.float32)
    if len(model.classes_) == 2:
        half, offset = model.coefs_[1][:, 0] / 2, model.intercepts_[1][0] / 2
        out_weights[:, model.classes_] = np.stack([-half, half], axis=1)
        out_bias[model.classes_] = [-offset, offset]
    else:
        out_weights[:, model.classes_] = model.coefs_[1]
        out_bias[model.classes_] = model.intercepts_[1]
    return _Network(
        projections,
        (model.coefs_[0] * stretch).astype(np.float32),
        model.intercepts_[0].astype(np.float32),
        out_weights,
        out_bias,
    )
