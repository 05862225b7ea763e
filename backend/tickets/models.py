"""Escalation tickets: a question only a consultant can answer, with its 24-hour clock."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base

PROMISE = timedelta(hours=24)
LEASE = timedelta(minutes=30)
UNDO = timedelta(seconds=10)
"""How long a written answer waits before it leaves, so that it can be taken back."""


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


class CloseReason(StrEnum):
    """Why an episode ended. `thanks`: nothing was asked, so nothing had to be answered."""

    DONE = "done"
    THANKS = "thanks"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class AnswerChannel(StrEnum):
    """Where an answer is read: the secure inbox (LINE gets a notice only), or the talk itself after the guard."""

    INBOX = "inbox"
    LINE = "line"


class AuthorKind(StrEnum):
    """Who wrote a message of a ticket."""

    SEEKER = "seeker"
    CONSULTANT = "consultant"
    BOT = "bot"
    SYSTEM = "system"


class Ticket(Base):
    """One episode. `opened_at` is LINE's timestamp of the unanswered message; `due_at` never changes (trigger).

    Attributes:
        labels: what it is about, as consultants see it (keys of `queue.label.*`).
        previous_id: the answered episode this one continues.
        merged_into_id: the episode that took over the conversation (state merged).
        answer_pending_at: an answer is written and on its way to LINE since then; None before and after.
    """

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
    answer_pending_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None]
    labels: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=text("'{}'"))
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class TicketMessage(Base):
    """One entry of the conversation, sealed with the seeker's data key (place `ticket_message:<id>`).

    Attributes:
        channel: where a consultant's answer is read; None for everybody else's entries.
        held_until: the answer leaves, and the seeker sees it, from then on; until then it can be taken back.
        links: what its notice offers to tap (keys of `queue.link.*`).
    """

    __tablename__ = "ticket_message"
    __table_args__ = (Index(None, "ticket_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    author_kind: Mapped[AuthorKind]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    body_sealed: Mapped[bytes]
    request_key: Mapped[str] = mapped_column(unique=True)
    line_message_id: Mapped[UUID | None] = mapped_column(ForeignKey("line_message.id", ondelete="SET NULL"))
    channel: Mapped[AnswerChannel | None]
    held_until: Mapped[datetime | None]
    links: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=text("'{}'"))
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class TicketNote(Base):
    """A consultants' note on a case, sealed. A table of its own: no path leads from here to a seeker's page or LINE."""

    __tablename__ = "ticket_note"
    __table_args__ = (Index(None, "ticket_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    request_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class TicketDraft(Base):
    """What one person is writing on one ticket, sealed; gone once it is sent."""

    __tablename__ = "ticket_draft"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime]


class TicketPresence(Base):
    """Who has a ticket open right now. Unlogged: after a crash of the database nobody is there any more."""

    __tablename__ = "ticket_presence"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime]
    typing_at: Mapped[datetime | None]


class TicketFeedback(Base):
    """Whether an answer helped, asked once on the secure page. The comment is sealed with the seeker's key."""

    __tablename__ = "ticket_feedback"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score"),)

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    score: Mapped[int]
    comment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class TicketEvent(Base):
    """Append-only history of a ticket (trigger); the measures of the promise are computed from it."""

    __tablename__ = "ticket_event"
    __table_args__ = (Index(None, "ticket_id", "at"), Index(None, "kind", "at"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    kind: Mapped[str]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
