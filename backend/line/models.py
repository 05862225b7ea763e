"""What came from LINE (`line_event`) and what goes there (`line_message`, the outbox)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class EventState(StrEnum):
    """received → handled | ignored; `withdrawn` = the person took the message back (unsend)."""

    RECEIVED = "received"
    HANDLED = "handled"
    IGNORED = "ignored"
    WITHDRAWN = "withdrawn"


class LineEvent(Base):
    """One webhook event, stored masked. `webhook_event_id` is unique, so a redelivery changes nothing."""

    __tablename__ = "line_event"
    __table_args__ = (Index(None, "seeker_id", "occurred_at"), Index(None, "message_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    webhook_event_id: Mapped[str] = mapped_column(unique=True)
    seeker_id: Mapped[UUID | None] = mapped_column(ForeignKey("seeker.id", ondelete="CASCADE"))
    event_type: Mapped[str]
    message_type: Mapped[str | None]
    message_id: Mapped[str | None]
    masked_text: Mapped[str | None]
    pii_types: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    safety_label: Mapped[str] = mapped_column(default="none")
    postback: Mapped[dict[str, Any] | None]
    reply_token: Mapped[str | None]
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    state: Mapped[EventState] = mapped_column(default=EventState.RECEIVED)
    handled_at: Mapped[datetime | None]
    error_code: Mapped[str | None]


class MessageState(StrEnum):
    """pending → sending → accepted | failed | uncertain. Terminal states never change.

    `uncertain`: a reply whose outcome LINE never told us and whose token has expired; sent again it might be a
    duplicate, so it is not.
    """

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"


TERMINAL_STATES = frozenset(
    {MessageState.ACCEPTED, MessageState.FAILED, MessageState.UNCERTAIN, MessageState.WITHDRAWN}
)


class LineMessage(Base):
    """One call to LINE (up to five message objects). `retry_key` exists before the first try.

    `dedupe_key` names the cause (event id + number, ticket answer id …): the same cause cannot be sent twice.
    """

    __tablename__ = "line_message"
    __table_args__ = (Index(None, "seeker_id", "created_at"), Index(None, "state", "created_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("seeker.id", ondelete="CASCADE"))
    line_event_id: Mapped[UUID | None] = mapped_column(ForeignKey("line_event.id", ondelete="SET NULL"))
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    messages: Mapped[list[dict[str, Any]]]
    reply_token: Mapped[str | None]
    reply_expires_at: Mapped[datetime | None]
    retry_key: Mapped[UUID] = mapped_column(default=uuid4)
    state: Mapped[MessageState] = mapped_column(default=MessageState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    reply_tried_at: Mapped[datetime | None]
    first_push_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    line_request_id: Mapped[str | None]
    error_code: Mapped[str | None]
    created_at: Mapped[datetime]
