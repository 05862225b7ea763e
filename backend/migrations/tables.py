"""Imports every feature's models, so that Alembic and the schema test see all tables."""

from importlib import import_module

FEATURES_WITH_TABLES = (
    "appointments",
    "attachments",
    "audit",
    "canned",
    "drafting",
    "ladder",
    "line",
    "notices",
    "pages",
    "seekers",
    "staff",
    "tickets",
    "vault",
)


def import_all_models() -> None:
    """Register all tables on `backend.db.Base.metadata`."""
    for feature in FEATURES_WITH_TABLES:
        import_module(f"backend.{feature}.models")
