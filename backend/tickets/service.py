"""Escalation tickets: opened by the bot, the safety lane or a seeker's page; claimed and answered by consultants.

The clock runs from the seeker's message (`opened_at`, LINE's timestamp) and stops only when a registered
consultant's answer was accepted for delivery (`mark_answer_accepted`, called by the delivery job).
"""

from datetime import datetime
from uuid import UUID, uuid4

from procrastinate import App
from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import to_jst
from backend.errors import Conflict, Forbidden, InvalidInput, NotFound
from backend.line import outbox, render
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.staff.models import Staff
from backend.texts import Texts
from backend.tickets.models import (
    LEASE,
    OPEN_STATES,
    PROMISE,
    AuthorKind,
    Ticket,
    TicketEvent,
    TicketMessage,
    TicketState,
    Urgency,
)
from backend.vault.service import Vault

MAX_BODY_CHARS = 10_000
ANSWER_KIND = "answer_arrived"


def message_place(message_id: UUID) -> str:
    """Where a ticket message's sealed body belongs."""
    return f"ticket_message:{message_id}"


def event_request_key(line_event_id: UUID) -> str:
    """Request key of a ticket message that came from a LINE event."""
    return f"event:{line_event_id}"


def _log(session: AsyncSession, ticket: Ticket, kind: str, at: datetime, **details: object) -> None:
    staff_id = details.pop("staff_id", None)
    session.add(TicketEvent(ticket_id=ticket.id, at=at, kind=kind, staff_id=staff_id, details=details))


async def find_open_ticket(session: AsyncSession, *, seeker: Seeker) -> Ticket | None:
    """The seeker's open episode, if any (at most one, by a unique index)."""
    return await session.scalar(
        select(Ticket).where(Ticket.seeker_id == seeker.id, Ticket.state.in_(OPEN_STATES)).with_for_update()
    )


async def open_or_join_ticket(
    session: AsyncSession,
    vault: Vault,
    *,
    seeker: Seeker,
    body: str,
    topic: str,
    reason: str,
    occurred_at: datetime,
    now: datetime,
    request_key: str,
    urgent: bool = False,
) -> Ticket:
    """Put a seeker's message into the queue: a new episode, or one more message of the open one.

    The clock of an open episode is not touched; urgency only ever rises. Repeating a `request_key` changes nothing.

    Args:
        body: what the seeker wrote (already masked when it came from the talk); sealed here.
        topic: intent or form it came from, e.g. `ask_human`.
        reason: why it was escalated: human, fallback, bot_down, safety, form.
        occurred_at: LINE's timestamp of the message (or the post's time from a page), aware UTC.
    """
    known = await session.scalar(select(TicketMessage.ticket_id).where(TicketMessage.request_key == request_key))
    if known is None:
        ticket = await find_open_ticket(session, seeker=seeker)
    else:  # a repeat must not open a second episode after the first one was closed
        ticket = await get_ticket(session, known, lock=True)
    if ticket is None:
        urgency = Urgency.URGENT if urgent else Urgency.NORMAL
        ticket_id = await session.scalar(
            insert(Ticket)
            .values(
                id=uuid4(),
                seeker_id=seeker.id,
                state=TicketState.QUEUED,
                urgency=urgency,
                topic=topic,
                reason=reason,
                opened_at=occurred_at,
                due_at=occurred_at + PROMISE,
                version=1,
                created_at=now,
            )
            .on_conflict_do_nothing()
            .returning(Ticket.id)
        )
        ticket = await find_open_ticket(session, seeker=seeker)
        if ticket is None:
            raise Conflict(code="ticket_closed_meanwhile")
        if ticket_id is not None:
            _log(session, ticket, "opened", now, topic=topic, reason=reason)
    if urgent and ticket.urgency is not Urgency.URGENT:
        ticket.urgency = Urgency.URGENT
        ticket.version += 1
        _log(session, ticket, "made_urgent", now, topic=topic, reason=reason)
    await add_message(
        session,
        vault,
        ticket=ticket,
        seeker=seeker,
        body=body,
        author_kind=AuthorKind.SEEKER,
        now=now,
        request_key=request_key,
    )
    return ticket


