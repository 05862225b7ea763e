"""Appointments: booking, changing, cancelling. Called by the bot's actions and by pages.

Double booking is impossible in the database: a booking inserts fifteen-minute cells whose primary key is
(consultant, lane, start); whoever comes second inserts nothing and tries the next lane or consultant.
A seeker's own bookings are serialised by a lock on their row, so two of them never overlap.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from psycopg.errors import DeadlockDetected
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.models import Appointment, AppointmentState, BookingCell, Format, Shift
from backend.appointments.queries import (
    BookedAppointment,
    Opening,
    as_booked,
    closed_days,
    last_bookable_date,
    list_appointments,
    list_openings,
)
from backend.appointments.times import instant_of, slot_minutes_of_day
from backend.errors import Conflict, InvalidInput, NotFound
from backend.seekers.models import Seeker
from backend.service_profile import ServiceProfile
from backend.staff.models import Staff

__all__ = [
    "BookedAppointment",
    "Opening",
    "book_appointment",
    "cancel_appointment",
    "change_appointment",
    "closed_days",
    "MAX_ACTIVE",
    "find_appointment",
    "find_written_by",
    "last_bookable_date",
    "list_appointments",
    "list_openings",
]

CELL_MINUTES = 15
MAX_ACTIVE = 5
"""Bookings one seeker may hold at a time, so that nobody empties the calendar."""


@dataclass(frozen=True)
class _Seat:
    """A consultant and the lanes a booking would take."""

    consultant_id: UUID
    lanes: tuple[int, ...]


async def book_appointment(
    session: AsyncSession,
    service: ServiceProfile,
    *,
    seeker: Seeker,
    business_date: date,
    start_minute: int,
    format: Format,
    request_key: str,
    now: datetime,
) -> Appointment:
    """Book an opening with any consultant who is free. Repeating a `request_key` returns the same appointment.

    Raises:
        InvalidInput: not a slot, in the past, too near, too far or on a closed day (`code` says which).
        Conflict: `opening_taken`, `overlapping` (the seeker has another booking then) or `too_many`.
    """
    await _lock_seeker(session, seeker)
    known = await session.scalar(select(Appointment).where(Appointment.request_key == request_key))
    if known is not None:
        if known.seeker_id != seeker.id:
            raise Conflict(code="request_key_used")
        return known
    starts_at = await _check_slot(session, service, business_date, start_minute, now)
    ends_at = starts_at + timedelta(minutes=service.slot_minutes)
    active = await list_appointments(session, seeker=seeker, now=now)
    _check_own(active, starts_at, ends_at)
    if len(active) >= MAX_ACTIVE:
        raise Conflict("appointment.error.too_many", code="too_many", limit=MAX_ACTIVE)
    seats = await _seats(session, service, business_date, start_minute, format)
    if not seats:
        raise Conflict("appointment.error.taken", code="opening_taken")
    appointment = Appointment(
        id=uuid4(),
        seeker_id=seeker.id,
        consultant_id=seats[0].consultant_id,
        lane=seats[0].lanes[0],
        format=format,
        business_date=business_date,
        start_minute=start_minute,
        starts_at=starts_at,
        ends_at=ends_at,
        state=AppointmentState.BOOKED,
        request_key=request_key,
        version=1,
        created_at=now,
    )
    async with session.begin_nested():
        session.add(appointment)
        await session.flush()
        await _take_a_seat(session, appointment, seats)
    return appointment


async def change_appointment(
    session: AsyncSession,
    service: ServiceProfile,
    *,
    seeker: Seeker,
    appointment_id: UUID,
    business_date: date,
    start_minute: int,
    format: Format,
    request_key: str,
    now: datetime,
) -> Appointment:
    """Move a booking to another time or format, keeping the consultant where possible; all or nothing.

    Raises:
        NotFound: not this seeker's appointment.
        InvalidInput, Conflict: as `book_appointment`; `not_booked` when it is cancelled or has begun.
            The old booking stands.
    """
    await _lock_seeker(session, seeker)
    appointment = await _get_own(session, seeker, appointment_id)
    if appointment.last_request_key == request_key:
        return appointment
    _check_open(appointment, now)
    same = (appointment.business_date, appointment.start_minute) == (business_date, start_minute)
    if same and appointment.format is format:
        appointment.last_request_key = request_key
        await session.flush()
        return appointment
    starts_at = await _check_slot(session, service, business_date, start_minute, now)
    ends_at = starts_at + timedelta(minutes=service.slot_minutes)
    others = [other for other in await list_appointments(session, seeker=seeker, now=now) if other.id != appointment.id]
    _check_own(others, starts_at, ends_at)
    # One savepoint: either all of this happens or nothing. The old cells go first because the new ones may be
    # some of them (another format at the same hour).
    async with _deadlock_is_conflict(), session.begin_nested():
        await session.execute(delete(BookingCell).where(BookingCell.appointment_id == appointment.id))
        seats = await _seats(session, service, business_date, start_minute, format, prefer=appointment.consultant_id)
        appointment.business_date, appointment.start_minute, appointment.format = business_date, start_minute, format
        appointment.starts_at, appointment.ends_at = starts_at, ends_at
        appointment.last_request_key = request_key
        appointment.version += 1
        await _take_a_seat(session, appointment, seats)
    return appointment


async def cancel_appointment(
    session: AsyncSession, *, seeker: Seeker, appointment_id: UUID, request_key: str, now: datetime
) -> Appointment:
    """Cancel a booking and free its cells. Repeating a `request_key` changes nothing.

    Raises:
        NotFound: not this seeker's appointment.
        Conflict: `not_booked`: cancelled before, or its time has come.
    """
    await _lock_seeker(session, seeker)
    appointment = await _get_own(session, seeker, appointment_id)
    if appointment.last_request_key == request_key:
        return appointment
    _check_open(appointment, now)
    await session.execute(delete(BookingCell).where(BookingCell.appointment_id == appointment.id))
    appointment.state, appointment.cancelled_at = AppointmentState.CANCELLED, now
    appointment.last_request_key = request_key
    appointment.version += 1
    await session.flush()
    return appointment


async def find_written_by(session: AsyncSession, *, seeker: Seeker, request_key: str) -> BookedAppointment | None:
    """The appointment an earlier run of the same request has booked or changed."""
    found = await session.scalar(
        select(Appointment)
        .where(
            Appointment.seeker_id == seeker.id,
            Appointment.state == AppointmentState.BOOKED,
            or_(Appointment.request_key == request_key, Appointment.last_request_key == request_key),
        )
        .limit(1)
    )
    return None if found is None else as_booked(found)


async def find_appointment(
    session: AsyncSession, *, seeker: Seeker, appointment_id: UUID, now: datetime
) -> BookedAppointment | None:
    """One of the seeker's appointments if it is booked and has not begun."""
    appointment = await session.get(Appointment, appointment_id)
    if appointment is None or appointment.seeker_id != seeker.id:
        return None
    if appointment.state is not AppointmentState.BOOKED or appointment.starts_at <= now:
        return None
    return as_booked(appointment)


