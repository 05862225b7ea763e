"""Whether an answer helped: asked once, on the secure page. Called by the seeker's pages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import InvalidInput
from backend.seekers.models import Seeker
from backend.tickets.models import Ticket, TicketEvent, TicketFeedback, TicketState
from backend.tickets.transitions import log_event
from backend.vault.service import Vault

SCORES = (5, 4, 3, 2, 1)
LOW_SCORE = 2
"""Up to here we offer to go on, or to ask somebody else."""
MAX_COMMENT_CHARS = 1000
SKIPPED = "feedback_skipped"


@dataclass(frozen=True)
class Feedback:
    """What the seeker said of an answer, opened; `comment` is empty when there is none (any more)."""

    score: int
    comment: str


async def find_feedback(session: AsyncSession, vault: Vault, *, seeker: Seeker, ticket: Ticket) -> Feedback | None:
    """Score and comment, for those who may read the conversation (the caller checks and audits)."""
    row = await session.get(TicketFeedback, ticket.id)
    if row is None:
        return None
    if row.comment_sealed is None or seeker.data_key is None:
        return Feedback(row.score, "")
    return Feedback(row.score, vault.open_text(seeker, row.comment_sealed, place=_place(ticket)))


def _place(ticket: Ticket) -> str:
    return f"ticket_feedback:{ticket.id}"


async def find_score(session: AsyncSession, *, ticket: Ticket) -> int | None:
    """What the seeker said; None when they said nothing (yet)."""
    return await session.scalar(select(TicketFeedback.score).where(TicketFeedback.ticket_id == ticket.id))


async def may_ask(session: AsyncSession, *, ticket: Ticket) -> bool:
    """True for an answered episode until the seeker has answered or waved the question away."""
    if ticket.answered_at is None or ticket.state not in (TicketState.ANSWERED, TicketState.CLOSED):
        return False
    skipped = await session.scalar(
        select(TicketEvent.id).where(TicketEvent.ticket_id == ticket.id, TicketEvent.kind == SKIPPED).limit(1)
    )
    return skipped is None and await find_score(session, ticket=ticket) is None


async def give_feedback(
    session: AsyncSession, vault: Vault, *, seeker: Seeker, ticket: Ticket, score: int, comment: str, now: datetime
) -> bool:
    """Keep the score, and the comment sealed. False when it was not asked (any more): the first answer counts.

    Raises:
        InvalidInput: no such score, or the comment is too long.
    """
    if score not in SCORES:
        raise InvalidInput("page.feedback.missing")
    if len(comment) > MAX_COMMENT_CHARS:
        raise InvalidInput("ticket.error.too_long", limit=MAX_COMMENT_CHARS)
    if not await may_ask(session, ticket=ticket):
        return False
    sealed = vault.seal_text(seeker, comment, place=_place(ticket)) if comment else None
    stored = await session.scalar(
        insert(TicketFeedback)
        .values(ticket_id=ticket.id, score=score, comment_sealed=sealed, at=now)
        .on_conflict_do_nothing()
        .returning(TicketFeedback.ticket_id)
    )
    if stored is not None:
        log_event(session, ticket.id, "feedback_given", now, score=score)
    return stored is not None


async def skip_feedback(session: AsyncSession, *, ticket: Ticket, now: datetime) -> None:
    """The seeker waved the question away: it is not asked again."""
    if await may_ask(session, ticket=ticket):
        log_event(session, ticket.id, SKIPPED, now)
