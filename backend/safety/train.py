"""Make ``weights.npz`` from the corpus: ``python -m backend.safety.train`` (``--report`` only measures).

Offline. Reads ``corpus/`` and ``data/nlu``. The estimate holds out whole batches: every author is scored by
weights that never saw a line of that batch. How scores and rules are weighed, and where a label starts to ring, is
learnt from these held-out scores.
"""

import argparse
import random
import re
import sys
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from backend import sentences
from backend.safety import lane
from backend.safety.examples import Example, fingerprint, read_corpus
from backend.safety.features import DIMENSIONS, Block, blocks, reading, segments
from backend.safety.learn import Sparse, dense_logistic, logistic
from backend.safety.normalise import views
from backend.safety.scorer import WEIGHTS, Floats, Network, Verdict, inputs

LABELS = lane.PRIORITY
NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"

RULE_LINES = "l_rule_lines"
"""The batch the rules were tuned on: trained with, never evidence."""

FOLDS = 5
PENALTY = 0.03
"""Strength of the L2 penalty against the sum of example losses."""

CRISIS_COST = 2.0
"""How much dearer a missed cry is than a false alarm while training."""

FALSE_ALARMS = {"crisis_suicide": 0.025, "crisis_violence": 0.015, "hardship_living": 0.012, "hardship_debt": 0.01}
"""Share of the held-out harmless examples, most of them written to look like danger, each label may ring for."""

FLOORS = {"crisis": 0.89, "hardship": 0.91, "none": 0.92}
"""Held-out shares of cries found and of harmless messages left alone, below which no weights are written."""

UNITS, EPOCHS, SEEDS = 64, 12, (0, 1, 2)
"""Of the network: as many again for each seed, since three that learnt in another order err less than one."""

SPOKEN = 3
"""One message of so many is also trained as voice input would write it, all in hiragana."""

MIXED = 0.35
"""Share of short cries that are also trained beside another message of their author."""

_SHORT = 25

_RANK: dict[str, int] = {label: at for at, label in enumerate((*LABELS, "none"))}

RULE_PRIOR = 2.0
"""Log-odds of a rule before any evidence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One prepared example: where its segments lie, and what the rules heard."""

    example: Example
    first: int
    past: int
    ears: lane.Heard
    weight: float
    made: bool

    @property
    def counts(self) -> bool:
        """Whether the row is fair evidence: neither put together here nor one the rules were written against."""
        return not self.made and self.example.batch not in (RULE_LINES, "data/nlu")


@dataclass(frozen=True, slots=True)
class Data:
    """All rows, all their segments as one matrix, and what the network sees of each row."""

    rows: tuple[Row, ...]
    matrix: Sparse
    inputs: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Said:
    """What both models say of some rows, per label."""

    scores: Floats
    meaning: Floats

    def take(self, rows: Sequence[int] | NDArray[np.int64]) -> "Said":
        """Only these rows, in this order."""
        return Said(self.scores[rows], self.meaning[rows])


def main(arguments: Sequence[str]) -> int:
    """Report the estimate; without ``--report`` also write the weights."""
    parser = argparse.ArgumentParser(prog="python -m backend.safety.train")
    parser.add_argument("--report", action="store_true", help="measure only, write nothing")
    parser.add_argument("--misses", action="store_true", help="also print what was missed or wrongly rung")
    options = parser.parse_args(arguments)
    data = prepare()
    said = held_out(data).take(_places(data))
    table, estimate = report(data, said, misses=options.misses)
    sys.stdout.write(table)
    poor = [f"{kind} {estimate[kind]:.3f} (needs {floor})" for kind, floor in FLOORS.items() if estimate[kind] < floor]
    if poor:
        sys.stderr.write(f"PROBLEM worse than the lane may be, nothing is written: {', '.join(poor)}\n")
        return 1
    if not options.report:
        weights, bias = _fit(data, data.rows)
        network = _fit_network(data, range(len(data.rows)))
        _write(weights, bias, network, learn_verdict([row for row in data.rows if row.counts], said))
        sys.stdout.write(f"wrote {WEIGHTS.name}: {WEIGHTS.stat().st_size / 1024:.0f} KiB\n")
    return 0


