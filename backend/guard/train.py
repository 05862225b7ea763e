"""Make ``weights.npz`` from the corpus: ``python -m backend.guard.train`` (``--report BATCH …`` only measures).

Offline, NumPy only. Reads ``corpus/`` and the harmless lines of ``data/nlu``. The report is leave-out: each named batch
is guarded with weights that saw none of the named batches.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from backend.guard.detectors import DETECTORS
from backend.guard.detectors.base import Message
from backend.guard.examples import Example, fingerprint, read_corpus
from backend.guard.facts import DIMENSIONS, features
from backend.guard.resolve import resolve
from backend.guard.respell import respelt
from backend.guard.tagger import KINDS, WEIGHTS, Tagger, second_opinion
from backend.guard.view import View, build_view

NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"
COLUMNS = 1 + len(KINDS)
ROUNDS = 10
STEP = 0.125
LEARNT = 0.01
"""A character whose answer is this close to certain teaches nothing more."""

PERSONAL = 2.0
RESPELT = 0.4
"""How much a personal character, and a respelt example, weigh."""

ALONE, BESIDE, EDGE, DOUBT = 0.98, 0.25, 0.12, 0.05
"""See `Tagger`; chosen on held-out batches."""


@dataclass(frozen=True, slots=True)
class Row:
    """One prepared example: features per character, the column each character belongs to, its weight."""

    found: NDArray[np.int32]
    wanted: NDArray[np.intp]
    weight: float


def main(arguments: Sequence[str]) -> int:
    """Write the weights, or report on batches held out."""
    parser = argparse.ArgumentParser(prog="python -m backend.guard.train")
    parser.add_argument("--report", nargs="+", metavar="BATCH", help="hold these batches out, measure, write nothing")
    options = parser.parse_args(arguments)
    corpus = read_corpus()
    if options.report:
        held = [example for example in corpus if example.batch in options.report]
        tagger = _tagger([example for example in corpus if example.batch not in options.report])
        sys.stdout.write(report(held, tagger))
        return 0
    tagger = _tagger(corpus)
    np.savez_compressed(
        WEIGHTS,
        weights=tagger.weights,
        scale=np.float32(tagger.scale),
        bias=tagger.bias,
        alone=np.float32(tagger.alone),
        beside=np.float32(tagger.beside),
        edge=np.float32(tagger.edge),
        doubt=np.float32(tagger.doubt),
        fingerprint=np.array(tagger.fingerprint),
    )
    sys.stdout.write(f"wrote {WEIGHTS.name}: {WEIGHTS.stat().st_size / 1024:.0f} KiB\n")
    return 0


def report(held: Sequence[Example], tagger: Tagger) -> str:
    """Coverage of personal characters and clean messages touched, by rules alone and with the tagger."""
    lines = ["| batch | covered by rules | covered | clean touched by rules | clean touched |", "|---|---|---|---|---|"]
    for batch in sorted({example.batch for example in held}):
        counts: Counter[str] = Counter()
        for example in held:
            if example.batch != batch:
                continue
            message = Message(build_view(example.text))
            ruled = [candidate for detector in DETECTORS for candidate in detector(message)]
            wanted = {at for _, start, end in example.personal for at in range(start, end)}
            counts.update({"wanted": len(wanted), "clean": not wanted})
            for name, chosen in (("rules", ruled), ("both", second_opinion(message, ruled, tagger))):
                view = message.view
                spans = [view.original(found.start, found.end) for found in resolve(chosen, view)]
                covered = {at for start, end in spans for at in range(start, end)}
                counts.update(
                    {f"{name} covered": len(wanted & covered), f"{name} touched": bool(covered and not wanted)}
                )
        shares = [counts[f"{name} covered"] / max(1, counts["wanted"]) for name in ("rules", "both")]
        shares += [counts[f"{name} touched"] / max(1, counts["clean"]) for name in ("rules", "both")]
        lines.append(f"| {batch} | {' | '.join(f'{share:.3f}' for share in shares)} |")
    return "\n".join([*lines, ""])


def _tagger(corpus: Sequence[Example]) -> Tagger:
    harmless = [Example(text, (), "nlu") for text in _harmless()]
    rows = [_row(example, 1.0) for example in [*corpus, *harmless]]
    rows += [_row(example, RESPELT) for example in respelt(corpus, swaps=2)]
    rows += [_row(example, RESPELT) for example in respelt(harmless[::3], swaps=0)]
    weights, bias = _fit(rows)
    scale = float(np.abs(weights).max()) / 127
    small = np.round(weights / scale).astype(np.int8)
    return Tagger(small, scale, bias, ALONE, BESIDE, EDGE, DOUBT, fingerprint())


def _row(example: Example, weight: float) -> Row:
    view: View = build_view(example.text)
    of_characters, of_units, owner = features(view.text, Message(view).tokens)
    wanted = np.zeros(len(view.text), dtype=np.intp)
    for kind, start, end in example.personal:
        for at, original in enumerate(view.starts):
            if start <= original < end:
                wanted[at] = 1 + [str(known) for known in KINDS].index(kind)
    return Row(np.concatenate((of_characters, of_units[owner]), axis=1).astype(np.int32), wanted, weight)


def _harmless() -> Iterator[str]:
    """Lines of ``data/nlu`` in which no rule finds anything."""
    for path in sorted(NLU.glob("*.yml")):
        loaded: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for block in loaded.get("nlu", []):
            for text in str(block["examples"]).split("\n") if "intent" in block else []:
                plain = re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", text.strip().removeprefix("- ")).strip()
                message = Message(build_view(plain))
                if plain and not any(candidate for detector in DETECTORS for candidate in detector(message)):
                    yield plain


def _fit(rows: Sequence[Row]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Softmax regression by AdaGrad, one step per character not yet learnt; the later rounds are averaged."""
    weights = np.zeros((DIMENSIONS, COLUMNS), dtype=np.float32)
    travelled = np.full((DIMENSIONS, 1), 1e-3, dtype=np.float32)
    bias: NDArray[np.float32] = np.zeros(COLUMNS, dtype=np.float32)
    total = np.zeros_like(weights)
    rng = random.Random(1)  # noqa: S311 - reproducible order, no secret
    order = list(range(len(rows)))
    for turn in range(ROUNDS):
        rng.shuffle(order)
        missed = 0
        for at in order:
            row = rows[at]
            scores = weights[row.found].sum(axis=1) + bias
            scores = np.exp(scores - scores.max(axis=1, keepdims=True))
            pull = scores / scores.sum(axis=1, keepdims=True)
            pull[np.arange(len(pull)), row.wanted] -= 1
            unlearnt = np.flatnonzero(-pull[np.arange(len(pull)), row.wanted] > LEARNT)
            missed += len(unlearnt)
            for place in unlearnt:
                slope = pull[place] * (row.weight * (PERSONAL if row.wanted[place] else 1.0))
                found = row.found[place]
                travelled[found] += slope @ slope
                weights[found] -= STEP * slope / np.sqrt(travelled[found])
                bias -= 0.002 * slope
        sys.stderr.write(f"round {turn + 1}: {missed} characters unlearnt\n")
        if turn >= ROUNDS // 2:
            total += weights
    total /= ROUNDS - ROUNDS // 2
    return total, bias


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
