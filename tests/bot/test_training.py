"""The training tool on a toy project: registers what passes, reuses what has not changed, refuses what is wrong."""

import json
import shutil
from pathlib import Path

from tests.bot.conftest import Toy, run_python


def copy_of(toy: Toy, folder: Path) -> Toy:
    """The toy project again, without its models."""
    shutil.copytree(toy.folder, folder / "toy", ignore=shutil.ignore_patterns("models"))
    return Toy(folder / "toy", {})


def test_a_good_project_is_registered_with_its_figures(toy: Toy) -> None:
    assert toy.result["passed"]
    assert toy.model.exists()
    registry = json.loads((toy.models / "registry.json").read_text(encoding="utf-8"))
    assert registry["latest"] == toy.result["fingerprint"]
    report = json.loads((toy.models / f"{toy.result['fingerprint']}.report.json").read_text(encoding="utf-8"))
    assert set(report["per_intent"]) >= {"greet", "book_appointment"}
    matrix = report["confusion_matrix"]
    assert {intent: sum(row.values()) for intent, row in matrix.items()} == {
        intent: row["n"] for intent, row in report["per_intent"].items()
    }
    assert {"accuracy", "top3", "macro_f1", "ece", "parse_p95_ms"} <= set(report["metrics"])


def test_an_unchanged_project_is_not_trained_again(toy: Toy) -> None:
    again = run_python(toy.arguments())
    assert again["reused"]
    assert again["fingerprint"] == toy.result["fingerprint"]


def test_a_warning_of_rasa_stops_the_training(toy: Toy, tmp_path: Path) -> None:
    broken = copy_of(toy, tmp_path)
    rules = broken.folder / "data" / "rules" / "all.yml"
    more = "- {rule: z, steps: [{intent: unknown_intent}, {action: utter_greet}]}\n"
    rules.write_text(rules.read_text(encoding="utf-8") + more, encoding="utf-8")
    result = run_python(broken.arguments())
    assert not result["passed"]
    assert any("unknown_intent" in problem for problem in result["problems"])
    assert not (broken.models / "registry.json").exists()


def test_a_story_that_contradicts_a_rule_stops_the_training(toy: Toy, tmp_path: Path) -> None:
    broken = copy_of(toy, tmp_path)
    stories = broken.folder / "data" / "stories" / "all.yml"
    stories.parent.mkdir()
    told = "- {story: s, steps: [{intent: greet}, {action: utter_resume}]}\n"
    stories.write_text(f'version: "3.1"\nstories:\n{told}', encoding="utf-8")
    result = run_python(broken.arguments())
    assert any("story 's' is contradicting with rule(s) 'a'" in problem for problem in result["problems"])
    assert not (broken.models / "registry.json").exists()


def test_a_model_below_the_gate_is_not_registered(toy: Toy, tmp_path: Path) -> None:
    strict = copy_of(toy, tmp_path)
    gate = strict.folder / "gate.yml"
    text = gate.read_text(encoding="utf-8")
    gate.write_text(text.replace("min_accuracy: 0.2", "min_accuracy: 1.1"), encoding="utf-8")
    result = run_python(strict.arguments())
    assert any("accuracy" in problem for problem in result["problems"])
    assert not list(strict.models.glob("*.tar.gz"))
