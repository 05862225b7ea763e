"""The tick, every few seconds in one worker at a time: fire what is due, page who must be called, leave a pulse."""

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.context import Context
from backend.ladder import climb, heartbeat
from backend.ladder.plan import replan_rungs
from backend.notices import pager
from backend.notices.service import last_contact

TICKETS_AT_ONCE = 500
"""In one transaction: a second of work, so that a person who answers meanwhile hardly waits for a lock."""

TICKER_LOCK = 0x6C616464
"""Advisory lock held by the one that ticks; it ends with its transaction, also when its process is killed."""

log = structlog.get_logger()


async def tick(context: Context) -> int:
    """Do all that is due now; returns how many tickets had rungs to settle."""
    contact = last_contact(context.settings)
    handled = 0
    while True:
        async with context.db.transaction() as session:
            now = context.clock()
            if not await _is_mine(session):
                break
            await pager.call_again(session, context.jobs, context.service.paging, last_contact=contact, now=now)
            count = await climb.fire_due_rungs(
                session, context.jobs, last_contact=contact, now=now, limit=TICKETS_AT_ONCE
            )
            await heartbeat.beat(session, now=now)
            handled += count
        if count < TICKETS_AT_ONCE:
            break
    if handled:
        log.info("rungs_settled", count=handled)
    return handled


async def replan(context: Context) -> None:
    """Move rungs to come into the hours that are staffed now. Left to the next time while a tick is running."""
    async with context.db.transaction() as session:
        if await _is_mine(session) and (count := await replan_rungs(session, now=context.clock())):
            log.info("rungs_moved", count=count)


async def _is_mine(session: AsyncSession) -> bool:
    return bool(await session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": TICKER_LOCK}))