def prepare() -> Data:
    """Corpus, made messages and ``data/nlu`` as rows."""
    corpus = read_corpus()
    known = {views(example.text).text for example in corpus}
    examples = [(example, 1.0, False) for example in corpus]
    examples += [(example, 0.5, True) for example in (*_mixed(corpus), *_spoken(corpus))]
    for text, intent in _nlu():  # two fifths of its harmless lines are enough, and halve the time
        if views(text).text in known or (intent not in LABELS and zlib.crc32(text.encode()) % 5 > 1):
            continue
        label = intent if intent in LABELS else "none"
        examples.append((Example(text, label, "data/nlu"), 1.0 if label != "none" else 0.5, False))
    rows: list[Row] = []
    heard: list[Sequence[Block]] = []
    for example, weight, made in examples:
        first = len(heard)
        heard += [blocks(segment) for segment in segments(example.text)]
        rows.append(Row(example, first, len(heard), lane.hear(example.text), weight, made))
    directions = sentences.embed([row.example.text for row in rows])
    seen = [
        inputs(direction, lane.counted(row.ears), bool(row.ears.idioms))
        for direction, row in zip(directions, rows, strict=True)
    ]
    return Data(tuple(rows), Sparse.of(heard), np.array(seen, dtype=np.float32))


def held_out(data: Data) -> Said:
    """What weights say of every row that saw nothing of its batch; rows that are no evidence stay nought."""
    batches = sorted({row.example.batch for row in data.rows if row.counts})
    scores, meaning = np.zeros((len(data.rows), len(LABELS))), np.zeros((len(data.rows), len(LABELS)))
    for fold in range(FOLDS):
        sys.stderr.write(f"fold {fold + 1} of {FOLDS}\n")
        held = set(batches[fold::FOLDS])
        known = [at for at, row in enumerate(data.rows) if row.example.batch not in held]
        judged = [at for at, row in enumerate(data.rows) if row.example.batch in held and row.counts]
        weights, bias = _fit(data, [data.rows[at] for at in known])
        loud = np.stack([data.matrix.times(of_label) for of_label in weights], axis=1) + bias
        for at in judged:
            scores[at] = loud[data.rows[at].first : data.rows[at].past].max(axis=0)
        meaning[judged] = _fit_network(data, known).scores(data.inputs[judged])
    return Said(scores, meaning)


def learn_verdict(rows: Sequence[Row], said: Said) -> Verdict:
    """How much both models, rules and idioms weigh, from held-out words; and the constant that allows FALSE_ALARMS."""
    gain, idiom, base = np.zeros((len(LABELS), 3)), np.zeros(len(LABELS)), np.zeros(len(LABELS))
    trust: dict[str, float] = {}
    truth = np.array([row.example.label for row in rows])
    for at, label in enumerate(LABELS):
        rules = sorted(f"{label}/{rule.id}" for rule in lane.load_patterns().rules if rule.label == label)
        crisis = said.scores[:, :2].max(axis=1) if at < 2 else np.zeros(len(rows))
        columns = [said.scores[:, at], crisis, said.meaning[:, at], np.array([bool(r.ears.idioms) for r in rows])]
        columns += [np.array([name in (row.ears.rules or row.ears.weak) for row in rows]) for name in rules]
        design = np.stack([*columns, np.ones(len(rows))], axis=1).astype(float)
        fair = np.array([not _unfair(label, row.example.label) for row in rows])
        prior = np.array([1.0, 0.0, 0.5, 0.0, *[RULE_PRIOR] * len(rules), 0.0])
        strength = np.array([0.1, 0.1, 0.1, 1.0, *[1.0] * len(rules), 0.0])
        found = dense_logistic(design[fair], np.where(truth[fair] == label, 1.0, -1.0), prior, strength)
        quiet = np.sort(design[truth == "none"] @ found)[::-1]
        base[at] = found[-1] - quiet[int(len(quiet) * FALSE_ALARMS[label])] - 1e-3
        gain[at], idiom[at] = found[:3], found[3]
        trust |= dict(zip(rules, found[4:-1].tolist(), strict=True))
    return Verdict(gain=gain, idiom=idiom, base=base, trust=trust)


