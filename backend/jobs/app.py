"""The job queue (procrastinate on the backend database): how it is built, and how jobs are deferred.

Jobs are deferred inside the caller's transaction, so a row and its job exist both or not at all. Jobs of one seeker
share a lock and run one after the other, in the order they were deferred.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate import App, PsycopgConnector
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db import driver_connection, libpq_url

HANDLE_LINE_EVENT = "handle_line_event"
DELIVER_LINE_MESSAGE = "deliver_line_message"
DELIVER_STAFF_NOTICE = "deliver_staff_notice"
PAGE_STAFF = "page_staff"
REPLAN_RUNGS = "replan_rungs"
URGENT_PRIORITY = 10


def create_job_app(database_url: str, *, pool_size: int = 4) -> App:
    """A job app without tasks; the worker adds them (`backend.jobs.tasks`). Call `open_async()` before use."""
    connector = PsycopgConnector(conninfo=libpq_url(database_url), min_size=1, max_size=pool_size)
    return App(connector=connector)


async def defer(
    session: AsyncSession,
    jobs: App,
    task: str,
    *,
    lock: str | None = None,
    priority: int = 0,
    schedule_at: datetime | None = None,
    queueing_lock: str | None = None,
    **arguments: Any,
) -> None:
    """Enqueue a job in the session's transaction."""
    await session.flush()
    deferrer = jobs.configure_task(
        task,
        allow_unknown=True,
        lock=lock,
        queueing_lock=queueing_lock,
        priority=priority,
        schedule_at=schedule_at,
        connection=await driver_connection(session),
    )
    await deferrer.defer_async(**arguments)


async def drop(session: AsyncSession, job_id: int) -> None:
    """Delete a job whose work was done otherwise, unless it has begun (then it finds nothing to do)."""
    await session.execute(_DROP, {"job_id": job_id})


async def postpone(session: AsyncSession, job_id: int, *, wait_s: float) -> None:
    """Let a waiting job run that long from now, whenever it was to run."""
    await session.execute(_POSTPONE, {"job_id": job_id, "wait_s": wait_s})


_DROP = text("SELECT procrastinate_cancel_job_v1(:job_id, false, true)")
_POSTPONE = text(
    "UPDATE procrastinate_jobs SET scheduled_at = now() + make_interval(secs => :wait_s)"
    " WHERE id = :job_id AND status = 'todo'"
)


async def defer_many(
    session: AsyncSession,
    jobs: App,
    task: str,
    arguments: list[dict[str, Any]],
    *,
    priority: int = 0,
    schedule_at: datetime | None = None,
) -> None:
    """Enqueue one job for each set of arguments in the session's transaction, in one statement."""
    if not arguments:
        return
    await session.flush()
    deferrer = jobs.configure_task(
        task,
        allow_unknown=True,
        priority=priority,
        schedule_at=schedule_at,
        connection=await driver_connection(session),
    )
    await deferrer.batch_defer_async(*arguments)


def event_lock(seeker_id: UUID | None, fallback: str) -> str:
    """Lock of the jobs that handle one seeker's events in order."""
    return f"seeker:{seeker_id or fallback}"


def delivery_lock(seeker_id: UUID) -> str:
    """Lock of the jobs that send to one seeker in order; apart from handling, so LINE trouble delays no handling."""
    return f"deliver:{seeker_id}"
