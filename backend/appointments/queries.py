"""Read-only questions about appointments: what is free, what is booked. Called by the service, actions and pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY, DATE, INTEGER
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.models import Appointment, AppointmentState, Closure, Format
from backend.appointments.times import business_date_of, instant_of, is_year_end
from backend.seekers.models import Seeker
from backend.service_profile import ServiceProfile

_STEPS_DAYS = (2, 5, 14, 45)
"""Openings are looked for in growing steps, so that a near one is found without scanning two months."""

_FREE = text(
    """
    SELECT business_date, start_minute
    FROM (
        SELECT s.consultant_id, s.business_date, m.start_minute, s.lanes, count(*) AS free
        FROM shift s
        JOIN staff ON staff.id = s.consultant_id AND staff.disabled_at IS NULL
        CROSS JOIN unnest(:minutes) AS m(start_minute)
        CROSS JOIN LATERAL generate_series(0, s.lanes - 1) AS l(lane)
        CROSS JOIN LATERAL (
            SELECT (s.business_date::timestamp + make_interval(mins => m.start_minute)) AT TIME ZONE 'Asia/Tokyo' AS at
        ) AS t
        WHERE s.business_date = ANY(:days)
          AND m.start_minute >= s.start_minute
          AND m.start_minute + :slot_minutes <= s.end_minute
          AND t.at >= :earliest
          AND NOT EXISTS (
              SELECT FROM booking_cell c
              WHERE c.consultant_id = s.consultant_id AND c.lane = l.lane
                AND c.starts_at >= t.at AND c.starts_at < t.at + make_interval(mins => :slot_minutes)
          )
        GROUP BY s.id, s.consultant_id, s.business_date, m.start_minute, s.lanes
    ) AS consultant
    WHERE NOT :all_lanes OR free = lanes
    GROUP BY business_date, start_minute
    ORDER BY business_date, start_minute
    LIMIT :limit
    """
).bindparams(bindparam("minutes", type_=ARRAY(INTEGER)), bindparam("days", type_=ARRAY(DATE)))


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
        if not days or not starts:
            continue
        rows = await session.execute(
            _FREE,
            {
                "minutes": starts,
                "days": days,
                "slot_minutes": service.slot_minutes,
                "earliest": now + timedelta(minutes=service.booking_lead_minutes),
                "all_lanes": format in (Format.PHONE, Format.VIDEO),
                "limit": limit - len(found),
            },
        )
        found += [Opening(row.business_date, row.start_minute) for row in rows]
    return found


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
