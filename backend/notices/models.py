"""Notices to staff, one row for each person and channel, and pages for urgent tickets."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class NoticeChannel(StrEnum):
    """How a person is told."""

    PAGE = "page"
    EMAIL = "email"
    WEBHOOK = "webhook"


class NoticeState(StrEnum):
    """pending → sent → read (page only); or failed after the last try."""

    PENDING = "pending"
    SENT = "sent"
    READ = "read"
    FAILED = "failed"


class StaffNotice(Base):
    """One message to one person over one channel; ids and figures only, never what a seeker wrote.

    Attributes:
        dedupe_key: names cause, person and channel; the same cause tells nobody twice.
        staff_id: None = the fixed last contact of the settings.
        kind: key under `notice.*` in messages; `values` fill its placeholders.
    """

    __tablename__ = "staff_notice"
    __table_args__ = (
        Index(
            "ix_staff_notice_unread",
            "staff_id",
            "created_at",
            postgresql_where=text("channel = 'page' AND state = 'sent'"),
        ),
        Index(None, "ticket_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    channel: Mapped[NoticeChannel]
    kind: Mapped[str]
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Paging(Base):
    """An urgent ticket calls staff, again and again, until somebody acknowledges it (or claims the ticket)."""

    __tablename__ = "paging"
    __table_args__ = (Index("ix_paging_due", "next_at", postgresql_where=text("ended_at IS NULL")),)

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    started_at: Mapped[datetime]
    rounds: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
