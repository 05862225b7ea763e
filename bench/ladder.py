"""The 24-hour ladder: 10,000 due rungs on a real PostgreSQL, once in peace and once with kill -9 in between.

Run by `bench.__main__`; as `python -m bench.ladder` it is the child that ticks and gets killed.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from backend.app import open_context
from backend.context import Context
from backend.ladder import ticker
from backend.migrations import migrate
from backend.postgres import BACKEND_DB, SUPERUSER, EmbeddedPostgres
from backend.settings import Settings
from backend.vault.keys import KeyRing
from bench.figures import table
from bench.machine import ROOT, say
from bench.stack import BenchError, clean_environment, folder

RUNGS, SECONDS_AIM = 10_000, 60.0
KILL_AFTER_S = (0.4, 0.9, 1.6, 2.5)
"""From the child's word that it ticks: some of these meet the middle of a transaction."""
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
"""Noon in Japan, with people on duty."""

FILL = """
INSERT INTO staff (id, login, display_name, password_hash, roles, registration_number, registration_expires_on,
                   notice_email, created_at)
SELECT gen_random_uuid(), 'bench-' || n || '@example.com', '架空 ' || n, 'x',
       CASE WHEN n = 4 THEN ARRAY['supervisor'] ELSE ARRAY['consultant'] END,
       '架空-' || n, '2030-03-31', 'bench-' || n || '@example.com', %(now)s FROM generate_series(1, 4) AS n;
INSERT INTO shift (id, consultant_id, business_date, start_minute, end_minute, lanes)
SELECT gen_random_uuid(), id, '2026-11-24', 360, 1500, 2 FROM staff WHERE login <> 'bench-4@example.com';
INSERT INTO seeker (id, conversation_id, pseudonym, line_state, line_state_at, data_key_version, created_at)
SELECT gen_random_uuid(), 'bench-' || n, 'B-' || n, 'active', %(now)s, 1, %(now)s
FROM generate_series(1, %(count)s) AS n;
INSERT INTO ticket (id, seeker_id, state, urgency, topic, reason, opened_at, due_at, version, created_at)
SELECT gen_random_uuid(), id, 'queued', 'normal', 'ask_human', 'human', opened_at, opened_at + interval '24 hours', 1,
       %(now)s
FROM (SELECT id, %(now)s - interval '1 minute' - interval '24 hours'
             * (ARRAY[0.5, 0.75, 0.9, 1.0])[1 + row_number() OVER () %% 4] AS opened_at FROM seeker) AS asked;
INSERT INTO ladder_rung (ticket_id, percent, nominal_at, fires_at, state, settled_at)
SELECT ticket.id, percent, at, at, CASE WHEN at < %(now)s - interval '2 minutes' THEN 'fired' ELSE 'pending' END,
       CASE WHEN at < %(now)s - interval '2 minutes' THEN at END
FROM ticket CROSS JOIN unnest(ARRAY[50, 75, 90, 100]) AS percent
CROSS JOIN LATERAL (SELECT opened_at + interval '24 hours' * percent / 100 AS at) AS share
"""


@contextmanager
def filled(count: int) -> Iterator[tuple[Path, EmbeddedPostgres]]:
    """A database with as many tickets, each with exactly one due rung, a quarter at each percent."""
    with folder() as home:
        server = EmbeddedPostgres(home / "postgres")
        server.start()
        try:
            server.bootstrap()
            migrate(server.addresses.owner)
            KeyRing.generate().save(home / "keys" / "master.json")
            with psycopg.connect(server.url(SUPERUSER, BACKEND_DB), autocommit=True) as connection:
                for statement in FILL.split(";\n"):
                    connection.execute(statement.encode(), {"now": NOW, "count": count})
                connection.execute("ANALYZE")
            yield home, server
        finally:
            server.stop()


@asynccontextmanager
async def ticking(database_url: str, home: Path) -> AsyncIterator[Context]:
    """What a worker has, at noon."""
    settings = Settings(_env_file=None, database_url=database_url, var_dir=home)  # type: ignore[call-arg,arg-type]
    async with open_context(settings) as context:
        yield replace(context, clock=lambda: NOW)


