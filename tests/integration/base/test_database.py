"""The database itself: roles, the schema against the models, append-only audit log, the embedded server."""

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from backend.audit import service as audit
from backend.audit.models import AuditEvent
from backend.context import Context
from backend.db import Base, Database, async_url
from backend.migrations.tables import import_all_models
from backend.postgres import BACKEND_DB, BOT, DIALOGUE_DB, OWNER, EmbeddedPostgres
from tests.conftest import START, FrozenClock


def test_migrations_make_exactly_the_tables_of_the_models(postgres: EmbeddedPostgres) -> None:
    import_all_models()
    engine = create_engine(async_url(postgres.url(OWNER, BACKEND_DB)))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or "procrastinate" not in str(name)}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_rasas_role_cannot_connect_to_the_backend_database(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(postgres.url(BOT, BACKEND_DB))
    psycopg.connect(postgres.url(BOT, DIALOGUE_DB)).close()


def test_the_apps_role_cannot_connect_to_rasas_database(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(postgres.url("backend_app", DIALOGUE_DB))


def test_the_server_listens_on_no_network_port(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url("postgres", "postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_wrong_password_is_refused(postgres: EmbeddedPostgres) -> None:
    address = f"postgresql://postgres:wrong@/postgres?host={postgres.socket_directory}"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_passwords_are_readable_by_their_owner_only(postgres: EmbeddedPostgres) -> None:
    assert (postgres.home / "passwords.json").stat().st_mode & 0o077 == 0


async def test_the_app_cannot_change_the_schema(database: Database) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with database.transaction() as session:
            await session.execute(text("CREATE TABLE intruder (id int)"))


async def _three_audit_events(context: Context, clock: FrozenClock) -> None:
    for number in range(3):
        clock.advance(seconds=1)
        async with context.db.transaction() as session:
            await audit.record(
                session, now=clock(), actor_kind="staff", action="vault_read", subject=f"seeker:{number}", reason="架空"
            )


async def test_audit_events_form_a_chain(context: Context, clock: FrozenClock) -> None:
    await _three_audit_events(context, clock)
    async with context.db.transaction() as session:
        assert await audit.first_broken_link(session) is None


@pytest.mark.parametrize("change", ["UPDATE audit_event SET action = 'nothing'", "DELETE FROM audit_event"])
async def test_audit_events_cannot_be_changed_or_deleted(context: Context, clock: FrozenClock, change: str) -> None:
    await _three_audit_events(context, clock)
    with pytest.raises(DBAPIError, match="append-only"):
        async with context.db.transaction() as session:
            await session.execute(text(change))


async def test_an_audit_event_altered_behind_the_database_is_found(
    context: Context, clock: FrozenClock, postgres: EmbeddedPostgres, database_url: str
) -> None:
    await _three_audit_events(context, clock)
    name = str(make_url(database_url).database)
    with psycopg.connect(postgres.url("postgres", name), autocommit=True) as superuser:
        superuser.execute("ALTER TABLE audit_event DISABLE TRIGGER append_only")
        superuser.execute("UPDATE audit_event SET subject = 'seeker:9' WHERE id = 2")
    async with context.db.transaction() as session:
        assert await audit.first_broken_link(session) == 2


async def _write_and_fail(database: Database) -> None:
    async with database.transaction() as session:
        await audit.record(session, now=START, actor_kind="system", action="x", subject="y")
        raise RuntimeError("stop")


async def test_a_failing_block_writes_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="stop"):
        await _write_and_fail(database)
    async with database.transaction() as session:
        assert await session.get(AuditEvent, 1) is None
