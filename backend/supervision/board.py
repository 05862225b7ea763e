"""The supervisors' board: who is there and how much they hold, and which questions are at risk. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.appointments.models import Shift
from backend.appointments.times import instant_of
from backend.clock import to_jst
from backend.notices.models import Paging
from backend.seekers.models import Seeker
from backend.staff.models import Absence, Role, Staff
from backend.staff.service import list_people
from backend.supervision.queries import hours_of
from backend.tickets.desk import FORCE_FROM
from backend.tickets.listing import DUE_SOON, IS_OPEN
from backend.tickets.models import PROMISE, Ticket, TicketEvent, TicketState, Urgency

LOOK_AHEAD_DAYS = 14
P50_OVER = timedelta(days=30)
LIMIT = 100
"""More questions than this are worked on in the queue, not on the board."""


class Presence(StrEnum):
    """Whether somebody works right now."""

    ON_DUTY = "on_duty"
    OFF = "off"
    ABSENT = "absent"


class Risk(StrEnum):
    """Why a question wants a supervisor's eye, the worst first."""

    OVERDUE = "overdue"
    URGENT = "urgent"
    FAILED = "failed"
    DUE_SOON = "due_soon"
    UNCLAIMED = "unclaimed"


@dataclass(frozen=True)
class Person:
    """A consultant who may answer today.

    Attributes:
        until: end of the shift, or of the absence; next_at: start of the next shift.
        held: questions held with a running lease; lease_until and due_at: the earliest of them.
        answered_today: since midnight in Japan; p50_h: median hours to the answer, last 30 days.
    """

    id: UUID
    name: str
    presence: Presence
    until: datetime | None
    next_at: datetime | None
    held: int
    lease_until: datetime | None
    due_at: datetime | None
    answered_today: int
    p50_h: float | None


@dataclass(frozen=True)
class OpenItem:
    """An open question.

    Attributes:
        holder_id: whose lease runs; None = nobody's.
        is_fixed: held and not yet at 75 %: it cannot be given to somebody else.
    """

    id: UUID
    pseudonym: str
    topic: str
    is_urgent: bool
    opened_at: datetime
    due_at: datetime
    holder_id: UUID | None
    holder: str | None
    lease_until: datetime | None
    is_sending: bool
    version: int
    risks: tuple[Risk, ...]

    def is_fixed(self, now: datetime) -> bool:
        """True when assigning it is refused for sure."""
        return self.holder_id is not None and (self.is_sending or self.opened_at > now - FORCE_FROM)


@dataclass(frozen=True)
class Board:
    """Everything on the page. `items`: at risk first, then the rest, by deadline."""

    people: list[Person]
    items: list[OpenItem]

    @property
    def available(self) -> list[Person]:
        """To whom a question can be given: not the absent; those on duty first, then those who hold less."""
        there = [person for person in self.people if person.presence is not Presence.ABSENT]
        return sorted(there, key=lambda person: (person.presence is not Presence.ON_DUTY, person.held, person.name))


async def find_board(session: AsyncSession, *, now: datetime) -> Board:
    """The board as of now."""
    return Board(await _list_people(session, now=now), await _list_open(session, now=now))


async def _list_people(session: AsyncSession, *, now: datetime) -> list[Person]:
    today = to_jst(now).date()
    everybody = await list_people(session, Role.CONSULTANT)
    consultants = [staff for staff in everybody if staff.is_registered_consultant(today)]
    shifts = await _shifts(session, now=now)
    away = await _away(session, now=now)
    held = await _held(session, now=now)
    answered = await _answered_since(session, since=_midnight(now))
    p50 = await _answer_p50(session, since=now - P50_OVER)
    people = []
    for staff in consultants:
        current = next((end for start, end in shifts.get(staff.id, ()) if start <= now < end), None)
        count, lease_until, due_at = held.get(staff.id, (0, None, None))
        presence = Presence.ABSENT if staff.id in away else Presence.ON_DUTY if current else Presence.OFF
        people.append(
            Person(
                id=staff.id,
                name=staff.display_name,
                presence=presence,
                until=away.get(staff.id) or current,
                next_at=next((start for start, _ in shifts.get(staff.id, ()) if start > now), None),
                held=count,
                lease_until=lease_until,
                due_at=due_at,
                answered_today=answered.get(staff.id, 0),
                p50_h=p50.get(staff.id),
            )
        )
    order = list(Presence)
    return sorted(people, key=lambda person: (order.index(person.presence), person.name, str(person.id)))


def _midnight(now: datetime) -> datetime:
    return to_jst(now).replace(hour=0, minute=0, second=0, microsecond=0)


