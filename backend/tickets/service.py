"""Escalation tickets: opened by the bot, the safety lane or a seeker's page; claimed, handed on and ended by staff.

The clock runs from the seeker's message (`opened_at`, LINE's timestamp) and stops only when a registered
consultant's answer was accepted for delivery (`backend.tickets.answers`). A message that asks nothing (thanks) may be
dismissed, the seeker may withdraw; nothing else ends an open episode.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from procrastinate import App
from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Conflict, InvalidInput, NotFound
from backend.ladder.plan import plan_rungs
from backend.notices.paging import start_paging
from backend.seekers.models import Seeker
from backend.seekers.service import pause_pushes
from backend.tickets.models import (
    OPEN_STATES,
    PROMISE,
    AnswerChannel,
    AuthorKind,
    CloseReason,
    Ticket,
    TicketMessage,
    TicketState,
    Urgency,
)
from backend.tickets.transitions import get_ticket, log_event, stop_clock
from backend.vault.service import Vault

MAX_BODY_CHARS = 10_000
CONTINUES_WITHIN = timedelta(days=14)
"""A question this soon after an answer is taken as the same matter going on."""


def message_place(message_id: UUID) -> str:
    """Where a ticket message's sealed body belongs."""
    return f"ticket_message:{message_id}"


def event_request_key(line_event_id: UUID) -> str:
    """Request key of a ticket message that came from a LINE event."""
    return f"event:{line_event_id}"


async def find_open_ticket(session: AsyncSession, *, seeker: Seeker) -> Ticket | None:
    """The seeker's open episode, if any (at most one, by a unique index)."""
    return await session.scalar(
        select(Ticket).where(Ticket.seeker_id == seeker.id, Ticket.state.in_(OPEN_STATES)).with_for_update()
    )


async def open_or_join_ticket(
    session: AsyncSession,
    vault: Vault,
    jobs: App,
    *,
    seeker: Seeker,
    body: str,
    topic: str,
    reason: str,
    occurred_at: datetime,
    now: datetime,
    request_key: str,
    urgent: bool = False,
    continues: UUID | None = None,
) -> Ticket:
    """Put a seeker's message into the queue: a new episode, or one more message of the open one.

    The clock of an open episode is not touched; urgency only ever rises, and stops job news until a person allows it.
    Repeating a `request_key` changes nothing.

    Args:
        body: what the seeker wrote (already masked when it came from the talk); sealed here.
        topic: intent or form it came from, e.g. `ask_human`.
        reason: why it was escalated: human, fallback, bot_down, safety, form.
        occurred_at: LINE's timestamp of the message (or the post's time from a page), aware UTC.
        continues: the ended episode a new one goes on from; None = the latest answered one while it is fresh.
    """
    known = await session.scalar(select(TicketMessage.ticket_id).where(TicketMessage.request_key == request_key))
    if known is None:
        ticket = await find_open_ticket(session, seeker=seeker)
    else:  # a repeat must not open a second episode after the first one was closed
        ticket = await get_ticket(session, known, lock=True)
    if ticket is None:
        await _open_episode(
            session,
            seeker_id=seeker.id,
            urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
            topic=topic,
            reason=reason,
            opened_at=occurred_at,
            previous_id=continues or await _episode_continued(session, seeker=seeker, now=now),
            now=now,
        )
        ticket = await find_open_ticket(session, seeker=seeker)
        if ticket is None:
            raise Conflict(code="ticket_closed_meanwhile")
    if urgent and ticket.urgency is not Urgency.URGENT:
        ticket.urgency = Urgency.URGENT
        ticket.version += 1
        log_event(session, ticket.id, "made_urgent", now, topic=topic, reason=reason)
    message_id = await add_message(
        session,
        vault,
        ticket=ticket,
        seeker=seeker,
        body=body,
        author_kind=AuthorKind.SEEKER,
        now=now,
        request_key=request_key,
    )
    if urgent and message_id is not None:
        pause_pushes(seeker=seeker, now=now)
    if urgent and message_id is not None and ticket.state in OPEN_STATES:
        await start_paging(session, jobs, ticket_id=ticket.id, now=now)
    return ticket


async def _open_episode(
    session: AsyncSession,
    *,
    seeker_id: UUID,
    urgency: Urgency,
    topic: str,
    reason: str,
    opened_at: datetime,
    previous_id: UUID | None,
    now: datetime,
) -> UUID | None:
    """A new episode with its clock; None when the seeker has an open one (another request was first)."""
    ticket_id = await session.scalar(
        insert(Ticket)
        .values(
            id=uuid4(),
            seeker_id=seeker_id,
            state=TicketState.QUEUED,
            urgency=urgency,
            topic=topic,
            reason=reason,
            opened_at=opened_at,
            due_at=opened_at + PROMISE,
            previous_id=previous_id,
            version=1,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Ticket.id)
    )
    if ticket_id is not None:
        log_event(session, ticket_id, "opened", now, topic=topic, reason=reason)
        await plan_rungs(session, ticket_id=ticket_id, opened_at=opened_at, due_at=opened_at + PROMISE)
    return ticket_id