@asynccontextmanager
async def _deadlock_is_conflict() -> AsyncIterator[None]:
    """Two people swapping their hours at the same moment: PostgreSQL stops one of them, who keeps the old hour."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, DeadlockDetected):
            raise Conflict("appointment.error.taken", code="opening_taken") from error
        raise


async def _lock_seeker(session: AsyncSession, seeker: Seeker) -> None:
    await session.execute(select(Seeker.id).where(Seeker.id == seeker.id).with_for_update(key_share=True))


async def _get_own(session: AsyncSession, seeker: Seeker, appointment_id: UUID) -> Appointment:
    appointment = await session.get(Appointment, appointment_id, with_for_update=True, populate_existing=True)
    if appointment is None or appointment.seeker_id != seeker.id:
        raise NotFound
    return appointment


def _check_open(appointment: Appointment, now: datetime) -> None:
    if appointment.state is not AppointmentState.BOOKED or appointment.starts_at <= now:
        raise Conflict("appointment.error.not_booked", code="not_booked")


async def _check_slot(
    session: AsyncSession, service: ServiceProfile, business_date: date, start_minute: int, now: datetime
) -> datetime:
    if start_minute not in slot_minutes_of_day(service):
        raise InvalidInput("appointment.error.not_a_slot")
    starts_at = instant_of(business_date, start_minute)
    if starts_at < now + timedelta(minutes=service.booking_lead_minutes):
        raise InvalidInput("appointment.error.past")
    if business_date > last_bookable_date(service, now):
        raise InvalidInput("appointment.error.too_far")
    if await closed_days(session, service, from_=business_date, to=business_date):
        raise InvalidInput("appointment.error.closed")
    return starts_at


def _check_own(booked: list[BookedAppointment], starts_at: datetime, ends_at: datetime) -> None:
    if any(other.starts_at < ends_at and starts_at < other.ends_at for other in booked):
        raise Conflict("appointment.error.overlapping", code="overlapping")


async def _seats(
    session: AsyncSession,
    service: ServiceProfile,
    business_date: date,
    start_minute: int,
    format: Format,
    *,
    prefer: UUID | None = None,
) -> list[_Seat]:
    """Seats that look free now, best first: the same consultant, then for chats one who is chatting anyway.

    The shifts stay until the end of the transaction: nobody takes one out that is being booked.
    """
    shifts: dict[UUID, int] = {}
    for consultant_id, lanes in await session.execute(
        select(Shift.consultant_id, Shift.lanes)
        .join(Staff, Staff.id == Shift.consultant_id)
        .where(
            Shift.business_date == business_date,
            Shift.start_minute <= start_minute,
            Shift.end_minute >= start_minute + service.slot_minutes,
            Staff.disabled_at.is_(None),
        )
        .order_by(Shift.id)
        .with_for_update(read=True, key_share=True, of=Shift)
    ):
        shifts[consultant_id] = max(lanes, shifts.get(consultant_id, 0))
    if not shifts:
        return []
    starts_at = instant_of(business_date, start_minute)
    ends_at = starts_at + timedelta(minutes=service.slot_minutes)
    taken: dict[UUID, set[int]] = {}
    for consultant_id, lane in await session.execute(
        select(BookingCell.consultant_id, BookingCell.lane).where(
            BookingCell.consultant_id.in_(shifts),
            BookingCell.starts_at >= starts_at,
            BookingCell.starts_at < ends_at,
        )
    ):
        taken.setdefault(consultant_id, set()).add(lane)
    seats: list[tuple[tuple[bool, int, int], _Seat]] = []
    for consultant_id, lanes in shifts.items():
        busy = taken.get(consultant_id, set())
        rank = (consultant_id != prefer, -len(busy), (consultant_id.int ^ start_minute) % 997)
        if format is Format.CHAT:
            seats += [(rank, _Seat(consultant_id, (lane,))) for lane in range(lanes) if lane not in busy]
        elif not busy:
            seats.append((rank, _Seat(consultant_id, tuple(range(lanes)))))
    return [seat for _, seat in sorted(seats, key=lambda ranked: (ranked[0], str(ranked[1])))]


async def _take_cells(session: AsyncSession, appointment: Appointment, seat: _Seat) -> bool:
    """Insert all cells of a seat; False, and nothing inserted, when one of them is taken."""
    cells = [
        {
            "consultant_id": seat.consultant_id,
            "lane": lane,
            "starts_at": appointment.starts_at + timedelta(minutes=offset),
            "appointment_id": appointment.id,
        }
        for lane in seat.lanes
        for offset in range(0, int((appointment.ends_at - appointment.starts_at).total_seconds() // 60), CELL_MINUTES)
    ]
    savepoint = await session.begin_nested()
    taken = await session.scalars(
        insert(BookingCell).values(cells).on_conflict_do_nothing().returning(BookingCell.starts_at)
    )
    if len(taken.all()) < len(cells):
        await savepoint.rollback()
        return False
    await savepoint.commit()
    return True


async def _take_a_seat(session: AsyncSession, appointment: Appointment, seats: list[_Seat]) -> None:
    """Seat a stored appointment, trying one seat after the other.

    Raises:
        Conflict: `opening_taken`.
    """
    for seat in seats:
        if await _take_cells(session, appointment, seat):
            appointment.consultant_id, appointment.lane = seat.consultant_id, seat.lanes[0]
            await session.flush()
            return
    raise Conflict("appointment.error.taken", code="opening_taken")
