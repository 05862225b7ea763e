"""The peer: what `rasa init` users get when they train a default pipeline on our data. Built once under var/bench/peer.

Same NLU examples and the same answer texts as ours; every answer is a response of Rasa itself, so the peer runs no
action server, no database and no LINE. `WhitespaceTokenizer` refuses Japanese, so the project says `language: en`.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bench.machine import ROOT, say

HOME = ROOT / "var" / "bench" / "peer"
MODEL = HOME / "models" / "peer.tar.gz"
DEFAULT_EPOCHS = 100
EPOCHS = int(os.environ.get("BENCH_PEER_EPOCHS", "5"))
"""DIET's and TED's epochs. Rasa's default of 100 takes hours for our examples on two cores; a turn costs the same."""
STORY_COUNT = 20
THREADS = {"TF_NUM_INTEROP_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1"}


def config(epochs: int) -> dict[str, Any]:
    """Rasa's suggested pipeline and policies without ResponseSelector and UnexpecTEDIntentPolicy (both only cost)."""
    return {
        "recipe": "default.v1",
        "language": "en",
        "assistant_id": "bench-peer",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
            {"name": "EntitySynonymMapper"},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "TEDPolicy", "max_history": 5, "epochs": epochs, "constrain_similarities": True},
        ],
    }


def project(intents: list[str], responses: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Domain, rules and stories: each intent has one answer and one rule; a few stories give TED something to learn."""
    answers = {f"utter_{intent}": responses.get(f"utter_{intent}", _plain_answer()) for intent in intents}
    rules = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}
        for intent in [*intents, "nlu_fallback"]
    ]
    stories = [
        {
            "story": f"{first} then {second}",
            "steps": [
                {"intent": first},
                {"action": f"utter_{first}"},
                {"intent": second},
                {"action": f"utter_{second}"},
            ],
        }
        for first, second in zip(intents, intents[1:][:STORY_COUNT], strict=False)
    ]
    return {
        "domain.yml": {
            "version": "3.1",
            "intents": intents,
            "responses": answers | {"utter_nlu_fallback": _plain_answer()},
            "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
        },
        "data/rules.yml": {"version": "3.1", "rules": rules},
        "data/stories.yml": {"version": "3.1", "stories": stories},
        "config.yml": config(EPOCHS),
        "credentials.yml": {"rest": None},
        "endpoints.yml": {},
    }


def _plain_answer() -> list[dict[str, str]]:
    return [{"text": "ありがとうございます。相談員がお返事します。急ぎのときは電話でもお受けします。"}]


def read_domain(folder: Path) -> tuple[list[str], dict[str, Any]]:
    """Intents (without Rasa's own) and responses of our domain files."""
    yaml = YAML(typ="safe")
    intents: list[str] = []
    responses: dict[str, Any] = {}
    for file in sorted(folder.glob("*.yml")):
        part = yaml.load(file) or {}
        intents += [one if isinstance(one, str) else next(iter(one)) for one in part.get("intents") or []]
        responses |= part.get("responses") or {}
    return sorted(set(intents) - {"nlu_fallback"}), responses


def write_project() -> None:
    """Put the project's files and a copy of data/nlu under var/bench/peer."""
    (HOME / "data").mkdir(parents=True, exist_ok=True)
    shutil.rmtree(HOME / "data" / "nlu", ignore_errors=True)
    shutil.copytree(ROOT / "data" / "nlu", HOME / "data" / "nlu")
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    intents, responses = read_domain(ROOT / "domain")
    for name, content in project(intents, responses).items():
        with (HOME / name).open("w", encoding="utf-8") as file:
            yaml.dump(content, file)


def train_if_needed(*, again: bool = False) -> dict[str, Any]:
    """Train the peer unless a model is there; what is known about its training, for the report."""
    facts_file = HOME / "training.json"
    if MODEL.exists() and facts_file.exists() and not again:
        return dict(json.loads(facts_file.read_text()))
    write_project()
    say(f"training the peer once (DIET and TED, {EPOCHS} epochs; log: {HOME / 'train.log'})")
    began = time.monotonic()
    with (HOME / "train.log").open("wb") as log:
        subprocess.run(
            ["nice", "-n", "19", str(rasa_program()), "train", "--config", "config.yml", "--domain"]
            + ["domain.yml", "--data", "data", "--out", "models", "--fixed-model-name", "peer"],
            cwd=HOME,
            env=training_environment(),
            stdout=log,
            stderr=log,
            check=True,
        )
    facts = {"epochs": EPOCHS, "default_epochs": DEFAULT_EPOCHS, "training_s": round(time.monotonic() - began)}
    facts_file.write_text(json.dumps(facts))
    return facts


def rasa_program() -> Path:
    """The `rasa` command of the bot environment."""
    return ROOT / "bot" / ".venv" / "bin" / "rasa"


def training_environment() -> dict[str, str]:
    """Few threads while training, so that the machine stays usable."""
    return serving_environment(os.environ) | THREADS


def serving_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Nothing set that changes its speed: TensorFlow may use all cores, as in any default installation."""
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    return {**environment, **quiet}
