"""What staff do with a ticket: take it, hand it on, join it with the one before, label, dismiss and close it.

Every function is one conditional UPDATE (`backend.tickets.transitions.change`): the database decides who is first.
Called by routes, and by the ladder, which assigns.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.service import forget_draft_files, move_files
from backend.clock import to_jst
from backend.errors import Conflict, Forbidden, InvalidInput
from backend.ladder.plan import plan_rungs
from backend.notices.paging import end_paging
from backend.seekers.service import get_seeker
from backend.staff.models import Role, Staff
from backend.tickets.models import (
    LEASE,
    OPEN_STATES,
    PROMISE,
    AuthorKind,
    CloseReason,
    Ticket,
    TicketEvent,
    TicketMessage,
    TicketNote,
    TicketState,
    Urgency,
)
from backend.tickets.service import message_place
from backend.tickets.thanks import only_thanks
from backend.tickets.transitions import change, get_ticket, log_event, stop_clock
from backend.vault.service import Vault

FORCE_FROM = PROMISE * 0.75
"""From then on a supervisor (or the ladder) may give a ticket to somebody else although its lease runs."""
TRANSFER_REASONS = ("expertise", "workload", "shift_end", "wish", "absence", "other")
LABELS = (
    *("self_knowledge", "job_knowledge", "job_search", "documents", "interview", "conditions", "at_work", "leaving"),
    *("training", "family", "health", "living", "systems", "other"),
)
"""Topics of counselling; texts under `queue.label.*`."""


def _unheld_by_others(staff_id: UUID | None, now: datetime) -> ColumnElement[bool]:
    """Nobody else's lease runs."""
    return or_(Ticket.claimed_by_id.is_(None), Ticket.claimed_by_id == staff_id, Ticket.lease_until < now)


async def claim_ticket(
    session: AsyncSession, *, ticket_id: UUID, staff: Staff, now: datetime, version: int | None = None
) -> Ticket:
    """Take a ticket for 30 minutes; claiming one's own again renews the lease. One conditional UPDATE decides.

    Raises:
        Conflict: someone holds it (`holder` in details), or it is no longer open.
        NotFound: no such ticket.
    """
    ticket = await change(
        session,
        Ticket.state.in_(OPEN_STATES),
        _unheld_by_others(staff.id, now),
        ticket_id=ticket_id,
        kind="claimed",
        now=now,
        staff_id=staff.id,
        version=version,
        values={"state": TicketState.CLAIMED, "claimed_by_id": staff.id, "lease_until": now + LEASE},
    )
    await end_paging(session, ticket_id=ticket_id, now=now, staff_id=staff.id)
    return ticket


async def release_ticket(
    session: AsyncSession, *, ticket_id: UUID, staff: Staff, now: datetime, version: int | None = None
) -> None:
    """Give a claimed ticket back to the queue; files that waited for an answer are gone.

    Raises:
        Conflict: not held by this person, or an answer is on its way.
    """
    await change(
        session,
        Ticket.state == TicketState.CLAIMED,
        Ticket.claimed_by_id == staff.id,
        Ticket.answer_pending_at.is_(None),
        ticket_id=ticket_id,
        kind="released",
        now=now,
        staff_id=staff.id,
        version=version,
        values={"state": TicketState.QUEUED, "claimed_by_id": None, "lease_until": None},
    )
    await forget_draft_files(session, ticket_id=ticket_id, staff_id=staff.id)


