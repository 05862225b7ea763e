"""Histories written by hand, so that what the measures must say can be worked out on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from backend.ladder.models import Breach
from backend.seekers.models import Seeker
from backend.staff.models import Staff
from backend.tickets.models import PROMISE, CloseReason, Ticket, TicketEvent, TicketFeedback, TicketState


@dataclass(frozen=True)
class History:
    """One episode; hours count from its question.

    Attributes:
        ended_h: when it was withdrawn or dismissed, with `end`.
        merged: went on in another episode.
    """

    opened_at: datetime
    claimed_h: float | None = None
    answered_h: float | None = None
    ended_h: float | None = None
    end: str = "withdrawn"
    merged: bool = False
    topic: str = "ask_human"
    labels: Sequence[str] = field(default=())
    score: int | None = None
    breach: str | None = None
    """Recorded reason; empty = a breach nobody explained yet."""


async def write_history(session: AsyncSession, history: History, *, seeker: Seeker, staff: Staff) -> UUID:
    """The ticket's row as the services would have left it, and its events."""
    opened_at, ticket_id = history.opened_at, uuid4()
    events = [("opened", 0.0), ("claimed", history.claimed_h), ("answered", history.answered_h)]
    events.append((history.end, history.ended_h))
    state = TicketState.QUEUED
    if history.answered_h is not None:
        state = TicketState.ANSWERED
    elif history.ended_h is not None:
        state = TicketState.CLOSED if history.end == "dismissed" else TicketState.WITHDRAWN
    if history.merged:
        state = TicketState.MERGED
        events.append(("merged_into", (history.answered_h or 0) + 1))
    session.add(
        Ticket(
            id=ticket_id,
            seeker_id=seeker.id,
            state=state,
            topic=history.topic,
            reason="human",
            opened_at=opened_at,
            due_at=opened_at + PROMISE,
            close_reason=CloseReason.MERGED if history.merged else None,
            labels=list(history.labels),
            created_at=opened_at,
        )
    )
    await session.flush()
    for kind, hours in events:
        if hours is not None:
            at = opened_at + timedelta(hours=hours)
            session.add(TicketEvent(ticket_id=ticket_id, at=at, kind=kind, staff_id=staff.id))
    if history.score is not None:
        at = opened_at + timedelta(hours=(history.answered_h or 0) + 1)
        session.add(TicketFeedback(ticket_id=ticket_id, score=history.score, at=at))
    if history.breach is not None:
        session.add(Breach(ticket_id=ticket_id, breached_at=opened_at + PROMISE, reason=history.breach or None))
    await session.flush()
    return ticket_id
