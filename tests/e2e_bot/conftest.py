"""A real Rasa (once per session, own model) with the real actions on a real PostgreSQL, and someone who talks to it."""

import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import ClientSession, web

from backend.bot import routes as bot_routes
from backend.bot.client import BotClient
from backend.context import Context
from backend.line.models import LineEvent
from backend.seekers.models import Seeker
from backend.settings import ROOT
from backend.web import CONTEXT
from tests.conftest import ACTION_TOKEN, CHANNEL_TOKEN, FrozenClock
from tests.integration.appointments.builders import make_seeker, make_shifts

BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
READY_WITHIN_S = 90
TRAIN_WITHIN_S = 600


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_REGISTERED = """
from pathlib import Path
from bot.tools import registry
from bot.tools.train import Project, fingerprint
root = Path.cwd()
gate = root / "bot" / "quality_gate.yml"
print(registry.model_file(fingerprint(
    Project(root / "config.yml", root / "domain", root / "data", registry.MODELS, gate))) or "")
"""
_TRAIN = """
import sys
from bot import lean
lean.install()
sys.argv = ["rasa", "train", "--domain", "domain", "--data", "data/nlu", "data/rules", "data/stories",
            "--config", "config.yml", "--augmentation", "0", "--out", sys.argv[1], "--fixed-model-name", sys.argv[2]]
from rasa.__main__ import main
main()
"""


def _sources() -> list[Path]:
    folders = (ROOT / "domain", ROOT / "data" / "nlu", ROOT / "data" / "rules", ROOT / "data" / "stories")
    files = [path for folder in (*folders, ROOT / "data" / "lookups") for path in sorted(folder.rglob("*.yml"))]
    return [*files, ROOT / "config.yml", *sorted((ROOT / "bot" / "components").glob("*.py"))]


@pytest.fixture(scope="session")
def model() -> Path:
    """A model of exactly the present domain and data: the registered one, or one trained here and kept by content."""
    given = os.environ.get("MADOGUCHI_TEST_MODEL")
    if given:
        return Path(given)
    if not BOT_PYTHON.exists():
        pytest.skip("bot/.venv is not installed")
    registered = subprocess.run(
        [str(BOT_PYTHON), "-c", _REGISTERED], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    ).stdout.strip()
    if registered:
        return Path(registered)
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.read_bytes())
    folder = Path(tempfile.gettempdir()) / "madoguchi-test-models"
    model = folder / f"{digest.hexdigest()[:24]}.tar.gz"
    if not model.exists():
        done = subprocess.run(
            [str(BOT_PYTHON), "-c", _TRAIN, str(folder), model.name.removesuffix(".tar.gz")],
            cwd=ROOT,
            capture_output=True,
            timeout=TRAIN_WITHIN_S,
            check=False,
        )
        assert model.exists(), done.stderr.decode(errors="replace")[-2000:]
    return model


@dataclass
class Rasa:
    url: str
    action_port: int
    api_token: str


@pytest.fixture(scope="session")
def real_rasa(model: Path) -> Iterator[Rasa]:
    """The Rasa server of bot/, conversations in memory, actions at a port each test serves itself."""
    port, action_port, api_token = free_port(), free_port(), secrets.token_urlsafe(16)
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-test-rasa-"))
    log = (folder / "rasa.log").open("wb")
    process = subprocess.Popen(
        [str(BOT_PYTHON), "-m", "bot.server", "--model", str(model), "--port", str(port), "--memory"],
        cwd=ROOT,
        stdout=log,
        stderr=log,
        env={
            **os.environ,
            "RASA_CHANNEL_TOKEN": CHANNEL_TOKEN,
            "RASA_API_TOKEN": api_token,
            "ACTION_TOKEN": ACTION_TOKEN,
            "ACTION_ENDPOINT_URL": f"http://127.0.0.1:{action_port}/internal/actions",
        },
    )
    try:
        _wait_until_ready(process, f"http://127.0.0.1:{port}/", folder / "rasa.log")
        yield Rasa(f"http://127.0.0.1:{port}", action_port, api_token)
    finally:
        process.terminate()
        process.wait(20)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace")[-2000:])


