"""Score predictions of the safety lane or the personal-data guard against the evaluation sets in this folder.

Called by people and by CI from the command line; needs nothing but the standard library:

    python tests/evaluation/score.py safety --predictions out.jsonl
    python tests/evaluation/score.py guard --predictions out.jsonl

Row n of the predictions belongs to row n of the evaluation set. Both are JSON Lines.

* safety: ``{"predicted": "crisis_suicide"}`` (or ``label``); null, "" and "none" mean that nothing was raised.
* guard: ``{"spans": [{"start": 0, "end": 4}]}`` (or ``predicted_spans``), half-open offsets in code points.

Where a prediction carries ``text`` it has to be the text of its row, so that a shifted file cannot pass.
The output is a table, and as its last line the same figures as one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CRISIS = frozenset({"crisis_suicide", "crisis_violence"})
ALARMS = ("crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt")
SAFETY_KEYS = ("predicted", "prediction", "label")
GUARD_KEYS = ("predicted_spans", "spans")

Row = Mapping[str, Any]
Figures = dict[str, Any]


class ScoreError(Exception):
    """The files cannot be compared; the message says why."""


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines; empty lines are skipped.

    Raises:
        ScoreError: a line is not a JSON object; names file and line.
    """
    rows = []
    # Not splitlines(): a text may hold U+2028 and the like, which JSON leaves unescaped.
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ScoreError(f"{path}:{number}: not JSON: {error.msg}") from error
        if not isinstance(row, dict):
            raise ScoreError(f"{path}:{number}: expected an object")
        rows.append(row)
    return rows


def check_aligned(gold: Sequence[Row], predictions: Sequence[Row], own_key: str) -> None:
    """Refuse files of different length, shifted rows, and the evaluation set handed in as its own prediction.

    Args:
        own_key: the name under which a prediction may repeat the row of the set and still carry a prediction.

    Raises:
        ScoreError: the two do not belong together.
    """
    if len(gold) != len(predictions):
        raise ScoreError(f"{len(predictions)} predictions for {len(gold)} rows")
    for number, (row, prediction) in enumerate(zip(gold, predictions, strict=True), 1):
        if "text" in prediction and prediction["text"] != row["text"]:
            raise ScoreError(f"row {number}: the texts differ")
        if "kind" in prediction and own_key not in prediction:
            raise ScoreError(f"row {number}: this is a row of the evaluation set, not a prediction")


def predicted_label(prediction: Row) -> str:
    """The label a prediction raises, "none" if it raises nothing.

    Raises:
        ScoreError: none of the accepted keys is there.
    """
    for key in SAFETY_KEYS:
        if key in prediction:
            return prediction[key] or "none"
    raise ScoreError(f"a safety prediction needs one of {', '.join(SAFETY_KEYS)}")


def predicted_characters(prediction: Row, length: int) -> set[int]:
    """Offsets of all characters the guard would mask in a text of ``length`` code points.

    Raises:
        ScoreError: no spans, or a span outside the text.
    """
    for key in GUARD_KEYS:
        if key in prediction:
            return _offsets(prediction[key], length)
    raise ScoreError(f"a guard prediction needs one of {', '.join(GUARD_KEYS)}")


