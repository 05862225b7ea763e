"""The one way a ticket's row changes: a conditional UPDATE whose failure is explained. Called by the tickets' services.

Whoever writes says what must still be true (state, holder, version); PostgreSQL decides who is first, and the loser
hears what is in the way, with the holder's name.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Conflict, NotFound
from backend.ladder.plan import skip_rungs
from backend.notices.paging import end_paging
from backend.staff.models import Staff
from backend.tickets.models import OPEN_STATES, Ticket, TicketEvent


async def get_ticket(session: AsyncSession, ticket_id: UUID, *, lock: bool = False) -> Ticket:
    """Ticket by id.

    Raises:
        NotFound: no such ticket.
    """
    ticket = await session.get(Ticket, ticket_id, with_for_update=lock, populate_existing=lock)
    if ticket is None:
        raise NotFound
    return ticket


def log_event(
    session: AsyncSession, ticket_id: UUID, kind: str, at: datetime, *, staff_id: UUID | None = None, **details: Any
) -> None:
    """Append to a ticket's history. `details` hold ids, codes and figures, never what somebody wrote."""
    session.add(TicketEvent(ticket_id=ticket_id, at=at, kind=kind, staff_id=staff_id, details=details))


async def stop_clock(session: AsyncSession, ticket_id: UUID, *, now: datetime) -> None:
    """An episode has ended: no more warnings, no more calls. Ended after its deadline, it is a breach."""
    await skip_rungs(session, ticket_id=ticket_id, now=now)
    await end_paging(session, ticket_id=ticket_id, now=now)


async def change(
    session: AsyncSession,
    *conditions: ColumnElement[bool],
    ticket_id: UUID,
    kind: str,
    now: datetime,
    values: dict[str, Any],
    staff_id: UUID | None = None,
    version: int | None = None,
    otherwise: str = "ticket.error.not_yours",
    **details: Any,
) -> Ticket:
    """Set `values` if every condition still holds, raise the version, and log `kind`.

    Args:
        version: what the page showed; None = the conditions are enough.
        otherwise: message key when the ticket is open and nobody else holds it, yet a condition failed.

    Raises:
        NotFound: no such ticket.
        Conflict: somebody holds it (`holder` in details), it is no longer open, or it changed meanwhile.
    """
    wanted = [*conditions, *([Ticket.version == version] if version is not None else [])]
    changed = await session.scalar(
        update(Ticket)
        .where(Ticket.id == ticket_id, *wanted)
        .values(**values, version=Ticket.version + 1)
        .returning(Ticket)
        .execution_options(populate_existing=True)
    )
    if changed is None:
        raise await _refusal(session, ticket_id, staff_id, version, otherwise, now)
    log_event(session, ticket_id, kind, now, staff_id=staff_id, **details)
    return changed


async def _refusal(
    session: AsyncSession, ticket_id: UUID, staff_id: UUID | None, version: int | None, otherwise: str, now: datetime
) -> Conflict:
    ticket = await session.get(Ticket, ticket_id, populate_existing=True)
    if ticket is None:
        raise NotFound
    if ticket.state not in OPEN_STATES and otherwise == "ticket.error.not_yours":
        return Conflict("ticket.error.not_open", code="ticket_not_open")
    held = ticket.lease_until is not None and ticket.lease_until >= now
    if held and ticket.claimed_by_id not in (None, staff_id):
        holder = await session.get(Staff, ticket.claimed_by_id)
        name = holder.display_name if holder is not None else ""
        return Conflict("ticket.error.claimed", code="ticket_claimed", holder=name)
    if version is not None and ticket.version != version:
        return Conflict("ticket.error.stale", code="ticket_stale")
    return Conflict(otherwise, code=otherwise.replace(".error.", "_"))
