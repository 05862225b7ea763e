"""Working times and closing days as supervisors keep them. Called by their page (`backend.appointments.shift_routes`).

A week's pattern becomes one row for each of its days, so that bookings and duty read nothing but days. A shift somebody
is booked in stays: nobody is left with an appointment at which no one works. So shifts are locked before they go, which
waits for bookings under way; these hold the shifts they look at (`backend.appointments.service`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.models import Appointment, AppointmentState, Closure, Shift
from backend.appointments.queries import closed_days
from backend.appointments.times import business_date_of
from backend.audit import service as audit
from backend.errors import Conflict, InvalidInput, NotFound
from backend.service_profile import ServiceProfile
from backend.staff.account import list_deputies
from backend.staff.models import Staff

LONGEST = timedelta(days=366)
MAX_LANES = 8
MAX_LABEL_CHARS = 40


@dataclass(frozen=True)
class Pattern:
    """The same hours on some days. What a form left empty is None.

    Attributes:
        last: None = the first day only.
        weekdays: only these, 0 = Monday; empty = every day.
        lanes: chats at the same time.
    """

    first: date | None
    last: date | None
    weekdays: frozenset[int]
    start_minute: int | None
    end_minute: int | None
    lanes: int | None


@dataclass(frozen=True)
class ShiftItem:
    """A shift with the number of bookings that are still to come in it."""

    id: UUID
    consultant_id: UUID
    business_date: date
    start_minute: int
    end_minute: int
    lanes: int
    bookings: int


@dataclass(frozen=True)
class ClosedDay:
    """A closing day with the number of bookings that stand on it all the same."""

    business_date: date
    label: str
    bookings: int


def _to_come(now: datetime) -> ColumnElement[bool]:
    """A booking that stands and has not ended."""
    return and_(Appointment.state == AppointmentState.BOOKED, Appointment.ends_at > now)


def _in_shift(now: datetime) -> ColumnElement[bool]:
    """A booking of the shift's consultant that has not ended and begins within it."""
    return and_(
        Appointment.consultant_id == Shift.consultant_id,
        Appointment.business_date == Shift.business_date,
        Appointment.start_minute >= Shift.start_minute,
        Appointment.start_minute < Shift.end_minute,
        _to_come(now),
    )


async def list_shifts(session: AsyncSession, *, first: date, last: date, now: datetime) -> list[ShiftItem]:
    """Everybody's shifts of some days (inclusive), by day and hour."""
    bookings = select(func.count()).where(_in_shift(now)).correlate(Shift).scalar_subquery()
    rows = await session.execute(
        select(
            Shift.id,
            Shift.consultant_id,
            Shift.business_date,
            Shift.start_minute,
            Shift.end_minute,
            Shift.lanes,
            bookings,
        )
        .where(Shift.business_date.between(first, last))
        .order_by(Shift.business_date, Shift.start_minute, Shift.id)
    )
    return [ShiftItem(*row) for row in rows]


async def add_shifts(
    session: AsyncSession,
    service: ServiceProfile,
    *,
    staff_id: UUID,
    consultant_id: UUID | None,
    pattern: Pattern,
    now: datetime,
) -> int:
    """Enter somebody's hours. Of several days, closing days are left out, and days on which they overlap with others.

    Returns:
        How many days were entered; at least one.

    Raises:
        InvalidInput: `fields` says what is missing or cannot be; also when not a single day is left.
    """
    fields = _problems(service, pattern, business_date_of(now, service))
    if consultant_id is None or consultant_id not in {person.id for person in await list_deputies(session, None)}:
        fields = {"consultant_id": "shift.error.person", **fields}
    first, start, end = pattern.first, pattern.start_minute, pattern.end_minute
    if fields or consultant_id is None or first is None or start is None or end is None:
        raise InvalidInput(fields=fields)
    # One at a time for a person: the same form posted twice at once enters nothing twice.
    await session.execute(select(Staff.id).where(Staff.id == consultant_id).with_for_update(key_share=True))
    last = pattern.last or first
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    closed = await closed_days(session, service, from_=first, to=last) if len(days) > 1 else {}
    overlapping = await session.scalars(
        select(Shift.business_date).where(
            Shift.consultant_id == consultant_id,
            Shift.business_date.between(first, last),
            Shift.start_minute < end,
            Shift.end_minute > start,
        )
    )
    left_out = {*closed, *overlapping}
    wanted = [
        day for day in days if day not in left_out and (not pattern.weekdays or day.weekday() in pattern.weekdays)
    ]
    if not wanted:
        raise InvalidInput(fields={"first": "shift.error.no_day"})
    session.add_all(
        Shift(
            id=uuid4(),
            consultant_id=consultant_id,
            business_date=day,
            start_minute=start,
            end_minute=end,
            lanes=pattern.lanes,
        )
        for day in wanted
    )
    await _record(
        session,
        staff_id,
        "shifts_added",
        f"staff:{consultant_id}",
        f"{wanted[0]}..{wanted[-1]} {start}-{end} x{pattern.lanes}: {len(wanted)}",
        now=now,
    )
    return len(wanted)


