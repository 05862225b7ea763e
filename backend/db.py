"""The database: declarative base, engine, and the one way to open a transaction.

Services take a session, flush and never commit; entry points (routes, actions, jobs) own the transaction:

    async with db.transaction() as session:
        await service.do_something(session, now=clock())
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import DateTime, Enum, MetaData, Text, event, make_url, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


PING_AFTER_S = 1.0


class Base(DeclarativeBase):
    """Base of all tables: datetimes are timestamptz, dicts JSONB, StrEnums their values as text."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        str: Text,
        StrEnum: Enum(
            StrEnum, native_enum=False, length=32, values_callable=lambda states: [member.value for member in states]
        ),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
    }


class Database:
    """An engine and its sessions. One per process."""

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = async_url(url)
        self.engine: AsyncEngine = create_async_engine(
            self.url, pool_size=pool_size, max_overflow=pool_size, pool_timeout=10
        )
        _ping_after_rest(self.engine)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends and rolls back when it raises."""
        async with self._sessions() as session, session.begin():
            yield session

    async def ping(self) -> None:
        """Raise when the database cannot answer."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all pooled connections."""
        await self.engine.dispose()


def _ping_after_rest(engine: AsyncEngine) -> None:
    """Try a connection that has not been used for a while before it is used: the server may have been restarted.

    SQLAlchemy's own pre-ping does so every time, which is a round trip for each transaction.
    """

    def check_in(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    def check_out(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("rests_since", time.monotonic()) > PING_AFTER_S:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError from error

    event.listen(engine.sync_engine, "checkin", check_in)
    event.listen(engine.sync_engine, "checkout", check_out)


def async_url(url: str) -> str:
    """Any PostgreSQL address in SQLAlchemy's spelling for psycopg 3."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def libpq_url(url: str) -> str:
    """The same address for libpq (psycopg, procrastinate, psql)."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


async def driver_connection(session: AsyncSession) -> Any:
    """The psycopg connection under a session, so that a job can be enqueued in the same transaction."""
    connection = await session.connection()
    return (await connection.get_raw_connection()).driver_connection
