"""Make ``weights.npz`` from the corpus: ``python -m backend.safety.train`` (``--report`` only measures).

Offline, NumPy only. Reads ``corpus/`` and ``data/nlu``; the estimate is leave-one-batch-out: every batch is
scored by weights that saw neither that batch nor its share of ``data/nlu``. Thresholds come from those scores.
"""

import argparse
import math
import multiprocessing
import os
import random
import re
import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: its idle threads spin on shared machines

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from backend.safety import lane
from backend.safety.examples import Example, fingerprint, read_corpus
from backend.safety.normalise import views
from backend.safety.scorer import DIMENSIONS, WEIGHTS, letters, segments

Floats = NDArray[np.float64]
LABELS = lane.PRIORITY
NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"
REGULAR = 0.1
"""Strength of the L2 penalty against the sum of example losses."""

RULE_LINES = "l_rule_lines"
"""The batch the rules were tuned on: trained with, left out of the estimate's total."""

ROUNDS = 2
WORKERS = 3
FALSE_ALARMS = {"crisis_suicide": 0.018, "crisis_violence": 0.018, "hardship_living": 0.010, "hardship_debt": 0.010}
"""Share of harmless examples each label may wrongly ring for by letters alone."""

STRESS = 1.5
"""How much louder than its bare log-odds a rule speaks: in doubt, danger wins."""


@dataclass(frozen=True, slots=True)
class Row:
    """One prepared example: its segments as features, and what the rules heard."""

    text: str
    label: str
    batch: str
    found: tuple[NDArray[np.int64], ...]
    ears: "lane.Heard"
    weight: float
    made: bool


_SHARED: list[Row] = []
"""What the workers of the estimate see after the fork."""


def main(arguments: Sequence[str]) -> int:
    """Report the estimate; without ``--report`` also write the weights."""
    parser = argparse.ArgumentParser(prog="python -m backend.safety.train")
    parser.add_argument("--report", action="store_true", help="measure only, write nothing")
    parser.add_argument("--misses", action="store_true", help="also print what was missed or wrongly rung")
    options = parser.parse_args(arguments)
    rows = prepare()
    out = _held_out_scores(rows)
    alarm = _alarms(rows, out)
    sys.stdout.write(report(rows, out, alarm, misses=options.misses))
    if not options.report:
        weights, bias = _fit(rows)
        _write(weights, bias, alarm, _trust(rows))
        sys.stdout.write(f"wrote {WEIGHTS.name}: {WEIGHTS.stat().st_size / 1024:.0f} KiB\n")
    return 0


def prepare() -> list[Row]:
    """Corpus and ``data/nlu`` as rows, plus spellings in kana of corpus lines (training only)."""
    corpus = read_corpus()
    batches = sorted({example.batch for example in corpus})
    known = {views(example.text).text for example in corpus}
    rows = [_row(example, 1.0) for example in corpus]
    for example in _kana(corpus):
        if views(example.text).text not in known:
            rows.append(_row(example, 0.4, made=True))
    for text, intent in _nlu():  # two fifths of its harmless lines are enough, and halve the time
        if intent not in LABELS and zlib.crc32(text.encode()) % 5 > 1:
            continue
        if views(text).text not in known:
            batch = batches[zlib.crc32(text.encode()) % len(batches)]
            label = intent if intent in LABELS else "none"
            rows.append(_row(Example(text, label, "nlu:" + batch), 1.0 if label != "none" else 0.5))
    return rows


def report(rows: Sequence[Row], out: Floats, alarm: Floats, *, misses: bool) -> str:
    """The table of the held-out estimate as Markdown: rules alone, and rules with scorer."""
    lines = ["| batch | label | n | rules alone | with scorer |", "|---|---|---|---|---|"]
    written = [row for row in rows if not row.made]
    kept = [at for at, row in enumerate(rows) if not row.made]
    batches = {row.batch.removeprefix("nlu:") for row in written}
    trust = {batch: _trust([row for row in rows if row.batch.removeprefix("nlu:") != batch]) for batch in batches}
    with_scorer = [
        lane.decide(rows[at].ears, out[at], alarm, trust[rows[at].batch.removeprefix("nlu:")]) for at in kept
    ]
    alone = [lane.rules_alone(rows[at].ears) for at in kept]
    groups = sorted({row.batch if not row.batch.startswith("nlu:") else "data/nlu" for row in written})
    wrong: list[str] = []

    def line(name: str, label: str, chosen: list[int]) -> None:
        if not chosen:
            return
        good = [sum(_right(label, said[at]) for at in chosen) / len(chosen) for said in (alone, with_scorer)]
        word = "quiet" if label == "none" else "found"
        lines.append(f"| {name} | {label} | {len(chosen)} | {good[0]:.3f} | {good[1]:.3f} {word} |")

    for group in [*groups, "ALL"]:
        for label in (*LABELS, "none"):
            chosen = [
                at
                for at, row in enumerate(written)
                if row.label == label
                and (group in (row.batch, "ALL") or (group == "data/nlu" and row.batch.startswith("nlu:")))
                and not (group == "ALL" and not _counts(row))
            ]
            line(group, label, chosen)
    if misses:
        for at, row in enumerate(written):
            if not _right(row.label, with_scorer[at]):
                scores = " ".join(f"{value:.1f}" for value in out[kept[at]])
                spoke = ",".join(row.ears.rules or row.ears.weak)
                wrong.append(f"{row.label} -> {with_scorer[at]} [{scores}] {spoke} {row.text!r}")
    return "\n".join([*lines, "", f"alarm {alarm.round(2)}", *wrong, ""])


