"""`make run`: one process that brings up every part, waits until each is healthy, restarts what dies, stops cleanly.

Order: embedded PostgreSQL (unless DATABASE_URL is set) → roles, databases, migrations → keys → demo data → model →
Rasa, web, worker and, without LINE credentials, the emulator. Progress goes to stderr, the addresses to stdout.
"""

import asyncio
import fcntl
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
from sqlalchemy import make_url

from backend import demo, secrets_file
from backend.db import libpq_url
from backend.migrations import migrate
from backend.notices.mail import mail_folder
from backend.postgres import DIALOGUE_DB, Addresses, EmbeddedPostgres, ensure_database, ensure_role
from backend.settings import ROOT, Settings
from backend.vault.keys import KeyRing

BACKOFF_S = (0.2, 0.5, 1, 2, 5, 10)
STABLE_AFTER_S = 30.0
STOP_TIMEOUT_S = 15.0
START_TIMEOUT_S = 120.0

Probe = Callable[[], Awaitable[bool]]


class StartError(Exception):
    """Start-up cannot go on; the text tells the operator what to do (Japanese)."""


def say(text: str) -> None:
    """Progress for the person at the terminal."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@dataclass
class Part:
    """A child process that must run.

    Attributes:
        healthy: True once it can do its work.
        popen: extra arguments for the subprocess (user, cwd …).
        stop_signal: what asks it to end cleanly.
    """

    name: str
    arguments: list[str]
    healthy: Probe
    environment: dict[str, str] = field(default_factory=dict)
    popen: dict[str, Any] = field(default_factory=dict)
    stop_signal: int = signal.SIGTERM
    process: asyncio.subprocess.Process | None = None
    restarts: int = 0


class Supervisor:
    """Starts parts in order and keeps them running until asked to stop."""

    def __init__(self, log_directory: Path) -> None:
        self.log_directory = log_directory
        self.parts: list[Part] = []
        self._watchers: list[asyncio.Task[None]] = []
        self._stopping = False

    async def start(self, part: Part) -> None:
        """Start one part and wait until it is healthy.

        Raises:
            StartError: it ended or stayed unhealthy; the log file is named.
        """
        say(f"  … {part.name} を起動しています")
        began = time.monotonic()
        await self._spawn(part)
        self.parts.append(part)
        while not await part.healthy():
            if part.process is not None and part.process.returncode is not None:
                raise StartError(f"{part.name} が起動できませんでした。ログ: {self._log_path(part)}")
            if time.monotonic() - began > START_TIMEOUT_S:
                raise StartError(f"{part.name} の準備が終わりません。ログ: {self._log_path(part)}")
            await asyncio.sleep(0.1)
        say(f"  ✓ {part.name} ({time.monotonic() - began:.1f} 秒)")
        self._watchers.append(asyncio.create_task(self._keep_running(part)))

    def _log_path(self, part: Part) -> Path:
        return self.log_directory / f"{part.name}.log"

    async def _spawn(self, part: Part) -> None:
        with self._log_path(part).open("ab") as log:
            part.process = await asyncio.create_subprocess_exec(
                *part.arguments,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **part.environment},
                start_new_session=True,
                **{"cwd": str(ROOT), **part.popen},
            )

    async def _keep_running(self, part: Part) -> None:
        """Restart with back-off; a part that ran for a while starts over at the shortest wait."""
        failures = 0
        while True:
            started = time.monotonic()
            assert part.process is not None
            code = await part.process.wait()
            if self._stopping:
                return
            failures = 1 if time.monotonic() - started > STABLE_AFTER_S else failures + 1
            wait_s = BACKOFF_S[min(failures, len(BACKOFF_S)) - 1]
            say(f"  ! {part.name} が終了しました (code {code})。{wait_s} 秒後に再起動します")
            await asyncio.sleep(wait_s)
            part.restarts += 1
            await self._spawn(part)

    async def stop(self) -> None:
        """Stop all parts, the last started first."""
        self._stopping = True
        for watcher in self._watchers:
            watcher.cancel()
        for part in reversed(self.parts):
            process = part.process
            if process is None or process.returncode is not None:
                continue
            with suppress(ProcessLookupError):
                process.send_signal(part.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)
            except TimeoutError:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
            say(f"  ✓ {part.name} を止めました")


def http_probe(url: str, statuses: tuple[int, ...] = (200,)) -> Probe:
    """Healthy when the address answers with one of the statuses."""

    async def probe() -> bool:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as http,
                http.get(url) as response,
            ):
                return response.status in statuses
        except (aiohttp.ClientError, TimeoutError):
            return False

    return probe


def _worker_probe(database_url: str) -> Probe:
    async def probe() -> bool:
        def count() -> bool:
            with psycopg.connect(libpq_url(database_url), connect_timeout=2) as connection:
                row = connection.execute(
                    "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '10 seconds'"
                ).fetchone()
            return row is not None

        try:
            return await asyncio.to_thread(count)
        except psycopg.Error:
            return False

    return probe


def refuse_busy_ports(ports: dict[str, int]) -> None:
    """Say which port is taken before anything starts.

    Raises:
        StartError: with the variable that moves it.
    """
    for variable, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise StartError(
                    f"ポート {port} はほかのプログラムが使っています。もう起動していませんか。"
                    f"別のポートを使うには: {variable}={port + 100} make run"
                ) from None


def _lock_checkout(var: Path) -> Any:
    """One `make run` per VAR_DIR; the lock ends with the process."""
    var.mkdir(parents=True, exist_ok=True)
    file = (var / "run.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise StartError("このフォルダーの窓口はもう起動しています。先に Ctrl-C で止めてください。") from None
    return file


def _dialogue_beside(database_url: str, password: str) -> str:
    """Make Rasa's own database and role on the server of DATABASE_URL.

    Raises:
        StartError: that login may not create them.
    """
    url = make_url(libpq_url(database_url))
    role, database = f"{url.database}_bot", f"{url.database}_{DIALOGUE_DB}"
    try:
        with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
            ensure_role(connection, role, password)
            with suppress(psycopg.errors.InvalidGrantOperation, psycopg.errors.InsufficientPrivilege):
                connection.execute(f'GRANT "{role}" TO CURRENT_USER')
            ensure_database(connection, database, owner=role, users=())
            connection.execute(f'REVOKE ALL ON DATABASE "{url.database}" FROM PUBLIC')
    except psycopg.Error as error:
        raise StartError(
            "DATABASE_URL のログインでは、ボット用のデータベースを作れませんでした。"
            "CREATEDB と CREATEROLE の権限を与えるか、DIALOGUE_DATABASE_URL を設定してください。"
            f"({type(error).__name__})"
        ) from None
    return url.set(username=role, password=password, database=database).render_as_string(hide_password=False)


def _secrets(settings: Settings) -> dict[str, str]:
    """Tokens between our parts: what the operator set, else what was made once for this VAR_DIR."""
    given = {
        "RASA_CHANNEL_TOKEN": settings.rasa_channel_token,
        "RASA_API_TOKEN": settings.rasa_api_token,
        "ACTION_TOKEN": settings.action_token,
    }
    made = secrets_file.load_or_create(settings.var_dir / "secrets.json")
    return made | {name: secret.get_secret_value() for name, secret in given.items() if secret.get_secret_value()}


def _ensure_keys(settings: Settings, owner_url: str) -> None:
    """Make the key ring on the first start only.

    Raises:
        StartError: the key file is gone while the database holds sealed data: a new one could open nothing.
    """
    if settings.key_file.exists():
        return
    with psycopg.connect(libpq_url(owner_url)) as connection:
        sealed = connection.execute("SELECT 1 FROM seeker WHERE data_key IS NOT NULL LIMIT 1").fetchone()
    if sealed is not None:
        raise StartError(
            f"鍵ファイル {settings.key_file} がありません。このデータベースは、その鍵でしか開けません。"
            "控えから戻してから、もう一度起動してください。"
        )
    KeyRing.generate().save(settings.key_file)


async def _prepare_databases(supervisor: Supervisor, settings: Settings, made: dict[str, str]) -> Addresses:
    if settings.database_url is None:
        server = EmbeddedPostgres(settings.var_dir / "postgres")
        await asyncio.to_thread(server.prepare)

        async def ready() -> bool:
            return await asyncio.to_thread(server.is_ready)

        await supervisor.start(
            Part(
                "postgres",
                server.process_arguments(),
                ready,
                popen={"cwd": "/", **server.popen_user},
                stop_signal=signal.SIGINT,
            )
        )
        await asyncio.to_thread(server.bootstrap)
        return server.addresses
    url = settings.database_url.get_secret_value()
    if settings.dialogue_database_url is not None:
        dialogue = settings.dialogue_database_url.get_secret_value()
    else:
        dialogue = await asyncio.to_thread(_dialogue_beside, url, made["RASA_API_TOKEN"])
    return Addresses(owner=url, app=url, dialogue=dialogue)


def _environment(settings: Settings, made: dict[str, str], addresses: Addresses) -> dict[str, str]:
    """What web, worker and Rasa share; values the operator set win over made ones."""
    environment = {
        "DATABASE_URL": addresses.app,
        "RASA_URL": f"http://127.0.0.1:{settings.rasa_port}",
        "RASA_CHANNEL_TOKEN": made["RASA_CHANNEL_TOKEN"],
        "RASA_API_TOKEN": made["RASA_API_TOKEN"],
        "ACTION_TOKEN": made["ACTION_TOKEN"],
        "MASTER_KEY_FILE": str(settings.key_file),
        "VAR_DIR": str(settings.var_dir),
    }
    if settings.uses_emulator:
        emulator = f"http://127.0.0.1:{settings.emulator_port}"
        environment |= {
            "LINE_CHANNEL_SECRET": made["LINE_CHANNEL_SECRET"],
            "LINE_CHANNEL_ACCESS_TOKEN": made["LINE_CHANNEL_ACCESS_TOKEN"],
            "LINE_API_BASE": emulator,
            "LINE_DATA_API_BASE": emulator,
            "LIFF_CHANNEL_ID": settings.liff_channel_id or "madoguchi-emulator",
            "LAST_CONTACT_EMAIL": settings.last_contact_email or "renraku@example.com",
            "FRAME_ANCESTORS": f"{emulator} http://localhost:{settings.emulator_port}",
        }
    return environment


def rasa_environment(made: dict[str, str], dialogue_url: str, web_port: int) -> dict[str, str]:
    """What the bot's process may know: its own database, its tokens, where actions are. Nothing else of ours."""
    url = make_url(libpq_url(dialogue_url))
    host = url.query.get("host") or url.host or "127.0.0.1"
    return {
        "DIALOGUE_DB_HOST": str(host),
        "DIALOGUE_DB_PORT": str(url.port or 5432),
        "DIALOGUE_DB_NAME": str(url.database),
        "DIALOGUE_DB_USER": str(url.username),
        "DIALOGUE_DB_PASSWORD": str(url.password),
        "RASA_CHANNEL_TOKEN": made["RASA_CHANNEL_TOKEN"],
        "RASA_API_TOKEN": made["RASA_API_TOKEN"],
        "ACTION_TOKEN": made["ACTION_TOKEN"],
        "ACTION_ENDPOINT_URL": f"http://127.0.0.1:{web_port}/internal/actions",
        "RASA_TELEMETRY_ENABLED": "false",
    }


