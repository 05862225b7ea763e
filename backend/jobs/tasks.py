"""The tasks the worker runs. Each is a thin shell: unpack ids, call a handler, map errors to retries.

The context arrives as procrastinate's additional context under `context`.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job

from backend.attachments import service as attachments
from backend.context import Context
from backend.errors import RetryLater
from backend.jobs.app import (
    DELIVER_LINE_MESSAGE,
    DELIVER_STAFF_NOTICE,
    HANDLE_LINE_EVENT,
    PAGE_STAFF,
    REPLAN_RUNGS,
    URGENT_PRIORITY,
)
from backend.ladder import ticker
from backend.line import delivery, handler
from backend.log import error_place
from backend.notices import pager
from backend.notices.delivery import deliver_staff_notice
from backend.notices.recheck import remind_of_recheck
from backend.notices.service import last_contact
from backend.safety import current_directory

MAX_HANDLE_ATTEMPTS = 4
STALLED_AFTER_S = 8.0
SWEEP_SECONDS = 5
TICK = "tick"
EVERY_15_SECONDS = "* * * * * */15"
EVERY_5_MINUTES = "*/5 * * * *"
FORGET_WAITING_FILES = "forget_waiting_files"
EVERY_HOUR = "20 * * * *"
REMIND_OF_RECHECK = "remind_of_recheck"
EVERY_MORNING = "10 0 * * *"
"""In UTC: ten past nine in Japan."""

log = structlog.get_logger()


class _UntilSettled(BaseRetryStrategy):  # type: ignore[misc]  # procrastinate is not followed
    """Deliveries end only by their row: wait what the error says, or back off after anything unforeseen."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, RetryLater):
            return RetryDecision(retry_in={"seconds": exception.wait_s})
        return RetryDecision(retry_in={"seconds": min(2**job.attempts, 300)})


class _FewTimes(BaseRetryStrategy):  # type: ignore[misc]
    """Event handling: quick retries for a restarting database, then `give_up` inside the task ends it."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision(retry_in={"seconds": min(0.5 * 2**job.attempts, 30)})


def context_of(job_context: JobContext) -> Context:
    """Our context inside a task."""
    context = job_context.additional_context["context"]
    if not isinstance(context, Context):
        raise TypeError("the worker was started without a context")
    return context


async def _handle_line_event(job_context: JobContext, *, line_event_id: str) -> None:
    context = context_of(job_context)
    attempts = job_context.job.attempts
    begun = None
    try:
        if attempts < MAX_HANDLE_ATTEMPTS:
            begun = await handler.handle_line_event(context, UUID(line_event_id), begin_delivery=True)
        else:
            await handler.give_up(context, UUID(line_event_id))
    except Exception as error:
        log.error(
            "event_handling_failed",
            line_event_id=line_event_id,
            attempt=attempts,
            error_type=type(error).__name__,
            where=error_place(error),
        )
        raise
    if begun is not None:
        try:
            await delivery.deliver_begun(context, begun)
        except Exception as error:  # the event is handled; the message's own job will see to it
            _log_failed_delivery(str(begun.message_id), error)


async def _deliver_line_message(job_context: JobContext, *, line_message_id: str) -> None:
    try:
        await delivery.deliver_line_message(context_of(job_context), UUID(line_message_id))
    except delivery.RetryLater:
        raise
    except Exception as error:
        _log_failed_delivery(line_message_id, error)
        raise


def _log_failed_delivery(line_message_id: str, error: Exception) -> None:
    log.error(
        "delivery_failed",
        line_message_id=line_message_id,
        error_type=type(error).__name__,
        where=error_place(error),
    )


async def _deliver_staff_notice(job_context: JobContext, *, staff_notice_id: str) -> None:
    try:
        await deliver_staff_notice(context_of(job_context), UUID(staff_notice_id))
    except RetryLater:
        raise
    except Exception as error:
        log.error(
            "delivery_failed",
            staff_notice_id=staff_notice_id,
            error_type=type(error).__name__,
            where=error_place(error),
        )
        raise


async def _page_staff(job_context: JobContext, *, ticket_id: str) -> None:
    """The first call for an urgent ticket; should this fail, the ticker's next round is the first."""
    context = context_of(job_context)
    async with context.db.transaction() as session:
        await pager.call_again(
            session,
            context.jobs,
            context.service.paging,
            last_contact=last_contact(context.settings),
            now=context.clock(),
            ticket_id=UUID(ticket_id),
        )