def report(data: Data, said: Said, *, misses: bool) -> tuple[str, dict[str, float]]:
    """The held-out estimate: a Markdown table, a line a batch (what was found, what was left in peace), and its sum."""
    evidence = [row for row in data.rows if row.counts]
    batches = sorted({row.example.batch for row in evidence})
    decided: list[str] = [""] * len(evidence)
    for fold in range(FOLDS):  # the verdict, too, is judged on batches it was not learnt from
        held = set(batches[fold::FOLDS])
        others = [at for at, row in enumerate(evidence) if row.example.batch not in held]
        verdict = learn_verdict([evidence[at] for at in others], said.take(others))
        for at, row in enumerate(evidence):
            if row.example.batch in held:
                quiet = lane.certain_none(row.ears, said.scores[at])
                decided[at] = "none" if quiet else lane.decide(row.ears, said.scores[at], said.meaning[at], verdict)
    alone = [lane.rules_alone(row.ears) for row in evidence]
    lines = ["| batch | crisis found | hardship found | harmless left alone |", "|---|---|---|---|"]
    for batch in batches:
        chosen = [at for at, row in enumerate(evidence) if row.example.batch == batch]
        lines.append(_line(batch, _right_of([evidence[at] for at in chosen], [decided[at] for at in chosen])))
    total = _right_of(evidence, decided)
    lines += [_line("all, rules alone", _right_of(evidence, alone)), _line("all", total)]
    if misses:
        for row, label, score in zip(evidence, decided, said.scores, strict=True):
            if not _right(row.example.label, label):
                spoke = ",".join(row.ears.rules or row.ears.weak)
                lines.append(f"{row.example.label} -> {label} {score.round(1)} {spoke} {row.example.text!r}")
    return "\n".join([*lines, ""]), {kind: sum(good) / len(good) for kind, good in total.items()}


def _right_of(rows: Sequence[Row], said: Sequence[str]) -> dict[str, list[bool]]:
    """Per kind, whether each message was heard rightly."""
    return {
        kind: [_right(row.example.label, word) for row, word in zip(rows, said, strict=True) if _is(row, kind)]
        for kind in FLOORS
    }


def _line(name: str, right: dict[str, list[bool]]) -> str:
    shares = [f"{sum(good) / len(good):.3f} of {len(good)}" if good else "" for good in right.values()]
    return f"| {name} | {' | '.join(shares)} |"


def _is(row: Row, kind: str) -> bool:
    return row.example.label.startswith(kind)


def _right(label: str, said: str) -> bool:
    """A crisis counts as found under either crisis label, a hardship under any."""
    if label.startswith("crisis"):
        return said.startswith("crisis")
    return (said == "none") == (label == "none")


def _places(data: Data) -> NDArray[np.int64]:
    return np.array([at for at, row in enumerate(data.rows) if row.counts])


def _fit(data: Data, rows: Sequence[Row]) -> tuple[Floats, Floats]:
    weights, bias = np.zeros((len(LABELS), DIMENSIONS)), np.zeros(len(LABELS))
    for at, label in enumerate(LABELS):
        mine = [row for row in rows if not _unfair(label, row.example.label)]
        weights[at], bias[at] = _fit_label(data.matrix, mine, label)
    return weights, bias


def _unfair(label: str, other: str) -> bool:
    """A message of a higher label may speak of this one as well; it is neither example nor counter-example."""
    return other != "none" and LABELS.index(other) < LABELS.index(label) if other in LABELS else False


