"""How a seeker's question stands, truthfully: for their pages and for 「返事まだ?」. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.seekers.models import Seeker
from backend.tickets.models import OPEN_STATES, AnswerChannel, AuthorKind, Ticket, TicketMessage, TicketState


class Standing(StrEnum):
    """What is true of a question right now."""

    WAITING = "waiting"
    READING = "reading"
    OVERDUE = "overdue"
    NOTICE_FAILED = "notice_failed"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ReplyStatus:
    """What 「返事まだ?」 is answered with.

    Attributes:
        unread: an answer nobody has opened yet waits in the inbox.
        notice_failed: LINE refused the notice of it.
        standing: of the open question; None = none is open, or it has its answer.
        due_at: of the open question.
    """

    unread: bool
    notice_failed: bool
    standing: Standing | None
    due_at: datetime | None


def standing_of(ticket: Ticket, *, is_answered: bool, now: datetime) -> Standing:
    """How an episode stands.

    Args:
        is_answered: the newest entry the seeker can see is a consultant's; it counts whatever became of its notice.
    """
    if ticket.state is TicketState.WITHDRAWN:
        return Standing.WITHDRAWN
    if ticket.state not in OPEN_STATES:
        return Standing.ANSWERED if ticket.answered_at is not None else Standing.CLOSED
    if is_answered:
        return Standing.NOTICE_FAILED if ticket.state is TicketState.DELIVERY_FAILED else Standing.ANSWERED
    if ticket.due_at <= now:
        return Standing.OVERDUE
    reading = ticket.state is TicketState.CLAIMED and ticket.lease_until is not None and ticket.lease_until >= now
    return Standing.READING if reading else Standing.WAITING


async def reply_status(session: AsyncSession, *, seeker: Seeker, now: datetime) -> ReplyStatus:
    """The open question and the unread answers of a seeker, as they are."""
    out = or_(TicketMessage.held_until.is_(None), TicketMessage.held_until <= now)
    unread = await session.scalar(
        select(func.count())
        .select_from(TicketMessage)
        .join(Ticket, Ticket.id == TicketMessage.ticket_id)
        .where(
            Ticket.seeker_id == seeker.id,
            TicketMessage.author_kind == AuthorKind.CONSULTANT,
            # an answer that was given in the talk itself has been read there
            TicketMessage.channel.is_distinct_from(AnswerChannel.LINE),
            TicketMessage.read_at.is_(None),
            out,
        )
    )
    ticket = await session.scalar(select(Ticket).where(Ticket.seeker_id == seeker.id, Ticket.state.in_(OPEN_STATES)))
    standing = None
    if ticket is not None:
        newest = await session.scalar(
            select(TicketMessage.author_kind)
            .where(TicketMessage.ticket_id == ticket.id, out)
            .order_by(TicketMessage.created_at.desc(), TicketMessage.id.desc())
            .limit(1)
        )
        standing = standing_of(ticket, is_answered=newest is AuthorKind.CONSULTANT, now=now)
    is_open = standing in (Standing.WAITING, Standing.READING, Standing.OVERDUE)
    return ReplyStatus(
        unread=bool(unread),
        notice_failed=standing is Standing.NOTICE_FAILED,
        standing=standing if is_open else None,
        due_at=ticket.due_at if ticket is not None and is_open else None,
    )


async def opened_it(session: AsyncSession, *, ticket: Ticket, request_key: str) -> bool:
    """True when this message opened the episode, False when it was added to one."""
    first = await session.scalar(
        select(TicketMessage.request_key)
        .where(TicketMessage.ticket_id == ticket.id)
        .order_by(TicketMessage.created_at, TicketMessage.id)
        .limit(1)
    )
    return first == request_key
