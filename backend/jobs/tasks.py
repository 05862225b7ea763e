"""The tasks the worker runs. Each is a thin shell: unpack ids, call a handler, map errors to retries.

The context arrives as procrastinate's additional context under `context`.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job

from backend.context import Context
from backend.jobs.app import DELIVER_LINE_MESSAGE, HANDLE_LINE_EVENT
from backend.line import delivery, handler
from backend.log import error_place

MAX_HANDLE_ATTEMPTS = 4
STALLED_AFTER_S = 8.0
SWEEP_SECONDS = 5

log = structlog.get_logger()


class _UntilSettled(BaseRetryStrategy):  # type: ignore[misc]  # procrastinate is not followed
    """Deliveries end only by their row: wait what the error says, or back off after anything unforeseen."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, delivery.RetryLater):
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
    try:
        if attempts < MAX_HANDLE_ATTEMPTS:
            await handler.handle_line_event(context, UUID(line_event_id))
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


async def _deliver_line_message(job_context: JobContext, *, line_message_id: str) -> None:
    try:
        await delivery.deliver_line_message(context_of(job_context), UUID(line_message_id))
    except delivery.RetryLater:
        raise
    except Exception as error:
        log.error(
            "delivery_failed",
            line_message_id=line_message_id,
            error_type=type(error).__name__,
            where=error_place(error),
        )
        raise


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
