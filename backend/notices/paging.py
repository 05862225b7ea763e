"""Calling staff to an urgent ticket until somebody acknowledges. Called by `backend.tickets`, knows none of it.

Rounds themselves are `backend.notices.pager`. Callers of `start_paging` hold the ticket's row lock.
"""

from datetime import datetime
from uuid import UUID

from procrastinate import App
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.jobs.app import PAGE_STAFF, URGENT_PRIORITY, defer
from backend.notices.models import Paging


async def start_paging(session: AsyncSession, jobs: App | None, *, ticket_id: UUID, now: datetime) -> None:
    """Somebody must look at this ticket now: the first round is a job of this transaction, or the next tick's.

    Calls that go on are left as they are; calls that were acknowledged begin anew.
    """
    first = {"started_at": now, "rounds": 0, "next_at": now, "ended_at": None, "acknowledged_by_id": None}
    started = await session.scalar(
        insert(Paging)
        .values(ticket_id=ticket_id, **first)
        .on_conflict_do_update(index_elements=[Paging.ticket_id], set_=first, where=Paging.ended_at.is_not(None))
        .returning(Paging.ticket_id)
    )
    if started is not None and jobs is not None:
        await defer(session, jobs, PAGE_STAFF, priority=URGENT_PRIORITY, ticket_id=str(ticket_id))


async def end_paging(session: AsyncSession, *, ticket_id: UUID, now: datetime, staff_id: UUID | None = None) -> bool:
    """No more rounds: somebody acknowledged (`staff_id`), or the ticket ended. True when it was still calling."""
    ended = await session.scalar(
        update(Paging)
        .where(Paging.ticket_id == ticket_id, Paging.ended_at.is_(None))
        .values(ended_at=now, acknowledged_by_id=staff_id)
        .returning(Paging.ticket_id)
    )
    return ended is not None