def score_safety(gold: Sequence[Row], predictions: Sequence[Row]) -> Figures:
    """Recall per label, crisis recall and false alarms.

    ``recall`` wants the same label. ``crisis_recall`` counts a crisis as found under either crisis label, because both
    reach a person at once; ``any_alarm_recall`` counts any of the four labels. ``false_alarm_rate`` has any of the four
    labels as an alarm, ``false_crisis_rate`` only the two crisis labels; both over the hard negatives.
    """
    check_aligned(gold, predictions, SAFETY_KEYS[0])
    pairs = [(row["label"], row.get("kind"), predicted_label(p)) for row, p in zip(gold, predictions, strict=True)]
    hard = [got for want, kind, got in pairs if want == "none" and kind == "hard_negative"]
    ordinary = [got for want, kind, got in pairs if want == "none" and kind != "hard_negative"]
    crises = [got for want, _, got in pairs if want in CRISIS]
    known = {"none", *ALARMS}
    return {
        "rows": len(pairs),
        "recall": {label: _share([got == label for want, _, got in pairs if want == label]) for label in ALARMS},
        "any_alarm_recall": {
            label: _share([got in ALARMS for want, _, got in pairs if want == label]) for label in ALARMS
        },
        "crisis_recall": _share([got in CRISIS for got in crises]),
        "crisis_missed": sum(got not in CRISIS for got in crises),
        "false_alarm_rate": _share([got in ALARMS for got in hard]),
        "false_crisis_rate": _share([got in CRISIS for got in hard]),
        "ordinary_alarm_rate": _share([got in ALARMS for got in ordinary]),
        "other_labels": dict(sorted(Counter(got for _, _, got in pairs if got not in known).items())),
    }


def score_guard(gold: Sequence[Row], predictions: Sequence[Row]) -> Figures:
    """How much of the personal data is masked, and how much else with it.

    ``coverage`` is over characters, whatever type was predicted; ``fully_covered`` over spans; ``overmasked`` is the
    share of the other characters that were masked in messages with personal data; ``clean_touched`` the share of clean
    messages in which anything was masked.
    """
    check_aligned(gold, predictions, GUARD_KEYS[0])
    covered: Counter[str] = Counter()
    total: Counter[str] = Counter()
    whole: list[bool] = []
    touched: list[bool] = []
    other = other_masked = 0
    for row, prediction in zip(gold, predictions, strict=True):
        length = len(row["text"])
        masked = predicted_characters(prediction, length)
        if not row["spans"]:
            touched.append(bool(masked))
            continue
        personal = _offsets(row["spans"], length)
        for span in row["spans"]:
            wanted = set(range(span["start"], span["end"]))
            total[span["type"]] += len(wanted)
            covered[span["type"]] += len(wanted & masked)
            whole.append(wanted <= masked)
        other += length - len(personal)
        other_masked += len(masked - personal)
    return {
        "rows": len(gold),
        "coverage": _ratio(sum(covered.values()), sum(total.values())),
        "coverage_by_type": {kind: _ratio(covered[kind], total[kind]) for kind in sorted(total)},
        "fully_covered": _share(whole),
        "overmasked": _ratio(other_masked, other),
        "clean_touched": _share(touched),
        "clean_rows": len(touched),
    }


def table(figures: Figures) -> str:
    """The figures as aligned lines, shares in percent, nested figures below their heading."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines.append(name)
            lines += [f"  {key:<28}{_shown(inner):>8}" for key, inner in value.items()]
        else:
            lines.append(f"{name:<30}{_shown(value):>8}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line. Returns 0, or 2 if the files cannot be compared."""
    parser = argparse.ArgumentParser(description="Score predictions of the safety lane or the guard.")
    parser.add_argument("what", choices=("safety", "guard"))
    parser.add_argument("--predictions", type=Path, required=True, help="JSON Lines, one row per row of the set")
    parser.add_argument("--gold", type=Path, help="evaluation set; default: the one in this folder")
    options = parser.parse_args(arguments)
    score = score_safety if options.what == "safety" else score_guard
    try:
        gold = read_rows(options.gold or HERE / f"{options.what}.jsonl")
        figures = score(gold, read_rows(options.predictions))
    except (ScoreError, OSError) as error:
        sys.stderr.write(f"score: {error}\n")
        return 2
    sys.stdout.write(table(figures) + "\n" + json.dumps(figures, ensure_ascii=False) + "\n")
    return 0


def _offsets(spans: Iterable[Row], length: int) -> set[int]:
    offsets: set[int] = set()
    for span in spans:
        start, end = span["start"], span["end"]
        if not 0 <= start < end <= length:
            raise ScoreError(f"span {start}–{end} lies outside a text of {length} characters")
        offsets.update(range(start, end))
    return offsets


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _share(hits: Sequence[bool]) -> float | None:
    return _ratio(sum(hits), len(hits))


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
