"""Job news stopped after a danger: a consultant who has made sure of the seeker's safety lets it go out again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import to_jst
from backend.errors import Forbidden, InvalidInput
from backend.seekers.service import clear_pushes
from backend.staff.models import Staff
from backend.tickets.answers import MIN_REASON_CHARS
from backend.tickets.transitions import get_ticket, log_event

MAX_REASON_CHARS = 200


async def resume_pushes(
    session: AsyncSession, *, ticket_id: UUID, staff: Staff, paused_at: datetime | None, reason: str, now: datetime
) -> None:
    """End the pause of the seeker behind a ticket; in the audit log with its reason, in the ticket's history without.

    Args:
        paused_at: the pause the page showed.
        reason: how the consultant knows that the seeker is safe.

    Raises:
        Forbidden: the person is not a consultant with a valid registration.
        InvalidInput: no reason, or hardly one.
        Conflict: there is no pause for safety (any more), or a new danger has renewed it.
    """
    if not staff.is_registered_consultant(to_jst(now).date()):
        raise Forbidden("ticket.error.not_registered", code="not_registered")
    reason = " ".join(reason.split())[:MAX_REASON_CHARS]
    if len(reason) < MIN_REASON_CHARS:
        raise InvalidInput("ticket.error.safety_reason_missing")
    ticket = await get_ticket(session, ticket_id)
    await clear_pushes(
        session, seeker_id=ticket.seeker_id, paused_at=paused_at, staff_id=staff.id, reason=reason, now=now
    )
    log_event(session, ticket.id, "pushes_resumed", now, staff_id=staff.id)
