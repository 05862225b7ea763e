"""Fire the rungs that are due: who is told, who gets the ticket, what becomes a breach. Called by the ticker.

One transaction writes everything a batch of tickets causes: settled rungs, history, assignments, breaches, notices
and their jobs. A crash repeats nothing, because nothing of it was there; two tickers never meet, because a ticket
that is locked (by another ticker, or by somebody answering right now) is left for the next tick.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from procrastinate import App
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.duty import list_on_duty, list_supervisors, present
from backend.clock import to_jst
from backend.ladder.models import LadderRung, RungState
from backend.ladder.plan import record_breaches
from backend.notices.models import NoticeChannel
from backend.notices.service import AWAY, Notice, Recipient, notify, recipient_of
from backend.seekers.models import Seeker
from backend.staff.models import Staff
from backend.tickets.desk import assign_unheld
from backend.tickets.models import OPEN_STATES, Ticket, TicketEvent, TicketState

ASSIGN_FROM = 75
"""From this percent on, a ticket nobody holds is given to somebody."""
BREACH = 100
ONE_BY_ONE = 5
"""More tickets for one person in one go than this, and e-mail and webhook say it in one message."""

log = structlog.get_logger()


@dataclass
class _Rung:
    """One ticket and the highest rung due on it.

    Attributes:
        holder: who holds it right now, or None.
        assigned: it was given to the holder by this rung.
    """

    ticket: Ticket
    pseudonym: str
    percent: int
    holder: Staff | None = None
    assigned: bool = False


@dataclass(frozen=True)
class _Desk:
    """Who is there at this moment."""

    on_duty: Sequence[Staff]
    supervisors: Sequence[Staff]
    last_contact: Recipient | None


async def fire_due_rungs(
    session: AsyncSession, jobs: App, *, last_contact: Recipient | None, now: datetime, limit: int
) -> int:
    """Settle the due rungs of up to `limit` tickets; returns how many tickets were dealt with, 0 = nothing left."""
    rungs = await _lock_due(session, now=now, limit=limit)
    if not rungs:
        return 0
    ended = [rung.ticket.id for rung in rungs if rung.ticket.state not in OPEN_STATES]
    firing = [rung for rung in rungs if rung.ticket.state in OPEN_STATES]
    await _settle(session, firing, ended, now=now)
    if firing:
        desk = _Desk(
            await list_on_duty(session, now=now), await list_supervisors(session, now=now), last_contact=last_contact
        )
        await _find_holders(session, firing, now=now)
        await _assign(session, firing, desk, now=now)
        breached = {rung.ticket.id: rung.ticket.due_at for rung in firing if rung.percent == BREACH}
        if breached:
            await record_breaches(session, breached)
        told = await _tell(session, jobs, firing, desk, now=now)
        await session.execute(
            insert(TicketEvent),
            [
                {
                    "ticket_id": rung.ticket.id,
                    "at": now,
                    "kind": "rung_fired",
                    "staff_id": None,
                    "details": {"percent": rung.percent, "told": told[rung.ticket.id]},
                }
                for rung in firing
            ],
        )
    return len(rungs)


async def _lock_due(session: AsyncSession, *, now: datetime, limit: int) -> list[_Rung]:
    """Lock tickets with due rungs, passing over those in other hands; each with its highest due rung."""
    due = (LadderRung.state == RungState.PENDING) & (LadderRung.fires_at <= now)
    found = await session.execute(
        select(Ticket, Seeker.pseudonym)
        .join(Seeker, Seeker.id == Ticket.seeker_id)
        .where(Ticket.id.in_(select(LadderRung.ticket_id).where(due)))
        .limit(limit)
        .with_for_update(of=Ticket, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    tickets = {ticket.id: (ticket, pseudonym) for ticket, pseudonym in found}
    # asked again now that nobody else can settle them
    highest = await session.execute(
        select(LadderRung.ticket_id, func.max(LadderRung.percent))
        .where(due, LadderRung.ticket_id.in_(tickets))
        .group_by(LadderRung.ticket_id)
    )
    return [_Rung(*tickets[ticket_id], percent) for ticket_id, percent in highest]


async def _settle(session: AsyncSession, firing: Sequence[_Rung], ended: Sequence[UUID], *, now: datetime) -> None:
    """The highest due rung of each open ticket is fired; lower ones, and all of ended tickets, are skipped."""
    pending = LadderRung.state == RungState.PENDING
    for percent in {rung.percent for rung in firing}:
        ids = [rung.ticket.id for rung in firing if rung.percent == percent]
        here = pending & LadderRung.ticket_id.in_(ids)
        await session.execute(
            update(LadderRung).where(here, LadderRung.percent == percent).values(state=RungState.FIRED, settled_at=now)
        )
        await session.execute(
            update(LadderRung).where(here, LadderRung.percent < percent).values(state=RungState.SKIPPED, settled_at=now)
        )
    await session.execute(
        update(LadderRung)
        .where(pending, LadderRung.ticket_id.in_(ended))
        .values(state=RungState.SKIPPED, settled_at=now)
    )


async def _find_holders(session: AsyncSession, firing: Sequence[_Rung], *, now: datetime) -> None:
    """Who holds each ticket."""
    held = [rung for rung in firing if _is_held(rung.ticket, now)]
    ids = {rung.ticket.claimed_by_id for rung in held}
    people = {staff.id: staff for staff in await session.scalars(select(Staff).where(Staff.id.in_(ids)))}
    for rung in held:
        if rung.ticket.claimed_by_id is not None:
            rung.holder = people.get(rung.ticket.claimed_by_id)


def _is_held(ticket: Ticket, now: datetime) -> bool:
    """A lease runs, or an answer is on its way. A lease that has run out holds nothing."""
    return ticket.answer_pending_at is not None or (ticket.lease_until is not None and ticket.lease_until >= now)


async def _assign(session: AsyncSession, firing: Sequence[_Rung], desk: _Desk, *, now: datetime) -> None:
    """Give tickets nobody holds to the registered consultant on duty who holds the fewest."""
    today = to_jst(now).date()
    able = [staff for staff in desk.on_duty if staff.is_registered_consultant(today)]
    unheld = [rung for rung in firing if rung.percent >= ASSIGN_FROM and rung.holder is None]
    if not able or not unheld:
        return
    load = Counter({staff.id: 0 for staff in able})
    counted = await session.execute(
        select(Ticket.claimed_by_id, func.count())
        .where(Ticket.state == TicketState.CLAIMED, Ticket.claimed_by_id.in_(load), Ticket.lease_until >= now)
        .group_by(Ticket.claimed_by_id)
    )
    load.update({staff_id: count for staff_id, count in counted if staff_id is not None})
    given: dict[UUID, list[UUID]] = {}
    for rung in unheld:
        rung.holder = min(able, key=lambda staff: load[staff.id])
        rung.assigned = True
        load[rung.holder.id] += 1
        given.setdefault(rung.holder.id, []).append(rung.ticket.id)
    for staff_id, ticket_ids in given.items():
        await assign_unheld(session, ticket_ids=ticket_ids, to_id=staff_id, now=now)


async def _tell(
    session: AsyncSession, jobs: App, firing: Sequence[_Rung], desk: _Desk, *, now: datetime
) -> dict[UUID, list[str]]:
    """Write all notices; returns who was told of each ticket (ids, or `last_contact`)."""
    holders = {rung.holder.login: rung.holder for rung in firing if rung.holder is not None}
    there = {login: await present(session, [staff], now=now) for login, staff in holders.items()}
    told: dict[UUID, list[str]] = {}
    notices: list[Notice] = []
    for rung in firing:
        recipients = _recipients(rung, desk, there[rung.holder.login] if rung.holder is not None else [])
        told[rung.ticket.id] = [str(recipient.staff_id or "last_contact") for recipient in recipients]
        if not recipients:
            log.error("nobody_told", ticket_id=str(rung.ticket.id), kind=f"rung_{rung.percent}")
        notices += [_notice(rung, recipient) for recipient in recipients]
    await notify(session, jobs, _gathered(notices), now=now)
    return told


def _recipients(rung: _Rung, desk: _Desk, holders: Sequence[Staff]) -> list[Recipient]:
    """DESIGN.md §6: assignee → on duty → supervisors; whoever is missing falls to the last contact."""
    people = {
        50: holders or desk.on_duty,
        75: [*holders, *desk.on_duty],
        90: [*holders, *desk.supervisors],
        100: desk.supervisors,
    }[rung.percent]
    recipients = list(dict.fromkeys(recipient_of(staff) for staff in people))
    if desk.last_contact is not None and (rung.percent == BREACH or not recipients):
        recipients.append(desk.last_contact)
    # an installation that named no last contact has at least its supervisors
    return recipients or [recipient_of(staff) for staff in desk.supervisors]


def _notice(rung: _Rung, recipient: Recipient) -> Notice:
    is_theirs = rung.assigned and rung.holder is not None and recipient.staff_id == rung.holder.id
    return Notice(
        kind="assigned" if is_theirs else f"rung_{rung.percent}",
        to=[recipient],
        cause=f"rung:{rung.ticket.id}:{rung.percent}",
        ticket_id=rung.ticket.id,
        values={"who": rung.pseudonym, "topic": rung.ticket.topic, "due_at": rung.ticket.due_at.isoformat()},
    )


def _gathered(notices: Sequence[Notice]) -> Iterator[Notice]:
    """Page by page as they are; but nobody gets a flood of e-mails after a downtime: many become one that counts."""
    counts = Counter(notice.to[0] for notice in notices)
    first: dict[Recipient, Notice] = {}
    for notice in notices:
        recipient = notice.to[0]
        if counts[recipient] <= ONE_BY_ONE:
            yield notice
            continue
        yield Notice(notice.kind, notice.to, notice.cause, notice.ticket_id, notice.values, (NoticeChannel.PAGE,))
        first.setdefault(recipient, notice)
    for recipient, notice in first.items():
        yield Notice("rungs", [recipient], f"rungs:{notice.cause}", None, {"count": counts[recipient]}, AWAY)