def _fit_label(matrix: Sparse, rows: Sequence[Row], label: str) -> tuple[Floats, float]:
    """In a message with danger some segment speaks of it: first all of them share the blame, then the loudest."""
    found = None
    for steps in (36, 14):
        chosen: list[int] = []
        cost: list[float] = []
        target: list[float] = []
        said = matrix.times(found[0]) if found else np.zeros(len(matrix.start) - 1)
        for row in rows:
            danger = row.example.label == label
            parts = range(row.first, row.past)
            if danger and found:
                parts = range((loudest := row.first + int(said[row.first : row.past].argmax())), loudest + 1)
            chosen += parts
            price = row.weight * (CRISIS_COST if danger and label.startswith("crisis") else 1.0)
            cost += [price / len(parts) if danger else price] * len(parts)
            target += [1.0 if danger else -1.0] * len(parts)
        found = logistic(matrix.take(np.array(chosen)), np.array(target), np.array(cost), PENALTY, found, steps)
    assert found is not None
    return found


def _fit_network(data: Data, rows: Sequence[int]) -> Network:
    """One network an order of learning, side by side in one: their log-odds are averaged."""
    truth = np.array([_RANK[data.rows[at].example.label] for at in rows])
    price = np.array([data.rows[at].weight for at in rows])
    hidden, out = [], []
    for seed in SEEDS:
        model = MLPClassifier((UNITS,), alpha=1e-3, batch_size=128, learning_rate_init=2e-3, max_iter=EPOCHS)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.set_params(random_state=seed).fit(data.inputs[rows], truth, sample_weight=price)
        last = np.vstack([model.coefs_[1], model.intercepts_[1]])
        hidden.append(np.vstack([model.coefs_[0], model.intercepts_[0]]))
        out.append((last[:, :-1] - last[:, -1:]) / len(SEEDS))
    return Network(np.hstack(hidden), np.vstack([*(rows[:-1] for rows in out), sum(rows[-1:] for rows in out)]))


def _mixed(corpus: Sequence[Example]) -> list[Example]:
    """Short cries beside something else in one breath, so that neither drowns the other."""
    rng = random.Random(7)  # noqa: S311 - reproducible training, no secret
    made: list[Example] = []
    for batch in sorted({example.batch for example in corpus}):
        short = [example for example in corpus if example.batch == batch and len(example.text) <= _SHORT]
        for cry in short:
            if not cry.label.startswith("crisis") or rng.random() >= MIXED:
                continue
            beside = rng.choice([other for other in short if _RANK[other.label] > _RANK[cry.label]])
            pair = [cry.text.rstrip("。"), beside.text.rstrip("。")]
            rng.shuffle(pair)
            made.append(Example("、".join(pair), cry.label, batch))
    return made


def _spoken(corpus: Sequence[Example]) -> list[Example]:
    chosen = [example for example in corpus if zlib.crc32(example.text.encode()) % SPOKEN == 0]
    return [Example(reading(example.text), example.label, example.batch) for example in chosen]


def _nlu() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in sorted(NLU.glob("*.yml")):
        loaded: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for block in loaded.get("nlu", []):
            if "intent" not in block:
                continue
            for text in str(block["examples"]).split("\n"):
                plain = re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", text.strip().removeprefix("- ")).strip()
                if plain:
                    found.append((plain, str(block["intent"])))
    return found


def _write(weights: Floats, bias: Floats, network: Network, verdict: Verdict) -> None:
    scales = np.abs(weights).max(axis=1) / 127
    np.savez_compressed(
        WEIGHTS,
        labels=np.array(LABELS),
        weights=np.round(weights / scales[:, None]).astype(np.int8),
        scales=scales,
        bias=bias,
        hidden=network.hidden.astype(np.float16),
        out=network.out.astype(np.float32),
        gain=verdict.gain,
        idiom=verdict.idiom,
        base=verdict.base,
        rules=np.array(list(verdict.trust)),
        trust=np.array(list(verdict.trust.values())),
        fingerprint=np.array(fingerprint()),
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
