"""Shared fixtures: a real PostgreSQL for the session, a fresh database per test, a settable clock, LINE as emulator.

Nothing here waits for wall time: services get their clock injected, jobs are run by hand with `run_jobs`.
"""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import text

from backend.app import create_web_app
from backend.bot.client import CHANNEL_PATH, BotClient
from backend.context import Context
from backend.db import Database
from backend.jobs.app import create_job_app
from backend.jobs.tasks import add_tasks
from backend.line.client import LineClient, TokenSource
from backend.migrations import migrate
from backend.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres
from backend.service_profile import load_service_profile
from backend.settings import Settings
from backend.texts import load_texts
from backend.vault.keys import KeyRing
from backend.vault.service import Vault
from emulator.app import STATE, EmulatorConfig, EmulatorState, create_app
from emulator.model import ReplyToken

# No deadline: the machine may be busy. Derandomized: the same run finds the same things.
hypothesis_settings.register_profile(
    "project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("project")

CHANNEL_SECRET = "test-channel-secret"
ACCESS_TOKEN = "test-access-token"
CHANNEL_TOKEN = "test-rasa-channel-token"
ACTION_TOKEN = "test-action-token"
LIFF_CHANNEL = "test-liff-channel"
USER = "U4af4980629f1a2b3c4d5e6f708192a3b"
"""LINE user id of the person most tests are about."""
START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, 10:00 in Japan."""


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """One server for the whole run, with a migrated database `backend` that tests copy."""
    home = Path(tempfile.mkdtemp(prefix="madoguchi-test-pg-", dir="/tmp"))
    home.chmod(0o755)
    server = EmbeddedPostgres(home, durable=False)
    server.start()
    server.bootstrap()
    migrate(server.addresses.owner)
    yield server
    server.stop()
    shutil.rmtree(home, ignore_errors=True)


_numbers = itertools.count(1)


@pytest.fixture
def database_url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """Address (app role) of a fresh, migrated database of this test's own."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(postgres.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE backend OWNER {OWNER}")
    yield postgres.url(APP, name)
    with psycopg.connect(postgres.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Transactions on the fresh database."""
    database = Database(database_url, pool_size=5)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FrozenClock:
    """Tuesday 2026-11-24 10:00 JST until a test moves it."""
    return FrozenClock()


@dataclass
class FakeRasa:
    """Rasa's channel over real HTTP: scripted answers, faults, and what it was asked.

    `answer` gets the posted body and returns a response's JSON, or an aiohttp response to misbehave with.
    """

    url: str = ""
    answer: Callable[[dict[str, Any]], Any] = lambda body: [{"text": f"answer to {body['message']}"}]
    delay: Awaitable[Any] | None = None

    def __post_init__(self) -> None:
        self.turns: list[dict[str, Any]] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {CHANNEL_TOKEN}":
            raise web.HTTPUnauthorized
        body = await request.json()
        self.turns.append(body)
        if self.delay is not None:
            await self.delay
        answer = self.answer(body)
        return answer if isinstance(answer, web.StreamResponse) else web.json_response(answer)


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    """A stand-in for the Rasa server, pinned to the real channel by tests/contract."""
    fake = FakeRasa()
    app = web.Application()
    app.router.add_post(CHANNEL_PATH, fake.handle)
    app.router.add_get("/", _ok)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("")).rstrip("/")
        yield fake


async def _ok(_request: web.Request) -> web.Response:
    return web.Response(text="Hello from Rasa")


class EmulatorClock:
    """The emulator's time is the test's; its few waits are real and short."""

    def __init__(self, clock: FrozenClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 1.0))


@dataclass
class Line:
    """The emulator as the far end of LINE, over real HTTP; its state is at hand for what only LINE can know."""

    url: str
    state: EmulatorState

    def calls(self) -> list[dict[str, Any]]:
        """Every reply and push the platform was asked for, oldest first, whatever became of it."""
        found = []
        for request in self.state.requests:
            kind = request.path.removeprefix("/v2/bot/message/")
            if kind in ("reply", "push"):
                retry_key = {name.lower(): value for name, value in request.headers.items()}.get("x-line-retry-key")
                found.append({"kind": kind, "status": request.status, "body": request.body, "retryKey": retry_key})
        return found

    def sent(self) -> list[dict[str, Any]]:
        """Calls answered with 200."""
        return [call for call in self.calls() if call["status"] == 200]

    def paths(self) -> list[str]:
        """Paths of all API requests."""
        return [request.path for request in self.state.requests]

    def shown(self, user_id: str) -> list[str]:
        """Texts the person sees from us, in order."""
        return [
            str(entry["message"].get("text") or entry["message"].get("altText"))
            for entry in self.state.conversation(user_id)
            if entry["from"] == "bot" and entry["shown"]
        ]

    def know(self, user_id: str) -> None:
        """Make a person of this id exist at LINE."""
        if user_id not in self.state.seekers:
            self.state.add_seeker("架空の人", user_id, follow=False)
            self.state.seekers[user_id].friend = True

    def register_reply_token(self, user_id: str, token: str) -> None:
        """Make a token valid for a minute from now, as if LINE had sent it with an event."""
        self.know(user_id)
        now = self.state.clock.now()
        self.state.reply_tokens[token] = ReplyToken(user_id, now + timedelta(minutes=1), now)

    def faults(self, **switches: Any) -> None:
        """Set fault switches (see emulator/faults.py)."""
        self.state.faults.update(switches)

    def block(self, user_id: str) -> None:
        """The person blocks the bot."""
        self.state.block(user_id)


@pytest.fixture
async def line(clock: FrozenClock) -> AsyncIterator[Line]:
    """The LINE emulator; tests post webhooks themselves."""
    config = EmulatorConfig(
        channel_secret=CHANNEL_SECRET,
        channel_access_token=ACCESS_TOKEN,
        liff_id=LIFF_CHANNEL,
        login_channel_id=LIFF_CHANNEL,
        hold_s=1.0,
    )
    app = create_app(config, EmulatorClock(clock))
    async with TestServer(app) as server:
        line = Line(url=str(server.make_url("")).rstrip("/"), state=app[STATE])
        line.faults(webhook_off=True)
        line.know(USER)
        yield line


@pytest.fixture
def settings(tmp_path: Path, database_url: str, line: Line, rasa: FakeRasa) -> Settings:
    """Settings that point at the test's own database, emulator and fake Rasa."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        database_url=database_url,  # type: ignore[arg-type]
        var_dir=tmp_path,
        rasa_url=rasa.url,
        rasa_channel_token=CHANNEL_TOKEN,  # type: ignore[arg-type]
        action_token=ACTION_TOKEN,  # type: ignore[arg-type]
        bot_timeout_s=1.0,
        line_channel_secret=CHANNEL_SECRET,  # type: ignore[arg-type]
        line_channel_access_token=ACCESS_TOKEN,  # type: ignore[arg-type]
        line_api_base=line.url,
        line_data_api_base=line.url,
        liff_channel_id=LIFF_CHANNEL,
        line_timeout_s=0.4,
        base_url="https://madoguchi.example.com",
    )


@pytest.fixture
async def context(
    settings: Settings, database: Database, clock: FrozenClock, line: Line, rasa: FakeRasa
) -> AsyncIterator[Context]:
    """What the processes would get, with the frozen clock."""
    service = load_service_profile()
    jobs = create_job_app(str(settings.database_url.get_secret_value() if settings.database_url else ""))
    add_tasks(jobs)
    token = TokenSource(ACCESS_TOKEN)
    async with (
        jobs.open_async(),
        LineClient(api_base=line.url, token=token, timeout_s=settings.line_timeout_s) as line_client,
        BotClient(url=rasa.url, channel_token=CHANNEL_TOKEN, timeout_s=settings.bot_timeout_s) as bot_client,
    ):
        yield Context(
            settings=settings,
            db=database,
            vault=Vault(KeyRing.generate()),
            jobs=jobs,
            service=service,
            texts=load_texts(service),
            line=line_client,
            bot=bot_client,
            clock=clock,
        )


@pytest.fixture
async def web_client(context: Context) -> AsyncIterator[TestClient[Any, Any]]:
    """The whole web application over real HTTP; does not follow redirects by itself."""
    plain = replace(context, settings=context.settings.model_copy(update={"base_url": "http://127.0.0.1"}))
    async with TestClient(TestServer(create_web_app(plain))) as client:
        yield client


@pytest.fixture
def run_jobs(context: Context) -> Callable[[], Awaitable[None]]:
    """Run all due jobs now, in order, until none is left."""

    async def run() -> None:
        while await _has_due_jobs(context):
            await context.jobs.run_worker_async(
                wait=False,
                concurrency=1,
                install_signal_handlers=False,
                listen_notify=False,
                delete_jobs="successful",
                additional_context={"context": context},
            )

    return run


async def _has_due_jobs(context: Context) -> bool:
    async with context.db.transaction() as session:
        return bool(
            await session.scalar(
                text(
                    "SELECT count(*) FROM procrastinate_jobs "
                    "WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
                )
            )
        )