@dataclass
class Talk:
    """A seeker talking to the bot; keeps what was said last."""

    context: Context
    bot: BotClient
    rasa: Rasa
    seeker: Seeker
    clock: FrozenClock
    last: list[dict[str, Any]] = field(default_factory=list)
    last_event_id: UUID = field(default_factory=uuid4)

    async def say(self, message: str, *, safety_label: str = "none", pii: bool = False) -> str:
        """Send a typed message or `/payload`; returns all texts of the answer."""
        self.clock.advance(seconds=1)
        event = LineEvent(
            id=uuid4(),
            webhook_event_id=uuid4().hex,
            seeker_id=self.seeker.id,
            event_type="message",
            message_type="text",
            masked_text=message,
            pii_types=["phone"] if pii else [],
            safety_label=safety_label,
            occurred_at=self.context.clock(),
            received_at=self.context.clock(),
        )
        async with self.context.db.transaction() as session:
            session.add(event)
        if safety_label.startswith(("crisis", "hardship")):
            self.last = []  # the lane answers; the bot is not asked
            return ""
        self.last_event_id = event.id
        self.last = await self.bot.send(
            conversation_id=self.seeker.conversation_id,
            message=message,
            event_id=event.id,
            typed=not message.startswith("/"),
            pii=pii,
        )
        return self.text

    async def press(self, title: str) -> str:
        """Press a button of the last answer by (the beginning of) its title."""
        for button in self.buttons:
            if button["title"].startswith(title):
                return await self.say(button["payload"])
        raise AssertionError(f"no button {title!r} in {[button['title'] for button in self.buttons]}")

    async def events(self) -> list[dict[str, Any]]:
        """The conversation as Rasa's policies see it, oldest first: without what was told to a form that was open."""
        address = f"{self.rasa.url}/conversations/{self.seeker.conversation_id}/tracker"
        query = {"token": self.rasa.api_token, "include_events": "APPLIED"}
        async with ClientSession() as http, http.get(address, params=query) as response:
            tracker = await response.json()
        return list(tracker["events"])

    @property
    def text(self) -> str:
        """All words of the last answer, cards and choices included."""
        words: list[str] = []
        for part in self.last:
            words.append(part.get("text") or "")
            custom = part.get("custom") or {}
            words += [str(custom.get("title") or ""), str(custom.get("text") or "")]
            words += [" ".join(row) for row in custom.get("rows", [])]
            words += [choice["title"] for choice in custom.get("choices", [])]
        return "\n".join(word for word in words if word)

    @property
    def buttons(self) -> list[dict[str, str]]:
        """Buttons and choices of the last answer."""
        found: list[dict[str, str]] = []
        for part in self.last:
            found += (part.get("custom") or {}).get("choices", [])
            found += part.get("buttons") or []
        return found

    @property
    def titles(self) -> list[str]:
        """Their titles."""
        return [button["title"] for button in self.buttons]

    @property
    def choices(self) -> list[str]:
        """Titles of the hours offered."""
        return [choice["title"] for part in self.last for choice in (part.get("custom") or {}).get("choices", [])]


@pytest.fixture
async def talk(real_rasa: Rasa, context: Context, clock: FrozenClock) -> AsyncIterator[Talk]:
    """A new seeker; one consultant (two lanes) works 6:00–25:00 every day from 24 November 2026 on."""
    app = web.Application(client_max_size=bot_routes.MAX_TRACKER_BYTES)
    app[CONTEXT] = context
    app[bot_routes.EXECUTOR] = bot_routes.create_executor(context)
    app.add_routes(bot_routes.routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", real_rasa.action_port, reuse_address=True).start()
    async with context.db.transaction() as session:
        await make_shifts(session, first=date(2026, 11, 24), days=61, now=clock())
        seeker = await make_seeker(session, context)
    async with BotClient(url=real_rasa.url, channel_token=CHANNEL_TOKEN, timeout_s=10) as bot:
        yield Talk(context=context, bot=bot, rasa=real_rasa, seeker=seeker, clock=clock)
    await runner.cleanup()
