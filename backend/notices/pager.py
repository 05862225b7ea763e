"""Rounds of calls for urgent tickets. The first is a job of its own; the ticker repeats it until it is acknowledged."""

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate import App
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.duty import list_on_duty, list_supervisors, present
from backend.notices.models import Paging
from backend.notices.service import Notice, Recipient, notify, recipient_of
from backend.seekers.models import Seeker
from backend.service_profile import PagingRules
from backend.staff.models import Role, Staff
from backend.tickets.models import OPEN_STATES, Ticket


async def call_again(
    session: AsyncSession,
    jobs: App,
    rules: PagingRules,
    *,
    last_contact: Recipient | None,
    now: datetime,
    ticket_id: UUID | None = None,
) -> int:
    """One round for every ticket (or this one) whose next call is due; returns how many were called for."""
    query = (
        select(Paging, Ticket, Seeker.pseudonym)
        .join(Ticket, Ticket.id == Paging.ticket_id)
        .join(Seeker, Seeker.id == Ticket.seeker_id)
        .where(Paging.ended_at.is_(None), Paging.next_at <= now)
        # the ticket too: whoever holds it may be ending these calls right now
        .with_for_update(of=(Ticket, Paging), skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if ticket_id is not None:
        query = query.where(Paging.ticket_id == ticket_id)
    due = (await session.execute(query)).all()
    called = 0
    for paging, ticket, pseudonym in due:
        if ticket.state not in OPEN_STATES:
            paging.ended_at = now
            continue
        paging.rounds += 1
        paging.next_at = now + timedelta(minutes=rules.repeat_minutes)
        notice = Notice(
            kind="paging",
            to=await _called(session, rules, last_contact, rounds=paging.rounds, now=now),
            cause=f"paging:{ticket.id}:{paging.started_at.isoformat()}:{paging.rounds}",
            ticket_id=ticket.id,
            values={
                "who": pseudonym,
                "topic": ticket.topic,
                "due_at": ticket.due_at.isoformat(),
                "rounds": paging.rounds,
            },
        )
        await notify(session, jobs, [notice], now=now, urgent=True)
        called += 1
    return called


async def _called(
    session: AsyncSession, rules: PagingRules, last_contact: Recipient | None, *, rounds: int, now: datetime
) -> list[Recipient]:
    """On duty and supervisors; after some rounds, or when nobody is there, everybody and the last contact."""
    people = [*await list_on_duty(session, now=now), *await list_supervisors(session, now=now)]
    if rounds > rules.rounds_before_everyone or not people:
        able = Staff.roles.overlap([Role.CONSULTANT.value, Role.SUPERVISOR.value])
        everyone = await session.scalars(select(Staff).where(able, Staff.disabled_at.is_(None)))
        people += await present(session, everyone, now=now)
        contact = [last_contact] if last_contact is not None else []
    else:
        contact = []
    return [*dict.fromkeys(recipient_of(staff) for staff in people), *contact]
