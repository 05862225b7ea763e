"""Appointments, the consultants' shifts, and the cells that make double booking impossible."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class Format(StrEnum):
    """How a consultation is held. Chat leaves the consultant's other lanes free; phone and video take them all."""

    CHAT = "chat"
    PHONE = "phone"
    VIDEO = "video"


class AppointmentState(StrEnum):
    """booked → completed | no_show; booked → cancelled. A change of time keeps the row and bumps `version`."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NO_SHOW = "no_show"


class Shift(Base):
    """A consultant's working time within one business day (minutes 360–1500 after its midnight)."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("start_minute >= 360 AND end_minute <= 1500 AND start_minute < end_minute", name="hours"),
        CheckConstraint("lanes BETWEEN 1 AND 8", name="lanes"),
        Index(None, "business_date"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    business_date: Mapped[date]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    lanes: Mapped[int] = mapped_column(default=2)


class Closure(Base):
    """A business day on which nobody consults (year end, summer days)."""

    __tablename__ = "closure"

    business_date: Mapped[date] = mapped_column(primary_key=True)
    label: Mapped[str]


class Appointment(Base):
    """A booked consultation. `request_key` (the LINE event) makes booking twice from one message impossible."""

    __tablename__ = "appointment"
    __table_args__ = (Index(None, "seeker_id", "starts_at"), Index(None, "starts_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("seeker.id", ondelete="CASCADE"))
    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    lane: Mapped[int]
    format: Mapped[Format]
    business_date: Mapped[date]
    start_minute: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[AppointmentState] = mapped_column(default=AppointmentState.BOOKED)
    request_key: Mapped[str] = mapped_column(unique=True)
    last_request_key: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class BookingCell(Base):
    """Fifteen minutes of one consultant's lane, taken. The primary key is the whole protection."""

    __tablename__ = "booking_cell"
    __table_args__ = (Index(None, "appointment_id"),)

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    lane: Mapped[int] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id", ondelete="CASCADE"))
