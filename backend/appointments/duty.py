"""Who works when: the shift table, minus absences, plus deputies. Asked by the ladder, paging and assignment.

A shift counts on closing days too: closures end bookings, but the 24-hour promise runs on every day of the year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.models import Shift
from backend.appointments.times import instant_of
from backend.clock import to_jst
from backend.staff.models import Absence, Role, Staff


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of time, its end excluded."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


async def list_staffed_spans(session: AsyncSession, *, since: datetime, until: datetime) -> list[Span]:
    """When somebody works who can do something about a ticket, within since–until; in order, not overlapping."""
    absences = await _absences(session, since=since, until=until)
    spans: list[Span] = []
    for staff, span in await _shifts(session, since=since, until=until):
        away = [Span(absence.starts_at, absence.ends_at) for absence in absences if absence.staff_id == staff.id]
        spans += _without(Span(max(span.start, since), min(span.end, until)), away)
    return _merged(spans)


async def list_on_duty(session: AsyncSession, *, now: datetime) -> list[Staff]:
    """Registered consultants and supervisors whose shift it is, deputies in place of the absent; by name."""
    shifts = await _shifts(session, since=now, until=now)
    return await present(session, (staff for staff, span in shifts if now in span), now=now)


async def list_supervisors(session: AsyncSession, *, now: datetime) -> list[Staff]:
    """All supervisors, whatever their shifts, deputies in place of the absent; by name."""
    found = await session.scalars(
        select(Staff).where(Staff.roles.contains([Role.SUPERVISOR.value]), Staff.disabled_at.is_(None))
    )
    return await present(session, found, now=now)


async def present(session: AsyncSession, people: Iterable[Staff], *, now: datetime) -> list[Staff]:
    """The same people, with whoever is out of office replaced by the deputy, or by nobody; each once, by name."""
    away = {absence.staff_id: absence.deputy_id for absence in await _absences(session, since=now, until=now)}
    deputy_ids = {deputy_id for deputy_id in away.values() if deputy_id is not None}
    deputies = {
        staff.id: staff
        for staff in await session.scalars(select(Staff).where(Staff.id.in_(deputy_ids), Staff.disabled_at.is_(None)))
    }
    there: dict[str, Staff] = {}
    for person in people:
        stand_in: Staff | None = person
        passed = set()
        while stand_in is not None and stand_in.id in away:
            passed.add(stand_in.id)
            deputy_id = away[stand_in.id]
            # two people who stand in for each other and are both away are nobody
            stand_in = deputies.get(deputy_id) if deputy_id is not None and deputy_id not in passed else None
        if stand_in is not None and stand_in.disabled_at is None:
            there[stand_in.login] = stand_in
    return sorted(there.values(), key=lambda staff: (staff.display_name, staff.login))


async def _shifts(session: AsyncSession, *, since: datetime, until: datetime) -> list[tuple[Staff, Span]]:
    """Shifts that touch since–until, of people who may act: registered that day, or supervisors."""
    first, last = to_jst(since).date() - timedelta(days=1), to_jst(until).date()
    rows = await session.execute(
        select(Staff, Shift)
        .join(Shift, Shift.consultant_id == Staff.id)
        .where(Shift.business_date.between(first, last), Staff.disabled_at.is_(None))
        .order_by(Shift.business_date, Shift.start_minute)
    )
    found = [
        (
            staff,
            Span(
                instant_of(shift.business_date, shift.start_minute), instant_of(shift.business_date, shift.end_minute)
            ),
        )
        for staff, shift in rows
        if staff.is_registered_consultant(shift.business_date) or staff.may(Role.SUPERVISOR)
    ]
    return [(staff, span) for staff, span in found if span.start <= until and span.end > since]


def _span(shift: Shift) -> Span:
    day = shift.business_date
    return Span(instant_of(day, shift.start_minute), instant_of(day, shift.end_minute))


async def _absences(session: AsyncSession, *, since: datetime, until: datetime) -> list[Absence]:
    found = await session.scalars(
        select(Absence)
        .where(Absence.starts_at <= until, Absence.ends_at > since)
        .order_by(Absence.deputy_id.is_(None).desc(), Absence.starts_at)
    )
    return list(found)


def _without(span: Span, away: list[Span]) -> list[Span]:
    """What is left of a span."""
    left = [span]
    for gone in away:
        left = [
            piece
            for one in left
            for piece in (Span(one.start, min(one.end, gone.start)), Span(max(one.start, gone.end), one.end))
            if piece.start < piece.end
        ]
    return left


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
