"""Helpers of the bot's tests: code that needs Rasa runs in bot/.venv; a toy project is trained once a session."""

import json
import os
import socket
import subprocess
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"

TOY_EXAMPLES = {
    "greet": [
        "こんにちは",
        "おはようございます",
        "はじめまして",
        "こんばんは",
        "どうも",
        "お世話になります",
    ],
    "book_appointment": [
        "相談の予約をしたい",
        "予約お願いします",
        "面談を申し込みたい",
        "予約取れますか",
        "明日予約したい",
        "空いてる日に予約",
    ],
    "write_resume": [
        "履歴書の書き方を教えて",
        "履歴書は手書きですか",
        "履歴書の写真は必要?",
        "りれきしょのかきかた",
        "履歴書に何を書くの",
    ],
    "hardship_living": [
        "家賃が払えません",
        "食べるものがない",
        "電気が止まりました",
        "家賃を滞納しています",
        "米が買えない",
    ],
    "search_jobs": [
        "事務の仕事ありますか",
        "介護の求人を見たい",
        "仕事を探しています",
        "清掃の求人ある?",
        "求人が見たい",
    ],
    "ask_human": [
        "人と話したい",
        "担当者お願いします",
        "相談員と話せますか",
        "人間に代わって",
        "誰かと直接話したい",
    ],
}
TOY_DOMAIN = """\
version: "3.1"
intents: [greet, book_appointment, write_resume, hardship_living, search_jobs, ask_human]
entities: [when, wage, format, occupation, area, employment_type, document_kind]
actions: [action_book]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
responses:
  utter_greet:
  - text: "こんにちは。\\n\\nご用件をどうぞ。"
    buttons: [{title: 予約する, payload: /book_appointment}]
  utter_resume: [{text: "様式例に沿って書きます。\\n\\n写真も忘れずに。"}]
  utter_default: [{text: もう一度お願いします。}]
"""
TOY_RULES = """\
version: "3.1"
rules:
- {rule: a, steps: [{intent: greet}, {action: utter_greet}]}
- {rule: b, steps: [{intent: book_appointment}, {action: action_book}]}
- {rule: c, steps: [{intent: write_resume}, {action: utter_resume}]}
- {rule: d, steps: [{intent: hardship_living}, {action: utter_default}]}
- {rule: e, steps: [{intent: search_jobs}, {action: utter_default}]}
- {rule: f, steps: [{intent: ask_human}, {action: utter_default}]}
- {rule: g, steps: [{intent: nlu_fallback}, {action: utter_default}]}
"""
TOY_CONFIG = """\
recipe: default.v1
language: ja
assistant_id: toy
pipeline:
- name: bot.components.sudachi_tokenizer.SudachiTokenizer
- name: bot.components.intent_classifier.JapaneseIntentClassifier
  vectors: "off"
- name: bot.components.entity_extractor.JapaneseEntityExtractor
- name: FallbackClassifier
  threshold: 0.2
policies:
- name: RulePolicy
- name: MemoizationPolicy
"""
TOY_GATE = """\
min_accuracy: 0.2
allowed_warnings: ["Slot auto-fill has been removed", "is not used in any story or rule"]
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that use bot/.venv are marked `bot`, and skipped where it is not installed."""
    for item in items:
        needs = {"in_bot", "toy", "server"} & set(getattr(item, "fixturenames", ()))
        if needs and Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.bot)
            if not BOT_PYTHON.exists():
                item.add_marker(pytest.mark.skip(reason="bot/.venv is not installed"))