def _problems(service: ServiceProfile, pattern: Pattern, today: date) -> dict[str, str]:
    """What is wrong with a pattern, by field."""
    fields, first, start, end = {}, pattern.first, pattern.start_minute, pattern.end_minute
    if first is None or first < today or first - today > LONGEST:
        fields["first"] = "shift.error.first"
    elif pattern.last is not None and not timedelta(0) <= pattern.last - first <= LONGEST:
        fields["last"] = "shift.error.last"
    if start is None or start < service.day_start_minute:
        fields["start_minute"] = "shift.error.start_minute"
    if end is None or end > service.day_end_minute or (start is not None and end <= start):
        fields["end_minute"] = "shift.error.end_minute"
    if pattern.lanes is None or not 1 <= pattern.lanes <= MAX_LANES:
        fields["lanes"] = "shift.error.lanes"
    return fields


async def remove_shift(session: AsyncSession, *, shift_id: UUID, staff_id: UUID, now: datetime) -> None:
    """Take one shift out.

    Raises:
        NotFound: there is none.
        Conflict: somebody is booked in it.
    """
    shift = await session.get(Shift, shift_id, with_for_update=True)
    if shift is None:
        raise NotFound
    gone = await session.scalar(
        delete(Shift).where(Shift.id == shift_id, ~exists().where(_in_shift(now))).returning(Shift.id)
    )
    if gone is None:
        raise Conflict("shift.error.booked", code="shift_booked")
    subject, reason = f"staff:{shift.consultant_id}", f"{shift.business_date} {shift.start_minute}-{shift.end_minute}"
    await _record(session, staff_id, "shift_removed", subject, reason, now=now)


async def end_shifts(
    session: AsyncSession,
    service: ServiceProfile,
    *,
    staff_id: UUID,
    consultant_id: UUID,
    from_: date | None,
    now: datetime,
) -> tuple[int, int]:
    """Take somebody's shifts out from a day on.

    Returns:
        How many are gone, and how many stay because somebody is booked in them.

    Raises:
        InvalidInput: no day, or one that is over.
    """
    if from_ is None or from_ < business_date_of(now, service):
        raise InvalidInput("shift.error.end_from")
    theirs = and_(Shift.consultant_id == consultant_id, Shift.business_date >= from_)
    await session.execute(select(Shift.id).where(theirs).order_by(Shift.id).with_for_update())
    gone = await session.scalars(delete(Shift).where(theirs, ~exists().where(_in_shift(now))).returning(Shift.id))
    removed = len(gone.all())
    kept = await session.scalar(select(func.count()).select_from(Shift).where(theirs)) or 0
    if removed:
        await _record(session, staff_id, "shifts_ended", f"staff:{consultant_id}", f"{from_}..: {removed}", now=now)
    return removed, kept


async def list_closures(session: AsyncSession, service: ServiceProfile, *, now: datetime) -> list[ClosedDay]:
    """Single closing days from today on. Those of the year's end are in `data/service.toml`."""
    bookings = (
        select(func.count())
        .where(Appointment.business_date == Closure.business_date, _to_come(now))
        .correlate(Closure)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Closure.business_date, Closure.label, bookings)
        .where(Closure.business_date >= business_date_of(now, service))
        .order_by(Closure.business_date)
    )
    return [ClosedDay(*row) for row in rows]


async def add_closure(
    session: AsyncSession, service: ServiceProfile, *, staff_id: UUID, day: date | None, label: str, now: datetime
) -> None:
    """No bookings are taken for this day any more; those that stand are left alone.

    Raises:
        InvalidInput: no or a past day, a day that is closed already, or no name for it.
    """
    fields, label, today = {}, " ".join(label.split()), business_date_of(now, service)
    if day is None or not timedelta(0) <= day - today <= LONGEST:
        fields["closed_on"] = "shift.error.first"
    elif await closed_days(session, service, from_=day, to=day):
        fields["closed_on"] = "shift.error.closed_already"
    if not 1 <= len(label) <= MAX_LABEL_CHARS:
        fields["label"] = "shift.error.label"
    if fields or day is None:
        raise InvalidInput(fields=fields)
    await session.execute(insert(Closure).values(business_date=day, label=label).on_conflict_do_nothing())
    await _record(session, staff_id, "closure_added", f"closure:{day}", label, now=now)


async def remove_closure(session: AsyncSession, *, staff_id: UUID, day: date, now: datetime) -> None:
    """The counter is open on this day after all.

    Raises:
        NotFound: it was not closed.
    """
    label = await session.scalar(delete(Closure).where(Closure.business_date == day).returning(Closure.label))
    if label is None:
        raise NotFound
    await _record(session, staff_id, "closure_removed", f"closure:{day}", label, now=now)


async def _record(
    session: AsyncSession, staff_id: UUID, action: str, subject: str, reason: str, *, now: datetime
) -> None:
    await audit.record(
        session, now=now, actor_kind="staff", actor_id=staff_id, action=action, subject=subject, reason=reason
    )