async def transfer_ticket(
    session: AsyncSession,
    *,
    ticket_id: UUID,
    staff: Staff,
    to_id: UUID,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Hand one's own ticket to a colleague who may answer; the lease starts anew for them, without one's waiting files.

    Args:
        reason: one of TRANSFER_REASONS; words about the case belong into a note.

    Raises:
        InvalidInput: no such reason.
        Conflict: not held by this person, or the colleague cannot take it.
    """
    if reason not in TRANSFER_REASONS:
        raise InvalidInput("ticket.error.reason_missing")
    await _get_answerer(session, to_id, now)
    ticket = await change(
        session,
        Ticket.state == TicketState.CLAIMED,
        Ticket.claimed_by_id == staff.id,
        Ticket.answer_pending_at.is_(None),
        ticket_id=ticket_id,
        kind="transferred",
        now=now,
        staff_id=staff.id,
        version=version,
        values={"claimed_by_id": to_id, "lease_until": now + LEASE},
        to=str(to_id),
        reason=reason,
    )
    await forget_draft_files(session, ticket_id=ticket_id, staff_id=staff.id)
    return ticket


async def assign_ticket(
    session: AsyncSession,
    *,
    ticket_id: UUID,
    staff: Staff | None,
    to_id: UUID,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Give a ticket to a consultant: whenever nobody holds it, and from 75 % of the promise on in any case.

    Args:
        staff: the supervisor who decides; None = the ladder.

    Raises:
        Forbidden: not a supervisor.
        Conflict: held by someone and not yet at 75 %, no longer open, or the consultant cannot take it.
    """
    if staff is not None and not staff.may(Role.SUPERVISOR):
        raise Forbidden
    await _get_answerer(session, to_id, now)
    free = _unheld_by_others(None, now)
    late = and_(Ticket.opened_at <= now - FORCE_FROM, Ticket.answer_pending_at.is_(None))
    ticket = await change(
        session,
        Ticket.state.in_(OPEN_STATES),
        or_(free, late),
        ticket_id=ticket_id,
        kind="assigned",
        now=now,
        staff_id=staff.id if staff is not None else None,
        version=version,
        values={"state": TicketState.CLAIMED, "claimed_by_id": to_id, "lease_until": now + LEASE},
        to=str(to_id),
    )
    if staff is not None:
        await end_paging(session, ticket_id=ticket_id, now=now, staff_id=staff.id)
    return ticket


async def assign_unheld(session: AsyncSession, *, ticket_ids: list[UUID], to_id: UUID, now: datetime) -> None:
    """The ladder gives many tickets to one consultant at once; those somebody holds after all are left alone.

    Raises:
        Conflict: the consultant cannot take them.
    """
    await _get_answerer(session, to_id, now)
    assigned = await session.scalars(
        update(Ticket)
        .where(
            Ticket.id.in_(ticket_ids),
            Ticket.state.in_(OPEN_STATES),
            Ticket.answer_pending_at.is_(None),
            _unheld_by_others(None, now),
        )
        .values(state=TicketState.CLAIMED, claimed_by_id=to_id, lease_until=now + LEASE, version=Ticket.version + 1)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        insert(TicketEvent),
        [
            {"ticket_id": ticket_id, "at": now, "kind": "assigned", "staff_id": None, "details": {"to": str(to_id)}}
            for ticket_id in assigned.all()
        ],
    )


async def _get_answerer(session: AsyncSession, staff_id: UUID, now: datetime) -> Staff:
    staff = await session.get(Staff, staff_id)
    if staff is None or staff.disabled_at is not None or not staff.is_registered_consultant(to_jst(now).date()):
        raise Conflict("ticket.error.cannot_take", code="cannot_take")
    return staff


async def merge_previous(session: AsyncSession, *, ticket_id: UUID, staff: Staff, now: datetime) -> None:
    """The answered episode before becomes part of this open one: one conversation again, with this one's deadline.

    Raises:
        Conflict: not held by this person, or there is no ended episode before it.
    """
    ticket = await change(
        session,
        Ticket.state == TicketState.CLAIMED,
        Ticket.claimed_by_id == staff.id,
        Ticket.previous_id.is_not(None),
        ticket_id=ticket_id,
        kind="merged",
        now=now,
        staff_id=staff.id,
        values={},
        otherwise="ticket.error.nothing_before",
    )
    assert ticket.previous_id is not None
    previous = await change(
        session,
        Ticket.state.in_((TicketState.ANSWERED, TicketState.CLOSED)),
        ticket_id=ticket.previous_id,
        kind="merged_into",
        now=now,
        staff_id=staff.id,
        values={
            "state": TicketState.MERGED,
            "close_reason": CloseReason.MERGED,
            "merged_into_id": ticket.id,
            "closed_at": now,
        },
        otherwise="ticket.error.nothing_before",
        into=str(ticket.id),
    )
    for table in (TicketMessage, TicketNote):
        await session.execute(update(table).where(table.ticket_id == previous.id).values(ticket_id=ticket.id))
    await move_files(session, from_ticket_id=previous.id, to_ticket_id=ticket.id)
    ticket.previous_id = previous.previous_id
    ticket.labels = sorted({*ticket.labels, *previous.labels})
    await session.flush()


async def dismiss_thanks(
    session: AsyncSession, vault: Vault, *, ticket_id: UUID, staff: Staff, now: datetime, version: int | None = None
) -> None:
    """End an episode in which nothing was asked (「ありがとうございました」).

    Raises:
        Forbidden: the person may not answer.
        Conflict: urgent, held by someone else, or the messages say more than thanks: then it wants an answer.
    """
    if not staff.is_registered_consultant(to_jst(now).date()):
        raise Forbidden("ticket.error.not_registered", code="not_registered")
    ticket = await get_ticket(session, ticket_id, lock=True)
    seeker = await get_seeker(session, ticket.seeker_id)
    sealed = await session.scalars(
        select(TicketMessage).where(
            TicketMessage.ticket_id == ticket_id, TicketMessage.author_kind == AuthorKind.SEEKER
        )
    )
    bodies = [vault.open_text(seeker, row.body_sealed, place=message_place(row.id)) for row in sealed]
    if not bodies or not all(map(only_thanks, bodies)):
        raise Conflict("ticket.error.more_than_thanks", code="more_than_thanks")
    await change(
        session,
        Ticket.state.in_(OPEN_STATES),
        Ticket.urgency == Urgency.NORMAL,
        Ticket.answer_pending_at.is_(None),
        _unheld_by_others(staff.id, now),
        ticket_id=ticket_id,
        kind="dismissed",
        now=now,
        staff_id=staff.id,
        version=version,
        otherwise="ticket.error.urgent_stays",
        values={
            "state": TicketState.CLOSED,
            "close_reason": CloseReason.THANKS,
            "closed_at": now,
            "lease_until": None,
        },
    )
    await stop_clock(session, ticket_id, now=now)


async def reopen_ticket(session: AsyncSession, *, ticket_id: UUID, staff: Staff, now: datetime) -> Ticket:
    """Go on with an ended episode as a new one with a clock of its own, held by the person who reopened it.

    Raises:
        Conflict: it has not ended, or the seeker has an open episode already.
    """
    ended = await get_ticket(session, ticket_id)
    if ended.state not in (TicketState.ANSWERED, TicketState.CLOSED):
        raise Conflict("ticket.error.not_answered", code="ticket_not_answered")
    new_id = await session.scalar(
        insert(Ticket)
        .values(
            id=uuid4(),
            seeker_id=ended.seeker_id,
            state=TicketState.CLAIMED,
            urgency=Urgency.NORMAL,
            topic=ended.topic,
            reason="reopened",
            opened_at=now,
            due_at=now + PROMISE,
            claimed_by_id=staff.id,
            lease_until=now + LEASE,
            labels=ended.labels,
            previous_id=ended.id,
            version=1,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Ticket.id)
    )
    if new_id is None:
        raise Conflict("ticket.error.has_open", code="has_open")
    log_event(session, new_id, "opened", now, staff_id=staff.id, topic=ended.topic, reason="reopened")
    await plan_rungs(session, ticket_id=new_id, opened_at=now, due_at=now + PROMISE)
    log_event(session, ended.id, "reopened", now, staff_id=staff.id, as_ticket=str(new_id))
    return await get_ticket(session, new_id)


async def set_labels(
    session: AsyncSession,
    *,
    ticket_id: UUID,
    staff: Staff,
    labels: list[str],
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """What an episode is about; only names in LABELS are kept.

    Raises:
        InvalidInput: an unknown label.
    """
    if unknown := set(labels) - set(LABELS):
        raise InvalidInput("error.invalid_input", unknown=len(unknown))
    return await change(
        session,
        ticket_id=ticket_id,
        kind="labelled",
        now=now,
        staff_id=staff.id,
        version=version,
        values={"labels": sorted(set(labels))},
        labels=sorted(set(labels)),
    )


async def close_ticket(
    session: AsyncSession, *, ticket_id: UUID, staff: Staff, now: datetime, version: int | None = None
) -> None:
    """Close an answered ticket.

    Raises:
        Conflict: not answered yet: an open question cannot be closed without an answer.
    """
    await change(
        session,
        Ticket.state == TicketState.ANSWERED,
        ticket_id=ticket_id,
        kind="closed",
        now=now,
        staff_id=staff.id,
        version=version,
        otherwise="ticket.error.not_answered",
        values={"state": TicketState.CLOSED, "close_reason": CloseReason.DONE, "closed_at": now},
    )
