"""Rungs of the warning ladder, breaches of the promise, and the pulse of the process that climbs it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base

PERCENTS = (50, 75, 90, 100)
"""Shares of the promise at which somebody is told."""


class RungState(StrEnum):
    """pending → fired | skipped. Skipped: the episode ended first, or a higher rung was due at the same moment."""

    PENDING = "pending"
    FIRED = "fired"
    SKIPPED = "skipped"


class LadderRung(Base):
    """One warning of one episode; the primary key makes telling twice impossible.

    Attributes:
        nominal_at: the plain share of the 24 hours.
        fires_at: the same, pulled back into hours in which somebody works; never later than `nominal_at`.
    """

    __tablename__ = "ladder_rung"
    __table_args__ = (
        CheckConstraint("percent IN (50, 75, 90, 100)", name="percent"),
        CheckConstraint("fires_at <= nominal_at", name="never_late"),
        Index("ix_ladder_rung_due", "fires_at", postgresql_where=text("state = 'pending'")),
    )

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    percent: Mapped[int] = mapped_column(primary_key=True)
    nominal_at: Mapped[datetime]
    fires_at: Mapped[datetime]
    state: Mapped[RungState] = mapped_column(default=RungState.PENDING)
    settled_at: Mapped[datetime | None]


class Breach(Base):
    """A promise that was not kept. The row is made at 100 %; people add why, and that the seeker got an apology."""

    __tablename__ = "breach"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    breached_at: Mapped[datetime]
    reason: Mapped[str | None]
    prevention: Mapped[str | None]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    recorded_at: Mapped[datetime | None]
    apologised_at: Mapped[datetime | None]


class Heartbeat(Base):
    """When a periodic part of the system last did its work; an old one is an alarm."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    alarmed_at: Mapped[datetime | None]