async def open_added_since(session: AsyncSession, *, answered: Ticket, since: datetime, now: datetime) -> None:
    """What the seeker added after the answer was written becomes an episode of its own: no answer knew of it yet.

    Args:
        answered: the episode that has just been answered.
        since: when the answer was written.
    """
    added = and_(
        TicketMessage.ticket_id == answered.id,
        TicketMessage.author_kind == AuthorKind.SEEKER,
        TicketMessage.created_at > since,
    )
    opened_at = await session.scalar(select(func.min(TicketMessage.created_at)).where(added))
    if opened_at is None:
        return
    await session.flush()  # the answered episode is no longer the seeker's open one
    ticket_id = await _open_episode(
        session,
        seeker_id=answered.seeker_id,
        urgency=answered.urgency,
        topic=answered.topic,
        reason="added",
        opened_at=opened_at,
        previous_id=answered.id,
        now=now,
    )
    if ticket_id is None:
        return
    await session.execute(update(TicketMessage).where(added).values(ticket_id=ticket_id))
    if answered.urgency is Urgency.URGENT:
        await start_paging(session, None, ticket_id=ticket_id, now=now)


async def _episode_continued(session: AsyncSession, *, seeker: Seeker, now: datetime) -> UUID | None:
    """The latest answered episode of this seeker, while it is fresh."""
    return await session.scalar(
        select(Ticket.id)
        .where(
            Ticket.seeker_id == seeker.id,
            Ticket.state.in_((TicketState.ANSWERED, TicketState.CLOSED)),
            Ticket.answered_at > now - CONTINUES_WITHIN,
        )
        .order_by(Ticket.answered_at.desc())
        .limit(1)
    )


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
    channel: AnswerChannel | None = None,
    held_until: datetime | None = None,
    links: list[str] | None = None,
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
            channel=channel,
            held_until=held_until,
            links=links or [],
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[TicketMessage.request_key])
        .returning(TicketMessage.id)
    )


async def find_message_id(session: AsyncSession, *, request_key: str) -> UUID | None:
    """The entry a form or an event made."""
    return await session.scalar(select(TicketMessage.id).where(TicketMessage.request_key == request_key))


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
    log_event(session, ticket.id, "message_withdrawn", now)
    if left is None and ticket.state in OPEN_STATES and ticket.urgency is not Urgency.URGENT:
        await _end_as_withdrawn(session, ticket, now)


async def _end_as_withdrawn(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    """On a locked row."""
    ticket.state, ticket.close_reason = TicketState.WITHDRAWN, CloseReason.WITHDRAWN
    ticket.closed_at, ticket.lease_until, ticket.answer_pending_at = now, None, None
    ticket.version += 1
    log_event(session, ticket.id, "withdrawn", now)
    await stop_clock(session, ticket.id, now=now)


async def withdraw_own_ticket(session: AsyncSession, *, seeker: Seeker, ticket_id: UUID, now: datetime) -> None:
    """The seeker needs no answer any more.

    Raises:
        NotFound: not theirs.
        Conflict: already answered or ended; or urgent: then a person looks first.
    """
    ticket = await get_ticket(session, ticket_id, lock=True)
    if ticket.seeker_id != seeker.id:
        raise NotFound
    if ticket.state not in OPEN_STATES:
        raise Conflict("ticket.error.not_open", code="ticket_not_open")
    if ticket.urgency is Urgency.URGENT:
        raise Conflict("ticket.error.urgent_stays", code="ticket_urgent")
    await _end_as_withdrawn(session, ticket, now)


async def withdraw_open_ticket(session: AsyncSession, *, seeker: Seeker, now: datetime) -> None:
    """The seeker erases everything: a question still open ends as withdrawn, urgent or not."""
    ticket = await find_open_ticket(session, seeker=seeker)
    if ticket is None:
        return
    await _end_as_withdrawn(session, ticket, now)
    await session.flush()


async def mark_read(session: AsyncSession, *, ticket_id: UUID, now: datetime) -> None:
    """The seeker has opened the conversation: consultants' messages count as read."""
    await session.execute(
        update(TicketMessage)
        .where(
            TicketMessage.ticket_id == ticket_id,
            TicketMessage.author_kind == AuthorKind.CONSULTANT,
            TicketMessage.read_at.is_(None),
            or_(TicketMessage.held_until.is_(None), TicketMessage.held_until <= now),
        )
        .values(read_at=now)
    )