def result(server: EmbeddedPostgres) -> dict[str, int]:
    """Counted in the database: rungs fired by the ticker, told twice, still due; pages and mails written for them."""
    query = """
        SELECT count(*) FILTER (WHERE true), coalesce(sum(times - 1), 0),
               (SELECT count(*) FROM ladder_rung WHERE state = 'pending' AND fires_at <= %(now)s),
               (SELECT count(*) FROM staff_notice WHERE channel = 'page'),
               (SELECT count(*) FROM staff_notice WHERE channel = 'email'),
               (SELECT count(*) FROM breach),
               (SELECT count(*) FROM ticket WHERE state = 'claimed')
        FROM (SELECT count(*) AS times FROM ticket_event WHERE kind = 'rung_fired'
              GROUP BY ticket_id, details->>'percent') AS told"""
    with psycopg.connect(server.url(SUPERUSER, BACKEND_DB)) as connection:
        row = connection.execute(query.encode(), {"now": NOW}).fetchone()
    assert row is not None
    names = ("fired", "doubled", "lost", "pages", "mails", "breaches", "assigned")
    return {name: int(value) for name, value in zip(names, row, strict=True)}


async def in_peace(count: int) -> dict[str, Any]:
    """One ticker, nothing else."""
    with filled(count) as (home, server):
        async with ticking(server.addresses.app, home) as context:
            began = time.perf_counter()
            await ticker.tick(context)
            seconds = time.perf_counter() - began
        return {"what": "in one go", "seconds": round(seconds, 2), "kills": 0, **result(server)}


async def with_kills(count: int) -> dict[str, Any]:
    """Children that tick and are killed with SIGKILL, then one that may end as the next tick would."""
    with filled(count) as (home, server):
        began = time.perf_counter()
        kills = 0
        # the last ones may end; a second one only if the first met a killed ticker's transaction still ending
        for wait_s in (*KILL_AFTER_S, None, None):
            if result(server)["lost"] == 0:
                break
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bench.ladder",
                cwd=ROOT, stdout=asyncio.subprocess.PIPE, start_new_session=True,
                env=clean_environment(os.environ) | {"DATABASE_URL": server.addresses.app, "VAR_DIR": str(home)},
            )  # fmt: skip
            assert child.stdout is not None
            if not await child.stdout.readline():
                raise BenchError("the ticking child did not start")
            try:
                await asyncio.wait_for(child.wait(), wait_s)
            except TimeoutError:
                child.send_signal(signal.SIGKILL)
                await child.wait()
                kills += 1
        seconds = time.perf_counter() - began
        return {"what": "killed in between", "seconds": round(seconds, 2), "kills": kills, **result(server)}


async def run(*, rungs: int = RUNGS) -> dict[str, Any]:
    """Measure both, print the table, return the figures."""
    say(f"ladder: {rungs:,} due rungs")
    peace = await in_peace(rungs)
    say("ladder: the same with kill -9")
    killed = await with_kills(rungs)
    print(table([peace, killed], f"\n{rungs:,} due rungs, four people on the list"))
    once = all(row["fired"] == rungs and row["doubled"] == row["lost"] == 0 for row in (peace, killed))
    return {
        "fired": peace["fired"],
        "seconds": peace["seconds"],
        "doubled": peace["doubled"] + killed["doubled"],
        "lost": peace["lost"] + killed["lost"],
        "rows": [peace, killed],
        "aims": {
            f"{rungs:,} rungs in < {SECONDS_AIM:.0f} s": peace["seconds"] < SECONDS_AIM,
            "each exactly once": once,
        },
    }


async def _child() -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert settings.database_url is not None
    async with ticking(settings.database_url.get_secret_value(), settings.var_dir) as context:
        print("ticking", flush=True)
        await ticker.tick(context)


if __name__ == "__main__":
    asyncio.run(_child())
