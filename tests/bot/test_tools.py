"""Metrics, registry, evaluation and hot-swap without a server: a fake stands in for Rasa's HTTP API."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.tools import metrics, registry
from bot.tools.deploy import PROBES, deploy
from bot.tools.nlu_eval import evaluate, read_rows
from bot.tools.server_client import ServerRefused, ServerUnreachable


class FakeServer:
    """Answers like the server; `broken` files load but understand nothing, `refused` files don't load."""

    def __init__(
        self, live: str, broken: tuple[str, ...] = (), refused: tuple[str, ...] = (), down: bool = False
    ) -> None:
        self.live, self.broken, self.refused, self.down = live, broken, refused, down
        self.swaps: list[str] = []

    def status(self) -> dict[str, Any]:
        if self.down:
            raise ServerUnreachable("nobody")
        return {"model_file": self.live}

    def parse(self, text: str) -> dict[str, Any]:
        name = "nonsense" if self.live in self.broken else dict(PROBES)[text]
        return {"intent_ranking": [{"name": "nlu_fallback"}, {"name": name}]}

    def load_model(self, path: str) -> None:
        if Path(path).name in self.refused:
            raise ServerRefused("PUT /model: 400")
        self.swaps.append(Path(path).name)
        self.live = Path(path).name


@pytest.fixture
def models(tmp_path: Path) -> Path:
    for name in ("old", "new"):
        (tmp_path / f"{name}.tar.gz").write_bytes(b"model")
        registry.add(name, {"file": f"{name}.tar.gz", "passed": True}, tmp_path)
    registry.set_live("old", tmp_path)
    return tmp_path


def test_a_good_model_goes_live_and_the_registry_knows_the_way_back(models: Path) -> None:
    code, result = deploy(FakeServer("old.tar.gz"), "new", models)
    assert (code, result["live"], result["rolled_back"]) == (0, "new", False)
    assert (registry.read(models)["live"], registry.read(models)["previous"]) == ("new", "old")


def test_a_model_that_understands_nothing_is_rolled_back(models: Path) -> None:
    server = FakeServer("old.tar.gz", broken=("new.tar.gz",))
    code, result = deploy(server, "new", models)
    assert (code, result["rolled_back"], server.live) == (1, True, "old.tar.gz")
    assert "probes" in result["problem"]
    assert registry.read(models)["live"] == "old"


def test_a_model_that_does_not_load_leaves_the_old_one(models: Path) -> None:
    server = FakeServer("old.tar.gz", refused=("new.tar.gz",))
    code, result = deploy(server, "new", models)
    assert (code, result["rolled_back"], server.live) == (1, True, "old.tar.gz")


def test_a_failed_roll_back_is_reported_as_such(models: Path) -> None:
    server = FakeServer("old.tar.gz", broken=("new.tar.gz",), refused=("old.tar.gz",))
    assert deploy(server, "new", models)[0] == 3


def test_nothing_is_swapped_when_the_server_is_down(models: Path) -> None:
    server = FakeServer("old.tar.gz", down=True)
    assert deploy(server, "new", models)[0] == 1
    assert server.swaps == []


def test_a_model_below_the_gate_is_never_deployed(models: Path) -> None:
    registry.add("new", {"file": "new.tar.gz", "passed": False}, models)
    server = FakeServer("old.tar.gz")
    assert deploy(server, "new", models)[0] == 2
    assert server.swaps == []


def test_only_models_that_passed_become_the_latest(models: Path) -> None:
    registry.add("worse", {"file": "worse.tar.gz", "passed": False}, models)
    assert registry.read(models)["latest"] == "new"


def test_evaluation_judges_the_best_guess_not_the_fallback(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps({"text": t, "intent": i, "x": 1}) for t, i in [("a", "A"), ("b", "B")]))
    answers = {"a": ["nlu_fallback", "A"], "b": ["A", "C", "B"]}
    figures, mistakes = evaluate(
        read_rows(path), lambda text: {"intent_ranking": [{"name": name} for name in answers[text]]}
    )
    assert (figures["n"], figures["top1"], figures["top3"]) == (2, 0.5, 1.0)
    assert [row["text"] for row in mistakes] == ["b"]


def test_rows_without_an_intent_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text('[{"text": "a"}]')
    with pytest.raises(ValueError, match="intent"):
        read_rows(path)


def test_calibration_error_of_honest_and_of_boastful_confidences() -> None:
    right = np.array([True, True, True, False])
    assert metrics.calibration_error(np.full(4, 0.75), right) == pytest.approx(0.0)
    assert metrics.calibration_error(np.full(4, 0.99), right) == pytest.approx(0.24)


def test_urgent_recall_counts_any_intent_of_the_group() -> None:
    recall = metrics.group_recall(["a", "b", "c"], np.array([1, 0, 2]), np.array([0, 0, 0]), ["a", "b"])
    assert recall == pytest.approx(2 / 3)