async def add_message(
    session: AsyncSession,
    vault: Vault,
    *,
    ticket: Ticket,
    seeker: Seeker,
    body: str,
    author_kind: AuthorKind,
    now: datetime,
    request_key: str,
    author_id: UUID | None = None,
) -> UUID | None:
    """Append to a ticket's conversation; None when this `request_key` was stored before.

    Raises:
        InvalidInput: empty or longer than 10,000 characters.
    """
    if not body.strip():
        raise InvalidInput("ticket.error.empty")
    if len(body) > MAX_BODY_CHARS:
        raise InvalidInput("ticket.error.too_long", limit=MAX_BODY_CHARS)
    message_id = uuid4()
    return await session.scalar(
        insert(TicketMessage)
        .values(
            id=message_id,
            ticket_id=ticket.id,
            author_kind=author_kind,
            author_id=author_id,
            body_sealed=vault.seal_text(seeker, body, place=message_place(message_id)),
            request_key=request_key,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[TicketMessage.request_key])
        .returning(TicketMessage.id)
    )


async def withdraw_message(session: AsyncSession, *, request_key: str, now: datetime) -> None:
    """The seeker took a talk message back: its copy is deleted; a ticket left without any question is withdrawn."""
    message = await session.scalar(select(TicketMessage).where(TicketMessage.request_key == request_key))
    if message is None:
        return
    ticket = await get_ticket(session, message.ticket_id, lock=True)
    await session.delete(message)
    await session.flush()
    left = await session.scalar(
        select(TicketMessage.id).where(
            TicketMessage.ticket_id == ticket.id, TicketMessage.author_kind == AuthorKind.SEEKER
        )
    )
    _log(session, ticket, "message_withdrawn", now)
    if left is None and ticket.state in OPEN_STATES and ticket.urgency is not Urgency.URGENT:
        ticket.state = TicketState.WITHDRAWN
        ticket.closed_at, ticket.lease_until = now, None
        ticket.version += 1
        _log(session, ticket, "withdrawn", now)


async def withdraw_open_ticket(session: AsyncSession, *, seeker: Seeker, now: datetime) -> None:
    """The seeker erases everything: a question still open ends as withdrawn, urgent or not."""
    ticket = await find_open_ticket(session, seeker=seeker)
    if ticket is None:
        return
    ticket.state = TicketState.WITHDRAWN
    ticket.closed_at, ticket.lease_until = now, None
    ticket.version += 1
    _log(session, ticket, "withdrawn", now)
    await session.flush()


async def mark_read(session: AsyncSession, *, ticket_id: UUID, now: datetime) -> None:
    """The seeker has opened the conversation: consultants' messages count as read."""
    await session.execute(
        update(TicketMessage)
        .where(
            TicketMessage.ticket_id == ticket_id,
            TicketMessage.author_kind == AuthorKind.CONSULTANT,
            TicketMessage.read_at.is_(None),
        )
        .values(read_at=now)
    )


async def get_ticket(session: AsyncSession, ticket_id: UUID, *, lock: bool = False) -> Ticket:
    """Ticket by id.

    Raises:
        NotFound: no such ticket.
    """
    ticket = await session.get(Ticket, ticket_id, with_for_update=lock, populate_existing=lock)
    if ticket is None:
        raise NotFound
    return ticket


async def claim_ticket(session: AsyncSession, *, ticket_id: UUID, staff: Staff, now: datetime) -> Ticket:
    """Take a ticket for 30 minutes; claiming one's own again renews the lease. One conditional UPDATE decides.

    Raises:
        Conflict: someone holds it (`holder` in details), or it is no longer open.
        NotFound: no such ticket.
    """
    claimed = await session.scalar(
        update(Ticket)
        .where(
            Ticket.id == ticket_id,
            Ticket.state.in_(OPEN_STATES),
            or_(Ticket.claimed_by_id.is_(None), Ticket.claimed_by_id == staff.id, Ticket.lease_until < now),
        )
        .values(state=TicketState.CLAIMED, claimed_by_id=staff.id, lease_until=now + LEASE, version=Ticket.version + 1)
        .returning(Ticket)
        .execution_options(populate_existing=True)
    )
    if claimed is None:
        ticket = await get_ticket(session, ticket_id)
        if ticket.state not in OPEN_STATES:
            raise Conflict("ticket.error.not_open", code="ticket_not_open")
        holder = await session.get(Staff, ticket.claimed_by_id)
        raise Conflict(
            "ticket.error.claimed", code="ticket_claimed", holder=holder.display_name if holder is not None else ""
        )
    _log(session, claimed, "claimed", now, staff_id=staff.id)
    return claimed


