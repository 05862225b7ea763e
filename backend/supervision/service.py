"""What a supervisor does on the board."""

from datetime import datetime
from uuid import UUID

from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Conflict
from backend.notices.service import Notice, notify, recipient_of
from backend.seekers.service import get_seeker
from backend.staff.models import Staff
from backend.supervision.board import find_board
from backend.tickets import desk


async def give_ticket(
    session: AsyncSession, jobs: App, *, ticket_id: UUID, staff: Staff, to_id: UUID, version: int, now: datetime
) -> None:
    """Give a question to a consultant who is not out of office, and tell them.

    Args:
        version: of the ticket, as the board showed it.

    Raises:
        Forbidden, NotFound, Conflict: as `backend.tickets.desk.assign_ticket`; or the consultant is out of office.
    """
    board = await find_board(session, now=now)
    if to_id not in {person.id for person in board.available}:
        raise Conflict("ticket.error.cannot_take", code="cannot_take")
    ticket = await desk.assign_ticket(session, ticket_id=ticket_id, staff=staff, to_id=to_id, now=now, version=version)
    to = await session.get_one(Staff, to_id)
    seeker = await get_seeker(session, ticket.seeker_id)
    notice = Notice(
        kind="assigned",
        to=[recipient_of(to)],
        cause=f"given:{ticket.id}:{ticket.version}",
        ticket_id=ticket.id,
        values={"who": seeker.pseudonym, "topic": ticket.topic, "due_at": ticket.due_at.isoformat()},
    )
    await notify(session, jobs, [notice], now=now)