def run_python(arguments: list[str], *, env: dict[str, str] | None = None, timeout: float = 170) -> Any:
    """Run bot/.venv's Python from the root; the JSON of its last line on stdout."""
    done = subprocess.run(
        [str(BOT_PYTHON), "-W", "ignore", *arguments],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        timeout=timeout,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    assert lines, done.stderr[-3000:]
    return json.loads(lines[-1])


@pytest.fixture(scope="session")
def in_bot() -> Any:
    """Run a snippet in bot/.venv; it prints one JSON line."""

    def run(code: str, **options: Any) -> Any:
        return run_python(["-c", textwrap.dedent(code)], **options)

    return run


@dataclass(frozen=True)
class Toy:
    """A trained toy project."""

    folder: Path
    result: dict[str, Any]

    @property
    def models(self) -> Path:
        """Folder of the registry."""
        return self.folder / "models"

    @property
    def model(self) -> Path:
        """The packed model."""
        return self.models / str(self.result["file"])

    def arguments(self, *more: str) -> list[str]:
        """Command line of the training tool."""
        paths = {
            "--config": "config.yml",
            "--domain": "domain.yml",
            "--data": "data",
            "--models": "models",
            "--gate": "gate.yml",
        }
        pairs = [part for name, path in paths.items() for part in (name, str(self.folder / path))]
        return ["-m", "bot.tools.train", *pairs, *more]


def write_toy(folder: Path) -> None:
    """The files of the toy project."""
    (folder / "data" / "nlu").mkdir(parents=True)
    (folder / "data" / "rules").mkdir()
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in TOY_EXAMPLES.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    (folder / "data" / "nlu" / "all.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "data" / "rules" / "all.yml").write_text(TOY_RULES, encoding="utf-8")
    (folder / "domain.yml").write_text(TOY_DOMAIN, encoding="utf-8")
    (folder / "config.yml").write_text(TOY_CONFIG, encoding="utf-8")
    (folder / "gate.yml").write_text(TOY_GATE, encoding="utf-8")


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """Trained once with the real tool."""
    folder = tmp_path_factory.mktemp("toy")
    write_toy(folder)
    return Toy(folder, run_python(Toy(folder, {}).arguments()))


@dataclass
class Server:
    """A running bot.server with conversations in memory."""

    url: str
    log: Path

    def call(self, method: str, path: str, body: Any = None, token: str | None = "channel") -> tuple[int, Any, Any]:
        """Status, decoded body, headers."""
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                content, status, headers = answer.read(), answer.status, answer.headers
        except urllib.error.HTTPError as error:
            content, status, headers = error.read(), error.code, error.headers
        return status, json.loads(content) if content.strip() else None, headers

    def say(self, sender: str, message: str, event_id: str | None = None, **more: Any) -> tuple[int, Any, Any]:
        """One turn through our channel."""
        metadata = {"event_id": event_id} if event_id else {}
        body = {"sender": sender, "message": message, "metadata": metadata, **more}
        return self.call("POST", "/webhooks/madoguchi/webhook", body)

    def events(self, sender: str) -> list[dict[str, Any]]:
        """Stored events of a conversation."""
        events: list[dict[str, Any]] = self.call("GET", f"/conversations/{sender}/tracker?token=api")[1]["events"]
        return events

    def log_lines(self) -> list[dict[str, Any]]:
        """Everything the server printed."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.strip()]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(toy: Toy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real launcher; its action endpoint is a port where nobody listens."""
    log = tmp_path_factory.mktemp("server") / "log"
    port = free_port()
    env = {
        **os.environ,
        "RASA_CHANNEL_TOKEN": "channel",
        "RASA_API_TOKEN": "api",
        "RASA_ACTION_TIMEOUT_S": "1.0",
        "ACTION_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}/actions",
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [str(BOT_PYTHON), "-m", "bot.server", "--model", str(toy.model), "--port", str(port), "--memory"],
            cwd=ROOT,
            env=env,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    running = Server(f"http://127.0.0.1:{port}", log)
    try:
        _wait_until_ready(process, running)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(process: "subprocess.Popen[bytes]", running: Server) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert process.poll() is None, running.log.read_text(encoding="utf-8")
        try:
            if running.call("GET", "/webhooks/madoguchi/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the Rasa server did not start: " + running.log.read_text(encoding="utf-8"))
