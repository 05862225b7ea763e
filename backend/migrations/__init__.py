"""Alembic migrations of the backend database, and `migrate()` to apply them."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def alembic_config(url: str) -> Config:
    """Alembic configuration for an address; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Bring the backend database at `url` (owner's role) to the newest version."""
    command.upgrade(alembic_config(url), "head")
