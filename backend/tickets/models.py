"""Escalation tickets: a question only a consultant can answer, with its 24-hour clock."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base

PROMISE = timedelta(hours=24)
LEASE = timedelta(minutes=30)


class TicketState(StrEnum):
    """queued → claimed (30-minute lease) → answered → closed; aside: delivery_failed, withdrawn, merged."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    CLOSED = "closed"
    DELIVERY_FAILED = "delivery_failed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


OPEN_STATES = (TicketState.QUEUED, TicketState.CLAIMED, TicketState.DELIVERY_FAILED)


class Urgency(StrEnum):
    """Urgent tickets sort above all others and page staff."""

    NORMAL = "normal"
    URGENT = "urgent"


class AuthorKind(StrEnum):
    """Who wrote a message of a ticket."""

    SEEKER = "seeker"
    CONSULTANT = "consultant"
    BOT = "bot"
    SYSTEM = "system"


class Ticket(Base):
    """One episode. `opened_at` is LINE's timestamp of the unanswered message; `due_at` never changes."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_open_due", "due_at", postgresql_where=text("state IN ('queued','claimed','delivery_failed')")),
        Index(
            "uq_ticket_one_open_per_seeker",
            "seeker_id",
            unique=True,
            postgresql_where=text("state IN ('queued','claimed','delivery_failed')"),
        ),
        Index(None, "seeker_id", "opened_at"),
        Index(
            "ix_ticket_queue",
            text("urgency DESC"),
            "due_at",
            "id",
            postgresql_where=text("state IN ('queued','claimed','delivery_failed')"),
        ),
        Index("ix_ticket_answered", "answered_at", "id", postgresql_where=text("state = 'answered'")),
        Index(None, "opened_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("seeker.id", ondelete="CASCADE"))
    state: Mapped[TicketState] = mapped_column(default=TicketState.QUEUED)
    urgency: Mapped[Urgency] = mapped_column(default=Urgency.NORMAL)
    topic: Mapped[str]
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    lease_until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class TicketMessage(Base):
    """One entry of the conversation, sealed with the seeker's data key (place `ticket_message:<id>`)."""

    __tablename__ = "ticket_message"
    __table_args__ = (Index(None, "ticket_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    author_kind: Mapped[AuthorKind]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    body_sealed: Mapped[bytes]
    request_key: Mapped[str] = mapped_column(unique=True)
    line_message_id: Mapped[UUID | None] = mapped_column(ForeignKey("line_message.id", ondelete="SET NULL"))
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class TicketEvent(Base):
    """Append-only history of a ticket; the measures of the promise are computed from it."""

    __tablename__ = "ticket_event"
    __table_args__ = (Index(None, "ticket_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    kind: Mapped[str]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
