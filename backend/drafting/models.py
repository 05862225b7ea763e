"""What left for an outside model, and the switch that stops it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class DraftRequest(Base):
    """One request for a draft: the payload as it left (sealed with the seeker's key), and what became of it."""

    __tablename__ = "draft_request"
    __table_args__ = (Index(None, "ticket_id"), Index(None, "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    model: Mapped[str]
    url_host: Mapped[str]
    payload_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    outcome: Mapped[str]
    duration_ms: Mapped[int]


class ServiceSwitch(Base):
    """A switch people may throw at any time, e.g. the kill switch of drafting help. No row = its default."""

    __tablename__ = "service_switch"

    name: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
    reason: Mapped[str]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]
