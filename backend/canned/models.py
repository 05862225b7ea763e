"""Ready-made texts for answers. Public wording only: no person's details belong here."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class CannedAnswer(Base):
    """A text a consultant may start from.

    Attributes:
        body: may hold placeholders such as `{pseudonym}` or `{consultant}` (see `backend.canned.service`).
        topic: topic of tickets it fits best; None = any.
        may_go_to_line: approved by a supervisor to be sent on LINE word for word.
    """

    __tablename__ = "canned_answer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    topic: Mapped[str | None]
    may_go_to_line: Mapped[bool] = mapped_column(default=False)
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    updated_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    updated_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
