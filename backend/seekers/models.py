"""Seekers: people who talk to us on LINE, known inside by opaque ids only."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class LineState(StrEnum):
    """Whether LINE will show what we send."""

    ACTIVE = "active"
    BLOCKED = "blocked"


class Seeker(Base):
    """A person asking for support (求職者).

    The LINE user id exists only encrypted; `line_user_index` (HMAC) finds the row again. `conversation_id` is the
    only name the bot knows, `pseudonym` the only one the queue shows before a consultant opens the case.
    `pushes_stopped_at`: wishes no job news, the seeker's own to end. `pushes_paused_at`: the last danger, since when no
    news goes out until a consultant ends it. `model_consent_at`: agreed that a redacted summary may go to an outside
    model for drafting help.
    """

    __tablename__ = "seeker"
    __table_args__ = (Index("ix_seeker_pseudonym", "pseudonym", postgresql_ops={"pseudonym": "text_pattern_ops"}),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[str] = mapped_column(unique=True)
    pseudonym: Mapped[str]
    line_user_index: Mapped[bytes | None] = mapped_column(unique=True)
    line_user_sealed: Mapped[bytes | None]
    line_state: Mapped[LineState] = mapped_column(default=LineState.ACTIVE)
    line_state_at: Mapped[datetime]
    data_key: Mapped[bytes | None]
    data_key_version: Mapped[int]
    registered_at: Mapped[datetime | None]
    pushes_stopped_at: Mapped[datetime | None]
    pushes_paused_at: Mapped[datetime | None]
    model_consent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
