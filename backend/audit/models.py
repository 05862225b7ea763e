"""The audit log: append-only (the app's role may not update or delete) and hash-chained."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class AuditEvent(Base):
    """Who did what to whom and why. Never holds confidential values, only ids and names of fields."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    subject: Mapped[str]
    reason: Mapped[str]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]
