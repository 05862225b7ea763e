"""Files belonging to a ticket's message, sealed with the seeker's data key."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class ScanState(StrEnum):
    """What the virus scanner said. `unscanned`: none is configured, shown as such."""

    PENDING = "pending"
    CLEAN = "clean"
    UNSCANNED = "unscanned"
    INFECTED = "infected"


class Attachment(Base):
    """One file. Name and content are sealed (places `attachment_name:<id>`, `attachment:<id>`).

    Attributes:
        message_id: the entry it belongs to; None while an answer is still being written.
        uploaded_by_id: None = the seeker.
    """

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "ticket_id"), Index(None, "message_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket_message.id", ondelete="CASCADE"))
    uploaded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    scan: Mapped[ScanState]
    request_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