def _right(label: str, said: str) -> bool:
    """A crisis counts as found under either crisis label; every other label must be itself."""
    if label.startswith("crisis"):
        return said.startswith("crisis")
    if label.startswith("hardship"):
        return said != "none"
    return said == label


def _row(example: Example, weight: float, *, made: bool = False) -> Row:
    ears = lane.hear(example.text)
    return Row(
        text=example.text,
        label=example.label,
        batch=example.batch,
        found=tuple(found for found in map(letters, segments(ears.text)) if len(found)) or (letters(""),),
        ears=ears,
        weight=weight,
        made=made,
    )


def _kana(corpus: Sequence[Example]) -> list[Example]:
    """Some corpus lines as a voice keyboard or a tired thumb writes them: all or some words in hiragana."""
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="core").tokenizer(mode=SplitMode.C)
    rng = random.Random(7)  # noqa: S311 - reproducible spelling, no secret
    made: list[Example] = []
    for at, example in enumerate(corpus):
        share = (1.0, 0.4)[at % 2]
        words = []
        for word in tokenizer.tokenize(example.text):
            spoken = rng.random() < share and re.search(r"[一-龯]", word.surface())
            words.append(word.reading_form() if spoken else word.surface())
        text = "".join(words)
        if share == 1.0 and rng.random() < 0.5:
            text = re.sub("[、。 ]", "", text)
        if text != example.text:
            made.append(Example(text, example.label, example.batch))
    return made


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


def _held_out_scores(rows: Sequence[Row]) -> Floats:
    batches = sorted({row.batch.removeprefix("nlu:") for row in rows})
    out = np.zeros((len(rows), len(LABELS)))
    _SHARED[:] = rows
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        for held, scores in pool.imap_unordered(_hold_out, batches):
            out[held] = scores
    return out


def _hold_out(batch: str) -> tuple[list[int], Floats]:
    held = [at for at, row in enumerate(_SHARED) if row.batch.removeprefix("nlu:") == batch]
    weights, bias = _fit([row for row in _SHARED if row.batch.removeprefix("nlu:") != batch])
    return held, np.array([_score(_SHARED[at], weights, bias) for at in held])


def _score(row: Row, weights: Floats, bias: Floats) -> Floats:
    best = np.max([weights[:, found].sum(axis=1) / np.sqrt(len(found)) for found in row.found], axis=0)
    return np.asarray(best + bias)


def _fit(rows: Sequence[Row]) -> tuple[Floats, Floats]:
    weights, bias = np.zeros((len(LABELS), DIMENSIONS)), np.zeros(len(LABELS))
    for at, label in enumerate(LABELS):
        mine = [row for row in rows if not _unfair(label, row.label)]
        weights[at], bias[at] = _fit_one(mine, label)
    return weights, bias


def _unfair(label: str, other: str) -> bool:
    """A message of a higher label may speak of this one as well; it is neither example nor counter-example."""
    return other != "none" and LABELS.index(other) < LABELS.index(label) if other in LABELS else False


def _fit_one(rows: Sequence[Row], label: str) -> tuple[Floats, float]:
    row_weights: Floats = np.zeros(DIMENSIONS)
    bias = 0.0
    for turn in range(ROUNDS):
        chosen: list[tuple[Row, NDArray[np.int64]]] = []
        for row in rows:
            if row.label == label and len(row.found) > 1:
                if turn:
                    loud = max(row.found, key=lambda f: float(row_weights[f].sum()) / float(np.sqrt(len(f))))
                    chosen.append((row, loud))
                else:
                    chosen.append((row, row.found[0]))
            else:
                chosen += [(row, found) for found in row.found]
        row_weights, bias = _logistic(chosen, label, row_weights, bias)
    return row_weights, bias


