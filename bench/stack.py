"""What is measured, as real processes on free loopback ports: our stack, our web process alone, the peer.

Everything lives in a temporary folder and ends with the `async with` block.
"""

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import psycopg

from backend.migrations import migrate
from backend.postgres import BACKEND_DB, SUPERUSER, EmbeddedPostgres
from backend.secrets_file import load_or_create
from backend.vault.keys import KeyRing
from bench import peer
from bench.machine import ROOT, cpu_by_part, free_port, say
from emulator.config import EmulatorConfig

READY_TIMEOUT_S = 300.0
STOP_TIMEOUT_S = 40.0
SETTLE_TIMEOUT_S = 90.0
FOREIGN_PREFIXES = ("LINE_", "RASA_", "LIFF_", "EMULATOR_", "DIALOGUE_", "OPENAI_")
FOREIGN = frozenset({"DATABASE_URL", "MASTER_KEY_FILE", "ACTION_TOKEN", "BASE_URL", "FRAME_ANCESTORS", "HOST"})


class BenchError(Exception):
    """The bench cannot go on; the text says why."""


@dataclass
class Running:
    """A stack that is up.

    Attributes:
        process: the process whose tree is the whole of it.
        ready_s: from starting it to its own word that it is ready.
        postgres: the backend database's server; None for the peer.
    """

    process: psutil.Process
    ready_s: float
    urls: dict[str, str] = field(default_factory=dict)
    line_secret: str = ""
    postgres: EmbeddedPostgres | None = None

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far, by part."""
        return cpu_by_part(self.process)

    def cpu_ms_since(self, before: dict[str, float], count: int) -> dict[str, float]:
        """CPU milliseconds by part since `before` for each of `count` things: steadier than times on a busy machine."""
        now = self.cpu()
        return {name: round((now[name] - before.get(name, 0.0)) * 1000 / max(1, count), 1) for name in sorted(now)}

    async def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the backend database, as its superuser."""
        if self.postgres is None:
            raise BenchError("no database here")
        url = self.postgres.url(SUPERUSER, BACKEND_DB)

        def ask() -> list[tuple[Any, ...]]:
            with psycopg.connect(url, connect_timeout=5) as connection:
                return connection.execute(query.encode(), values or None).fetchall()

        return await asyncio.to_thread(ask)

    async def settle(self, timeout_s: float = SETTLE_TIMEOUT_S) -> bool:
        """Wait until no event waits for handling and no message for delivery; False when it did not come to that."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            [(waiting,)] = await self.rows(
                "SELECT (SELECT count(*) FROM line_event WHERE state = 'received')"
                " + (SELECT count(*) FROM line_message WHERE state IN ('pending', 'sending'))"
            )
            if waiting == 0:
                return True
            await asyncio.sleep(0.5)
        return False


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Ours without anything that points at a real channel, a real database or another stack."""
    return {
        name: value
        for name, value in environment.items()
        if name not in FOREIGN and not name.startswith(FOREIGN_PREFIXES)
    }


@contextlib.contextmanager
def folder() -> Any:
    """A temporary home that the database's own user can reach."""
    home = Path(tempfile.mkdtemp(prefix="madoguchi-bench-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.asynccontextmanager
async def full_stack(home: Path | None = None) -> AsyncIterator[Running]:
    """`python -m backend run`: PostgreSQL, web, worker, Rasa and the emulator, as after `make run`.

    Args:
        home: VAR_DIR to use (kept); a fresh temporary one if None.
    """
    with contextlib.ExitStack() as stack:
        home = home or stack.enter_context(folder())
        ports = {name: free_port() for name in ("PORT", "RASA_PORT", "EMULATOR_PORT")}
        environment = clean_environment(os.environ) | {
            "PYTHONPATH": str(ROOT),
            "VAR_DIR": str(home),
            # also keeps a LINE_BOT_USER_ID of somebody's .env out
            "LINE_BOT_USER_ID": EmulatorConfig.bot_user_id,
            **{name: str(port) for name, port in ports.items()},
        }
        began = time.monotonic()
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend", "run",
            cwd=home, env=environment, stdout=asyncio.subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        try:
            await _wait_for_line(child, "窓口の準備ができました", home / "log")
            running = Running(
                process=psutil.Process(child.pid),
                ready_s=time.monotonic() - began,
                urls={
                    "web": f"http://127.0.0.1:{ports['PORT']}",
                    "rasa": f"http://127.0.0.1:{ports['RASA_PORT']}",
                    "emulator": f"http://127.0.0.1:{ports['EMULATOR_PORT']}",
                },
                line_secret=load_or_create(home / "secrets.json")["LINE_CHANNEL_SECRET"],
                postgres=_attach(home / "postgres"),
            )
            drain = asyncio.create_task(_drain(child))
            yield running
            drain.cancel()
        finally:
            await _stop(child)


def _attach(home: Path) -> EmbeddedPostgres:
    server = EmbeddedPostgres(home)
    server.prepare()
    return server


async def _drain(child: asyncio.subprocess.Process) -> None:
    assert child.stdout is not None
    while await child.stdout.read(65_536):
        pass


async def _wait_for_line(child: asyncio.subprocess.Process, text: str, logs: Path) -> None:
    assert child.stdout is not None
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            while line := await child.stdout.readline():
                if text in line.decode(errors="replace"):
                    return
    except TimeoutError:
        pass
    _show_logs(logs)
    raise BenchError("the stack did not get ready")


def _show_logs(place: Path) -> None:
    """The last lines of a log file, or of all in a folder."""
    for log in sorted(place.glob("*.log")) if place.is_dir() else [place]:
        say(f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-15:]))


