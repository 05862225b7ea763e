"""The whole product as `make run` starts it, once for all tests of this folder, on free ports with its own data."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from backend.settings import ROOT

START_TIMEOUT_S = 420
PARTS = {
    "web": ("-m", "backend", "web"),
    "worker": ("-m", "backend", "worker"),
    "rasa": ("-m", "bot.server"),
    "emulator": ("-m", "emulator"),
    "postgres": ("-D",),
}


def free_ports(count: int) -> list[int]:
    """Ports nobody uses at the moment."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(condition: Callable[[], bool], timeout_s: float, what: str) -> None:
    """Poll until true.

    Raises:
        AssertionError: naming what did not happen.
    """
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {timeout_s} s: {what}"
        time.sleep(0.1)


@dataclass
class Stack:
    """A running `make run`: its addresses, data folder and processes."""

    process: subprocess.Popen[str]
    var: Path
    web: str
    emulator: str
    rasa: str
    output: list[str] = field(default_factory=list)

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """GET or POST (with a body) JSON at the emulator."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.emulator + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.load(response)

    def ready(self) -> dict[str, Any]:
        """What /readyz says, whatever its status."""
        try:
            with urllib.request.urlopen(self.web + "/readyz", timeout=10) as response:
                return dict(json.load(response))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except OSError:
            return {"status": "down", "parts": {}}

    def new_seeker(self, name: str = "架空の人") -> str:
        """A new friend of the bot who has read the welcome; returns the LINE user id."""
        user_id = str(self.call("/emulator/users", {"name": name})["userId"])
        wait_until(lambda: len(self.answers(user_id)) == 1, 60, "welcome")
        return user_id

    def say(self, user_id: str, text: str) -> None:
        """The person types a message."""
        self.call(f"/emulator/users/{user_id}/text", {"text": text})

    def entries(self, user_id: str) -> list[dict[str, Any]]:
        """The talk, oldest first."""
        return list(self.call(f"/emulator/users/{user_id}/conversation")["entries"])

    def answers(self, user_id: str) -> list[dict[str, Any]]:
        """Messages from us in the talk."""
        return [entry["message"] for entry in self.entries(user_id) if entry["from"] == "bot"]

    def ask(self, user_id: str, text: str, timeout_s: float = 60) -> list[dict[str, Any]]:
        """Type a message and wait for what comes back."""
        before = len(self.answers(user_id))
        self.say(user_id, text)
        return self.wait_for_answer(user_id, before, timeout_s)

    def tap(self, user_id: str, label: str, timeout_s: float = 60) -> list[dict[str, Any]]:
        """Tap the newest button with this label (or beginning with it) and wait for what comes back."""
        before = self.answers(user_id)
        action = next(action for action in reversed(list(_actions(before))) if action["label"].startswith(label))
        self.call(f"/emulator/users/{user_id}/postback", {"data": action["data"], "displayText": action["label"]})
        return self.wait_for_answer(user_id, len(before), timeout_s)

    def wait_for_answer(self, user_id: str, before: int, timeout_s: float) -> list[dict[str, Any]]:
        """New messages from us since there were `before`."""
        wait_until(lambda: len(self.answers(user_id)) > before, timeout_s, "an answer")
        return self.answers(user_id)[before:]

    def labels(self, user_id: str) -> list[str]:
        """Labels of all buttons ever offered in the talk, oldest first."""
        return [action["label"] for action in _actions(self.answers(user_id))]

    def pids(self, part: str) -> list[psutil.Process]:
        """Processes of a part (for postgres: the postmaster)."""
        wanted = PARTS[part]
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                line = child.cmdline()
                mine = child.ppid() == self.process.pid
            except psutil.NoSuchProcess:
                continue
            if mine and all(word in line for word in wanted):
                found.append(child)
        return found

    def kill(self, part: str) -> None:
        """kill -9 of a part."""
        (process,) = self.pids(part)
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    def wait_ready(self, timeout_s: float = 90) -> None:
        """Until every part is up."""
        wait_until(lambda: self.ready()["status"] == "ok", timeout_s, f"ready, last {self.ready()}")

    def owner_url(self, database: str = "backend") -> str:
        """Superuser address of one of the databases."""
        passwords = json.loads((self.var / "postgres" / "passwords.json").read_text())
        postmaster = next(iter(self.pids("postgres")))
        line = postmaster.cmdline()
        return f"postgresql://postgres:{passwords['postgres']}@/{database}?host={line[line.index('-k') + 1]}"

    def query(self, statement: str, database: str = "backend") -> list[tuple[Any, ...]]:
        """Rows of a query, as superuser."""
        with psycopg.connect(self.owner_url(database)) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[call-overload,no-any-return]


def _actions(messages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every postback action with a label inside messages, in reading order."""
    stack: list[Any] = [messages]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if value.get("type") == "postback" and "label" in value:
                yield value
            stack.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            stack.extend(reversed(value))


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Everything running; stopped with SIGINT at the end, which must end with exit code 0."""
    var = Path(tempfile.mkdtemp(prefix="madoguchi-stack-", dir="/tmp"))
    var.chmod(0o755)
    web_port, rasa_port, emulator_port = free_ports(3)
    environment = os.environ | {
        "VAR_DIR": str(var),
        "PORT": str(web_port),
        "RASA_PORT": str(rasa_port),
        "EMULATOR_PORT": str(emulator_port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "backend", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=(var / "supervisor.log").open("wb"),
        text=True,
    )
    stack = Stack(
        process,
        var,
        f"http://127.0.0.1:{web_port}",
        f"http://127.0.0.1:{emulator_port}",
        f"http://127.0.0.1:{rasa_port}",
    )
    deadline = time.monotonic() + START_TIMEOUT_S
    try:
        while stack.ready()["status"] != "ok" or not stack.pids("emulator"):
            assert process.poll() is None, (var / "supervisor.log").read_text()
            assert time.monotonic() < deadline, (var / "supervisor.log").read_text()
            time.sleep(0.5)
        wait_until(lambda: _answers(stack.emulator + "/healthz"), 60, "emulator")
        yield stack
    finally:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=90)
        stack.output.extend(output.splitlines())
    assert process.returncode == 0, "Ctrl-C ends everything cleanly"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False