async def _tick(job_context: JobContext, timestamp: int) -> None:
    """Nothing raised: the next tick comes anyway, and a missing pulse is an alarm."""
    try:
        await ticker.tick(context_of(job_context))
    except Exception as error:
        log.error("tick_failed", error_type=type(error).__name__, where=error_place(error))


async def _replan_rungs(job_context: JobContext, timestamp: int | None = None) -> None:
    await ticker.replan(context_of(job_context))


async def _remind_of_recheck(job_context: JobContext, timestamp: int) -> None:
    """Nothing raised: tomorrow asks again."""
    context = context_of(job_context)
    try:
        async with context.db.transaction() as session:
            await remind_of_recheck(
                session,
                context.jobs,
                current_directory(),
                last_contact=last_contact(context.settings),
                now=context.clock(),
            )
    except Exception as error:
        log.error("recheck_reminder_failed", error_type=type(error).__name__, where=error_place(error))


async def _forget_waiting_files(job_context: JobContext, timestamp: int) -> None:
    context = context_of(job_context)
    async with context.db.transaction() as session:
        await attachments.forget_old_draft_files(session, now=context.clock())


async def retry_stalled_jobs(app: App) -> int:
    """Put jobs of dead workers (kill -9, power loss) back into the queue; returns how many."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S)
    count = 0
    for job in stalled:
        await app.job_manager.retry_job(job)
        count += 1
    if count:
        log.warning("stalled_jobs_retried", count=count)
    return count


def add_tasks(app: App) -> None:
    """Register all tasks on a job app (the worker's)."""
    app.task(name=HANDLE_LINE_EVENT, pass_context=True, retry=_FewTimes())(_handle_line_event)
    app.task(name=DELIVER_LINE_MESSAGE, pass_context=True, retry=_UntilSettled())(_deliver_line_message)
    app.task(name=DELIVER_STAFF_NOTICE, pass_context=True, retry=_UntilSettled())(_deliver_staff_notice)
    app.task(name=PAGE_STAFF, pass_context=True, retry=_FewTimes())(_page_staff)
    app.task(name=REPLAN_RUNGS, pass_context=True, retry=_FewTimes())(_replan_rungs)


def add_periodic_tasks(app: App) -> None:
    """What the worker does by the clock. Each moment is deferred once, however many workers there are."""
    tick = app.task(name=TICK, pass_context=True, priority=URGENT_PRIORITY)(_tick)
    app.periodic(cron=EVERY_15_SECONDS)(tick)
    # shifts may be changed at the database's terminal, where no job is deferred
    app.periodic(cron=EVERY_5_MINUTES)(app.tasks[REPLAN_RUNGS])
    remind = app.task(name=REMIND_OF_RECHECK, pass_context=True)(_remind_of_recheck)
    app.periodic(cron=EVERY_MORNING)(remind)
    forget = app.task(name=FORGET_WAITING_FILES, pass_context=True)(_forget_waiting_files)
    app.periodic(cron=EVERY_HOUR)(forget)


def worker_options(context: Context, *, concurrency: int) -> dict[str, Any]:
    """Options of `run_worker_async`: quick heartbeats, finished jobs deleted, graceful end within ten seconds."""
    return {
        "concurrency": concurrency,
        "additional_context": {"context": context},
        "delete_jobs": "successful",
        "update_heartbeat_interval": 2.0,
        "stalled_worker_timeout": timedelta(minutes=10).total_seconds(),
        "shutdown_graceful_timeout": 10.0,
        "fetch_job_polling_interval": 2.0,
        "install_signal_handlers": False,
    }