async def _shifts(session: AsyncSession, *, now: datetime) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """Shifts from yesterday's (it may last past midnight) to two weeks ahead, in order."""
    today = to_jst(now).date()
    rows = await session.scalars(
        select(Shift)
        .where(Shift.business_date.between(today - timedelta(days=1), today + timedelta(days=LOOK_AHEAD_DAYS)))
        .order_by(Shift.business_date, Shift.start_minute)
    )
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for shift in rows:
        times = (instant_of(shift.business_date, shift.start_minute), instant_of(shift.business_date, shift.end_minute))
        found.setdefault(shift.consultant_id, []).append(times)
    return found


async def _away(session: AsyncSession, *, now: datetime) -> dict[UUID, datetime]:
    """Who is out of office, and until when."""
    rows = await session.execute(
        select(Absence.staff_id, func.max(Absence.ends_at))
        .where(Absence.starts_at <= now, Absence.ends_at > now)
        .group_by(Absence.staff_id)
    )
    return {staff_id: ends_at for staff_id, ends_at in rows}


def _is_held(now: datetime) -> ColumnElement[bool]:
    return and_(Ticket.state == TicketState.CLAIMED, Ticket.lease_until >= now)


async def _held(session: AsyncSession, *, now: datetime) -> dict[UUID | None, tuple[int, datetime | None, datetime]]:
    rows = await session.execute(
        select(Ticket.claimed_by_id, func.count(), func.min(Ticket.lease_until), func.min(Ticket.due_at))
        .where(IS_OPEN, _is_held(now))
        .group_by(Ticket.claimed_by_id)
    )
    return {staff_id: (count, lease_until, due_at) for staff_id, count, lease_until, due_at in rows}


async def _answered_since(session: AsyncSession, *, since: datetime) -> dict[UUID | None, int]:
    rows = await session.execute(
        select(TicketEvent.staff_id, func.count(func.distinct(TicketEvent.ticket_id)))
        .where(TicketEvent.kind == "answered", TicketEvent.at >= since)
        .group_by(TicketEvent.staff_id)
    )
    return {staff_id: count for staff_id, count in rows}


async def _answer_p50(session: AsyncSession, *, since: datetime) -> dict[UUID | None, float]:
    """Median hours from question to answer, of the answers since then."""
    waited = hours_of(TicketEvent.at - Ticket.opened_at)
    rows = await session.execute(
        select(TicketEvent.staff_id, func.percentile_cont(0.5).within_group(waited))
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(TicketEvent.kind == "answered", TicketEvent.at >= since)
        .group_by(TicketEvent.staff_id)
    )
    return {staff_id: hours for staff_id, hours in rows}


async def _list_open(session: AsyncSession, *, now: datetime) -> list[OpenItem]:
    held, holder = _is_held(now), aliased(Staff)
    calls = and_(Ticket.urgency == Urgency.URGENT, Paging.ticket_id.is_not(None), Paging.ended_at.is_(None))
    risky: dict[Risk, ColumnElement[bool]] = {
        Risk.OVERDUE: Ticket.due_at <= now,
        Risk.URGENT: calls,
        Risk.FAILED: Ticket.state == TicketState.DELIVERY_FAILED,
        Risk.DUE_SOON: and_(Ticket.due_at > now, Ticket.due_at <= now + DUE_SOON),
        Risk.UNCLAIMED: and_(~func.coalesce(held, False), Ticket.opened_at <= now - PROMISE / 2),
    }
    rank = case(*((condition, place) for place, condition in enumerate(risky.values())), else_=len(risky))
    rows: Sequence[Any] = (
        await session.execute(
            select(
                Ticket.id,
                Seeker.pseudonym,
                Ticket.topic,
                Ticket.urgency == Urgency.URGENT,
                Ticket.opened_at,
                Ticket.due_at,
                case((held, Ticket.claimed_by_id)),
                case((held, holder.display_name)),
                case((held, Ticket.lease_until)),
                Ticket.answer_pending_at.is_not(None),
                Ticket.version,
                *(func.coalesce(condition, False) for condition in risky.values()),
            )
            .join(Seeker, Seeker.id == Ticket.seeker_id)
            .outerjoin(holder, holder.id == Ticket.claimed_by_id)
            .outerjoin(Paging, Paging.ticket_id == Ticket.id)
            .where(IS_OPEN)
            .order_by(rank, Ticket.due_at, Ticket.id)
            .limit(LIMIT)
        )
    ).all()
    shown = len(risky)
    items = []
    for row in rows:
        risks = tuple(risk for risk, is_so in zip(risky, row[-shown:], strict=True) if is_so)
        items.append(OpenItem(*(*row[:-shown], risks)))
    return items