async def _stop(child: asyncio.subprocess.Process) -> None:
    """Ask it to end; whatever of its tree is left after that is killed."""
    try:
        tree = psutil.Process(child.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        tree = []
    with contextlib.suppress(ProcessLookupError):
        child.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(child.wait(), STOP_TIMEOUT_S)
    except TimeoutError:
        child.kill()
        await child.wait()
    for one in tree:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()


@contextlib.asynccontextmanager
async def web_alone() -> AsyncIterator[Running]:
    """PostgreSQL and `python -m backend web` with nothing else running: jobs pile up, nobody handles them."""
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(folder())
        server = EmbeddedPostgres(home / "postgres")
        await asyncio.to_thread(server.start)
        stack.callback(server.stop)
        await asyncio.to_thread(server.bootstrap)
        await asyncio.to_thread(migrate, server.addresses.owner)
        KeyRing.generate().save(home / "keys" / "master.json")
        port, secret = free_port(), secrets.token_urlsafe(32)
        nowhere = f"http://127.0.0.1:{free_port()}"
        environment = clean_environment(os.environ) | {
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": server.addresses.app,
            "VAR_DIR": str(home),
            "PORT": str(port),
            "RASA_URL": nowhere,
            "RASA_CHANNEL_TOKEN": "bench",
            "ACTION_TOKEN": "bench",
            "LINE_CHANNEL_SECRET": secret,
            "LINE_CHANNEL_ACCESS_TOKEN": "bench",
            "LINE_API_BASE": nowhere,
            "LINE_DATA_API_BASE": nowhere,
            "LINE_BOT_USER_ID": EmulatorConfig.bot_user_id,
        }
        began = time.monotonic()
        log = stack.enter_context((home / "web.log").open("wb"))
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend", "web",
            cwd=home, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            await _wait_for_http(url + "/healthz", child, home / "web.log")
            yield Running(
                psutil.Process(child.pid), time.monotonic() - began, {"web": url}, line_secret=secret, postgres=server
            )
        finally:
            await _stop(child)


@contextlib.asynccontextmanager
async def peer_stack() -> AsyncIterator[Running]:
    """The default Rasa project behind its REST channel, started as its documentation says."""
    await asyncio.to_thread(peer.train_if_needed)
    port = free_port()
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(folder())
        log = stack.enter_context((home / "rasa.log").open("wb"))
        began = time.monotonic()
        child = await asyncio.create_subprocess_exec(
            str(peer.rasa_program()), "run", "--model", str(peer.MODEL), "--port", str(port),
            "--interface", "127.0.0.1", "--credentials", "credentials.yml", "--endpoints", "endpoints.yml",
            cwd=peer.HOME, env=peer.serving_environment(clean_environment(os.environ)),
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            await _wait_for_http(url + "/", child, home / "rasa.log")
            yield Running(psutil.Process(child.pid), time.monotonic() - began, {"rasa": url})
        finally:
            await _stop(child)


async def _wait_for_http(url: str, child: asyncio.subprocess.Process, log: Path) -> None:
    deadline = time.monotonic() + READY_TIMEOUT_S
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        while time.monotonic() < deadline and child.returncode is None:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with http.get(url) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.1)
    _show_logs(log)
    raise BenchError(f"{url} did not answer")


async def call_json(http: aiohttp.ClientSession, method: str, url: str, **arguments: Any) -> Any:
    """A JSON answer of the emulator's control API.

    Raises:
        BenchError: another status than 2xx.
    """
    async with http.request(method, url, **arguments) as response:
        text = await response.text()
        if response.status >= 300:
            raise BenchError(f"{method} {url}: {response.status} {text[:200]}")
        return json.loads(text)
