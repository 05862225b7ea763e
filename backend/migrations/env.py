"""Alembic environment: runs the migrations of the backend database with the owner's role."""

from alembic import context
from sqlalchemy import create_engine, text

from backend.db import Base, async_url
from backend.migrations.tables import import_all_models

import_all_models()
LOCK_TIMEOUT = "10s"


def run() -> None:
    """Apply migrations on one connection, with a lock time-out so that a busy table fails fast instead of queueing."""
    url = context.config.attributes["url"]
    engine = create_engine(async_url(url))
    with engine.connect() as connection:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=lambda name, kind, _parents: kind != "table" or not str(name).startswith("procrastinate_"),
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
