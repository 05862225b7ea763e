"""The scorer counts what it says it counts, and the evaluation sets are well formed."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
_spec = importlib.util.spec_from_file_location("evaluation_score", HERE / "score.py")
assert _spec is not None
assert _spec.loader is not None
score = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = score
_spec.loader.exec_module(score)

SPAN_TYPES = {
    "phone", "email", "postal_code", "address", "name", "birth_date", "my_number", "bank_account", "card",
    "insurance_number", "license_or_id", "line_id", "personal_url", "health",
}  # fmt: skip
REGISTERS = {
    "polite_senior", "curt", "casual", "dialect", "hiragana_voice", "fragment", "story", "indirect", "mixed_topics",
    "halfwidth_typos",
}  # fmt: skip

SAFETY_GOLD = [
    {"text": "a", "label": "crisis_suicide", "kind": "direct"},
    {"text": "b", "label": "crisis_suicide", "kind": "direct"},
    {"text": "c", "label": "crisis_violence", "kind": "direct"},
    {"text": "d", "label": "hardship_debt", "kind": "direct"},
    {"text": "e", "label": "none", "kind": "hard_negative"},
    {"text": "f", "label": "none", "kind": "hard_negative"},
    {"text": "g", "label": "none", "kind": "ordinary"},
]
GUARD_GOLD = [
    {"text": "電話は0000です", "spans": [{"type": "phone", "start": 3, "end": 7}], "kind": "plain"},
    {"text": "架空です", "spans": [{"type": "name", "start": 0, "end": 2}], "kind": "plain"},
    {"text": "はい", "spans": [], "kind": "clean_short"},
    {"text": "時給1200円", "spans": [], "kind": "clean_price"},
]


def make_labels(*labels: str | None) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels]


def make_spans(*rows: list[tuple[int, int]]) -> list[dict[str, Any]]:
    return [{"spans": [{"start": start, "end": end} for start, end in spans]} for spans in rows]


def test_a_crisis_found_under_the_other_crisis_label_counts_for_crisis_recall_only() -> None:
    predictions = make_labels("crisis_suicide", "crisis_violence", "none", "hardship_debt", None, "", "none")
    figures = score.score_safety(SAFETY_GOLD, predictions)
    assert figures["recall"]["crisis_suicide"] == 0.5
    assert figures["recall"]["crisis_violence"] == 0.0
    assert figures["crisis_recall"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["crisis_missed"] == 1
    assert figures["false_alarm_rate"] == 0.0


def test_false_alarms_are_counted_over_the_hard_negatives_alone() -> None:
    predictions = make_labels(*["none"] * 4, "hardship_living", "crisis_suicide", "crisis_suicide")
    figures = score.score_safety(SAFETY_GOLD, predictions)
    assert figures["false_alarm_rate"] == 1.0
    assert figures["false_crisis_rate"] == 0.5
    assert figures["ordinary_alarm_rate"] == 1.0


def test_a_label_outside_the_four_is_no_alarm_but_is_shown() -> None:
    predictions = make_labels("none", "none", "none", "none", "soft_check_in", "none", "none")
    figures = score.score_safety(SAFETY_GOLD, predictions)
    assert figures["false_alarm_rate"] == 0.0
    assert figures["other_labels"] == {"soft_check_in": 1}


def test_a_label_without_rows_has_no_recall_instead_of_a_perfect_one() -> None:
    figures = score.score_safety(SAFETY_GOLD, make_labels(*["none"] * 7))
    assert figures["recall"]["hardship_living"] is None


def test_predicted_wins_over_the_label_it_was_copied_beside() -> None:
    predictions = [{**row, "predicted": "none"} for row in SAFETY_GOLD]
    assert score.score_safety(SAFETY_GOLD, predictions)["crisis_recall"] == 0.0


def test_guard_coverage_counts_characters_and_overlaps_once() -> None:
    figures = score.score_guard(GUARD_GOLD, make_spans([(3, 5), (4, 6)], [(0, 2)], [], []))
    assert figures["coverage"] == pytest.approx(5 / 6, abs=1e-4)
    assert figures["coverage_by_type"] == {"name": 1.0, "phone": 0.75}
    assert figures["fully_covered"] == 0.5
    assert figures["overmasked"] == 0.0
    assert figures["clean_touched"] == 0.0


def test_guard_counts_clean_messages_touched_and_characters_masked_too_much() -> None:
    figures = score.score_guard(GUARD_GOLD, make_spans([(0, 9)], [(0, 2)], [], [(2, 6)]))
    assert figures["coverage"] == 1.0
    assert figures["overmasked"] == pytest.approx(5 / 7, abs=1e-4)
    assert figures["clean_touched"] == 0.5


@pytest.mark.parametrize(
    ("predictions", "message"),
    [
        (make_labels("none"), "1 predictions for 7 rows"),
        ([{"text": "z", "label": "none"}] * 7, "the texts differ"),
        (SAFETY_GOLD, "not a prediction"),
        ([{"level": "S0"}] * 7, "needs one of"),
    ],
)
def test_safety_files_that_do_not_belong_together_are_refused(predictions: list[Any], message: str) -> None:
    with pytest.raises(score.ScoreError, match=message):
        score.score_safety(SAFETY_GOLD, predictions)


def test_a_guard_span_outside_its_text_is_refused() -> None:
    with pytest.raises(score.ScoreError, match="outside"):
        score.score_guard(GUARD_GOLD, make_spans([(3, 70)], [], [], []))


def test_the_command_prints_a_table_and_ends_in_one_json_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    predictions = tmp_path / "out.jsonl"
    rows = [json.loads(line) for line in (HERE / "safety.jsonl").read_text(encoding="utf-8").split("\n") if line]
    predictions.write_text(
        "\n".join(json.dumps({"text": row["text"], "label": row["label"]}) for row in rows), encoding="utf-8"
    )
    assert score.main(["safety", "--predictions", str(predictions)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("crisis_recall") and line.endswith("100.0%") for line in lines)
    assert json.loads(lines[-1])["false_alarm_rate"] == 0.0


def test_the_command_says_what_is_wrong_and_returns_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    predictions = tmp_path / "out.jsonl"
    predictions.write_text("{oops\n", encoding="utf-8")
    assert score.main(["guard", "--predictions", str(predictions)]) == 2
    assert "out.jsonl:1: not JSON" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nlu", "safety", "guard"])
def test_no_text_stands_twice_in_a_set(name: str) -> None:
    texts = Counter(row["text"] for row in score.read_rows(HERE / f"{name}.jsonl"))
    assert [text for text, count in texts.items() if count > 1] == []


def test_the_nlu_set_has_seven_utterances_for_each_of_91_intents_in_known_registers() -> None:
    rows = score.read_rows(HERE / "nlu.jsonl")
    counts = Counter(row["intent"] for row in rows)
    assert len(counts) == 91
    assert min(counts.values()) >= 7
    assert {row["register"] for row in rows} == REGISTERS


def test_the_safety_set_keeps_its_sizes() -> None:
    rows = score.read_rows(HERE / "safety.jsonl")
    labels = Counter(row["label"] for row in rows)
    kinds = Counter(row["kind"] for row in rows if row["label"] == "none")
    assert labels["crisis_suicide"] >= 90
    assert labels["crisis_violence"] >= 80
    assert labels["hardship_living"] >= 50
    assert labels["hardship_debt"] >= 40
    assert kinds["hard_negative"] >= 150
    assert kinds["ordinary"] >= 60
    assert set(labels) == {*score.ALARMS, "none"}


def test_guard_spans_lie_inside_their_texts_without_overlap_or_outer_blanks() -> None:
    faults = []
    for row in score.read_rows(HERE / "guard.jsonl"):
        end = 0
        for span in row["spans"]:
            part = row["text"][span["start"] : span["end"]]
            if span["start"] < end or not part or part != part.strip() or span["type"] not in SPAN_TYPES:
                faults.append((row["text"], span))
            end = span["end"]
    assert faults == []


def test_the_guard_set_has_every_type_and_enough_clean_messages() -> None:
    rows = score.read_rows(HERE / "guard.jsonl")
    assert {span["type"] for row in rows for span in row["spans"]} == SPAN_TYPES
    assert sum(bool(row["spans"]) for row in rows) >= 220
    assert sum(not row["spans"] for row in rows) >= 220