def _logistic(
    chosen: Sequence[tuple[Row, NDArray[np.int64]]], label: str, start: Floats, bias: float
) -> tuple[Floats, float]:
    index = np.concatenate([found for _, found in chosen])
    lengths = np.array([len(found) for _, found in chosen])
    values = np.repeat(lengths**-0.5, lengths)
    target = np.array([1.0 if row.label == label else -1.0 for row, _ in chosen])
    cost = np.array([row.weight * (2.0 if row.label == label else 1.0) for row, _ in chosen])
    # Letters seen once only name their own line: they are left out.
    often = (np.bincount(index, minlength=DIMENSIONS) > 1)[index]
    rows_of = np.repeat(np.arange(len(chosen)), lengths)[often]
    values = values[often]
    used, index = np.unique(index[often], return_inverse=True)
    by_letter = np.argsort(index, kind="stable")
    letter_starts = np.searchsorted(index[by_letter], np.arange(len(used)))
    letter_rows, letter_values = rows_of[by_letter], values[by_letter]

    def loss(point: Floats) -> tuple[float, Floats]:
        said = np.bincount(rows_of, point[index] * values, minlength=len(chosen))
        margin = target * (said + point[-1])
        value = float(cost @ np.logaddexp(0.0, -margin)) + 0.5 * REGULAR * float(point[:-1] @ point[:-1])
        pull = -cost * target / (1.0 + np.exp(np.clip(margin, -500, 500)))
        slope = np.empty_like(point)
        slope[:-1] = np.add.reduceat(pull[letter_rows] * letter_values, letter_starts) + REGULAR * point[:-1]
        slope[-1] = pull.sum()
        return value, slope

    found = _minimise(loss, np.concatenate((start[used], [bias])))
    weights = np.zeros(DIMENSIONS)
    weights[used] = found[:-1]
    return weights, float(found[-1])


def _minimise(loss: Any, point: Floats, steps: int = 28, memory: int = 8) -> Floats:
    """L-BFGS with backtracking; the loss is convex, so this is all it needs."""
    pairs: list[tuple[Floats, Floats, float]] = []
    value, slope = loss(point)
    first = float(np.linalg.norm(slope))
    for _ in range(steps):
        direction = -slope
        stack: list[float] = []
        for move, turn, inverse in reversed(pairs):
            stack.append(inverse * float(move @ direction))
            direction = direction - stack[-1] * turn
        if pairs:
            move, turn, inverse = pairs[-1]
            direction = direction / (inverse * float(turn @ turn))
        for move, turn, inverse in pairs:
            direction = direction + move * (stack.pop() - inverse * float(turn @ direction))
        length = 1.0 if pairs else 1.0 / max(first, 1.0)
        decrease = float(slope @ direction)
        while True:
            trial = point + length * direction
            trial_value, trial_slope = loss(trial)
            if trial_value <= value + 1e-4 * length * decrease or length < 1e-8:
                break
            length *= 0.5
        move, turn = trial - point, trial_slope - slope
        if float(move @ turn) > 1e-12:
            pairs = [*pairs, (move, turn, 1.0 / float(move @ turn))][-memory:]
        point, value, slope = trial, trial_value, trial_slope
        if float(np.linalg.norm(slope)) < 2e-3 * first:
            break
    return point


def _alarms(rows: Sequence[Row], out: Floats) -> Floats:
    harmless = out[[at for at, row in enumerate(rows) if _counts(row) and row.label == "none"]]
    worst = np.sort(harmless, axis=0)[::-1]
    return np.array([worst[int(len(worst) * FALSE_ALARMS[label]), at] + 1e-3 for at, label in enumerate(LABELS)])


def _counts(row: Row) -> bool:
    """Whether a row is fair evidence: not respelt, and not one the rules were written against."""
    return not row.made and not row.batch.startswith(("nlu:", RULE_LINES))


def _trust(rows: Sequence[Row]) -> dict[str, float]:
    """Log-odds, a little smoothed, that danger is there when a rule speaks."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row in rows:
        if not row.made:
            (wrong if row.label == "none" else right).update(row.ears.rules or row.ears.weak)
    names = {f"{rule.label}/{rule.id}" for rule in lane.load_patterns().rules}
    return {name: STRESS * math.log((right[name] + 0.7) / (wrong[name] + 0.3)) for name in sorted(names)}


def _write(weights: Floats, bias: Floats, alarm: Floats, trust: dict[str, float]) -> None:
    scales = np.abs(weights).max(axis=1) / 127
    small = np.round(weights / scales[:, None]).astype(np.int8)
    np.savez_compressed(
        WEIGHTS,
        labels=np.array(LABELS),
        weights=small,
        scales=scales.astype(np.float32),
        bias=bias.astype(np.float32),
        alarm=alarm.astype(np.float32),
        rules=np.array(list(trust)),
        trust=np.array(list(trust.values()), dtype=np.float32),
        fingerprint=np.array(fingerprint()),
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