def bot_python() -> Path:
    """The bot environment's interpreter.

    Raises:
        StartError: not set up.
    """
    python = ROOT / "bot" / ".venv" / "bin" / "python"
    if not python.exists():
        raise StartError("ボットの環境がありません。先に make setup を実行してください。")
    return python


async def _train_if_needed() -> Path:
    """The registered model that fits the data; trained now if there is none (progress shown, some minutes)."""
    say("  … 言語モデルを確かめています（初回は学習に数分かかります）")
    process = await asyncio.create_subprocess_exec(
        str(bot_python()), "-m", "bot.tools.train", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    lines = output.decode().strip().splitlines()
    if process.returncode != 0 or not lines:
        raise StartError("言語モデルの学習に失敗しました。上のメッセージをご覧ください。（もう一度: make train）")
    say("  ✓ 言語モデル")
    return ROOT / "models" / str(json.loads(lines[-1])["file"])


def _report(settings: Settings) -> None:
    lines = ["", "窓口の準備ができました。（Ctrl-C で終了）", ""]
    if settings.uses_emulator:
        lines.append(f"  スマートフォン（LINEの代わり）  http://127.0.0.1:{settings.emulator_port}/")
    lines += [
        f"  相談員の受付画面              {settings.public_url}/staff",
        f"  状態                          {settings.public_url}/readyz",
    ]
    if not settings.smtp_host:
        lines.append(f"  職員へのメール（送らずに保存）  {mail_folder(settings)}")
    if settings.loads_demo_data:
        lines += ["", "デモ用のログイン（架空の人物）"]
        lines += [f"  {account.login:<28}{demo.PASSWORD}   {account.label}" for account in demo.ACCOUNTS]
    sys.stdout.write("\n".join(lines) + "\n\n")
    sys.stdout.flush()


async def _bring_up(supervisor: Supervisor, settings: Settings) -> None:
    made = _secrets(settings)
    addresses = await _prepare_databases(supervisor, settings, made)
    await asyncio.to_thread(migrate, addresses.owner)
    await asyncio.to_thread(_ensure_keys, settings, addresses.owner)
    environment = _environment(settings, made, addresses)
    if settings.loads_demo_data:
        await demo.load_once(addresses.app, settings.key_file)
    model = settings.bot_model or await _train_if_needed()
    python = sys.executable
    await supervisor.start(
        Part(
            "web",
            [python, "-m", "backend", "web"],
            http_probe(f"http://127.0.0.1:{settings.port}/healthz"),
            environment,
        )
    )
    await supervisor.start(
        Part(
            "rasa",
            [str(bot_python()), "-m", "bot.server", "--model", str(model), "--port", str(settings.rasa_port)],
            http_probe(f"http://127.0.0.1:{settings.rasa_port}/"),
            rasa_environment(made, addresses.dialogue, settings.port),
        )
    )
    await supervisor.start(
        Part("worker", [python, "-m", "backend", "worker"], _worker_probe(addresses.app), environment)
    )
    if settings.uses_emulator:
        await supervisor.start(
            Part(
                "emulator",
                [python, "-m", "emulator", "--port", str(settings.emulator_port)],
                http_probe(f"http://127.0.0.1:{settings.emulator_port}/healthz"),
                {
                    "EMULATOR_WEBHOOK_URL": f"http://127.0.0.1:{settings.port}/line/webhook",
                    "EMULATOR_LIFF_ENDPOINT": f"{settings.public_url}/liff",
                    "LINE_CHANNEL_SECRET": environment["LINE_CHANNEL_SECRET"],
                    "LINE_CHANNEL_ACCESS_TOKEN": environment["LINE_CHANNEL_ACCESS_TOKEN"],
                    "LIFF_ID": environment["LIFF_CHANNEL_ID"],
                },
            )
        )


async def run(settings: Settings) -> int:
    """Bring everything up, report, and stay until Ctrl-C or SIGTERM. Returns the exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    logs = settings.var_dir / "log"
    logs.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor(logs)
    lock = None
    try:
        lock = _lock_checkout(settings.var_dir)
        ports = {"PORT": settings.port, "RASA_PORT": settings.rasa_port}
        refuse_busy_ports(ports | ({"EMULATOR_PORT": settings.emulator_port} if settings.uses_emulator else {}))
        say("窓口を準備しています")
        starting = asyncio.create_task(_bring_up(supervisor, settings))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            _report(settings)
            await stopping
        else:
            starting.cancel()
            with suppress(asyncio.CancelledError):
                await starting
        say("\n終了しています")
    except StartError as error:
        say(f"\n{error}")
        return 1
    finally:
        await supervisor.stop()
        if lock is not None:
            lock.close()
    return 0
