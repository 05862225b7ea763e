"""The web process looks whether the ticker is alive, and raises the alarm by itself when it is not.

The worker is what has died then, so e-mails go out from here; jobs for them exist too, for the case that this process
ends in between.
"""

import asyncio
from datetime import timedelta

import structlog
from aiohttp import web

from backend.appointments.duty import list_supervisors
from backend.context import Context
from backend.errors import RetryLater
from backend.ladder import heartbeat
from backend.log import error_place
from backend.notices.delivery import deliver_staff_notice
from backend.notices.service import Notice, last_contact, notify, recipient_of

CHECK_EVERY_S = 30.0
JOBS_AFTER = timedelta(minutes=5)

log = structlog.get_logger()


class TickerWatch:
    """What this process knows about the ticker.

    Attributes:
        is_stopped: no pulse for three minutes, as of the last check; staff pages show a banner.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.is_stopped = False

    async def run(self) -> None:
        """Check until cancelled."""
        while True:
            try:
                await self.check()
            except Exception as error:  # whatever happens to the database, the watch goes on
                log.error("ticker_check_failed", error_type=type(error).__name__, where=error_place(error))
            await asyncio.sleep(CHECK_EVERY_S)

    async def check(self) -> None:
        """Look once; of all processes that see the same stop, one raises the alarm."""
        context = self._context
        async with context.db.transaction() as session:
            now = context.clock()
            await heartbeat.expect(session, now=now)
            self.is_stopped = await heartbeat.is_silent(session, now=now)
            since = await heartbeat.claim_alarm(session, now=now)
            if since is None:
                return
            contact = last_contact(context.settings)
            people = [recipient_of(staff) for staff in await list_supervisors(session, now=now)]
            leaving = await notify(
                session,
                context.jobs,
                [
                    Notice(
                        kind="ticker_stopped",
                        to=[*people, *([contact] if contact is not None else [])],
                        cause=f"ticker_stopped:{since.isoformat()}",
                        values={"since": since.isoformat()},
                    )
                ],
                now=now,
                urgent=True,
                deliver_at=now + JOBS_AFTER,
            )
        log.error("ticker_stopped", count=len(leaving))
        for notice_id in leaving:
            try:
                await deliver_staff_notice(context, notice_id)
            except RetryLater:
                continue  # its job tries again


WATCH: web.AppKey[TickerWatch] = web.AppKey("ticker_watch", TickerWatch)
