"""Validate, cross-validate, train, check and register a model: `python -m bot.tools.train` from the root (make train).

Progress goes to stderr, one line a step; the last line on stdout is JSON:
{"fingerprint", "file", "reused", "passed", "seconds", "metrics", "problems"}. Exit codes: 0 registered (or nothing had
changed), 1 data or gate problems, 2 usage. Reports: models/<fingerprint>.report.json with every intent's figures, the
confusions and what each fallback threshold would cost.
"""

import argparse
import contextlib
import hashlib
import importlib.metadata
import io
import json
import logging
import os
import re
import sys
import tarfile
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

from bot.tools import registry

ROOT = Path(__file__).resolve().parents[2]
FINGERPRINTED_PACKAGES = ("rasa", "scikit-learn", "numpy", "scipy", "sudachipy", "sudachidict-core")
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)


@dataclass(frozen=True)
class Project:
    """Where the training data are."""

    config: Path
    domain: Path
    data: Path
    models: Path
    gate: Path

    @property
    def training_files(self) -> List[str]:
        """Folders Rasa reads; the rest of data/ belongs to the app."""
        return [str(self.data / name) for name in ("nlu", "rules", "stories") if (self.data / name).is_dir()]


@dataclass
class Problems:
    """What stops a model from being registered."""

    found: List[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Collect one."""
        self.found.append(text)


_started = time.perf_counter()


def progress(text: str) -> None:
    """One line for the studio and the terminal."""
    print(f"[{time.perf_counter() - _started:5.1f} s] {text}", file=sys.stderr, flush=True)


def fingerprint(project: Project) -> str:
    """Changes when anything that could change the model does: data, domain, config, components, library versions."""
    from bot.components import vectors

    digest = hashlib.sha256()
    files = [project.config]
    for folder in (project.domain, *(project.data / n for n in ("nlu", "rules", "stories", "lookups"))):
        files.extend([folder] if folder.is_file() else sorted(folder.rglob("*.yml")))
    files.extend(sorted((ROOT / "bot" / "components").glob("*.py")))
    for path in files:
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    for package in FINGERPRINTED_PACKAGES:
        digest.update(f"{package}={importlib.metadata.version(package)}\0".encode())
    with contextlib.suppress(vectors.VectorsMissing):
        digest.update(vectors.load().fingerprint.encode())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def collected_warnings(into: List[str]) -> Iterator[None]:
    """Everything Rasa warns about, whether by `warnings`, by logging or by giving up with sys.exit."""

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            into.append(record.getMessage())

    handler = Collect(level=logging.WARNING)
    logging.getLogger("rasa").addHandler(handler)
    output = io.StringIO()
    try:
        with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(output):
            warnings.simplefilter("always")
            try:
                yield
            except SystemExit:
                into.append("Rasa gave up: " + " ".join(output.getvalue().split()))
        into.extend(str(w.message) for w in caught if issubclass(w.category, UserWarning) and _is_rasas(w))
    finally:
        logging.getLogger("rasa").removeHandler(handler)


def _is_rasas(warning: Any) -> bool:
    return "rasa" in str(warning.filename) and not issubclass(warning.category, (DeprecationWarning, FutureWarning))


def unexpected(found: List[str], allowed: List[str]) -> List[str]:
    """Warnings that the gate does not allow, each once."""
    texts = [" ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split()) for text in found]
    return [text for text in dict.fromkeys(texts) if not any(re.search(pattern, text) for pattern in allowed)]


def validate(importer: Any) -> List[str]:
    """All warnings of `rasa data validate`, collected here because its --fail-on-warnings lets some through."""
    from rasa.validator import Validator

    found: List[str] = []
    with collected_warnings(found):
        validator = Validator.from_importer(importer)
        checks = (
            validator.verify_domain_validity,
            validator.verify_nlu,
            validator.verify_story_structure,
            validator.verify_actions_in_stories_rules,
            validator.verify_forms_in_stories_rules,
            validator.verify_form_slots,
            validator.verify_slot_mappings,
        )
        for check in checks:
            if check() is False:
                found.append(f"{check.__name__} failed")
        validator.warn_if_config_mandatory_keys_are_not_set()
    return found


def contradictions(importer: Any) -> List[str]:
    """Where stories and rules say different things; Rasa's rule policy would say so only amid the training."""
    from rasa.core.policies.rule_policy import InvalidRule, RulePolicy
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.core.generator import TrainingDataGenerator

    domain = importer.get_domain()
    trackers = TrainingDataGenerator(importer.get_stories(), domain, augmentation_factor=0).generate()
    with tempfile.TemporaryDirectory() as folder:
        policy = RulePolicy.create(
            RulePolicy.get_default_config(),
            LocalModelStorage(Path(folder)),
            Resource("rules"),
            ExecutionContext(GraphSchema({})),
        )
        try:
            policy.train(trackers, domain)
        except InvalidRule as error:
            return [line[2:] for line in str(error).splitlines() if line.startswith("- ")]
    return []


def train_graph(importer: Any, name: str, output: Path) -> Path:
    """Rasa's own training on data already read. Always from scratch: its cache doesn't see the lookup tables."""
    import rasa.model_training
    from rasa.shared.data import TrainingType

    from bot.tools import quick_training

    os.environ["RASA_CACHE_DIRECTORY"] = str(output / "cache")
    with quick_training.without_extras():
        result = rasa.model_training._train_graph(
            importer,
            training_type=TrainingType.BOTH,
            output_path=str(output),
            fixed_model_name=name,
            force_full_training=True,
            # Rasa would glue stories together into longer ones, for policies that generalise: 8 s, and ours don't
            augmentation_factor=0,
        )
    return Path(result.model)


def cross_validation(packed: Path, examples: List[Tuple[str, str]]) -> Tuple[Dict[str, Any], Dict[str, Any], Any]:
    """Metrics, the full report and (intents, probabilities, targets) of the predictions packed with the model."""
    import numpy as np

    from bot.components.intent_model import read_report
    from bot.tools import metrics

    with tempfile.TemporaryDirectory() as folder, tarfile.open(packed) as archive:
        for member in archive.getmembers():
            if Path(member.name).name in ("model.json", "cross_validation.npz"):
                member.name = Path(member.name).name
                archive.extract(member, folder)
        intents, report = read_report(Path(folder))
    labels = [intents[number] for number in report.targets]
    if labels != [label for _, label in examples]:
        raise RuntimeError("the packed cross-validation is not of these examples")
    predicted = report.probabilities.argmax(axis=1)
    names = [intents[number] for number in predicted]
    figures = metrics.summary(intents, report.probabilities, report.targets)
    figures["kana_accuracy"] = round(report.kana_accuracy, 4)
    document = {
        "per_intent": metrics.per_intent(labels, names),
        "confusion_matrix": metrics.confusion_matrix(labels, names),
        "confusions": metrics.confusions(labels, names, [text for text, _ in examples]),
        "fallback": metrics.fallback_table(report.probabilities, report.targets, THRESHOLDS),
    }
    return figures, document, (intents, np.asarray(predicted), report.targets)


def check_packed(packed: Path, examples: List[Tuple[str, str]]) -> Dict[str, float]:
    """Load the file as the server would and let it parse examples of every intent."""
    import asyncio

    import numpy as np
    from rasa.core.agent import Agent
    from rasa.core.processor import MessageProcessor

    started = time.perf_counter()
    agent = Agent.load(str(packed))
    load_s = time.perf_counter() - started
    if not agent.is_ready() or not isinstance(agent.processor, MessageProcessor):
        raise RuntimeError("the packed model does not load")
    chosen: Dict[str, List[str]] = {}
    for text, label in examples:
        if len(chosen.setdefault(label, [])) < 2:
            chosen[label].append(text)
    right, times = 0, []
    probes = [(text, label) for label, texts in chosen.items() for text in texts]

    async def parse_all() -> int:
        hits = 0
        for text, label in probes:
            begun = time.perf_counter()
            parsed = await agent.parse_message(text)
            times.append((time.perf_counter() - begun) * 1000)
            ranking = [row["name"] for row in parsed["intent_ranking"] if row["name"] != "nlu_fallback"]
            hits += bool(ranking) and ranking[0] == label
        return hits

    right = asyncio.run(parse_all())
    return {
        "probe_accuracy": round(right / max(len(probes), 1), 4),
        "load_s": round(load_s, 2),
        "parse_p50_ms": round(float(np.percentile(times, 50)), 1),
        "parse_p95_ms": round(float(np.percentile(times, 95)), 1),
    }


def judge(gate: Dict[str, Any], figures: Dict[str, Any], report: Dict[str, Any], problems: Problems) -> None:
    """Compare with bot/quality_gate.yml."""
    for name, floor in (
        ("accuracy", "min_accuracy"),
        ("top3", "min_top3"),
        ("macro_f1", "min_macro_f1"),
        ("probe_accuracy", "min_probe_accuracy"),
    ):
        if floor in gate and figures[name] < gate[floor]:
            problems.add(f"{name} {figures[name]} is below {gate[floor]}")
    for name, ceiling in (("ece", "max_ece"), ("parse_p95_ms", "max_parse_p95_ms")):
        if ceiling in gate and figures[name] > gate[ceiling]:
            problems.add(f"{name} {figures[name]} is above {gate[ceiling]}")
    urgent = gate.get("urgent")
    if urgent and figures["urgent_recall"] < urgent["min_recall"]:
        problems.add(f"recall of urgent messages {figures['urgent_recall']} is below {urgent['min_recall']}")
    weakest = gate.get("min_intent_recall", 0)
    for intent, row in report["per_intent"].items():
        if row["recall"] < weakest:
            problems.add(f"{intent} is found in only {row['recall']:.0%} of its examples (needs {weakest:.0%})")


def run(project: Project, arguments: argparse.Namespace) -> Tuple[int, Dict[str, Any]]:
    """All steps. Returns the exit code and the result line."""
    mark = fingerprint(project)
    known = registry.model_file(mark, project.models)
    if known and not arguments.force:
        entry = registry.read(project.models)["models"][mark]
        if entry["passed"]:
            registry.add(mark, entry, project.models)
            progress(f"nothing has changed since model {mark}")
            return 0, _result(mark, entry, reused=True, problems=[])

    from bot import lean, logs

    lean.install()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import rasa.core.agent
        import rasa.model_training  # noqa: F401  (seconds; here so that the steps below are timed without it)

        from bot.tools import importer as read_once
        from bot.tools import quick_training
    import yaml

    logging.getLogger("rasa").setLevel(logging.WARNING)
    os.environ["LOG_LEVEL"] = "WARNING"  # no progress bars
    logs.silence_structlog()
    gate = yaml.safe_load(project.gate.read_text(encoding="utf-8")) or {}
    problems = Problems()
    progress("reading the data")
    found: List[str] = []
    with collected_warnings(found), quick_training.without_copies():
        importer = read_once.load(project.config, project.domain, project.training_files)
        # The very call Rasa makes when it trains: the importer remembers its answer.
        data = importer.get_nlu_data(language=importer.get_config()["language"])
        importer.get_domain(), importer.get_stories()
    examples = [(str(e.get("text")), str(e.get("intent"))) for e in data.intent_examples]
    progress(f"checking {len(examples)} examples of {len({label for _, label in examples})} intents")
    if not arguments.no_validate:
        found.extend(validate(importer) + contradictions(importer))
        problems.found.extend(unexpected(found, gate.get("allowed_warnings") or []))
        if problems.found:
            for text in problems.found[:30]:
                progress(f"PROBLEM {text}")
            return 1, _result(mark, None, reused=False, problems=problems.found)

    os.environ["BOT_CV_FOLDS"] = str(arguments.folds)
    progress(f"training and cross-validating ({arguments.folds} folds)")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            packed = train_graph(importer, f"{mark}.tar.gz", Path(folder))
        seconds = round(time.perf_counter() - begun, 1)
        figures, report, (intents, predicted, targets) = cross_validation(packed, examples)
        urgent = (gate.get("urgent") or {}).get("intents", [])
        from bot.tools import metrics

        figures["folds"] = arguments.folds
        figures["urgent_recall"] = round(metrics.group_recall(intents, predicted, targets, urgent), 4)
        progress(
            "accuracy {accuracy:.3f}, best three {top3:.3f}, macro F1 {macro_f1:.3f}, "
            "calibration error {ece:.3f}, urgent found {urgent_recall:.3f}, "
            "in hiragana {kana_accuracy:.3f}".format(**figures)
        )
        progress("loading the packed model and asking it")
        figures.update(check_packed(packed, examples))
        judge(gate, figures, report, problems)
        entry = {
            "file": f"{mark}.tar.gz",
            "trained_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "size_bytes": packed.stat().st_size,
            "seconds": seconds,
            "metrics": figures,
            "passed": not problems.found,
            "examples": len(examples),
            "intents": len(intents),
        }
        project.models.mkdir(parents=True, exist_ok=True)
        registry.write_json(project.models / f"{mark}.report.json", {**entry, **report, "problems": problems.found})
        for text in problems.found:
            progress(f"PROBLEM {text}")
        if problems.found and not arguments.allow_below_gate:
            progress("not registered: below the quality gate")
            return 1, _result(mark, entry, reused=False, problems=problems.found)
        _install(packed, project.models / f"{mark}.tar.gz")
    registry.add(mark, entry, project.models)
    progress(f"registered models/{mark}.tar.gz")
    return 0, _result(mark, entry, reused=False, problems=problems.found)


def _install(packed: Path, target: Path) -> None:
    """Copy next to the target, then rename: a half-written model is never visible."""
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as handle:
        handle.write(packed.read_bytes())
        handle.flush()
        os.fsync(handle.fileno())
    os.chmod(handle.name, 0o644)
    os.replace(handle.name, target)


def _result(mark: str, entry: Optional[Dict[str, Any]], *, reused: bool, problems: List[str]) -> Dict[str, Any]:
    entry = entry or {}
    return {
        "fingerprint": mark,
        "file": entry.get("file"),
        "reused": reused,
        "passed": entry.get("passed", False),
        "seconds": round(time.perf_counter() - _started, 1),
        "metrics": entry.get("metrics", {}),
        "problems": problems,
    }


def main(argv: Optional[List[str]] = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="bot.tools.train", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--config", type=Path, default=ROOT / "config.yml")
    parser.add_argument("--domain", type=Path, default=ROOT / "domain")
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    parser.add_argument("--models", type=Path, default=registry.MODELS)
    parser.add_argument("--gate", type=Path, default=ROOT / "bot" / "quality_gate.yml")
    parser.add_argument("--force", action="store_true", help="train even if nothing has changed")
    parser.add_argument(
        "--folds",
        type=int,
        choices=range(2, 11),
        default=5,
        metavar="N",
        help="cross-validation; 3 is quicker and judges a little more strictly (default 5)",
    )
    parser.add_argument("--no-validate", action="store_true", help="skip Rasa's own checks of the data")
    parser.add_argument("--allow-below-gate", action="store_true", help="register, marked as not passed")
    arguments = parser.parse_args(argv)
    project = Project(
        arguments.config.resolve(),
        arguments.domain.resolve(),
        arguments.data.resolve(),
        arguments.models.resolve(),
        arguments.gate.resolve(),
    )
    for path in (project.config, project.domain, project.data, project.gate):
        if not path.exists():
            parser.error(f"{path} does not exist")
    code, result = run(project, arguments)
    print(json.dumps(result, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