async def release_ticket(session: AsyncSession, *, ticket_id: UUID, staff: Staff, now: datetime) -> None:
    """Give a claimed ticket back to the queue.

    Raises:
        Conflict: not held by this person.
    """
    released = await session.scalar(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.state == TicketState.CLAIMED, Ticket.claimed_by_id == staff.id)
        .values(state=TicketState.QUEUED, claimed_by_id=None, lease_until=None, version=Ticket.version + 1)
        .returning(Ticket)
    )
    if released is None:
        raise Conflict("ticket.error.not_yours", code="ticket_not_yours")
    _log(session, released, "released", now, staff_id=staff.id)


async def answer_ticket(
    session: AsyncSession,
    vault: Vault,
    jobs: App,
    texts: Texts,
    *,
    ticket_id: UUID,
    staff: Staff,
    body: str,
    request_key: str,
    now: datetime,
) -> None:
    """Store an answer for the secure inbox and queue the notice on LINE. The clock stops when LINE accepts it.

    Args:
        request_key: made with the answer form; posting the same form twice stores one answer and one notice.

    Raises:
        Forbidden: the person is not a consultant with a valid registration.
        Conflict: the ticket is not claimed by this person.
        InvalidInput: empty or too long.
    """
    if not staff.is_registered_consultant(to_jst(now).date()):
        raise Forbidden("ticket.error.not_registered", code="not_registered")
    ticket = await get_ticket(session, ticket_id, lock=True)
    duplicate = await session.scalar(select(TicketMessage.id).where(TicketMessage.request_key == request_key))
    if duplicate is not None:
        return
    if ticket.state is not TicketState.CLAIMED or ticket.claimed_by_id != staff.id:
        raise Conflict("ticket.error.not_yours", code="ticket_not_yours")
    seeker = await get_seeker(session, ticket.seeker_id)
    message_id = await add_message(
        session,
        vault,
        ticket=ticket,
        seeker=seeker,
        body=body,
        author_kind=AuthorKind.CONSULTANT,
        author_id=staff.id,
        now=now,
        request_key=request_key,
    )
    ticket.lease_until = now + LEASE
    ticket.version += 1
    _log(session, ticket, "answer_written", now, staff_id=staff.id, message_id=str(message_id))
    notice = await render.answer_arrived(session, texts, seeker=seeker, now=now)
    await outbox.enqueue(
        session,
        jobs,
        seeker=seeker,
        kind=ANSWER_KIND,
        messages=notice,
        dedupe_key=f"ticket_answer:{message_id}",
        now=now,
        urgent=ticket.urgency is Urgency.URGENT,
    )


async def settle_answer(session: AsyncSession, *, dedupe_key: str, accepted: bool, now: datetime) -> None:
    """Called by the delivery job when LINE took, or finally refused, the notice of an answer.

    Accepted: the ticket is answered as of now. Refused: it returns to the queue as delivery_failed, clock running.
    """
    message_id = UUID(dedupe_key.split(":")[1])
    message = await session.get(TicketMessage, message_id)
    if message is None:
        return
    ticket = await get_ticket(session, message.ticket_id, lock=True)
    if ticket.state not in OPEN_STATES:
        return
    if accepted:
        ticket.state = TicketState.ANSWERED
        ticket.answered_at, ticket.answered_by_id = now, message.author_id
        ticket.lease_until = None
    else:
        ticket.state = TicketState.DELIVERY_FAILED
        ticket.claimed_by_id = ticket.lease_until = None
    ticket.version += 1
    _log(session, ticket, "answered" if accepted else "delivery_failed", now, staff_id=message.author_id)


async def close_ticket(session: AsyncSession, *, ticket_id: UUID, staff: Staff, now: datetime) -> None:
    """Close an answered ticket.

    Raises:
        Conflict: not answered yet: an open question cannot be closed without an answer.
    """
    closed = await session.scalar(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.state == TicketState.ANSWERED)
        .values(state=TicketState.CLOSED, closed_at=now, version=Ticket.version + 1)
        .returning(Ticket)
    )
    if closed is None:
        raise Conflict("ticket.error.not_answered", code="ticket_not_answered")
    _log(session, closed, "closed", now, staff_id=staff.id)
