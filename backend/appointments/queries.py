"""Read-only questions about appointments: what is free, what is booked. Called by the service, actions and pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY, DATE, INTEGER, TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.models import Appointment, AppointmentState, Closure, Format
from backend.appointments.times import business_date_of, instant_of, is_year_end
from backend.seekers.models import Seeker
from backend.service_profile import ServiceProfile

_STEPS_DAYS = (2, 5, 14, 45)
"""Openings are looked for in growing steps, so that a near one is found without scanning two months."""

_WISHED = "unnest(:days, :minutes, :starts, :ends) AS w(day, start_minute, starts_at, ends_at)"
_ON_SHIFT = """s.business_date = w.day AND s.business_date = ANY(:days)
        AND s.start_minute <= w.start_minute AND s.end_minute >= w.start_minute + :slot_minutes"""
_TAKEN = "c.consultant_id = s.consultant_id AND c.starts_at >= w.starts_at AND c.starts_at < w.ends_at"
_ARRAYS = (
    bindparam("days", type_=ARRAY(DATE)),
    bindparam("minutes", type_=ARRAY(INTEGER)),
    bindparam("starts", type_=ARRAY(TIMESTAMP(timezone=True))),
    bindparam("ends", type_=ARRAY(TIMESTAMP(timezone=True))),
)

# Hours at which some consultant has a free lane, and those at which some consultant has nothing booked at all. Both
# probe the cells' primary key, once for each lane until one is free; instants come from Python because PostgreSQL
# would work out the time zone again for every probe.
_LANE_FREE = text(
    f"""
    SELECT w.day, w.start_minute FROM {_WISHED}
    WHERE EXISTS (
        SELECT FROM shift s
        JOIN staff ON staff.id = s.consultant_id AND staff.disabled_at IS NULL
        CROSS JOIN LATERAL generate_series(0, s.lanes - 1) AS l(lane)
        WHERE {_ON_SHIFT}
        AND NOT EXISTS (SELECT FROM booking_cell c WHERE {_TAKEN} AND c.lane = l.lane)
    )
    ORDER BY w.day, w.start_minute LIMIT :limit
    """
).bindparams(*_ARRAYS)
_CONSULTANT_FREE = text(
    f"""
    SELECT w.day, w.start_minute FROM {_WISHED}
    WHERE EXISTS (
        SELECT FROM shift s
        JOIN staff ON staff.id = s.consultant_id AND staff.disabled_at IS NULL
        WHERE {_ON_SHIFT}
        AND NOT EXISTS (SELECT FROM booking_cell c WHERE {_TAKEN} AND c.lane = 0)
        AND NOT EXISTS (SELECT FROM booking_cell c WHERE {_TAKEN} AND c.lane = ANY('{{1,2,3,4,5,6,7}}'))
    )
    ORDER BY w.day, w.start_minute LIMIT :limit
    """
).bindparams(*_ARRAYS)


@dataclass(frozen=True, order=True)
class Opening:
    """A free hour of at least one consultant.

    Attributes:
        business_date: the day it belongs to; its last hour is after midnight.
        start_minute: 360–1440, from that day's midnight.
    """

    business_date: date
    start_minute: int

    @property
    def starts_at(self) -> datetime:
        """The instant it begins."""
        return instant_of(self.business_date, self.start_minute)


@dataclass(frozen=True)
class BookedAppointment:
    """A seeker's appointment as shown to them."""

    id: UUID
    business_date: date
    start_minute: int
    format: Format
    starts_at: datetime
    ends_at: datetime


def last_bookable_date(service: ServiceProfile, now: datetime) -> date:
    """The furthest business day bookings are taken for."""
    return business_date_of(now, service) + timedelta(days=service.booking_horizon_days)


async def closed_days(session: AsyncSession, service: ServiceProfile, *, from_: date, to: date) -> dict[date, str]:
    """Closed business days of a range (inclusive) with their labels."""
    rows = await session.scalars(select(Closure).where(Closure.business_date.between(from_, to)))
    closed = {row.business_date: row.label for row in rows}
    for offset in range((to - from_).days + 1):
        day = from_ + timedelta(days=offset)
        if is_year_end(day, service):
            closed.setdefault(day, "年末年始")
    return closed


async def list_openings(
    session: AsyncSession,
    service: ServiceProfile,
    *,
    from_: date,
    to: date,
    format: Format | None,
    now: datetime,
    limit: int,
    minutes: tuple[int, int] | None = None,
    weekdays: frozenset[int] | None = None,
) -> list[Opening]:
    """Free hours in time order: shifts without booked cells, closed days, and hours too near or too far.

    Args:
        from_: first business day.
        to: last business day, inclusive.
        format: phone and video need a consultant with all lanes free; chat or None (not chosen yet) one lane.
        minutes: earliest and latest start minute, inclusive.
        weekdays: only these days of the week, 0 = Monday.
    """
    from_ = max(from_, business_date_of(now, service))
    to = min(to, last_bookable_date(service, now))
    if from_ > to:
        return []
    low, high = minutes or (0, service.day_end_minute)
    starts = [
        minute
        for minute in range(
            service.day_start_minute, service.day_end_minute - service.slot_minutes + 1, service.slot_minutes
        )
        if low <= minute <= high
    ]
    closed = await closed_days(session, service, from_=from_, to=to)
    earliest = now + timedelta(minutes=service.booking_lead_minutes)
    found: list[Opening] = []
    day = from_
    for step in (*_STEPS_DAYS, service.booking_horizon_days + 1):
        if day > to or len(found) >= limit:
            break
        days = [
            candidate
            for offset in range(step)
            if (candidate := day + timedelta(days=offset)) <= to
            and candidate not in closed
            and (weekdays is None or candidate.weekday() in weekdays)
        ]
        day += timedelta(days=step)
        hours = [
            hour
            for business_date in days
            for minute in starts
            if (hour := Opening(business_date, minute)).starts_at >= earliest
        ]
        if hours:
            found += await _free_of(session, service, hours, format=format, limit=limit - len(found))
    return found


async def _free_of(
    session: AsyncSession, service: ServiceProfile, hours: list[Opening], *, format: Format | None, limit: int
) -> list[Opening]:
    """Those of some hours (in order) that are free, at most `limit`."""
    query = _CONSULTANT_FREE if format in (Format.PHONE, Format.VIDEO) else _LANE_FREE
    starts = [hour.starts_at for hour in hours]
    rows = await session.execute(
        query,
        {
            "days": [hour.business_date for hour in hours],
            "minutes": [hour.start_minute for hour in hours],
            "starts": starts,
            "ends": [start + timedelta(minutes=service.slot_minutes) for start in starts],
            "slot_minutes": service.slot_minutes,
            "limit": limit,
        },
    )
    return [Opening(row.day, row.start_minute) for row in rows]


async def list_appointments(session: AsyncSession, *, seeker: Seeker, now: datetime) -> list[BookedAppointment]:
    """The seeker's booked appointments that have not ended, soonest first."""
    rows = await session.scalars(
        select(Appointment)
        .where(
            Appointment.seeker_id == seeker.id,
            Appointment.state == AppointmentState.BOOKED,
            Appointment.ends_at > now,
        )
        .order_by(Appointment.starts_at)
    )
    return [as_booked(row) for row in rows]


def as_booked(appointment: Appointment) -> BookedAppointment:
    """What a seeker may see of an appointment."""
    return BookedAppointment(
        id=appointment.id,
        business_date=appointment.business_date,
        start_minute=appointment.start_minute,
        format=appointment.format,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
    )
